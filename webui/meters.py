"""Meters in Prometheus' form: requests, what the store holds, how the sources and the index stand.

With several workers (``voronka.cli.workers`` sets PROMETHEUS_MULTIPROC_DIR) the requests of all of them are added up;
what the store tells is the same whoever is asked. Figures of one process alone are left out then.
"""

import os
from collections.abc import Iterator
from importlib.metadata import version
from typing import Final

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from voronka.errors import VoronkaError
from voronka.sources import RunStatus, SourceKind
from voronka.store import Store
from voronka.store.database import HEAD
from webui.room import Room

_BUCKETS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_COUNTS: Final = ("recognised", "new", "changed", "unchanged", "skipped")


class Meters:
    """The requests of one application."""

    def __init__(self) -> None:
        disable_created_metrics()  # type: ignore[no-untyped-call]  # a third of all lines; it is not annotated
        own = CollectorRegistry()
        self._requests = Counter(
            "voronka_http_requests", "Requests answered.", ("method", "route", "status"), registry=own
        )
        self._seconds = Histogram(
            "voronka_http_request_seconds", "Seconds until the answer.", ("route",), buckets=_BUCKETS, registry=own
        )
        self._registry = own
        if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
            self._registry = CollectorRegistry()
            MultiProcessCollector(self._registry)  # type: ignore[no-untyped-call]  # it is not annotated
        else:
            ProcessCollector(registry=own)
            PlatformCollector(registry=own)

    def answered(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count an answer."""
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def text(self, room: Room) -> bytes:
        """All meters in Prometheus' text format."""
        now = CollectorRegistry()
        now.register(_Stand(room))
        return generate_latest(self._registry) + generate_latest(now)


class _Stand(Collector):
    """How store, sources and index stand at this moment."""

    def __init__(self, room: Room) -> None:
        self.room = room

    def collect(self) -> Iterator[Metric]:
        """Read them; where the store does not answer only that is told."""
        build = GaugeMetricFamily("voronka_build_info", "The program.", labels=("version", "revision"))
        build.add_metric((version("voronka"), HEAD), 1)
        yield build
        try:
            found = [*_store(self.room.store), *_sources(self.room.store), *_index(self.room)]
        except VoronkaError:
            found = []
        yield GaugeMetricFamily("voronka_store_up", "1: the store answers.", value=float(bool(found)))
        yield from found

    def describe(self) -> Iterator[Metric]:
        """Nothing is asked before it is wanted."""
        return iter(())


def _store(store: Store) -> Iterator[Metric]:
    figures = store.figures()
    posts = GaugeMetricFamily("voronka_posts", "Posts stored, not erased.", labels=("kind",))
    cards = GaugeMetricFamily("voronka_listings", "Listings with at least one post.", labels=("kind",))
    for family, counts in ((posts, figures.posts), (cards, figures.listings)):
        for kind, number in sorted(counts.items()):
            family.add_metric((kind,), number)
        yield family


def _sources(store: Store) -> Iterator[Metric]:
    enabled = GaugeMetricFamily("voronka_source_enabled", "1: it is collected.", labels=("source",))
    success = GaugeMetricFamily(
        "voronka_source_last_success_timestamp_seconds", "End of the last good run.", labels=("source",)
    )
    ended = GaugeMetricFamily("voronka_source_last_run_timestamp_seconds", "Begin of the last run.", labels=("source",))
    failed = GaugeMetricFamily("voronka_source_last_run_failed", "1: the last run failed.", labels=("source",))
    items = GaugeMetricFamily("voronka_source_last_run_items", "Items of the last run.", labels=("source", "what"))
    for state in store.sources():
        if state.source.kind is SourceKind.IMPORT:
            continue  # named by whoever wrote the file: without limit, and perhaps after a person
        name = (state.source.name,)
        enabled.add_metric(name, float(state.enabled))
        if state.last_success_at is not None:
            success.add_metric(name, state.last_success_at.timestamp())
        run = state.last_run
        if run is not None:
            ended.add_metric(name, run.started_at.timestamp())
            failed.add_metric(name, float(run.status is RunStatus.FAILED))
            for what in _COUNTS:
                items.add_metric((*name, what), getattr(run, what))
    yield from (enabled, success, ended, failed, items)


def _index(room: Room) -> Iterator[Metric]:
    status = room.search.status()
    yield GaugeMetricFamily("voronka_index_behind", "Changes of the store that the index lacks.", value=status.behind)
    yield GaugeMetricFamily("voronka_index_listings", "Listings in the index.", value=status.listings)
    yield GaugeMetricFamily("voronka_index_bytes", "Bytes of the index on disk.", value=status.size)

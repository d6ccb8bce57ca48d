"""Looks at sites without storing anything: what an unknown one offers, and a few items of a known one."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from crawlers.probe import Findings, ProbeSpider, name_of
from crawlers.runner import Spider, collect
from voronka.errors import VoronkaError
from voronka.model import RawPost
from voronka.settings import Settings
from voronka.sources import RunReport, RunStatus, Source, SourceKind
from voronka.store import Store
from voronka.store.posts import Saved

_SINCE = timedelta(days=60)


def probe(url: str, settings: Settings) -> Findings:
    """What is found at an address; raises VoronkaError where it cannot be looked at."""
    findings = Findings(url)
    source = Source(name=name_of(url), title=url, kind=SourceKind.SITE, url=url)
    spiders: dict[str, Spider] = {source.name: (ProbeSpider, {"findings": findings})}
    report = _collect(source, settings, [], spiders, None)
    if report.status is not RunStatus.OK:
        raise VoronkaError(report.message)
    return findings


def sample(source: Source, settings: Settings, number: int) -> tuple[list[RawPost], RunReport]:
    """The first few items of a source as a collection would take them, and how the run ended."""
    taken: list[RawPost] = []
    report = _collect(source, settings, taken, {}, number)
    return taken[:number], report


def _collect(
    source: Source,
    settings: Settings,
    taken: list[RawPost],
    spiders: Mapping[str, Spider],
    limit: int | None,
) -> RunReport:
    """Collect into a store that is thrown away."""

    def ingest(raws: Sequence[RawPost]) -> list[Saved]:
        taken.extend(raws)
        return [Saved.NEW] * len(raws)

    with TemporaryDirectory(prefix="voronka-") as folder, Store(f"sqlite:///{Path(folder) / 'try.sqlite3'}") as store:
        store.claim(None)
        (report,) = collect(
            [source],
            store,
            settings,
            ingest,
            since=_SINCE,
            named=[source.name],
            limit=limit,
            spiders=spiders,
        )
    return report

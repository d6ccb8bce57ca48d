"""Collects sources: one crawl a source, sources of one host one after another, different hosts side by side."""

import asyncio
import logging
import signal
import threading
from collections.abc import Callable, Coroutine, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import structlog
from scrapy import signals
from scrapy.crawler import AsyncCrawlerRunner
from scrapy.http import Response
from twisted.python.failure import Failure

from crawlers.faults import SourceError
from crawlers.job import Ingest, Job, Progress, sleep_unless
from crawlers.registry import spider_for
from crawlers.replay import load_recording
from crawlers.settings import crawl_settings
from crawlers.spider import SourceSpider
from voronka.errors import VoronkaError
from voronka.settings import Settings
from voronka.sources import RunReport, RunStatus, Source
from voronka.store import Store

__all__ = ["Progress", "collect"]
log = structlog.get_logger(__name__)


def collect(
    sources: Sequence[Source],
    store: Store,
    settings: Settings,
    ingest: Ingest,
    *,
    replay: Path | None = None,
    since: timedelta,
    progress: Callable[[Progress], None] | None = None,
    overrides: Mapping[str, Any] | None = None,
) -> list[RunReport]:
    """Collect ``sources`` into ``store``, and give a report of each, in their order.

    Each page of posts goes to ``ingest`` as one whole. ``replay`` is a recording to read instead of the network.
    ``since``: how far back channels are read. ``overrides`` are Scrapy settings, for tests. A source that fails is told
    in its report and never stops the others; SIGTERM and Ctrl-C end the collection with what was read until then.

    Raises VoronkaError where nothing can be collected at all: the recording cannot be read.
    """
    values = crawl_settings(settings, replay, overrides)
    if replay is not None:
        load_recording(replay)
    with _quiet():
        return asyncio.run(_Collection(store, ingest, replay, since, progress, values).run(sources))


class _Collection:
    """One call of ``collect``."""

    def __init__(
        self,
        store: Store,
        ingest: Ingest,
        replay: Path | None,
        since: timedelta,
        progress: Callable[[Progress], None] | None,
        values: dict[str, Any],
    ) -> None:
        self.store = store
        self.ingest = ingest
        self.replay = replay
        self.since = since
        self.progress = progress
        self.values = values
        self.runner = AsyncCrawlerRunner(values)
        self.stopping = asyncio.Event()
        self.reports: dict[str, RunReport] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def run(self, sources: Sequence[Source]) -> list[RunReport]:
        """Collect all sources."""
        hosts: dict[str, list[Source]] = {}
        for source in sources:
            hosts.setdefault(urlsplit(source.url or "").hostname or source.name, []).append(source)
        with self._stopped_by_signals():
            await asyncio.gather(*(self._read_host(group) for group in hosts.values()))
        return [self.reports[source.name] for source in sources]

    async def _read_host(self, sources: Sequence[Source]) -> None:
        """Read the sources of one host one after another; after one got no answer at all, the others need not try."""
        silent: str | None = None
        for number, source in enumerate(sources):
            if number and silent is None and self.replay is None:
                await sleep_unless(self.stopping, self.values["DOWNLOAD_DELAY"])
            now = self.store.clock.now()
            try:
                job, run_id, spider, kwargs = self._begin(source)
            except VoronkaError as error:
                line = f"{source.name}: {source.url}: {error}"
                self.reports[source.name] = RunReport(source.name, RunStatus.FAILED, now, now, message=line)
                _log_end(self.reports[source.name])
                continue
            with structlog.contextvars.bound_contextvars(source=source.name, source_run=run_id):
                log.info("source begun")
                if silent is not None:
                    fault = SourceError(f"not tried: the same host gave no answer to {silent}")
                    job.fail(fault, source.url or source.name)
                elif not self.stopping.is_set():
                    await self._crawl(job, spider, kwargs)
                report = job.finish()
                _log_end(report)
            try:
                self.store.finish_run(run_id, report)
            except VoronkaError as error:
                line = report.message or f"{source.name}: {source.url}: {error}"
                report = replace(report, status=RunStatus.FAILED, message=line)
            self.reports[source.name] = report
            if job.unreachable and silent is None:
                silent = source.name

    def _begin(self, source: Source) -> tuple[Job, int, type[SourceSpider], dict[str, Any]]:
        spider, kwargs = spider_for(source)
        if self.replay is None and spider.demo_only:
            raise VoronkaError("exists only in the demo's recording and is never read live")
        if self.store.source(source.name) is None:
            self.store.declare([source])
        known = self.store.source(source.name)
        now = self.store.clock.now()
        job = Job(
            source=source,
            store=self.store,
            ingest=self.ingest,
            started_at=now,
            cutoff=now - self.since,
            state=dict(known.state) if known else {},
            replay=self.replay,
            progress=self.progress,
            stopping=self.stopping,
        )
        return job, self.store.start_run(source.name), spider, kwargs

    async def _crawl(self, job: Job, spider: type[SourceSpider], kwargs: dict[str, Any]) -> None:
        crawler = self.runner.create_crawler(spider)

        def on_error(failure: Failure, response: Response | Failure) -> None:
            url = response.url if isinstance(response, Response) else job.source.url or job.source.name
            assert failure.value is not None
            job.fail(failure.value, url)
            self._background(crawler.engine.close_spider_async(reason="failed"))

        # the signals keep weak references only: ``on_error`` lives as long as this call
        crawler.signals.connect(on_error, signal=signals.spider_error)
        task = self.runner.crawl(crawler, job=job, **kwargs)
        await asyncio.wait({task})
        error = task.exception()
        if error is not None:
            job.fail(error, job.source.url or job.source.name)

    def _background(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _stop(self) -> None:
        """End all crawls in good order: what was read is stored, the rest is for the next time."""
        self.stopping.set()
        for crawler in list(self.runner.crawlers):
            self._background(crawler.stop_async())

    @contextmanager
    def _stopped_by_signals(self) -> Iterator[None]:
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        loop = asyncio.get_running_loop()
        former = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
        for number in former:
            loop.add_signal_handler(number, self._stop)
        try:
            yield
        finally:
            for number, handler in former.items():
                loop.remove_signal_handler(number)
                signal.signal(number, handler)


def _log_end(report: RunReport) -> None:
    tell = log.warning if report.status is RunStatus.FAILED else log.info
    counts = {name: getattr(report, name) for name in ("recognised", "new", "changed", "unchanged", "skipped", "pages")}
    tell("source ended", source=report.source, status=report.status.value, message=report.message, **counts)


@contextmanager
def _quiet() -> Iterator[None]:
    """Silence Scrapy's log, whose news are in the reports, unless the program is being debugged."""
    if logging.getLogger().getEffectiveLevel() <= logging.DEBUG:
        yield
        return
    loggers = [logging.getLogger(name) for name in ("scrapy", "asyncio", "protego", "trafilatura", "htmldate")]
    former = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        for logger, level in zip(loggers, former, strict=True):
            logger.setLevel(level)

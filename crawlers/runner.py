"""Collects sources: one crawl a source, sources of one host one after another, different hosts side by side."""

import asyncio
import logging
import signal
import threading
from collections.abc import Callable, Collection, Coroutine, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

import structlog
from scrapy import signals
from scrapy.crawler import AsyncCrawlerRunner, Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from crawlers.capture import capture_settings
from crawlers.faults import SourceError
from crawlers.job import Ingest, Job, Progress, sleep_unless
from crawlers.registry import spider_for
from crawlers.replay import load_recording
from crawlers.settings import crawl_settings
from crawlers.spider import SourceSpider
from voronka.errors import VoronkaError
from voronka.leasing import Leases
from voronka.model import RawPost
from voronka.settings import Settings
from voronka.sources import RunReport, RunStatus, Source
from voronka.store import Store

__all__ = ["Progress", "collect"]
Spider = tuple[type[SourceSpider], dict[str, Any]]
log = logging.getLogger(__name__)  # not structlog's own, which prints to stdout where nobody has configured it


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
    named: Collection[str] = (),
    limit: int | None = None,
    spiders: Mapping[str, Spider] = MappingProxyType({}),
    capture: Path | None = None,
    ahead: Callable[[Sequence[RawPost]], None] | None = None,
) -> list[RunReport]:
    """Collect ``sources`` into ``store``, and give a report of each, in their order.

    Each page of posts goes to ``ingest`` as one whole; ``ahead`` is told of some before, so that reading can begin.
    ``replay`` is a recording to read instead of the network.
    ``since``: how far back channels are read. ``overrides`` are Scrapy settings, for tests. A source that fails is told
    in its report and never stops the others; SIGTERM and Ctrl-C end the collection with what was read until then.

    A source is left out, with a line saying why, while another process reads it, when it was switched off meanwhile,
    and before the time until which it wants to be left alone. A wait of our own choice is not kept for those ``named``.

    ``limit``: only so many items are wanted of each, to look at them. ``spiders`` read sources, by name, in place of
    those that otherwise do. ``capture`` is a folder in which all answers are kept (crawlers.capture).

    Raises VoronkaError where nothing can be collected at all: the recording cannot be read.
    """
    values = crawl_settings(settings, replay, overrides)
    if capture is not None:
        values |= capture_settings(capture, values["DOWNLOADER_MIDDLEWARES"])
    if replay is not None:
        load_recording(replay)
    with _quiet():
        return asyncio.run(
            _Collection(store, settings, ingest, replay, since, progress, values, named, limit, spiders, ahead).run(
                sources
            )
        )


class _Collection:
    """One call of ``collect``."""

    def __init__(
        self,
        store: Store,
        settings: Settings,
        ingest: Ingest,
        replay: Path | None,
        since: timedelta,
        progress: Callable[[Progress], None] | None,
        values: dict[str, Any],
        named: Collection[str],
        limit: int | None,
        spiders: Mapping[str, Spider],
        ahead: Callable[[Sequence[RawPost]], None] | None,
    ) -> None:
        self.store = store
        self.settings = settings
        self.limit = limit
        self.spiders = spiders
        self.ingest = ingest
        self.ahead = ahead
        self.replay = replay
        self.since = since
        self.progress = progress
        self.values = values
        self.named = named
        self.leases = Leases(store)
        self.reading: dict[str, tuple[Job, Crawler]] = {}
        self.runner = AsyncCrawlerRunner(values)
        self.stopping = asyncio.Event()
        self.reports: dict[str, RunReport] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def run(self, sources: Sequence[Source]) -> list[RunReport]:
        """Collect all sources."""
        hosts: dict[str, list[Source]] = {}
        for source in sources:
            hosts.setdefault(_host(source), []).append(source)
        with self._stopped_by_signals():
            renewing = asyncio.create_task(self.leases.keep(self._lost))
            try:
                await asyncio.gather(*(self._read_host(group) for group in hosts.values()))
            finally:
                renewing.cancel()
        return [self.reports[source.name] for source in sources]

    async def _read_host(self, sources: Sequence[Source]) -> None:
        """Read the sources of one host one after another; all are leased until the last is done."""
        names = [source.name for source in sources]
        try:
            self.store.declare(source for source in sources if self.store.source(source.name) is None)
            self.leases.take(names)
            await self._read_in_turn(sources)
        except VoronkaError as error:
            now = self.store.clock.now()
            for source in sources:
                line = f"{source.name}: {source.url}: {error}"
                self.reports.setdefault(source.name, RunReport(source.name, RunStatus.FAILED, now, now, message=line))
        finally:
            self.leases.give_up(names)

    async def _read_in_turn(self, sources: Sequence[Source]) -> None:
        """After a source that got no answer at all, the others of its host need not try."""
        silent: str | None = None
        asked = False
        for source in sources:
            why = self._why_left_out(source.name)
            if why is not None:
                now = self.store.clock.now()
                line = f"{source.name}: left out: {why}"
                self.reports[source.name] = RunReport(source.name, RunStatus.LEFT_OUT, now, now, message=line)
                _log_end(self.reports[source.name])
                continue
            if asked and silent is None and self.replay is None:
                await sleep_unless(self.stopping, self.values["DOWNLOAD_DELAY"])
            asked = True
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
                self._end(job, run_id)
            if job.unreachable and silent is None:
                silent = source.name

    def _why_left_out(self, name: str) -> str | None:
        """Why a source is not read now, as the store knows it at this moment; None where it is."""
        state = self.store.source(name)
        if state is None:
            return None
        if state.disabled_by_admin:
            return f"it is switched off; to read it again: voronka sources enable {name}"
        if name not in self.leases.held:
            reader = state.reader(datetime.now(UTC))
            if reader is None or state.lease_until is None:
                return "another process has just read it"
            return f"{reader} is reading it (its lease lasts until {state.lease_until:%H:%M:%S} UTC)"
        # a waiting time is of the real world, also where the store's clock stands still
        wait = state.not_before
        if self.replay is not None or wait is None or wait <= datetime.now(UTC):
            return None
        if not state.waits_of_itself:
            return f"its site wants to be left alone until {wait:%Y-%m-%d %H:%M} UTC"
        if name in self.named:
            return None
        return f"it refused to be read; next try {wait:%Y-%m-%d %H:%M} UTC, or at once: voronka collect {name}"

    def _end(self, job: Job, run_id: int) -> None:
        """Judge a run and note how it ended; a wait that the site asked for is kept by all sources of its host."""
        try:
            if not self.leases.confirm(job.source.name):
                job.fail(_taken_over(), job.source.url or job.source.name)
        except VoronkaError as error:
            job.fail(error, job.source.url or job.source.name)
        report = job.finish()
        try:
            self.store.finish_run(run_id, report)
            if job.until is not None:
                host = _host(job.source)
                same = [state.source.name for state in self.store.sources() if _host(state.source) == host]
                self.store.wait_until(same, job.until)
        except VoronkaError as error:
            line = report.message or f"{job.source.name}: {job.source.url}: {error}"
            report = replace(report, status=RunStatus.FAILED, message=line)
        self.reports[job.source.name] = report
        _log_end(report)

    def _lost(self, name: str, *, switched_off: bool) -> None:
        """End the crawl of a source that is not ours to read any more."""
        if name not in self.reading:
            return
        job, crawler = self.reading[name]
        if switched_off:
            job.switched_off = True
        else:
            job.fail(_taken_over(), job.source.url or name)
        self._background(crawler.stop_async())

    def _begin(self, source: Source) -> tuple[Job, int, type[SourceSpider], dict[str, Any]]:
        spider, kwargs = self.spiders.get(source.name) or spider_for(source, self.settings.data)
        if self.replay is None and spider.demo_only:
            raise VoronkaError("exists only in the demo's recording and is never read live")
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
            usual=self.store.last_healthy(source.name).usual,
            refusals=known.last_run.health.refusals if known and known.last_run else 0,
            settings=self.settings,
            limit=self.limit,
            ahead=self.ahead,
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
        self.reading[job.source.name] = (job, crawler)
        task = self.runner.crawl(crawler, job=job, **kwargs)
        await asyncio.wait({task})
        del self.reading[job.source.name]
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
    level = logging.WARNING if report.status is RunStatus.FAILED else logging.INFO
    counts = {name: getattr(report, name) for name in ("recognised", "new", "changed", "unchanged", "skipped", "pages")}
    told = {"source": report.source, "status": report.status.value, "fault": report.message, **counts}
    log.log(level, "source ended", extra=told)


def _host(source: Source) -> str:
    return urlsplit(source.url or "").hostname or source.name


def _taken_over() -> SourceError:
    return SourceError("its lease ran out and another process has taken it over; what was read until then is stored")


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

"""Collecting channels through Telegram's own API: one connection, one channel after another."""

import asyncio
import logging
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Protocol

import structlog

from telegram_sources.calls import Calls, Sleep
from telegram_sources.client import Patience, connected
from telegram_sources.faults import TelegramError
from telegram_sources.place import Desk, Place, Tally
from telegram_sources.run import Ended, read_channel
from telegram_sources.session import Credentials
from telegram_sources.session_lock import SessionInUseError, session_lock
from voronka.errors import VoronkaError
from voronka.leasing import Leases
from voronka.sources import RunReport, RunStatus, Source
from voronka.store import Store

log = logging.getLogger(__name__)


class Ending(Protocol):
    """Whether, and when, the program is asked to end; ``voronka.cli.stopping.Stop`` is one."""

    @property
    def asked(self) -> bool:
        """Whether it is."""

    def wakes(self, call: Callable[[], None]) -> None:
        """Call this when it is, at once where it was already."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reading needs.

    ``since`` is from when on histories are wanted (``telegram_sources.place.WHOLE``: all of them; None: as far as they
    were wanted before, or all), ``named`` the sources that somebody named, ``pause`` the seconds between two pages.
    ``sleep`` is for tests.
    """

    store: Store
    credentials: Credentials
    desk: Desk
    stop: Ending
    since: datetime | None = None
    named: Collection[str] = ()
    pause: float = 1.0
    patience: Patience = field(default_factory=Patience)
    told: Callable[[Source, Tally], None] = lambda _source, _tally: None
    sleep: Sleep | None = None


def collect(sources: Sequence[Source], reading: Reading) -> list[RunReport]:
    """Read ``sources`` (channels), and give a report of each, in their order.

    A channel that fails is told in its report and never stops the others; where Telegram cannot be reached, or the
    session is no longer valid, all of them have failed for the same reason. A source is left out, with a line saying
    why, while another process reads it or has the session, and before the time until which it waits.
    """
    leases = Leases(reading.store)
    names = [source.name for source in sources]
    reports: dict[str, RunReport] = {}
    try:
        reading.store.declare(source for source in sources if reading.store.source(source.name) is None)
        leases.take(names)
        left = [source for source in sources if not _left_out(source, reading, leases, reports)]
        if left:
            with session_lock(reading.credentials, "voronka collect"):
                asyncio.run(_collect(left, reading, leases, reports))
    except SessionInUseError as error:
        for source in sources:
            reports.setdefault(source.name, _unread(source, reading, RunStatus.LEFT_OUT, f"left out: {error}"))
    except VoronkaError as error:
        for source in sources:
            reports.setdefault(source.name, _unread(source, reading, RunStatus.FAILED, str(error)))
    finally:
        leases.give_up(names)
    return [reports[source.name] for source in sources]


def stopping_of(stop: Ending) -> asyncio.Event:
    """An event of the running loop that is set when the program is asked to end."""
    event, loop = asyncio.Event(), asyncio.get_running_loop()

    def wake() -> None:
        with suppress(RuntimeError):  # the loop is closed already
            loop.call_soon_threadsafe(event.set)

    if stop.asked:
        event.set()
    stop.wakes(wake)
    return event


async def _collect(sources: Sequence[Source], reading: Reading, leases: Leases, reports: dict[str, RunReport]) -> None:
    """Read channels one after another. Each run is noted in the store, also those that could not begin."""
    store, stopping = reading.store, stopping_of(reading.stop)
    fatal: TelegramError | None = None
    lost: dict[str, bool] = {}
    renewing = asyncio.create_task(leases.keep(lambda name, *, switched_off: lost.update({name: switched_off})))
    try:
        async with connected(reading.credentials, reading.patience) as (client, account):
            calls = Calls(
                client, store, stopping, pause=reading.pause, answer=reading.patience.answer, sleep=reading.sleep
            )
            for source in sources:
                if stopping.is_set():
                    line = f"{source.name}: stopped; it was not begun"
                    reports[source.name] = _unread(source, reading, RunStatus.STOPPED, line)
                    continue
                place = Place(source, store, calls, reading.desk, account, teller(source, reading), lost)
                ended = await one_run(place, reading)
                reports[source.name] = ended.report
                if ended.fatal is not None:
                    fatal = ended.fatal
                    break
    except TelegramError as error:
        fatal = error
    finally:
        renewing.cancel()
    if fatal is not None:
        for source in sources:
            if source.name not in reports:
                run_id = store.start_run(source.name)
                reports[source.name] = _unread(source, reading, RunStatus.FAILED, str(fatal))
                store.finish_run(run_id, reports[source.name])


async def one_run(place: Place, reading: Reading) -> Ended:
    """Read a channel as a run of its source, which is noted in the store."""
    store, name = reading.store, place.source.name
    known = store.source(name)
    refusals = known.last_run.health.refusals if known is not None and known.last_run is not None else 0
    run_id = store.start_run(name)
    with structlog.contextvars.bound_contextvars(source=name, source_run=run_id):
        ended = await read_channel(place, reading.since, refusals=refusals)
        note_run(store, run_id, ended.report)
    return ended


def note_run(store: Store, run_id: int, report: RunReport) -> None:
    """Note how a run ended; in the store a run that was left out is one that was stopped."""
    status = RunStatus.STOPPED if report.status is RunStatus.LEFT_OUT else report.status
    store.finish_run(run_id, replace(report, status=status))
    log_end(report)


def log_end(report: RunReport) -> None:
    """Write how a run ended into the log, where that is read by machines; people get it from whoever asked for it."""
    if not logging.getLogger().isEnabledFor(logging.INFO):
        return
    level = logging.WARNING if report.status is RunStatus.FAILED else logging.INFO
    counts = {name: getattr(report, name) for name in ("recognised", "new", "changed", "unchanged", "pages")}
    told = {"source": report.source, "status": report.status.value, "fault": report.message, **counts}
    log.log(level, "source ended", extra=told)


def teller(source: Source, reading: Reading) -> Callable[[Tally], None]:
    """What a run of ``source`` calls with how far it has come."""
    return lambda tally: reading.told(source, tally)


def _unread(source: Source, reading: Reading, status: RunStatus, message: str) -> RunReport:
    now = reading.store.clock.now()
    report = RunReport(source.name, status, now, now, message=message)
    log_end(report)
    return report


def _left_out(source: Source, reading: Reading, leases: Leases, reports: dict[str, RunReport]) -> bool:
    """Whether a source is not read now; the report then says why."""
    why = why_left_out(source, reading, leases)
    if why is not None:
        line = f"{source.name}: left out: {why}"
        reports[source.name] = _unread(source, reading, RunStatus.LEFT_OUT, line)
    return why is not None


def why_left_out(source: Source, reading: Reading, leases: Leases) -> str | None:
    """Why a source is not read now, as the store knows it at this moment; None where it is.

    The waits of single calls are none of it: the calls themselves keep to them (see ``telegram_sources.calls``).
    """
    state = reading.store.source(source.name)
    if state is None:
        return None
    if state.disabled_by_admin:
        return f"it is switched off; to read it again: voronka sources enable {source.name}"
    if source.name not in leases.held:
        reader = state.reader(datetime.now(UTC))
        return f"{reader} is reading it" if reader is not None else "another process has just read it"
    wait = state.not_before
    if wait is None or wait <= datetime.now(UTC) or not state.waits_of_itself or source.name in reading.named:
        return None
    return f"it could not be read; next try {wait:%Y-%m-%d %H:%M} UTC, or at once: voronka collect {source.name}"

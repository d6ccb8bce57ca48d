"""One run over one channel: its history as far as it is wanted, then what has changed; and the report of it."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final

from telegram_sources import difference, history
from telegram_sources.calls import Stopped
from telegram_sources.faults import FloodError, GoneError, TelegramError
from telegram_sources.place import Place
from voronka import quality
from voronka.errors import VoronkaError
from voronka.filled import channel_item
from voronka.health import Health
from voronka.sources import RunReport, RunStatus
from voronka.store import Store
from voronka.store.posts import Saved

_MAX_HOURS: Final = 24


@dataclass(slots=True)
class Ended:
    """How a run ended; ``fatal`` ends the reading of all channels, ``timeout`` is what Telegram wants between polls."""

    report: RunReport
    fatal: TelegramError | None = None
    stopped: bool = False
    timeout: float = 0


async def read_channel(place: Place, wanted: datetime | None, *, refusals: int = 0) -> Ended:
    """Read a channel: its history since ``wanted`` (None: as before, or whole), and the difference.

    Everything that was read is stored, whatever happens; the next run goes on from there. ``refusals`` is how often in
    a row the channel was not there for us before.
    """
    started = place.store.clock.now()
    ended = Ended(RunReport(place.source.name, RunStatus.OK, started))
    problem, until = "", None
    try:
        until, problem = await _read(place, wanted, ended)
    except Stopped:
        ended.stopped = True
    except TelegramError as error:
        ended.fatal, problem = error, str(error)
    except FloodError as error:
        problem, until = str(error), error.until
        status = RunStatus.FAILED if error.on_wire else RunStatus.LEFT_OUT
        ended.report = replace(ended.report, status=status)
    except VoronkaError as error:
        problem = str(error)
        if isinstance(error, GoneError):
            refusals += 1
            until = datetime.now(UTC) + timedelta(hours=min(2 ** (refusals - 1), _MAX_HOURS))
            ended.report = replace(ended.report, health=Health(refusals=refusals))
    ended.report = _report(place, ended, problem, until)
    return ended


async def _read(place: Place, wanted: datetime | None, ended: Ended) -> tuple[datetime | None, str]:
    """Gives until when the history is to be left alone, and why, where it alone has to wait."""
    await place.find()
    await history.begin(place, wanted)
    flood: FloodError | None = None
    try:
        await history.read_history(place)
    except FloodError as error:
        flood = error
    ended.timeout = await difference.follow(place)
    if flood is None:
        return None, ""
    if flood.on_wire:
        raise flood
    place.tally.warn(f"{flood}; its history is read on then, what is new is read all the same")
    return flood.until, ""


def _report(place: Place, ended: Ended, problem: str, until: datetime | None) -> RunReport:
    report, tally, source = ended.report, place.tally, place.source
    status = report.status
    if ended.stopped:
        status, problem = RunStatus.STOPPED, f"{source.name}: stopped; what was read until then is stored"
    elif problem:
        status = RunStatus.FAILED if status is RunStatus.OK else status
        left_out = "left out: " if status is RunStatus.LEFT_OUT else ""
        problem = problem if ended.fatal else f"{source.name}: {left_out}{source.url}: {problem}"
    health = measured(place.store, source.name, tally.saved.get(Saved.NEW, 0), place) if not problem else Health()
    warnings = list(tally.warnings)
    if status is RunStatus.OK:
        now = place.store.clock.now()
        warnings += quality.warnings(source.expected, tally.recognised, health.newest, now)
    return RunReport(
        source=source.name,
        status=status,
        started_at=report.started_at,
        finished_at=place.store.clock.now(),
        recognised=tally.recognised,
        new=tally.saved.get(Saved.NEW, 0),
        changed=tally.saved.get(Saved.CHANGED, 0),
        unchanged=tally.saved.get(Saved.UNCHANGED, 0),
        pages=tally.pages,
        message=" ".join(problem.split()),
        warnings=tuple(warnings),
        health=replace(health, refusals=report.health.refusals, until=until),
    )


def measured(store: Store, name: str, new: int, place: Place) -> Health:
    """How often each field is filled in the channel's last posts.

    It is shown and never judged: what the API gives has no markup that could change.
    """
    expected = place.source.expected
    usual = store.last_healthy(name).usual
    last = store.newest(name, quality.SAMPLE)
    rates = quality.measure(channel_item(one.raw, one.kind, one.postings) for one in last)
    newest = max((one.raw.posted_at for one in last if one.raw.posted_at), default=None)
    shown = {field: rate for field, rate in rates.items() if field in quality.FIELDS[expected.holds]}
    return Health(rates=shown, usual=quality.next_usual(usual, rates, new), newest=newest)

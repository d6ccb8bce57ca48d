"""Following channels: one connection that is kept, each channel asked again and again what is new.

A connection that is lost is made again, after longer and longer pauses; a session that has ended ends the following.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from telegram_sources.calls import Calls
from telegram_sources.client import connected
from telegram_sources.collecting import Reading, note_run, stopping_of, teller, why_left_out
from telegram_sources.faults import LoggedOutError, TelegramError
from telegram_sources.place import Place
from telegram_sources.run import Ended, read_channel
from telegram_sources.session_lock import session_lock
from voronka.leasing import Leases
from voronka.sources import RunReport, RunStatus, Source

log = logging.getLogger(__name__)
NOTE_EVERY: Final = 1800.0
"""Seconds after which a round that brought nothing is noted as a run, too: so one sees that it goes on."""
_FIRST_PAUSE: Final = 5.0
_LONGEST_PAUSE: Final = 300.0


@dataclass(frozen=True, slots=True)
class Rounds:
    """How to go round.

    ``sources`` gives the channels to follow, asked before each round; ``poll`` is the least number of seconds between
    two looks at one. ``done`` is called after each round with the reports of it that matter, ``told`` with what a
    person should know. ``clock`` counts seconds.
    """

    sources: Callable[[], Sequence[Source]]
    poll: float
    done: Callable[[Sequence[RunReport]], None] = lambda _reports: None
    told: Callable[[str], None] = lambda _line: None
    clock: Callable[[], float] = time.monotonic


@dataclass(slots=True)
class _Pace:
    """When a channel is looked at again; failures in a row make it later."""

    due: float = float("-inf")
    noted: float = float("-inf")
    failures: int = 0
    said: str = ""


@dataclass(slots=True)
class _Round:
    reports: list[RunReport] = field(default_factory=list)
    fatal: TelegramError | None = None


def follow(rounds: Rounds, reading: Reading) -> None:
    """Follow channels until ``reading.stop`` is asked for; a page that is under way is finished then.

    Raises VoronkaError where another process has the session, where Telegram cannot be reached at the beginning, and
    where the session ends.
    """
    leases = Leases(reading.store)
    with session_lock(reading.credentials, "voronka follow"):
        try:
            asyncio.run(_Follower(rounds, reading, leases).follow())
        finally:
            leases.give_up(leases.held)


class _Follower:
    def __init__(self, rounds: Rounds, reading: Reading, leases: Leases) -> None:
        self.rounds = rounds
        self.reading = reading
        self.leases = leases
        self.paces: dict[str, _Pace] = {}
        self.lost: dict[str, bool] = {}
        self.went_round = False
        self.tries = 0

    async def follow(self) -> None:
        stopping = stopping_of(self.reading.stop)
        renewing = asyncio.create_task(
            self.leases.keep(lambda name, *, switched_off: self.lost.update({name: switched_off}))
        )
        try:
            while not stopping.is_set():
                try:
                    await self._connection(stopping)
                except LoggedOutError:
                    raise
                except TelegramError as error:
                    if not self.went_round:
                        raise
                    await self._pause(stopping, error)
        finally:
            renewing.cancel()

    async def _pause(self, stopping: asyncio.Event, error: TelegramError) -> None:
        seconds = min(_FIRST_PAUSE * 2**self.tries, _LONGEST_PAUSE)
        self.tries += 1
        self.rounds.told(f"{error}; trying again in {seconds:.0f} s")
        await self._rest(stopping, seconds)

    async def _rest(self, stopping: asyncio.Event, seconds: float) -> None:
        if self.reading.sleep is not None:
            await self.reading.sleep(seconds)
            return
        try:
            await asyncio.wait_for(stopping.wait(), seconds)
        except TimeoutError:
            return

    async def _connection(self, stopping: asyncio.Event) -> None:
        """Go round for as long as one connection lasts."""
        reading = self.reading
        async with connected(reading.credentials, reading.patience) as (client, account):
            calls = Calls(
                client,
                reading.store,
                stopping,
                pause=reading.pause,
                answer=reading.patience.answer,
                sleep=reading.sleep,
            )
            while not stopping.is_set():
                sources = self.rounds.sources()
                found = await self._round(sources, calls, account, stopping)
                if found.reports:
                    self.rounds.done(found.reports)
                if found.fatal is not None:
                    raise found.fatal
                self.went_round, self.tries = True, 0
                await self._rest(stopping, self._until_due(sources))

    def _until_due(self, sources: Sequence[Source]) -> float:
        now = self.rounds.clock()
        dues = [self.paces[source.name].due for source in sources if source.name in self.paces]
        return min(max(min(dues, default=now + self.rounds.poll) - now, 1.0), self.rounds.poll)

    async def _round(self, sources: Sequence[Source], calls: Calls, account: int, stopping: asyncio.Event) -> _Round:
        """Look at each channel that is due."""
        found = _Round()
        names = [source.name for source in sources]
        self.leases.take(name for name in names if name not in self.leases.held)
        self.leases.give_up(self.leases.held - set(names))
        for source in sources:
            pace = self.paces.setdefault(source.name, _Pace())
            if stopping.is_set() or pace.due > self.rounds.clock():
                continue
            why = why_left_out(source, self.reading, self.leases)
            if why is not None:
                self._say_once(pace, f"{source.name}: left out: {why}")
                pace.due = self.rounds.clock() + self.rounds.poll
                continue
            self.lost.pop(source.name, None)
            told = teller(source, self.reading)
            place = Place(source, self.reading.store, calls, self.reading.desk, account, told, self.lost)
            ended = await read_channel(place, self.reading.since, refusals=self._refusals(source))
            self._note(ended, place, pace, found)
            if ended.fatal is not None:
                found.fatal = ended.fatal
                break
        return found

    def _refusals(self, source: Source) -> int:
        known = self.reading.store.source(source.name)
        return known.last_run.health.refusals if known is not None and known.last_run is not None else 0

    def _note(self, ended: Ended, place: Place, pace: _Pace, found: _Round) -> None:
        """Note a look as a run where it brought something, failed, or none was noted for long."""
        now, report = self.rounds.clock(), ended.report
        bad = report.status in (RunStatus.FAILED, RunStatus.LEFT_OUT)
        pace.failures = pace.failures + 1 if bad else 0
        wait = max(self.rounds.poll, ended.timeout)
        pace.due = now + (min(wait * 2**pace.failures, _LONGEST_PAUSE * 3) if bad else wait)
        if bad and ended.fatal is None:
            self._say_once(pace, report.message)
        elif not bad:
            pace.said = ""
        if ended.fatal is not None and not isinstance(ended.fatal, LoggedOutError):
            return  # it is the connection that failed, not the channel
        if not (bad or place.tally.news or ended.stopped or now - pace.noted >= NOTE_EVERY):
            return
        if report.status is RunStatus.LEFT_OUT and pace.failures > 1:
            return
        pace.noted = now
        run_id = self.reading.store.start_run(place.source.name)
        note_run(self.reading.store, run_id, report)
        found.reports.append(report)

    def _say_once(self, pace: _Pace, line: str) -> None:
        if pace.said != line:
            pace.said = line
            self.rounds.told(line)

"""One source's run: what it may use, what it has brought in so far, and how it ends."""

import asyncio
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import Any

from crawlers.faults import BlockedError, Lost, SourceError, fault_of
from crawlers.watch import Watch
from voronka.errors import VoronkaError
from voronka.health import Health
from voronka.model import RawPost
from voronka.settings import Settings
from voronka.sources import RunReport, RunStatus, Source
from voronka.store import Store
from voronka.store.posts import Saved

Ingest = Callable[[Sequence[RawPost]], Sequence[Saved]]
_MAX_WARNINGS = 50
_BATCH = 50
_TOGETHER = 20
_WITHIN = 5.0
"""Items that come one by one are stored so many at a time, or after so many seconds: a transaction costs as much as
reading an item does."""
_MAX_HOURS = 24
"""How long a site is left alone that refused to be read again and again; the first time it is an hour."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a source's run has come; ``total`` is the number of items to read where it is known."""

    source: str
    pages: int = 0
    recognised: int = 0
    new: int = 0
    total: int | None = None
    done: bool = False
    failed: bool = False


@dataclass(slots=True)
class Job:
    """A run of ``source``, from ``started_at`` on; posts older than ``cutoff`` are not wanted.

    ``ahead`` is told of items that ``ingest`` is given soon.
    ``settings`` hold the keys that a site wants; ``limit`` is how many items are wanted, where not all are.

    A spider calls ``take`` for each page, ``warn`` for what it leaves out, and ``complete`` when it has read all it
    wanted, with the state to keep. A run that ends without ``complete`` has failed.
    """

    source: Source
    store: Store
    ingest: Ingest
    started_at: datetime
    cutoff: datetime
    state: dict[str, Any] = field(default_factory=dict)
    replay: Path | None = None
    progress: Callable[[Progress], None] | None = None
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    usual: Mapping[str, float] = field(default_factory=dict)
    refusals: int = 0
    settings: Settings = field(default_factory=Settings)
    limit: int | None = None
    ahead: Callable[[Sequence[RawPost]], None] | None = None

    pages: int = 0
    not_modified: int = 0
    seen: int = 0
    counts: dict[Saved, int] = field(default_factory=dict)
    skipped: int = 0
    warnings: list[str] = field(default_factory=list)
    total: int | None = None
    fault: str | None = None
    unreachable: bool = False
    refused: bool = False
    until: datetime | None = None
    lost: Lost | None = None
    switched_off: bool = False
    new_state: dict[str, Any] | None = None
    missing: set[str] = field(default_factory=set)
    waiting: dict[str, tuple[RawPost, str]] = field(default_factory=dict)
    waiting_since: float = 0.0
    kept_out: set[str] = field(default_factory=set)
    watch: Watch = field(init=False)

    def __post_init__(self) -> None:
        self.watch = Watch(self.source, self.store, self.usual)

    @property
    def recognised(self) -> int:
        """Items recognised so far: stored or to be stored, held, not modified, or seen and not wanted."""
        stored = sum(self.counts.values()) + len(self.waiting)
        return stored + len(self.watch.held) + self.not_modified + self.seen

    @property
    def enough(self) -> bool:
        """Whether as many items were read as are wanted, where only a few are (``limit``)."""
        return self.limit is not None and self.recognised >= self.limit

    @property
    def wants_markup(self) -> bool:
        """Whether ``take`` has a use for the markup of further posts."""
        return self.watch.wants_markup

    def take(
        self,
        posts: Sequence[RawPost],
        *,
        not_modified: int = 0,
        seen: int = 0,
        markup: Mapping[str, str] = MappingProxyType({}),
    ) -> Sequence[Saved]:
        """Store a page of posts in one transaction; what changes or closes a known item, once the run is judged.

        Gives what became of each that was stored at once.

        ``not_modified`` counts items that were recognised and need not be read; ``seen`` those that were recognised and
        are not wanted (older than ``cutoff``, a picture without text). ``markup`` is what posts were read from, by id,
        to be shown if a field goes away.
        Raises VoronkaError where they cannot be stored.
        """
        outcomes = self._store(self.watch.sort(posts, markup) if posts else ())
        self.not_modified += not_modified
        self.seen += seen
        self.tell()
        return outcomes

    def take_in_turn(self, raw: RawPost, markup: str = "") -> None:
        """Store one item, soon: together with those that come in the next seconds, or when the run ends.

        Raises VoronkaError where they cannot be stored.
        """
        if not self.waiting:
            self.waiting_since = time.monotonic()
        self.waiting[raw.external_id] = (raw, markup)
        if self.ahead is not None:
            self.ahead([raw])
        if time.monotonic() - self.waiting_since >= _WITHIN:
            self.take_waiting()
        elif len(self.waiting) >= (_TOGETHER if self.ahead is None else 2 * _TOGETHER):
            self.take_waiting(_TOGETHER)  # the others are read meanwhile
        else:
            self.tell()

    def take_waiting(self, most: int | None = None) -> None:
        """Store what was taken in turn and still waits, or the first of it; raises VoronkaError where it cannot be."""
        waiting = dict(islice(self.waiting.items(), most))
        for name in waiting:
            del self.waiting[name]
        self.waiting_since = time.monotonic()
        if waiting:
            markup = {name: shown for name, (_, shown) in waiting.items() if shown}
            self.take([raw for raw, _ in waiting.values()], markup=markup)

    def _store(self, posts: Sequence[RawPost]) -> Sequence[Saved]:
        outcomes = self.ingest(posts) if posts else ()
        for raw, saved in zip(posts, outcomes, strict=True):
            self.counts[saved] = self.counts.get(saved, 0) + 1
            if saved is Saved.KEPT_OUT:
                self.kept_out.add(raw.external_id)
        return outcomes

    def page(self) -> None:
        """Count a page that was answered."""
        self.pages += 1

    def warn(self, line: str) -> None:
        """Name an item that is left out."""
        self.skipped += 1
        if len(self.warnings) < _MAX_WARNINGS:
            self.warnings.append(line)

    def absent(self, external_ids: Iterable[str]) -> None:
        """Note stored items that the source does not have any more; counted only where the run ends well."""
        self.missing.update(external_ids)

    def complete(self, state: dict[str, Any]) -> None:
        """All that was wanted has been read; ``state`` is kept for the next run."""
        self.new_state = state

    def fail(self, error: BaseException, url: str) -> None:
        """Note why the run cannot go on; the first reason is kept. Nothing fails once it is being stopped."""
        fault = fault_of(error, url)
        if self.fault is None and not self.stopping.is_set():
            self.fault = f"{self.source.name}: {fault.url or url}: {_one_line(str(fault))}"
            self.unreachable = fault.unreachable
            self.refused = isinstance(fault, BlockedError)
            self.until, self.lost = fault.until, fault.lost

    def tell(self, *, done: bool = False) -> None:
        """Report how far the run has come."""
        if self.progress is not None:
            new = self.counts.get(Saved.NEW, 0)
            failed = self.fault is not None
            self.progress(Progress(self.source.name, self.pages, self.recognised, new, self.total, done, failed))

    def finish(self) -> RunReport:
        """Judge the run, take over what was held, keep its state if it was whole, and give the report."""
        self._store_waiting()
        stopped = self.fault is None and (self.stopping.is_set() or self.switched_off) and self.new_state is None
        if not stopped:
            self._judge_whole()
        health = self._judge_fields(Health(usual=self.usual))
        if stopped and self.fault is None:
            why = "switched off" if self.switched_off else "stopped"
            status, message = RunStatus.STOPPED, f"{self.source.name}: {why}; what was read until then is stored"
        else:
            self._keep_state()
            status, message = (RunStatus.FAILED, self.fault) if self.fault else (RunStatus.OK, "")
        if self.fault is None and not stopped:
            self.warnings += self.watch.warnings(self.recognised, health.newest)
        self.tell(done=True)
        return RunReport(
            source=self.source.name,
            status=status,
            started_at=self.started_at,
            finished_at=self.store.clock.now(),
            recognised=self.recognised,
            new=self.counts.get(Saved.NEW, 0),
            changed=self.counts.get(Saved.CHANGED, 0),
            unchanged=self.counts.get(Saved.UNCHANGED, 0),
            skipped=self.skipped,
            pages=self.pages,
            message=message,
            warnings=tuple(self.warnings),
            health=replace(health, **self._waiting()),
        )

    def _store_waiting(self) -> None:
        """What was read before the run broke off is kept; of a source that was switched off nothing more is taken."""
        if self.switched_off:
            self.waiting.clear()
        try:
            self.take_waiting()
        except VoronkaError as error:
            self.fail(error, self.source.url or self.source.name)

    def _judge_whole(self) -> None:
        url = self.source.url or self.source.name
        if self.fault is None and self.new_state is None:
            self.fail(SourceError("the spider ended before it had read all; this is a defect, please report it"), url)
        if self.fault is None and self.recognised < self.source.min_recognised:
            self.fail(
                SourceError(
                    f"{self.recognised} items recognised, at least {self.source.min_recognised} expected; "
                    "look at the page in a browser: its markup may have changed"
                ),
                url,
            )

    def _judge_fields(self, health: Health) -> Health:
        """Measure the fields. Where one has fallen, what was held is dropped: the last good data stay.

        Where the run failed for another reason, closings are dropped: they come again.
        """
        url = self.source.url or self.source.name
        if not self.recognised and self.lost is None:
            return health
        try:
            health = self.watch.judge(self.counts.get(Saved.NEW, 0), self.lost)
            held = list(self.watch.held.values())
            if health.drift:
                fields = "; ".join(map(str, health.drift))
                kept = f", {len(held)} changed items are kept as they were" if held else ""
                self.fail(
                    SourceError(
                        f"filled only: {fields}; the page's markup may have changed{kept}; "
                        f"to compare: voronka sources show {self.source.name}"
                    ),
                    url,
                )
                return health
            self.watch.held.clear()
            wanted = [raw for raw in held if self.fault is None or not raw.closed]
            self.seen += len(held) - len(wanted)
            for start in range(0, len(wanted), _BATCH):
                self._store(wanted[start : start + _BATCH])
        except VoronkaError as error:
            self.fail(error, url)
        return health

    def _keep_state(self) -> None:
        if self.fault is None and self.new_state is not None:
            try:
                self.store.set_state(self.source.name, self.new_state)
                if self.missing:
                    self.store.note_absent(self.source.name, sorted(self.missing))
            except VoronkaError as error:
                self.fail(error, self.source.url or self.source.name)

    def _waiting(self) -> dict[str, Any]:
        """Until when the site is left alone: as long as it asks, or longer with each refusal in a row."""
        if not self.refused or self.until is not None:
            return {"until": self.until}
        refusals = self.refusals + 1
        hours = min(2 ** (refusals - 1), _MAX_HOURS)
        # a site's waiting time is of the real world, also where the store's clock stands still
        return {"refusals": refusals, "until": datetime.now(UTC) + timedelta(hours=hours)}


async def sleep_unless(event: asyncio.Event, seconds: float) -> None:
    """Wait some seconds, or until ``event`` is set."""
    with suppress(TimeoutError):
        await asyncio.wait_for(event.wait(), seconds)


def _one_line(text: str) -> str:
    return " ".join(text.split())[:600]

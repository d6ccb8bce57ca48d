"""How a source stands: what the command line and the page show of it, from its state and its runs; pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from voronka.health import Drift, Health, Rate
from voronka.quality import FIELDS
from voronka.sources import RunReport, RunStatus, SourceState


@dataclass(frozen=True, slots=True)
class FieldStanding:
    """A field: how often it is filled, the least share expected, the usual one (None: not known), whether it fell."""

    name: str
    rate: Rate
    least: float | None
    usual: float | None
    fallen: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """A source with its newest ``runs``, newest first, as it stands at ``now`` (of the real world)."""

    state: SourceState
    runs: Sequence[RunReport]
    now: datetime

    @property
    def health(self) -> Health:
        """What the newest run measured that read anything."""
        return next((run.health for run in self.runs if run.health.rates), Health())

    @property
    def drift(self) -> Sequence[Drift]:
        """The fields that had gone away at the last run that ended by itself."""
        ended = (run for run in self.runs if run.status in (RunStatus.OK, RunStatus.FAILED))
        return next((run.health.drift for run in ended), ())

    @property
    def fields(self) -> Sequence[FieldStanding]:
        """The fields that are judged, in the order of their names' list, where there is an item that may have them."""
        health, expected = self.health, self.state.source.expected
        lost = {drift.field for drift in self.drift}
        return [
            FieldStanding(
                name, health.rates[name], expected.fill.get(name) or None, health.usual.get(name), name in lost
            )
            for name in FIELDS[expected.holds]
            if name in health.rates
        ]

    @property
    def last_error(self) -> RunReport | None:
        """The newest run that failed."""
        return next((run for run in self.runs if run.status is RunStatus.FAILED), None)

    @property
    def next_try(self) -> datetime | None:
        """Before when it is not asked; None where it may be asked now."""
        wait = self.state.not_before
        return wait if wait is not None and wait > self.now else None

    @property
    def reader(self) -> str | None:
        """The process that is reading it."""
        return self.state.reader(self.now)


def standings(states: Iterable[SourceState], runs: Mapping[str, Sequence[RunReport]], now: datetime) -> list[Standing]:
    """Sources with their runs."""
    return [Standing(state, runs.get(state.source.name, ()), now) for state in states]

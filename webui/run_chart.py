"""A source's runs as a small chart: values for an inline SVG, and the same in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from voronka.present import thousands
from voronka.sources import RunReport, RunStatus
from webui.i18n import _
from webui.russian import counted, exact

RUNS: Final = 24
HEIGHT: Final = 28
STEP: Final = 7
_BAR: Final = 5
_LEAST: Final = 2


@dataclass(frozen=True, slots=True)
class Bar:
    """One run; ``kind`` is the class that colours it, ``title`` says it in words."""

    x: int
    y: int
    width: int
    height: int
    kind: str
    title: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Runs from the oldest to the newest; ``words`` is what the whole chart shows."""

    bars: Sequence[Bar]
    width: int
    height: int
    words: str


def chart(runs: Sequence[RunReport], zone: ZoneInfo) -> Chart | None:
    """The chart of a source's newest runs, given newest first; None where there is none.

    A bar's height is how many items were recognised; a run that failed is a low bar with a mark above it.
    """
    shown = list(reversed(runs[:RUNS]))
    if not shown:
        return None
    most = max(1, *(run.recognised for run in shown))
    bars = []
    for place, run in enumerate(shown):
        height = max(_LEAST, round(run.recognised / most * HEIGHT))
        title = f"{exact(run.started_at, zone)}: {_outcome(run)}"
        bars.append(Bar(place * STEP, HEIGHT - height, _BAR, height, run.status.value, title))
    return Chart(bars, len(shown) * STEP - (STEP - _BAR), HEIGHT, _words(shown, zone))


def _outcome(run: RunReport) -> str:
    words = {
        RunStatus.OK: _("удачно"),
        RunStatus.FAILED: _("с ошибкой"),
        RunStatus.STOPPED: _("прерван"),
        RunStatus.RUNNING: _("идёт"),
    }
    return _("%(how)s, узнано %(number)s", how=words.get(run.status, ""), number=thousands(run.recognised))


def _words(runs: Sequence[RunReport], zone: ZoneInfo) -> str:
    failed = [run for run in runs if run.status is RunStatus.FAILED]
    number = counted(len(runs), _("сбор|сбора|сборов"))
    good = [run.recognised for run in runs if run.status is RunStatus.OK]
    words = _("%(runs)s, с ошибкой: %(failed)s", runs=number, failed=thousands(len(failed)))
    if good:
        words += "; " + _(
            "в удачных узнано от %(least)s до %(most)s", least=thousands(min(good)), most=thousands(max(good))
        )
    return words + _last(failed, zone)


def _last(failed: Sequence[RunReport], zone: ZoneInfo) -> str:
    moments: list[datetime] = [run.started_at for run in failed]
    return "; " + _("последняя ошибка %(when)s", when=exact(moments[-1], zone)) if moments else ""

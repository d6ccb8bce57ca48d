"""How sources are shown in a terminal and as JSON."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from rich.table import Table

from voronka.cli.console import out, say
from voronka.health import Drift
from voronka.sources import RunReport, RunStatus
from voronka.standing import FieldStanding, Standing

_MARKS = {RunStatus.OK: "+", RunStatus.FAILED: "x", RunStatus.STOPPED: "-", RunStatus.RUNNING: "~"}
_RUNS = 12


def print_all(standings: Sequence[Standing], zone: ZoneInfo) -> None:
    """A few lines a source."""
    width = max((len(standing.state.source.name) for standing in standings), default=0)
    for standing in standings:
        state, error = standing.state, standing.last_error
        runs = "".join(_MARKS.get(run.status, "?") for run in reversed(standing.runs[:_RUNS])) or "no run yet"
        switched = "on" if state.enabled else "off"
        read = _at(state.last_success_at, zone) or "never"
        head = f"{state.source.name:<{width}}  {state.source.kind.value:<8}  {switched:<3}  {state.posts:>6} posts"
        out.print(f"{head}  {runs:<{_RUNS}}  last read {read}")
        for label, value in (
            ("filled", ", ".join(_share(field) for field in standing.fields)),
            ("read now", standing.reader),
            ("next try", _at(standing.next_try, zone)),
            ("error", "" if error is None else f"{_at(error.started_at, zone)} {error.message}"),
            ("ground", state.source.basis),
        ):
            if value:
                out.print(f"    {label:<9} {value}")
    say("runs, the newest last: + succeeded, x failed, - stopped, ~ under way; ! fell; more: voronka sources show NAME")


def print_one(standing: Standing, zone: ZoneInfo) -> None:
    """All about one source."""
    state, expected = standing.state, standing.state.source.expected
    out.print(f"{state.source.name}: {state.source.title} ({state.source.kind.value}, holds {expected.holds})")
    for name, value in (
        ("address", state.source.url),
        ("ground", state.source.basis),
        ("switched", "on" if state.enabled else "off"),
        ("posts", state.posts),
        ("last read", _at(state.last_success_at, zone) or "never"),
        ("newest item", _at(standing.health.newest, zone)),
        ("being read by", standing.reader),
        ("next try", _at(standing.next_try, zone)),
        ("expects a run", f"at least {state.source.min_recognised} items" + _most(expected.max_recognised)),
        ("expects newest", f"at most {expected.newest_days} days old"),
    ):
        if value not in (None, ""):
            out.print(f"  {name:<15} {value}")
    if standing.fields:
        table = Table("field", "filled", "", "expected", "usual", box=None, header_style="bold", pad_edge=True)
        for field in standing.fields:
            least, usual = (f"{share:.0%}" if share is not None else "" for share in (field.least, field.usual))
            table.add_row(
                field.name + (" !" if field.fallen else ""), f"{field.rate.share:.0%}", str(field.rate), least, usual
            )
        out.print(table)
    for run in standing.runs[:10]:
        counts = f"{run.recognised} recognised, {run.new} new, {run.changed} changed"
        out.print(f"  {_at(run.started_at, zone)}  {run.status.value:<8} {counts}  {run.message}".rstrip())
    for drift in standing.drift:
        _print_drift(drift)


def _print_drift(drift: Drift) -> None:
    out.print(f"\nfilled only: {drift}")
    if drift.before:
        out.print("  where it stood in the last good item:")
        out.print(_indented(drift.before))
    if drift.now:
        out.print(f"  what stands there now{f' ({drift.url})' if drift.url else ''}:")
        out.print(_indented(drift.now))


def to_json(standing: Standing) -> dict[str, Any]:
    """A source for ``--json``; times in ISO 8601, shares from 0 to 1."""
    state, error = standing.state, standing.last_error
    expected = state.source.expected
    return {
        "name": state.source.name,
        "title": state.source.title,
        "kind": state.source.kind,
        "url": state.source.url,
        "about": state.source.about,
        "basis": state.source.basis,
        "enabled": state.enabled,
        "posts": state.posts,
        "last_success_at": _iso(state.last_success_at),
        "last_run": _run(state.last_run) if state.last_run is not None else None,
        "last_error": None if error is None else {"at": _iso(error.started_at), "message": error.message},
        "next_try": _iso(standing.next_try),
        "read_by": standing.reader,
        "newest_item": _iso(standing.health.newest),
        "expected": {
            "holds": expected.holds,
            "min_recognised": state.source.min_recognised,
            "max_recognised": expected.max_recognised,
            "newest_days": expected.newest_days,
            "fill": dict(expected.fill),
        },
        "fields": {
            field.name: {
                "filled": field.rate.filled,
                "of": field.rate.of,
                "share": round(field.rate.share, 4),
                "least": field.least,
                "usual": field.usual,
                "fallen": field.fallen,
            }
            for field in standing.fields
        },
        "runs": [_run(run) for run in standing.runs],
        "drift": [
            {
                "field": drift.field,
                "filled": drift.present.filled,
                "of": drift.present.of,
                "former": drift.former,
                "least": drift.least,
                "before": drift.before,
                "now": drift.now,
                "url": drift.url,
            }
            for drift in standing.drift
        ],
    }


def _run(run: RunReport) -> dict[str, Any]:
    return {
        "status": run.status,
        "started_at": _iso(run.started_at),
        "finished_at": _iso(run.finished_at),
        "recognised": run.recognised,
        "new": run.new,
        "message": run.message,
    }


def _share(field: FieldStanding) -> str:
    least = "" if field.least is None else f" (≥{field.least:.0%})"
    return f"{field.name} {field.rate.share:.0%}{least}{' !' if field.fallen else ''}"


def _most(number: int | None) -> str:
    return "" if number is None else f", at most {number}"


def _at(moment: datetime | None, zone: ZoneInfo) -> str:
    return "" if moment is None else f"{moment.astimezone(zone):%d.%m.%Y %H:%M}"


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _indented(text: str) -> str:
    return "\n".join(f"    | {line}" for line in text.splitlines())

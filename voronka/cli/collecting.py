"""Collecting from sources: the command, the summary table, the exit code."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from voronka.cli.alerting import tell
from voronka.cli.channels import IngestDesk, collect_channels
from voronka.cli.console import Form, err, fail_line, print_json, progress_bars, say, warn
from voronka.cli.stopping import Stop, stop_signals
from voronka.cli.workplace import Workplace, workplace
from voronka.errors import VoronkaError
from voronka.ingest import Ingest
from voronka.logs import run_of
from voronka.sources import RunReport, RunStatus, Source, SourceKind

if TYPE_CHECKING:
    from crawlers.runner import Progress
    from telegram_sources.place import Tally

_GROUPS = {"telegram": SourceKind.TELEGRAM, "sites": SourceKind.SITE}


def collect(
    sources: Annotated[
        list[str] | None,
        typer.Argument(metavar="[SOURCE...]", help='Names of sources, "telegram" or "sites"; none: all.'),
    ] = None,
    replay: Annotated[
        Path | None, typer.Option("--replay", help="A recording (WARC) to read instead of the network.")
    ] = None,
    since: Annotated[
        int | None,
        typer.Option(
            "--since",
            metavar="DAYS",
            min=1,
            help="How many days back a channel is read; by a Telegram login without this: its whole history.",
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The runs' reports as one JSON document on stdout.")] = False,
) -> None:
    """Collect from all enabled sources, or from those named; ends with the index caught up.

    Channels are read by the Telegram login, where there is one (voronka telegram login), else by their public preview.
    A source that another process is reading, or that is not to be asked yet, is left out with one line: no failure.
    Exit code 0: every source succeeded, 1: some failed, 2: all failed. Ctrl-C saves what was read and exits.
    """
    from crawlers.replay import recorded_at

    with stop_signals() as stop, workplace() as place:
        place.store.claim(None if replay is None else recorded_at(replay))
        place.declare()
        chosen = choose(place, sources or [])
        if stop.asked:
            raise typer.Exit(0)
        reports = run(place, chosen, replay=replay, since=since, named=sources or [], stop=stop)
    if as_json:
        print_json(
            [
                {
                    **asdict(report),
                    "started_at": str(report.started_at),
                    "finished_at": str(report.finished_at),
                    "health": report.health.to_json(),
                }
                for report in reports
            ]
        )
    raise typer.Exit(exit_code(reports))


def choose(place: Workplace, names: Sequence[str]) -> list[Source]:
    """The sources of these names or groups; without names all that are enabled.

    Raises VoronkaError for an unknown name and where nothing is left to collect.
    """
    states = {state.source.name: state for state in place.declare_and_read()}
    if not names:
        chosen = [state.source for state in states.values() if state.enabled]
        if not chosen:
            raise VoronkaError("no source is enabled; see: voronka sources")
        return chosen
    picked: dict[str, Source] = {}
    for name in names:
        if name in _GROUPS:
            picked |= {key: s.source for key, s in states.items() if s.source.kind is _GROUPS[name] and s.enabled}
        elif name not in states:
            raise VoronkaError(f"no source is named {name}; there are: {', '.join(states)}")
        elif not states[name].enabled:
            raise VoronkaError(why_off(place, name))
        else:
            picked[name] = states[name].source
    if not picked:
        raise VoronkaError(f"no enabled source in: {', '.join(names)}; see: voronka sources")
    return list(picked.values())


def why_off(place: Workplace, name: str) -> str:
    """Why a source is not read, and what to do."""
    needs = next((source.needs for source in place.declare() if source.name == name), None)
    if needs is not None and not getattr(place.settings, needs):
        return f"{name} is not read without a key: set VORONKA_{needs.upper()} (docs/sources.md says where to get it)"
    return f"{name} is switched off; to read it again: voronka sources enable {name}"


def run(
    place: Workplace,
    sources: Sequence[Source],
    *,
    replay: Path | None = None,
    since: int | None = None,
    named: Sequence[str] = (),
    stop: Stop | None = None,
) -> list[RunReport]:
    """Collect, show progress and the summary, and bring the index up to the store.

    ``stop`` is whoever is asked to end the collection. ``named`` sources are read though they refused to be lately, but
    not before a time that their site itself set.
    """
    with run_of("collect"):
        return _run(place, sources, replay, since, named, stop or Stop())


def _run(
    place: Workplace,
    sources: Sequence[Source],
    replay: Path | None,
    since: int | None,
    named: Sequence[str],
    stop: Stop,
) -> list[RunReport]:
    channels = [source for source in sources if source.kind is SourceKind.TELEGRAM and replay is None]
    reports: dict[str, RunReport] = {}
    with progress_bars() as bars:
        tasks = {source.name: bars.add_task(source.name, total=None, note="waiting") for source in sources}

        def show_channel(source: Source, tally: "Tally") -> None:
            bars.update(tasks[source.name], completed=tally.recognised, note=f"{tally.pages} pages")

        def show(step: "Progress") -> None:
            bars.update(tasks[step.source], completed=step.recognised, note=f"{step.new} new, {step.pages} pages")

        if channels:
            read = collect_channels(place, channels, stop, since=since, named=named, told=show_channel)
            reports |= {report.source: report for report in read or ()}
        crawled = [source for source in sources if source.name not in reports]
        if crawled and stop.asked:
            reports |= {source.name: _not_begun(place, source) for source in crawled}
        elif crawled:
            from crawlers.runner import collect as collect_sources

            days = timedelta(days=since if since is not None else place.settings.since_days)
            with place.readers() as readers:
                ingest = Ingest(place.store, readers)
                found = collect_sources(
                    crawled, place.store, place.settings, IngestDesk(ingest).take, ahead=ingest.ahead, replay=replay,
                    since=days, progress=show, named=named,
                )  # fmt: skip
            reports |= {report.source: report for report in found}
    return _finish(place, [reports[source.name] for source in sources], stop)


def _not_begun(place: Workplace, source: Source) -> RunReport:
    now = place.store.clock.now()
    return RunReport(source.name, RunStatus.STOPPED, now, now, message=f"{source.name}: stopped; it was not begun")


def _finish(place: Workplace, reports: list[RunReport], stop: Stop) -> list[RunReport]:
    """What every collection ends with: what came to its end goes, the index is caught up, people are told what is new,
    the summary is shown."""
    place.store.close_expired()
    ended = place.store.end_candidates(place.settings.candidate_days)
    place.store.forget_requests()
    if ended:
        say(f"{ended} posts of candidates came to their end and are erased")
    place.catch_up()
    place.tidy()
    tell(place, lambda: stop.asked)
    summarise(reports)
    return reports


def summarise(reports: Sequence[RunReport]) -> None:
    """The table at the end, the warnings, and one line for each source that failed."""
    for report in reports:
        for line in report.warnings:
            warn(f"{report.source}: {line}")
    if Form.json:
        return  # each run has ended with a line of the log already
    table = Table(
        "source", "result", "seen", "new", "changed", "known", "skipped", "pages", box=None, header_style="bold"
    )
    for column in table.columns[2:]:
        column.justify = "right"
    for report in reports:
        counts = (report.recognised, report.new, report.changed, report.unchanged, report.skipped, report.pages)
        style = "red" if report.status is RunStatus.FAILED else None
        table.add_row(report.source, report.status.value, *map(str, counts), style=style)
    err.print(table)
    for report in reports:
        if report.status is RunStatus.STOPPED:
            say(f"{report.source}: stopped; what was read is saved")
    # what several sources suffer alike is said once
    for message in dict.fromkeys(report.message for report in reports if report.status is RunStatus.LEFT_OUT):
        say(message)
    for message in dict.fromkeys(report.message for report in reports if report.status is RunStatus.FAILED):
        fail_line(message)


def was_stopped(reports: Sequence[RunReport]) -> bool:
    """Whether somebody asked the collection to end."""
    return any(report.status is RunStatus.STOPPED for report in reports)


def exit_code(reports: Sequence[RunReport]) -> int:
    """0: all succeeded (or were stopped by the user, or left out), 1: some failed, 2: all failed."""
    failed = sum(report.status is RunStatus.FAILED for report in reports)
    return 0 if not failed else 2 if failed == len(reports) else 1

"""Commands on the data folder: import files, read everything again, index, count."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from telegram_sources import export
from telegram_sources.channels import load_channels
from voronka.cli.console import err, fail_line, out, print_json, progress_bars, say, warn
from voronka.cli.rereading import print_report
from voronka.cli.workplace import Workplace, workplace
from voronka.errors import VoronkaError
from voronka.ingest import Ingest
from voronka.logs import run_of
from voronka.model import RawPost
from voronka.postfile import pages, read_posts
from voronka.rules import rules
from voronka.sources import Source, SourceKind
from voronka.store.posts import Saved

JsonOption = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]


def import_files(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="result.json or JSON Lines of posts.")],
    chat: Annotated[
        str | None, typer.Option("--chat", help="The one chat of an export to read, even if it is not public.")
    ] = None,
) -> None:
    """Take posts in from files: a Telegram Desktop export (result.json) or JSON Lines of posts.

    Of an export only public channels and supergroups are read; anything else is skipped by name unless --chat names it.
    A file imported twice changes nothing.
    """
    failed = 0
    with workplace() as place, place.readers() as readers:
        place.store.claim(None)
        place.declare()
        ingest = Ingest(place.store, readers)
        for file in files:
            try:
                counts = _import_one(place, ingest, file, chat)
            except VoronkaError as error:
                failed += 1
                fail_line(str(error))
                continue
            kept_out = f", {counts[Saved.KEPT_OUT]} kept out: they were erased" if counts[Saved.KEPT_OUT] else ""
            say(
                f"{file}: {counts.total()} posts: {counts[Saved.NEW]} new, {counts[Saved.CHANGED]} changed, "
                f"{counts[Saved.UNCHANGED]} known{kept_out}"
            )
        place.catch_up()
        place.tidy()
    raise typer.Exit(0 if not failed else 2 if failed == len(files) else 1)


def _import_one(place: Workplace, ingest: Ingest, file: Path, chat: str | None) -> Counter[Saved]:
    zone = place.settings.zone
    stream: Iterator[RawPost]
    if export.looks_like_export(file):
        known = load_channels()
        chats = export.read_chats(file, known, warn, chat)
        names = {state.source.name for state in place.store.sources()}
        place.store.declare(c.source for c in chats if c.source.name not in names)
        stream = (post for one in chats for post in export.read_messages(one, zone, warn))
    else:
        stream = read_posts(file, zone, warn)
    counts: Counter[Saved] = Counter()
    with progress_bars() as bars:
        task = bars.add_task(file.name, total=None, note="")
        for page in _begun_ahead(ingest, pages(stream)):
            names = {state.source.name for state in place.store.sources()}
            missing = {post.source for post in page} - names
            place.store.declare(
                Source(name, name, SourceKind.IMPORT, basis="импортированный файл") for name in sorted(missing)
            )
            for outcome in ingest.add_page(page):
                counts[outcome.saved] += 1
                if outcome.fault:
                    warn(outcome.fault)
            bars.update(task, completed=counts.total(), note=f"{counts[Saved.NEW]} new")
    return counts


def _begun_ahead(ingest: Ingest, pages_: Iterator[list[RawPost]]) -> Iterator[list[RawPost]]:
    """The same pages; each is begun to be read before the one in front of it is stored."""
    waiting: list[RawPost] = []
    for page in pages_:
        ingest.ahead(page)
        if waiting:
            yield waiting
        waiting = page
    if waiting:
        yield waiting


def reparse(
    if_rules_changed: Annotated[
        bool,
        typer.Option("--if-rules-changed", help="Do nothing where all posts were read by the rules of today already."),
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Read every stored post again with today's extractor and join again; ends with the index caught up.

    Tells what reads differently, field by field. One that was stopped goes on where it was, unless the rules have
    changed since; its report covers all of it. What people corrected stands and is no difference.
    """
    with workplace() as place, run_of("reparse"):
        number, current = 0, place.store.is_current(rules())
        if current and if_rules_changed:
            say("the rules are those by which all posts were read: nothing to do")
        else:
            if current:
                say("the rules are those by which all posts were read (--if-rules-changed would do nothing)")
            with progress_bars() as bars, place.readers() as readers:
                task = bars.add_task("reading again", total=None, note="")
                ingest = Ingest(place.store, readers)
                number = ingest.reparse(lambda done, total: bars.update(task, completed=done, total=total))
            say(f"{number} posts read again")
        report = place.store.last_reparse()
        place.catch_up()
        place.tidy()
    if as_json:
        print_json({"read_now": number} | (report.to_json() if report is not None else {}))
    elif number and report is not None:
        print_report(report)


def index(
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Make the index anew from the store.")] = False,
) -> None:
    """Bring the search index up to the store; it is disposable and can be made anew at any time."""
    with workplace() as place:
        number = place.search.rebuild() if rebuild else place.search.catch_up()
        say(f"index: {number} listings {'indexed anew' if rebuild else 'brought up to date'}")


def stats(as_json: JsonOption = False) -> None:
    """Count what the store holds, by kind and by source."""
    with workplace() as place:
        figures = place.store.stats()
    if as_json:
        print_json(figures)
        return
    if not figures["totals"]["posts"]:
        err.print("the store is empty; try: ./run demo, ./run up, or voronka import FILE")
    kinds = list(figures["totals"]["kinds"])
    table = Table("source", "posts", *kinds, box=None, header_style="bold")
    for column in table.columns[1:]:
        column.justify = "right"
    for name, row in figures["sources"].items():
        table.add_row(name, str(row["posts"]), *(str(row["kinds"][kind]) for kind in kinds))
    totals = figures["totals"]
    table.add_row("all", str(totals["posts"]), *(str(totals["kinds"][kind]) for kind in kinds), style="bold")
    out.print(table)
    out.print(
        f"{totals['postings']} postings in {totals['listings']} listings, {totals['joined']} joined to one seen before"
    )

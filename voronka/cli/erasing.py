"""Erasing: what would go, the erasure, the list that keeps it out, and the end of candidates' posts."""

import sys
from collections import Counter
from collections.abc import Sequence
from typing import Annotated

import typer
from rich.table import Table

from voronka.cli.console import out, print_json, say
from voronka.cli.vacancy_upkeep import keep_vacancies
from voronka.cli.workplace import Workplace, workplace
from voronka.erasing import Eraser, Order, Toll
from voronka.errors import VoronkaError
from voronka.store import suppression

app = typer.Typer(
    help="Erase a listing, a contact or a source, and keep it out of the next crawl.", no_args_is_help=True
)

DryRun = Annotated[bool, typer.Option("--dry-run", help="Only tell what would go.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]
Reason = Annotated[
    str, typer.Option("--reason", metavar="WORDS", help="Noted on the list; name nobody in it: it is kept.")
]


@app.command()
def listing(
    number: Annotated[int, typer.Argument(help="The listing's number, as its page and `voronka search` tell it.")],
    keep_contacts: Annotated[
        bool, typer.Option("--keep-contacts", help="Of a candidate: do not erase and suppress the contacts as well.")
    ] = False,
    reason: Reason = "",
    dry_run: DryRun = False,
    yes: Yes = False,
) -> None:
    """Erase a card: all its posts in all versions; of a digest only its part.

    Reposts of the same text stay out from now on. Of a candidate the contacts go, too: every other post that has one of
    them is erased as by `voronka erase contact`; where they are an agency's, give --keep-contacts.
    """
    with workplace() as place:
        eraser = Eraser(place.store)
        _erase(place, eraser, [eraser.listing(number, contacts=not keep_contacts)], reason, dry_run=dry_run, yes=yes)


@app.command()
def contact(
    words: Annotated[
        str | None, typer.Argument(metavar="[CONTACT]", help="Asked for where it is not given.", show_default=False)
    ] = None,
    stdin: Annotated[
        bool,
        typer.Option("--stdin", help="Read contacts from stdin, one a line: they stay out of the shell's history."),
    ] = False,
    lift: Annotated[
        bool, typer.Option("--lift", help="Take it off the list again: posts with it may come in.")
    ] = False,
    reason: Reason = "",
    dry_run: DryRun = False,
    yes: Yes = False,
) -> None:
    """Erase all that has a contact: a phone, a @name, an e-mail, the address of a page, in any usual spelling.

    A post goes whole, in all versions, wherever in it the contact stands; of a digest only the parts that have it,
    if it stands nowhere else. A post's own address (https://t.me/channel/123) erases that post and what links to it.
    """
    if stdin and words is not None:
        raise typer.BadParameter("give the contact or --stdin, not both")
    given = [line.strip() for line in sys.stdin if line.strip()] if stdin else [words or _ask()]
    if not given:
        raise VoronkaError("no contact was given on stdin")
    with workplace() as place:
        eraser = Eraser(place.store)
        if lift:
            _told_lifted(sum(map(eraser.lift_contact, given)))
            return
        _erase(place, eraser, [eraser.contact(one) for one in given], reason, dry_run=dry_run, yes=yes)


@app.command()
def source(
    name: str,
    lift: Annotated[bool, typer.Option("--lift", help="Take it off the list again; it stays switched off.")] = False,
    reason: Reason = "",
    dry_run: DryRun = False,
    yes: Yes = False,
) -> None:
    """Erase all that came from a source, switch it off, and let nothing of it in any more, imported files neither."""
    with workplace() as place:
        place.declare()
        eraser = Eraser(place.store)
        if lift:
            _told_lifted(int(eraser.lift_source(name)))
            say(f"to read it again: voronka sources enable {name}")
            return
        _erase(place, eraser, [eraser.source(name)], reason, dry_run=dry_run, yes=yes)


@app.command("list")
def list_entries(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
) -> None:
    """Show the suppression list: since when and why, by kind. What it keeps out is hashed and cannot be shown."""
    with workplace() as place:
        with place.store.reading() as connection:
            entries = suppression.entries(connection)
        zone = place.settings.zone
    if as_json:
        print_json(
            [
                {"id": entry.id, "kind": entry.kind, "since": entry.created_at.isoformat(), "reason": entry.reason}
                for entry in entries
            ]
        )
        return
    table = Table("number", "kind", "since", "reason", box=None, header_style="bold")
    for entry in entries:
        table.add_row(str(entry.id), entry.kind, f"{entry.created_at.astimezone(zone):%d.%m.%Y %H:%M}", entry.reason)
    out.print(table)


@app.command()
def lift(
    numbers: Annotated[list[int], typer.Argument(metavar="NUMBER...", help="As `voronka erase list` has them.")],
) -> None:
    """Take entries off the list. Nothing comes back by itself: posts with it may come in at the next crawl."""
    with workplace() as place:
        _told_lifted(Eraser(place.store).lift(numbers))


def retention(dry_run: DryRun = False) -> None:
    """Erase the posts of candidates that no source has shown for `candidate_days` (180); each collection does it, too.

    An ended post is not taken in again; a new one by the same person is.
    """
    with workplace() as place:
        days = place.settings.candidate_days
        if dry_run:
            out.print(f"would erase {place.store.ended_candidates(days)} posts of candidates not seen for {days} days")
            return
        number = place.store.end_candidates(days)
        place.store.forget_requests()
        place.catch_up()
        keep_vacancies(place)
        place.tidy(at_once=True)
        out.print(f"erased {number} posts of candidates not seen for {days} days")


def _erase(place: Workplace, eraser: Eraser, orders: Sequence[Order], reason: str, *, dry_run: bool, yes: bool) -> None:
    """Tell what goes, ask, erase, and clean the files."""
    tolls = [eraser.survey(order) for order in orders]
    for order, toll in zip(orders, tolls, strict=True):
        (out.print if dry_run else say)(f"{order.about}: would erase {_words(toll)}")
    if dry_run:
        return
    if not yes and not _confirmed():
        raise typer.Abort
    for order in orders:
        out.print(f"{order.about}: erased {_words(eraser.carry_out(order, reason))}; kept out from now on")
    place.catch_up()
    keep_vacancies(place)
    place.tidy(at_once=True)


def _words(toll: Toll) -> str:
    if not toll:
        return "nothing that is stored"
    said = [f"{toll.whole.total()} posts ({_by_source(toll.whole)})"] if toll.whole else []
    if toll.parts:
        said.append(f"parts of {toll.parts.total()} digests ({_by_source(toll.parts)})")
    if toll.former:
        said.append(f"former versions of {toll.former} posts")
    return ", ".join(said)


def _by_source(counts: Counter[str]) -> str:
    return ", ".join(f"{name} {number}" for name, number in sorted(counts.items()))


def _confirmed() -> bool:
    if not sys.stdin.isatty():
        raise VoronkaError("nobody is there to be asked; give --yes once you have seen what goes with --dry-run")
    return typer.confirm("Erase? This cannot be undone", err=True)


def _ask() -> str:
    if not sys.stdin.isatty():
        raise VoronkaError("no contact is given; name it, or pipe it in with --stdin")
    answer: str = typer.prompt("Contact", err=True)
    return answer


def _told_lifted(number: int) -> None:
    if not number:
        raise VoronkaError("that is not on the list; see: voronka erase list")
    out.print(f"taken off the list: {number}")

"""Commands on corrections: what a person says against what was read."""

import getpass
import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from voronka import given, pay_text
from voronka.cli.console import out, print_json, print_line, say
from voronka.cli.workplace import Workplace, workplace
from voronka.correcting import Correcting
from voronka.correction_history import Act, history
from voronka.corrections import VERDICTS, WITHOUT_POSTING, Field, to_json
from voronka.errors import VoronkaError
from voronka.labelled import labelled_posts
from voronka.model import Kind
from voronka.targets import Target, target

app = typer.Typer(
    help="Correct what was read: kind, role, pay, place, and which postings are the same.\n\n"
    "TARGET is a listing's number (12: all its posts), a post (kanal_a/345), or one posting of a post that holds "
    "several (kanal_a/345/2, counted from 1). Corrections are kept apart from what was read, stand through reparse and "
    "through edits of the post, and can be undone by their number.",
    no_args_is_help=True,
)
TargetArgument = Annotated[
    str, typer.Argument(metavar="TARGET", help="A listing's number, SOURCE/ID or SOURCE/ID/POSITION.")
]
AuthorOption = Annotated[str | None, typer.Option("--author", help="Who says so; default: your login name.")]
_MANY = 10_000


@app.command("list")
def list_corrections(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
) -> None:
    """All corrections, newest first, with the number by which each is undone. Candidates' posts are not named."""
    with workplace() as place:
        acts = history(place.store, limit=_MANY)
        zone = place.settings.zone
    if as_json:
        print_json([_to_json(act) for act in acts])
        return
    for act in acts:
        at = f"{act.created_at.astimezone(zone):%d.%m.%Y %H:%M}"
        state = (
            " (undone)" if act.undone_at else " (rests: its posting is not in its post any more)" if act.rests else ""
        )
        out.print(f"{act.number}: {act.field.value} of {_where(act)}: {_what(act)}, {act.author}, {at}{state}")


def _where(act: Act) -> str:
    where = f"listing {act.listing_id}" if act.listing_id else "no listing"
    return f"{where} ({', '.join(act.on) or 'a candidate'})"


def _what(act: Act) -> str:
    if act.field in VERDICTS:
        return ", ".join(act.others) or "a candidate"
    return f"{_words(act.field, act.before)} -> {_words(act.field, act.value)}"


def _to_json(act: Act) -> dict[str, Any]:
    is_value = act.field not in VERDICTS
    return {
        "number": act.number,
        "field": act.field.value,
        "listing": act.listing_id,
        "on": list(act.on),
        "others": list(act.others),
        "before": to_json(act.field, act.before) if is_value and act.before is not None else None,
        "value": to_json(act.field, act.value) if is_value else None,
        "author": act.author,
        "at": act.created_at.isoformat(),
        "undone_at": act.undone_at.isoformat() if act.undone_at else None,
        "rests": act.rests,
    }


def _words(field: Field, value: Any) -> str:
    """A value as the options of ``add`` take it."""
    if value is None or value == ():
        return "none"
    if field is Field.SALARY:
        return pay_text.pay_text(value)
    return str(value) if field is Field.KIND else ", ".join(map(str, value))


@app.command()
def add(
    name: TargetArgument,
    kind: Annotated[Kind | None, typer.Option("--kind", help="What the post is; the whole post.")] = None,
    role: Annotated[list[str] | None, typer.Option("--role", help="A role's code or name; may be repeated.")] = None,
    pay: Annotated[str | None, typer.Option("--pay", help=f"The pay whole, as in {pay_text.FORM}.")] = None,
    no_pay: Annotated[bool, typer.Option("--no-pay", help="The post names no pay.")] = False,
    city: Annotated[list[str] | None, typer.Option("--city", help="A city; may be repeated.")] = None,
    no_city: Annotated[bool, typer.Option("--no-city", help="The post names no city.")] = False,
    work_format: Annotated[
        list[str] | None, typer.Option("--format", help="remote, office, hybrid or field; may be repeated.")
    ] = None,
    no_format: Annotated[bool, typer.Option("--no-format", help="The post names no format.")] = False,
    author: AuthorOption = None,
) -> None:
    """Say what a posting is: each option replaces what was read of that field, whole.

    Of a listing's posts all are corrected that say the same as the newest. For example:

    voronka corrections add 12 --role smm --role content

    voronka corrections add kanal_a/345 --pay "80000-120000 RUB month net" --city Казань --format office

    voronka corrections add kanal_a/345 --kind content
    """
    values: dict[Field, Any] = {}
    if role:
        values[Field.ROLES] = given.roles(role)
    if _chosen("pay", pay, no_pay):
        values[Field.SALARY] = None if pay is None else pay_text.parse_pay(pay)
    if _chosen("city", city, no_city):
        values[Field.CITIES] = given.cities(city or ())
    if _chosen("format", work_format, no_format):
        values[Field.FORMATS] = given.formats(work_format or ())
    if kind is None and not values:
        raise VoronkaError("nothing to correct: give --kind, --role, --pay, --city or --format; see --help")
    if kind in WITHOUT_POSTING and values:
        raise VoronkaError(f"a post of kind {kind} has no role, pay or place; give either --kind or those")
    with _correcting(author) as (place, person):
        if kind is not None:
            done = person.kind(_target(place, name).post_ids, kind)
            out.print(f"{done.numbers[0]}: {name} is {kind.value}, listing {done.listing_id}")
        if values:
            done = person.fields(_target(place, name).spots, values)
            for number, (field, value) in zip(done.numbers, values.items(), strict=True):
                out.print(f"{number}: {field.value} of {name}: {_words(field, value)}, listing {done.listing_id}")


def _chosen(name: str, given_value: object, none: bool) -> bool:
    if given_value and none:
        raise VoronkaError(f"give either --{name} or --no-{name}")
    return bool(given_value) or none


@app.command()
def same(a: TargetArgument, b: TargetArgument, author: AuthorOption = None) -> None:
    """Say that two postings or listings are the same: they become one listing and stay it, whatever the rules say.

    The listing with the lower number stays; the other's address leads to it.
    """
    with _correcting(author) as (place, person):
        done = person.same(_target(place, a).spots, _target(place, b).spots)
        out.print(f"{done.numbers[0]}: {a} and {b} are the same, listing {done.listing_id}")


@app.command()
def apart(a: TargetArgument, b: TargetArgument, author: AuthorOption = None) -> None:
    """Say that A is not the same as B: they never come into one listing again, also not by a third.

    B's listing keeps its number. To part one post from all others of its listing: apart kanal_a/345 12
    """
    with _correcting(author) as (place, person):
        done = person.apart(_target(place, a).spots, _target(place, b).spots)
        out.print(f"{done.numbers[0]}: {a} and {b} are not the same; now in listing {done.listing_id}")


@app.command()
def undo(number: Annotated[int, typer.Argument(help="The correction's number, as list shows it.")]) -> None:
    """Take a correction back: what was read, or an older correction, stands again."""
    with _correcting(None) as (_, person):
        done = person.undo(number)
        out.print(f"{number} is undone, listing {done.listing_id}")


@app.command()
def export(
    file: Annotated[Path, typer.Argument(help='Where to write JSON Lines; "-" is stdout.')],
    with_candidates: Annotated[
        bool, typer.Option("--with-candidates", help="Also people's own posts: personal data.")
    ] = False,
) -> None:
    """Write the corrected posts as labelled posts, to measure the extractor by: what is read now, corrected.

    A post a line: {"id", "channel", "posted", "text", "links", "label": {"kind", "postings": [...]}}. Candidates' posts
    are left out unless you ask for them.
    """
    with workplace() as place:
        found = list(labelled_posts(place.store))
    told = [one.row for one in found if with_candidates or not one.is_candidate]
    if str(file) == "-":
        for row in told:
            print_line(row)
    else:
        _write(file, "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in told))
    say(f"{len(told)} corrected posts written")
    if len(told) < len(found):
        number = len(found) - len(told)
        say(f"{number} posts of candidates left out: they are personal data; --with-candidates writes them too")


def _write(file: Path, text: str) -> None:
    """Write a file whole or not at all, readable by its owner alone."""
    try:
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=file.parent, delete=False) as stream:
            stream.write(text)
        Path(stream.name).replace(file)
    except OSError as error:
        raise VoronkaError(f"cannot write {file}: {error.strerror}") from error


@contextmanager
def _correcting(author: str | None) -> Iterator[tuple[Workplace, Correcting]]:
    """The workplace with somebody who corrects; ends with the index caught up."""
    with workplace() as place:
        yield place, Correcting(place.store, author or _login())
        place.catch_up()


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container may run as a number without a name
        return "command line"


def _target(place: Workplace, name: str) -> Target:
    with place.store.reading() as connection:
        return target(connection, name)

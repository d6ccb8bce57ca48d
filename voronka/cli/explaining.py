"""The command that says why: a post with each value marked in it, the rules, and what spoke for each kind."""

import json
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Annotated, Final
from zoneinfo import ZoneInfo

import typer

from voronka.cli.console import out, print_json, warn
from voronka.cli.explanation import show
from voronka.cli.workplace import workplace
from voronka.errors import RefusedError, VoronkaError
from voronka.explaining import Explained, explain, to_json
from voronka.explaining_stored import explain_stored
from voronka.model import RawPost
from voronka.postfile import MAX_LINE, NO_CHANNEL, posts_of, read_moment, rows_of

_MOSCOW: Final = ZoneInfo("Europe/Moscow")


def explain_command(
    name: Annotated[
        str,
        typer.Argument(metavar="FILE|ID", help='A file, "-" for stdin, a listing\'s number, or SOURCE/ID of a post.'),
    ],
    posted: Annotated[
        str | None,
        typer.Option("--posted", metavar="DATE", help="The day of a plain text (2026-11-10). Default: today."),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help='{"posts": [{"text", "kind", "sides", "postings", ...}]}')
    ] = False,
) -> None:
    """Say why a post was read as it was: which words gave which value, by which rule, and what decided its kind.

    FILE holds posts as for `extract` ({"id", "text", ...} a line) or is one post as plain text. It is read by today's
    rules; nothing is stored, and nothing of it is hidden.

    ID is a listing of the store: each of its posts as it was read when it was stored, with what people corrected and
    why the posts were joined. Contacts of candidates are masked, as in `search`.

    Each value has a number. In a terminal its words are coloured, with the number after them; elsewhere, and with
    NO_COLOR set, they stand in brackets: [words]{1,2}. Below stand, for each posting, the value, the rule and the
    words with their offsets. For each kind stand its weight and the reasons for it; the heaviest wins.

    For example:

    voronka explain 12

    voronka explain kanal_a/345 --json

    voronka explain post.txt --posted 2026-11-10

    echo "Ищем SMM-щика, до 80к, @x_demo" | voronka explain -
    """
    moment = _moment(posted)
    found = _found(name, moment)
    if not found:
        raise VoronkaError(f'no post in {name}; a row has "id" and "text"')
    if as_json:
        print_json({"posts": [to_json(one) for one in found]})
        return
    for number, one in enumerate(found):
        if number:
            out.print()
        show(one, _MOSCOW)


def _moment(posted: str | None) -> datetime:
    if posted is None:
        return datetime.now(UTC)
    moment = read_moment(posted, _MOSCOW)
    if moment is None:
        raise typer.BadParameter("a day such as 2026-11-10 is wanted", param_hint="--posted")
    return moment


def _found(name: str, moment: datetime) -> Sequence[Explained]:
    if name == "-":
        return list(_of_lines(sys.stdin, "stdin", moment))
    if re.fullmatch("[0-9]+", name) or ("/" in name and not Path(name).exists()):
        return _of_store(name)
    try:
        with Path(name).open(encoding="utf-8-sig", errors="replace") as lines:
            return list(_of_lines(lines, name, moment))
    except FileNotFoundError as error:
        raise VoronkaError(
            f"there is no file {name}; give a file, - for stdin, a listing's number, or SOURCE/ID of a post"
        ) from error
    except OSError as error:
        raise VoronkaError(f"cannot read {name}: {error.strerror}") from error


def _of_store(name: str) -> Sequence[Explained]:
    try:
        with workplace() as place:
            return explain_stored(place.store, name)
    except RefusedError as error:
        hint = f"; for a file of this name: ./{name}" if "/" not in name else f", and no file {name}"
        raise VoronkaError(f"{error}{hint}") from error


def _of_lines(lines: Iterable[str], where: str, moment: datetime) -> Iterator[Explained]:
    """Posts of JSON Lines, or the one post of a plain text."""
    whole = iter(lines)
    first = next((line for line in whole if line.strip()), "")
    if _is_row(first):
        for raw in posts_of(rows_of(chain([first], whole), where, warn), where, _MOSCOW, warn):
            yield explain(raw, raw.external_id)
        return
    text = "".join(chain([first], whole))
    if not text.strip():
        raise VoronkaError(f"{where} is empty; a post or JSON Lines of posts are wanted")
    if len(text) > MAX_LINE:
        raise VoronkaError(f"{where} is longer than {MAX_LINE:,} characters; a post is wanted")
    yield explain(RawPost(NO_CHANNEL, where, text.strip("\n"), posted_at=moment), where)


def _is_row(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (json.JSONDecodeError, RecursionError):
        return False

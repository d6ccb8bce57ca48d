"""Resumes of a team's own, from the command line."""

import getpass
from pathlib import Path
from typing import Annotated

import typer

from voronka.cli.console import fail_line, out, warn
from voronka.cli.workplace import Workplace, workplace
from voronka.errors import RefusedError, VoronkaError
from voronka.resumes import files, taking
from voronka.store import accounts
from voronka.store.posts import Saved

app = typer.Typer(help="Resumes of a team's own: nobody else sees them.", no_args_is_help=True)
_SAID = {Saved.NEW: "new", Saved.CHANGED: "brought in anew", Saved.UNCHANGED: "known", Saved.KEPT_OUT: "kept out"}


@app.callback()
def _group() -> None:
    """With a callback one command has its name."""


@app.command("import")
def import_files(
    given: Annotated[list[Path], typer.Argument(metavar="FILE...", help="PDF, DOCX, TXT, or CSV: a candidate a row.")],
    team: Annotated[str, typer.Option("--team", help="The team's name, or its id.")],
    basis: Annotated[str, typer.Option("--basis", help='What shows the ground: "letter of 3 November".')],
    ground: Annotated[
        taking.Ground,
        typer.Option("--ground", help="consent of the person, applied by themselves, contract with a site or agency."),
    ] = taking.Ground.CONSENT,
) -> None:
    """Take resumes in for a team, with the ground on which it may keep them.

    Only the text is kept, not the file. The same text again is the same resume, with the new ground. Prints a line a
    resume: the number of its listing, what it is, the file.
    """
    failed = 0
    with workplace() as place:
        number = _team(place, team)
        at = place.store.clock.now()
        ground_ = taking.basis(ground.value, basis, None, _who(), at)
        for file in given:
            try:
                opened = files.open_file(file.name, _bytes(file))
            except VoronkaError as error:
                failed += 1
                fail_line(f"{file}: {error}")
                continue
            for row in opened.empty_rows:
                warn(f"{file}:{row}: left out, it names neither a role nor anything else of the person's work")
            for one in taking.take_in(place.store, number, opened.found, ground_):
                _say(one)
        place.catch_up()
        place.tidy()
    raise typer.Exit(0 if not failed else 2 if failed == len(given) else 1)


def _say(one: taking.Taken) -> None:
    where = one.found.file if one.found.row is None else f"{one.found.file}:{one.found.row}"
    if one.listing is None and one.saved is Saved.KEPT_OUT:
        warn(f"{where}: kept out: the person was erased on request")
        return
    if one.found.cut:
        warn(f"{where}: longer than is read; cut")
    if one.fault:
        warn(one.fault)
    out.print(f"{one.listing or '-'}  {_SAID[one.saved]}  {where}")


def _who() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "command line"  # a user without a name, as in some containers


def _team(place: Workplace, team: str) -> str:
    with place.store.reading() as connection:
        found = accounts.teams_named(connection, team)
    if len(found) == 1:
        return found[0]
    if found:
        raise VoronkaError(f"several teams are named {team}; give one's id: {', '.join(found)}")
    raise VoronkaError(f"no team is named {team}; a team is made with its first person: voronka admin create --team")


def _bytes(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(files.MOST_BYTES + 1)
    except OSError as error:
        raise RefusedError("resume.file", f"cannot be read: {error.strerror}") from error

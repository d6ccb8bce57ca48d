"""Vacancies of a team, from the command line: out of a store, in from files and from the team's own site."""

from pathlib import Path
from typing import Annotated

import typer

from voronka.accounts import normal_email
from voronka.cli.console import fail_line, out, say, warn
from voronka.cli.workplace import Workplace, workplace
from voronka.errors import RefusedError, VoronkaError
from voronka.store import accounts, vacancies
from voronka.vacancies import exchange, site_feed
from voronka.vacancies.taking import Taken, take_in

app = typer.Typer(
    help="Vacancies that teams write here: export, import as drafts, drafts of the team's own site.",
    no_args_is_help=True,
)
TeamOption = Annotated[str, typer.Option("--team", help="The team's name, or its id.")]
ByOption = Annotated[str, typer.Option("--by", metavar="EMAIL", help="Whose drafts they are: somebody of the team.")]


@app.command("export")
def export_file(
    team: TeamOption,
    as_csv: Annotated[bool, typer.Option("--csv", help="A table for spreadsheets instead of JSON Lines.")] = False,
) -> None:
    """Print a team's vacancies with drafts: JSON Lines, or a table."""
    with workplace() as place:
        number = _team(place, team)
        with place.store.reading() as connection:
            rows = vacancies.of_team(connection, number, 10_000)
        cells = [exchange.row_of(row, place.store.clock.now()) for row in rows]
    out.file.write(exchange.to_csv(cells) if as_csv else exchange.to_json_lines(cells))


@app.command("import")
def import_files(
    given: Annotated[list[Path], typer.Argument(metavar="FILE...", help="CSV or JSON Lines, as export writes them.")],
    team: TeamOption,
    by: ByOption,
) -> None:
    """Make a draft of each row; one that the team has already (same title and text) is left as it is."""
    failed = 0
    with workplace() as place:
        number = _team(place, team)
        author = _author(place, number, by)
        for file in given:
            try:
                content = file.read_bytes()
            except OSError as error:
                raise VoronkaError(f"{file} cannot be read: {error.strerror}") from error
            try:
                found = list(exchange.read_file(content, place.store.clock.now()))
            except RefusedError as error:
                raise VoronkaError(f"{file}: {error}") from error
            if unread := exchange.unread_columns(content):
                warn(f"{file}: no columns of a vacancy, not read: {', '.join(unread)}")
            failed += _say(str(file), take_in(place.store, number, author, found))
    raise typer.Exit(1 if failed else 0)


@app.command("fetch")
def fetch(
    url: Annotated[str, typer.Argument(help="The address of the team's own page of vacancies, https://…")],
    team: TeamOption,
    by: ByOption,
) -> None:
    """Make drafts of the vacancies of a team's own site (JobPosting pages or a feed), read as any board is.

    robots.txt is kept to; at most 200 vacancies are taken. How it ended is shown on the page of import, too.
    """
    with workplace() as place:
        number = _team(place, team)
        author = _author(place, number, by)
        from crawlers.own_vacancies import fetch_all

        try:
            place.store.claim(None)  # a demo's store takes nothing live
            found = fetch_all(url, place.settings)
            taken = take_in(place.store, number, author, list(site_feed.drafts_of(found, place.store.clock.now())))
        except VoronkaError as error:
            site_feed.note(place.store, number, url, None, str(error))
            raise
        site_feed.note(place.store, number, url, taken, "")
        failed = _say(url, taken)
    raise typer.Exit(1 if failed else 0)


@app.command()
def trust(
    team: Annotated[str, typer.Argument(help="The team's name, or its id.")],
    off: Annotated[bool, typer.Option("--off", help="Look at its vacancies again.")] = False,
) -> None:
    """Let a team publish without the site's admin looking at each vacancy first, or no more."""
    with workplace() as place:
        number = _team(place, team)
        with place.store.writing() as connection:
            vacancies.trust(connection, number, None if off else place.store.clock.now())
    say(f"{team}: its vacancies {'wait for the admin again' if off else 'are published at once'}")


def _say(where: str, taken: list[Taken]) -> int:
    """A line for each; gives how many failed."""
    for one in taken:
        if one.refused is not None:
            fail_line(f"{where}:{one.row}: {one.refused}")
        else:
            out.print(f"{one.number}  {'draft' if one.new else 'known'}  {one.title}", markup=False, soft_wrap=True)
    say(f"{where}: {sum(one.new for one in taken)} new drafts")
    return sum(one.refused is not None for one in taken)


def _team(place: Workplace, team: str) -> str:
    with place.store.reading() as connection:
        found = accounts.teams_named(connection, team)
    if len(found) == 1:
        return found[0]
    if found:
        raise VoronkaError(f"several teams are named {team}; give one's id: {', '.join(found)}")
    raise VoronkaError(f"no team is named {team}; a team is made with its first person: voronka admin create --team")


def _author(place: Workplace, team: str, email: str) -> int:
    address = normal_email(email)
    with place.store.reading() as connection:
        people = accounts.members(connection, team)
    number = next((person.id for person, _role in people if person.email == address), None)
    if number is None:
        raise VoronkaError(f"nobody of the team has the address {address}")
    return number

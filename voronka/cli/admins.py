"""People who run the installation: an account from the command line, one-time links."""

import sys
from datetime import UTC, datetime
from typing import Annotated

import typer

from voronka.accounts import OneTimeLink, Purpose, Role, hash_password, normal_email, normal_name
from voronka.cli.console import out, say
from voronka.cli.workplace import Workplace, workplace
from voronka.errors import VoronkaError
from voronka.settings import Settings
from voronka.store import accounts, signing_in

app = typer.Typer(help="People who run this installation: accounts and one-time links.", no_args_is_help=True)

Email = Annotated[str, typer.Argument(metavar="EMAIL")]


@app.command()
def create(
    email: Email,
    name: Annotated[str, typer.Option("--name", help="Default: what stands before the @.")] = "",
    team: Annotated[str, typer.Option("--team", help="A new team of this name, with the person as its HR.")] = "",
    stdin: Annotated[bool, typer.Option("--password-stdin", help="Read the password from stdin, one line.")] = False,
) -> None:
    """Make an account that runs the installation; the password is asked for. An account that exists keeps its own."""
    address = normal_email(email)
    with workplace() as place:
        with place.store.reading() as connection:
            known = accounts.find(connection, address)
        hashed = "" if known else hash_password(_password(stdin), address)
        with place.store.writing() as connection:
            number = (
                known[0]
                if known
                else accounts.create_account(
                    connection, address, normal_name(name or address.partition("@")[0]), hashed
                )
            )
            accounts.make_site_admin(connection, number)
            if team:
                accounts.join(connection, number, accounts.create_team(connection, normal_name(team)), Role.HR)
    out.print(f"{address} runs this installation now", markup=False)


@app.command()
def link() -> None:
    """Print a one-time link by which somebody becomes the installation's admin; valid for a day, the former is void."""
    with workplace() as place:
        out.print(_first_link(place, _base(place.settings)), markup=False, soft_wrap=True)


@app.command()
def reset(email: Email) -> None:
    """Print a one-time link that sets a new password for an account; valid for an hour."""
    address = normal_email(email)
    with workplace() as place:
        with place.store.writing() as connection:
            found = accounts.find(connection, address)
            if found is None:
                raise VoronkaError(f"no account has the address {address}")
            wanted = OneTimeLink(Purpose.RESET, address, found[0], None, None, None)
            secret = signing_in.make_link(connection, wanted, datetime.now(UTC))
        out.print(f"{_base(place.settings)}/link/{secret}", markup=False, soft_wrap=True)


def invite_first_admin(place: Workplace, address: str) -> None:
    """Print a one-time link where nobody has an account yet; a demo needs none."""
    with place.store.reading() as connection:
        nobody = place.store.demo_at is None and not accounts.any_account(connection)
    if nobody:
        base = (place.settings.public_url or address).rstrip("/")
        say(f"nobody has an account yet; become the admin, once, within a day: {_first_link(place, base)}")


def _first_link(place: Workplace, base: str) -> str:
    with place.store.writing() as connection:
        wanted = OneTimeLink(Purpose.FIRST_ADMIN, None, None, None, None, None)
        secret = signing_in.make_link(connection, wanted, datetime.now(UTC))
    return f"{base}/link/{secret}"


def _base(settings: Settings) -> str:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return (settings.public_url or f"http://{host}:{settings.port}").rstrip("/")


def _password(stdin: bool) -> str:
    if stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise VoronkaError("nobody is there to be asked for the password; pipe it in with --password-stdin")
    given: str = typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    return given

"""The login by which Telegram channels are read: log in, log out, and how things stand."""

import asyncio
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer
from pydantic import SecretStr
from rich.table import Table

from voronka.cli.console import Form, err, out, print_json, say
from voronka.cli.receiving import receive_posts
from voronka.cli.workplace import Workplace, workplace
from voronka.errors import VoronkaError
from voronka.settings import Settings, load_settings
from voronka.store import telegram as rows

if TYPE_CHECKING:
    from telegram_sources.session import Credentials

app = typer.Typer(
    help="The Telegram login, with which channels are read whole and followed, and the bot to which posts are sent."
)
app.command("bot")(receive_posts)


class _Terminal:
    """Asks and tells on stderr; reads lines from stdin where that is no terminal."""

    def __init__(self, phone: str | None) -> None:
        self._phone = phone

    def phone(self) -> str:
        given, self._phone = self._phone, None
        return given or self._ask("Phone number of the account (+7…)")

    def code(self, where: str) -> str:
        return self._ask(f"The code that was sent {where}")

    def password(self, hint: str) -> str:
        return self._ask("Password of two-step verification" + (f" ({hint})" if hint else ""), hide=True)

    def show_qr(self, address: str) -> None:
        import segno

        err.print("\nScan this in Telegram on your phone: Settings > Devices > Link Desktop Device\n")
        segno.make(address, error="l", micro=False).terminal(out=sys.stderr, compact=True)

    def tell(self, line: str) -> None:
        err.print(line)

    def _ask(self, what: str, *, hide: bool = False) -> str:
        if sys.stdin.isatty():
            return str(typer.prompt(what, hide_input=hide, err=True)).strip()
        err.print(f"{what}: ", end="")
        line = sys.stdin.readline()
        if not line:
            raise VoronkaError("the input ended before the login was done; begin again")
        err.print()
        return line.strip()


@app.command()
def login(
    qr: Annotated[bool, typer.Option("--qr", help="By a QR code, scanned with a phone, in place of a code.")] = False,
    phone: Annotated[str | None, typer.Option("--phone", help="Phone number of the account.")] = None,
) -> None:
    """Log an account in, by a code that Telegram sends or by a QR code; the session is kept in the data folder.

    Wanted are TELEGRAM_API_ID and TELEGRAM_API_HASH, which https://my.telegram.org gives. The session is a secret:
    whoever has its file is logged in. Use an account of its own for reading, and mind docs/lawful.md.
    """
    from telegram_sources.client import Patience
    from telegram_sources.login import log_in
    from telegram_sources.session import Credentials, credentials, keep_session, program, session_file
    from telegram_sources.session_lock import session_lock

    settings = load_settings()
    known = credentials(settings)
    login = known or Credentials(*program(settings), SecretStr(""), settings.telegram_proxy, settings.data)
    with session_lock(login, "voronka telegram login"):
        done = asyncio.run(log_in(login, _Terminal(phone), qr=qr, patience=Patience()))
    if done.was:
        say(f"already logged in as {done.name} (id {done.number})")
        return
    same = settings.telegram_session is not None
    if same and done.session.get_secret_value() == login.session.get_secret_value():
        say(f"logged in as {done.name} (id {done.number}), in the session that TELEGRAM_SESSION holds")
        return
    keep_session(session_file(settings), done.session)
    say(f"logged in as {done.name} (id {done.number}); the session is kept in {session_file(settings)}, mode 0600")
    if same:
        say("TELEGRAM_SESSION holds a session that has ended and goes before the new one: unset it")


@app.command()
def logout(
    forget: Annotated[
        bool, typer.Option("--forget", help="Only remove the file; then end the session on a phone.")
    ] = False,
) -> None:
    """End the session, at Telegram's and here; channels are then read by their public preview again."""
    from telegram_sources.client import Patience
    from telegram_sources.login import log_out
    from telegram_sources.session import credentials, forget_session, session_file
    from telegram_sources.session_lock import session_lock

    settings = load_settings()
    known = None if forget else credentials(settings)
    if known is not None:
        with session_lock(known, "voronka telegram logout"):
            asyncio.run(log_out(known, Patience()))
    removed = forget_session(session_file(settings))
    if known is not None:
        say("logged out; the session has ended")
    elif removed:
        say("the session's file is removed; to end the session itself: Telegram on a phone, Settings > Devices")
    else:
        say("nobody was logged in")
    if settings.telegram_session is not None:
        say("TELEGRAM_SESSION is still set: unset it")


@app.command()
def status(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
) -> None:
    """Who is logged in, what Telegram wants left alone, and where the reader stands in each channel.

    Exit code 0: logged in (or another process uses the session), 1: nobody is logged in, 2: it cannot be told.
    """
    with workplace() as place:
        account = _account(place.settings)
        found = _standing(place)
    code = 1 if account is None else 0
    if as_json:
        print_json({"account": account, **found})
        raise typer.Exit(code)
    if account is None:
        out.print("nobody is logged in; channels are read by their public preview; to log in: voronka telegram login")
    elif "used_by" in account:
        out.print(f"logged in; {account['used_by']} uses the session")
    else:
        out.print(f"logged in as {account['name']} (id {account['id']})")
    for method, moment in found["waits"].items():
        out.print(f"Telegram wants {method} left alone until {moment}")
    if found["channels"] and not Form.json:
        _print_channels(found["channels"])
    raise typer.Exit(code)


def _account(settings: Settings) -> dict[str, Any] | None:
    from telegram_sources.session import credentials

    known = credentials(settings)
    if known is None:
        return None
    return _asked(known)


def _asked(known: "Credentials") -> dict[str, Any]:
    from telegram_sources.client import Patience
    from telegram_sources.login import whoami
    from telegram_sources.session_lock import SessionInUseError, session_lock

    try:
        with session_lock(known, "voronka telegram status"):
            me = asyncio.run(whoami(known, Patience()))
    except SessionInUseError as error:
        return {"used_by": error.owner}
    return {"name": me.name, "id": me.number}


def _standing(place: Workplace) -> dict[str, Any]:
    with place.store.reading() as connection:
        waits = rows.waits(connection, datetime.now(UTC))
        states = rows.states(connection)
    return {
        "waits": {method: until.isoformat(timespec="minutes") for method, until in waits.items()},
        "channels": [
            {
                "source": state.source,
                "username": state.username,
                "channel_id": state.channel_id,
                "last_id": state.last_id,
                "since": None if state.since is None else state.since.isoformat(),
                "reading_history": state.back_since is not None,
                "polled_at": None if state.polled_at is None else state.polled_at.isoformat(timespec="seconds"),
            }
            for state in states
        ],
    }


def _print_channels(channels: list[dict[str, Any]]) -> None:
    table = Table("source", "channel", "last post", "history since", "asked last", box=None, header_style="bold")
    for one in channels:
        since = "is being read" if one["reading_history"] else (one["since"] or "")[:10]
        since = "the beginning" if since == "1970-01-01" else since
        table.add_row(
            one["source"],
            f"@{one['username']}" if one["username"] else "-",
            str(one["last_id"]),
            since,
            one["polled_at"],
        )
    out.print(table)

"""Logging in over the wire: with a new key, by code, with a password, by QR code; wrong answers; and out again."""

import asyncio
import io
import stat
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from telegram_sources.faults import LoggedOutError, TelegramError
from telegram_sources.login import LoggedIn, log_in, log_out, whoami
from telegram_sources.session import Credentials
from telegram_sources.session_lock import session_lock
from tests.telegram_sources.mtproto import Server
from tests.telegram_sources.mtproto.wire import trust_this_server
from tests.telegram_sources.scene import QUICK
from voronka import cli


@dataclass
class Person:
    """Answers in turn; what they are told is kept."""

    codes: list[str] = field(default_factory=lambda: ["12345"])
    passwords: list[str] = field(default_factory=list)
    phones: list[str] = field(default_factory=lambda: ["+7 999 000-00-00"])
    told: list[str] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    scan: Any = None

    def phone(self) -> str:
        return self.phones.pop(0)

    def code(self, where: str) -> str:
        self.told.append(where)
        return self.codes.pop(0)

    def password(self, hint: str) -> str:
        return self.passwords.pop(0)

    def show_qr(self, address: str) -> None:
        self.shown.append(address)
        if self.scan is not None:
            asyncio.get_running_loop().call_later(0.1, self.scan)

    def tell(self, line: str) -> None:
        self.told.append(line)


def credentials(session: str) -> Credentials:
    return Credentials(1, SecretStr("hash"), SecretStr(session))


def go(session: str, person: Person, *, qr: bool = False) -> LoggedIn:
    return asyncio.run(log_in(credentials(session), person, qr=qr, patience=QUICK))


@pytest.fixture
def at_home(server: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """The server where a client without a session looks for Telegram."""
    trust_this_server()
    home = "telethon.client.telegrambaseclient"
    monkeypatch.setattr(f"{home}.DEFAULT_IPV4_IP", "127.0.0.1")
    monkeypatch.setattr(f"{home}.DEFAULT_PORT", server.port)
    yield server
    from telethon.crypto import rsa

    rsa._server_keys.popitem()


def test_a_new_key_a_code_and_the_session_is_good(at_home: Server) -> None:
    done = go("", Person())
    assert (done.name, done.number, done.was) == ("Читатель", 777, False)
    again = asyncio.run(whoami(credentials(done.session.get_secret_value()), QUICK))
    assert (again.number, again.was) == (777, True)
    assert at_home.counts["SendCode"] == 1
    assert go(done.session.get_secret_value(), Person()).was


def test_a_session_that_the_server_forgot_is_replaced(at_home: Server) -> None:
    session = at_home.session()
    at_home.keys.clear()
    done = go(session, Person())
    assert not done.was
    assert done.session.get_secret_value() != session


def test_a_wrong_code_may_be_mended(server: Server) -> None:
    person = Person(codes=["00000", "12345"])
    assert go(server.session(signed_in=False), person).number == 777
    assert person.told == ["in Telegram, on your other devices", "this is not the code", person.told[0]]


def test_three_wrong_codes_are_enough(server: Server) -> None:
    with pytest.raises(TelegramError, match="3 wrong codes"):
        go(server.session(signed_in=False), Person(codes=["1", "2", "3", "12345"]))
    assert server.count("SignIn") == 3


@pytest.mark.parametrize("qr", [False, True])
def test_the_second_factor(server: Server, qr: bool) -> None:
    server.login.password = "пароль из теста"
    person = Person(passwords=["неверный", "пароль из теста"], scan=server.accept_token)
    assert go(server.session(signed_in=False), person, qr=qr).number == 777
    assert person.told[-1] == "this is not the password"


def test_three_wrong_passwords_are_enough(server: Server) -> None:
    server.login.password = "пароль из теста"
    with pytest.raises(TelegramError, match="3 wrong passwords"):
        go(server.session(signed_in=False), Person(passwords=["1", "2", "3", "4"]))


def test_a_qr_code_that_is_scanned(server: Server) -> None:
    person = Person(scan=server.accept_token)
    assert go(server.session(signed_in=False), person, qr=True).number == 777
    [address] = person.shown
    assert address.startswith("tg://login?token=")


def test_a_qr_code_that_runs_out_is_shown_anew(server: Server) -> None:
    person = Person()

    def scan_the_second() -> None:
        if len(person.shown) == 2:
            server.accept_token()

    person.scan = scan_the_second
    server.login.token_seconds = 2  # whole seconds go over the wire
    assert go(server.session(signed_in=False), person, qr=True).number == 777
    assert len(set(person.shown)) == 2


def test_a_flood_and_a_banned_number_are_said(server: Server) -> None:
    server.flood("SendCode", 7200)
    with pytest.raises(TelegramError, match="120 min"):
        go(server.session(signed_in=False), Person())
    server.fail("SendCode", "PHONE_NUMBER_BANNED")
    with pytest.raises(TelegramError, match="banned"):
        go(server.session(signed_in=False), Person())
    server.fail("SendCode", "API_ID_INVALID")
    with pytest.raises(TelegramError, match="TELEGRAM_API_ID"):
        go(server.session(signed_in=False), Person())


def test_out_again(server: Server) -> None:
    session = server.session()
    asyncio.run(log_out(credentials(session), QUICK))
    with pytest.raises(LoggedOutError):
        asyncio.run(whoami(credentials(session), QUICK))
    asyncio.run(log_out(credentials(session), QUICK))


# -- at the terminal -----------------------------------------------------------------------------------------------


@dataclass
class Terminal:
    """Runs the command line in this process, with lines on stdin."""

    folder: Path
    monkeypatch: pytest.MonkeyPatch
    capsys: pytest.CaptureFixture[str]

    def run(self, *arguments: str, lines: str = "") -> tuple[int, str, str]:
        self.monkeypatch.setattr(sys, "argv", ["voronka", "telegram", *arguments])
        self.monkeypatch.setattr(sys, "stdin", io.StringIO(lines))
        with pytest.raises(SystemExit) as ended:
            cli.main()
        captured = self.capsys.readouterr()
        return int(ended.value.code or 0), captured.out, captured.err

    @property
    def file(self) -> Path:
        return self.folder / "telegram-session"


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Terminal:
    monkeypatch.setenv("VORONKA_DATA", str(tmp_path / "var"))
    monkeypatch.setenv("TELEGRAM_API_ID", "1")
    monkeypatch.setenv("TELEGRAM_API_HASH", "an-invented-hash")
    monkeypatch.delenv("TELEGRAM_SESSION", raising=False)
    return Terminal(tmp_path / "var", monkeypatch, capsys)


def test_login_status_logout_at_the_terminal(at_home: Server, terminal: Terminal) -> None:
    assert terminal.run("status")[:2] == (
        1, "nobody is logged in; channels are read by their public preview; to log in: voronka telegram login\n",
    )  # fmt: skip
    at_home.login.password = "пароль из теста"
    code, out, said = terminal.run("login", "--phone", "+79990000000", lines="11111\n12345\nпароль из теста\n")
    assert (code, out) == (0, "")
    assert "logged in as Читатель (id 777)" in said
    assert stat.S_IMODE(terminal.file.stat().st_mode) == 0o600
    secret = terminal.file.read_text().strip()
    code, out, said = terminal.run("status")
    assert (code, out) == (0, "logged in as Читатель (id 777)\n")
    assert "already logged in" in terminal.run("login")[2]
    with session_lock(credentials(secret), "voronka follow"):
        assert "(voronka follow) uses the session" in terminal.run("status")[1]
    terminal.file.chmod(0o644)
    code, out, said = terminal.run("logout")
    assert code == 0
    assert secret not in out + said
    assert not terminal.file.exists()
    assert at_home.login.authorized == set()
    assert terminal.run("logout")[2] == "nobody was logged in\n"


def test_a_session_of_the_environment_is_logged_in_and_not_copied(server: Server, terminal: Terminal) -> None:
    terminal.monkeypatch.setenv("TELEGRAM_SESSION", server.session(signed_in=False))
    code, _, said = terminal.run("login", lines="+79990000000\n12345\n")
    assert (code, "TELEGRAM_SESSION holds" in said) == (0, True)
    assert not terminal.file.exists()


def test_a_session_that_has_ended_is_told_by_status(server: Server, terminal: Terminal) -> None:
    terminal.monkeypatch.setenv("TELEGRAM_SESSION", server.session(signed_in=False))
    code, out, said = terminal.run("status")
    assert (code, out) == (2, "")
    assert "AUTH_KEY_UNREGISTERED" in said


def test_an_input_that_ends_is_one_line(server: Server, terminal: Terminal) -> None:
    terminal.monkeypatch.setenv("TELEGRAM_SESSION", server.session(signed_in=False))
    code, _, said = terminal.run("login", lines="+79990000000\n")
    assert code == 2
    assert "begin again" in said


def test_without_the_api_id_it_is_said_where_to_get_one(terminal: Terminal) -> None:
    terminal.monkeypatch.delenv("TELEGRAM_API_ID")
    code, _, said = terminal.run("login")
    assert code == 2
    assert "TELEGRAM_API_ID not set" in said
    assert "my.telegram.org" in said


def test_a_qr_code_at_the_terminal(server: Server, terminal: Terminal) -> None:
    terminal.monkeypatch.setenv("TELEGRAM_SESSION", server.session(signed_in=False))
    server.at("ExportLoginToken", lambda: server.accept_token_in(0.3))
    code, out, said = terminal.run("login", "--qr")
    assert (code, out) == (0, "")
    assert "█" in said
    assert "token=" not in said

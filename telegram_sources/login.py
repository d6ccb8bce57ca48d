"""Logging an account in, by a code or by a QR code, with its second factor; and out."""

import asyncio
from dataclasses import dataclass
from typing import Any, Final, Protocol

from pydantic import SecretStr
from telethon import TelegramClient, errors
from telethon.sessions import StringSession
from telethon.tl import types as t

from telegram_sources.client import Patience, connected, leave, new_client, opened
from telegram_sources.faults import LoggedOutError, TelegramError, explained
from telegram_sources.session import Credentials
from voronka.errors import VoronkaError

TRIES: Final = 3
_TOKENS: Final = 20
"""So many QR codes are shown, each valid for about half a minute."""


class Person(Protocol):
    """Who is logged in: what they are asked for and told, at a terminal."""

    def phone(self) -> str:
        """The phone number of the account."""

    def code(self, where: str) -> str:
        """The code that Telegram has sent; ``where`` says by which way."""

    def password(self, hint: str) -> str:
        """The password of two-step verification."""

    def show_qr(self, address: str) -> None:
        """Show an address as a QR code to be scanned."""

    def tell(self, line: str) -> None:
        """Say something."""


@dataclass(frozen=True, slots=True)
class LoggedIn:
    """Whose session it is; ``was`` is true where it was logged in already."""

    session: SecretStr
    name: str
    number: int
    was: bool


async def log_in(credentials: Credentials, person: Person, *, qr: bool, patience: Patience) -> LoggedIn:
    """Log in with the session of ``credentials`` or, where it is empty or of no use any more, a new one.

    Raises TelegramError where it does not come to a login.
    """
    text = credentials.session.get_secret_value()
    broken = "Telegram: TELEGRAM_SESSION (or the file telegram-session) holds no session; remove it"
    session = opened(credentials.session, broken) if text else StringSession()
    try:
        return await _with(credentials, session, person, qr=qr, patience=patience)
    except errors.AuthKeyNotFound:  # the server has forgotten it
        return await _with(credentials, StringSession(), person, qr=qr, patience=patience)


async def _with(
    credentials: Credentials, session: StringSession, person: Person, *, qr: bool, patience: Patience
) -> LoggedIn:
    client = new_client(credentials, session, patience=patience, updates=qr)
    try:
        async with asyncio.timeout(patience.answer):
            await client.connect()
        me = await client.get_me()
        was = me is not None
        if me is None:
            await (_by_qr(client, person) if qr else _by_code(client, person))
            me = await client.get_me()
        if me is None:
            raise TelegramError("Telegram did not log the account in; try again")
        return LoggedIn(SecretStr(client.session.save()), _name(me), int(me.id), was)
    except (VoronkaError, errors.AuthKeyNotFound):
        raise
    except errors.FloodWaitError as error:
        minutes = max(error.seconds // 60, 1)
        raise TelegramError(
            f"Telegram wants no login from this account for {minutes} min; wait, then try again"
        ) from None
    except Exception as error:
        raise explained(error) from error
    finally:
        await leave(client)


async def _by_code(client: TelegramClient, person: Person) -> None:
    phone, sent = await _sent_code(client, person)
    for _ in range(TRIES):
        try:
            answer = await client.sign_in(phone, person.code(_where(sent)), phone_code_hash=sent.phone_code_hash)
        except (errors.PhoneCodeInvalidError, errors.PhoneCodeEmptyError):
            person.tell("this is not the code")
        except errors.PhoneCodeExpiredError:
            raise TelegramError("Telegram: the code has expired; begin again") from None
        except errors.PhoneNumberUnoccupiedError:
            raise TelegramError("Telegram: there is no account with this phone number") from None
        except errors.SessionPasswordNeededError:
            await _by_password(client, person)
            return
        else:
            if answer is not None:
                return
    raise TelegramError(f"Telegram: {TRIES} wrong codes; begin again")


async def _sent_code(client: TelegramClient, person: Person) -> tuple[str, Any]:
    for _ in range(TRIES):
        phone = person.phone()
        try:
            return phone, await client.send_code_request(phone)
        except (errors.PhoneNumberInvalidError, TypeError):
            person.tell("this is no phone number as Telegram wants it: +7 900 000-00-00")
        except errors.PhoneNumberBannedError:
            raise TelegramError("Telegram: this phone number is banned") from None
    raise TelegramError("Telegram: no phone number; begin again")


def _where(sent: Any) -> str:
    kind = sent.type
    if isinstance(kind, t.auth.SentCodeTypeApp):
        return "in Telegram, on your other devices"
    if isinstance(kind, t.auth.SentCodeTypeSms):
        return "by SMS"
    if isinstance(kind, t.auth.SentCodeTypeEmailCode):
        return "by e-mail"
    return "as Telegram has told you"


async def _by_password(client: TelegramClient, person: Person) -> None:
    for _ in range(TRIES):
        try:
            await client.sign_in(password=person.password(""))
        except errors.PasswordHashInvalidError:
            person.tell("this is not the password")
        else:
            return
    raise TelegramError(f"Telegram: {TRIES} wrong passwords; begin again")


async def _by_qr(client: TelegramClient, person: Person) -> None:
    try:
        qr = await client.qr_login()
        for _ in range(_TOKENS):
            address = _address(qr)
            if address is None:
                return
            person.show_qr(address)
            try:
                await qr.wait()
            except TimeoutError:
                await qr.recreate()
            else:
                return
    except errors.SessionPasswordNeededError:
        await _by_password(client, person)
        return
    raise TelegramError("Telegram: nobody scanned the QR code; begin again")


def _address(qr: Any) -> str | None:
    """What the QR code holds; None where it was accepted in the moment in which it was made anew."""
    try:
        return str(qr.url)
    except AttributeError:
        return None


async def whoami(credentials: Credentials, patience: Patience) -> LoggedIn:
    """Whose session it is. Raises LoggedOutError where it has ended, TelegramError where Telegram is out of reach."""
    async with connected(credentials, patience) as (client, _account):
        try:
            me = await client.get_me()
        except Exception as error:
            raise explained(error) from error
        return LoggedIn(credentials.session, _name(me), int(me.id), was=True)


def _name(me: Any) -> str:
    return " ".join(filter(None, (me.first_name, me.last_name)))


async def log_out(credentials: Credentials, patience: Patience) -> None:
    """End the session at Telegram's; one that has ended already is no failure."""
    try:
        async with connected(credentials, patience) as (client, _account):
            await client.log_out()
    except LoggedOutError:
        return

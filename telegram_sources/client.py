"""A Telethon client of ours, connected for the length of a context; plain Telethon, nothing of its insides."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any, Final

from pydantic import SecretStr
from telethon import TelegramClient
from telethon.sessions import StringSession
from telethon.tl import functions as fn
from telethon.tl import types as t

from telegram_sources.faults import LoggedOutError, TelegramError, explained
from telegram_sources.proxy import proxy_arguments
from telegram_sources.session import Credentials

_LOG: Final = logging.getLogger("telethon")


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a client tries: seconds for a connection, how often, seconds between; how often a call is made again
    that failed by Telegram's own fault; seconds for an answer, new connections included."""

    timeout: float = 10.0
    attempts: int = 3
    pause: float = 1.0
    calls: int = 3
    answer: float = 120.0


def opened(session: SecretStr | None, text_of_error: str) -> StringSession:
    """A session from its string; raises TelegramError where it is none."""
    with suppress(Exception):  # whatever a broken string leads to: its words must get into no traceback
        return StringSession(session.get_secret_value() if session else None)
    raise TelegramError(text_of_error)


def new_client(
    credentials: Credentials, session: StringSession, *, patience: Patience, updates: bool = False
) -> TelegramClient:
    """A client that is not connected yet; with ``updates`` Telegram tells it what happens to the account."""
    if logging.getLogger().getEffectiveLevel() > logging.DEBUG:
        _LOG.setLevel(logging.CRITICAL)  # what it would say of a lost line is said by us, once
    # flood_sleep_threshold: waits are ours, see telegram_sources.calls
    return TelegramClient(
        session,
        credentials.api_id,
        credentials.api_hash.get_secret_value(),
        receive_updates=updates,
        flood_sleep_threshold=0,
        raise_last_call_error=True,
        request_retries=patience.calls,
        connection_retries=patience.attempts,
        retry_delay=patience.pause,
        timeout=patience.timeout,
        base_logger=_LOG,
        device_model="Voronka",
        app_version=version("voronka"),
        system_version="",
        lang_code="ru",
        **proxy_arguments(credentials.proxy),
    )


@asynccontextmanager
async def connected(credentials: Credentials, patience: Patience) -> AsyncIterator[tuple[TelegramClient, int]]:
    """A client that is connected and logged in, and the number of its account.

    Raises LoggedOutError where the session is no longer valid, TelegramError where Telegram cannot be reached.
    """
    broken = (
        "Telegram: TELEGRAM_SESSION (or the file telegram-session) holds no session; log in: voronka telegram login"
    )
    client = new_client(credentials, opened(credentials.session, broken), patience=patience)
    try:
        account = await _account(client, patience)
        yield client, account
    finally:
        await leave(client)


async def _account(client: TelegramClient, patience: Patience) -> int:
    try:
        async with asyncio.timeout(patience.answer):
            await client.connect()
            me = await client.get_me(input_peer=True)
            if me is None:  # the client keeps the reason to itself: ask again
                await client(fn.users.GetUsersRequest([t.InputUserSelf()]))
        if me is None:
            raise LoggedOutError("Telegram: the session is logged in as nobody; log in again: voronka telegram login")
    except TelegramError:
        raise
    except asyncio.CancelledError:
        raise TelegramError("Telegram: the connection was closed while it was made; try again") from None
    except Exception as error:
        why = explained(error)  # whatever it is, without an account no channel can be read
        raise (why if isinstance(why, TelegramError) else TelegramError(str(why))) from error
    return int(me.user_id)


async def leave(client: Any) -> None:
    """Disconnect; what fails then does not matter any more."""
    with suppress(Exception):
        await asyncio.wait_for(asyncio.shield(client.disconnect()), 5)
    with suppress(Exception):  # why the connection ended: told already, and asyncio wants it asked for
        await asyncio.wait_for(client.disconnected, 5)

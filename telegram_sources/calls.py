"""Asking Telegram: floods, pauses, and the end of the program, for every call alike.

A short flood wait is waited for. A long one is noted in the store, and the call is then not made again, by whatever
process and for whatever channel, before its time; other calls go on.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from telethon import errors

from telegram_sources.faults import FloodError, TelegramError, explained
from voronka.store import Store, telegram

SHORT: Final = 60
"""A flood wait of at most so many seconds is waited for."""
_PATIENCE: Final = 5
"""So many short waits in a row for one call are a long one."""
_GRACE: Final = 10.0
"""So many seconds an answer is waited for once the program is asked to end."""
_MOST: Final = timedelta(days=30)

Sleep = Callable[[float], Awaitable[None]]


class Stopped(Exception):  # noqa: N818  (no error: somebody asked for it)
    """The program is asked to end."""


class Calls:
    """Makes calls through a connected client; ``paced`` ones not more often than every ``pause`` seconds.

    ``stopping`` ends every wait. ``sleep`` and ``now`` (of the real world: Telegram's waits are) are for tests.
    """

    def __init__(
        self,
        client: Any,
        store: Store,
        stopping: asyncio.Event,
        *,
        pause: float,
        answer: float = 120.0,
        sleep: Sleep | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._client = client
        self._store = store
        self._stopping = stopping
        self._pause = pause
        self._patience = answer
        self._sleep = sleep or self._until_stopped
        self._now = now
        self._last_paced = float("-inf")

    async def __call__(self, request: Any, *, paced: bool = False) -> Any:
        """Make a call. Raises FloodError, another VoronkaError, Stopped; ChannelInvalidError and the errors of a wrong
        pts are the caller's."""
        method = method_of(request)
        self._refuse_flooded(method)
        for _ in range(_PATIENCE):
            if paced:
                await self._keep_pace()
            self.check_stop()
            try:
                return await self._answer(request, method)
            except errors.FloodError as error:
                seconds = getattr(error, "seconds", None)
                if seconds is None:
                    raise explained(error) from error
                if seconds > SHORT:
                    self._note(method, seconds)
                await self._sleep(seconds)
            except (
                errors.ChannelInvalidError,
                errors.PersistentTimestampInvalidError,
                errors.PersistentTimestampEmptyError,
            ):
                raise
            except Stopped:
                raise
            except asyncio.CancelledError:
                task = asyncio.current_task()
                if task is not None and task.cancelling():
                    raise
                raise TelegramError("Telegram: the connection was closed in the middle of a call; try again") from None
            except Exception as error:
                raise explained(error) from error
        self._note(method, SHORT)
        raise AssertionError("unreachable")

    async def _answer(self, request: Any, method: str) -> Any:
        """The answer to a call; nobody is waited for for ever, and not for long once the program is to end."""
        asking = asyncio.ensure_future(self._client(request))
        stopping = asyncio.ensure_future(self._stopping.wait())
        try:
            await asyncio.wait({asking, stopping}, timeout=self._patience, return_when=asyncio.FIRST_COMPLETED)
            if not asking.done() and self._stopping.is_set():
                await asyncio.wait({asking}, timeout=_GRACE)
            if asking.done():
                return asking.result()
            self.check_stop()
            raise TelegramError(f"Telegram: no answer to {method} within {self._patience:.0f} s; is there a network?")
        finally:
            asking.cancel()
            stopping.cancel()

    def _refuse_flooded(self, method: str) -> None:
        with self._store.reading() as connection:
            until = telegram.waits(connection, self._now()).get(method)
        if until is not None:
            raise FloodError(method, until, on_wire=False)

    def _note(self, method: str, seconds: float) -> None:
        until = self._now() + min(timedelta(seconds=seconds), _MOST)
        with self._store.writing() as connection:
            telegram.wait(connection, method, until)
        raise FloodError(method, until, on_wire=True)

    async def _keep_pace(self) -> None:
        wait = self._last_paced + self._pause - time.monotonic()
        if wait > 0:
            await self._until_stopped(wait)
        self._last_paced = time.monotonic()

    async def _until_stopped(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), seconds)

    def check_stop(self) -> None:
        """Raise Stopped where the program is asked to end."""
        if self._stopping.is_set():
            raise Stopped


def method_of(request: Any) -> str:
    """The name of a call as Telegram's documentation has it: "contacts.resolveUsername"."""
    name = type(request).__name__.removesuffix("Request")
    group = type(request).__module__.rpartition(".")[2]
    return f"{'' if group == 'functions' else group + '.'}{name[:1].lower()}{name[1:]}"

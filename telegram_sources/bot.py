"""Sending by a bot (the Bot API): told apart from reading, which is an account's. Nothing is sent twice on a guess.

Raises SendError, which says what was delivered before. What a bot's token looks like gets into no message or log.
"""

import asyncio
import logging
import os
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final, TypeVar

import httpx
from pydantic import SecretStr
from telegram import Bot, LinkPreviewOptions, error
from telegram.constants import ParseMode
from telegram.request import HTTPXRequest

from telegram_sources.bot_text import as_messages
from voronka.errors import VoronkaError
from voronka.model import Link

HOME: Final = "https://api.telegram.org/bot"
SHORT: Final = 60.0
"""A wait of at most so many seconds is waited for, unless a sender says otherwise."""
_TRIES: Final = 3
_T = TypeVar("_T")
_PLAIN: Final = LinkPreviewOptions(is_disabled=True)
_PAUSE: Final = 1.0
"""Seconds between two messages to one chat: more is not welcome."""

logging.getLogger("httpx").setLevel(logging.WARNING)  # its lines hold addresses, and these the token
os.environ.setdefault("PTB_TIMEDELTA", "1")  # the form that retry_after will have


class SendError(VoronkaError):
    """A text was not sent, or not whole.

    ``delivered`` are the ids of its messages that were; ``until``: not to be tried before; ``gone``: the chat takes
    nothing from this bot any more; ``unknown``: the next message may have been delivered, nobody can tell;
    ``no_bot``: Telegram does not know the bot, so nobody gets anything; ``missing``: there is no message to be changed.
    """

    def __init__(
        self,
        problem: str,
        delivered: Sequence[int] = (),
        *,
        until: datetime | None = None,
        gone: bool = False,
        unknown: bool = False,
        no_bot: bool = False,
        missing: bool = False,
    ) -> None:
        super().__init__(problem)
        self.delivered = tuple(delivered)
        self.until = until
        self.gone = gone
        self.unknown = unknown
        self.no_bot = no_bot
        self.missing = missing


class BotSender:
    """Sends texts to chats by a bot; ``home`` is another Bot API server, ``sleep`` is for tests.

    A wait that Telegram asks for is waited for if it is of at most ``patience`` seconds.
    """

    def __init__(
        self,
        token: SecretStr,
        *,
        home: str = HOME,
        proxy: SecretStr | None = None,
        timeout: float = 10.0,
        patience: float = SHORT,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._token = token
        self._home = home
        self._proxy = proxy
        self._timeout = timeout
        self._patience = patience
        self._sleep = sleep

    def send(self, chat: int | str, text: str, links: Sequence[Link] = (), *, skip: int = 0) -> list[int]:
        """Send a text to a chat, in as many messages as it needs; gives their ids.

        ``links`` stand behind words of the text. ``skip`` is how many of its messages were delivered by a former try.
        """
        return asyncio.run(self._send(chat, as_messages(text, links)[skip:]))

    def edit(self, chat: int, message: int, text: str, links: Sequence[Link] = ()) -> None:
        """Put a text, which has to fit into one message, into the place of a message's; the same text is no fault."""
        said = as_messages(text, links)
        if len(said) != 1:
            raise SendError(f"the text is too long for one message ({len(text)} characters)")

        async def call(bot: Bot, _chat: int | str) -> None:
            try:
                await bot.edit_message_text(
                    said[0], chat_id=chat, message_id=message, parse_mode=ParseMode.HTML, link_preview_options=_PLAIN
                )
            except error.BadRequest as fault:
                if "not modified" not in fault.message.lower():
                    raise

        asyncio.run(self._with_bot(chat, [call]))

    def delete(self, chat: int, message: int) -> None:
        """Take a message away."""

        async def call(bot: Bot, _chat: int | str) -> None:
            await bot.delete_message(chat, message)

        asyncio.run(self._with_bot(chat, [call]))

    async def _send(self, chat: int | str, messages: Sequence[str]) -> list[int]:
        def sending(message: str) -> Callable[[Bot, int | str], Awaitable[int]]:
            async def call(bot: Bot, to: int | str) -> int:
                sent = await bot.send_message(to, message, parse_mode=ParseMode.HTML, link_preview_options=_PLAIN)
                return int(sent.message_id)

            return call

        return await self._with_bot(chat, [sending(message) for message in messages])

    async def _with_bot(self, chat: int | str, calls: Sequence[Callable[[Bot, int | str], Awaitable[_T]]]) -> list[_T]:
        """Have the bot do this, one after the other; gives the results."""
        request = HTTPXRequest(
            read_timeout=self._timeout,
            write_timeout=self._timeout,
            connect_timeout=self._timeout,
            proxy=None if self._proxy is None else self._proxy.get_secret_value(),
        )
        delivered: list[_T] = []
        try:
            bot = Bot(self._token.get_secret_value(), base_url=self._home, request=request)
            for place, call in enumerate(calls):
                if place:
                    await self._sleep(_PAUSE)
                result, chat = await self._do(bot, chat, call, delivered)
                delivered.append(result)
        except error.InvalidToken:
            raise wrong_token(_ids(delivered)) from None
        finally:
            await request.shutdown()
        return delivered

    async def _do(
        self,
        bot: Bot,
        chat: int | str,
        call: Callable[[Bot, int | str], Awaitable[_T]],
        done: Sequence[object],
    ) -> tuple[_T, int | str]:
        """Do one thing; gives its result, and the chat's name, which may have changed."""
        delivered = _ids(done)
        for _ in range(_TRIES):
            try:
                return await call(bot, chat), chat
            except error.RetryAfter as wait:
                seconds = seconds_of(wait)
                if seconds > self._patience:
                    until = datetime.now(UTC) + timedelta(seconds=seconds)
                    line = f"Telegram wants no messages of the bot until {until:%Y-%m-%d %H:%M} UTC"
                    raise SendError(line, delivered, until=until) from None
                await self._sleep(seconds)
            except error.ChatMigrated as moved:
                chat = moved.new_chat_id
            except error.NetworkError as fault:
                if isinstance(fault, error.BadRequest):
                    why = fault.message.lower()
                    missing = ("message" in why and "not found" in why) or "message_id_invalid" in why
                    line = f"Telegram takes no message to this chat ({fault.message})"
                    raise SendError(line, delivered, missing=missing) from None
                if not isinstance(fault.__cause__, httpx.ConnectError | httpx.ConnectTimeout):
                    line = "the connection to the Bot API broke: whether the message was delivered is not known"
                    raise SendError(line, delivered, unknown=True) from None
                await self._sleep(_PAUSE)
            except error.Forbidden as fault:
                raise SendError(
                    f"the chat takes nothing from the bot ({fault.message})", delivered, gone=True
                ) from None
            except error.InvalidToken:
                raise wrong_token(delivered) from None
            except error.TelegramError as fault:
                raise SendError(f"Telegram did not take the message ({fault.message})", delivered) from None
        raise SendError(f"Telegram did not take the message, {_TRIES} times; try again later", delivered)


def _ids(delivered: Sequence[object]) -> list[int]:
    return [one for one in delivered if isinstance(one, int)]


def seconds_of(wait: error.RetryAfter) -> float:
    """How long Telegram wants the bot to wait."""
    after = wait.retry_after
    return after.total_seconds() if isinstance(after, timedelta) else float(after)


def wrong_token(delivered: Sequence[int] = ()) -> SendError:
    """What is said where nobody knows a bot with this token."""
    return SendError("Telegram does not know the bot; look its token up at @BotFather", delivered, no_bot=True)

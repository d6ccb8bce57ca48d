"""The bot on the wire: asks the Bot API what came in (long polling), hands it on, sends the answers.

What was taken is confirmed to Telegram by the next question; what a crash leaves unconfirmed comes again and changes
nothing. Raises VoronkaError where the bot cannot be used at all.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Final

import telegram as t
from pydantic import SecretStr
from telegram import error
from telegram.request import HTTPXRequest

from telegram_sources.bot import HOME, SHORT, seconds_of, wrong_token
from telegram_sources.collecting import Ending, stopping_of
from telegram_sources.inbox import Act, Buttons, Change, Heard, LookUp, Say
from voronka.errors import VoronkaError

log = logging.getLogger(__name__)
_HOLD: Final = 50
"""Seconds that Telegram holds a question open while nothing comes in."""
_WANTED: Final = ("message", "edited_message", "callback_query", "channel_post", "my_chat_member")
_FIRST_PAUSE: Final = 5.0
_LONGEST_PAUSE: Final = 300.0
_LEASED: Final = 15.0
"""After so many seconds it is looked whether another process has ended."""
_TRIES: Final = 3


@dataclass(frozen=True, slots=True)
class BotLine:
    """How the Bot API is reached; ``home`` is another server, ``sleep`` is for tests."""

    token: SecretStr
    home: str = HOME
    proxy: SecretStr | None = None
    timeout: float = 10.0
    hold: int = _HOLD
    sleep: Callable[[float], Awaitable[None]] | None = None


@dataclass(frozen=True, slots=True)
class Receiver:
    """Who gets what comes in: ``take`` gives the answers, ``told`` is told what a person should know.

    ``begun`` is called with the bot's name once it is reached, ``done`` after each batch. ``may`` is asked before each
    question, for two that ask drive each other away.
    """

    take: Callable[[t.Update], Sequence[Act]]
    done: Callable[[], None] = lambda: None
    told: Callable[[str], None] = lambda _line: None
    begun: Callable[[str], None] = lambda _name: None
    may: Callable[[], bool] = lambda: True


def receive(line: BotLine, receiver: Receiver, stop: Ending) -> None:
    """Take what comes to the bot until ``stop`` is asked for; what is being taken is finished then."""
    asyncio.run(_Line(line, receiver).run(stop))


class _Line:
    def __init__(self, line: BotLine, receiver: Receiver) -> None:
        self._line = line
        self._receiver = receiver
        self._stopping = asyncio.Event()

    async def run(self, stop: Ending) -> None:
        self._stopping = stopping_of(stop)
        requests = [self._request(), self._request()]
        try:
            bot = t.Bot(
                self._line.token.get_secret_value(),
                base_url=self._line.home,
                request=requests[0],
                get_updates_request=requests[1],
            )
            await self._go_on(bot)
        except error.InvalidToken:
            raise VoronkaError(str(wrong_token())) from None
        finally:
            for request in requests:
                await request.shutdown()

    def _request(self) -> HTTPXRequest:
        seconds, proxy = self._line.timeout, self._line.proxy
        return HTTPXRequest(
            read_timeout=seconds,
            write_timeout=seconds,
            connect_timeout=seconds,
            proxy=None if proxy is None else proxy.get_secret_value(),
        )

    async def _go_on(self, bot: t.Bot) -> None:
        offset, faults, conflicts, known, waiting = 0, 0, 0, False, False
        while not self._stopping.is_set():
            if not self._receiver.may():
                if not waiting:
                    self._receiver.told("another process receives the bot's messages; waiting for it to end")
                waiting = True
                await self._rest(_LEASED)
                continue
            waiting = False
            try:
                if not known:
                    me = await bot.get_me()
                    self._receiver.begun(me.username or me.first_name)
                    known = True
                asked = time.monotonic()
                updates = await self._question(bot, offset)
            except error.Conflict as fault:
                conflicts += 1
                if conflicts == _TRIES:
                    raise VoronkaError(
                        f"somebody else receives this bot's messages ({fault.message}); one process may, and no webhook"
                    ) from None
                await self._rest(_FIRST_PAUSE * 2)
            except error.RetryAfter as wait:
                await self._rest(seconds_of(wait))
            except error.InvalidToken:
                raise
            except error.TelegramError as fault:
                seconds = min(_FIRST_PAUSE * 2**faults, _LONGEST_PAUSE)
                faults += 1
                self._receiver.told(f"the Bot API did not answer ({fault.message}); trying again in {seconds:.0f} s")
                await self._rest(seconds)
            else:
                faults = conflicts = 0
                for update in updates:
                    for act in self._receiver.take(update):
                        await self._do(bot, act)
                    offset = update.update_id + 1
                if updates:
                    self._receiver.done()
                elif self._line.hold and time.monotonic() - asked < 1:
                    await self._rest(_FIRST_PAUSE)  # a server that holds no question is not asked without end
        if offset:  # confirm what was taken; else it comes again at the next start
            await self._confirm(bot, offset)

    async def _question(self, bot: t.Bot, offset: int) -> tuple[t.Update, ...]:
        """What came in; nothing where the program is asked to end meanwhile."""
        asked = asyncio.create_task(
            bot.get_updates(offset=offset, timeout=self._line.hold, allowed_updates=list(_WANTED))
        )
        ended = asyncio.create_task(self._stopping.wait())
        try:
            await asyncio.wait({asked, ended}, return_when=asyncio.FIRST_COMPLETED)
            return await asked if asked.done() else ()
        finally:
            for task in (asked, ended):
                task.cancel()
            await asyncio.gather(asked, ended, return_exceptions=True)

    async def _confirm(self, bot: t.Bot, offset: int) -> None:
        try:
            await bot.get_updates(offset=offset, limit=1, timeout=0, allowed_updates=list(_WANTED))
        except error.TelegramError as fault:
            log.debug("the last messages were not confirmed: %s", fault.message)

    async def _do(self, bot: t.Bot, act: Act) -> None:
        """Send an answer; that it does not arrive undoes nothing."""
        for _ in range(_TRIES):
            try:
                await _sent(bot, act)
            except error.RetryAfter as wait:
                if seconds_of(wait) > SHORT:
                    break
                await self._rest(seconds_of(wait))
            except error.InvalidToken:
                raise
            except (error.BadRequest, error.Forbidden) as fault:  # the chat is closed, the message is gone
                log.info("an answer of the bot was not taken: %s", fault.message)
                return
            except error.TelegramError as fault:
                log.debug("an answer of the bot was not delivered: %s", fault.message)
                await self._rest(1.0)
            else:
                return
        self._receiver.told("an answer of the bot was not delivered; what it was about is kept")

    async def _rest(self, seconds: float) -> None:
        if self._line.sleep is not None:
            await self._line.sleep(seconds)
            return
        try:
            await asyncio.wait_for(self._stopping.wait(), seconds)
        except TimeoutError:
            return


async def _sent(bot: t.Bot, act: Act) -> None:
    plain = t.LinkPreviewOptions(is_disabled=True)
    if isinstance(act, LookUp):
        act.found(await bot.get_chat_member(act.chat, bot.id))
    elif isinstance(act, Heard):
        await bot.answer_callback_query(act.query)
    elif isinstance(act, Change):
        await bot.edit_message_text(
            act.text, act.chat, act.message, reply_markup=_keyboard(act.buttons), link_preview_options=plain
        )
    elif isinstance(act, Say):
        await bot.send_message(
            act.chat,
            act.text,
            reply_markup=_keyboard(act.buttons),
            link_preview_options=plain,
            reply_parameters=None
            if act.reply_to is None
            else t.ReplyParameters(act.reply_to, allow_sending_without_reply=True),
        )


def _keyboard(buttons: Buttons) -> t.InlineKeyboardMarkup | None:
    rows = [[t.InlineKeyboardButton(label, callback_data=data)] for label, data in buttons]
    return t.InlineKeyboardMarkup(rows) if rows else None

"""Hearing what people write to the bot: it is asked again and again what is new (getUpdates)."""

import asyncio
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import httpx
import structlog
from pydantic import SecretStr
from telegram import Bot, Update, error
from telegram.request import HTTPXRequest

from telegram_sources.bot import HOME
from voronka.errors import VoronkaError

log = structlog.get_logger(__name__)

WAIT: Final = 25
"""Seconds that Telegram holds a question until there is something new."""
_PAUSE: Final = 15.0
_MOST: Final = 4096


@dataclass(frozen=True, slots=True)
class Heard:
    """What somebody wrote in a chat of their own with the bot; ``language`` is that of their Telegram."""

    chat_id: int
    text: str
    language: str


Answer = Callable[[Heard], str]


class BotListener:
    """Listens by a bot's token, in a thread of its own, from ``start`` to ``end``.

    ``answer`` says what is answered; ``place`` gives, and ``keep`` notes, from which update on is new; ``named`` is
    told the bot's name; ``may`` is asked before each question, for two that listen drive each other away.
    """

    def __init__(
        self,
        token: SecretStr,
        answer: Answer,
        *,
        place: Callable[[], int],
        keep: Callable[[int], None],
        named: Callable[[str], None],
        may: Callable[[], bool],
        home: str = HOME,
        proxy: SecretStr | None = None,
        wait: int = WAIT,
        pause: float = _PAUSE,
    ) -> None:
        self._token = token
        self._answer = answer
        self._place, self._keep, self._named, self._may = place, keep, named, may
        self._home, self._proxy = home, proxy
        self._wait, self._pause = wait, pause
        self._known = False
        self._loop = asyncio.new_event_loop()
        self._task: asyncio.Task[None] | None = None
        self._thread = threading.Thread(target=self._run, name="bot", daemon=True)

    def start(self) -> None:
        """Begin to listen."""
        self._task = self._loop.create_task(self._listen())
        self._thread.start()

    def end(self) -> None:
        """Listen no more; what was heard is answered."""
        if self._task is not None:
            self._loop.call_soon_threadsafe(self._task.cancel)
            self._thread.join(10)

    def _run(self) -> None:
        assert self._task is not None
        try:
            self._loop.run_until_complete(asyncio.gather(self._task, return_exceptions=True))
        finally:
            self._loop.close()

    async def _listen(self) -> None:
        request = HTTPXRequest(proxy=None if self._proxy is None else self._proxy.get_secret_value())
        try:
            bot = Bot(self._token.get_secret_value(), base_url=self._home, request=request, get_updates_request=request)
            while True:
                try:
                    heard = self._may() and await self._once(bot)
                except error.InvalidToken:
                    log.error("Telegram does not know the bot; look its token up at @BotFather")
                    return
                except (error.TelegramError, httpx.HTTPError, VoronkaError) as fault:
                    log.warning("the bot could not listen", error=type(fault).__name__)
                    heard = False
                if not heard:
                    await asyncio.sleep(self._pause)
        except error.InvalidToken:
            log.error("Telegram does not know the bot; look its token up at @BotFather")
        finally:
            await request.shutdown()

    async def _once(self, bot: Bot) -> bool:
        """Ask once, and answer; what was answered is not heard again."""
        if not self._known:
            me = await bot.get_me()
            self._named(me.username or "")
            self._known = True
        updates = await bot.get_updates(
            offset=self._place(), timeout=self._wait, allowed_updates=[Update.MESSAGE], read_timeout=self._wait + 10
        )
        answering = asyncio.ensure_future(self._answer_all(bot, updates))
        try:
            await asyncio.shield(answering)
        except asyncio.CancelledError:
            await answering
            raise
        return True

    async def _answer_all(self, bot: Bot, updates: Sequence[Update]) -> None:
        for update in updates:
            heard = _heard(update)
            said = "" if heard is None else self._answer(heard)
            self._keep(update.update_id + 1)
            if heard is not None and said:
                try:
                    await bot.send_message(heard.chat_id, said)
                except error.Forbidden:
                    log.info("who wrote to the bot takes no answer")


def _heard(update: Update) -> Heard | None:
    message = update.message
    if message is None or not message.text or message.chat.type != "private":
        return None
    language = message.from_user.language_code if message.from_user is not None else None
    return Heard(message.chat.id, message.text[:_MOST], language or "ru")

"""What the Bot API says of messages in channels, in the terms of cross-posting: over a real connection."""

from collections.abc import Callable

import pytest
from pydantic import SecretStr

from telegram_sources.bot import BotSender
from telegram_sources.bot_channel import ChannelBot
from tests.telegram_sources.inbox_api import TOKEN, fault, running_api
from voronka.vacancies.crossposting import NotPostedError

Do = Callable[[ChannelBot], object]


async def at_once(_seconds: float) -> None:
    """No waiting."""


def post(bot: ChannelBot) -> object:
    return bot.post(-1, "x", ())


def change(bot: ChannelBot) -> None:
    bot.change(-1, 1, "x", ())


def take_away(bot: ChannelBot) -> None:
    bot.take_away(-1, 1)


METHODS: dict[Do, str] = {post: "sendMessage", change: "editMessageText", take_away: "deleteMessage"}


@pytest.mark.parametrize(
    ("do", "status", "words", "code"),
    [
        (post, 400, "Bad Request: need administrator rights in the channel chat", "gone"),
        (post, 429, "Too Many Requests: retry after 3600", "later"),
        (post, 0, "", "unknown"),
        (change, 400, "Bad Request: message is not modified: specified new message content is the same", None),
        (change, 400, "Bad Request: message to edit not found", "missing"),
        (take_away, 400, "Bad Request: message can't be deleted for everyone", "refused"),
        *(
            pytest.param(*row, marks=pytest.mark.full)
            for row in (
                (post, 400, "Bad Request: not enough rights to send text messages to the chat", "gone"),
                (post, 400, "Bad Request: chat not found", "gone"),
                (post, 400, "Bad Request: message text is empty", "refused"),
                (post, 403, "Forbidden: bot was kicked from the channel chat", "gone"),
                (post, 502, "Bad Gateway", "unknown"),
                (change, 400, "Bad Request: MESSAGE_ID_INVALID", "missing"),
                (change, 400, "Bad Request: message can't be edited", "refused"),
                (change, 400, "Bad Request: not enough rights to edit messages in the chat", "gone"),
                (change, 403, "Forbidden: bot is not a member of the channel chat", "gone"),
                (change, 429, "Too Many Requests: retry after 3600", "later"),
                (change, 500, "Internal Server Error", "unknown"),
                (change, 0, "", "unknown"),
                (take_away, 400, "Bad Request: message to delete not found", None),
                (change, 403, "Forbidden: bot was kicked from the channel chat", "gone"),
                (take_away, 429, "Too Many Requests: retry after 3600", "later"),
                (take_away, 502, "Bad Gateway", "unknown"),
                (take_away, 400, "Bad Request: chat not found", "gone"),
                (take_away, 403, "Forbidden: bot was kicked from the channel chat", "gone"),
            )
        ),
    ],
)
def test_faults(do: Do, status: int, words: str, code: str | None) -> None:
    """Status 0: the connection breaks after the question."""
    wait = {"retry_after": 3600} if status == 429 else {}
    with running_api() as api:
        api.faults = {METHODS[do]: [fault(status, words, **wait) if status else None]}
        bot = ChannelBot(
            BotSender(SecretStr(TOKEN), home=f"http://127.0.0.1:{api.port}/bot", patience=5, timeout=5, sleep=at_once)
        )
        if code is None:
            do(bot)
            return
        with pytest.raises(NotPostedError) as caught:
            do(bot)
    assert caught.value.code == code
    assert (caught.value.until is not None) == (status == 429)


def test_a_text_of_two_messages_is_no_edit() -> None:
    with running_api() as api:
        bot = ChannelBot(BotSender(SecretStr(TOKEN), home=f"http://127.0.0.1:{api.port}/bot", sleep=at_once))
        with pytest.raises(NotPostedError, match="one message"):
            bot.change(-1, 1, "я" * 4_200, ())
        assert not api.sent

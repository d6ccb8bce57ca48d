"""Posting to channels by the bot, in the terms of voronka.vacancies.crossposting."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from telegram_sources.bot import BotSender, SendError
from voronka.model import Link
from voronka.vacancies.crossposting import NotPostedError


class ChannelBot:
    """Posts, changes and takes away messages of channels in which the bot is an administrator."""

    def __init__(self, sender: BotSender) -> None:
        self._sender = sender

    def post(self, chat: int, text: str, links: Sequence[Link]) -> int:
        """Send a message; gives its id."""
        with _told():
            return self._sender.send(chat, text, links)[0]

    def change(self, chat: int, message: int, text: str, links: Sequence[Link]) -> None:
        """Put another text into the place of a message's."""
        with _told():
            self._sender.edit(chat, message, text, links)

    def take_away(self, chat: int, message: int) -> None:
        """Delete a message; one that is not there is gone already."""
        try:
            with _told():
                self._sender.delete(chat, message)
        except NotPostedError as error:
            if error.code != "missing":
                raise


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except SendError as error:
        # a channel that the bot cannot find is one out of which it was taken
        gone = error.gone or any(words in str(error).lower() for words in ("rights", "chat not found"))
        flags = (("gone", gone), ("missing", error.missing), ("unknown", error.unknown))
        later = error.until is not None or error.no_bot or "try again later" in str(error)
        code = next((name for name, there in flags if there), "later" if later else "refused")
        raise NotPostedError(str(error), code, error.until) from error

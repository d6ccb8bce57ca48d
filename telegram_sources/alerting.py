"""Alerts by a bot: its failures in the terms of ``voronka.alert_sending``."""

from collections.abc import Sequence
from typing import Final

from telegram_sources.bot import BotSender, SendError
from voronka.alert_sending import NotSentError
from voronka.model import Link

PATIENCE: Final = 5.0
"""Seconds that a message waits for Telegram; a longer wait is kept, and the message is sent after it."""


class BotOutlet:
    """Sends a text to a chat; raises NotSentError."""

    def __init__(self, sender: BotSender) -> None:
        self._sender = sender

    def __call__(self, chat_id: int, text: str, links: Sequence[Link]) -> None:
        try:
            self._sender.send(chat_id, text, links)
        except SendError as error:
            raise NotSentError(
                str(error),
                gone=error.gone,
                until=error.until,
                everybody=error.no_bot,
                unknown=error.unknown or bool(error.delivered),
            ) from None

"""The bot of the settings: what sends alerts by it, and the process that receives beside the page."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from voronka.cli.beside import Beside
from voronka.settings import Settings
from voronka.store import Store

if TYPE_CHECKING:
    from telegram_sources.alerting import BotOutlet


def outlet_of(settings: Settings) -> "BotOutlet | None":
    """What sends alerts by the bot; None without one."""
    if settings.telegram_bot_token is None:
        return None
    from telegram_sources.alerting import PATIENCE, BotOutlet
    from telegram_sources.bot_line import sender_of

    return BotOutlet(sender_of(settings, PATIENCE))


@contextmanager
def receiving(store: Store, settings: Settings) -> Iterator[None]:
    """Receive what is sent to the bot, where there is one; a demo's store takes nothing in."""
    if settings.telegram_bot_token is None or store.demo_at is not None:
        yield
        return
    process = Beside("the bot", [sys.executable, "-m", "voronka.cli", "telegram", "bot"])
    process.start()
    try:
        yield
    finally:
        process.end()

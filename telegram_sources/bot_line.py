"""By what way the Bot API is reached, of the settings; one for sending and one for receiving."""

from telegram_sources.bot import SHORT, BotSender
from telegram_sources.inbox_bot import BotLine
from telegram_sources.proxy import web_proxy
from voronka.errors import VoronkaError
from voronka.settings import Settings


def line_of(settings: Settings) -> BotLine:
    """The line on which a bot receives; raises VoronkaError where no bot is set."""
    if settings.telegram_bot_token is None:
        raise VoronkaError("TELEGRAM_BOT_TOKEN is not set; @BotFather in Telegram makes a bot and gives its token")
    return BotLine(settings.telegram_bot_token, settings.telegram_bot_api, web_proxy(settings.telegram_proxy))


def sender_of(settings: Settings, patience: float = SHORT) -> BotSender:
    """The sender of the bot that is set, which waits for Telegram so many seconds; raises VoronkaError without one."""
    line = line_of(settings)
    return BotSender(line.token, home=line.home, proxy=line.proxy, patience=patience)

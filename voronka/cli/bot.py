"""The bot of the settings: what it sends by, and the thread in which it listens while the page is served."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from pydantic import SecretStr

from voronka.bot_talk import answer
from voronka.settings import Settings
from voronka.store import Store, named_leases
from voronka.store.leases import owner_name

if TYPE_CHECKING:
    from telegram_sources.alerting import BotOutlet
    from telegram_sources.bot_listening import Heard

_LEASE: Final = "bot"
_PLACE: Final = "bot.place"
BOT_NAME: Final = "bot.name"


def outlet_of(settings: Settings) -> "BotOutlet | None":
    """What sends alerts by the bot; None without one."""
    if settings.telegram_bot_token is None:
        return None
    from telegram_sources.alerting import PATIENCE, BotOutlet
    from telegram_sources.bot import BotSender

    token, home = settings.telegram_bot_token, settings.telegram_bot_api
    return BotOutlet(BotSender(token, home=home, proxy=_proxy(settings), patience=PATIENCE))


def _proxy(settings: Settings) -> SecretStr | None:
    """The proxy of the settings where the Bot API can be reached by it: MTProxies speak another protocol."""
    proxy = settings.telegram_proxy
    return proxy if proxy is not None and proxy.get_secret_value().startswith("http://") else None


@contextmanager
def listening(store: Store, settings: Settings) -> Iterator[None]:
    """Let the bot listen, where there is one and no other process does."""
    if settings.telegram_bot_token is None:
        yield
        return
    from telegram_sources.bot_listening import BotListener

    owner = owner_name()

    def may() -> bool:
        with store.writing() as connection:
            return named_leases.hold(connection, _LEASE, owner)

    def said(heard: "Heard") -> str:
        return answer(store, heard.chat_id, heard.text, heard.language, datetime.now(UTC))

    listener = BotListener(
        settings.telegram_bot_token,
        said,
        place=lambda: int(store.meta(_PLACE) or 0),
        keep=lambda number: store.set_meta(_PLACE, str(number)),
        named=lambda name: store.set_meta(BOT_NAME, name),
        may=may,
        home=settings.telegram_bot_api,
        proxy=_proxy(settings),
    )
    listener.start()
    try:
        yield
    finally:
        listener.end()
        with store.writing() as connection:
            named_leases.give_up(connection, _LEASE, owner)

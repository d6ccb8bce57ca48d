"""The bot to which owners and candidates send their posts, and by which people link their alerts."""

from datetime import UTC, datetime
from typing import Final

from voronka.bot_talk import NAME, answer
from voronka.cli.console import say, warn
from voronka.cli.following import Upkeep
from voronka.cli.stopping import stop_signals
from voronka.cli.workplace import workplace
from voronka.ingest import Ingest
from voronka.logs import run_of
from voronka.store import named_leases
from voronka.store.leases import owner_name

_LEASE: Final = "bot"


def receive_posts() -> None:
    """Take posts that their authors and channels' owners send to your bot, with their permission, into the search.

    Wanted is TELEGRAM_BOT_TOKEN, which @BotFather gives. Who sends or forwards a post is shown what was read in it, and
    it is kept once they agree by a button; they edit it in the chat, and take it back by a button. People link their
    alerts by it, too. While the page is served (serve, up) this runs beside it by itself; a second one waits. Ends by
    Ctrl-C or SIGTERM with exit code 0.
    """
    with stop_signals() as stop, workplace() as place, run_of("bot"):
        from telegram_sources.bot_line import line_of
        from telegram_sources.inbox import Inbox
        from telegram_sources.inbox_bot import Receiver, receive

        store, settings = place.store, place.settings
        line = line_of(settings)
        store.claim(None)
        owner, upkeep = owner_name(), Upkeep(place)

        def may() -> bool:
            with store.writing() as connection:
                return named_leases.hold(connection, _LEASE, owner)

        def begun(name: str) -> None:
            store.set_meta(NAME, name)
            say(f"receiving what is sent to @{name}; to end: Ctrl-C")

        inbox = Inbox(
            Ingest(store),
            settings.erasure_secret(),
            public_url=settings.public_url,
            candidate_days=settings.candidate_days,
            talk=lambda chat, said, language: answer(store, chat, said, language, datetime.now(UTC)),
        )
        try:
            receive(line, Receiver(inbox.take, lambda: upkeep.after(()), warn, begun, may), stop)
        finally:
            with store.writing() as connection:
                named_leases.give_up(connection, _LEASE, owner)
            upkeep.at_end()
        say("ended; what was taken is saved")

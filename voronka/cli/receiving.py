"""The bot to which owners and candidates send their posts."""

from voronka.cli.console import say, warn
from voronka.cli.following import Upkeep
from voronka.cli.stopping import stop_signals
from voronka.cli.workplace import workplace
from voronka.errors import VoronkaError
from voronka.ingest import Ingest
from voronka.logs import run_of


def receive_posts() -> None:
    """Take posts that their authors and channels' owners send to your bot, with their permission, into the search.

    Wanted is TELEGRAM_BOT_TOKEN, which @BotFather gives. Who sends or forwards a post is shown what was read in it, and
    it is kept once they agree by a button; they edit it in the chat, and take it back by a button. Ends by Ctrl-C or
    SIGTERM with exit code 0. One process receives a bot's messages.
    """
    with stop_signals() as stop, workplace() as place, run_of("bot"):
        settings = place.settings
        if settings.telegram_bot_token is None:
            raise VoronkaError("TELEGRAM_BOT_TOKEN is not set; @BotFather in Telegram makes a bot and gives its token")
        place.store.claim(None)
        from telegram_sources.bot_line import line_of
        from telegram_sources.inbox import Inbox
        from telegram_sources.inbox_bot import Receiver, receive

        upkeep = Upkeep(place)
        inbox = Inbox(
            Ingest(place.store),
            settings.erasure_secret(),
            public_url=settings.public_url,
            candidate_days=settings.candidate_days,
        )

        def begun(name: str) -> None:
            say(f"receiving posts as @{name}; to end: Ctrl-C")

        try:
            receive(line_of(settings), Receiver(inbox.take, lambda: upkeep.after(()), warn, begun), stop)
        finally:
            upkeep.at_end()
        say("ended; what was taken is saved")

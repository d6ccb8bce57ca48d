"""Keeping the messages of teams' channels up to their vacancies, in a thread beside the answers."""

from concurrent.futures import Future, ThreadPoolExecutor
from typing import Final, cast

import structlog
from flask import Flask, current_app

from voronka.errors import VoronkaError
from voronka.settings import Settings
from voronka.store import Store
from voronka.vacancies.crossposting import keep_up

log = structlog.get_logger(__name__)
_EXTENSION: Final = "voronka_channels"
_PATIENCE: Final = 5.0


class Channels:
    """Has messages sent, changed and taken away soon; what fails is tried again after a collection."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self._store = store
        self._settings = settings
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="channels")
        self._last: Future[None] | None = None

    @property
    def work(self) -> bool:
        """Whether there is a bot, and a public address for the links."""
        return self._settings.telegram_bot_token is not None and self._settings.public_url is not None

    def keep_up(self) -> None:
        """Bring all messages up to date soon; a round that waits already does it."""
        if self.work and (self._last is None or self._last.running() or self._last.done()):
            self._last = self._thread.submit(self._keep_up)

    def _keep_up(self) -> None:
        # seldom needed, and half a second to load
        from telegram_sources.bot_channel import ChannelBot
        from telegram_sources.bot_line import sender_of

        try:
            bot = ChannelBot(sender_of(self._settings, _PATIENCE))
            done = keep_up(self._store, bot, self._settings.public_url or "")
        except VoronkaError as error:
            log.error("channels were not brought up to date", error=str(error))
            return
        for problem in done.problems:
            log.warning("a message of a channel is not up to date", error=problem)

    def wait(self) -> None:
        """Wait until all is done that was asked for."""
        if self._last is not None:
            self._last.result(timeout=30)


def init(app: Flask, settings: Settings) -> None:
    """Keep what keeps channels up."""
    app.extensions[_EXTENSION] = Channels(app.extensions["voronka"].store, settings)


def channels() -> Channels:
    """What keeps the channels of this application up."""
    return cast(Channels, current_app.extensions[_EXTENSION])

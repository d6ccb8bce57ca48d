"""Letters that the page sends: after the answer, so that how long it takes tells nothing."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Final, cast

import structlog
from flask import Flask, current_app

from voronka.errors import VoronkaError
from voronka.mail import Letter, Post, post_of
from voronka.settings import Settings

log = structlog.get_logger(__name__)
_EXTENSION: Final = "voronka_letters"
_WAITING: Final = 200


class Letters:
    """Sends letters one after the other in a thread of its own."""

    def __init__(self, post: Post | None, base: str | None) -> None:
        self._post = post
        self.base = base
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="letters")
        self._open: set[Future[None]] = set()

    @property
    def work(self) -> bool:
        """Whether letters with links can be sent: there is a server, and a public address for the links.

        An address out of the request could be one that somebody made up.
        """
        return self._post is not None and self.base is not None

    def send(self, written: Callable[[], Letter | None]) -> None:
        """Have a letter written and sent soon; ``written`` may find that there is none to send."""
        self._open = {one for one in self._open if not one.done()}
        if len(self._open) >= _WAITING:
            log.error("a letter was dropped: too many are waiting")
            return
        self._open.add(self._thread.submit(self._send, written))

    def _send(self, written: Callable[[], Letter | None]) -> None:
        try:
            letter = written()
            if letter is not None and self._post is not None:
                self._post.send(letter)
        except VoronkaError as error:
            log.error("a letter was not sent", error=str(error))

    def wait(self) -> None:
        """Wait until all letters are sent."""
        for one in list(self._open):
            one.result(timeout=30)


def init(app: Flask, settings: Settings) -> None:
    """Keep what sends letters."""
    public = (settings.public_url or "").rstrip("/") or None
    app.extensions[_EXTENSION] = Letters(post_of(settings), public)


def letters() -> Letters:
    """What sends the letters of this application."""
    return cast(Letters, current_app.extensions[_EXTENSION])

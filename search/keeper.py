"""Makes an index that cannot be read anew, beside whoever asks: no question waits minutes for it."""

import logging
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

from search.engine import IndexBeingMadeError
from voronka.errors import VoronkaError

_log = logging.getLogger(__name__)

PATIENCE: Final = 3.0
"""So many seconds a question waits for an index that has just been begun: that of a small store is ready by then."""
PAUSE: Final = 30.0
"""So many seconds lie between two tries to make it."""


class Keeper:
    """Runs ``work`` in a thread of its own, once at a time; safe between threads."""

    def __init__(self, work: Callable[[], object]) -> None:
        self._work: Final = work
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._begun = 0.0
        self._failed = False
        self._since: datetime | None = None

    def start(self) -> None:
        """Begin the work unless it is being done, or failed a moment ago."""
        with self._lock:
            running = self._thread is not None and self._thread.is_alive()
            if running or (self._failed and time.monotonic() - self._begun < PAUSE):
                return
            self._begun = time.monotonic()
            self._thread = threading.Thread(target=self._run, name="index", daemon=True)
            self._thread.start()

    def mend(self) -> None:
        """Have the index made anew, waiting for it a little."""
        with self._lock:
            if self._since is None:
                self._since = datetime.now(UTC)
        self.start()
        thread = self._thread
        if thread is not None:
            thread.join(max(self._begun + PATIENCE - time.monotonic(), 0))

    def mended(self) -> None:
        """Note that the index can be read."""
        if self._since is not None:
            self._since = None

    def waiting(self) -> IndexBeingMadeError:
        """What to tell whoever asked while the index cannot be read."""
        return IndexBeingMadeError(self._since or datetime.now(UTC), failed=self._failed)

    def _run(self) -> None:
        done = False
        try:
            self._work()
            done = True
        except VoronkaError as error:
            # whoever asks is told that it failed; why is for the log alone
            _log.error("the index could not be brought up to date: %s", error)
        finally:
            self._failed = not done

"""Ending in good order: SIGTERM and Ctrl-C are noted, and whoever works looks when it suits."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


class Stop:
    """Whether this process has been asked to end."""

    def __init__(self) -> None:
        self._asked = threading.Event()
        self._wake: list[Callable[[], None]] = []

    @property
    def asked(self) -> bool:
        """Whether it has been asked to end."""
        return self._asked.is_set()

    def wait(self, seconds: float) -> bool:
        """Wait so long, or until it is asked to end; gives whether it is."""
        return self._asked.wait(seconds)

    def wakes(self, call: Callable[[], None]) -> None:
        """Call this, from the signal's handler, when the process is asked to end; at once where it was already."""
        self._wake.append(call)
        if self.asked:
            call()

    def ask(self, _number: int = 0, _frame: FrameType | None = None) -> None:
        """Ask it to end; asked a second time it ends at once, by KeyboardInterrupt."""
        if self.asked:
            raise KeyboardInterrupt
        self._asked.set()
        for call in self._wake:
            call()


@contextmanager
def stop_signals() -> Iterator[Stop]:
    """A Stop that SIGTERM and SIGINT ask, for as long as the context lasts; to be entered in the main thread."""
    stop = Stop()
    former = {number: signal.signal(number, stop.ask) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield stop
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)

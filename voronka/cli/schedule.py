"""Collecting again and again beside the page, each time in a process of its own, one at a time."""

import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from voronka.cli.console import say

_GRACE: Final = 60.0
"""So many seconds a collection that is asked to end may take to save its page."""


@contextmanager
def collecting_every(minutes: int) -> Iterator[None]:
    """Collect from all sources every so many minutes; at the end a collection that runs is asked to end, and does."""
    from apscheduler.schedulers.background import BackgroundScheduler

    collections = Collections([sys.executable, "-m", "voronka.cli", "collect"])
    scheduler = BackgroundScheduler(timezone="UTC")
    scheduler.add_job(collections.run, "interval", minutes=minutes, max_instances=1, coalesce=True)
    scheduler.start()
    try:
        yield
    finally:
        scheduler.shutdown(wait=False)
        collections.end()


class Collections:
    """Collections one after another; ``running`` is the process of the last one."""

    def __init__(self, command: Sequence[str]) -> None:
        self.running: subprocess.Popen[bytes] | None = None
        self._command = command
        self._lock = threading.Lock()
        self._ended = False

    def run(self) -> None:
        """Collect once."""
        # a process of its own: Scrapy's reactor runs once a process, and a crash there does not take the page down
        with self._lock:
            if self._ended:
                return
            process = self.running = subprocess.Popen(  # noqa: S603  (our own program)
                self._command, stdin=subprocess.DEVNULL, process_group=0
            )
        code = process.wait()
        if code and not self._ended:
            say(f"the scheduled collection ended with code {code}; the page goes on")

    def end(self) -> None:
        """Start no more, and let the one that runs save what it has read."""
        with self._lock:
            self._ended = True
            process = self.running
        if process is None or process.poll() is not None:
            return
        process.terminate()
        try:
            process.wait(_GRACE)
        except subprocess.TimeoutExpired:
            say("the collection did not end in time and was killed; what it stored before is whole")
            process.kill()
            process.wait()

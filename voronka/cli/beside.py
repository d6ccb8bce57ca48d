"""A command that is kept running beside the page, in a process of its own, so that its crash takes no page down."""

import subprocess
import threading
from collections.abc import Sequence
from typing import Final

from voronka.cli.console import say

_GRACE: Final = 20.0
_FIRST_PAUSE: Final = 5.0
_LONGEST_PAUSE: Final = 300.0
_WRONG: Final = 2
"""With this code a command ends that cannot work as things are set: it is not started again."""


class Beside:
    """A process that is started again when it dies, after longer and longer pauses, until ``end``."""

    def __init__(self, name: str, command: Sequence[str], first_pause: float = _FIRST_PAUSE) -> None:
        self.process: subprocess.Popen[bytes] | None = None
        self._name = name
        self._command = command
        self._pause = first_pause
        self._ended = threading.Event()
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._keep, name=name, daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def end(self) -> None:
        """Ask it to end, and wait until it has."""
        self._ended.set()
        with self._lock:
            process = self.process
        if process is not None and process.poll() is None:
            process.terminate()
            try:
                process.wait(_GRACE)
            except subprocess.TimeoutExpired:
                say(f"{self._name} did not end in time and was killed; what it stored before is whole")
                process.kill()
                process.wait()
        self._thread.join(_GRACE)

    def _keep(self) -> None:
        tries = 0
        while not self._ended.is_set():
            with self._lock:
                if self._ended.is_set():
                    return
                process = self.process = subprocess.Popen(  # noqa: S603  (our own program)
                    self._command, stdin=subprocess.DEVNULL, process_group=0
                )
            code = process.wait()
            if self._ended.is_set():
                return
            if code == _WRONG:
                say(f"{self._name} has ended and is not started again until the page is; see above")
                return
            seconds = min(self._pause * 2**tries, _LONGEST_PAUSE)
            tries += 1
            say(f"{self._name} ended with code {code}; it is started again in {seconds:.0f} s; the page goes on")
            self._ended.wait(seconds)

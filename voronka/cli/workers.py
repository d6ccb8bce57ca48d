"""Several processes that serve the page over one listening socket; a parent starts them, again where one dies.

A worker's standard input is a pipe of the parent: where the parent is gone, the worker ends as well.
"""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from typing import Final

from voronka.cli.console import Debug, log
from voronka.cli.pages import GRACE
from voronka.cli.stopping import Stop

COMMAND: Final = "serve-worker"
_LOOK_EVERY: Final = 0.2
_SOUND: Final = 10.0
"""A worker that lived so many seconds is started again at once."""
_MAX_PAUSE: Final = 30.0


def supervise(stop: Stop, listener: socket.socket, number: int) -> None:
    """Keep ``number`` workers at a socket until asked to end; then let all of them finish what they have."""
    with tempfile.TemporaryDirectory(prefix="voronka-metrics-") as meters:
        workers = [_Worker(listener.fileno(), meters) for _ in range(number)]
        try:
            for worker in workers:
                worker.start()
            while not stop.wait(_LOOK_EVERY):
                for worker in workers:
                    worker.look()
        finally:
            _end(workers)


@dataclass
class _Worker:
    descriptor: int
    meters: str
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause: float = 0.0
    due: float | None = field(default=None)

    def start(self) -> None:
        options = ["--debug"] if Debug.on else []
        self.process = subprocess.Popen(  # noqa: S603  (our own program, and a number)
            [sys.executable, "-m", "voronka.cli", *options, COMMAND, str(self.descriptor)],
            stdin=subprocess.PIPE,
            stdout=sys.stderr,
            pass_fds=(self.descriptor,),
            process_group=0,  # Ctrl-C goes to the parent, which passes it on
            env=os.environ | {"PROMETHEUS_MULTIPROC_DIR": self.meters},
        )
        self.started, self.due = time.monotonic(), None

    def look(self) -> None:
        """Start the worker again where it has died: at once, or after a pause where it never lives long."""
        if self.process is None:
            return
        code = self.process.poll()
        if code is None:
            return
        now = time.monotonic()
        if self.due is None:
            short = now - self.started < _SOUND
            self.pause = min(max(self.pause * 2, 1.0), _MAX_PAUSE) if short else 0.0
            self.due = now + self.pause
            log().warning("a worker ended and is started again", pid=self.process.pid, code=code, pause=self.pause)
        if now >= self.due:
            if self.process.stdin is not None:
                self.process.stdin.close()
            self.start()


def _end(workers: list[_Worker]) -> None:
    processes = [worker.process for worker in workers if worker.process is not None]
    for process in processes:
        process.terminate()
    until = time.monotonic() + GRACE + 5
    for process in processes:
        try:
            process.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            log().error("a worker did not end in time and was killed", pid=process.pid)
            process.kill()
            process.wait()
        if process.stdin is not None:
            process.stdin.close()


def end_with_parent() -> None:
    """In a worker: ask this process to end when the parent's end of standard input is closed."""

    def watch() -> None:
        while os.read(0, 1):
            pass
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True).start()

"""Reads many posts at once, in processes beside this one, for reading is what taking posts in costs most.

The processes are started once so many posts were read here that it is worth it. A process that dies, that was begun
by another version of the program, or that does not answer is left, and its posts are read here: the outcome is the
same with or without them. Not to be used by several threads.
"""

import logging
import os
import pickle
import socket
import subprocess
import sys
from collections import deque
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from types import TracebackType
from typing import Final, Self

from voronka import reader_process
from voronka.model import RawPost, Reading
from voronka.reading import read_safely
from voronka.rules import rules

_log = logging.getLogger(__name__)
_ALONE: Final = 200
"""So many posts are read here before a process is started: to start it takes as long as to read those."""
_SHARED: Final = 4
"""So many posts a process has at a time while this one reads, too: enough that it need not wait for more."""
_BESIDE: Final = 200
"""So many while this one does something else: that may take long."""
_KEPT: Final = 500
"""So many posts that were asked for ahead are kept at most until somebody wants them."""
_LONGEST: Final = 60_000
_BUFFER: Final = 250_000
"""Bytes of a message, which are read here where there are more, and of what the system keeps of them: while one end
sends, there must be room for what the other sends."""
_PATIENCE: Final = 120.0
"""Seconds without an answer after which a process counts as lost."""
_MOST: Final = 4


@dataclass(slots=True, eq=False)
class _Asked:
    """A post, who reads it, and what it says once that is known."""

    raw: RawPost
    reader: "_Reader | None" = None
    reading: Reading | str | None = None


class _Reader:
    """A process, and the posts that it has and has not answered yet."""

    def __init__(self) -> None:
        ours, its = socket.socketpair()
        for end in (ours, its):
            end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _BUFFER)
        with its:
            command = [sys.executable, "-m", reader_process.__name__, str(its.fileno())]
            self.process = subprocess.Popen(  # noqa: S603  (our own program)
                command, pass_fds=(its.fileno(),), stdin=subprocess.DEVNULL, process_group=0
            )
        self.line = Connection(ours.detach())
        self.ready = False
        self.has: deque[_Asked] = deque()

    def ask(self, one: _Asked) -> None:
        """Give it one more post, or read one that is too long; raises OSError where the process is gone."""
        message = pickle.dumps(one.raw, pickle.HIGHEST_PROTOCOL)
        if len(message) > _LONGEST:
            one.reading = read_safely(one.raw)
            return
        self.line.send_bytes(message)
        one.reader = self
        self.has.append(one)

    def hear(self) -> None:
        """Take an answer that has come; raises EOFError or OSError where the process is gone."""
        answer = self.line.recv_bytes()
        if not self.ready:
            if answer.decode() != rules():
                raise OSError("it reads by the rules of another version")
            self.ready = True
            return
        self.has.popleft().reading = pickle.loads(answer)  # noqa: S301  (of our own program)

    def end(self) -> None:
        """Let it go."""
        self.line.close()
        self.process.kill()
        self.process.wait()


class Readers:
    """Up to ``number`` processes that read; none where it is 0, and everything is read here."""

    def __init__(self, number: int) -> None:
        self._left = number
        self._alone = _ALONE
        self._readers: list[_Reader] = []
        self._queue: deque[_Asked] = deque()
        self._asked: dict[tuple[str, str], _Asked] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the processes; what was asked for and not fetched is forgotten."""
        while self._readers:
            self._readers.pop().end()
        self._left = 0
        self._queue.clear()
        self._asked.clear()

    def ahead(self, raws: Iterable[RawPost]) -> None:
        """Begin with posts that ``read`` will be asked for, and come back at once."""
        if not self._left and not self._readers:
            return
        for raw in raws:
            if len(self._asked) >= _KEPT:
                oldest = self._asked.pop(next(iter(self._asked)))
                with suppress(ValueError):
                    self._queue.remove(oldest)
            self._ask(raw)
        self._work(_BESIDE)

    def read(self, raws: Sequence[RawPost]) -> list[Reading | str]:
        """What posts say, in their order."""
        if not self._left and not self._readers:
            return [read_safely(raw) for raw in raws]
        wanted = []
        for raw in raws:
            known = self._asked.pop((raw.source, raw.external_id), None)
            wanted.append(known if known is not None and known.raw == raw else self._ask(raw))
        for one in wanted:
            self._asked.pop((one.raw.source, one.raw.external_id), None)
        self._work()
        for one in reversed(wanted):  # they begin at the other end
            while one.reading is None:
                if one.reader is None:
                    self._read_here(one)
                else:
                    self._wait(one.reader)
                self._work()
        self._work(_BESIDE)
        return [one.reading for one in wanted if one.reading is not None]

    def _ask(self, raw: RawPost) -> _Asked:
        one = self._asked[raw.source, raw.external_id] = _Asked(raw)
        self._queue.append(one)
        return one

    def _read_here(self, one: _Asked) -> None:
        with suppress(ValueError):
            self._queue.remove(one)
        one.reading = read_safely(one.raw)
        self._alone -= 1

    def _work(self, at_a_time: int = _SHARED) -> None:
        """Take the answers that have come, and keep the processes busy."""
        while self._alone <= 0 and self._left:
            self._left -= 1
            self._start()
        for reader in list(self._readers):
            try:
                while True:
                    while reader.line.poll():
                        reader.hear()  # first, or both ends may come to wait in sending
                    if not reader.ready or not self._queue or len(reader.has) >= at_a_time:
                        break
                    reader.ask(self._queue[0])
                    self._queue.popleft()
            except (EOFError, OSError) as error:
                self._lose(reader, str(error) or "it ended")

    def _start(self) -> None:
        try:
            self._readers.append(_Reader())
        except OSError as error:
            _log.warning("no process for reading could be started, posts are read one by one: %s", error)

    def _wait(self, reader: _Reader) -> None:
        if not wait([reader.line], _PATIENCE):
            self._lose(reader, f"no answer for {_PATIENCE:.0f} s")

    def _lose(self, reader: _Reader, why: str) -> None:
        """Go on without a process; what it had comes first again."""
        _log.warning("a process that read posts is left, they are read here: %s", why)
        self._readers.remove(reader)
        for one in reversed(reader.has):
            one.reader = None
            self._queue.appendleft(one)
        reader.end()


def usual_number() -> int:
    """How many processes this machine has room for beside the asking one."""
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(_MOST, allowed - 1)

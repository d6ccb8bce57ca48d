"""One session, one process: Telegram ends a session for good that is used from two places at once.

The lock is a file of this machine, held by the kernel for as long as its process lives, however that ends; whatever
data folder a process uses. Machines that share a store are kept apart by the leases of their sources.
"""

import fcntl
import hashlib
import os
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from pydantic import SecretStr

from voronka.errors import VoronkaError


class SessionInUseError(VoronkaError):
    """Another process has the session; ``owner`` says which."""

    def __init__(self, owner: str) -> None:
        super().__init__(f"Telegram: {owner} uses this session; one session may be used by one process only")
        self.owner = owner


@contextmanager
def session_lock(session: SecretStr, what: str) -> Iterator[None]:
    """Hold a session's lock for ``what`` ("voronka follow"); raises SessionInUseError where another process has it."""
    mark = hashlib.sha256(session.get_secret_value().encode()).hexdigest()[:24]
    path = Path(tempfile.gettempdir()) / f"voronka-telegram-{mark}.lock"
    number = _open(path)
    try:
        try:
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            owner = os.pread(number, 200, 0).decode("utf-8", "replace").strip()
            raise SessionInUseError(owner or "another process") from None
        with suppress(OSError):  # opened for reading only: a lock file of another user
            os.ftruncate(number, 0)
            os.pwrite(number, f"{socket.gethostname()[:32]} pid {os.getpid()} ({what})".encode(), 0)
        yield
    finally:
        os.close(number)


def _open(path: Path) -> int:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o644)
    except PermissionError:
        return os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError as error:
        raise VoronkaError(f"cannot make the session's lock {path} ({error.strerror}); see TMPDIR") from None

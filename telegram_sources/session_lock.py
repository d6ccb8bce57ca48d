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
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from telegram_sources.session import Credentials
from voronka.errors import VoronkaError


class SessionInUseError(VoronkaError):
    """Another process has the session; ``owner`` says which."""

    def __init__(self, owner: str) -> None:
        super().__init__(f"Telegram: {owner} uses this session; one session may be used by one process only")
        self.owner = owner


@contextmanager
def session_lock(credentials: Credentials, what: str) -> Iterator[None]:
    """Hold a session's lock for ``what`` ("voronka follow"); raises SessionInUseError where another process has it."""
    mark = hashlib.sha256(credentials.session.get_secret_value().encode()).hexdigest()[:24]
    # in the data folder as well: a service may have a folder for temporary files of its own
    folders = [Path(tempfile.gettempdir()), *([credentials.folder] if credentials.folder is not None else [])]
    with ExitStack() as held:
        for folder in folders:
            held.enter_context(_lock(folder / f"voronka-telegram-{mark}.lock", what))
        yield


@contextmanager
def _lock(path: Path, what: str) -> Iterator[None]:
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
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            return os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o644)
        except PermissionError:
            return os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError as error:
        raise VoronkaError(f"cannot make the session's lock {path} ({error.strerror}); see TMPDIR") from None

"""Leases: a source is read by one process at a time.

A lease is renewed while its source is read and given up at the end. That of a killed process runs out by itself, and at
once where it is seen that the process is gone. It is of the real world's time, also where a demo's clock stands still.
"""

import hashlib
import os
import re
import secrets
import socket
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Final

import sqlalchemy as sa

from voronka.store.tables import source

LEASE: Final = timedelta(seconds=120)
RENEW_SECONDS: Final = 30.0
"""After this time a lease is renewed; a writer that waits for another may miss two renewals in a row."""

_OWNER: Final = re.compile(r" pid (?P<pid>\d+) (?P<machine>\w+)-\w+$")
_UNKNOWN: Final = "unknown"


def owner_name() -> str:
    """A name for whoever takes leases here, unlike any other: host, process, and a mark of its machine and itself."""
    return f"{socket.gethostname()[:32]} pid {os.getpid()} {_machine()}-{secrets.token_hex(3)}"


def is_gone(owner: str) -> bool:
    """Whether an owner is a process of this machine that is no more; False where that cannot be told."""
    found = _OWNER.search(owner)
    if found is None or found["machine"] != _machine() or found["machine"] == _UNKNOWN:
        return False
    try:
        os.kill(int(found["pid"]), 0)
    except ProcessLookupError:
        return True
    except (PermissionError, OverflowError):
        return False
    return False


@cache
def _machine() -> str:
    """A mark of this boot of this machine and of its space of process numbers, which a container has for itself."""
    try:
        marks = Path("/proc/sys/kernel/random/boot_id").read_text() + str(Path("/proc/self/ns/pid").readlink())
    except OSError:
        return _UNKNOWN
    return hashlib.sha256(marks.encode()).hexdigest()[:8]


def take(connection: sa.Connection, names: Iterable[str], owner: str, now: datetime | None = None) -> set[str]:
    """Lease those of these sources that nobody else holds at ``now``; gives their names."""
    now = now or datetime.now(UTC)
    names = list(names)
    held = sa.select(source.c.lease_owner).where(source.c.name.in_(names), source.c.lease_owner.is_not(None))
    gone = [former for former in connection.execute(held.distinct()).scalars() if is_gone(former)]
    free = sa.or_(source.c.lease_owner.is_(None), source.c.lease_owner.in_([owner, *gone]), source.c.lease_until <= now)
    return _set(connection, sa.and_(source.c.name.in_(names), free), owner, now)


def renew(connection: sa.Connection, names: Iterable[str], owner: str, now: datetime | None = None) -> set[str]:
    """Hold these leases for longer; gives the names of those that are still ours."""
    ours = sa.and_(source.c.name.in_(list(names)), source.c.lease_owner == owner)
    return _set(connection, ours, owner, now or datetime.now(UTC))


def give_up(connection: sa.Connection, names: Iterable[str], owner: str) -> None:
    """End these leases, where they are still ours."""
    ours = sa.and_(source.c.name.in_(list(names)), source.c.lease_owner == owner)
    connection.execute(sa.update(source).where(ours).values(lease_owner=None, lease_until=None))


def _set(connection: sa.Connection, these: sa.ColumnElement[bool], owner: str, now: datetime) -> set[str]:
    statement = sa.update(source).where(these).values(lease_owner=owner, lease_until=now + LEASE)
    return set(connection.execute(statement.returning(source.c.name)).scalars())

"""The suppression list in the store: keyed hashes with when and why, never what."""

from collections.abc import Callable, Iterable, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import sqlalchemy as sa

from voronka.contact_marks import Mark
from voronka.errors import VoronkaError
from voronka.store.facts import get_meta, set_meta
from voronka.store.posts import chunks
from voronka.store.tables import suppression
from voronka.suppression import Hasher

Key = Callable[[], str]
"""Gives the secret of the data folder; called only where something is hashed."""

_CHECK: Final = "erasure_key"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the list: its number, what kind of thing it keeps out, why, and since when."""

    id: int
    kind: str
    reason: str
    created_at: datetime


def hasher(connection: sa.Connection, key: Key, *, make: bool = False) -> Hasher | None:
    """The store's hasher; None where nothing was ever hashed, unless ``make`` says that now something will be.

    Raises VoronkaError where the key is not the one that the store's hashes were made with: with another one erased
    people would come back unnoticed.
    """
    known = check(connection)
    if known is None and not make:
        return None
    found = Hasher(key())
    if known is None:
        note_check(connection, found.check)
    elif known != found.check:
        raise VoronkaError(
            "the suppression list was made with another key: bring its file erasure-key back into the data folder, or "
            "set VORONKA_ERASURE_KEY; without it erased posts would come back"
        )
    return found


def check(connection: sa.Connection) -> str | None:
    """What tells the key of the store's hashes from others; None where nothing was ever hashed."""
    return get_meta(connection, _CHECK)


def note_check(connection: sa.Connection, known: str | None) -> None:
    """Note which key the store's hashes are made with, where that is not noted yet."""
    if known is not None and check(connection) is None:
        set_meta(connection, _CHECK, known)


def add(connection: sa.Connection, hasher: Hasher, marks: Iterable[Mark], reason: str, now: datetime) -> int:
    """Put marks on the list; those that are there keep their date and reason. Gives how many are new."""
    wanted = {(mark.kind, hasher.digest(mark)) for mark in marks}
    known: set[tuple[str, str]] = set()
    for chunk in chunks(sorted(digest for _, digest in wanted)):
        rows = connection.execute(
            sa.select(suppression.c.kind, suppression.c.digest).where(suppression.c.digest.in_(chunk))
        )
        known |= {(row.kind, row.digest) for row in rows}
    rows_to_add = [
        {"kind": kind, "digest": digest, "reason": reason, "created_at": now} for kind, digest in sorted(wanted - known)
    ]
    if rows_to_add:
        connection.execute(sa.insert(suppression), rows_to_add)
    return len(rows_to_add)


def listed(connection: sa.Connection, hasher: Hasher, marks: Set[Mark]) -> set[Mark]:
    """Which of these marks are on the list."""
    by_digest = {hasher.digest(mark): mark for mark in marks}
    found: set[Mark] = set()
    for chunk in chunks(list(by_digest)):
        rows = connection.execute(sa.select(suppression.c.digest).where(suppression.c.digest.in_(chunk)))
        found |= {by_digest[digest] for digest in rows.scalars()}
    return found


def is_empty(connection: sa.Connection) -> bool:
    """Whether nothing is on the list."""
    return connection.execute(sa.select(suppression.c.id).limit(1)).first() is None


def entries(connection: sa.Connection) -> list[Entry]:
    """The list, newest first."""
    rows = connection.execute(sa.select(suppression).order_by(suppression.c.created_at.desc(), suppression.c.id.desc()))
    return [Entry(row.id, row.kind, row.reason, row.created_at) for row in rows]


def find(connection: sa.Connection, hasher: Hasher, mark: Mark) -> int | None:
    """The number of the entry of a mark."""
    wanted = sa.and_(suppression.c.kind == mark.kind, suppression.c.digest == hasher.digest(mark))
    number: int | None = connection.execute(sa.select(suppression.c.id).where(wanted)).scalar_one_or_none()
    return number


def remove(connection: sa.Connection, numbers: Iterable[int]) -> int:
    """Take entries off the list; gives how many there were."""
    return sum(
        connection.execute(sa.delete(suppression).where(suppression.c.id.in_(chunk))).rowcount
        for chunk in chunks(list(numbers))
    )

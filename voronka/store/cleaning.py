"""The database's files after an erasure: nothing of what was erased is left in them.

SQLite overwrites deleted content with zeros (``secure_delete``), but pages that were rebuilt before and the write-ahead
log may still hold copies of it. PostgreSQL keeps dead rows until its own VACUUM: see docs/lawful.md.
"""

import secrets
from datetime import datetime, timedelta
from typing import Final

import sqlalchemy as sa

from voronka.store.database import Database
from voronka.store.facts import get_meta, set_meta
from voronka.store.tables import meta

_UNCLEANED: Final = "uncleaned"
_WAIT: Final = 5_000
"""Milliseconds to wait for a reader: a page's is done in a few."""
_CLEANED_AT: Final = "cleaned_at"


def note_uncleaned(connection: sa.Connection) -> None:
    """Note, in the transaction that erases, that the files have to be cleaned; each time with another word."""
    set_meta(connection, _UNCLEANED, secrets.token_hex(8))


def uncleaned(connection: sa.Connection) -> str | None:
    """The word noted by the last erasure since which the files were not cleaned; None where they are clean."""
    return get_meta(connection, _UNCLEANED)


def note_cleaned(connection: sa.Connection, word: str, now: datetime) -> None:
    """The files are clean of all that was erased up to ``word``; an erasure since then has another."""
    set_meta(connection, _CLEANED_AT, now.isoformat())
    connection.execute(sa.delete(meta).where(meta.c.key == _UNCLEANED, meta.c.value == word))


def was_cleaned(connection: sa.Connection, now: datetime, within: timedelta) -> bool:
    """Whether the files were cleaned within a time before ``now``."""
    at = get_meta(connection, _CLEANED_AT)
    return at is not None and timedelta() <= now - datetime.fromisoformat(at) < within


def empty_log(database: Database) -> bool:
    """Move SQLite's write-ahead log into the database and cut it to nothing; False where a reader is in the way."""
    if not database.is_sqlite:
        return True
    with database.alone() as connection:
        usual = connection.exec_driver_sql("PRAGMA busy_timeout").scalar_one()
        connection.exec_driver_sql(f"PRAGMA busy_timeout={_WAIT}")
        try:
            busy = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()[0]
        finally:
            connection.exec_driver_sql(f"PRAGMA busy_timeout={usual}")
    return not busy


def rewrite(database: Database) -> bool:
    """Write SQLite's file anew with nothing but what is stored; False where a reader of the log is in the way.

    Takes about as long as copying the file, and needs as much room beside it.
    """
    if not database.is_sqlite:
        return True
    with database.alone() as connection:
        # the copy would be made in memory
        connection.exec_driver_sql("PRAGMA temp_store=FILE")
        try:
            connection.exec_driver_sql("VACUUM")
        finally:
            connection.exec_driver_sql("PRAGMA temp_store=MEMORY")
    return empty_log(database)

"""Backups: one state of a store as a file that either database can be restored from.

SQLite's own copying would give a file for SQLite alone. A transaction that sees one state does as well while others
write: SQLite's write-ahead log grows until it ends, PostgreSQL keeps old rows.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa

from voronka.store.archive import Manifest, writing
from voronka.store.database import HEAD, Database
from voronka.store.tables import (
    UtcDateTime,
    account_session,
    attempt,
    lease,
    metadata,
    one_time_link,
    recent_search,
)

PASSING: Final = frozenset({one.name for one in (attempt, account_session, one_time_link, recent_search, lease)})
"""Tables that are of this moment only."""
_ROWS: Final = 500


def write_backup(database: Database, path: Path, files: Mapping[str, bytes]) -> Manifest:
    """Write a backup of a store, with these files of the data folder; gives its manifest.

    Raises VoronkaError where the store or the file fails; then there is no file, or the former one.
    """
    manifest = Manifest(HEAD, datetime.now(UTC).isoformat(timespec="seconds"), version("voronka"))
    with database.reading() as connection, writing(path, manifest) as writer:
        for table in metadata.sorted_tables:
            if table.name not in PASSING:
                kinds = {column.name: _kind(column) for column in table.columns}
                writer.table(table.name, kinds, _rows(connection, table, list(kinds.values())))
                mark = _mark(connection, table)
                if mark is not None:
                    manifest.marks[table.name] = mark
        for name, content in files.items():
            writer.file(name, content)
    return manifest


def _kind(column: sa.Column[Any]) -> str:
    if isinstance(column.type, UtcDateTime):
        return "time"
    if isinstance(column.type, sa.JSON):
        return "nullable json" if column.nullable else "json"  # JSON's own null is no null of SQL
    return "plain"


def _rows(connection: sa.Connection, table: sa.Table, kinds: list[str]) -> Iterator[list[Any]]:
    times = [place for place, kind in enumerate(kinds) if kind == "time"]
    query = sa.select(table).order_by(*table.primary_key.columns)
    for row in connection.execute(query, execution_options={"yield_per": _ROWS}):
        values = list(row)
        for place in times:
            values[place] = values[place] and values[place].isoformat()
        yield values


def _mark(connection: sa.Connection, table: sa.Table) -> int | None:
    """The highest id that was ever given in a table, where the database gives them and knows."""
    column = table.autoincrement_column
    if column is None:
        return None
    if connection.dialect.name == "sqlite":
        if not table.dialect_options["sqlite"]["autoincrement"]:
            return None
        return connection.execute(
            sa.text("SELECT seq FROM sqlite_sequence WHERE name = :name"), {"name": table.name}
        ).scalar()
    sequence = connection.execute(sa.select(sa.func.pg_get_serial_sequence(table.name, column.name))).scalar()
    found = connection.execute(sa.text(f"SELECT last_value, is_called FROM {sequence}")).one()  # noqa: S608  (the database named it)
    return int(found.last_value) if found.is_called else None

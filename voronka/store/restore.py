"""Restoring a backup into a store: one transaction, so that the old store stands until the new one is whole."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import REGCLASS

from voronka.errors import VoronkaError
from voronka.store import purge
from voronka.store import suppression as suppressing
from voronka.store.archive import Reader
from voronka.store.backup import PASSING
from voronka.store.database import Database
from voronka.store.tables import UtcDateTime, correction, metadata, post, source, suppression
from voronka.store.taking_out import take_out

_BATCH: Final = 500
_TYPES: Final[dict[str, sa.types.TypeEngine[Any]]] = {
    "plain": sa.types.NullType(),
    "time": UtcDateTime(),
    "json": sa.JSON(),
    "nullable json": sa.JSON(none_as_null=True),
}


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore brought: rows by table, and how many posts were taken out again because they had been erased.

    ``kept_out_since`` is how many entries of the suppression list the backup did not have: its posts are still to be
    judged by them, which reading them again does.
    """

    rows: dict[str, int]
    erased_again: int
    kept_out_since: int


def is_empty(connection: sa.Connection) -> bool:
    """Whether a store holds nothing that would be lost: no posts, no corrections, no suppressed."""
    return not any(
        connection.execute(sa.select(sa.literal(1)).select_from(table).limit(1)).first()
        for table in (post, correction, suppression)
    )


def suppressed(database: Database) -> int:
    """How many entries the suppression list of a store has."""
    with database.reading() as connection:
        number: int = connection.execute(sa.select(sa.func.count()).select_from(suppression)).scalar_one()
    return number


def restore(
    database: Database, backup: Reader, now: datetime, *, replace: bool, before_commit: Callable[[], None]
) -> Restored:
    """Put a verified backup in the place of what a store holds, at the tables' newest revision.

    What the store knows to be erased stays erased: its posts are taken out of the restored ones again, its suppression
    list is joined to the backup's, and sources that an admin switched off and emptied are so again. ``before_commit``
    is called when all is in place and nothing is visible yet.

    Raises VoronkaError where the store is not empty and is not to be replaced, or where the backup is of a newer
    program; the store is then as before.
    """
    with database.writing() as connection:
        if not replace and not is_empty(connection):
            raise VoronkaError(f"the store {database.where} is not empty; to replace all it holds: --replace")
        kept = _Kept(connection)
        database.start_anew(connection, backup.manifest.revision)
        rows = _fill(connection, backup)
        database.upgrade(connection)
        _set_marks(connection, backup.manifest.marks)
        erased = kept.apply(connection, now)
        before_commit()
    return Restored(rows, erased, kept.kept_out_since)


class _Kept:
    """What a store knows of erasures; a backup may be older than they are."""

    def __init__(self, connection: sa.Connection) -> None:
        erased = sa.select(post.c.source, post.c.erased_reason, post.c.external_id).where(post.c.erased_at.is_not(None))
        self.posts: dict[tuple[str, str], list[str]] = {}
        for row in connection.execute(erased):
            self.posts.setdefault((row.source, row.erased_reason or "deleted"), []).append(row.external_id)
        columns = [column for column in suppression.columns if not column.primary_key]
        self.kept_out_since = 0
        self.check = suppressing.check(connection)
        self.suppressed = [dict(row._mapping) for row in connection.execute(sa.select(*columns))]
        lived_in = sa.exists().where(post.c.source == source.c.name)
        emptied = sa.select(source.c.name).where(source.c.disabled_by_admin, ~lived_in)
        self.emptied = list(connection.execute(emptied).scalars())

    def apply(self, connection: sa.Connection, now: datetime) -> int:
        known = {
            (row.kind, row.digest) for row in connection.execute(sa.select(suppression.c.kind, suppression.c.digest))
        }
        missing = [row for row in self.suppressed if (row["kind"], row["digest"]) not in known]
        if missing:
            connection.execute(sa.insert(suppression), missing)
            self.kept_out_since = len(missing)
        suppressing.note_check(connection, self.check)
        number = sum(take_out(connection, name, ids, why, now) for (name, why), ids in self.posts.items())
        for name in self.emptied:
            number += purge.purge_source(connection, name)
            connection.execute(sa.update(source).where(source.c.name == name).values(disabled_by_admin=True))
        return number


def _fill(connection: sa.Connection, backup: Reader) -> dict[str, int]:
    """Insert all rows, in an order in which each finds what it refers to; references within a table come afterwards."""
    inspector = sa.inspect(connection)
    there = set(inspector.get_table_names())
    order = [table.name for table in metadata.sorted_tables]
    tables = sorted(backup.manifest.tables, key=lambda name: order.index(name) if name in order else len(order))
    written = {}
    for name in tables:
        note = backup.manifest.tables[name]
        if name not in there or name in PASSING:
            raise VoronkaError(f"the backup {backup.path} holds a table {name} that its revision does not know")
        own = {
            key["constrained_columns"][0]
            for key in inspector.get_foreign_keys(name)
            if key["referred_table"] == name and len(key["constrained_columns"]) == 1
        }
        table = sa.table(name, *(sa.column(column, _TYPES[kind]) for column, kind in note.columns.items()))
        for batch in _batches(backup, name):
            values = [{key: None if key in own else value for key, value in row.items()} for row in batch]
            connection.execute(sa.insert(table), values)
        for column in own:
            _refer(connection, table, column, _batches(backup, name))
        written[name] = note.rows
    return written


def _refer(
    connection: sa.Connection, table: sa.TableClause, column: str, batches: Iterator[list[dict[str, Any]]]
) -> None:
    setting = sa.update(table).where(table.c.id == sa.bindparam("own")).values({column: sa.bindparam("other")})
    for batch in batches:
        values = [{"own": row["id"], "other": row[column]} for row in batch if row[column] is not None]
        if values:
            connection.execute(setting, values)


def _batches(backup: Reader, name: str) -> Iterator[list[dict[str, Any]]]:
    columns = backup.manifest.tables[name].columns
    times = {column for column, kind in columns.items() if kind == "time"}
    rows = backup.rows(name)
    while batch := list(islice(rows, _BATCH)):
        yield [
            {
                column: datetime.fromisoformat(value) if column in times and value is not None else value
                for column, value in zip(columns, row, strict=True)
            }
            for row in batch
        ]


def _set_marks(connection: sa.Connection, marks: dict[str, int]) -> None:
    """Let no id be given a second time."""
    for table in metadata.sorted_tables:
        column = table.autoincrement_column
        if column is None:
            continue
        highest = connection.execute(sa.select(sa.func.max(column))).scalar() or 0
        mark = max(highest, marks.get(table.name, 0))
        if not mark:
            continue
        if connection.dialect.name == "sqlite":
            if table.dialect_options["sqlite"]["autoincrement"]:
                values = {"name": table.name, "seq": mark}
                connection.execute(sa.text("DELETE FROM sqlite_sequence WHERE name = :name"), values)
                connection.execute(sa.text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :seq)"), values)
        else:
            sequence = sa.func.pg_get_serial_sequence(table.name, column.name)
            connection.execute(sa.select(sa.func.setval(sa.cast(sequence, REGCLASS), mark)))

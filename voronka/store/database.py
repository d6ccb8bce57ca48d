"""Opening a database, bringing it up to date, and transactions."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa

from voronka.errors import VoronkaError
from voronka.store.tables import metadata

HEAD: Final = "0013"
"""The newest revision of the tables; a test holds it against the migrations."""

_WRITERS_LOCK: Final = 0x766F726F  # one number for all writers of a PostgreSQL store
_WAIT: Final = 30  # seconds that a writer waits for another; a URL may say otherwise (timeout, lock_timeout)
_CONNECT_WAIT: Final = 10
_TURN: Final = 0.01
_FREE_SPACE: Final = "free some space and run the command again: nothing stored was lost"
_OTHER_WRITER: Final = "another process is writing for long; try again"
_NO_SERVER: Final = "is the server running and the URL right? see VORONKA_DATABASE_URL"
_HINTS: Final = (
    ("locked", _OTHER_WRITER),
    ("lock timeout", _OTHER_WRITER),
    ("is full", _FREE_SPACE),
    ("No space left", _FREE_SPACE),
    ("disk I/O", "the disk is full or failing; free some space and run the command again: nothing stored was lost"),
    ("readonly", "the folder or file is read-only; make it writable or choose another VORONKA_DATA"),
    ("unable to open", "the folder is not there or not writable; see VORONKA_DATA"),
    ("malformed", "the file is damaged; restore a backup"),
    ("not a database", "the file is no store; choose another VORONKA_DATA"),
    ("too many clients", "the server has no connection left; raise its max_connections"),
    ("onnection", _NO_SERVER),
    ("database system is", _NO_SERVER),
)


class Database:
    """A database at a URL, with its tables at the newest revision.

    Raises VoronkaError where it cannot be opened: a read-only folder, a wrong URL, a store from a newer version.
    """

    def __init__(self, url: str) -> None:
        try:
            self.url = sa.make_url(url)
        except sa.exc.ArgumentError as error:
            raise VoronkaError("the database URL cannot be read; see VORONKA_DATABASE_URL") from error
        self.where = self.url.render_as_string(hide_password=True)
        if self.url.get_backend_name() == "postgresql" and self.url.drivername == "postgresql":
            self.url = self.url.set(drivername="postgresql+psycopg")
        if self.is_sqlite:
            self._make_folder()
        try:
            self.engine = sa.create_engine(self.url, hide_parameters=True, **self._options())  # they hold posts
            sa.event.listen(self.engine, "connect", _set_up_sqlite if self.is_sqlite else _set_up_postgresql)
            # one state of the store for all that a reader asks; SQLite's readers have it anyhow
            snapshot = {} if self.is_sqlite else {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
            self._reader = self.engine.execution_options(**snapshot)
            self._migrate()
        except (sa.exc.DBAPIError, sqlite3.Error) as error:
            raise self.explained(error) from error

    @property
    def is_sqlite(self) -> bool:
        """Whether this is SQLite."""
        return self.url.get_backend_name() == "sqlite"

    def _options(self) -> dict[str, Any]:
        # pysqlite's own transaction handling is switched off: we say BEGIN ourselves (see writing)
        defaults = {"timeout": _WAIT, "isolation_level": None} if self.is_sqlite else {"connect_timeout": _CONNECT_WAIT}
        connect = {name: value for name, value in defaults.items() if name not in self.url.query}
        return {"connect_args": connect, "pool_pre_ping": not self.is_sqlite}

    def _make_folder(self) -> None:
        if self.url.database and self.url.database != ":memory:":
            try:
                Path(self.url.database).parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise VoronkaError(f"cannot make the data folder for {self.where}: {error.strerror}") from error

    def _migrate(self) -> None:
        current = self._revision()
        if current == HEAD:
            return
        with self.writing() as connection:
            self.upgrade(connection, was=current)

    def upgrade(self, connection: sa.Connection, revision: str = "head", was: str | None = None) -> None:
        """Bring the tables to a revision; raises VoronkaError where ``was`` or ``revision`` is of a newer program."""
        # seldom needed, and a quarter of a second to load
        from alembic import command
        from alembic.config import Config
        from alembic.util import CommandError

        config = Config()
        config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, revision)
        except CommandError as error:
            newer = was or revision
            raise VoronkaError(
                f"the store {self.where} was made by a newer Voronka (revision {newer}); update the program"
            ) from error

    def start_anew(self, connection: sa.Connection, revision: str) -> None:
        """Drop all tables, and make them as they were at a revision; part of the connection's transaction."""
        connection.exec_driver_sql("DROP TABLE IF EXISTS alembic_version")
        metadata.drop_all(connection)
        self.upgrade(connection, revision)

    def _revision(self) -> str | None:
        with self.engine.connect() as connection:
            if not sa.inspect(connection).has_table("alembic_version"):
                return None
            revision: str | None = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
            return revision

    def check(self) -> None:
        """Ask the database for its revision; raises VoronkaError where it does not answer or has another one than ours.

        Another process may have migrated it since we opened it.
        """
        try:
            current = self._revision()
        except sa.exc.DBAPIError as error:
            raise self.explained(error) from error
        if current != HEAD:
            raise VoronkaError(
                f"the store {self.where} is of revision {current}, this program of {HEAD}; start it again, updated"
            )

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A connection for reading; sees one state of the database."""
        with self._connected(self._reader) as connection:
            if self.is_sqlite:
                connection.exec_driver_sql("BEGIN")
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """One transaction, committed at the end or rolled back whole; writers wait for one another.

        The order of the change log is thereby the order of commits, which the index relies on.
        """
        with self._connected(self.engine) as connection:
            if self.is_sqlite:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            else:
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_WRITERS_LOCK)))
            yield connection
            connection.commit()

    @contextmanager
    def alone(self) -> Iterator[sa.Connection]:
        """A connection outside of any transaction, for what a database does only there."""
        with self._connected(self.engine) as connection:
            yield connection

    @contextmanager
    def _connected(self, engine: sa.Engine) -> Iterator[sa.Connection]:
        try:
            with engine.connect() as connection:
                yield connection
        except sa.exc.DBAPIError as error:
            raise self.explained(error) from error
        except sa.exc.TimeoutError as error:
            raise VoronkaError(f"the store {self.where} is busy: no connection came free; try again") from error

    def explained(self, error: Exception) -> VoronkaError:
        """One clear line for a failure of the database."""
        reason = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
        lost = _NO_SERVER if getattr(error, "connection_invalidated", False) else ""
        hint = next((advice for sign, advice in _HINTS if sign in reason), lost)
        return VoronkaError(f"the store {self.where} failed ({reason})" + (f": {hint}" if hint else ""))

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def _set_up_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    cursor = connection.cursor()
    _write_ahead(cursor)
    for pragma in (
        "synchronous=NORMAL",
        "foreign_keys=ON",
        "temp_store=MEMORY",
        "secure_delete=ON",  # what is erased is overwritten, see voronka.store.cleaning
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _write_ahead(cursor: sqlite3.Cursor) -> None:
    # SQLite does not wait by itself where several turn a new file to it at once: it refuses all but one
    end = time.monotonic() + _WAIT
    while True:
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > end:
                raise
        time.sleep(_TURN)


def _set_up_postgresql(connection: Any, _record: object) -> None:
    # waiting for another writer has an end, as on SQLite, unless the URL or the server set their own
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT set_config('lock_timeout', '{_WAIT}s', false) WHERE current_setting('lock_timeout') = '0'"
        )
    connection.commit()

"""Opening a store: migrations, and one clear line where it cannot be opened."""

import os
import sqlite3
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

import voronka.store
from voronka.errors import VoronkaError
from voronka.store import Store
from voronka.store.database import HEAD
from voronka.store.tables import metadata, post

AT = datetime(2026, 11, 20, 9, tzinfo=UTC)


def test_migrations_make_the_tables_that_the_code_declares(any_store: Store) -> None:
    with any_store.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_the_newest_revision_is_the_last_migration() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(voronka.store.__file__).parent / "migrations"))
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


def test_sqlite_keeps_a_write_ahead_log_and_foreign_keys(tmp_path: Path) -> None:
    with Store(f"sqlite:///{tmp_path / 'voronka.sqlite3'}") as store, store.reading() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_a_new_file_that_another_writes_to_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "voronka.sqlite3"
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    # the moment in which we wait for it
    monkeypatch.setattr(time, "sleep", lambda _seconds: other.in_transaction and other.execute("ROLLBACK"))
    with Store(f"sqlite:///{path}?timeout=0") as store, store.reading() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
    other.close()


def test_opening_again_keeps_what_is_there(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'deep' / 'voronka.sqlite3'}"
    with Store(url) as store:
        store.set_meta("fact", "1")
    with Store(url) as store:
        assert store.meta("fact") == "1"


def test_a_failed_transaction_leaves_nothing(any_store: Store) -> None:
    def fail() -> None:
        with any_store.writing() as connection:
            connection.exec_driver_sql("INSERT INTO meta VALUES ('a', 'b')")
            raise KeyError("in mid-transaction")

    with pytest.raises(KeyError):
        fail()
    assert any_store.meta("a") is None


def test_a_naive_datetime_is_refused(store: Store) -> None:
    with store.writing() as connection, pytest.raises(sa.exc.StatementError, match="naive"):
        connection.execute(sa.select(post).where(post.c.posted_at == datetime(2026, 1, 1)))  # noqa: DTZ001  (on purpose)


def test_a_demo_and_live_data_are_never_mixed(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'a.sqlite3'}"
    with Store(url) as store:
        store.claim(AT)
        store.claim(AT)
        with pytest.raises(VoronkaError, match="holds a demo"):
            store.claim(None)
    with Store(url) as store:
        assert store.clock.now() == AT
    with Store(f"sqlite:///{tmp_path / 'b.sqlite3'}") as live:
        live.claim(None)
        with pytest.raises(VoronkaError, match="live data"):
            live.claim(AT)


def test_no_database_at_all(tmp_path: Path) -> None:
    path = tmp_path / "voronka.sqlite3"
    path.write_bytes(b"this is no database, whatever its name says" * 50)
    with pytest.raises(VoronkaError, match=r"not a database.*choose another"):
        Store(f"sqlite:///{path}")


def test_a_store_of_a_newer_program_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "voronka.sqlite3"
    Store(f"sqlite:///{path}").close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    with pytest.raises(VoronkaError, match="newer Voronka"):
        Store(f"sqlite:///{path}")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(VoronkaError, match="VORONKA_DATA"):
        Store(f"sqlite:///{tmp_path / 'voronka.sqlite3'}")


@pytest.mark.parametrize("url", ["nonsense", "sqlite:////proc/none/voronka.sqlite3"])
def test_a_wrong_url_is_one_clear_line(url: str) -> None:
    with pytest.raises(VoronkaError) as caught:
        Store(url)
    assert "\n" not in str(caught.value)


def test_a_password_is_never_told() -> None:
    with pytest.raises(VoronkaError) as caught:
        Store("postgresql+psycopg://user:geheim@127.0.0.1:1/voronka?connect_timeout=1")
    assert "geheim" not in str(caught.value)

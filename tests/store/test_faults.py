"""What fails around the store: each gives one clear line, loses nothing, and the next run goes on."""

import sqlite3
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa

from tests.databases import POSTGRESQL, database_url, engine_of
from tests.trouble import Line, fill, read_only, small_disk
from voronka.clock import Clock
from voronka.errors import VoronkaError
from voronka.ingest import Ingest
from voronka.model import RawPost
from voronka.sources import Source, SourceKind
from voronka.store import Store
from voronka.store.posts import Saved

AT = datetime(2026, 11, 20, 9, tzinfo=UTC)


def page(first: int, count: int = 20, length: int = 400) -> list[RawPost]:
    return [
        RawPost(
            "kanal_a",
            str(n),
            f"SMM-менеджер №{n} в пекарню, Казань, {n} 000 ₽ на руки, @hr_{n}\n" + "вести сообщество " * (length // 17),
            posted_at=AT - timedelta(minutes=n),
        )
        for n in range(first, first + count)
    ]


def ready(store: Store) -> Ingest:
    store.clock = Clock(AT)
    store.declare([Source("kanal_a", "Канал А", SourceKind.TELEGRAM)])
    return Ingest(store)


def import_many(ingest: Ingest) -> None:
    for first in range(21, 2_000, 20):
        ingest.add_page(page(first))


def one_line(error: VoronkaError) -> str:
    assert "\n" not in str(error)
    return str(error)


def test_a_full_disk_keeps_what_was_stored_and_the_next_run_goes_on(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "5m") as disk:
        url = f"sqlite:///{disk / 'voronka.sqlite3'}"
        with Store(url) as store:
            ingest = ready(store)
            ingest.add_page(page(1))
            ballast = fill(disk, leave=1_500_000)
            with pytest.raises(VoronkaError, match="free some space") as caught:
                import_many(ingest)
            one_line(caught.value)
            stored = store.stats()["totals"]["posts"]
            assert stored > 20
            assert stored % 20 == 0
        ballast.unlink()
        with Store(url) as store:
            assert store.faults() == []
            outcomes = ready(store).add_page(page(stored + 1))
            assert {outcome.saved for outcome in outcomes} == {Saved.NEW}


def test_a_folder_that_was_never_there_and_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "var").mkdir()
    with read_only(tmp_path / "var"), pytest.raises(VoronkaError, match=r"VORONKA_DATA|cannot make") as caught:
        Store(f"sqlite:///{tmp_path / 'var' / 'deep' / 'voronka.sqlite3'}")
    one_line(caught.value)


def impatient(url: str) -> str:
    """The URL of a store whose writers wait for another a moment only."""
    return f"{url}%20-clock_timeout%3D200" if "postgresql" in url else f"{url}?timeout=0.2"


@pytest.fixture
def locked(any_url: str) -> Iterator[sa.Connection]:
    """Another process's connection, which is writing."""
    Store(any_url).close()
    engine = engine_of(any_url)
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            connection.exec_driver_sql(f"SELECT pg_advisory_lock({0x766F726F})")
        yield connection
    engine.dispose()


def let_go(connection: sa.Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("ROLLBACK")
    else:
        connection.exec_driver_sql("SELECT pg_advisory_unlock_all()")


def test_who_waits_too_long_for_another_writer_is_told(locked: sa.Connection, any_url: str) -> None:
    with Store(impatient(any_url)) as store:
        assert store.stats()["totals"]["posts"] == 0  # readers wait for nobody
        with pytest.raises(VoronkaError, match="another process is writing for long; try again") as caught:
            store.set_meta("fact", "1")
        one_line(caught.value)
        let_go(locked)
        store.set_meta("fact", "1")
        assert store.meta("fact") == "1"


def test_who_waits_gets_its_turn(locked: sa.Connection, any_url: str) -> None:
    with Store(any_url) as store:
        writer = threading.Thread(target=store.set_meta, args=("fact", "1"))
        writer.start()
        writer.join(0.2)
        assert writer.is_alive()
        let_go(locked)
        writer.join(20)
        assert store.meta("fact") == "1"


def test_a_damaged_file_is_told_and_the_check_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "voronka.sqlite3"
    with Store(f"sqlite:///{path}") as store:
        ingest = ready(store)
        for first in (1, 101, 201):
            ingest.add_page(page(first, 100))
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    size = path.stat().st_size
    with path.open("r+b") as file:
        for place in range(size // 3, size - 8192, 16384):
            file.seek(place)
            file.write(b"\xfe" * 6000)
    with Store(f"sqlite:///{path}") as store:
        assert any("damaged" in fault.what and fault.do == "restore a backup" for fault in store.faults())
        with pytest.raises(VoronkaError, match="the file is damaged; restore a backup") as caught:
            store.listings(store.listing_ids())
        one_line(caught.value)


@pytest.fixture
def line(tmp_path: Path) -> Iterator[tuple[Line, str]]:
    """A line to PostgreSQL, and the URL of an empty store over it."""
    with database_url("postgresql", tmp_path) as url:
        server = psycopg.conninfo.conninfo_to_dict(POSTGRESQL)
        port = int(str(server.get("port", 5432)))
        opened = Line(str(server["host"]), port)
        yield opened, url.replace(f":{port}/", f":{opened.port}/")
        opened.cut()


def test_a_server_that_goes_away_and_comes_back(line: tuple[Line, str]) -> None:
    server, url = line
    with Store(url) as store:
        ingest = ready(store)
        ingest.add_page(page(1))
        server.cut()
        for _ in range(2):
            with pytest.raises(VoronkaError, match="is the server running") as caught:
                ingest.add_page(page(21))
            assert "voronka_test:voronka_test" not in one_line(caught.value)
        with pytest.raises(VoronkaError):
            Store(url)
        server.mend()
        assert {outcome.saved for outcome in ingest.add_page(page(21))} == {Saved.NEW}
        assert {outcome.saved for outcome in ingest.add_page(page(1))} == {Saved.UNCHANGED}
        assert store.faults() == []


def test_a_line_that_breaks_in_mid_transaction_leaves_nothing(line: tuple[Line, str]) -> None:
    server, url = line

    def write() -> None:
        with store.writing() as connection:
            connection.exec_driver_sql("INSERT INTO meta VALUES ('half', '1')")
            server.cut()
            connection.exec_driver_sql("INSERT INTO meta VALUES ('rest', '1')")

    with Store(url) as store:
        with pytest.raises(VoronkaError, match="is the server running"):
            write()
        server.mend()
        assert (store.meta("half"), store.meta("rest")) == (None, None)
        store.set_meta("half", "2")  # the lock of writers went with its connection


@pytest.mark.parametrize(
    ("said", "advice"),
    [
        ('could not extend file "base/5/16384": No space left on device', "free some space"),
        ("the database system is shutting down", "is the server running"),
        ("terminating connection due to administrator command", "is the server running"),
        ("FATAL: sorry, too many clients already", "max_connections"),
        ("disk I/O error", "the disk is full or failing"),
    ],
)
def test_what_servers_say_is_explained(store: Store, said: str, advice: str) -> None:
    assert advice in one_line(store.database.explained(Exception(said)))


def test_hostile_values_are_stored_on_each_database(any_store: Store) -> None:
    ingest = ready(any_store)
    raw = replace(
        page(1, 1)[0],
        external_id="a\x00b",
        url="https://doska.example/\x00",
        payload={"rank": float("nan"), "far": float("-inf"), "big": 10**40, "nul": "\x00", "half": "\ud83d"},
    )
    any_store.declare([Source("канал\x00", "имя\ud800", SourceKind.IMPORT, about="\x00")])
    assert ingest.add_page([raw])[0].saved is Saved.NEW
    assert ingest.add_page([raw])[0].saved is Saved.UNCHANGED
    stored = any_store.raw("kanal_a", "a\ufffdb")
    assert stored is not None
    assert stored.payload == {"rank": None, "far": None, "big": 10**40, "nul": "\ufffd", "half": "\ufffd"}


def test_a_reader_sees_one_state_and_writes_nothing(any_store: Store) -> None:
    any_store.set_meta("fact", "1")
    with any_store.reading() as connection:
        before = connection.exec_driver_sql("SELECT count(*) FROM meta").scalar()
        any_store.set_meta("other", "2")
        assert connection.exec_driver_sql("SELECT count(*) FROM meta").scalar() == before


def test_many_threads_share_the_pool(any_store: Store) -> None:
    ingest = ready(any_store)
    ingest.add_page(page(1))
    failed: list[BaseException] = []

    def work(number: int) -> None:
        try:
            for turn in range(5):
                any_store.set_meta(f"thread {number}", str(turn))
                assert len(any_store.listings(any_store.listing_ids())) == 20
        except (VoronkaError, AssertionError) as error:
            failed.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert all(any_store.meta(f"thread {number}") == "4" for number in range(20))

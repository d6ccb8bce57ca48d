"""Cleaning the files after an erasure: what is done when, and what happens where somebody is in the way."""

import logging
from datetime import timedelta
from pathlib import Path

import pytest

from search.folder import IndexFolder
from search.service import Search
from search.tidying import tidy
from search.whoosh_engine import WhooshEngine
from tests.search.builder import NOW, Builder
from voronka.clock import Clock
from voronka.query import Query
from voronka.settings import Settings
from voronka.store import Store, cleaning, taking_out

WORD = "кикиморовед"


def holding(folder: Path) -> set[str]:
    """Kinds of files that hold the word."""
    return {path.suffix for path in folder.rglob("*") if path.is_file() and WORD.encode() in path.read_bytes()}


def erase(store: Store, *numbers: int) -> None:
    with store.writing() as connection:
        taking_out.erase_posts(connection, numbers, "asked", store.clock.now())


def test_long_work_is_done_once_a_day_or_at_once(
    store: Store, builder: Builder, search: Search, tmp_path: Path
) -> None:
    numbers = [builder.add(f"{WORD} номер {n}") for n in range(3)]
    builder.add("маркетолог")
    search.catch_up()
    assert tidy(store, search)  # nothing was erased: nothing is done
    assert holding(tmp_path) >= {".seg"}
    erase(store, numbers[0], numbers[1], numbers[2])
    assert tidy(store, search)
    assert holding(tmp_path) == set()
    assert search.status().behind == 0

    last = builder.add(f"{WORD} снова")
    others = [builder.add("дизайнер") for _ in range(9)]  # so few deleted ones are no reason to merge
    search.catch_up()
    erase(store, last)
    search.catch_up()
    assert tidy(store, search)
    assert holding(tmp_path) == {".seg"}  # the same day: the database alone
    store.clock = Clock(NOW + timedelta(days=1))
    assert tidy(store, search)
    assert holding(tmp_path) == set()
    with store.reading() as connection:
        assert cleaning.uncleaned(connection) is None

    another = builder.add(f"{WORD} опять")
    search.catch_up()
    erase(store, another)
    assert tidy(store, search, at_once=True)
    assert holding(tmp_path) == set()
    assert {card.newest.text for card in search.ask(Query(stale=True)).listings} == {"маркетолог", "дизайнер"}
    assert search.ask(Query(text="дизайнер")).results.total == len(others)


@pytest.mark.usefixtures("only_files")
def test_a_reader_in_the_way_leaves_it_for_the_next_time(
    store: Store, builder: Builder, search: Search, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cleaning, "_WAIT", 10)
    number = builder.add(WORD)
    search.catch_up()
    with store.reading() as connection:
        connection.exec_driver_sql("SELECT count(*) FROM post").all()
        erase(store, number)
        assert not tidy(store, search, at_once=True)
    assert tidy(store, search, at_once=True)
    assert holding(tmp_path) == set()


def test_another_writer_of_the_index_leaves_it_for_the_next_time(
    store: Store, builder: Builder, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    engine = WhooshEngine(tmp_path / "index", stale_days=45, lock_wait=0.01)
    search = Search(store, Settings(data=tmp_path), engine)
    number = builder.add(WORD)
    search.catch_up()
    erase(store, number)
    with IndexFolder(tmp_path / "index").writing(0), caplog.at_level(logging.ERROR, "search"):
        assert not tidy(store, search, at_once=True)
    assert tidy(store, search)
    assert holding(tmp_path) == set()


def test_an_erasure_during_the_cleaning_is_not_forgotten(store: Store, builder: Builder, search: Search) -> None:
    erase(store, builder.add(WORD))
    with store.reading() as connection:
        word = cleaning.uncleaned(connection)
    assert word is not None
    erase(store, builder.add(WORD))
    with store.writing() as connection:
        cleaning.note_cleaned(connection, word, NOW)
    with store.reading() as connection:
        assert cleaning.uncleaned(connection) not in (None, word)


def test_scrubbing_removes_generations_that_a_crash_left(
    store: Store, builder: Builder, search: Search, tmp_path: Path
) -> None:
    number = builder.add("маркетолог")
    search.catch_up()
    left = tmp_path / "index" / "g-left"
    left.mkdir()
    (left / "MAIN_x.trm").write_bytes(WORD.encode())
    assert search.scrub()
    assert not left.exists()
    assert [hit.listing_id for hit in search.ask(Query()).results.hits] == [number]

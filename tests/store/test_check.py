"""The check: what a sound store must pass, and each fault that it must find, on both databases."""

from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from search.service import Search
from tests.search.builder import NOW, Builder
from voronka.clock import Clock
from voronka.model import Kind
from voronka.settings import Settings
from voronka.store import Store, taking_out
from voronka.store.tables import change, listing, post, post_version, posting, posting_key

Damage = Callable[[sa.Connection, dict[str, int]], object]


def furnish(store: Store) -> dict[str, int]:
    """A small store; gives the ids of its listings by a name."""
    store.clock = Clock(NOW)
    build = Builder(store)
    ids = {
        "vacancy": build.add("ищем маркетолога"),
        "other": build.add("ищем дизайнера"),
        "person": build.add("ищу работу", kind=Kind.CANDIDATE),
        "article": build.add("как искать работу", kind=Kind.CONTENT),
        "erased": build.add("уйдёт отсюда", source="kanal_b"),
        "merged": build.add("ищем маркетолога снова"),
    }
    build.edit(ids["vacancy"], "ищем двух маркетологов")
    build.merge(ids["merged"], ids["vacancy"])
    with store.writing() as connection:
        taking_out.take_out(connection, "kanal_b", ["5"], "deleted", NOW)
    return ids


@pytest.fixture
def cards(store: Store) -> dict[str, int]:
    return furnish(store)


def test_a_sound_store_has_no_fault_and_each_database_tells_one(any_store: Store) -> None:
    furnish(any_store)
    assert any_store.faults() == []
    with any_store.writing() as connection:
        connection.execute(_update(post, _of(post, external_id="1"), version=1))
    [fault] = any_store.faults()
    assert fault.what == "1 versions are newer than their post's current one: kanal_a/1/2"


def _of(table: sa.Table, **values: object) -> sa.ColumnElement[bool]:
    return sa.and_(*(table.c[name] == value for name, value in values.items()))


def _update(table: sa.Table, where: sa.ColumnElement[bool], **values: object) -> sa.Update:
    return sa.update(table).where(where).values(**values)


FAULTS: dict[str, tuple[Damage, str, str]] = {
    "a post without its current version": (
        lambda c, ids: c.execute(_update(post, _of(post, external_id="1"), version=7)),
        "1 posts have no current version: kanal_a/1",
        "restore a backup",
    ),
    "a version newer than the current one": (
        lambda c, ids: c.execute(_update(post, _of(post, external_id="1"), version=1)),
        "newer than their post's current one: kanal_a/1/2",
        "restore a backup",
    ),
    "a post without its posting": (
        lambda c, ids: c.execute(sa.delete(posting).where(posting.c.listing_id == ids["other"])),
        "not what was read out of them is there: kanal_a/2",
        "voronka reparse",
    ),
    "an article that is no card": (
        lambda c, ids: c.execute(_update(post, _of(post, external_id="4"), listing_id=None)),
        "not what was read out of them is there: kanal_a/4",
        "voronka reparse",
    ),
    "a listing of another kind": (
        lambda c, ids: c.execute(_update(listing, _of(listing, id=ids["person"]), kind="vacancy")),
        "another kind or team",
        "voronka reparse",
    ),
    "a listing of another team": (
        lambda c, ids: c.execute(_update(post, _of(post, external_id="4"), owner_team="us")),
        "another kind or team",
        "voronka reparse",
    ),
    "a merged listing with a member": (
        lambda c, ids: c.execute(_update(listing, _of(listing, id=ids["other"]), merged_into=ids["vacancy"])),
        "have members still",
        "voronka reparse",
    ),
    "a circle of merged listings": (
        lambda c, ids: c.execute(_update(listing, _of(listing, id=ids["vacancy"]), merged_into=ids["merged"])),
        "2 listings were joined to others in a circle",
        "restore a backup",
    ),
    "an erased post with a text": (
        lambda c, ids: c.execute(_update(post_version, _of(post_version, post_id=5), text="всё ещё тут")),
        "1 posts are erased and still hold something: kanal_b/5",
        "disable NAME --purge",
    ),
    "an erased post with a payload": (
        lambda c, ids: c.execute(_update(post_version, _of(post_version, post_id=5), payload={"a": 1})),
        "still hold something",
        "disable NAME --purge",
    ),
    "a person's former text": (
        lambda c, ids: c.execute(_update(post, _of(post, external_id="1"), kind="candidate")),
        "former versions of candidates' posts hold their text: kanal_a/1/1",
        "voronka reparse",
    ),
    "a change of no listing": (
        lambda c, ids: c.execute(sa.insert(change).values(listing_id=999)),
        "changes are of listings that never were: 999",
        "voronka index --rebuild",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_found_and_says_what_to_do(store: Store, cards: dict[str, int], name: str) -> None:
    damage, what, do = FAULTS[name]
    with store.writing() as connection:
        damage(connection, cards)
    found = store.faults()
    assert any(what in fault.what and do in fault.do for fault in found), found
    assert all("\n" not in fault.what for fault in found)


ORPHANS = {
    "versions belong to no post": sa.insert(post_version).values(
        post_id=777, version=1, digest="d", text="", links=[], payload={}, fetched_at=NOW
    ),
    "postings belong to no post": sa.insert(posting).values(
        post_id=777, position=0, kind="vacancy", listing_id=1, why_rule="", why="", generation=0, data={}
    ),
    "postings are in no listing": sa.update(posting).where(posting.c.id == 1).values(listing_id=777),
    "articles are in no listing": sa.update(post).where(post.c.id == 4).values(listing_id=777),
    "blocking keys belong to no posting": sa.insert(posting_key).values(posting_id=777, key="x:1"),
}


@pytest.mark.parametrize("words", ORPHANS)
def test_rows_that_belong_to_nothing_are_found(store: Store, tmp_path: Path, words: str) -> None:
    if not store.database.is_sqlite:
        pytest.skip("PostgreSQL lets no such row come to be")
    store.clock = Clock(NOW)
    build = Builder(store)
    for kind in (Kind.VACANCY, Kind.VACANCY, Kind.CANDIDATE, Kind.CONTENT):
        build.add("ищем маркетолога", kind=kind)
    with store.database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.execute(ORPHANS[words])
        connection.exec_driver_sql("PRAGMA foreign_keys=ON")
    found = store.faults()
    assert any(words in fault.what for fault in found), found
    assert any("rows that belong to nothing" in fault.what for fault in found)


# -- the index ------------------------------------------------------------------------------------------------------


@pytest.fixture
def search(store: Store, cards: dict[str, int], tmp_path: Path) -> Search:
    search = Search(store, Settings(data=tmp_path))
    search.catch_up()
    return search


def test_an_index_that_equals_the_store_has_no_fault(search: Search) -> None:
    assert search.faults() == []


def test_an_index_behind_the_store(search: Search, store: Store) -> None:
    Builder(store, 100).add("новое")
    [fault] = search.faults()
    assert ("has not seen 1 changes" in fault.what, fault.do) == (True, "voronka index")


def test_listings_that_the_index_has_not_or_has_otherwise(search: Search, store: Store, cards: dict[str, int]) -> None:
    with store.writing() as connection:  # past the change log, as nothing in the program does
        connection.execute(_update(post, _of(post, external_id="2"), posted_at=NOW))
        connection.execute(sa.delete(posting).where(posting.c.listing_id == cards["person"]))
        connection.execute(sa.insert(listing).values(id=50, kind="vacancy"))
        connection.execute(_update(posting, _of(posting, post_id=6), listing_id=50))
    words = [fault.what for fault in search.faults()]
    assert any(f"1 listings ({cards['other']}) are in the index as they were once" in line for line in words), words
    assert any("1 listings (50) of the store are not in the index" in line for line in words), words
    assert any("1 listings are in the index and not in the store" in line for line in words), words


def test_an_index_of_a_damaged_file_is_told_even_where_it_is_open(search: Search, tmp_path: Path) -> None:
    [file] = (tmp_path / "index").glob("g-*/*.seg")
    with file.open("r+b") as opened:
        opened.seek(30)
        opened.write(b"\xff\x00\xff")
    [fault] = search.faults()
    assert "is damaged" in fault.what
    assert fault.do == "voronka index --rebuild"


def test_no_index_is_needed_before_anything_is_stored(store: Store, tmp_path: Path) -> None:
    assert Search(store, Settings(data=tmp_path / "new")).faults() == []
    Builder(store).add("маркетолог")
    [fault] = Search(store, Settings(data=tmp_path / "new")).faults()
    assert "there is no index" in fault.what

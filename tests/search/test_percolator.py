"""Which queries a new listing fits: the very answers of the search, and only what may fit is compared."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.compiled import Compiled
from search.percolator import Percolator
from search.service import Search
from tests.search.builder import NOW, Builder
from tests.search.conformance import LISTINGS, ROWS
from tests.search.test_engine import listings, odd_texts, some_queries
from voronka.clock import Clock
from voronka.model import Kind
from voronka.query import Query
from voronka.settings import Settings
from voronka.store import Store


def found_by(search: Search, query: Query) -> set[int]:
    results = search.ask(replace(query, page=1, size=100)).results
    assert results.total <= 100
    return {hit.listing_id for hit in results.hits}


def same_as_the_search(search: Search, store: Store, queries: list[Query]) -> None:
    fitting = search.fitting(dict(enumerate(queries)), store.listing_ids())
    for number, query in enumerate(queries):
        assert {one for one, numbers in fitting.items() if number in numbers} == found_by(search, query), query


def test_every_row_of_the_conformance_suite(builder: Builder, search: Search) -> None:
    builder.add_many([(text, options) for text, options in LISTINGS.values()])
    search.catch_up()
    same_as_the_search(search, builder.store, [query for query, _ in ROWS])


def chance_listings(factory: pytest.TempPathFactory, rows: list[dict[str, Any]], asked: list[Query]) -> None:
    folder = factory.mktemp("percolator")
    with Store(f"sqlite:///{folder / 'store.sqlite3'}") as store:
        store.clock = Clock(NOW)
        builder, search = Builder(store), Search(store, Settings(data=folder))
        for row in rows:
            builder.add(**row)
        search.catch_up()
        same_as_the_search(search, store, asked)
        same_as_the_search(search, store, asked[1:] + asked[:1])  # the same numbers, other questions


unhurried = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture]


@settings(max_examples=5, deadline=None, suppress_health_check=unhurried)
@given(st.lists(listings, max_size=8), some_queries)
def test_chance_listings_and_queries(
    tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, Any]], asked: list[Query]
) -> None:
    chance_listings(tmp_path_factory, rows, asked)


@pytest.mark.full
@settings(max_examples=400, deadline=None, suppress_health_check=unhurried)
@given(st.lists(listings, max_size=14), st.lists(some_queries, max_size=4))
def test_many_chance_listings_and_queries(
    tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, Any]], asked: list[list[Query]]
) -> None:
    chance_listings(tmp_path_factory, rows, [query for some in asked for query in some])


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> tuple[Search, Store]:
    folder = tmp_path_factory.mktemp("odd")
    store = Store(f"sqlite:///{folder / 'store.sqlite3'}")
    store.clock = Clock(NOW)
    builder, search = Builder(store), Search(store, Settings(data=folder))
    builder.add("аб б-а «аб» @ #", cities=("аб",), company="«»")
    builder.add("Ищу работу", kind=Kind.CANDIDATE, team="аб")
    search.catch_up()
    return search, store


@settings(max_examples=40, deadline=None, suppress_health_check=unhurried)
@given(
    st.builds(
        Query,
        text=odd_texts,
        cities=st.lists(odd_texts, max_size=2).map(tuple),
        companies=st.lists(odd_texts, max_size=2).map(tuple),
        formats=st.sampled_from([(), ("remote",), ("x",)]),
        salary_min=st.none() | st.integers(-(10**12), 10**30),
        experience_max=st.none() | st.floats(),
        team=st.none() | odd_texts,
    )
)
def test_odd_queries(odd: tuple[Search, Store], query: Query) -> None:
    same_as_the_search(*odd, [query])


def test_a_beginning_of_a_word_stands_until_there_is_the_word_itself(builder: Builder, search: Search) -> None:
    longer = builder.add("Таргетолог в пекарню")
    search.catch_up()
    query = Query("таргет", team="team_a")
    assert search.fitting({7: query}, [longer]) == {longer: [7]}
    secret = builder.add("Таргет на пекарни", team="team_b")
    search.catch_up()
    assert search.fitting({7: query}, [longer, secret]) == {longer: [7], secret: []}
    ours = builder.add("Таргет на пекарни", team="team_a")
    search.catch_up()
    assert search.fitting({7: query}, [longer, ours]) == {longer: [], ours: [7]}


def test_what_cannot_fit_is_not_looked_at(
    builder: Builder, search: Search, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = 0
    passes = Compiled.passes

    def counted(self: Compiled, *arguments: Any) -> bool:
        nonlocal looked
        looked += 1
        return passes(self, *arguments)

    monkeypatch.setattr(Compiled, "passes", counted)
    queries = {n: Query(roles=("smm",), cities=(f"Город {n}",)) for n in range(500)}
    queries[500] = Query("слово", formats=("remote",))
    number = builder.add("SMM", roles=("smm",), cities=("Город 7", "Город 8"))
    assert search.fitting(queries, [number]) == {number: [7, 8]}
    assert looked == 2


def test_queries_come_and_go(builder: Builder, search: Search) -> None:
    number = builder.add("SMM", roles=("smm",), cities=("Казань",))
    percolator = Percolator(45)
    [card] = builder.store.listings([number])

    def fitting(queries: dict[int, Query]) -> list[int]:
        percolator.keep(queries)
        return dict(percolator.fitting([card], NOW, lambda *_: False))[number]

    assert fitting({1: Query(cities=("Казань",)), 2: Query(cities=("Омск",))}) == [1]
    assert fitting({2: Query(cities=("Казань",), roles=("smm", "seo"))}) == [2]
    assert fitting({}) == []
    assert percolator._index == {}

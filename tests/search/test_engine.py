"""The engine's answers: the conformance rows, and equality with a naive evaluation of the same listings."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.service import Search
from search.whoosh_engine import WhooshEngine
from tests.search.builder import NOW, Builder, rub
from tests.search.conformance import LISTINGS, ROWS
from tests.search.naive import evaluate
from voronka.clock import Clock
from voronka.listing import Listing
from voronka.model import Employment, Evidence, Flag, FlagCode, Kind, Period, Seniority, WorkFormat
from voronka.query import Query
from voronka.settings import Settings
from voronka.store import Store

STALE_DAYS = 45


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Search, dict[int, str]]:
    folder = tmp_path_factory.mktemp("conformance")
    store = Store(f"sqlite:///{folder / 'store.sqlite3'}")
    store.clock = Clock(NOW)
    builder = Builder(store)
    search = Search(store, Settings(data=folder))
    names = {}
    for number, (name, (text, options)) in enumerate(LISTINGS.items()):
        names[builder.add(text, **options)] = name
        if number % 3 == 0:
            search.catch_up()
    search.catch_up()
    return search, names


@pytest.mark.parametrize(("query", "expected"), ROWS, ids=lambda value: str(value)[:80])
def test_conformance(filled: tuple[Search, dict[int, str]], query: Query, expected: tuple[str, ...]) -> None:
    search, names = filled
    answer = search.ask(query)
    found = [names[hit.listing_id] for hit in answer.results.hits]
    if query.text and query.order == "relevance":
        assert sorted(found) == sorted(expected)
    else:
        assert found == list(expected)
    assert [names[card.id] for card in answer.listings] == found


def test_a_word_in_the_title_counts_more(builder: Builder, search: Search) -> None:
    title = builder.add("слова о разной работе", title="Копирайтер", days=1)
    body = builder.add("слова копирайтер разной работе", title="Вакансия", days=0.9)
    assert [hit.listing_id for hit in search.ask(Query(text="копирайтер")).results.hits] == [title, body]


def test_a_new_post_comes_before_an_old_one_that_fits_a_little_better(builder: Builder, search: Search) -> None:
    old = builder.add("копирайтер слова о разной работе", days=30)
    new = builder.add("копирайтер слова о разной и другой работе", days=1)
    assert [hit.listing_id for hit in search.ask(Query(text="копирайтер")).results.hits] == [new, old]


def test_a_rare_word_weighs_more_than_a_common_one(builder: Builder, search: Search) -> None:
    for _ in range(5):
        builder.add("маркетолог ищет работу снова", kind=Kind.CANDIDATE)
    common = builder.add("маркетолог маркетолог копирайтер ищет")
    rare = builder.add("копирайтер копирайтер маркетолог ищет")
    assert [hit.listing_id for hit in search.ask(Query(text="копирайтер маркетолог")).results.hits] == [rare, common]


def test_a_digest_position_is_found_by_its_own_line(builder: Builder, search: Search) -> None:
    text = "Три вакансии\nДизайнер в Томск\nКопирайтер в Пермь"
    first = builder.add(text, title="Дизайнер", start=13, end=29)
    assert [h.listing_id for h in search.ask(Query(text="дизайнер")).results.hits] == [first]
    assert search.ask(Query(text="копирайтер")).results.total == 0


def test_all_appearances_are_searched(builder: Builder, search: Search) -> None:
    card = builder.add("Копирайтер\nСтатьи о кофе", days=3)
    builder.add("Копирайтер\nСтатьи о кофе\nМожно из Томска", source="kanal_b", days=1, to=card)
    answer = search.ask(Query(text="кофе томск"))
    assert [hit.listing_id for hit in answer.results.hits] == [card]
    assert dict(answer.results.facets["source"]) == {"kanal_a": 1, "kanal_b": 1}


def test_what_one_should_beware_of_comes_last_and_can_be_left_out(builder: Builder, search: Search) -> None:
    scam = builder.add("копирайтер копирайтер", title="Копирайтер", days=0, flags=(SCAM,))
    old = builder.add("слова, и среди них копирайтер", title="Вакансия", days=30)

    def found(query: Query) -> list[int]:
        return [hit.listing_id for hit in search.ask(query).results.hits]

    assert found(Query(text="копирайтер")) == [old, scam]
    assert found(Query()) == [old, scam]
    assert found(Query(order="date")) == [scam, old]
    assert found(Query(trusted=True)) == [old]
    assert search.ask(Query(trusted=True)).results.kinds_total == {"vacancy": 1}


def test_vacancies_that_meet_the_standard(builder: Builder, search: Search) -> None:
    known: dict[str, Any] = {
        "roles": ("smm",),
        "evidence": {"roles": (Evidence("roles.title", 0, 3, "SMM"),)},
        "salary": rub(1, 2),
    }
    whole = builder.add("SMM срочно", signs=SERIOUS, **known)
    builder.add("SMM не спеша", **known)
    builder.add("ищу работу SMM срочно", kind=Kind.CANDIDATE, signs=SERIOUS, **known)
    assert [hit.listing_id for hit in search.ask(Query(standard=True)).results.hits] == [whole]


# -- equality with the naive evaluation --------------------------------------------------------------------------

WORDS = ["маркетолог", "продажи", "продаж", "e-com", "ecom", "C++", "казань", "таргетологу", "smm-менеджер", "smm", "и"]
CITIES = ["Казань", "Москва", "Томск"]
COMPANIES = ["Зерно", "ООО «Зерно»", "Волна"]
TEAMS = [None, "team_a", "team_b"]


SCAM = Flag(FlagCode.SCAM, (Evidence("flag.scam.deposit", 0, 3, "залог"),))
SERIOUS = tuple(
    Evidence(f"sign.{rule}", 0, 3, "срочно") for rule in ("need.urgent", "seriousness.official", "seriousness.address")
)


def several(values: Any, most: int = 2) -> Any:
    return st.lists(st.sampled_from(list(values)), max_size=most, unique=True).map(tuple)


salaries = st.none() | st.builds(
    lambda low, span, period, ends: rub(
        low * 1000 if ends != "max" else None, (low + span) * 1000 if ends != "min" else None, period=period
    ),
    st.integers(30, 150), st.integers(0, 50), st.sampled_from([Period.MONTH, Period.MONTH, Period.PROJECT]),
    st.sampled_from(["min", "max", "both"]),
)  # fmt: skip
texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)
listings = st.fixed_dictionaries(
    {
        "text": texts,
        "kind": st.sampled_from([Kind.VACANCY, Kind.VACANCY, Kind.CANDIDATE, Kind.CONTENT, Kind.PROMO]),
        "title": st.none() | texts,
        "roles": several(["smm", "sales_manager", "designer", "other"]).map(lambda r: r or ("other",)),
        "seniority": st.none() | st.sampled_from(Seniority),
        "salary": salaries,
        "formats": several(WorkFormat),
        "employment": several(Employment),
        "cities": several(CITIES),
        "company": st.none() | st.sampled_from(COMPANIES),
        "experience_years": st.none() | st.sampled_from([0, 1, 1.5, 3]),
        "days": st.sampled_from([0, 0.5, 1, 1.0001, 2, 44, 45, 46]),
        "flags": st.sampled_from([(), (), (), (SCAM,)]),
        "signs": st.sampled_from([(), SERIOUS]),
        "evidence": st.just({"roles": (Evidence("roles.title", 0, 3, "smm"),)}),
        "closed": st.booleans(),
        "team": st.sampled_from(TEAMS),
        "source": st.sampled_from(["kanal_a", "kanal_b", "doska"]),
    }
)
queries = st.builds(
    Query,
    text=st.lists(st.sampled_from([*WORDS, "-smm", '"продажи smm"', "марк"]), max_size=2).map(" ".join),
    kinds=several(Kind), roles=several(["smm", "sales_manager", "designer"]), groups=several(["marketing", "sales"], 1),
    seniority=several(Seniority, 1), formats=several(WorkFormat), employment=several(Employment, 1),
    cities=several(CITIES), companies=several(COMPANIES, 1), sources=several(["kanal_a", "doska"], 1),
    salary_min=st.none() | st.sampled_from([60_000, 90_000]), salary_max=st.none() | st.sampled_from([60_000, 120_000]),
    experience_max=st.none() | st.sampled_from([0, 1.5]), days=st.none() | st.sampled_from([1, 45]),
    standard=st.sampled_from([False, False, True]), trusted=st.booleans(), stale=st.booleans(),
    order=st.sampled_from(["relevance", "date", "pay"]), team=st.sampled_from(TEAMS),
    size=st.just(100),
)  # fmt: skip
places = st.builds(
    Query,
    cities=several(CITIES).map(lambda c: c or ("Томск",)),
    formats=several(WorkFormat).map(lambda f: ("remote", *f)),
    stale=st.booleans(),
    size=st.just(100),
)
some_queries = st.lists(
    queries | places | st.builds(Query, text=texts, stale=st.just(True), size=st.just(100)), max_size=8
)


def check(search: Search, store: Store, query: Query) -> None:
    everything = store.listings(store.listing_ids())
    expected, figures = evaluate(everything, query, NOW, STALE_DAYS)
    results = search.ask(query).results
    found = [hit.listing_id for hit in results.hits]
    if query.order == "relevance" and query.text:
        assert sorted(found) == sorted(expected)
        cards: dict[int, Listing] = {card.id: card for card in everything}
        keys = [(-hit.score, -cards[hit.listing_id].posted_at.timestamp(), hit.listing_id) for hit in results.hits]
        assert keys == sorted(keys)
    else:
        assert found == expected
    for name, value in figures.items():
        if name == "facets":
            assert isinstance(value, dict)
            for facet, counts in value.items():
                # companies' spellings of one key are counted together
                if facet == "company":
                    assert sum(n for _, n in results.facets[facet]) == sum(n for _, n in counts)
                else:
                    assert results.facets[facet] == counts, facet
        else:
            assert getattr(results, name) == value, name


def _fill(builder: Builder, rows: list[dict[str, Any]]) -> list[int]:
    return [builder.add(row["text"], **{k: v for k, v in row.items() if k != "text"}) for row in rows]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.lists(listings, max_size=10), st.lists(listings, max_size=4), st.integers(0, 3), some_queries)
def test_results_equal_a_naive_evaluation(
    tmp_path_factory: pytest.TempPathFactory,
    first: list[dict[str, Any]],
    second: list[dict[str, Any]],
    gone: int,
    asked: list[Query],
) -> None:
    """Over two segments, with listings edited and joined in between."""
    folder = tmp_path_factory.mktemp("naive")
    with Store(f"sqlite:///{folder / 'store.sqlite3'}") as store:
        store.clock = Clock(NOW)
        builder, search = Builder(store), Search(store, Settings(data=folder))
        numbers = _fill(builder, first)
        search.catch_up()
        numbers += _fill(builder, second)
        for number in numbers[:gone]:
            [card] = store.listings([number])
            if card.posting is not None:
                builder.edit(number, "smm и продажи", title="smm")
        for query in [Query(size=100), *asked]:
            search.catch_up()
            check(search, store, query)


def test_scores_do_not_depend_on_segments_and_deletions(builder: Builder, store: Store, tmp_path: Path) -> None:
    many = Search(store, Settings(data=tmp_path / "many"))
    for number in range(30):
        builder.add(f"{'маркетолог ' * (number % 4 + 1)} продажи smm {number}", title=f"smm {number}", days=number)
        if number % 4 == 0:
            many.catch_up()
    for number in (3, 7, 20):
        builder.edit(number, "теперь дизайнер", title="дизайнер")
        many.catch_up()
    once = Search(store, Settings(data=tmp_path / "once"))
    once.rebuild()
    for text in ("маркетолог", "smm продажи", "дизайнер", "маркет", '"продажи smm"'):
        query = Query(text=text, size=100)
        assert many.ask(query).results == once.ask(query).results
        assert many.ask(query).results.total > 0


def test_pages_are_a_partition(builder: Builder, search: Search) -> None:
    for number in range(23):
        builder.add("маркетолог", days=number // 6, salary=rub(50_000, None) if number % 2 else None)
    for text in ("", "маркетолог"):
        for order in ("relevance", "date", "pay"):
            whole = [h.listing_id for h in search.ask(Query(text=text, order=order, size=100)).results.hits]
            pages = [search.ask(Query(text=text, order=order, size=5, page=page)).results for page in range(1, 7)]
            assert [hit.listing_id for page in pages for hit in page.hits] == whole
            assert {page.total for page in pages} == {23}


def test_a_facet_is_cut_but_what_is_asked_for_stays(builder: Builder, search: Search) -> None:
    for number in range(210):
        builder.add("маркетолог", cities=(f"Город {number:03}",))
    facet = search.ask(Query(cities=("Город 209",))).results.facets["city"]
    assert len(facet) == 201
    assert facet[-1] == ("Город 209", 1)


def test_city_and_remote_are_one_filter_for_facets(filled: tuple[Search, dict[int, str]]) -> None:
    facets = filled[0].ask(Query(cities=("Москва",), formats=("remote",))).results.facets
    assert facets["city"] == [("Казань", 2), ("Москва", 1)]
    assert facets["format"] == [("remote", 2), ("hybrid", 1), ("office", 1)]
    assert dict(facets["role"]) == {"sales_manager": 1, "lead_generation": 1, "targeted_ads": 2}
    alone = filled[0].ask(Query(cities=("Москва",))).results.facets
    assert alone["city"] == facets["city"]
    assert alone["format"] == []


def test_spellings_of_a_company_are_one_facet(builder: Builder, search: Search) -> None:
    for company in ("Зерно", "ООО «Зерно»", "Зерно", "Волна"):
        builder.add("маркетолог", company=company)
    assert search.ask(Query()).results.facets["company"] == [("Зерно", 3), ("Волна", 1)]


odd_texts = st.text(max_size=60) | st.text(alphabet='аб-"«»*?:()[]{}~^\\/+&|#@ \u200b\n\0', max_size=60)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.builds(
        Query,
        text=odd_texts, cities=st.lists(odd_texts, max_size=2).map(tuple),
        companies=st.lists(odd_texts, max_size=2).map(tuple), sources=st.lists(odd_texts, max_size=1).map(tuple),
        roles=st.lists(odd_texts, max_size=1).map(tuple), formats=st.sampled_from([(), ("remote",), ("x",)]),
        salary_min=st.none() | st.integers(-(10**12), 10**30), experience_max=st.none() | st.floats(),
        days=st.none() | st.integers(0, 10**9), page=st.integers(-5, 10**9), size=st.integers(-5, 10**9),
        order=st.sampled_from(["relevance", "date", "pay", "?"]), team=st.none() | odd_texts,
    )
)  # fmt: skip
def test_no_query_raises(filled: tuple[Search, dict[int, str]], query: Query) -> None:
    results = filled[0].ask(query).results
    assert 0 <= len(results.hits) <= 100


def test_now_moves_what_is_fresh_and_stale(builder: Builder, store: Store, tmp_path: Path) -> None:
    number = builder.add("маркетолог", days=0)
    engine = WhooshEngine(tmp_path / "index", stale_days=STALE_DAYS)
    engine.catch_up(store)
    assert engine.search(Query(), NOW + timedelta(hours=24)).fresh == 1
    later = engine.search(Query(), NOW + timedelta(hours=24, seconds=1))
    assert (later.fresh, later.total) == (0, 1)
    gone = engine.search(Query(), NOW + timedelta(days=STALE_DAYS, seconds=1))
    assert (gone.total, gone.hidden_stale) == (0, 1)
    assert [h.listing_id for h in engine.search(Query(stale=True), NOW + timedelta(days=400)).hits] == [number]

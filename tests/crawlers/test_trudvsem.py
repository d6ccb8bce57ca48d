"""trudvsem.ru: pages, what is kept, what a second run asks, and when a vacancy that has gone is closed."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from crawlers.spiders.trudvsem import QUERIES, TrudvsemSpider, town_of
from tests.crawlers.stand_ins import Trudvsem, as_json, query, trudvsem_row
from tests.crawlers.support import Web, serving, stored
from voronka.clock import Clock
from voronka.extract.reader import read
from voronka.sources import RunReport, RunStatus
from voronka.store import Store

SOURCE = TrudvsemSpider.source


@pytest.fixture
def site() -> Trudvsem:
    return Trudvsem([trudvsem_row(number) for number in range(250)])


@pytest.fixture
def web(site: Trudvsem) -> Iterator[Web]:
    with serving({}) as running:
        running.routes.append(site)
        yield running


def collect(web: Web, store: Store, *, hours: float = 0) -> RunReport:
    web.asked.clear()
    store.clock = Clock(store.clock.now() + timedelta(hours=hours))
    (report,) = web.collect(store, [SOURCE])
    return report


def test_all_pages_of_all_queries_are_asked_once(web: Web, store: Store) -> None:
    report = collect(web, store)
    assert (report.status, report.new, report.message) == (RunStatus.OK, 250, "")
    pages = [query(url) for url in web.asked[1:]]
    assert [page["offset"] for page in pages if page["text"] == "маркетолог"] == ["0", "1", "2"]
    assert len(web.asked) == 1 + len(QUERIES) + 2  # robots.txt, a page a query, two more of the first
    assert not any("modifiedFrom" in page for page in pages)


def test_what_a_vacancy_says(web: Web, store: Store, site: Trudvsem) -> None:
    site.jobs = [trudvsem_row(1, schedule="Удалённая работа"), trudvsem_row(2, salary_min=0, salary_max=0)]
    assert collect(web, store).status is RunStatus.OK
    first, second = (stored(store, "trudvsem")[f"5f0e-000{number}"].raw for number in (1, 2))
    (posting,) = read(first.text, payload=first.payload).postings
    assert (posting.title, posting.company, posting.cities) == ("Маркетолог №1", "Пузырь", ("Тула",))
    assert posting.salary is not None
    assert (posting.salary.min, posting.salary.max, posting.salary.currency) == (60000, 90000, "RUB")
    assert [str(name) for name in posting.formats] == ["remote"]
    assert posting.contacts.email == ("kadry@puzyr.example",)
    assert "- отзывы и ответы на них" in first.text
    assert first.url == "https://trudvsem.ru/vacancy/card/1/5f0e-0001"
    (unpaid,) = read(second.text, payload=second.payload).postings
    assert unpaid.salary is None


def test_only_our_fields_are_kept(web: Web, store: Store, site: Trudvsem) -> None:
    other = {"specialisation": "Строительство"}
    site.jobs = [
        trudvsem_row(1),
        trudvsem_row(2, **{"job-name": "Каменщик", "duty": "маркетолог не нужен", "category": other}),
        trudvsem_row(3, **{"job-name": "Помощник", "duty": "маркетолог научит"}),
    ]
    report = collect(web, store)
    assert sorted(stored(store, "trudvsem")) == ["5f0e-0001", "5f0e-0003"]
    assert report.recognised == 3


def test_the_same_employer_title_and_day_may_be_two_vacancies(web: Web, store: Store, site: Trudvsem) -> None:
    site.jobs = [trudvsem_row(number, **{"job-name": "Маркетолог"}) for number in (1, 21)]
    collect(web, store)
    assert len(stored(store, "trudvsem")) == 2


@pytest.mark.full
def test_a_second_run_asks_only_for_what_is_new(web: Web, store: Store, site: Trudvsem) -> None:
    collect(web, store)
    now = store.clock.now()
    site.jobs.append(trudvsem_row(900, modified=f"{now:%Y-%m-%dT%H:%M:%SZ}"))
    again = collect(web, store, hours=3)
    assert (again.status, again.new, again.changed) == (RunStatus.OK, 1, 0)
    assert len(web.asked) == 1 + len(QUERIES)
    assert all(query(url)["modifiedFrom"] == "2026-11-20T07:00:00Z" for url in web.asked[1:])
    nothing = collect(web, store, hours=3)
    assert (nothing.status, nothing.new) == (RunStatus.OK, 0)


def test_a_vacancy_is_closed_when_two_whole_passes_lack_it(web: Web, store: Store, site: Trudvsem) -> None:
    collect(web, store)
    del site.jobs[7]
    for hours, closed in ((3, False), (24, False), (3, False), (24, True)):
        assert collect(web, store, hours=hours).status is RunStatus.OK
        assert stored(store, "trudvsem")["5f0e-0007"].raw.closed is closed
    assert sum(post.raw.closed for post in stored(store, "trudvsem").values()) == 1


@pytest.mark.full
def test_a_run_that_fails_or_a_list_that_is_cut_closes_nothing(web: Web, store: Store, site: Trudvsem) -> None:
    collect(web, store)
    whole, site.jobs = site.jobs, site.jobs[:20]
    for _ in range(3):
        report = collect(web, store, hours=24)
        assert "which seems cut: nothing is closed" in " ".join(report.warnings)
    site.jobs = whole[1:]
    web.routes.insert(0, lambda url, _: as_json(url, {}, 500) if "SMM" in url else None)
    for _ in range(3):
        assert collect(web, store, hours=24).status is RunStatus.FAILED
    assert not any(post.raw.closed for post in stored(store, "trudvsem").values())


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ({"meta": {"total": 3}, "results": {"items": []}}, "has no list results.vacancies"),
        ({"meta": {}, "results": {"vacancies": []}}, "has no meta.total"),
        ({"meta": {"total": 250}, "results": {"vacancies": []}}, "breaks off after 0 of 250"),
        ({"meta": {"total": 1}, "results": {"vacancies": [{"vacancy": {"id": "1"}}]}}, "no vacancy.job-name"),
        ({"meta": {"total": 1}, "results": {"vacancies": [{"job": {"id": "1"}}]}}, "no vacancy.id"),
        ([], "has no list"),
    ],
)
def test_another_form_fails_loudly(web: Web, store: Store, answer: Any, words: str) -> None:
    collect(web, store)
    web.routes.insert(0, lambda url, _: as_json(url, answer) if "trudvsem" in url and "robots" not in url else None)
    report = collect(web, store, hours=24)
    assert report.status is RunStatus.FAILED
    assert words in report.message
    assert len(stored(store, "trudvsem")) == 250


def test_a_run_has_a_budget_and_the_next_goes_on_from_there(
    web: Web, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(TrudvsemSpider, "max_requests", 4)
    first = collect(web, store)
    assert (first.status, first.new, len(web.asked)) == (RunStatus.OK, 250, 5)
    assert "4 requests were made in this run; the rest of the list is left" in " ".join(first.warnings)
    collect(web, store, hours=1)
    assert web.asked == []  # too early
    collect(web, store, hours=2)
    assert [query(url)["text"] for url in web.asked[1:]] == list(QUERIES[2:6])


def test_a_query_longer_than_the_budget_keeps_no_other_waiting(
    web: Web, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(TrudvsemSpider, "max_requests", 2)
    collect(web, store)
    collect(web, store, hours=3)
    assert [query(url)["text"] for url in web.asked[1:]] == list(QUERIES[1:3])


@pytest.mark.parametrize(
    ("places", "town"),
    [
        (["Тульская область, г. Тула, улица Мыльная"], "Тула"),
        (["г Нижний Новгород, ул. Новая"], "Нижний Новгород"),
        (["Приморский край, посёлок Лесной", "Приморский край"], "Приморский край"),
        ([""], ""),
    ],
)
def test_towns(places: list[str], town: str) -> None:
    assert town_of(places) == town

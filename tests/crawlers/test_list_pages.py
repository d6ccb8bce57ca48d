"""A board without a sitemap is read by its list, page by page."""

from datetime import timedelta

import pytest

from crawlers.board_map import VACANCY_PATH
from crawlers.demo.build import board_answers
from crawlers.demo.warc import Answer
from crawlers.list_pages import read_list
from tests.crawlers.support import Web, serving, stored
from tests.crawlers.test_board import ORIGIN, SOURCE, THREE
from voronka.clock import Clock
from voronka.sources import RunReport, RunStatus
from voronka.store import Store

VACANCIES = {a.url: a for a in board_answers(THREE) if "/vacancies/" in a.url}


def lists(*pages: list[int]) -> dict[str, Answer]:
    """Pages of a list with these vacancies each."""
    found = {}
    for number, ids in enumerate(pages, 1):
        links = "".join(f"<li><a href='/vacancies/marketolog-{n}'>Маркетолог</a></li>" for n in ids)
        onward = f"<a href='?page={number + 1}'>Следующая →</a>" if number < len(pages) else ""
        url = f"{ORIGIN}/vacancies" + (f"?page={number}" if number > 1 else "")
        found[url] = Answer(url, f"<html><a href='https://doska.example/job/1'>x</a>{links}{onward}</html>".encode())
    return found


def collect(web: Web, store: Store, *, days: float = 0) -> RunReport:
    store.clock = Clock(store.clock.now() + timedelta(days=days))
    (report,) = web.collect(store, [SOURCE])
    return report


def test_the_list_is_read_to_its_end_and_tells_what_is_absent(store: Store) -> None:
    with serving({**lists([1, 2], [3]), **VACANCIES}) as web:
        first = collect(web, store)
        assert (first.status, first.new) == (RunStatus.OK, 3)
        assert not any("doska.example" in url for url in web.asked)
        web.answers |= lists([1, 2])
        for closed in (False, True):
            assert collect(web, store, days=0.1).status is RunStatus.OK
            assert stored(store, "jobster_pro")["/vacancies/marketolog-3"].raw.closed is closed


def test_neither_sitemap_nor_list_is_an_error(store: Store) -> None:
    with serving(VACANCIES) as web:
        report = collect(web, store)
    assert report.status is RunStatus.FAILED
    assert "/sitemap.xml: answered 404" in report.message


def test_a_list_whose_pages_never_end_is_left(store: Store) -> None:
    page = lists([1, 2, 3], [1, 2, 3])[f"{ORIGIN}/vacancies"].body
    with serving(VACANCIES) as web:
        web.routes.append(lambda url, _: Answer(url, page) if url.startswith(f"{ORIGIN}/vacancies?") else None)
        web.answers[f"{ORIGIN}/vacancies"] = Answer(f"{ORIGIN}/vacancies", page)
        assert collect(web, store).new == 3
        assert sum("page=" in url or url.endswith("/vacancies") for url in web.asked) == 2


@pytest.mark.parametrize(
    "onward",
    ["<link rel='next' href='?page=2'>", "<a rel='nofollow next' href='?page=2'>2</a>", "<a href='?page=2'>Дальше</a>"],
)
def test_the_next_page(onward: str) -> None:
    page = read_list(
        f"<a href='/vacancies/1#top'>x</a><a href='/about'>y</a>{onward}", f"{ORIGIN}/vacancies", VACANCY_PATH
    )
    assert (page.links, page.next) == ((f"{ORIGIN}/vacancies/1",), f"{ORIGIN}/vacancies?page=2")


def test_a_next_page_elsewhere_is_none() -> None:
    html = "<a rel='next' href='https://doska.example/2'>2</a>"
    assert read_list(html, f"{ORIGIN}/vacancies", VACANCY_PATH).next is None

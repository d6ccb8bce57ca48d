"""How many requests a run costs: a budget, pages that are not modified, a wait that a site asks for."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest

from crawlers.demo.build import board_answers
from crawlers.demo.warc import Answer
from tests.crawlers.support import NOW, Web, saving, serving, stored
from tests.crawlers.test_board import ORIGIN, SOURCE, THREE, board, vacancy
from voronka.clock import Clock
from voronka.model import RawPost
from voronka.sources import RunReport, RunStatus
from voronka.store import Store
from voronka.store.posts import Saved


def collect(web: Web, store: Store, *, days: float = 0, **overrides: Any) -> RunReport:
    web.asked.clear()
    web.headers.clear()
    store.clock = Clock(store.clock.now() + timedelta(days=days))
    (report,) = web.collect(store, [SOURCE], **overrides)
    return report


def undelayed() -> dict[str, Answer]:
    """The board's answers, with a robots.txt that asks for no delay."""
    answers = {answer.url: answer for answer in board_answers(THREE)}
    robots = f"{ORIGIN}/robots.txt"
    return answers | {robots: Answer(robots, b"User-agent: *\nAllow: /\n", "text/plain")}


def test_a_boards_first_run_asks_for_each_page_once_and_the_second_for_the_sitemap_alone(store: Store) -> None:
    with serving(undelayed()) as web:
        assert collect(web, store).status is RunStatus.OK
        assert len(web.asked) == len(set(web.asked)) + 1 == 6  # robots.txt is asked for by the spider and for the rules
        assert collect(web, store, days=1).status is RunStatus.OK
        assert len(web.asked) == 3


def test_a_page_that_is_not_modified_is_not_sent_again(store: Store) -> None:
    tagged = {
        url: Answer(url, answer.body, answer.content_type, answer.status, [("ETag", '"1"')])
        for url, answer in undelayed().items()
    }

    def unmodified(url: str, headers: object) -> Answer | None:
        assert isinstance(headers, dict)
        return Answer(url, b"", status=304) if headers.get("If-None-Match") == '"1"' else None

    with serving(tagged) as web:
        assert collect(web, store).new == 3
        web.routes.append(unmodified)
        again = collect(web, store, days=15)
    assert (again.status, again.recognised, again.changed, again.unchanged) == (RunStatus.OK, 3, 0, 0)
    sent = [page for page, headers in zip(web.asked, web.headers, strict=True) if headers.get("If-None-Match")]
    assert len(sent) == 3
    assert all(page.startswith(f"{ORIGIN}/vacancies/") for page in sent)
    assert {post.raw.closed for post in stored(store, "jobster_pro").values()} == {False}


def test_a_run_that_asks_for_too_much_ends(store: Store) -> None:
    with serving({answer.url: answer for answer in board_answers(THREE)}) as web:
        report = collect(web, store, VORONKA_MAX_REQUESTS=3)
    assert len(web.asked) == 3
    assert report.status is RunStatus.FAILED
    assert "the budget of a run is spent (VORONKA_MAX_REQUESTS)" in f"{report.message} {report.warnings}"


def test_a_wait_of_more_than_a_minute_is_not_waited_out(store: Store) -> None:
    url = f"{ORIGIN}/sitemap.xml"
    late = Answer(url, b"", status=429, headers=[("Retry-After", "61")])
    with serving({**{answer.url: answer for answer in board_answers(THREE)}, url: late}) as web:
        report = collect(web, store)
    assert "wants to be left alone until" in report.message
    assert web.asked.count(url) == 1
    assert report.health.until is not None
    assert report.started_at == NOW


@pytest.mark.parametrize("ending", ["whole", "refused"])
def test_vacancies_are_stored_together_and_none_is_lost_where_the_run_breaks_off(store: Store, ending: str) -> None:
    answers = {answer.url: answer for answer in board_answers(board(map(vacancy, range(1, 31))))}
    answers |= {f"{ORIGIN}/robots.txt": undelayed()[f"{ORIGIN}/robots.txt"]}
    if ending == "refused":
        url = f"{ORIGIN}/vacancies/marketolog-28"
        answers[url] = Answer(url, b"", status=403)
    pages: list[int] = []
    save = saving(store)

    def ingest(raws: Sequence[RawPost]) -> Sequence[Saved]:
        pages.append(len(raws))
        return save(raws)

    with serving(answers) as web:
        (report,) = web.collect(store, [SOURCE], ingest)
    assert (report.status is RunStatus.OK, report.new) == ((True, 30) if ending == "whole" else (False, 27))
    assert len(stored(store, "jobster_pro")) == report.new
    assert pages[0] <= 20
    assert len(pages) <= 5

"""A page that loses a field: the run fails with a report of it, the last good data stay, and nothing is closed."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from crawlers.demo.build import board_answers
from crawlers.demo.model import Board, Pay, Vacancy
from crawlers.demo.warc import Answer
from crawlers.registry import site_sources
from tests.crawlers.support import NOW, Web, channel, channel_answers, changed, edited, make_channel, serving, stored
from voronka.clock import Clock
from voronka.health import Rate
from voronka.ingest import Ingest
from voronka.quality import Expectations, Holds
from voronka.sources import RunReport, RunStatus, Source
from voronka.store import Store
from voronka.store.posts import Saved

ORIGIN = "https://jobster.pro"
(SOURCE,) = [source for source in site_sources() if source.name == "jobster_pro"]
KANAL = channel("kanal")


def vacancy(number: int, *, later: int = 0, **changes: object) -> Vacancy:
    return replace(
        Vacancy(
            id=str(number),
            path=f"/vacancies/marketolog-{number}",
            title=f"Маркетолог №{number}",
            text="Сеть прачечных ищет маркетолога: сайт, карты, отзывы. Звоните: +7 900 000-11-22",
            posted=NOW - timedelta(days=20 - number) + timedelta(days=later),
            company="Прачечная «Пузырь»",
            cities=("Тула",),
            pay=Pay("от 80 000 ₽", min=80_000),
            employment=("FULL_TIME",),
        ),
        **changes,  # type: ignore[arg-type]  # names are Vacancy's
    )


def board(vacancies: Iterable[Vacancy]) -> dict[str, Answer]:
    answers = board_answers(Board("jobster_pro", ORIGIN, "Доска", "Работа", ("/sitemap.xml",), tuple(vacancies)))
    # without the Crawl-delay of the demo's robots.txt
    return {answer.url: answer for answer in answers if not answer.url.endswith("/robots.txt")}


def later(store: Store, days: float) -> None:
    store.clock = Clock(store.clock.now() + timedelta(days=days))


@pytest.fixture
def web() -> Iterator[Web]:
    with serving({}) as running:
        yield running


class Collecting:
    """Collections of one source with the real extraction, one after another."""

    def __init__(self, web: Web, store: Store, source: Source) -> None:
        self.web, self.store, self.source = web, store, source

    def __call__(self, answers: dict[str, Answer]) -> RunReport:
        self.web.answers.clear()
        self.web.answers.update(answers)
        ingest = Ingest(self.store)
        (report,) = self.web.collect(
            self.store, [self.source], lambda raws: [outcome.saved for outcome in ingest.add_page(raws)]
        )
        number = self.store.start_run(self.source.name)
        self.store.finish_run(number, report)
        return report


def open_items(store: Store, name: str = "jobster_pro") -> set[str]:
    return {key for key, post in stored(store, name).items() if not post.raw.closed}


def test_a_board_that_loses_its_pay(web: Web, store: Store) -> None:
    collect = Collecting(web, store, SOURCE)
    good = collect(board(vacancy(n) for n in range(1, 15)))
    assert (good.status, good.new, good.health.rates["pay"]) == (RunStatus.OK, 14, Rate(14, 14))
    before = {key: post.raw for key, post in stored(store, "jobster_pro").items()}
    later(store, 3)
    # the site was made anew: no pay in the markup; one vacancy is gone, one has left the sitemap, one is new
    now = [vacancy(n, later=20, pay=None) for n in range(2, 14)] + [vacancy(1, status=404, later=20), vacancy(15)]
    for _ in range(3):
        report = collect(board(now))
        assert report.status is RunStatus.FAILED
        assert report.message == (
            "jobster_pro: https://jobster.pro/: filled only: pay in 3 of 15 items (usually 100%); the page's markup may "
            "have changed, 14 changed items are kept as they were; to compare: voronka sources show jobster_pro"
        )
    after = {key: post.raw for key, post in stored(store, "jobster_pro").items()}
    assert {key: after[key].payload for key in before} == {key: before[key].payload for key in before}
    assert open_items(store) == {*before, "/vacancies/marketolog-15"}
    [drift] = report.health.drift
    print(drift)

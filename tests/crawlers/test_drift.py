"""A page that loses a field: the run fails with a report of it, the last good data stay, and nothing is closed."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from crawlers.demo.build import board_answers
from crawlers.demo.model import Board, Pay, Vacancy
from crawlers.demo.warc import Answer
from crawlers.registry import site_sources
from tests.crawlers.support import NOW, Web, changed, channel, channel_answers, make_channel, serving, stored
from voronka.clock import Clock
from voronka.health import Rate
from voronka.ingest import Ingest
from voronka.quality import Expectations
from voronka.sources import RunReport, RunStatus, Source
from voronka.store import Store

ORIGIN = "https://jobster.pro"
(SOURCE,) = [source for source in site_sources() if source.name == "jobster_pro"]
FOURTEEN = [f"/vacancies/marketolog-{number}" for number in range(1, 15)]


def vacancy(number: int, *, again: bool = False, **changes: object) -> Vacancy:
    """One of a board's vacancies, the newer the higher its number; ``again``: modified after the first run."""
    return replace(
        Vacancy(
            id=str(number),
            path=f"/vacancies/marketolog-{number}",
            title=f"Маркетолог №{number}",
            text="Сеть прачечных ищет маркетолога: сайт, карты, отзывы. Звоните: +7 900 000-11-22",
            posted=NOW + timedelta(hours=30) if again else NOW - timedelta(days=80 - number),
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


@pytest.fixture
def web() -> Iterator[Web]:
    """A web that tests fill."""
    with serving({}) as running:
        yield running


class Runs:
    """Collections of one source with the real extraction, one after another, days apart."""

    def __init__(self, web: Web, store: Store) -> None:
        self.web, self.store = web, store

    def __call__(self, answers: dict[str, Answer], source: Source = SOURCE, *, days: float = 1) -> RunReport:
        self.store.clock = Clock(self.store.clock.now() + timedelta(days=days))
        self.web.answers = dict(answers)
        ingest = Ingest(self.store)
        (report,) = self.web.collect(self.store, [source], lambda raws: [o.saved for o in ingest.add_page(raws)])
        return report


@pytest.fixture
def run(web: Web, store: Store) -> Runs:
    return Runs(web, store)


def pays(store: Store) -> dict[str, bool]:
    """Which items of the board have a pay, as stored."""
    return {name: "baseSalary" in item.raw.payload["jobposting"] for name, item in stored(store, "jobster_pro").items()}


def still_open(store: Store, name: str) -> set[str]:
    return {key for key, item in stored(store, name).items() if not item.raw.closed}


def test_a_board_that_loses_its_pay(run: Runs, store: Store) -> None:
    good = run(board(vacancy(n) for n in range(1, 15)))
    assert (good.status, good.new, good.health.rates["pay"]) == (RunStatus.OK, 14, Rate(14, 14))
    # the site was made anew: no pay in its markup; besides, 1 is gone, 14 has left the sitemap, 15 is new
    relaunched = board(
        [*(vacancy(n, again=True, pay=None) for n in range(2, 14)), vacancy(1, status=404, again=True), vacancy(15)]
    )
    for _ in range(2):
        report = run(relaunched)
        assert report.status is RunStatus.FAILED
        assert report.message == (
            "jobster_pro: https://jobster.pro/: filled only: pay in 3 of 15 items (usually 100%); the page's markup "
            "may have changed, 14 changed items are kept as they were; to compare: voronka sources show jobster_pro"
        )
    assert pays(store) == dict.fromkeys([*FOURTEEN, "/vacancies/marketolog-15"], True)
    assert still_open(store, "jobster_pro") == {*FOURTEEN, "/vacancies/marketolog-15"}
    [drift] = report.health.drift
    assert (drift.field, drift.former, drift.present) == ("pay", 1.0, Rate(3, 15))
    assert '"minValue": 80000' in drift.before
    assert drift.now.startswith('"jobLocation": {')
    assert "Тула" in drift.now
    assert drift.url is not None
    assert set(drift.items) == {drift.url.removeprefix(ORIGIN)}
    assert store.runs("jobster_pro")[0].health == report.health
    assert store.runs("jobster_pro")[1].health.drift[0].now == ""
    # the markup is mended: what was held comes in, and what is gone is closed
    mended = run(
        board([*(vacancy(n, again=True) for n in range(2, 14)), vacancy(1, status=404, again=True), vacancy(15)])
    )
    assert (mended.status, mended.health.drift) == (RunStatus.OK, ())
    assert still_open(store, "jobster_pro") == {f"/vacancies/marketolog-{n}" for n in range(2, 16) if n != 14}


@pytest.mark.full
def test_a_few_old_items_are_enough_where_they_were_read_again(run: Runs, store: Store) -> None:
    run(board(vacancy(n) for n in range(1, 27)))
    report = run(board([*(vacancy(n, again=True, pay=None) for n in range(1, 13)), *map(vacancy, range(13, 27))]))
    [drift] = report.health.drift
    assert (drift.field, drift.again, drift.present) == ("pay", True, Rate(0, 12))
    assert "pay in 0 of 12 items read again that had it" in report.message
    assert all(pays(store).values())


def test_an_employers_own_change_is_no_drift(run: Runs, store: Store) -> None:
    run(board(vacancy(n) for n in range(1, 15)))
    report = run(
        board([vacancy(1, again=True, pay=None), vacancy(2, status=404, again=True), *map(vacancy, range(3, 15))])
    )
    assert (report.status, report.changed) == (RunStatus.OK, 2)
    assert [name for name, there in pays(store).items() if not there] == ["/vacancies/marketolog-1"]
    assert still_open(store, "jobster_pro") == {*FOURTEEN} - {"/vacancies/marketolog-2"}


@pytest.mark.full
def test_what_a_source_states_ends_the_alarm(run: Runs, store: Store) -> None:
    run(board(vacancy(n) for n in range(1, 15)))
    stated = replace(SOURCE, expects=Expectations(fill={"pay": 0}))
    report = run(board(vacancy(n, again=True, pay=None) for n in range(1, 15)), stated)
    assert (report.status, report.changed) == (RunStatus.OK, 14)
    assert not any(pays(store).values())


def test_a_stated_minimum_fails_a_first_run(run: Runs, store: Store) -> None:
    stated = replace(SOURCE, expects=Expectations(fill={"employment": 0.9}))
    report = run(board(vacancy(n, employment=()) for n in range(1, 15)), stated)
    assert "employment in 0 of 14 items (at least 90% expected)" in report.message
    assert store.source("jobster_pro").state == {}  # type: ignore[union-attr]  # declared by the collection
    assert len(stored(store, "jobster_pro")) == 14


def test_a_board_that_loses_all_its_markup_shows_what_is_there(run: Runs, store: Store) -> None:
    run(board(vacancy(n) for n in range(1, 15)))
    bare = changed(board(vacancy(n, again=True) for n in range(1, 15)), lambda html: html.replace("ld+json", "x-json"))
    report = run(bare)
    assert "5 pages in a row could not be read" in report.message
    [drift] = report.health.drift
    assert (drift.field, drift.former, drift.present) == ("posting", 1.0, Rate(0, 5))
    assert '"title": "Маркетолог №14"' in drift.before
    assert drift.now.startswith("<main")
    assert "000-11-22" not in drift.before + drift.now
    assert still_open(store, "jobster_pro") == {*FOURTEEN}


def test_a_run_that_fails_for_another_reason_closes_nothing_and_takes_changes_over(run: Runs, store: Store) -> None:
    run(board(vacancy(n) for n in range(1, 15)))
    answers = board(
        [vacancy(14, again=True, title="Старший маркетолог"), vacancy(13, status=404, again=True), vacancy(12)]
    )
    answers[f"{ORIGIN}/vacancies/marketolog-12"] = Answer("", b"no", status=403)
    answers[f"{ORIGIN}/sitemap.xml"] = board(vacancy(n, again=True) for n in (14, 13, 12))[f"{ORIGIN}/sitemap.xml"]
    report = run(answers)
    assert "answered 403" in report.message
    assert stored(store, "jobster_pro")["/vacancies/marketolog-14"].raw.text.startswith("Старший")
    assert still_open(store, "jobster_pro") == {*FOURTEEN}
    assert report.recognised == 2


def test_too_many_items_and_too_old_ones_are_warnings(run: Runs) -> None:
    stated = replace(SOURCE, expects=Expectations(max_recognised=3, newest_days=2))
    report = run(board(vacancy(n) for n in range(1, 5)), stated)
    assert report.status is RunStatus.OK
    assert report.warnings == (
        "4 items recognised, at most 3 expected",
        "the newest item is 77 days old, at most 2 expected: is the source still kept?",
    )


# -- a channel -----------------------------------------------------------------------------------------------------

KANAL = channel("kanal")
PAGES = channel_answers(make_channel("kanal", 20))


def test_a_channel_whose_contacts_go_away(run: Runs, store: Store) -> None:
    good = run(PAGES, KANAL)
    assert (good.status, good.health.rates["contacts"]) == (RunStatus.OK, Rate(20, 20))
    before = {key: item.raw.text for key, item in stored(store, "kanal").items()}
    # Telegram shows names in another way, and post 7 is missing
    now = changed(channel_answers(make_channel("kanal", 20)), without_names)
    for _ in range(2):
        report = run(now, KANAL)
        assert report.status is RunStatus.FAILED
    [drift] = report.health.drift
    assert (drift.field, drift.former, drift.present) == ("contacts", 1.0, Rate(1, 20))  # the missing post's stay
    assert "руб. Писать •" in drift.before
    assert drift.now.startswith('<div class="tgme_widget_message_text js-message_text"')
    assert "<x-name>" in drift.now
    assert "kadry" not in drift.before + drift.now
    assert drift.url is None
    assert {key: item.raw.text for key, item in stored(store, "kanal").items()} == before


def without_names(html: str) -> str:
    """Names in an element that we do not know, and post 7 missing."""
    if "@kadry_" not in html:
        return html
    start = html.index('<div class="tgme_widget_message_wrap', html.index('data-post="kanal/6"'))
    end = html.index('<div class="tgme_widget_message_wrap', html.index('data-post="kanal/7"'))
    html = html[:start] + html[end:]
    pieces = html.split("@kadry_")
    return pieces[0] + "".join("<x-name></x-name>" + piece.partition("demo")[2] for piece in pieces[1:])


@pytest.mark.full
def test_a_small_channel_without_pay_is_no_alarm(run: Runs) -> None:
    def unpaid(html: str) -> str:
        return re.sub(r"Зарплата \d+ 000 руб\.", "Доход обсудим", html)

    few = channel_answers(make_channel("kanal", 8))
    assert run(few, KANAL).status is RunStatus.OK
    assert run(changed(few, unpaid), KANAL).status is RunStatus.OK
    # a channel that never named it
    other = replace(KANAL, name="drugoy")
    many = changed(channel_answers(make_channel("kanal", 20)), unpaid)
    for _ in range(2):
        report = run(many, other)
        assert (report.status, report.health.rates["pay"].filled) == (RunStatus.OK, 0)


@pytest.mark.parametrize(
    ("words", "field", "present"),
    [
        ("js-message_text", "text", Rate(0, 20)),
        ("tgme_widget_message_date", "date", Rate(0, 20)),
        ("data-post=", "message", Rate(0, 1)),
        ("tgme_channel_history", "history", Rate(0, 1)),
    ],
)
def test_a_layout_that_is_not_known_is_shown_without_its_words(
    run: Runs, words: str, field: str, present: Rate
) -> None:
    run(PAGES, KANAL)
    report = run(changed(PAGES, lambda html: html.replace(words, f"x-{words[1:]}")), KANAL)
    assert report.status is RunStatus.FAILED
    [drift] = report.health.drift
    assert (drift.field, drift.present) == (field, present)
    assert drift.now.startswith("<")
    assert "tgme_" in drift.now
    assert "Зарплата" not in drift.now

"""The base of boards over recordings: sitemaps, what is read again, what is closed, what is no vacancy."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from crawlers.board import BoardSpider
from crawlers.demo import board_page, load
from crawlers.demo.build import board_answers
from crawlers.demo.model import Board, Vacancy
from crawlers.demo.warc import Answer, gzipped
from crawlers.registry import demo_sources, site_sources, spider_for
from tests.crawlers.support import NOW, record, replay, serving, stored
from voronka.clock import Clock
from voronka.sources import RunReport, RunStatus, Source, SourceKind
from voronka.store import Store

ORIGIN = "https://jobster.pro"
(SOURCE,) = [source for source in site_sources() if source.name == "jobster_pro"]


def vacancy(number: int, **changes: Any) -> Vacancy:
    values: dict[str, Any] = {
        "id": str(number),
        "path": f"/vacancies/marketolog-{number}",
        "title": f"Маркетолог №{number}",
        "text": "Сеть прачечных ищет маркетолога: сайт, карты, отзывы.\n- офис у вокзала\n- опыт от года",
        "posted": NOW - timedelta(days=number),
        "company": "Прачечная «Пузырь»",
        "cities": ("Тула",),
    }
    return Vacancy(**values | changes)


def board(vacancies: Iterable[Vacancy], sitemaps: tuple[str, ...] = ("/sitemap.xml",)) -> Board:
    return Board("jobster_pro", ORIGIN, "Доска", "Работа", sitemaps, tuple(vacancies))


THREE = board(vacancy(number) for number in (1, 2, 3))


class Runs:
    """Collections of one board, one after another, days apart."""

    def __init__(self, store: Store, folder: Path) -> None:
        self.store = store
        self.folder = folder
        self.number = 0

    def __call__(self, answers: Iterable[Answer], *, days: float = 0) -> RunReport:
        self.number += 1
        self.store.clock = Clock(self.store.clock.now() + timedelta(days=days))
        path = record(self.folder / f"{self.number}.warc.gz", {answer.url: answer for answer in answers})
        (report,) = replay(self.store, path, [SOURCE])
        return report


@pytest.fixture
def run(store: Store, tmp_path: Path) -> Runs:
    return Runs(store, tmp_path)


def changed(answers: Iterable[Answer], path: str, **changes: Any) -> list[Answer]:
    return [replace(a, **changes) if a.url == ORIGIN + path else a for a in answers]


def test_a_board_needs_little_more_than_its_domain() -> None:
    spider, kwargs = spider_for(SOURCE)
    assert issubclass(spider, BoardSpider)
    assert (spider.domain, kwargs) == ("jobster.pro", {})
    own = {name for name in vars(spider) if not name.startswith("_")}
    assert own == {"name", "domain", "source", "in_demo", "list_path"}


def test_the_demos_boards_are_read_whole(store: Store) -> None:
    from crawlers.demo import RECORDING

    sources = [source for source in demo_sources() if source.name in load.BOARDS]
    reports = replay(store, RECORDING, sources)
    for source, report in zip(sources, reports, strict=True):
        there = [v for v in load.board(source.name).vacancies if v.status == 200]
        assert report.status is RunStatus.OK
        found = stored(store, source.name)
        assert set(found) == {v.path for v in there}
        for v in there:
            raw = found[v.path].raw
            assert v.title in raw.text.splitlines()[0]
            assert ("jobposting" in raw.payload) == (v.markup != "none" and "broken_only" not in v.quirks)
            for name in (v.company, *v.cities):
                assert name is None or name in raw.text
    again = replay(store, RECORDING, sources)
    assert [(r.status, r.new, r.changed) for r in again] == [(RunStatus.OK, 0, 0)] * len(load.BOARDS)
    assert [r.recognised for r in again] == [r.recognised for r in reports]


def test_what_is_not_modified_is_not_read_again(run: Runs) -> None:
    answers = list(board_answers(THREE))
    first = run(answers)
    # robots.txt, the sitemap, three vacancies, and /vacancies, which turns out to be none
    assert (first.status, first.new, first.pages) == (RunStatus.OK, 3, 5)
    again = run(answers, days=1)
    assert (again.status, again.recognised, again.unchanged, again.pages) == (RunStatus.OK, 3, 0, 2)


def test_what_is_modified_is_read_again(run: Runs) -> None:
    run(board_answers(THREE))
    now = board([vacancy(1, title="Маркетолог №1 (срочно)", posted=NOW + timedelta(hours=3)), *THREE.vacancies[1:]])
    report = run(board_answers(now), days=1)
    assert (report.new, report.changed, report.recognised, report.pages) == (0, 1, 3, 3)
    assert stored(run.store, "jobster_pro")["/vacancies/marketolog-1"].raw.text.startswith("Маркетолог №1 (срочно)")


def test_what_is_new_is_read(run: Runs) -> None:
    run(board_answers(THREE))
    report = run(board_answers(board([*THREE.vacancies, vacancy(4)])))
    assert (report.new, report.recognised) == (1, 4)


def test_an_item_is_seen_again_after_two_weeks(run: Runs) -> None:
    run(board_answers(THREE))
    assert run(board_answers(THREE), days=13).unchanged == 0
    assert run(board_answers(THREE), days=2).unchanged == 3
    assert stored(run.store, "jobster_pro")["/vacancies/marketolog-1"].seen_at == run.store.clock.now()
    assert run(board_answers(THREE), days=1).unchanged == 0


def test_without_dates_in_the_sitemap_items_are_read_once_a_day(run: Runs) -> None:
    answers = list(board_answers(THREE))
    undated = [replace(a, body=re.sub(b"<lastmod>.*?</lastmod>", b"", a.body)) for a in answers]
    run(undated)
    assert run(undated, days=0.5).pages == 2
    assert run(undated, days=1).unchanged == 3


def test_a_known_item_that_is_gone_is_closed_and_keeps_its_text(run: Runs) -> None:
    run(board_answers(THREE))
    text = stored(run.store, "jobster_pro")["/vacancies/marketolog-2"].raw.text
    gone = board([THREE.vacancies[0], vacancy(2, status=404, posted=NOW + timedelta(hours=1)), THREE.vacancies[2]])
    report = run(board_answers(gone), days=1)
    assert (report.status, report.changed) == (RunStatus.OK, 1)
    post = stored(run.store, "jobster_pro")["/vacancies/marketolog-2"]
    assert (post.raw.closed, post.raw.text, post.version) == (True, text, 1)


def test_a_known_item_that_left_the_sitemap_is_looked_at(run: Runs) -> None:
    run(board_answers(THREE))
    left = list(board_answers(board(THREE.vacancies[:1])))
    there = board_page.render_vacancy(THREE, THREE.vacancies[1]).encode()
    pages = [
        Answer(f"{ORIGIN}/vacancies/marketolog-2", there),
        Answer(f"{ORIGIN}/vacancies/marketolog-3", b"", status=410),
    ]
    report = run([*left, *pages], days=2)
    assert (report.recognised, report.changed, report.unchanged) == (3, 1, 1)
    closed = {name: post.raw.closed for name, post in stored(run.store, "jobster_pro").items()}
    assert closed == {f"/vacancies/marketolog-{n}": n == 3 for n in (1, 2, 3)}
    assert run([*left, *pages], days=0.1).pages == 2


@pytest.mark.parametrize("changes", [{"closed": True}, {"valid_through": (NOW - timedelta(days=1)).date()}])
def test_a_page_that_says_so_is_closed(run: Runs, changes: dict[str, Any]) -> None:
    run(board_answers(board([vacancy(1, **changes), vacancy(2)])))
    found = stored(run.store, "jobster_pro")
    assert [found[f"/vacancies/marketolog-{n}"].raw.closed for n in (1, 2)] == [True, False]


def test_a_closed_item_that_opens_again_is_open(run: Runs) -> None:
    run(board_answers(board([vacancy(1, closed=True)])))
    report = run(board_answers(board([vacancy(1, posted=NOW + timedelta(hours=1))])), days=1)
    assert report.changed == 1
    assert not stored(run.store, "jobster_pro")["/vacancies/marketolog-1"].raw.closed


def test_a_known_item_that_leads_to_the_list_is_closed(run: Runs) -> None:
    run(board_answers(THREE))
    moved = board([vacancy(1, posted=NOW + timedelta(hours=1)), *THREE.vacancies[1:]])
    answers = changed(
        board_answers(moved), "/vacancies/marketolog-1", status=302, body=b"", headers=[("Location", "/vacancies")]
    )
    assert run(answers, days=1).changed == 1
    assert stored(run.store, "jobster_pro")["/vacancies/marketolog-1"].raw.closed


def test_an_index_of_sitemaps_some_gzipped(run: Runs) -> None:
    two = board([vacancy(1), vacancy(2, sitemap=1)], ("/sitemaps/vacancies-1.xml", "/sitemaps/vacancies-2.xml.gz"))
    assert run(board_answers(two)).new == 2


def test_without_a_line_in_robots_txt_the_usual_place_is_read(run: Runs) -> None:
    answers = changed(board_answers(THREE), "/robots.txt", body=b"User-agent: *\nDisallow: /account/\n")
    assert run(answers).new == 3
    assert run(changed(answers, "/robots.txt", status=404, body=b"")).recognised == 3


def test_one_sitemap_that_cannot_be_read_is_named_and_hides_nothing(run: Runs) -> None:
    two = board([vacancy(1), vacancy(2, sitemap=1)], ("/sitemaps/vacancies-1.xml", "/sitemaps/vacancies-2.xml"))
    run(board_answers(two))
    for changes in ({"status": 404}, {"body": b"<html></html>"}):
        report = run(changed(board_answers(two), "/sitemaps/vacancies-2.xml", **changes), days=3)
        assert (report.status, report.recognised, report.pages) == (RunStatus.OK, 1, 3 if "status" in changes else 4)
        assert report.warnings[0].startswith(f"{ORIGIN}/sitemaps/vacancies-2.xml: ")


def test_a_page_without_vacancy_is_named_once(run: Runs) -> None:
    answers = list(board_answers(board([*THREE.vacancies, vacancy(9)])))
    answers = changed(answers, "/vacancies/marketolog-9", body=b"<html><title>x</title><body>Soon</body></html>")
    first = run(answers)
    assert (first.status, first.new, first.skipped) == (RunStatus.OK, 3, 1)
    assert first.warnings[0].startswith(f"{ORIGIN}/vacancies/marketolog-9: no vacancy on the page")
    assert run(answers, days=1).skipped == 0


def test_the_cap_leaves_the_oldest_for_the_next_run(run: Runs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(BoardSpider, "max_items", 2)
    first = run(board_answers(THREE))
    assert (first.new, first.warnings) == (2, ("jobster.pro: 1 pages are left for the next run",))
    assert set(stored(run.store, "jobster_pro")) == {"/vacancies/marketolog-1", "/vacancies/marketolog-2"}
    assert run(board_answers(THREE)).new == 1


@pytest.mark.parametrize(
    ("path", "changes", "words"),
    [
        ("/sitemap.xml", {"body": b"<urlset></urlset>"}, "the sitemap lists no page of a vacancy"),
        (
            "/sitemap.xml",
            {"body": b"<urlset><url><loc>https://jobster.pro/blog/1</loc></url></urlset>"},
            "lists no page",
        ),
        (
            "/sitemap.xml",
            {"body": b"<urlset><url><loc>https://evil.example/vacancies/1</loc></url></urlset>"},
            "lists no",
        ),
        ("/sitemap.xml", {"body": b"<html><body>404</body></html>"}, "the sitemap is none"),
        ("/sitemap.xml", {"body": gzipped(b"<")}, "no XML"),
        ("/sitemap.xml", {"status": 403}, "refuses to be read"),
        ("/robots.txt", {"body": b"User-agent: *\nDisallow: /\n"}, "robots.txt forbids this page"),
        ("/vacancies/marketolog-2", {"status": 403}, "refuses to be read"),
        ("/vacancies/marketolog-2", {"body": "<html><title>Вы не робот?</title></html>".encode()}, "a captcha"),
    ],
)
def test_a_board_that_cannot_be_read_is_one_clear_line(
    run: Runs, path: str, changes: dict[str, Any], words: str
) -> None:
    report = run(changed(board_answers(THREE), path, **changes))
    assert report.status is RunStatus.FAILED
    assert report.message.startswith(f"jobster_pro: {ORIGIN}/")
    assert words in report.message
    assert "\n" not in report.message


@pytest.mark.parametrize(
    "changes",
    [
        {"body": b""},
        {"body": b"\x00\x01\x02" * 99, "content_type": "image/png"},
        {"status": 302, "headers": [("Location", "/")]},
    ],
)
def test_one_page_that_cannot_be_read_is_named_and_the_rest_go_on(run: Runs, changes: dict[str, Any]) -> None:
    report = run(changed(board_answers(THREE), "/vacancies/marketolog-2", **changes))
    assert (report.status, report.new, report.skipped) == (RunStatus.OK, 2, 1)
    assert report.warnings[0].startswith(ORIGIN)


def test_malformed_json_ld_falls_back_to_the_text(run: Runs) -> None:
    report = run(board_answers(board([vacancy(1, quirks=("broken_only",)), vacancy(2)])))
    assert (report.status, report.new) == (RunStatus.OK, 2)
    raw = stored(run.store, "jobster_pro")["/vacancies/marketolog-1"].raw
    assert raw.text.startswith("Маркетолог №1\nПрачечная «Пузырь»")
    assert raw.payload == {}


def test_a_known_page_that_lost_its_jobposting_keeps_the_former_data_unless_it_is_closed(run: Runs) -> None:
    run(board_answers(THREE))
    later = NOW + timedelta(hours=1)
    bare = board(
        [vacancy(1, markup="none", posted=later), vacancy(2, markup="none", posted=later, closed=True), vacancy(3)]
    )
    report = run(board_answers(bare), days=1)
    assert (report.changed, report.skipped) == (1, 1)
    assert "its JobPosting is gone" in report.warnings[0]
    found = stored(run.store, "jobster_pro")
    assert [found[f"/vacancies/marketolog-{n}"].raw.closed for n in (1, 2)] == [False, True]
    assert all("jobposting" in post.raw.payload for post in found.values())


EMPTY = b"<html><head></head><body></body></html>"


def test_pages_without_anything_recognised_fail_loudly_also_beside_known_ones(run: Runs) -> None:
    run(board_answers(THREE))
    answers = list(board_answers(board([*THREE.vacancies, *map(vacancy, (4, 5, 6))])))
    for number in (4, 5, 6):
        answers = changed(answers, f"/vacancies/marketolog-{number}", body=EMPTY)
    report = run(answers)
    assert report.status is RunStatus.FAILED
    assert "none of 3 pages read holds a vacancy" in report.message


def test_after_five_failures_in_a_row_the_site_is_left_alone(run: Runs) -> None:
    answers = list(board_answers(board(map(vacancy, range(1, 20)))))
    for number in range(3, 20):
        answers = changed(answers, f"/vacancies/marketolog-{number}", body=EMPTY)
    report = run(answers)
    assert (report.status, report.new) == (RunStatus.FAILED, 2)
    assert "5 pages in a row could not be read" in report.message


def test_a_server_error_of_one_page_leaves_it_out(store: Store) -> None:
    answers = {answer.url: answer for answer in board_answers(THREE)}
    url = f"{ORIGIN}/vacancies/marketolog-2"
    robots = f"{ORIGIN}/robots.txt"  # the demo's asks for a delay
    with serving(answers | {url: Answer(url, b"oops", status=500), robots: Answer(robots, b"")}) as web:
        (report,) = web.collect(store, [SOURCE], RETRY_TIMES=0)
    assert (report.status, report.new) == (RunStatus.OK, 2)
    assert report.warnings == (f"{url}: answered 500; the site has trouble: collect again later",)


def test_a_source_without_a_spider_is_one_clear_line(store: Store, run: Runs) -> None:
    source = Source(name="doska", title="", kind=SourceKind.SITE, url="https://doska.example/")
    path = record(run.folder / "x.warc.gz", {a.url: a for a in board_answers(THREE)})
    (report,) = replay(store, path, [source])
    assert report.status is RunStatus.FAILED
    assert "write crawlers/spiders/doska.py" in report.message


def reasons(store: Store) -> dict[str, str | None]:
    found = stored(store, "jobster_pro")
    return {name.rpartition("-")[2]: post.raw.closed_reason for name, post in found.items() if post.raw.closed}


def test_each_way_of_closing_is_told(run: Runs) -> None:
    past = (NOW - timedelta(days=1)).date()
    run(board_answers(board([vacancy(1, closed=True), vacancy(2, valid_through=past), vacancy(3), vacancy(4)])))
    assert reasons(run.store) == {"1": "said", "2": "expired"}
    later = NOW + timedelta(hours=1)
    run(board_answers(board([vacancy(3, status=410, posted=later), vacancy(4)])), days=1)
    assert reasons(run.store)["3"] == "gone"


def test_an_item_absent_in_two_healthy_runs_is_closed_and_opens_when_it_is_back(run: Runs) -> None:
    run(board_answers(THREE))
    fewer = list(board_answers(board(THREE.vacancies[:2])))
    run(fewer, days=0.1)
    assert reasons(run.store) == {}
    run(fewer, days=0.1)
    assert reasons(run.store) == {"3": "absent"}
    run(board_answers(THREE), days=0.1)
    assert reasons(run.store) == {}


def test_once_absent_then_there_then_absent_again_is_open(run: Runs) -> None:
    fewer = list(board_answers(board(THREE.vacancies[:2])))
    for answers in (board_answers(THREE), fewer, board_answers(THREE), fewer):
        run(answers, days=0.1)
    assert reasons(run.store) == {}


def test_absence_is_not_counted_where_a_sitemap_or_the_run_failed(run: Runs) -> None:
    two = board([vacancy(1), vacancy(2, sitemap=1)], ("/sitemaps/vacancies-1.xml", "/sitemaps/vacancies-2.xml"))
    run(board_answers(two))
    half = changed(board_answers(two), "/sitemaps/vacancies-2.xml", status=404)
    empty = changed(board_answers(two), "/sitemaps/vacancies-1.xml", status=403)
    for _ in range(3):
        assert run(half, days=0.1).status is RunStatus.OK
        assert run(empty, days=0.1).status is RunStatus.FAILED
    assert reasons(run.store) == {}


def test_a_sitemap_that_lost_most_of_its_items_closes_nothing(run: Runs) -> None:
    run(board_answers(board(map(vacancy, range(1, 31)))))
    for _ in range(2):
        report = run(board_answers(board(map(vacancy, range(1, 4)))), days=0.1)
    assert "which seems cut" in report.warnings[-1]
    assert reasons(run.store) == {}


def test_what_left_the_sitemap_stands_until_the_day_its_own_page_names(run: Runs) -> None:
    until = (NOW + timedelta(days=5)).date()
    dated = vacancy(3, valid_through=until)
    there = Answer(ORIGIN + dated.path, board_page.render_vacancy(THREE, dated).encode())
    run(board_answers(board([*THREE.vacancies[:2], dated])))
    fewer = [*board_answers(board(THREE.vacancies[:2])), there]
    for days in (1.5, 0.1, 0.1):
        run(fewer, days=days)
    assert reasons(run.store) == {}
    run.store.clock = Clock(NOW + timedelta(days=8))
    assert run.store.close_expired() == 1
    assert reasons(run.store) == {"3": "expired"}

"""What a board's server can do to a crawler: one clear line each, the other vacancies are read, nothing is followed."""

import gzip
import resource
from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from crawlers import board_map
from crawlers.board import BoardSpider
from crawlers.demo.build import board_answers
from crawlers.demo.warc import Answer
from tests.crawlers.support import DRIP, FLOOD, RESET, Web, serving, stored
from tests.crawlers.test_board import ORIGIN, SOURCE, THREE
from tests.crawlers.test_sites import OTHERS
from voronka.sources import RunReport, RunStatus
from voronka.store import Store

SITEMAP = f"{ORIGIN}/sitemap.xml"
SECOND = f"{ORIGIN}/vacancies/marketolog-2"
ROBOTS = f"{ORIGIN}/robots.txt"
PAGES = {answer.url: answer for answer in board_answers(THREE)}
ZIPPED = [("Content-Encoding", "gzip")]
ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
XML_BOMB = (
    f'<?xml version="1.0"?><!DOCTYPE u [<!ENTITY e0 "{"x" * 100}">{ENTITIES}]>'
    f"<urlset><url><loc>{ORIGIN}/vacancies/&e11;</loc></url><url><loc>{SECOND}</loc></url></urlset>"
).encode()


@pytest.fixture
def web() -> Iterator[Web]:
    """A board of three vacancies whose robots.txt asks for no delay."""
    with serving(PAGES | {ROBOTS: Answer(ROBOTS, b"User-agent: *\nAllow: /\n", "text/plain")}) as serving_web:
        yield serving_web


def collect(web: Web, store: Store, **overrides: Any) -> RunReport:
    (report,) = web.collect(store, [SOURCE], **{"RETRY_ENABLED": False, "DOWNLOAD_TIMEOUT": 0.4, **overrides})
    return report


def sitemap(links: Sequence[str]) -> Answer:
    rows = "".join(f"<url><loc>{link}</loc></url>" for link in links)
    return Answer(SITEMAP, f"<urlset>{rows}</urlset>".encode(), "application/xml")


def leads_to(target: str, status: int = 302) -> dict[str, Any]:
    return {"status": status, "body": b"", "headers": [("Location", target)]}


LARGE = "larger than allowed"
FAULTS: list[tuple[str, dict[str, Any], str]] = [
    ("reset", {"content_type": RESET}, "the download failed"),
    ("zip bomb", {"body": gzip.compress(b"<html>" + b" " * 60_000_000, 1), "headers": ZIPPED}, LARGE),
    ("cut gzip", {"body": gzip.compress(PAGES[SECOND].body)[:-400], "headers": ZIPPED}, "broke off in the middle"),
    ("other host", leads_to("https://evil.example/vacancies/1"), "another site"),
    ("flood", {"content_type": FLOOD}, LARGE),
    ("50 MB", {"body": b"<html>" + b"x" * 50_000_000}, LARGE),
    ("drip", {"content_type": DRIP}, "no answer in time"),
    ("no gzip", {"body": b"<html>", "headers": ZIPPED}, "the download failed (BadGzipFile"),
    ("500", {"status": 500}, "answered 500"),
    ("429", {"status": 429, "headers": [("Retry-After", "900")]}, "wants to be left alone until"),
    ("empty", {"body": b" "}, "the answer is empty"),
    ("half", {"body": PAGES[SECOND].body[:300]}, "broke off in the middle"),
    ("loop", leads_to(SECOND), "max redirections"),
    ("chain", leads_to(f"{ORIGIN}/to/1"), "max redirections"),
    ("private", leads_to("http://10.0.0.7/vacancies/1"), "another site"),
    ("metadata", leads_to("http://169.254.169.254/latest/", 307), "another site"),
    ("file", leads_to("file:///etc/passwd"), "no http(s) address"),
]
QUICK = ("reset", "zip bomb", "cut gzip", "other host")
BY_NAME = [
    pytest.param(changes, words, id=name, marks=[] if name in QUICK else [pytest.mark.full])
    for name, changes, words in FAULTS
]
STOPS = ("wants to be left alone", "no answer in time", "no http(s) address")
"""After these the site is not asked any more; all others leave out one vacancy."""


def chain(url: str, headers: object) -> Answer | None:
    """Redirects that always lead on."""
    begin, _, number = url.partition("/to/")
    return Answer(url, **leads_to(f"{begin}/to/{int(number) + 1}")) if number else None


@pytest.mark.parametrize(("changes", "words"), BY_NAME)
def test_a_vacancy_that_cannot_be_had_is_named_and_the_others_are_read(
    web: Web, store: Store, changes: dict[str, Any], words: str
) -> None:
    web.routes.append(chain)
    web.answers[SECOND] = Answer(**{"url": SECOND, "body": b"", **changes})
    report = collect(web, store)
    told = f"{report.message} {report.warnings}"
    assert words in told
    assert ORIGIN in told
    assert "please report it" not in told
    read = set(stored(store, "jobster_pro"))
    if words.startswith(STOPS):
        assert report.status is RunStatus.FAILED
        assert read == {"/vacancies/marketolog-1"}
    else:
        assert report.status is RunStatus.OK
        assert read == {"/vacancies/marketolog-1", "/vacancies/marketolog-3"}
    assert all(url.startswith(ORIGIN) for url in web.asked)
    assert len(web.asked) <= 13
    assert web.sent < 60  # a flood is let go as soon as it is too large
    if report.health.until is not None and words.startswith("wants"):
        return
    web.answers[SECOND] = PAGES[SECOND]
    assert collect(web, store).status is RunStatus.OK
    assert "/vacancies/marketolog-2" in stored(store, "jobster_pro")  # what went wrong once is asked for again


@pytest.mark.full
@pytest.mark.parametrize("place", [SITEMAP, ROBOTS])
@pytest.mark.parametrize("row", FAULTS, ids=[row[0] for row in FAULTS])
def test_a_board_without_its_sitemap_or_rules_fails_in_one_line(
    web: Web, store: Store, place: str, row: tuple[str, dict[str, Any], str]
) -> None:
    web.routes.append(chain)
    web.answers[place] = Answer(**{"url": place, "body": b"", **row[1]})
    report = collect(web, store)
    if place == ROBOTS and row[0] in ("empty", "cut gzip", "half", "loop"):  # there is no rule in it
        assert report.status is RunStatus.OK
        return
    assert report.status is RunStatus.FAILED
    assert report.message.startswith(f"jobster_pro: {ORIGIN}")
    assert "please report it" not in report.message
    assert stored(store, "jobster_pro") == {}
    assert all(url.startswith(ORIGIN) for url in web.asked)


# -- sitemaps ----------------------------------------


def test_an_xml_bomb_is_not_unfolded(web: Web, store: Store) -> None:
    web.answers[SITEMAP] = Answer(SITEMAP, XML_BOMB, "application/xml")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    report = collect(web, store, DOWNLOAD_TIMEOUT=5)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000  # KB
    assert report.status is RunStatus.FAILED
    assert report.message.startswith(f"jobster_pro: {SITEMAP}: the sitemap")


@pytest.mark.full
def test_a_sitemap_of_50_000_links_costs_no_more_requests_than_a_run_may_make(
    web: Web, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(BoardSpider, "max_items", 5)
    links = [f"{ORIGIN}/vacancies/marketolog-{1 + number % 3}?n={number // 3}" for number in range(50_000)]
    web.routes.append(lambda url, headers: PAGES.get(url.split("?")[0]) if "?n=" in url else None)
    web.answers[SITEMAP] = sitemap(links)
    report = collect(web, store, DOWNLOAD_TIMEOUT=20)
    assert (report.status, report.new) == (RunStatus.OK, 5)
    assert f"{50_000 - 5} pages are left for the next run" in report.warnings[0]
    assert len(web.asked) == 3 + 5


def test_more_pages_than_are_looked_at_are_left_out_and_close_nothing(
    web: Web, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert collect(web, store).new == 3
    monkeypatch.setattr(board_map, "_MAX_ENTRIES", 2)
    for _ in range(3):
        report = collect(web, store)
        assert report.status is RunStatus.OK
        assert "name more than 2 pages; the others are left out" in report.warnings[0]
    assert not any(post.raw.closed for post in stored(store, "jobster_pro").values())


def test_a_vacancy_that_is_named_again_and_again_is_read_once(web: Web, store: Store) -> None:
    again = ("", "/", "?utm_source=feed", "#top", "?from=main")
    web.answers[SITEMAP] = sitemap([url + more for url in PAGES if "/marketolog-" in url for more in again])
    report = collect(web, store)
    assert (report.status, report.new) == (RunStatus.OK, 3)
    assert len(web.asked) == 3 + 3


def test_links_of_a_sitemap_to_anywhere_else_are_not_followed(web: Web, store: Store) -> None:
    links = [url for url in PAGES if "/marketolog-" in url]
    web.answers[SITEMAP] = sitemap([*[link.replace("&", "&amp;") for link in OTHERS if link.isprintable()], *links])
    report = collect(web, store)
    assert (report.status, report.new) == (RunStatus.OK, 3)
    assert all(url.startswith(ORIGIN) for url in web.asked)
    assert len(web.asked) == 3 + 3


def test_a_list_leads_nowhere_else_either(web: Web, store: Store) -> None:
    web.answers[SITEMAP] = Answer(SITEMAP, b"", status=404)
    links = "".join(f'<a href="{link}">x</a>' for link in [*OTHERS, "http://[", *PAGES])
    listing = f"{ORIGIN}/vacancies"
    web.answers[listing] = Answer(listing, f"<html><main>{links}<a rel=next href='http://[::1'>→</a>".encode())
    report = collect(web, store)
    assert (report.status, report.new) == (RunStatus.OK, 3)
    assert all(url.startswith(ORIGIN) for url in web.asked)

"""Faults on the wire, from a loopback server that plays every host: one clear line each, and nothing is lost."""

import asyncio
import signal
import threading
import time
from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from crawlers.demo.warc import Answer
from tests.crawlers.support import HANG, Web, channel, channel_answers, make_channel, saving, serving, stored
from voronka.model import RawPost
from voronka.sources import RunReport, RunStatus
from voronka.store import Store
from voronka.store.posts import Saved

URL = "https://t.me/s/kanal"
BEFORE = "https://t.me/s/kanal?before=11"
PAGES = channel_answers(make_channel("kanal", 30))


@pytest.fixture
def web() -> Iterator[Web]:
    """A web with one good channel of two pages."""
    with serving(PAGES) as serving_web:
        yield serving_web


def collect_one(web: Web, store: Store, **overrides: Any) -> RunReport:
    (report,) = web.collect(store, [channel("kanal")], **overrides)
    return report


def ids(store: Store) -> set[int]:
    return {int(number) for number in stored(store, "kanal")}


def test_a_good_web_is_read_with_an_honest_name(web: Web, store: Store) -> None:
    report = collect_one(web, store)
    assert (report.status, report.new) == (RunStatus.OK, 30)
    assert web.asked[0] == "https://t.me/robots.txt"
    assert web.asked.count("https://t.me/robots.txt") == 1
    assert all(sent["User-Agent"] == "Voronka/0.1.0 (+hr@kontora.example)" for sent in web.headers)
    assert not any("Cookie" in sent for sent in web.headers)


ROWS: list[tuple[str, Answer, str]] = [
    ("empty", Answer(URL, b""), "the answer is empty"),
    ("blank", Answer(URL, b" \n "), "the answer is empty"),
    ("binary", Answer(URL, bytes(range(256)) * 9, "image/png"), "no text"),
    ("no channel", Answer(URL, b"<html><div class='tgme_page'></div></html>"), "there is no channel @kanal"),
    ("another page", Answer(URL, b"<html><body>Hello</body></html>"), "markup seems to have changed"),
    ("captcha", Answer(URL, "<html><title>Вы не робот?</title></html>".encode()), "(a captcha)"),
    ("20 MB", Answer(URL, b"<html>" + b"x" * 20_000_000), "larger than allowed"),
    ("403", Answer(URL, b"<html>no</html>", status=403), "answered 403: the site refuses to be read"),
    ("404", Answer(URL, b"<html>no</html>", status=404), "answered 404; the page is gone"),
    ("500", Answer(URL, b"oops", status=500), "answered 500; the site has trouble"),
    ("429", Answer(URL, b"", status=429), "without saying until when"),
    ("429 long", Answer(URL, b"", status=429, headers=[("Retry-After", "7200")]), "wants to be left alone until 20"),
    ("503", Answer(URL, b"", status=503, headers=[("Retry-After", "Fri, 20 Nov 2099 10:00:00 GMT")]), "until 2099"),
    ("429 always", Answer(URL, b"", status=429, headers=[("Retry-After", "0")]), "wants to be left alone"),
    ("login", Answer(URL, b"", status=302, headers=[("Location", "/account/login?next=/")]), "asks to log in"),
    ("consent", Answer(URL, b"", status=302, headers=[("Location", "https://consent.t.me/x")]), "asks to log in"),
    ("elsewhere", Answer(URL, b"", status=302, headers=[("Location", "https://evil.example/")]), "another site"),
    ("file", Answer(URL, b"", status=302, headers=[("Location", "file:///etc/passwd")]), "no http(s) address"),
    ("loop", Answer(URL, b"", status=302, headers=[("Location", URL)]), "max redirections"),
]  # fmt: skip


@pytest.mark.parametrize(("answer", "words"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_a_page_that_is_no_page_is_one_clear_line(web: Web, store: Store, answer: Answer, words: str) -> None:
    web.answers[URL] = answer
    report = collect_one(web, store)
    assert report.status is RunStatus.FAILED
    assert report.message.startswith("kanal: https://")
    assert words in report.message
    assert "\n" not in report.message
    assert ids(store) == set()


@pytest.mark.parametrize(("answer", "words"), [(row[1], row[2]) for row in ROWS[:7]], ids=[row[0] for row in ROWS[:7]])
def test_what_was_stored_before_the_fault_stays(web: Web, store: Store, answer: Answer, words: str) -> None:
    web.answers[BEFORE] = Answer(BEFORE, answer.body, answer.content_type, answer.status, answer.headers)
    report = collect_one(web, store)
    assert (report.status, report.new) == (RunStatus.FAILED, 20)
    assert report.message.startswith(f"kanal: {BEFORE}: ")
    assert words in report.message
    web.answers[BEFORE] = PAGES[BEFORE]
    assert collect_one(web, store).status is RunStatus.OK
    assert ids(store) == set(range(1, 31))


def test_a_redirect_to_the_channels_own_page_means_no_preview(web: Web, store: Store) -> None:
    own = "https://t.me/kanal"
    web.answers[URL] = Answer(URL, b"", status=302, headers=[("Location", own)])
    page = b"<html><div class='tgme_page'><div class='tgme_page_extra'>120 members</div></div></html>"
    web.answers[own] = Answer(own, page)
    assert "its preview is off" in collect_one(web, store).message
    web.answers[own] = Answer(own, PAGES[URL].body)
    assert "leads to a page without the preview" in collect_one(web, store).message


def test_a_page_that_broke_off_gives_its_whole_posts_and_is_read_again(web: Web, store: Store) -> None:
    body = PAGES[BEFORE].body
    web.answers[BEFORE] = Answer(BEFORE, body[: body.index(b'data-post="kanal/8"')])
    report = collect_one(web, store)
    assert report.status is RunStatus.FAILED
    assert "broke off in the middle" in report.message
    assert ids(store) == set(range(11, 31)) | set(range(1, 8))
    web.answers[BEFORE] = PAGES[BEFORE]
    collect_one(web, store)
    assert ids(store) == set(range(1, 31))


def test_a_connection_that_breaks_off_is_told(web: Web, store: Store) -> None:
    web.declared_length = 10_000_000
    report = collect_one(web, store, DOWNLOAD_MAXSIZE=20_000_000)
    assert report.status is RunStatus.FAILED
    assert "broke off in the middle" in report.message


@pytest.mark.parametrize(
    ("charset", "declared"),
    [
        ("utf-8", "windows-1251"),
        ("utf-8", "koi8-r"),
        ("windows-1251", "utf-8"),
        ("windows-1251", "windows-1251"),
        ("utf-16", "utf-8"),
    ],
)
def test_a_wrong_charset_is_seen_through(web: Web, store: Store, charset: str, declared: str) -> None:
    body = PAGES[URL].body.decode().encode(charset, "replace")
    web.answers[URL] = Answer(URL, body, f"text/html; charset={declared}")
    assert collect_one(web, store).status is RunStatus.OK
    assert stored(store, "kanal")["30"].raw.text.startswith("Ищем маркетолога")


def test_a_charset_that_cannot_be_read_is_told(web: Web, store: Store) -> None:
    web.answers[URL] = Answer(URL, PAGES[URL].body.decode().encode("cp866", "replace"), "text/html; charset=utf-8")
    assert "cannot be read in the charset it claims" in collect_one(web, store).message


def test_a_short_wait_is_kept_and_the_reading_goes_on(web: Web, store: Store) -> None:
    web.answers[URL] = [Answer(URL, b"", status=429, headers=[("Retry-After", "0")]), PAGES[URL]]
    assert collect_one(web, store).status is RunStatus.OK
    assert web.asked.count(URL) == 2


def test_a_server_that_stumbles_once_is_asked_again(web: Web, store: Store) -> None:
    web.answers[URL] = [Answer(URL, b"oops", status=502), PAGES[URL]]
    assert collect_one(web, store).status is RunStatus.OK


def test_no_answer_in_time_is_told_and_the_host_is_not_tried_again(web: Web, store: Store) -> None:
    web.answers[URL] = Answer(URL, b"", HANG)
    began = time.monotonic()
    reports = web.collect(store, [channel("kanal"), channel("drugoy")], DOWNLOAD_TIMEOUT=0.5)
    assert time.monotonic() - began < 8
    assert reports[0].message == "kanal: https://t.me/s/kanal: no answer in time; collect again later"
    assert reports[1].message == "drugoy: https://t.me/drugoy: not tried: the same host gave no answer to kanal"
    assert not any("drugoy" in url for url in web.asked)


def test_a_signal_does_not_wait_for_an_answer_that_does_not_come(web: Web, store: Store) -> None:
    assert threading.current_thread() is threading.main_thread()  # only there are signals handled
    web.answers[BEFORE] = Answer(BEFORE, b"", HANG)
    save = saving(store)

    def stop_after_a_page(raws: Sequence[RawPost]) -> Sequence[Saved]:
        asyncio.get_running_loop().call_later(0.1, signal.raise_signal, signal.SIGTERM)
        return save(raws)

    former = signal.getsignal(signal.SIGTERM)
    began = time.monotonic()
    (report,) = web.collect(store, [channel("kanal")], stop_after_a_page)
    assert time.monotonic() - began < 5
    assert (report.status, report.new) == (RunStatus.STOPPED, 20)
    assert signal.getsignal(signal.SIGTERM) is former
    assert store.source("kanal").state == {}  # type: ignore[union-attr]  # declared by the collection


ROBOTS = "https://t.me/robots.txt"


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (Answer(ROBOTS, b"User-agent: *\nDisallow: /s/\n", "text/plain"), f"{URL}: robots.txt forbids this page"),
        (Answer(ROBOTS, b"User-agent: Voronka\nDisallow: /\n", "text/plain"), f"{URL}: robots.txt forbids this page"),
        (Answer(ROBOTS, b"", status=500), f"{ROBOTS}: answered 500; without robots.txt nothing is read"),
        (Answer(ROBOTS, b"", HANG), f"{ROBOTS}: no answer in time"),
    ],
)
def test_robots_txt_is_obeyed(web: Web, store: Store, answer: Answer, words: str) -> None:
    web.answers[ROBOTS] = answer
    report = collect_one(web, store, DOWNLOAD_TIMEOUT=0.5)
    assert report.message.startswith(f"kanal: {words}")
    assert URL not in web.asked


@pytest.mark.parametrize("status", [403, 404])
def test_no_robots_txt_allows_all(web: Web, store: Store, status: int) -> None:
    web.answers[ROBOTS] = Answer(ROBOTS, b"<html>no</html>", status=status)
    assert collect_one(web, store).status is RunStatus.OK


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.1:9/s/kanal",
        "http://10.1.2.3/",
        "http://[::1]/",
        "http://localhost/",
        "http://[::ffff:10.1.2.3]/",
    ],
)
def test_nothing_leads_into_a_private_network(web: Web, store: Store, target: str) -> None:
    web.answers[URL] = Answer(URL, b"", status=302, headers=[("Location", target)])
    # the loopback handler itself needs private addresses, the redirect must be refused all the same
    report = collect_one(web, store)
    assert report.status is RunStatus.FAILED
    assert "not followed" in report.message or "another site" in report.message
    assert target not in web.asked

"""Feeds (RSS, RDF, Atom) and the sites that publish them; JSON APIs without a key."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawlers.demo.warc import Answer
from crawlers.faults import SourceError
from crawlers.feed import moment_of_feed, read_feed
from crawlers.page import refuse_page
from crawlers.registry import spider_for
from crawlers.spiders.habr_career import HabrCareerSpider
from crawlers.spiders.remoteok import RemoteOkSpider
from crawlers.spiders.remotive import RemotiveSpider, yearly
from crawlers.spiders.weworkremotely import WeWorkRemotelySpider
from tests.crawlers.support import Web, serving, stored
from voronka.clock import Clock
from voronka.extract.reader import read
from voronka.model import Posting
from voronka.sources import RunReport, RunStatus, Source
from voronka.store import Store

SAMPLES = Path(__file__).parent.parent / "samples" / "sites"
HABR = HabrCareerSpider.feeds[0]
WWR = WeWorkRemotelySpider.feeds[0]
REMOTIVE = [f"{RemotiveSpider.endpoint}?category={name}" for name in ("marketing", "sales-business")]
REMOTEOK = [f"{RemoteOkSpider.endpoint}?tags={name}" for name in ("marketing", "sales")]
FILES = {HABR: "habr_career.rss", WWR: "weworkremotely.rss"}
FILES |= dict(zip(REMOTIVE, ("remotive.json", "remotive_sales.json"), strict=True))
FILES |= dict(zip(REMOTEOK, ("remoteok.json", "remoteok_sales.json"), strict=True))


def answers() -> dict[str, Answer | list[Answer]]:
    return {
        url: Answer(url, (SAMPLES / name).read_bytes(), "application/json" if "json" in name else "application/rss+xml")
        for url, name in FILES.items()
    }


def collect(web: Web, store: Store, source: Source, *, hours: float = 0) -> RunReport:
    web.asked.clear()
    store.clock = Clock(store.clock.now() + timedelta(hours=hours))
    (report,) = web.collect(store, [source])
    return report


def postings(store: Store, source: Source) -> list[Posting]:
    raws = [post.raw for post in stored(store, source.name).values()]
    return [read(raw.text, payload=raw.payload).postings[0] for raw in raws]


EXPECTED = [
    (HabrCareerSpider.source, [
        ("Маркетолог", "Пузырь", ("Тула",), 100_000, None, ["remote"]),
        ("SMM-менеджер", "Дом Варенья", (), None, None, []),
    ]),
    (WeWorkRemotelySpider.source, [
        ("Growth Marketer", "Bubble Laundry", (), None, None, ["remote"]),
        ("Sales Lead", "Jam House", (), None, None, ["remote"]),
    ]),
    (RemotiveSpider.source, [
        ("Content Marketer", "Bubble Laundry", (), 40_000, 50_000, ["remote"]),
        ("Account Executive", "Jam House", (), None, None, ["remote"]),
    ]),
    (RemoteOkSpider.source, [
        ("Email Marketer", "Bubble Laundry", (), 50_000, 70_000, ["remote"]),
        ("Sales Manager", "Jam House", (), None, None, ["remote"]),
    ]),
]  # fmt: skip


@pytest.mark.parametrize(("source", "expected"), EXPECTED, ids=[row[0].name for row in EXPECTED])
def test_what_the_samples_say(store: Store, source: Source, expected: list[object]) -> None:
    with serving(answers()) as web:
        report = collect(web, store, source)
    assert (report.status, report.message) == (RunStatus.OK, "")
    found = [
        (
            posting.title,
            posting.company,
            posting.cities,
            posting.salary and posting.salary.min,
            posting.salary and posting.salary.max,
            [str(name) for name in posting.formats],
        )
        for posting in postings(store, source)
    ]
    assert sorted(found, key=str) == sorted(expected, key=str)


@pytest.mark.parametrize(
    "source",
    [pytest.param(row[0], id=row[0].name, marks=pytest.mark.full if n else ()) for n, row in enumerate(EXPECTED)],
)
def test_a_second_run_finds_nothing_new_and_asks_no_more_than_it_must(store: Store, source: Source) -> None:
    with serving(answers()) as web:
        first = collect(web, store, source)
        asked = len(web.asked)
        again = collect(web, store, source, hours=1)
        assert (again.status, again.new, again.changed) == (RunStatus.OK, 0, 0)
        spider, _ = spider_for(source)
        seldom = bool(getattr(spider, "every", timedelta(0)))
        assert len(web.asked) == (0 if seldom else asked)
        later = collect(web, store, source, hours=7)
        assert (later.status, len(web.asked)) == (RunStatus.OK, asked)
    assert first.recognised >= 2


def test_a_feed_that_is_not_modified_costs_no_answer(store: Store) -> None:
    source = HabrCareerSpider.source
    with serving(answers()) as web:
        good = web.answers[HABR]
        assert isinstance(good, Answer)
        etag = Answer(HABR, good.body, good.content_type, headers=[("ETag", '"v1"'), ("Last-Modified", "today")])
        web.answers[HABR] = etag
        assert collect(web, store, source).status is RunStatus.OK
        sent: list[str | None] = []

        def unmodified(url: str, headers: object) -> Answer | None:
            assert isinstance(headers, dict)
            sent.append(headers.get("If-None-Match"))
            return Answer(url, b"", status=304) if url == HABR else None

        web.routes.append(unmodified)
        again = collect(web, store, source, hours=2)
    assert sent[-1] == '"v1"'
    assert (again.status, again.recognised, again.pages) == (RunStatus.OK, 2, 1)


def test_what_leaves_a_feed_is_not_closed(store: Store) -> None:
    source = WeWorkRemotelySpider.source
    with serving(answers()) as web:
        collect(web, store, source)
        answer = web.answers[WWR]
        assert isinstance(answer, Answer)
        head, _, rest = answer.body.partition(b"<item>")
        web.answers[WWR] = Answer(WWR, head + b"<item>" + rest.partition(b"<item>")[2], answer.content_type)
        for _ in range(3):
            assert collect(web, store, source, hours=24).status is RunStatus.OK
    assert not any(post.raw.closed for post in stored(store, source.name).values())


PAGES = [
    ("<html><title>Вход</title><form><input type='password'></form></html>", "asks to log in"),
    ("<html><title>Вы не робот?</title></html>", "captcha"),
    ("<html><title>Технические работы</title><p>Скоро вернёмся</p></html>", "shows a placeholder"),
    ("<html><title>Вакансии</title><p>Список</p></html>", "is no feed|no XML|a page in place"),
]


@pytest.mark.parametrize(("html", "words"), PAGES)
@pytest.mark.parametrize("source", [HabrCareerSpider.source, RemotiveSpider.source], ids=["feed", "json"])
def test_another_page_is_known_before_it_is_read(store: Store, source: Source, html: str, words: str) -> None:
    with serving({url: Answer(url, html.encode()) for url in FILES}) as web:
        report = collect(web, store, source)
    assert report.status is RunStatus.FAILED
    assert any(word in report.message for word in words.split("|"))


@pytest.mark.parametrize(
    "html", ["<title>Вход в профессию: маркетолог</title>", "<title>Coming soon</title>" + "слово " * 300]
)
def test_what_only_looks_like_a_login_or_a_placeholder(html: str) -> None:
    refuse_page(html)


# -- the reader of feeds ------------------------------------------------------------------------------------------

ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Jobs</title><entry><id>urn:1</id><title>SMM</title>
<link rel="alternate" href="/jobs/1"/><link rel="edit" href="/edit/1"/>
<published>2026-11-19T09:00:00+03:00</published><author><name>Jam House</name></author>
<category term="marketing"/><content type="html">&lt;p&gt;Text&lt;/p&gt;</content>
</entry></feed>"""
RDF = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Jobs</title></channel><item><title>SEO</title>
<link>https://doska.example/2</link><dc:date>2026-11-18</dc:date></item></rdf:RDF>"""


def test_atom_and_rdf() -> None:
    (atom,) = read_feed(ATOM, "https://doska.example/feed").items
    assert (atom.id, atom.url, atom.title, atom.author) == ("urn:1", "https://doska.example/jobs/1", "SMM", "Jam House")
    assert (atom.html, atom.categories) == ("<p>Text</p>", ("marketing",))
    assert atom.posted_at == datetime(2026, 11, 19, 6, tzinfo=UTC)
    (rdf,) = read_feed(RDF, "https://doska.example/rdf").items
    assert (rdf.url, rdf.title, rdf.posted_at) == ("https://doska.example/2", "SEO", datetime(2026, 11, 18, tzinfo=UTC))


@pytest.mark.parametrize(
    ("inner", "problem"),
    [
        ("<link>https://d.example/1</link>", "0 titles"),
        ("<title>A</title><title>B</title><link>https://d.example/1</link>", "2 titles"),
        ("<title>A</title>", "0 links"),
        ("<title>A</title><link>javascript:alert(1)</link>", "0 links"),
        ("<title>A</title><link>https://d.example/1</link><link>https://d.example/2</link>", "2 links"),
    ],
)
def test_an_items_elements_have_their_number(inner: str, problem: str) -> None:
    feed = read_feed(
        f"<rss><channel><title>T</title><item>{inner}</item></channel></rss>".encode(), "https://d.example/"
    )
    assert feed.items == ()
    assert problem in feed.problems[0]


BOMB = b"""<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><rss><channel><title>&c;</title></channel></rss>"""
OUTSIDE = b"""<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><title>&x;</title></channel></rss>"""


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (BOMB, "entities of its own"), (OUTSIDE, "entities of its own"), (b"<html></html>", "is no feed"),
        (b"{}", "no XML"), (b"<rss></rss>", "0 channels"), (b"", "no XML"), (b"<rss><channel>", "no XML"),
    ],
)  # fmt: skip
def test_what_is_no_feed(body: bytes, words: str) -> None:
    with pytest.raises(SourceError, match=words):
        read_feed(body, "https://d.example/")


def test_dates_of_feeds() -> None:
    assert moment_of_feed("Fri, 20 Nov 2026 09:00:00 +0300") == datetime(2026, 11, 20, 6, tzinfo=UTC)
    assert [moment_of_feed(text) for text in ("", "soon", "2026-99-99", "Fri, 99 Nov 2026 09:00:00 +0300")] == [
        None
    ] * 4


@pytest.mark.parametrize(
    ("said", "pay"),
    [
        ("$65,000 - $80,000", "$65,000 - $80,000 a year"),
        ("$30 /hour", "$30 /hour"),
        ("€4k/mo", "€4k/mo"),
        ("", ""),
        (None, ""),
    ],
)
def test_the_pay_of_remotive_is_of_a_year(said: object, pay: str) -> None:
    assert yearly(said) == pay

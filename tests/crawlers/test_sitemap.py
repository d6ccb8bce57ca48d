"""Sitemaps, robots.txt's sitemap lines, and the names of items."""

import gzip
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawlers.faults import SourceError
from crawlers.sitemap import Entry, canonical_id, read_sitemap, robots_sitemaps

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
URLSET = b"""<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url><loc> https://doska.example/vacancy/1?a=1&amp;b=2 </loc><lastmod>2026-11-10T12:00:00+03:00</lastmod></url>
<url><loc>https://doska.example/vacancy/2</loc><lastmod>2026-11-11</lastmod></url>
<url><loc>https://doska.example/vacancy/3</loc><lastmod>yesterday</lastmod></url>
<url><lastmod>2026-11-11</lastmod></url>
</urlset>"""
ENTRIES = (
    Entry("https://doska.example/vacancy/1?a=1&b=2", datetime(2026, 11, 10, 9, 0, tzinfo=UTC)),
    Entry("https://doska.example/vacancy/2", date(2026, 11, 11)),
    Entry("https://doska.example/vacancy/3"),
)


@pytest.mark.parametrize("body", [URLSET, gzip.compress(URLSET), b"\xef\xbb\xbf" + URLSET, b"\n" + URLSET])
def test_a_list_of_pages(body: bytes) -> None:
    file = read_sitemap(body)
    assert (file.is_index, file.entries) == (False, ENTRIES)


def test_an_index() -> None:
    body = b"<sitemapindex><sitemap><loc>https://doska.example/a.xml.gz</loc></sitemap></sitemapindex>"
    file = read_sitemap(body)
    assert (file.is_index, file.entries) == (True, (Entry("https://doska.example/a.xml.gz"),))


def test_a_plain_list() -> None:
    assert read_sitemap(b"https://doska.example/1\nhttps://doska.example/2\n# x\n").entries == (
        Entry("https://doska.example/1"),
        Entry("https://doska.example/2"),
    )


def test_a_list_that_broke_off_gives_what_is_whole() -> None:
    assert read_sitemap(URLSET[: URLSET.index(b"<url><loc>https://doska.example/vacancy/3")]).entries == ENTRIES[:2]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"<html><body>404</body></html>", "is none"),
        (b"<", "no XML"),
        (b"<?xml version='1.0'?>", "no XML"),
        (b"\x1f\x8b\x08 broken", "damaged"),
        (gzip.compress(b"\x00" * 60_000_000, 1), "damaged"),
    ],
)
def test_what_is_no_sitemap_is_an_error(body: bytes, words: str) -> None:
    with pytest.raises(SourceError, match=words):
        read_sitemap(body)


def test_entities_are_not_followed() -> None:
    body = b"""<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><urlset><url><loc>&e;</loc></url></urlset>"""
    assert read_sitemap(body).entries == ()


def test_the_sitemap_lines_of_robots_txt() -> None:
    body = (
        b"User-agent: *\nSitemap: https://doska.example/a.xml\nsitemap:/b.xml\nSitemap: https://doska.example/a.xml\n"
    )
    assert robots_sitemaps(body, "https://doska.example/robots.txt") == [
        "https://doska.example/a.xml",
        "https://doska.example/b.xml",
    ]


@pytest.mark.parametrize(
    ("modified", "checked", "newer"),
    [
        (datetime(2026, 11, 19, 8, tzinfo=UTC), datetime(2026, 11, 19, 7, tzinfo=UTC), True),
        (datetime(2026, 11, 19, 8, tzinfo=UTC), datetime(2026, 11, 19, 8, tzinfo=UTC), False),
        (date(2026, 11, 18), datetime(2026, 11, 18, 23, tzinfo=UTC), True),  # it may have changed later that day
        (date(2026, 11, 18), datetime(2026, 11, 19, 0, tzinfo=UTC), False),
        (date(2026, 11, 20), datetime(2026, 11, 19, 23, tzinfo=UTC), True),
        (date(2026, 11, 20), datetime(2026, 11, 20, 8, tzinfo=UTC), False),  # once a day is enough
        (None, datetime(2020, 1, 1, tzinfo=UTC), False),
    ],
)
def test_what_is_newer(modified: datetime | date | None, checked: datetime, newer: bool) -> None:
    assert Entry("https://doska.example/1", modified).newer_than(checked, NOW) is newer


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://doska.example/vacancy/17/", "/vacancy/17"),
        ("http://www.doska.example/vacancy/17?utm_source=tg&from=main#top", "/vacancy/17"),
        ("https://doska.example/job?id=5&city=2", "/job?city=2&id=5"),
        ("https://doska.example/%D1%80%D0%B0%D0%B1%D0%BE%D1%82%D0%B0/1", "/работа/1"),
        ("https://doska.example", "/"),
    ],
)
def test_an_items_name_is_its_path(url: str, name: str) -> None:
    assert canonical_id(url) == name


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200), st.integers(0, len(URLSET)))
def test_any_bytes_are_read_or_refused(noise: bytes, place: int) -> None:
    try:
        file = read_sitemap(URLSET[:place] + noise + URLSET[place:])
    except SourceError:
        return
    assert all(entry.url for entry in file.entries)

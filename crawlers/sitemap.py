"""Reads robots.txt's sitemap lines and sitemaps (index or list, gzipped or not, XML or plain); pure."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from scrapy.utils.gz import gunzip
from scrapy.utils.sitemap import Sitemap, sitemap_urls_from_robots

from crawlers.faults import SourceError

MAX_BYTES: Final = 50_000_000
"""The standard's own limit of a sitemap, unpacked."""

_TRACKING: Final = re.compile(r"(?i)utm_\w+|from|ref|source|[yg]clid|fbclid|hhtm\w*")


@dataclass(frozen=True, slots=True)
class Entry:
    """One page of a sitemap; ``modified`` is a moment (UTC) or only a day, as the sitemap says."""

    url: str
    modified: datetime | date | None = None

    def newer_than(self, checked: datetime, now: datetime) -> bool:
        """Whether it changed after we looked at it. A day without time counts whole, once the day is over."""
        if isinstance(self.modified, datetime):
            return self.modified > checked
        if self.modified is None:
            return False
        if self.modified >= now.date():
            return checked.date() < self.modified
        return checked < datetime.combine(self.modified, time(), UTC) + timedelta(days=1)


@dataclass(frozen=True, slots=True)
class SitemapFile:
    """A sitemap's entries; those of an index are sitemaps themselves."""

    is_index: bool
    entries: tuple[Entry, ...]


def robots_sitemaps(body: bytes, url: str) -> list[str]:
    """The addresses of the sitemap lines of a robots.txt at ``url``."""
    return list(dict.fromkeys(sitemap_urls_from_robots(body, base_url=url)))


def read_sitemap(body: bytes) -> SitemapFile:
    """The entries of a sitemap; raises SourceError where ``body`` is none."""
    if body[:2] == b"\x1f\x8b":
        try:
            body = gunzip(body, max_size=MAX_BYTES)
        except (OSError, EOFError, ValueError) as error:
            raise SourceError("the gzipped sitemap is damaged; collect again later") from error
    if not body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        lines = [line.strip() for line in body.decode("utf-8", "replace").splitlines()]
        return SitemapFile(False, tuple(Entry(line) for line in lines if line.startswith(("http://", "https://"))))
    try:
        sitemap = Sitemap(body.lstrip())
        rows = list(sitemap)
    except (SyntaxError, StopIteration) as error:  # lxml's XMLSyntaxError is a SyntaxError
        raise SourceError("the sitemap is no XML; look at it in a browser") from error
    if sitemap.type not in ("urlset", "sitemapindex"):
        raise SourceError(f"the sitemap is none (its root is <{sitemap.type[:40]}>); look at it in a browser")
    entries = tuple(Entry(row["loc"], _modified(row.get("lastmod", ""))) for row in rows if row["loc"])
    return SitemapFile(sitemap.type == "sitemapindex", entries)


def _modified(text: str) -> datetime | date | None:
    """W3C's dates: a day, a month or a moment."""
    try:
        if "T" not in text and " " not in text:
            return date.fromisoformat(text)
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)


def canonical_id(url: str) -> str:
    """An item's name for ever: its path, with what of the query is no tracking; a malformed address is its own."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    query = sorted((k, v) for k, v in parse_qsl(parts.query) if not _TRACKING.fullmatch(k))
    path = unquote(parts.path).rstrip("/") or "/"
    return f"{path}?{urlencode(query)}" if query else path

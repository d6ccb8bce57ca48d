"""Looks at a site that nobody here knows yet: what it allows, and in which form its vacancies stand there."""

import re
from collections import deque
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

import scrapy
from parsel import Selector
from protego import Protego
from scrapy.http import Response
from twisted.python.failure import Failure

from crawlers.board_map import VACANCY_PATH
from crawlers.faults import BlockedError, SourceError
from crawlers.feed import read_feed
from crawlers.jobposting import find_posting
from crawlers.page import refuse_page, text_of
from crawlers.sitemap import read_sitemap, robots_sitemaps
from crawlers.sites import is_page_of, joined
from crawlers.sites_file import SiteRow
from crawlers.spider import SourceSpider

MAX_SITEMAPS: Final = 5
MAX_PAGES: Final = 3
_FEEDS: Final = "//link[@rel='alternate' and (contains(@type, 'rss') or contains(@type, 'atom'))]/@href"


@dataclass(slots=True)
class Findings:
    """What was found at ``url``. ``pages`` are the addresses of vacancies that the sitemaps name, ``read`` those that
    were looked at with whether each holds a JobPosting; ``feeds`` the feeds with their numbers of items."""

    url: str
    has_robots: bool = False
    crawl_delay: float | None = None
    forbidden: int = 0
    sitemaps: list[str] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    read: dict[str, bool] = field(default_factory=dict)
    feeds: dict[str, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        """What was found, for a reader."""
        marked = sum(self.read.values())
        delay = f", asks for {self.crawl_delay:g} s between requests" if self.crawl_delay else ""
        found = [
            f"robots.txt: {'there' if self.has_robots else 'none'}{delay}",
            f"sitemaps: {', '.join(self.sitemaps) or 'none'}",
            f"pages that look like vacancies: {len(self.pages)}"
            + (f", {self.forbidden} more are forbidden by robots.txt" if self.forbidden else ""),
        ]
        if self.read:
            found.append(f"JobPosting: on {marked} of {len(self.read)} pages looked at")
        found += [f"feed: {url} ({number} items)" for url, number in self.feeds.items()]
        return found + self.notes

    def proposal(self, name: str, basis: str) -> SiteRow | None:
        """The row by which it could be read; None where nothing is found that can be read."""
        host = urlsplit(self.url).hostname or ""
        shared: dict[str, Any] = {"name": name, "title": host, "url": self.url, "basis": basis, "enabled": True}
        if self.pages and any(self.read.values()):
            return SiteRow(form="board", vacancy_path=_shared_part(self.pages), **shared)
        if self.feeds:
            return SiteRow(form="feed", feeds=tuple(self.feeds), **shared)
        return None


def name_of(url: str) -> str:
    """A name for a site: its host's, in letters, digits and underscores."""
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    name = re.sub(r"[^a-z0-9]+", "_", host.lower()).strip("_")[:40]
    return name if name[:1].isalpha() and len(name) > 2 else f"site_{name}"[:40]


def _shared_part(urls: list[str]) -> str:
    """The folder that most addresses stand in ("/vacancies/"), where one holds nine of ten; else nothing."""
    folders: dict[str, int] = {}
    for url in urls:
        first = urlsplit(url).path.split("/")[1:2]
        folders[first[0] if first else ""] = folders.get(first[0] if first else "", 0) + 1
    best, number = max(folders.items(), key=lambda pair: pair[1])
    return f"/{best}/" if best and VACANCY_PATH.search(best) and number >= 0.9 * len(urls) else ""


class ProbeSpider(SourceSpider):
    """Asks for robots.txt, the page, at most five sitemaps, three vacancies and two feeds."""

    def __init__(self, findings: Findings, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.findings = findings
        self.origin = "://".join(urlsplit(findings.url)[:2])
        self.rules: Protego | None = None
        self.queue: deque[tuple[str, Any]] = deque()
        self.sitemaps: list[str] = []

    async def start(self) -> AsyncIterator[scrapy.Request]:
        """Ask for robots.txt."""
        meta = {"dont_obey_robotstxt": True, "handle_httpstatus_all": True}
        yield self.ask(f"{self.origin}/robots.txt", self.parse_robots, meta=meta)

    def parse_robots(self, response: Response) -> scrapy.Request | None:
        """Note what is allowed."""
        self.findings.has_robots = response.status == 200
        if response.status == 200:
            self.rules = Protego.parse(response.body.decode("utf-8", "replace"))
            self.findings.crawl_delay = self.rules.crawl_delay("Voronka")
        named = robots_sitemaps(response.body, response.url) if response.status == 200 else []
        self.sitemaps = [url for url in named if self._is_own(url)] or [f"{self.origin}/sitemap.xml"]
        self.queue.append((self.findings.url, self.parse_front))
        self.queue.extend((url, self.parse_sitemap) for url in self.sitemaps[:MAX_SITEMAPS])
        return self._next()

    def _next(self) -> scrapy.Request | None:
        if self.queue:
            url, callback = self.queue.popleft()
            return self.ask(url, callback).replace(errback=self.page_failed)
        if self.findings.pages and not self.findings.read:
            pages = self.findings.pages
            chosen = dict.fromkeys((pages[0], pages[len(pages) // 2], pages[-1]))
            self.queue.extend((url, self.parse_vacancy) for url in chosen)
            return self._next()
        self.job.take([], seen=1)
        self.job.complete({})
        return None

    def page_failed(self, failure: Failure) -> scrapy.Request | None:
        """One page could not be had: note it, unless the site does not answer or does not want us."""
        fault = self.fault(failure)
        if isinstance(fault, BlockedError) or fault.unreachable:
            raise fault
        self.findings.notes.append(f"{fault.url}: {fault}")
        return self._next()

    def parse_front(self, response: Response) -> scrapy.Request | None:
        """The page that was named: is it itself a feed, which feeds does it name?"""
        try:
            html = text_of(response)
            if html.lstrip()[:5] in ("<?xml", "<rss ", "<feed"):
                return self.parse_feed(response)
            refuse_page(html)
            page = Selector(html)
            feeds = dict.fromkeys(joined(response.url, href) for href in page.xpath(_FEEDS).getall())
            own = [url for url in feeds if self._is_own(url)]
            self.queue.extend((url, self.parse_feed) for url in own[:2])
        except BlockedError:
            raise
        except SourceError as error:
            self.findings.notes.append(f"{response.url}: {error}")
        return self._next()

    def parse_feed(self, response: Response) -> scrapy.Request | None:
        """A feed: how many items has it?"""
        try:
            self.findings.feeds[response.url] = len(read_feed(response.body, response.url).items)
        except SourceError as error:
            self.findings.notes.append(f"{response.url}: {error}")
        return self._next()

    def parse_sitemap(self, response: Response) -> scrapy.Request | None:
        """A sitemap: which pages look like vacancies?"""
        try:
            file = read_sitemap(response.body)
        except SourceError as error:
            self.findings.notes.append(f"{response.url}: {error}")
            return self._next()
        self.findings.sitemaps.append(response.url)
        own = [entry.url for entry in file.entries if self._is_own(entry.url)]
        about = [url for url in own if VACANCY_PATH.search(urlsplit(url).path)]
        if file.is_index:
            room = MAX_SITEMAPS - len(self.findings.sitemaps)
            self.queue.extend((url, self.parse_sitemap) for url in (about or own)[: max(room, 0)])
        else:
            allowed = [url for url in about if self.rules is None or self.rules.can_fetch(url, "Voronka")]
            self.findings.pages += allowed
            self.findings.forbidden += len(about) - len(allowed)
        return self._next()

    def parse_vacancy(self, response: Response) -> scrapy.Request | None:
        """A page that looks like a vacancy's: does it hold a JobPosting?"""
        try:
            found = find_posting(Selector(text_of(response)), response.url)
            self.findings.read[response.url] = found is not None
        except SourceError as error:
            self.findings.notes.append(f"{response.url}: {error}")
        return self._next()

    def _is_own(self, url: str) -> bool:
        return is_page_of(url, urlsplit(self.origin).netloc)

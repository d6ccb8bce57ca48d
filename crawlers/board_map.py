"""The way to a board's vacancies: robots.txt → sitemaps, or a list that is read page by page."""

import re
from abc import abstractmethod
from collections import deque
from collections.abc import AsyncIterator
from itertools import islice
from typing import Any, ClassVar, Final
from urllib.parse import urljoin, urlsplit

import scrapy
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from crawlers.faults import BlockedError, SourceError
from crawlers.list_pages import MAX_LIST_PAGES, read_list
from crawlers.page import text_of
from crawlers.sitemap import Entry, canonical_id, read_sitemap, robots_sitemaps
from crawlers.sites import is_page_of
from crawlers.spider import SourceSpider

VACANCY_PATH: Final = re.compile(r"(?i)vacanc|vakans|ваканси|\bjobs?\b|rabota|работа|career|position")
_NO_PAGE: Final = re.compile(r"(?i)\.(?:xml|gz|pdf|docx?|jpe?g|png|gif|svg|webp|css|js|rss)$")
_MAX_SITEMAPS: Final = 200
_MAX_ENTRIES: Final = 200_000
"""Pages of vacancies of all sitemaps of a board that are looked at."""


class MappedSpider(SourceSpider):
    """Finds the addresses of a board's items, ``entries`` by their names; ``_plan`` goes on from there.

    ``list_path`` is where its list begins; it is read page by page where there is no sitemap.
    ``vacancy_path`` is searched for in the paths of a sitemap's pages. ``sitemap_fault`` says why what is not among the
    entries may be there all the same. State: ``list_pages``, how many pages the list had where it was read.
    """

    domain: ClassVar[str]
    vacancy_path: ClassVar[re.Pattern[str]] = VACANCY_PATH
    list_path: ClassVar[str | None] = None

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.sitemaps: deque[str] = deque()
        self.asked_sitemaps: set[str] = set()
        self.sitemap_fault: SourceError | None = None
        self.has_no_sitemap = False
        self.list_pages = 0
        self.entries: dict[str, Entry] = {}

    async def start(self) -> AsyncIterator[scrapy.Request]:
        """Ask for robots.txt, which names the sitemaps."""
        meta = {"dont_obey_robotstxt": True, "handle_httpstatus_all": True}
        yield self.ask(f"https://{self.domain}/robots.txt", self.parse_robots, meta=meta)

    def parse_robots(self, response: Response) -> scrapy.Request | None:
        """Note the sitemaps that robots.txt names, or the usual place."""
        self.job.page()
        if response.status >= 500 or response.status == 429:
            raise SourceError(f"answered {response.status}; without robots.txt nothing is read, collect again later")
        named = robots_sitemaps(response.body, response.url) if response.status == 200 else []
        own = [url for url in named if self._is_own(url)]
        self.sitemaps.extend(own or [urljoin(response.url, "/sitemap.xml")])
        return self._next_sitemap()

    def _next_sitemap(self) -> scrapy.Request | None:
        while self.sitemaps:
            url = self.sitemaps.popleft()
            if url in self.asked_sitemaps:
                continue
            if len(self.asked_sitemaps) >= _MAX_SITEMAPS:
                fault = SourceError(f"there are more than {_MAX_SITEMAPS} sitemaps; the others are left out", url=url)
                return self._leave_sitemap_out(fault) if self.sitemap_fault is None else self._plan()
            self.asked_sitemaps.add(url)
            return self.ask(url, self.parse_sitemap).replace(errback=self.sitemap_failed)
        return self._plan()

    def sitemap_failed(self, failure: Failure) -> scrapy.Request | None:
        """One sitemap could not be had: leave it out, unless the site does not answer or does not want us."""
        fault = self.fault(failure)
        if isinstance(fault, BlockedError) or fault.unreachable:
            raise fault
        if isinstance(failure.value, HttpError):
            self.has_no_sitemap = failure.value.response.status in (404, 410)
        return self._leave_sitemap_out(fault)

    def _leave_sitemap_out(self, fault: SourceError) -> scrapy.Request | None:
        self.sitemap_fault = fault
        self.job.warnings.append(f"{fault.url}: {fault}")
        return self._next_sitemap()

    def parse_sitemap(self, response: Response) -> scrapy.Request | None:
        """Note the pages or further sitemaps of a sitemap."""
        self.job.page()
        try:
            file = read_sitemap(response.body)
        except SourceError as error:
            return self._leave_sitemap_out(SourceError(str(error), url=response.url))
        own = [entry for entry in file.entries if self._is_own(entry.url)]
        if file.is_index:
            about_items = [entry for entry in own if self.is_item(urlsplit(entry.url).path)]
            self.sitemaps.extend(entry.url for entry in about_items or own)
        else:
            for entry in own:
                path = canonical_id(entry.url)
                if self.is_item(path) and not _NO_PAGE.search(path):
                    self.entries.setdefault(path, entry)
            if len(self.entries) > _MAX_ENTRIES:
                self.entries = dict(islice(self.entries.items(), _MAX_ENTRIES))
                self.sitemaps.clear()
                line = f"the sitemaps name more than {_MAX_ENTRIES} pages; the others are left out"
                return self._leave_sitemap_out(SourceError(line, url=response.url))
        return self._next_sitemap()

    def _ask_list(self, url: str) -> scrapy.Request:
        self.list_pages += 1
        return self.ask(url, self.parse_list).replace(errback=self.list_failed)

    def list_failed(self, failure: Failure) -> None:
        """Neither sitemap nor list: why there is no sitemap says more."""
        raise self.sitemap_fault or self.fault(failure)

    def parse_list(self, response: Response) -> scrapy.Request | None:
        """Note the vacancies of a page of the list; without a sitemap nothing but the list tells what is there."""
        self.job.page()
        page = read_list(text_of(response), response.url, self.vacancy_path)
        new = [url for url in page.links if self._is_own(url) and canonical_id(url) not in self.entries]
        self.entries |= {canonical_id(url): Entry(url) for url in new}
        if page.next is not None and new and self.list_pages < MAX_LIST_PAGES and not self.job.enough:
            return self._ask_list(page.next)
        if page.next is None:
            self._refuse_cut_list(response.url)
        if self.entries and (page.next is None or not new):
            self.sitemap_fault = None  # the list has been read whole: what is not in it is absent
        return self._plan()

    def is_item(self, path: str) -> bool:
        """Whether a page is an item's by its path."""
        return self.vacancy_path.search(path) is not None

    def _refuse_cut_list(self, url: str) -> None:
        """A list that had several pages and shows one with the smaller part of what is open has lost its way onward."""
        former = int(self.job.state.get("list_pages", 0))
        there = len(self.entries) * 2 >= len(self.job.store.open_names(self.job.source.name))
        if former > 1 and self.list_pages == 1 and not there:
            raise SourceError(
                f"the list had {former} pages and now shows one, without most of the open vacancies; "
                "its link to the next page may have changed",
                url=url,
            )

    def _is_own(self, url: str) -> bool:
        return is_page_of(url, self.domain)

    @abstractmethod
    def _plan(self) -> scrapy.Request | None:
        """Choose the pages to read, and ask for the first."""

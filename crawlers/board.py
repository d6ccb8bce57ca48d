"""The base of job boards: robots.txt → sitemaps → vacancy pages → JobPosting, or else title and main text.

A board needs its domain alone::

    class ExampleBoard(BoardSpider):
        domain = "jobs.example"
        source = Source(name="jobs_example", title=…, kind=SourceKind.SITE, url=…, about=…, basis=…)
"""

import re
from collections import deque
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, ClassVar, Final
from urllib.parse import urljoin, urlsplit
from zoneinfo import ZoneInfo

import scrapy
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from crawlers.faults import BlockedError, Lost, PassingError, SourceError
from crawlers.jobposting import markup_of
from crawlers.list_pages import MAX_LIST_PAGES, read_list
from crawlers.page import is_whole, text_of
from crawlers.sitemap import Entry, canonical_id, read_sitemap, robots_sitemaps
from crawlers.sites import is_page_of
from crawlers.spider import SourceSpider
from crawlers.vacancy import VacancyPage, read_vacancy
from crawlers.validators import Validators, validators_of
from voronka.closing import Closing, is_plausible
from voronka.health import Rate
from voronka.model import RawPost

VACANCY_PATH: Final = re.compile(r"(?i)vacanc|vakans|ваканси|\bjobs?\b|rabota|работа|career|position")
_NO_PAGE: Final = re.compile(r"(?i)\.(?:xml|gz|pdf|docx?|jpe?g|png|gif|svg|webp|css|js|rss)$")
_MAX_SITEMAPS: Final = 200
_MAX_ENTRIES: Final = 200_000
"""Pages of vacancies of all sitemaps of a board that are looked at."""
_MAX_IN_A_ROW: Final = 5
BROKE_OFF: Final = "the page broke off in the middle; the next run asks for it again"
_MAX_VANISHED: Final = 50
_LOOK_AGAIN: Final = timedelta(days=14)
"""An item that its sitemap calls unchanged is looked at after this time: it lives as long as it is seen."""
_LOOK_AGAIN_UNDATED: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Item:
    """A page that is to be read: its name, its address, whether the store has it."""

    id: str
    url: str
    known: bool


class BoardSpider(SourceSpider):
    """Reads a board by its sitemap.

    ``list_path`` is where its list begins; it is read page by page where there is no sitemap.
    ``vacancy_path`` is searched for in the paths of a sitemap's pages; ``max_items`` are read a run, newest first.
    State: ``checked``, for each open item when its page was last read; ``no_vacancy``, the same for pages that looked
    like a vacancy's by their address and held none; ``stands``, for items that left the sitemap while their page is
    there and names a day until which it stands, that day; ``validators``, by what to ask whether an item has changed;
    ``list_pages``, how many pages the list had where it was read.

    An item that is in none of the sitemaps, all of them having been read whole, is absent; the second time in a row it
    is closed.
    """

    domain: ClassVar[str]
    vacancy_path: ClassVar[re.Pattern[str]] = VACANCY_PATH
    list_path: ClassVar[str | None] = None
    max_items: ClassVar[int] = 500
    zone: ClassVar[ZoneInfo] = ZoneInfo("Europe/Moscow")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.now = self.job.started_at
        self.checked: dict[str, str] = dict(self.job.state.get("checked", {}))
        self.no_vacancy: dict[str, str] = dict(self.job.state.get("no_vacancy", {}))
        self.stands: dict[str, str] = dict(self.job.state.get("stands", {}))
        self.validators: dict[str, Validators] = dict(self.job.state.get("validators", {}))
        self.open: frozenset[str] = frozenset()
        self.sitemaps: deque[str] = deque()
        self.asked_sitemaps: set[str] = set()
        self.sitemap_fault: SourceError | None = None
        self.has_no_sitemap = False
        self.list_pages = 0
        self.entries: dict[str, Entry] = {}
        self.items: deque[Item] = deque()
        self.read = 0
        self.recognised = 0
        self.failed_in_a_row = 0

    # -- the way to the vacancies ------------------------------------------------------------------------------------

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

    def _plan(self) -> scrapy.Request | None:
        """Choose the pages to read: new, changed or not seen for long; those that left the sitemap may be closed."""
        paths = _without_sections(self.entries)
        if not paths and self.list_path is not None and self.has_no_sitemap and not self.list_pages:
            return self._ask_list(f"https://{self.domain}{self.list_path}")
        if not paths:
            raise self.sitemap_fault or SourceError(
                "the sitemap lists no page of a vacancy; does vacancy_path of its spider fit the site's addresses?",
                url=f"https://{self.domain}/sitemap.xml",
            )
        self.open = frozenset(self.job.store.open_names(self.job.source.name))
        self.checked = {path: at for path, at in self.checked.items() if path in self.open}
        self.validators = {path: by for path, by in self.validators.items() if path in self.open}
        erased = self.job.store.erased(self.job.source.name, paths)
        paths = [path for path in paths if path not in erased]
        stored = self.job.store.known(self.job.source.name, {*paths, *self.open})
        due = [path for path in paths if self._is_due(path, self.entries[path], stored.get(path))]
        due.sort(key=lambda path: str(self.entries[path].modified or ""), reverse=True)
        gone = [] if self.sitemap_fault else sorted(path for path in self.open if path not in self.entries)
        vanished = [path for path in gone if self.now - self._checked(path, stored[path]) >= _LOOK_AGAIN_UNDATED]
        left = max(0, len(due) - self.max_items) + max(0, len(vanished) - _MAX_VANISHED)
        if left:
            self.job.warnings.append(f"{self.domain}: {left} pages are left for the next run")
        self.items.extend(Item(path, self.entries[path].url, path in stored) for path in due[: self.max_items])
        self.items.extend(Item(path, f"https://{self.domain}{path}", True) for path in vanished[:_MAX_VANISHED])
        self.job.total = len(self.items)
        due_paths = set(due)
        unmodified = [path for path in paths if path in stored and path not in due_paths]
        self.job.store.sighted(self.job.source.name, unmodified)
        self.job.take([], not_modified=len(unmodified) + len(erased))
        return self._next_item()

    def _is_due(self, path: str, entry: Entry, stored_at: datetime | None) -> bool:
        former = self.no_vacancy.get(path)
        if stored_at is None and former is None:
            return True
        checked = self._checked(path, stored_at) if stored_at else datetime.fromisoformat(former or "")
        again = _LOOK_AGAIN if entry.modified is not None or stored_at is None else _LOOK_AGAIN_UNDATED
        return entry.newer_than(checked, self.now) or self.now - checked >= again

    def _checked(self, path: str, stored_at: datetime) -> datetime:
        noted = self.checked.get(path)
        return max(stored_at, datetime.fromisoformat(noted)) if noted else stored_at

    # -- the vacancies -----------------------------------------------------------------------------------------------

    def _next_item(self) -> scrapy.Request | None:
        if not self.items or self.job.enough:
            self.job.take_waiting()
            for name in self.job.kept_out:  # their addresses are not kept either
                self.checked.pop(name, None)
                self.stands.pop(name, None)
                self.validators.pop(name, None)
            self._judge()
            self.note_absent()
            names = ("checked", "no_vacancy", "stands", "validators", "list_pages")
            self.job.complete({name: getattr(self, name) for name in names})
            return None
        item = self.items.popleft()
        known = self.validators.get(item.id, {})
        meta = {"handle_httpstatus_list": [404, 410, *([304] if known else [])]}
        request = self.ask(item.url, self.parse_item, cb_kwargs={"item": item}, meta=meta, headers=known)
        return request.replace(errback=self.item_failed)

    def parse_item(self, response: Response, item: Item) -> scrapy.Request | None:
        """Take a vacancy's page; an item that is gone is closed."""
        self.job.page()
        self.read += 1
        if response.status == 304:
            self.recognised += 1
            self.failed_in_a_row = 0
            self.checked[item.id] = self.now.isoformat()
            self.job.store.sighted(self.job.source.name, [item.id])
            self.job.take([], not_modified=1)
            return self._next_item()
        self.validators.pop(item.id, None)
        try:
            raw = self.read_item(response, item)
        except BlockedError:
            raise
        except SourceError as error:
            if not isinstance(error, PassingError):
                self.no_vacancy[item.id] = self.now.isoformat()
            self._leave_out(response.url, error)
            return self._next_item()
        self.failed_in_a_row = 0
        if raw is not None:
            self.no_vacancy.pop(item.id, None)
            self.recognised += 1
            # of a person's page nothing is kept beside the post
            wanted = self.job.wants_markup and response.status == 200 and "resume" not in raw.payload
            self.job.take_in_turn(raw, markup_of(text_of(response)) if wanted else "")
            self.checked[item.id] = self.now.isoformat()
            if raw.closed:
                del self.checked[item.id]
            elif by := validators_of(response):
                self.validators[item.id] = by
            self.stands.pop(item.id, None)
            if not raw.closed and raw.valid_until is not None and item.id not in self.entries:
                self.stands[item.id] = raw.valid_until.isoformat()
        return self._next_item()

    def read_item(self, response: Response, item: Item) -> RawPost | None:
        """The item as a post, or None where it is gone; raises SourceError where the page is no vacancy's."""
        if response.status in (404, 410):
            return self.gone(item)
        html = text_of(response)
        page = read_vacancy(html, response.url, now=self.now, zone=self.zone)
        if (page is None or page.posting is None) and "<html" in html[:1_000].lower() and not is_whole(html):
            raise PassingError(BROKE_OFF)
        moved = canonical_id(response.url) != item.id
        if page is None and moved and item.known:
            return self.gone(item)
        if page is None or (moved and not self.vacancy_path.search(canonical_id(response.url))):
            raise SourceError("no vacancy on the page: neither a JobPosting nor a title with a text")
        if page.posting is None and item.known:
            former = self.job.store.raw(self.job.source.name, item.id)
            if former is not None and "jobposting" in former.payload:
                if page.closed:
                    return replace(former, closed=True, closed_reason=page.closed_reason)
                raise SourceError(
                    "its JobPosting is gone; the site's markup may have changed: the former data are kept",
                    lost=Lost("posting", Rate(0, self.failed_in_a_row + 1), markup_of(html)),
                )
        return self._raw(item, page)

    def gone(self, item: Item) -> RawPost | None:
        """An item whose page is not there any more, closed; None where it was not known."""
        raw = self.job.store.raw(self.job.source.name, item.id) if item.known else None
        if raw is None:
            self.no_vacancy[item.id] = self.now.isoformat()
            self.job.warn(f"{item.url}: the sitemap names it, but it is gone")
            return None
        return replace(raw, closed=True, closed_reason=Closing.GONE)

    def _raw(self, item: Item, page: VacancyPage) -> RawPost:
        return RawPost(
            source=self.job.source.name,
            external_id=item.id,
            text=page.text,
            url=item.url,
            links=page.links,
            payload={"jobposting": page.posting} if page.posting is not None else {},
            posted_at=page.posted_at,
            fetched_at=self.now,
            closed=page.closed,
            closed_reason=page.closed_reason,
            valid_until=page.valid_until,
        )

    def item_failed(self, failure: Failure) -> scrapy.Request | None:
        """One page could not be had: leave it out, unless the site does not answer or does not want us."""
        fault = self.fault(failure)
        if isinstance(fault, BlockedError) or fault.unreachable:
            raise fault
        self.read += 1
        self._leave_out(fault.url or "", fault)
        return self._next_item()

    def note_absent(self) -> None:
        """Note the items that the sitemaps, read whole, do not name any more."""
        if self.sitemap_fault is not None:
            return
        gone = {path for path in self.open if path not in self.entries}
        if not is_plausible(len(gone), len(self.open)):
            self.job.warnings.append(
                f"{self.domain}: {len(gone)} of {len(self.open)} open items are not in the sitemap, which seems cut: "
                "nothing is closed for it"
            )
            return
        until = {path: datetime.fromisoformat(day) for path, day in self.stands.items() if path in gone}
        self.stands = {path: day.isoformat() for path, day in until.items() if day > self.now}
        self.job.absent(gone - self.stands.keys())

    def _leave_out(self, url: str, fault: SourceError) -> None:
        self.job.warn(f"{url}: {fault}")
        self.failed_in_a_row += 1
        if self.failed_in_a_row >= _MAX_IN_A_ROW:
            line = f"{_MAX_IN_A_ROW} pages in a row could not be read; the last one: {fault}"
            raise SourceError(line, url=url, lost=fault.lost)

    def _judge(self) -> None:
        """Pages that were read and none recognised is an error, also where others were not modified."""
        if self.read >= 3 and not self.recognised:
            raise SourceError(f"none of {self.read} pages read holds a vacancy; the site's markup may have changed")


def _without_sections(entries: dict[str, Entry]) -> list[str]:
    """The paths that are no beginning of another: /vacancies is a section where there is /vacancies/17."""
    sections = set()
    for path in entries:
        parent = path.split("?")[0]
        while (parent := parent.rpartition("/")[0]) and parent not in sections:
            sections.add(parent)
    return [path for path in entries if path not in sections]

"""The base of job boards: robots.txt → sitemaps → vacancy pages → JobPosting, or else title and main text.

A board needs its domain alone::

    class ExampleBoard(BoardSpider):
        domain = "jobs.example"
        source = Source(name="jobs_example", title=…, kind=SourceKind.SITE, url=…, about=…, basis=…)
"""

from collections import deque
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, ClassVar, Final
from zoneinfo import ZoneInfo

import scrapy
from scrapy.http import Response
from twisted.python.failure import Failure

from crawlers.board_map import MappedSpider
from crawlers.faults import BlockedError, Lost, PassingError, SourceError
from crawlers.jobposting import markup_of
from crawlers.page import is_whole, text_of
from crawlers.sitemap import Entry, canonical_id
from crawlers.vacancy import VacancyPage, read_vacancy
from crawlers.validators import Validators, validators_of
from voronka.closing import Closing, is_plausible
from voronka.health import Rate
from voronka.model import RawPost

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


class BoardSpider(MappedSpider):
    """Reads a board by its sitemap.

    ``max_items`` are read a run, newest first.
    State: ``checked``, for each open item when its page was last read; ``no_vacancy``, the same for pages that looked
    like a vacancy's by their address and held none; ``stands``, for items that left the sitemap while their page is
    there and names a day until which it stands, that day; ``validators``, by what to ask whether an item has changed.

    An item that is in none of the sitemaps, all of them having been read whole, is absent; the second time in a row it
    is closed.
    """

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
        self.items: deque[Item] = deque()
        self.read = 0
        self.recognised = 0
        self.failed_in_a_row = 0

    # -- what is to be read ------------------------------------------------------------------------------------------

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

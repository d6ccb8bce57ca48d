"""The base of sources that list their items page by page: JSON APIs (crawlers.json_api), feeds (crawlers.feed_source).

Pages are asked one after another. A source may be asked only for what is new (``since``) and, once in ``whole_every``,
for all it has; only then can an item be absent.
"""

import json
from collections import deque
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, ClassVar, Final
from zoneinfo import ZoneInfo

import scrapy
from scrapy.http import Response
from twisted.python.failure import Failure

from crawlers.build_posting import moment_of
from crawlers.faults import BlockedError, SourceError
from crawlers.jobposting import Posting
from crawlers.posting_text import posting_text
from crawlers.spider import SourceSpider
from crawlers.validators import Validators, validators_of
from voronka.closing import Closing, is_plausible
from voronka.model import RawPost

_MARGIN: Final = timedelta(hours=2)
"""What is asked for as new overlaps by so much: a site's clock and its index may lag behind ours."""
_MAX_IN_A_ROW: Final = 5
_FEW: Final = 3
"""So many items, none of which can be read, are no accident."""


@dataclass(frozen=True, slots=True)
class Ask:
    """A page to ask for; ``about`` is what the spider itself wants to know when the answer comes."""

    url: str
    about: Any = None


@dataclass(frozen=True, slots=True)
class Listed:
    """One item of a page. ``posting`` is None where only its own page, ``detail``, holds it.

    ``modified`` is when the source says it changed: a known item with a detail is taken again only where that is later.
    An item with both is read at its ``detail`` as long as ``max_details`` of the run are not spent.
    """

    id: str
    url: str
    posting: Posting | None = None
    posted_at: datetime | None = None
    valid_until: datetime | None = None
    closed: Closing | None = None
    detail: str | None = None
    modified: datetime | None = None
    markup: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """What a page holds: items, how many were there that nobody here wants, and which pages to ask for in its wake."""

    items: Sequence[Listed] = ()
    unwanted: int = 0
    more: Sequence[Ask] = ()
    skipped: Sequence[str] = ()


class ListingSpider(SourceSpider):
    """Reads lists of items. A subclass says which pages to ask for (``asks``) and what they hold (``read``).

    ``lists_all``: a whole pass shows all open items, so that one that is missing in two healthy passes is closed.
    ``has_since``: the source can be asked for what is new since a moment. ``every``: it is asked at most so often.
    ``max_requests`` are made a run, ``max_details`` of them for single items; what is left over is for the next one.

    State: ``since``, from when on news are wanted (none: all); ``whole_at``, the last whole pass; ``first``, the ask at
    which the next pass begins; ``validators``, what the source gave along with a page to ask whether it is new.
    """

    lists_all: ClassVar[bool] = True
    has_since: ClassVar[bool] = False
    whole_every: ClassVar[timedelta] = timedelta(hours=20)
    every: ClassVar[timedelta] = timedelta(0)
    max_requests: ClassVar[int] = 300
    max_details: ClassVar[int] = 300
    zone: ClassVar[ZoneInfo] = ZoneInfo("Europe/Moscow")
    team: str | None = None
    """The team that everything read belongs to; None: everybody."""
    accept: ClassVar[str] = "application/json"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.now = self.job.started_at
        state = self.job.state
        self.since = _moment(state.get("since")) if self.has_since else None
        self.whole_at = _moment(state.get("whole_at"))
        self.is_whole_pass = self.since is None or self.whole_at is None or self.now - self.whole_at >= self.whole_every
        self.validators: dict[str, Validators] = dict(state.get("validators", {}))
        self.open: frozenset[str] = frozenset()
        self.queue: deque[tuple[int, Ask]] = deque()
        self.begin = self.first = 0
        self.details: deque[Listed] = deque()
        self.seen: set[str] = set()
        self.read_details = 0
        self.requests = 0
        self.cut = False
        self.is_capped = False
        """Whether the site does not show all that it has."""
        self.is_unmodified = False
        self.failed_in_a_row = self.left_out = self.read_well = 0

    # -- what a subclass says ----------------------------------------------------------------------------------------

    def asks(self, since: datetime | None) -> Iterable[Ask]:
        """The first pages to ask for: all items, or those that are new ``since`` a moment."""
        raise NotImplementedError  # each form of list (API, feed) has its own

    def read(self, response: Response, ask: Ask) -> Page:
        """What a page holds; raises SourceError where it is not the page that was asked for."""
        raise NotImplementedError  # each form of list (API, feed) has its own

    def read_detail(self, response: Response, item: Listed) -> Listed:
        """The item with its posting; raises SourceError where it cannot be read."""
        raise NotImplementedError  # asked only of a site whose lists name pages of details

    def content(self, posting: Posting) -> tuple[str, Mapping[str, Any]]:
        """An item's text and structured data."""
        return posting_text(posting), {"jobposting": posting}

    def headers(self) -> dict[str, str]:
        """Headers of each request."""
        return {"Accept": self.accept}

    def moment(self, value: object) -> datetime | None:
        """A date or time that the source gives, in UTC."""
        return moment_of(value, self.now, self.zone)

    # -- the way through the pages -----------------------------------------------------------------------------------

    async def start(self) -> AsyncIterator[scrapy.Request]:
        """Ask for the first page, unless the source was asked too lately."""
        self.open = frozenset(self.job.store.open_names(self.job.source.name))
        asked = _moment(self.job.state.get("asked_at"))
        if self.open and asked is not None and self.now - asked < self.every:
            self.job.take([], not_modified=len(self.open))
            self.job.complete(self.job.state)
            return
        asks = list(enumerate(self.asks(None if self.is_whole_pass else self.since)))
        self.begin = int(self.job.state.get("first", 0)) % len(asks) if asks else 0
        self.queue.extend(asks[self.begin :] + asks[: self.begin])
        request = self._next()
        if request is not None:
            yield request

    def _next(self) -> scrapy.Request | None:
        if self.job.enough:
            self.queue.clear()
            self.details.clear()
        if (self.queue or self.details) and self.requests >= self.max_requests:
            self._cut()
            return None
        if self.queue:
            number, ask = self.queue.popleft()
            self.first = number
            return self._request(ask.url, self.parse_page, number=number, ask=ask)
        if self.details:
            item = self.details.popleft()
            self.read_details += 1
            request = self._request(item.detail or item.url, self.parse_detail, item=item)
            return request.replace(errback=self.detail_failed)
        self._finish()
        return None

    def _cut(self) -> None:
        """The budget of the run is spent: the rest is for the next one."""
        self.cut = True
        left = f"{len(self.details)} items" if self.details else "the rest of the list"
        self.job.warnings.append(f"{self.requests} requests were made in this run; {left} is left for the next one")
        if self.queue:
            cut_at = self.queue[0][0]
            # a query that alone is longer than the budget does not keep the others waiting for ever
            self.first = cut_at + 1 if cut_at == self.begin else cut_at
        self._finish()

    def _request(self, url: str, callback: Any, **kwargs: Any) -> scrapy.Request:
        self.requests += 1
        known = self.validators.get(url, {}) if callback == self.parse_page else {}
        meta = {"handle_httpstatus_list": [304] if known else [404, 410] if callback == self.parse_detail else []}
        # a replay asks nobody, and needs no key for it
        own = self.headers() if self.job.replay is None else {"Accept": self.accept}
        return self.ask(url, callback, cb_kwargs=kwargs, meta=meta, headers={**own, **known})

    def parse_page(self, response: Response, number: int, ask: Ask) -> scrapy.Request | None:
        """Take a page of the list."""
        self.job.page()
        if response.status == 304:
            self.is_unmodified = True
            return self._next()
        page = self.read(response, ask)
        self._keep_validators(ask.url, response)
        self.queue.extendleft((number, more) for more in reversed(page.more))
        for line in page.skipped:
            self.job.warn(line)
        self._take(page)
        return self._next()

    def _keep_validators(self, url: str, response: Response) -> None:
        """Note by what to ask whether a page is new; only where it is the whole list, for others move on."""
        self.validators.pop(url, None)
        if not self.lists_all and (found := validators_of(response)):
            self.validators[url] = found

    def _take(self, page: Page) -> None:
        fresh = {item.id: item for item in page.items if item.id not in self.seen}
        self.seen |= fresh.keys()
        name = self.job.source.name
        erased = self.job.store.erased(name, fresh)
        items = [item for item in fresh.values() if item.id not in erased]
        known = self.job.store.known(name, [item.id for item in items if item.detail])
        whole, unmodified = [], []
        for item in items:
            former = known.get(item.id)
            if item.detail is None:
                whole.append(item)
            elif former and item.id in self.open and not (item.modified and item.modified > former):
                unmodified.append(item)
            elif item.posting is None or len(self.details) + self.read_details < self.max_details:
                self.details.append(item)
            else:
                whole.append(item)
        wanted = self.job.wants_markup
        markup = {item.id: item.markup for item in whole if wanted and item.markup}
        self.job.take(
            [self._raw(item) for item in whole], markup=markup, seen=page.unwanted + len(page.items) - len(fresh)
        )
        self.job.store.sighted(name, [item.id for item in unmodified])
        self.job.take([], not_modified=len(unmodified) + len(erased))

    def _raw(self, item: Listed) -> RawPost:
        assert item.posting is not None
        text, payload = self.content(item.posting)
        expired = item.valid_until is not None and item.valid_until < self.now
        reason = item.closed or (Closing.EXPIRED if expired else None)
        return RawPost(
            source=self.job.source.name,
            external_id=item.id,
            text=text,
            url=item.url,
            payload=payload,
            posted_at=min(item.posted_at, self.now) if item.posted_at else None,
            fetched_at=self.now,
            closed=reason is not None,
            closed_reason=reason,
            valid_until=item.valid_until,
            owner_team=self.team,
        )

    # -- items that are read one by one ------------------------------------------------------------------------------

    def parse_detail(self, response: Response, item: Listed) -> scrapy.Request | None:
        """Take an item's own page; one that is gone is closed."""
        self.job.page()
        if response.status in (404, 410):
            raw = self.job.store.raw(self.job.source.name, item.id)
            if raw is not None:
                self.job.take([replace(raw, closed=True, closed_reason=Closing.GONE)])
            return self._next()
        try:
            read = self.read_detail(response, item)
        except BlockedError:
            raise
        except SourceError as error:
            self._leave_out(response.url, error)
            return self._next()
        self.failed_in_a_row = 0
        self.read_well += 1
        self.job.take_in_turn(self._raw(read), read.markup if self.job.wants_markup else "")
        return self._next()

    def detail_failed(self, failure: Failure) -> scrapy.Request | None:
        """One item could not be had: leave it out, unless the site does not answer or does not want us."""
        fault = self.fault(failure)
        if isinstance(fault, BlockedError) or fault.unreachable:
            raise fault
        self._leave_out(fault.url or "", fault)
        return self._next()

    def _leave_out(self, url: str, fault: SourceError) -> None:
        self.job.warn(f"{url}: {fault}")
        self.cut = True  # it is asked for again the next time
        self.failed_in_a_row += 1
        self.left_out += 1
        ended = not self.queue and not self.details
        if self.failed_in_a_row >= _MAX_IN_A_ROW or (ended and self.left_out >= _FEW and not self.read_well):
            raise SourceError(
                f"{self.failed_in_a_row} items in a row could not be read; the last one: {fault}", url=url
            )

    # -- the end -----------------------------------------------------------------------------------------------------

    def _finish(self) -> None:
        self.job.take_waiting()
        gone = self.open - self.seen
        if self.is_unmodified or not self.is_whole_pass:
            # that nothing is new is an answer, too
            self.job.take([], not_modified=max(len(gone), 1))
        elif self.lists_all and not (self.cut or self.is_capped or self.job.enough):
            if is_plausible(len(gone), len(self.open)):
                self.job.absent(gone)
            else:
                self.job.warnings.append(
                    f"{len(gone)} of {len(self.open)} open items are not in the list, which seems cut: "
                    "nothing is closed for it"
                )
        state: dict[str, Any] = {"asked_at": self.now.isoformat(), "validators": self.validators}
        if self.has_since:
            since, whole_at = self.since if self.cut else self.now - _MARGIN, self.whole_at
            if self.is_whole_pass:
                since, whole_at = (None, self.whole_at) if self.cut else (self.now - _MARGIN, self.now)
            state |= {"since": since and since.isoformat(), "whole_at": whole_at and whole_at.isoformat()}
        if self.cut:
            state["first"] = self.first
        self.job.complete(state)


def _moment(value: object) -> datetime | None:
    return datetime.fromisoformat(value) if isinstance(value, str) else None


def as_markup(row: object) -> str:
    """An item as it stands in the answer, for showing it where a field went away."""
    return json.dumps(row, ensure_ascii=False, indent=1, default=str)

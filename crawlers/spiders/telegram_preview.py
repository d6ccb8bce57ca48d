"""Reads channels by their public preview, t.me/s/<channel>: pages back to what is known or to a limit of days."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import scrapy
from scrapy.http import Response

from crawlers.faults import SourceError
from crawlers.page import text_of
from crawlers.preview import PreviewPage, parse_page
from crawlers.spider import SourceSpider

_MAX_PAGES = 500


class TelegramPreviewSpider(SourceSpider):
    """One channel from its newest page back.

    State: ``newest``, the highest id of the last whole run; ``since``, from when on everything up to it was read. Both
    are kept only by a run that read all it wanted, so a run that dies in the middle loses nothing: the next one reads
    again from the newest page. The page after the one on which ``newest`` is met is read as well, for its edits.
    """

    name = "telegram_preview"

    def __init__(self, channel: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.channel = channel
        state = self.job.state
        self.known: int | None = state.get("newest")
        since = state.get("since")
        if self.known is not None and since is not None and datetime.fromisoformat(since) > self.job.cutoff:
            self.known = None  # this time posts are wanted from before what was read: go back further
        self.highest: int | None = None
        self.met_known = False

    async def start(self) -> AsyncIterator[scrapy.Request]:
        """Ask for the newest page."""
        yield self._page_before(None)

    def _page_before(self, before: int | None) -> scrapy.Request:
        query = "" if before is None else f"?before={before}"
        return self.ask(f"https://t.me/s/{self.channel}{query}", self.parse_history, cb_kwargs={"before": before})

    def parse_history(self, response: Response, before: int | None) -> scrapy.Request | None:
        """Take a page of posts; go on to the page before it, or end."""
        self.job.page()
        page = parse_page(text_of(response), self.channel, source=self.job.source.name)
        self._refuse_wrong_page(response, page, before)
        self._take(page)
        if not page.whole:
            raise SourceError("the page broke off in the middle; what it held is stored, collect again later")
        self._note_absent(page)
        if before is None:
            self.highest = page.highest
        if page.older is None or page.lowest is None or self._far_enough(page) or self.job.enough:
            self.job.complete(self._new_state())
            return None
        if self.job.pages >= _MAX_PAGES:
            raise SourceError(f"{_MAX_PAGES} pages and no end; collect with a smaller --since")
        return self._page_before(page.older)

    def _refuse_wrong_page(self, response: Response, page: PreviewPage, before: int | None) -> None:
        if not urlsplit(response.url).path.startswith("/s/"):
            raise SourceError("leads to a page without the preview; is it switched off?", url=response.url)
        if before is None and page.highest is None:
            raise SourceError("the channel shows no posts; is this the right channel?")
        if before is not None and page.lowest is not None and page.lowest >= before:
            # the same page again and again would never end
            raise SourceError(f"the page before post {before} shows post {page.lowest}; collect again later")

    def _take(self, page: PreviewPage) -> None:
        """Store the page's posts but those that are older than wanted, unless they are known (they may be edited)."""
        old = [post.external_id for post in page.posts if (post.posted_at or self.job.cutoff) < self.job.cutoff]
        known = self.job.store.known(self.job.source.name, old) if old else {}
        left_out = {number for number in old if number not in known}
        for line in page.skipped:
            self.job.warn(line)
        wanted = [post for post in page.posts if post.external_id not in left_out]
        self.job.take(wanted, seen=len(left_out) + page.pictures, markup=page.markup)

    def _note_absent(self, page: PreviewPage) -> None:
        """Stored posts that are missing between two others of the page; what is at its ends may be on another page."""
        dates = [post.posted_at for post in page.posts if post.posted_at is not None]
        if page.lowest is None or page.highest is None or len(dates) < 2:
            return
        known = self.job.store.names_between(self.job.source.name, min(dates), max(dates))
        numbers = {int(name) for name in known if name.isdecimal()}
        self.job.absent(str(n) for n in numbers - page.ids if page.lowest < n < page.highest)

    def _far_enough(self, page: PreviewPage) -> bool:
        is_overlap = self.met_known
        assert page.lowest is not None
        self.met_known = is_overlap or (self.known is not None and page.lowest <= self.known)
        dates = [post.posted_at for post in page.posts if post.posted_at is not None]
        return is_overlap or (bool(dates) and min(dates) < self.job.cutoff)

    def _new_state(self) -> dict[str, Any]:
        cutoff = self.job.cutoff.isoformat()
        since = self.job.state.get("since", cutoff) if self.met_known else cutoff
        highest = max(self.highest or 0, self.job.state.get("newest") or 0)
        return {"newest": highest, "since": min(since, cutoff) if self.met_known else since}

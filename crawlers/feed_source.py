"""The base of sources that publish a feed (RSS, Atom)."""

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

from scrapy.http import Response

from crawlers.build_posting import build_posting
from crawlers.faults import Lost, SourceError
from crawlers.feed import FeedItem, read_feed
from crawlers.jobposting import Posting
from crawlers.listing import Ask, Listed, ListingSpider, Page
from crawlers.page import refuse_page, text_of
from crawlers.sitemap import canonical_id
from voronka.health import Rate


class FeedSpider(ListingSpider):
    """Reads ``feeds``. A feed shows the newest items only: one that leaves it is not closed for that."""

    lists_all = False
    accept = "application/rss+xml, application/atom+xml, application/xml;q=0.9, */*;q=0.1"
    feeds: ClassVar[tuple[str, ...]]

    def asks(self, since: datetime | None) -> Iterable[Ask]:  # noqa: ARG002  (for those that override it)
        """The feeds."""
        return [Ask(url) for url in self.feeds]

    def posting(self, item: FeedItem) -> Posting | None:
        """What an item says; None for one that is not wanted."""
        return build_posting(title=item.title, url=item.url, description=item.html, posted=item.posted_at)

    def read(self, response: Response, ask: Ask) -> Page:  # noqa: ARG002  (for those that override it)
        """The items of a feed."""
        try:
            feed = read_feed(response.body, response.url, self.now, self.zone)
        except SourceError:
            refuse_page(text_of(response))
            raise
        number = len(feed.items) + len(feed.problems)
        if feed.problems and len(feed.problems) * 2 > number:
            raise SourceError(
                f"{len(feed.problems)} of {number} items cannot be read ({feed.problems[0]}); "
                "the feed's form may have changed",
                url=response.url,
                lost=Lost("posting", Rate(len(feed.items), number), text_of(response)[:2000]),
            )
        items = []
        for item in feed.items:
            posting = self.posting(item)
            if posting is not None:
                name = canonical_id(item.url)
                items.append(Listed(name, item.url, posting, posted_at=item.posted_at, markup=item.markup))
        skipped = [f"{response.url}: {line}" for line in feed.problems]
        return Page(items, len(feed.items) - len(items), (), skipped)

"""We Work Remotely: the feed of remote vacancies in sales and marketing."""

from crawlers.build_posting import REMOTE, build_posting
from crawlers.feed import FeedItem
from crawlers.feed_source import FeedSpider
from crawlers.jobposting import Posting
from voronka.sources import Source, SourceKind


class WeWorkRemotelySpider(FeedSpider):
    """Titles read "Company: Position"."""

    name = "weworkremotely"
    in_demo = True
    feeds = ("https://weworkremotely.com/categories/remote-sales-and-marketing-jobs.rss",)
    source = Source(
        name="weworkremotely",
        title="We Work Remotely",
        kind=SourceKind.SITE,
        url="https://weworkremotely.com/",
        about="Удалённые вакансии в маркетинге и продажах, на английском",
        basis="публичная лента RSS со ссылкой на источник; выключена, пока вы не прочли условия",
        enabled=False,
        about_en="Remote vacancies in marketing and sales, in English",
        basis_en="public RSS feed, with a link to its source; off until you have read its terms",
    )

    def posting(self, item: FeedItem) -> Posting:
        """The company stands before the title."""
        company, colon, title = item.title.partition(": ")
        return build_posting(
            title=title if colon else item.title, url=item.url, company=company if colon else "", formats=[REMOTE],
            employment=item.more.get("type"), description=item.html, posted=item.posted_at,
        )  # fmt: skip

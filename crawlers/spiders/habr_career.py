"""Хабр Карьера: the feed of its newest vacancies, of which those in marketing and sales are kept."""

import re
from typing import Final

from crawlers.build_posting import REMOTE, build_posting
from crawlers.feed import FeedItem
from crawlers.feed_source import FeedSpider
from crawlers.jobposting import Posting
from voronka.sources import Source, SourceKind

WANTED: Final = re.compile(
    r"(?i)маркет[ио]|\bsmm\b|реклам|\bpr\b|pr-|бренд|\bseo\b|трафик|контент|копирайт|продаж|market|sales"
)
_TITLE: Final = re.compile(
    r"^(?:Требуется\s{1,3})?[«\"]?(?P<title>[^«»\"(]{2,200})[»\"]?\s{0,3}(?:\((?P<facts>[^()]{0,200})\))?"
)
_PAY: Final = re.compile(r"(?i)(?:от|до)?\s{0,2}\d[\d\s\u00a0]{2,15}.{0,20}(?:₽|руб|\$|€)")


class HabrCareerSpider(FeedSpider):
    """Titles read «Требуется «Маркетолог» (Москва, от 100 000 ₽)»."""

    name = "habr_career"
    in_demo = True
    feeds = ("https://career.habr.com/vacancies/rss?sort=date&type=all",)
    source = Source(
        name="habr_career",
        title="Хабр Карьера",
        kind=SourceKind.SITE,
        url="https://career.habr.com/",
        about="Вакансии в маркетинге и продажах IT-компаний",
        basis="публичная лента RSS; разрешение владельца не получено, поэтому выключена",
        enabled=False,
        about_en="Vacancies in marketing and sales of IT companies",
        basis_en="public RSS feed; off: its owner has not been asked",
    )

    def posting(self, item: FeedItem) -> Posting | None:
        """The title's own facts: a town, the pay."""
        found = _TITLE.match(item.title)
        title = found["title"].strip() if found else item.title
        if not WANTED.search(title):
            return None
        facts = [part.strip() for part in ((found and found["facts"]) or "").split(",")]
        pay = next((part for part in facts if _PAY.search(part)), "")
        towns = [part for part in facts if part and part != pay and not re.search(r"(?i)удал[её]нн|можно", part)]
        remote = bool(re.search(r"(?i)можно удал[её]нно|удал[её]нн", ", ".join(facts)))
        return build_posting(
            title=title, url=item.url, company=item.author, cities=towns[:1], pay=pay,
            formats=[REMOTE] if remote else [], description=item.html, posted=item.posted_at,
        )  # fmt: skip

"""A vacancy's page as a post: from its JobPosting, or else from its title and main text; pure."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from lxml import etree
from parsel import Selector

from crawlers.fragment import read_fragment
from crawlers.jobposting import Posting, find_posting
from crawlers.posting_text import posting_text
from crawlers.worded_dates import moment_in_words, published_in
from voronka.closing import Closing, says_closed
from voronka.model import Link

REQUIRED: Final = {
    "title": "h1, title",
    "text": "main, article, [role=main], body",
}
"""What a vacancy's page without JobPosting must have; one with it needs nothing else."""

_NOT_MAIN: Final = "//nav|//header|//footer|//aside|//form|//script|//style|//noscript|//svg|//iframe|//template"
_LEAST_TEXT: Final = 120
_NOTICES: Final = etree.XPath(
    "//body//text()[not(ancestor::aside or ancestor::a or ancestor::script or ancestor::style)]", smart_strings=False
)  # compiled, and strings alone: a page has hundreds of them, most of which are nothing


@dataclass(frozen=True, slots=True)
class VacancyPage:
    """What a page of a board says. ``posting`` is None where it has no JobPosting."""

    text: str
    links: tuple[Link, ...] = ()
    posting: Posting | None = None
    posted_at: datetime | None = None
    closed: bool = False
    closed_reason: Closing | None = None
    valid_until: datetime | None = None


def read_vacancy(html: str, url: str, *, now: datetime, zone: ZoneInfo) -> VacancyPage | None:
    """Read a vacancy's page; None where it is none: a list of vacancies, a page without title or text.

    Dates without a zone are of ``zone``.
    """
    page = Selector(html)
    posting = find_posting(page, url)
    if posting is None:
        return read_unmarked(html, now, zone)
    until = _moment(posting.get("validThrough"), now, zone, end=True)
    text = posting_text(posting)
    reason = Closing.EXPIRED if until is not None and until < now else None
    if _says_closed(page, text):
        reason = Closing.SAID
    posted = _moment(posting.get("datePosted"), now, zone)
    return VacancyPage(text, (), posting, min(posted, now) if posted else None, reason is not None, reason, until)


def read_unmarked(html: str, now: datetime, zone: ZoneInfo) -> VacancyPage | None:
    """A page without structured data: its title and main text; None where it has none, or is a list."""
    page = Selector(html)
    title = _title(page)
    closed = _says_closed(page, "")
    for node in page.xpath(_NOT_MAIN):
        node.drop()
    main = next((found[0] for css in REQUIRED["text"].split(", ") if (found := page.css(css))), None)
    if not title or main is None or _is_list(main):
        return None
    text, links = read_fragment(main.get(), "")
    if main.root.tag == "body":
        import trafilatura  # heavy, and seldom needed

        extracted = trafilatura.extract(html, include_comments=False, favor_recall=True)
        text, links = (extracted.strip(), ()) if extracted and len(extracted) >= _LEAST_TEXT else (text, links)
    if len(text) < _LEAST_TEXT:
        return None
    if title.casefold() not in text[:400].casefold():
        shift = len(title) + 1
        text = f"{title}\n{text}"
        links = tuple(Link(x.url, x.text, (x.start or 0) + shift, (x.end or 0) + shift) for x in links)
    posted = published_in(text, now, zone)
    return VacancyPage(text, links, None, posted, closed, Closing.SAID if closed else None)


def _title(page: Selector) -> str:
    for css in REQUIRED["title"].split(", "):
        words = " ".join(" ".join(page.css(f"{css} ::text, {css}::text").getall()).split())
        if words:
            return re.split(r" [|—–] ", words)[0].removeprefix("Вакансия ").strip() if css == "title" else words
    return ""


def _is_list(main: Selector) -> bool:
    """Whether most of the text is links: a list of vacancies, not one of them."""
    whole = len("".join(main.xpath(".//text()").getall()).split())
    linked = [" ".join(a.xpath(".//text()").getall()).split() for a in main.xpath(".//a[@href]")]
    return len(linked) >= 5 and sum(map(len, linked)) > whole / 2


def _says_closed(page: Selector, description: str) -> bool:
    """Whether a short notice on the page, not the vacancy's own text or a list of others, says that it is closed."""
    for text in _NOTICES(page.root):
        words = " ".join(text.split())
        if says_closed(words) and words not in description:
            return True
    return False


def _moment(value: Any, now: datetime, zone: ZoneInfo, *, end: bool = False) -> datetime | None:
    """A date or time of schema.org, or one in words, in UTC; a day alone is its beginning, or its end."""
    text = value.strip() if isinstance(value, str) else ""
    try:
        if len(text) <= 10:
            day = date.fromisoformat(text)
            return _day(day.year, day.month, day.day, zone, end=end)
        moment = datetime.fromisoformat(text)
    except ValueError:
        return moment_in_words(text, now, zone, end=end)
    return _utc(moment if moment.tzinfo else moment.replace(tzinfo=zone))


def _day(year: int, month: int, day: int, zone: ZoneInfo, *, end: bool = False) -> datetime | None:
    try:
        moment = datetime.combine(date(year, month, day), time(), zone)
        return _utc(moment + timedelta(days=1) if end else moment)
    except (ValueError, OverflowError):
        return None


def _utc(moment: datetime) -> datetime | None:
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        return None

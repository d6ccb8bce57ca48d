"""Reads a board's own list of vacancies, page by page, where it has no sitemap; pure."""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from parsel import Selector

from crawlers.sites import joined

MAX_LIST_PAGES: Final = 50
_NEXT: Final = (
    "//link[@rel='next']/@href",
    "//a[contains(concat(' ', normalize-space(@rel), ' '), ' next ')]/@href",
    "//a[contains(concat(' ', normalize-space(@class), ' '), ' next ')]/@href",
)
_NEXT_WORDS: Final = re.compile(
    r"(?i)^\W{0,5}(?:следующая(?: страница)?|дальше|далее|вперёд|вперед|next|→|›|»)\W{0,5}$"
)


@dataclass(frozen=True, slots=True)
class ListPage:
    """The addresses of a list's vacancies, in its order, and of its next page."""

    links: tuple[str, ...]
    next: str | None = None


def read_list(html: str, url: str, vacancy_path: re.Pattern[str]) -> ListPage:
    """The list that stands at ``url``: links to pages under it or whose path looks like a vacancy's."""
    page = Selector(html)
    found = next((href for path in _NEXT for href in page.xpath(path).getall()), None)
    own = urlsplit(url).path.rstrip("/")
    links: dict[str, None] = {}
    for anchor in page.xpath("//a[@href]"):
        target = joined(url, anchor.attrib["href"])
        parts = urlsplit(target)
        if found is None and _NEXT_WORDS.match(" ".join(anchor.xpath(".//text()").getall()).strip()[:60]):
            found = target
        elif parts.netloc == urlsplit(url).netloc and vacancy_path.search(parts.path) and parts.path.rstrip("/") != own:
            links.setdefault(target)
    following = joined(url, found) if found else None
    is_own = following is not None and urlsplit(following).netloc == urlsplit(url).netloc and following != url
    return ListPage(tuple(link for link in links if link != following), following if is_own else None)

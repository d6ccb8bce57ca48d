"""Reads RSS 2.0, RSS 1.0 (RDF) and Atom; each element of an item states how often it may stand there; pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from lxml import etree

from crawlers.faults import SourceError
from crawlers.sites import joined
from crawlers.worded_dates import moment_in_words

_MOSCOW: Final = ZoneInfo("Europe/Moscow")
MAX_ITEMS: Final = 2_000
_CONTENT: Final = ("encoded", "content", "description", "summary")
"""Where an item's text stands, the whole one first."""
REQUIRED: Final = {
    "rss": ("channel", "item", "title", "link"),
    "RDF": ("item", "title", "link"),
    "feed": ("entry", "title", "link"),
}
"""The elements that a feed must have, by its root; an item has exactly one title and one link."""
_DATES: Final = ("pubDate", "published", "date", "updated")
_GONE: Final = re.compile(r"(?i)^(?:title|link|guid|id)$")


@dataclass(frozen=True, slots=True)
class FeedItem:
    """One item; ``html`` is its text, ``more`` what else it says: local names of elements with their texts."""

    id: str
    url: str
    title: str
    html: str = ""
    posted_at: datetime | None = None
    author: str = ""
    categories: tuple[str, ...] = ()
    more: Mapping[str, str] = field(default_factory=dict)
    markup: str = ""


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed's items, and what was wrong with those that were left out."""

    title: str
    items: tuple[FeedItem, ...]
    problems: tuple[str, ...] = ()


def read_feed(body: bytes, url: str, now: datetime | None = None, zone: ZoneInfo = _MOSCOW) -> Feed:
    """The feed that stands at ``url``; raises SourceError where ``body`` is none. Dates in words are of ``zone``.

    An item has exactly one title and leads to exactly one page; another one is left out.
    """
    root = _root(body)
    name = _local(root)
    if name not in REQUIRED:
        raise SourceError(f"is no feed (its root is <{name[:40]}>); look at it in a browser", url=url)
    head = root
    if name == "rss":
        channels = [node for node in root if _local(node) == "channel"]
        if len(channels) != 1:
            raise SourceError(f"the feed has {len(channels)} channels, one is expected", url=url)
        head = channels[0]
    tag = "entry" if name == "feed" else "item"
    nodes = [node for node in head if _local(node) == tag]
    if name == "RDF":
        head = next((node for node in root if _local(node) == "channel"), root)
    items, problems = [], []
    for number, node in enumerate(nodes[:MAX_ITEMS], 1):
        item = _item(node, url, now, zone)
        if isinstance(item, str):
            problems.append(f"item {number}: {item}")
        else:
            items.append(item)
    return Feed(" ".join(_texts(head, "title")[:1]), tuple(items), tuple(problems))


def _root(body: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(body.lstrip(), parser)
    except etree.XMLSyntaxError as error:
        raise SourceError(f"the feed is no XML ({str(error)[:100]}); look at it in a browser") from error
    if root.getroottree().docinfo.internalDTD is not None and any(
        True for _ in root.getroottree().docinfo.internalDTD.iterentities()
    ):
        raise SourceError("the feed defines entities of its own, which no feed needs; it is not read")
    return root


def _item(node: etree._Element, base: str, now: datetime | None, zone: ZoneInfo) -> FeedItem | str:
    """An item, or why it is none."""
    titles = _texts(node, "title")
    if len(titles) != 1:
        return f"{len(titles)} titles, one is expected"
    links = _links(node, base)
    if len(links) != 1:
        return f"{len(links)} links, one is expected"
    told = [text for name in _DATES for text in _texts(node, name)]
    dates = [moment for text in told if (moment := moment_of_feed(text) or (now and _in_words(text, now, zone)))]
    texts = [text for name in _CONTENT for text in _texts(node, name)]
    ids = [*_texts(node, "guid"), *_texts(node, "id")]
    authors = [*_texts(node, "creator"), *_texts(node, "author"), *_names(node)]
    terms = [child.get("term", "") for child in node if _local(child) == "category"]
    return FeedItem(
        id=(ids[0] if ids else links[0])[:400],
        url=links[0],
        title=" ".join(titles[0].split()),
        html=max(texts, key=len, default="") if len(texts) > 1 and len(texts[0]) < 40 else next(iter(texts), ""),
        posted_at=dates[0] if dates else None,
        author=authors[0] if authors else "",
        categories=tuple(filter(None, [*_texts(node, "category"), *terms])),
        more={_local(child): (child.text or "").strip() for child in node if not _GONE.match(_local(child))},
        markup=etree.tostring(node, encoding="unicode")[:30_000],
    )


def _links(node: etree._Element, base: str) -> list[str]:
    found = []
    for child in node:
        if _local(child) == "link" and child.get("rel", "alternate") == "alternate":
            url = joined(base, child.get("href") or child.text or "")
            if urlsplit(url).scheme in ("http", "https") and url != base:
                found.append(url)
    return list(dict.fromkeys(found))


def _names(node: etree._Element) -> list[str]:
    return [text for child in node if _local(child) == "author" for text in _texts(child, "name")]


def _texts(node: etree._Element, name: str) -> list[str]:
    """The texts, not empty, of a node's children of a local name."""
    found = ("".join(child.itertext()).strip() for child in node if _local(child) == name)
    return [text for text in found if text]


def _local(node: etree._Element) -> str:
    return etree.QName(node).localname if isinstance(node.tag, str) else ""


def _in_words(text: str, now: datetime, zone: ZoneInfo) -> datetime | None:
    """A date in Russian words; a day of the week before it is left out."""
    return moment_in_words(re.sub(r"^[А-Яа-яё]{2,11}, ", "", text), now, zone)


def moment_of_feed(text: str) -> datetime | None:
    """A date of RFC 822 or ISO 8601 in UTC; None where it is neither or has no zone."""
    try:
        moment = datetime.fromisoformat(text) if text[:4].isdigit() else parsedate_to_datetime(text)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError, TypeError):
        return None

"""A list of cards as an Atom feed (RFC 4287). What comes from posts is text: nothing of it is markup."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from xml.etree import ElementTree as ET

from webui.cards import Card
from webui.hostile import tame
from webui.i18n import language
from webui.russian import iso

MIMETYPE: Final = "application/atom+xml"
_NS: Final = "http://www.w3.org/2005/Atom"
# what XML cannot hold at all
_FORBIDDEN: Final = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One listing: its address, which is also its id, and when it became part of the feed."""

    url: str
    card: Card
    published: datetime


def feed(
    title: str, url: str, page: str, entries: Sequence[Entry], *, subtitle: str = "", begun: datetime
) -> tuple[bytes, datetime]:
    """The feed as XML, and when it changed last; ``begun`` is that of one without entries. ``url`` is its own."""
    updated = max((one.card.posted_at for one in entries), default=begun)
    updated = max([updated, *(one.published for one in entries)])
    root = ET.Element("feed", {"xmlns": _NS, "xml:lang": language()})
    _text(root, "id", url)
    _text(root, "title", title)
    if subtitle:
        _text(root, "subtitle", subtitle)
    _text(root, "updated", iso(updated))
    ET.SubElement(root, "link", {"rel": "self", "type": MIMETYPE, "href": url})
    ET.SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": page})
    _text(ET.SubElement(root, "author"), "name", "Voronka")
    for one in entries:
        _entry(root, one)
    ET.indent(root)
    return ET.tostring(root, encoding="utf-8", xml_declaration=True), updated


def _entry(root: ET.Element, one: Entry) -> None:
    card = one.card
    entry = ET.SubElement(root, "entry")
    _text(entry, "id", one.url)
    _text(entry, "title", " — ".join(part for part in (card.title, card.pay) if part))
    _text(entry, "published", iso(one.published))
    _text(entry, "updated", iso(max(card.posted_at, one.published)))
    ET.SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": one.url})
    for tag in card.tags:
        ET.SubElement(entry, "category", {"term": _clean(tag)})
    facts = " · ".join(part for part in (card.company, card.place, card.employment, card.pay_note) if part)
    words = "".join(text for text, _found in card.snippet)
    _text(entry, "summary", "\n".join(part for part in (facts, words, card.warning) if part))


def _text(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = _clean(text)


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("", tame(text))

"""Reads a page of a channel's public preview (https://t.me/s/<channel>); pure: HTML in, values out.

The layouts are described in docs and shown by crawlers.demo.preview_page. A selector that the parser cannot do without
stands in REQUIRED with how many matches it expects: a page that gives another number has changed its markup.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from parsel import Selector, SelectorList

from crawlers.faults import BlockedError, Lost, SourceError
from crawlers.fragment import read_fragment
from crawlers.page import is_whole, refuse_block
from voronka.health import Rate
from voronka.links import absolute, says_itself
from voronka.model import Link, RawPost


@dataclass(frozen=True, slots=True)
class Expected:
    """A CSS selector, and how many matches it has to have in each page or message (``most`` None: any number)."""

    css: str
    per: str
    least: int = 1
    most: int | None = None

    def find(self, node: Selector | SelectorList[Selector]) -> SelectorList[Selector] | None:
        """The matches, or None where their number is not as expected."""
        found = node.css(self.css)
        return found if self.least <= len(found) <= (self.most or len(found)) else None


REQUIRED: Final = {
    "history": Expected("section.tgme_channel_history", "page", most=1),
    "message": Expected("div.tgme_widget_message[data-post]", "page"),
    "text": Expected("div.tgme_widget_message_text.js-message_text", "page"),
    "date": Expected("a.tgme_widget_message_date time[datetime]", "message", most=1),
}
"""What a page with posts must have; a page before the channel's first post has NOTHING_FOUND instead."""

NOTHING_FOUND: Final = ".tme_no_messages_found"
_OLDER: Final = "a.tme_messages_more[data-before]::attr(data-before)"
_POLL: Final = ".tgme_widget_message_poll_question, .tgme_widget_message_poll_option_text"
# A message that has none of these and no text is a layout that we do not know.
_MEDIA: Final = ", ".join(
    f"[class*='tgme_widget_message_{kind}']"
    for kind in (
        "photo_wrap", "grouped", "video", "roundvideo", "voice", "audio", "document", "sticker", "location",
        "contact", "game", "invoice", "poll", "story", "giveaway",
    )
) + ", .message_media_not_supported, .media_supported_cont, .js-message_venue"  # fmt: skip
_NOT_OUTERMOST: Final = "contains(@class, 'js-message_text') or contains(@class, 'tgme_widget_message_reply')"
_FORWARD: Final = ".tgme_widget_message_forwarded_from_name"
_PREVIEW: Final = "a.tgme_widget_message_link_preview"
_BUTTONS: Final = ".tgme_widget_message_inline_keyboard a.url_button[href]"
_NO_DATE: Final = "no date"
_NONE: Final = Rate(0, 1)
_EDITED: Final = re.compile(r"\b(?:edited|изменено)\b")
_NUMBER: Final = re.compile(r"(\d+(?:[.,]\d+)?)\s*([KМMкm]?)", re.IGNORECASE)
_UNITS: Final = {"": 1, "k": 1_000, "к": 1_000, "m": 1_000_000, "м": 1_000_000}


@dataclass(frozen=True, slots=True)
class PreviewPage:
    """One page: its posts by rising id, and what else was on it.

    ``older`` is the id for ``?before=`` of the page before (None: this is the channel's beginning). ``ids`` are those
    of all messages, also of the skipped ones and of each of an album; ``lowest`` and ``highest`` are their ends.
    ``service`` counts service messages, ``pictures`` those of a picture or a file alone; ``skipped`` names each message
    left out and why; ``whole`` is false where the page broke off (``posts`` are then the whole ones). ``markup`` is the
    HTML of each post, by its id.
    """

    posts: tuple[RawPost, ...] = ()
    older: int | None = None
    lowest: int | None = None
    highest: int | None = None
    ids: frozenset[int] = frozenset()
    service: int = 0
    pictures: int = 0
    skipped: tuple[str, ...] = ()
    whole: bool = True
    markup: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Reading:
    posts: list[RawPost] = field(default_factory=list)
    ids: list[int] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    service: int = 0
    markup: dict[str, str] = field(default_factory=dict)


def parse_page(html: str, channel: str, *, source: str | None = None) -> PreviewPage:
    """Read a page of the preview of ``channel``; posts are of ``source`` (default: the channel's name).

    Raises SourceError where it is no such page: no channel, the preview is off, the markup has changed.
    """
    page = Selector(html)
    whole = is_whole(html)
    history = REQUIRED["history"].find(page)
    if history is None:
        raise _no_history(page, html, channel, whole=whole)
    messages = REQUIRED["message"].find(history)
    if messages is None:
        return _without_messages(page, html, channel, whole=whole)
    reading = _Reading()
    for message in messages:
        _read_message(message, channel, source or channel, reading)
    _check(messages, reading, whole=whole)
    lowest = min(reading.ids)
    return PreviewPage(
        posts=tuple(sorted(reading.posts, key=lambda post: int(post.external_id))),
        older=_older(page, lowest),
        lowest=lowest,
        highest=max(reading.ids),
        ids=frozenset(reading.ids),
        service=reading.service,
        pictures=len(reading.skipped),
        skipped=tuple(reading.skipped + reading.faults),
        whole=whole,
        markup=reading.markup,
    )


def _older(page: Selector, lowest: int) -> int | None:
    """The link to the page before; where there is none, the page before the lowest id tells whether all is read."""
    linked = page.css(_OLDER).re_first(r"^\d+$")
    if linked is not None and int(linked) > 1:
        return int(linked)
    return lowest if lowest > 1 else None


def _no_history(page: Selector, html: str, channel: str, *, whole: bool) -> SourceError:
    try:
        refuse_block(html)
    except BlockedError as blocked:
        return blocked
    if page.css(".tgme_page_extra").re_first(r"\d"):
        return SourceError(
            "the channel is there, but its preview is off (or it is a group); read it with Telegram login"
        )
    if page.css(".tgme_page, .tgme_page_icon"):
        return SourceError(f"there is no channel @{channel}; correct its row in telegram_sources/channels.yml")
    if not whole:
        return SourceError("the page broke off before its first post; collect again later")
    return _changed("history", "no message history on the page", page)


def _without_messages(page: Selector, html: str, channel: str, *, whole: bool) -> PreviewPage:
    if page.css(NOTHING_FOUND):
        return PreviewPage(whole=whole)
    if not whole:
        raise SourceError("the page broke off before its first post; collect again later")
    refuse_block(html)
    raise _changed("message", f"no messages of @{channel} on the page", page)


def _changed(name: str, what: str, place: Selector, present: Rate = _NONE) -> SourceError:
    return SourceError(
        f"{what}; Telegram's markup seems to have changed: see REQUIRED[{name!r}] in crawlers/preview.py",
        lost=Lost(name, present, next(iter([*place.css("main, section"), *place.css("body"), place])).get()),
    )


def _check(messages: SelectorList[Selector], reading: _Reading, *, whole: bool) -> None:
    """Compare what was found with what was expected: an unknown layout is no news of an empty channel."""
    others = len(messages) - reading.service
    undated = sum(fault.endswith(_NO_DATE) for fault in reading.faults)
    if undated > (len(messages) // 2 if whole else max(1, len(messages) // 2)):
        dated = Rate(len(messages) - undated, len(messages))
        raise _changed("date", f"{undated} of {len(messages)} messages have no date", messages[0], dated)
    unknown = len(reading.faults) - undated
    if others and not reading.posts and (unknown or others >= 5):
        raise _changed("text", f"none of {others} messages on the page has a text", messages[0], Rate(0, others))
    if unknown > others // 2:
        known = Rate(others - unknown, others)
        raise _changed("text", f"{unknown} of {others} messages are of an unknown layout", messages[0], known)
    if not reading.ids:
        raise _changed("message", "no message has an id", messages[0])


def _read_message(message: Selector, channel: str, source: str, reading: _Reading) -> None:
    name, _, number = message.attrib["data-post"].rpartition("/")
    if not number.isdigit():
        reading.faults.append(f"@{channel}: a message with the id {message.attrib['data-post'][:60]!r}: no number")
        return
    ids = [
        int(number),
        *map(int, message.css(".tgme_widget_message_grouped a[href]").re(r"href=\"[^\"]*/(\d+)\?single")),
    ]
    reading.ids += ids
    external_id = str(min(ids))
    label = f"@{channel}/{external_id}"
    if "service_message" in message.attrib.get("class", "").split():
        reading.service += 1
        return
    moment = _moment(REQUIRED["date"].find(message))
    if moment is None:
        reading.faults.append(f"{label}: {_NO_DATE}")
        return
    text, links = _text(message, f"https://t.me/s/{channel}")
    if not text:
        if message.css(_MEDIA):
            reading.skipped.append(f"{label}: no text, only a picture or a file")
        else:
            reading.faults.append(f"{label}: neither text nor a known kind of media")
        return
    reading.markup[external_id] = message.get()
    reading.posts.append(
        RawPost(
            source=source,
            external_id=external_id,
            text=text,
            url=f"https://t.me/{name or channel}/{external_id}",
            links=_all_links(message, text, links),
            payload=_payload(message) | ({"album": sorted(set(ids))} if len(set(ids)) > 1 else {}),
            posted_at=moment,
        )
    )


def _moment(times: SelectorList[Selector] | None) -> datetime | None:
    if times is None:
        return None
    try:
        moment = datetime.fromisoformat(times[0].attrib["datetime"])
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)


def _text(message: Selector, base: str) -> tuple[str, tuple[Link, ...]]:
    """The message's own text, with a poll's below; an album nests the text's element in itself, a reply is not ours."""
    blocks = message.css(REQUIRED["text"].css).xpath("self::*[not(ancestor::*[" + _NOT_OUTERMOST + "])]")
    pieces = [*blocks, *message.css(_POLL)]
    text, links = "", []
    for piece in pieces:
        part, found = read_fragment(piece.get(), base)
        if not part:
            continue
        start = len(text) + 1 if text else 0
        text = f"{text}\n{part}" if text else part
        links += [Link(x.url, x.text, start + (x.start or 0), start + (x.end or 0)) for x in found]
    return text, tuple(links)


def _all_links(message: Selector, text: str, hidden: Sequence[Link]) -> tuple[Link, ...]:
    """Hidden links, then a preview's link that the text does not show, then buttons."""
    links = list(hidden)
    seen = {link.url.rstrip("/") for link in hidden}
    for preview in message.css(_PREVIEW):
        url = absolute(preview.attrib.get("href", ""), "https://t.me/")
        if url and url.rstrip("/") not in seen and not any(says_itself(word, url) for word in text.split()):
            seen.add(url.rstrip("/"))
            links.append(Link(url, _line(preview, ".link_preview_title")))
    for button in message.css(_BUTTONS):
        url = absolute(button.attrib["href"], "https://t.me/")
        if url:
            links.append(Link(url, _line(button, "*"), button=True))
    return tuple(links)


def _payload(message: Selector) -> dict[str, Any]:
    payload: dict[str, Any] = {}
    forward = message.css(_FORWARD)
    if forward:
        payload["forward"] = {"name": _line(forward[0], "*"), "url": forward[0].attrib.get("href")}
    views = _count(message.css(".tgme_widget_message_views::text").get(""))
    if views is not None:
        payload["views"] = views
    meta = "".join(message.css(".tgme_widget_message_meta").xpath("./text()").getall())
    if _EDITED.search(meta):
        payload["edited"] = True
    author = _line(message, ".tgme_widget_message_from_author")
    if author:
        payload["author"] = author
    for preview in message.css(_PREVIEW):
        url = absolute(preview.attrib.get("href", ""), "https://t.me/")
        if url:
            payload["link_preview"] = {
                "url": url,
                "site": _line(preview, ".link_preview_site_name"),
                "title": _line(preview, ".link_preview_title"),
                "description": _line(preview, ".link_preview_description"),
            }
    return payload


def _line(node: Selector, css: str) -> str:
    """The text of the first match as one line."""
    found = node if css == "*" else next(iter(node.css(css)), None)
    return " ".join("".join(found.xpath(".//text()").getall()).split()) if found is not None else ""


def _count(text: str) -> int | None:
    """Views as shown: "812", "4.4K", "1.2M"."""
    match = _NUMBER.fullmatch(text.strip())
    if match is None:
        return None
    return round(float(match[1].replace(",", ".")) * _UNITS[match[2].lower()])

"""A message of Telegram's API, or the messages of an album, as a RawPost; pure.

The outcome has the same id and the same form as what ``crawlers.preview`` reads of the same post, so that a channel may
be read both ways: text with line breaks, links hidden behind words, a link preview's, buttons.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from telethon.tl import types as t

from telegram_sources.offsets import Offsets
from telegram_sources.rich import read_rich
from voronka.links import absolute, says_itself
from voronka.model import Link, RawPost

_HOME = "https://t.me/"


@dataclass(frozen=True, slots=True)
class Peers:
    """Channels and people that an answer of the API names, by id."""

    chats: Mapping[int, Any] = field(default_factory=dict)
    users: Mapping[int, Any] = field(default_factory=dict)

    @staticmethod
    def of(answer: Any) -> "Peers":
        """Those of an answer."""
        return Peers({chat.id: chat for chat in answer.chats}, {user.id: user for user in answer.users})


def is_post(message: Any) -> bool:
    """Whether this is a message with a content: a service message and a deleted one are none."""
    return isinstance(message, t.Message)


def grouped(messages: Iterable[Any]) -> list[list[Any]]:
    """Messages by rising id, those of one album together, in the place of its first."""
    groups: dict[tuple[str, int], list[Any]] = {}
    for message in sorted(messages, key=lambda one: int(one.id)):
        key = ("album", message.grouped_id) if getattr(message, "grouped_id", None) else ("message", message.id)
        groups.setdefault(key, []).append(message)
    return list(groups.values())


def read_post(
    group: Sequence[Any], source: str, username: str | None, peers: Peers, external_id: str | None = None
) -> RawPost | None:
    """The post that a message or an album is; None where it has no words.

    ``username`` is the channel's, ``external_id`` the post's name where it has one already.
    """
    text, links = "", list[Link]()
    for message in group:
        for part, found in _pieces(message):
            start = len(text) + 1 if text else 0
            text = f"{text}\n{part}" if text else part
            links += [Link(one.url, one.text, start + (one.start or 0), start + (one.end or 0)) for one in found]
    if not text:
        return None
    first = group[0]
    name = external_id or str(first.id)
    edits = [message.edit_date for message in group if message.edit_date and not message.edit_hide]
    return RawPost(
        source=source,
        external_id=name,
        text=text,
        url=f"{_HOME}{username}/{first.id}" if username else None,
        links=_all_links(group, text, links),
        payload=_payload(group, peers, name),
        posted_at=first.date,
        edited_at=max(edits, default=None),
    )


# -- text ----------------------------------------------------------------------------------------------------------


def _pieces(message: Any) -> Iterable[tuple[str, list[Link]]]:
    """The message's own text, then a poll's question and answers, each with its hidden links; none of them empty."""
    texts = [(message.message or "", message.entities or [])]
    if isinstance(message.media, t.MessageMediaPoll):
        poll = message.media.poll
        texts += [(words.text, words.entities) for words in (poll.question, *(a.text for a in poll.answers))]
    if message.rich_message is not None and not (message.message or "").strip():
        raw, spans = read_rich(message.rich_message.blocks)
        text = raw.strip()
        if text:
            yield text, _hidden(raw, text, spans)
    for raw, entities in texts:
        text = raw.strip()
        if text:
            yield text, _hidden(raw, text, _spans(raw, entities))


def _spans(raw: str, entities: Iterable[Any]) -> list[tuple[str, int, int]]:
    """Links behind words as (address, start, end); an entity's place is counted in units of UTF-16."""
    wanted = [entity for entity in entities if isinstance(entity, t.MessageEntityTextUrl)]
    if not wanted:
        return []
    offsets = Offsets(raw)
    return [(one.url, offsets.at(one.offset), offsets.at(one.offset + one.length)) for one in wanted]


def _hidden(raw: str, text: str, spans: Iterable[tuple[str, int, int]]) -> list[Link]:
    """The links behind words of the text, which is the raw one stripped."""
    shift = len(raw) - len(raw.lstrip())
    links = []
    for address, start, end in spans:
        words = raw[start:end]
        left = len(words) - len(words.lstrip())
        first = min(max(start + left - shift, 0), len(text))
        last = min(first + len(words.strip()), len(text))
        url = _address(address)
        if url is not None and not says_itself(text[first:last], url):
            links.append(Link(url, text[first:last], first, last))
    return sorted(links, key=lambda link: (link.start or 0, link.end or 0))


def _address(url: str) -> str | None:
    """A link's address; one without a scheme is a page's."""
    head = url.strip().partition("/")[0]
    return absolute(url if ":" in head or not head else f"https://{url.strip()}", _HOME)


# -- links beside the text -----------------------------------------------------------------------------------------


def _all_links(group: Sequence[Any], text: str, hidden: Sequence[Link]) -> tuple[Link, ...]:
    """Hidden links, then a preview's link that the text does not show, then buttons."""
    links = list(hidden)
    seen = {link.url.rstrip("/") for link in hidden}
    for page in _pages(group):
        url = _address(page.url)
        if url and url.rstrip("/") not in seen and not any(says_itself(word, url) for word in text.split()):
            seen.add(url.rstrip("/"))
            links.append(Link(url, _line(page.title)))
    for message in group:
        rows = message.reply_markup.rows if isinstance(message.reply_markup, t.ReplyInlineMarkup) else []
        for button in (button for row in rows for button in row.buttons):
            if isinstance(button.type, t.InlineButtonTypeUrl | t.InlineButtonTypeUrlAuth):
                url = _address(button.type.url)
                if url:
                    links.append(Link(url, _line(button.text), button=True))
    return tuple(links)


def _pages(group: Sequence[Any]) -> list[Any]:
    """The pages that Telegram shows below the text."""
    media = [message.media for message in group]
    return [
        one.webpage for one in media if isinstance(one, t.MessageMediaWebPage) and isinstance(one.webpage, t.WebPage)
    ]


# -- payload -------------------------------------------------------------------------------------------------------


def _payload(group: Sequence[Any], peers: Peers, name: str) -> dict[str, Any]:
    payload: dict[str, Any] = {}
    first = group[0]
    if first.fwd_from is not None:
        payload["forward"] = _origin(first.fwd_from, peers)
    views = [message.views for message in group if message.views is not None]
    if views:
        payload["views"] = max(views)
    reactions = sum(one.count for message in group if message.reactions for one in message.reactions.results)
    if reactions:
        payload["reactions"] = reactions
    if any(message.edit_date and not message.edit_hide for message in group):
        payload["edited"] = True
    if first.post_author:
        payload["author"] = _line(first.post_author)
    for page in _pages(group):
        url = _address(page.url)
        if url:
            payload["link_preview"] = {
                "url": url,
                "site": _line(page.site_name),
                "title": _line(page.title),
                "description": _line(page.description),
            }
    if len(group) > 1 or name != str(first.id):  # what is left of an album may not hold the message it is named after
        payload["album"] = [message.id for message in group]
    return payload


def _origin(forward: Any, peers: Peers) -> dict[str, Any]:
    """Where a forwarded message comes from: a name, and the address of the post where it is one of a channel."""
    peer, name, url = forward.from_id, forward.from_name or "", None
    if isinstance(peer, t.PeerChannel):
        chat = peers.chats.get(peer.channel_id)
        name = getattr(chat, "title", None) or name
        username = getattr(chat, "username", None) or f"c/{peer.channel_id}"
        if forward.channel_post:
            url = f"{_HOME}{username}/{forward.channel_post}"
    elif isinstance(peer, t.PeerUser):
        user = peers.users.get(peer.user_id)
        names = (getattr(user, "first_name", None), getattr(user, "last_name", None))
        name = " ".join(filter(None, names)) or name
    return {"name": _line(name), "url": url}


def _line(text: str | None) -> str:
    return " ".join((text or "").split())

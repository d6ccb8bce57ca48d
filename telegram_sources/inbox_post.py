"""A message that somebody sent to the bot, or forwarded to it, as a RawPost; pure.

The form is that of ``telegram_sources.message``, so that a post of a channel that is also read is known again.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

import telegram as t

from telegram_sources.bot_source import BOT_SOURCE
from telegram_sources.offsets import Offsets
from voronka.links import absolute, says_itself
from voronka.model import Link, RawPost

_HOME: Final = "https://t.me/"


class Origin(StrEnum):
    """Whose words a message holds: the sender's own, a channel's, or somebody else's."""

    OWN = "own"
    CHANNEL = "channel"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Permission:
    """On what ground a post may be kept and shown: who said so, as what, in which words, when.

    ``by`` is the number of the Telegram account, kept as the proof of the permission and for as long as the post.
    """

    said: str
    as_whom: str
    by: int
    at: datetime

    def to_json(self) -> dict[str, Any]:
        """The form in which it is kept with the post."""
        return {"said": self.said, "as": self.as_whom, "by": self.by, "at": self.at.isoformat(timespec="seconds")}


def origin_of(message: t.Message) -> Origin:
    """Whose words these are; a forward of one's own message is one's own."""
    origin = message.forward_origin
    if origin is None:
        return Origin.OWN
    if isinstance(origin, t.MessageOriginChannel):
        return Origin.CHANNEL
    if isinstance(origin, t.MessageOriginUser) and message.from_user is not None:
        return Origin.OWN if origin.sender_user.id == message.from_user.id else Origin.OTHER
    return Origin.OTHER


def post_of(message: t.Message, external_id: str, permission: Mapping[str, Any] | None = None) -> RawPost | None:
    """The post that a message is; None where it has no words. ``permission`` is what is kept of it."""
    raw = message.text or message.caption or ""
    text = raw.strip()
    if not text:
        return None
    payload: dict[str, Any] = {} if permission is None else {"permission": dict(permission)}
    forward = _forward(message)
    if forward is not None:
        payload["forward"] = forward
    origin = message.forward_origin
    return RawPost(
        source=BOT_SOURCE.name,
        external_id=external_id,
        text=text,
        links=(*_hidden(message, raw, text), *_buttons(message)),
        payload=payload,
        posted_at=message.date if origin is None else origin.date,
        edited_at=message.edit_date,
    )


def _hidden(message: t.Message, raw: str, text: str) -> Iterator[Link]:
    """Links behind words; an entity's place is counted in units of UTF-16."""
    entities = message.entities if message.text else message.caption_entities
    offsets, shift = Offsets(raw), len(raw) - len(raw.lstrip())
    for entity in entities:
        if entity.type != t.MessageEntity.TEXT_LINK or not entity.url:
            continue
        first = min(max(offsets.at(entity.offset) - shift, 0), len(text))
        last = min(max(offsets.at(entity.offset + entity.length) - shift, 0), len(text))
        words = text[first:last]
        first += len(words) - len(words.lstrip())
        last = first + len(words.strip())
        url = absolute(entity.url, _HOME)
        if url is not None and not says_itself(text[first:last], url):
            yield Link(url, text[first:last], first, last)


def _buttons(message: t.Message) -> Iterator[Link]:
    rows = message.reply_markup.inline_keyboard if message.reply_markup is not None else ()
    for button in (button for row in rows for button in row):
        url = absolute(button.url, _HOME) if button.url else None
        if url is not None:
            yield Link(url, " ".join(button.text.split()), button=True)


def _forward(message: t.Message) -> dict[str, Any] | None:
    """The channel that a post was forwarded from, and the post's address there; people are named by their own text."""
    origin = message.forward_origin
    if not isinstance(origin, t.MessageOriginChannel):
        return None
    name = origin.chat.username or f"c/{str(origin.chat.id).removeprefix('-100')}"
    return {"name": " ".join((origin.chat.title or "").split()), "url": f"{_HOME}{name}/{origin.message_id}"}

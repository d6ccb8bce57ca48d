"""Reading what Telegram Desktop exports (``result.json``): one chat, or an account with many.

Only public channels and supergroups are read: a private talk must never get into a search. Another chat is read only
when its name is given. Form: https://core.telegram.org/import-export and the exports themselves.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from voronka.errors import VoronkaError
from voronka.model import Link, RawPost
from voronka.postfile import read_moment
from voronka.sources import Source, SourceKind

PUBLIC: Final = frozenset({"public_channel", "public_supergroup"})
_MESSAGES = re.compile(r'"messages"\s*:\s*\[')
Warn = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Chat:
    """One chat of an export: the source it is, and its messages as the file gives them."""

    source: Source
    messages: Sequence[Any]


def looks_like_export(path: Path) -> bool:
    """Whether a file is an export and no JSON Lines: its first object has "messages" or "chats"."""
    try:
        with path.open(encoding="utf-8-sig", errors="replace") as file:
            head = file.read(4096)
    except OSError as error:
        raise VoronkaError(f"cannot read {path}: {error.strerror}") from error
    first_line = head.lstrip().split("\n", 1)[0].rstrip()
    return head.lstrip().startswith("{") and (first_line == "{" or '"messages"' in first_line or '"chats"' in head)


def read_chats(path: Path, known: Sequence[Source], warn: Warn, chat: str | None = None) -> list[Chat]:
    """The chats of an export that may be read; each other is named in a warning.

    ``known`` are the declared channels: a chat with the title or the Telegram id of one of them is that source.
    ``chat`` names the one chat to read, public or not. Raises VoronkaError where the file is no export.
    """
    data = _load(path, warn)
    inner = data.get("chats")
    rows = inner.get("list", []) if isinstance(inner, dict) else [data]
    chats = []
    for row in rows if isinstance(rows, list) else []:
        if not isinstance(row, dict) or not isinstance(row.get("messages"), list):
            warn(f"{path}: a chat without messages was skipped")
            continue
        name, kind = str(row.get("name") or row.get("id") or "?"), str(row.get("type") or "?")
        if chat is not None and name != chat:
            continue
        if chat is None and kind not in PUBLIC:
            warn(f"{path}: «{name}» was skipped: {kind} is not public (to read it all the same: --chat «{name}»)")
            continue
        chats.append(Chat(_source(row, name, known), row["messages"]))
    if chat is not None and not chats:
        raise VoronkaError(f"{path}: no chat is named «{chat}» in this export")
    return chats


def _load(path: Path, warn: Warn) -> dict[str, Any]:
    try:
        text = path.read_text(encoding="utf-8-sig", errors="replace")
    except OSError as error:
        raise VoronkaError(f"cannot read {path}: {error.strerror}") from error
    try:
        data = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        data = _salvage(text)
        if data is None:
            raise VoronkaError(
                f"{path}: neither a Telegram export nor JSON Lines of posts ({error}); export the channel again as JSON"
            ) from error
        warn(f"{path}: the file ends in the middle ({error}); its {len(data['messages'])} whole messages were read")
    if not isinstance(data, dict) or not ("messages" in data or "chats" in data):
        raise VoronkaError(f"{path}: no Telegram export (result.json) and no JSON Lines of posts")
    return data


def _salvage(text: str) -> dict[str, Any] | None:
    """A cut-off export of one chat: its head and the messages that are whole."""
    found = _MESSAGES.search(text)
    if found is None or '"chats"' in text[: found.start()]:
        return None
    try:
        head = json.loads(text[: found.end()] + "]}")
    except json.JSONDecodeError:
        return None
    decoder, place, messages = json.JSONDecoder(), found.end(), []
    while True:
        while place < len(text) and text[place] in " \r\n\t,":
            place += 1
        try:
            message, place = decoder.raw_decode(text, place)
        except (json.JSONDecodeError, RecursionError):
            break
        messages.append(message)
    return {**head, "messages": messages} if isinstance(head, dict) else None


def _source(row: Mapping[str, Any], name: str, known: Sequence[Source]) -> Source:
    for source in known:
        if name in (source.title, source.name):
            return source
    slug = re.sub(r"\W+", "_", name.lower()).strip("_") or f"chat_{row.get('id')}"
    return Source(
        name=slug[:200],
        title=name,
        kind=SourceKind.IMPORT,
        basis="файл, переданный владельцем или участником",
    )


def read_messages(chat: Chat, zone: ZoneInfo, warn: Warn) -> Iterator[RawPost]:
    """The posts of a chat; service messages and messages without text are none, half a message is named and skipped."""
    for place, message in enumerate(chat.messages, 1):
        if not isinstance(message, dict) or not isinstance(message.get("id"), int):
            warn(f"{chat.source.name}: message no. {place} was skipped: it has no id")
            continue
        if message.get("type") != "message":
            continue
        text, links = _text(message)
        posted = _moment(message, "date", zone)
        if posted is None:
            warn(f"{chat.source.name}/{message['id']}: skipped, it has no date")
            continue
        if not text.strip():
            continue
        payload: dict[str, Any] = {}
        if isinstance(message.get("forwarded_from"), str):
            payload["forward"] = {"name": message["forwarded_from"], "url": None}
        if isinstance(message.get("author"), str):
            payload["author"] = message["author"]
        base = chat.source.url.rstrip("/") if chat.source.url and chat.source.kind is SourceKind.TELEGRAM else None
        yield RawPost(
            source=chat.source.name,
            external_id=str(message["id"]),
            text=text,
            url=f"{base}/{message['id']}" if base else None,
            links=(*links, *_buttons(message)),
            payload=payload,
            posted_at=posted,
            edited_at=_moment(message, "edited", zone),
        )


def _text(message: Mapping[str, Any]) -> tuple[str, tuple[Link, ...]]:
    """The text and the links hidden behind its words; ``text`` is a string or a list of strings and entities."""
    given = message.get("text")
    parts = given if isinstance(given, list) else [given]
    text, links = "", []
    for part in parts:
        words = part if isinstance(part, str) else part.get("text") if isinstance(part, dict) else ""
        if not isinstance(words, str):
            continue
        if isinstance(part, dict) and part.get("type") == "text_link" and isinstance(part.get("href"), str):
            links.append(Link(part["href"], words, len(text), len(text) + len(words)))
        text += words
    return text, tuple(links)


def _buttons(message: Mapping[str, Any]) -> tuple[Link, ...]:
    rows = message.get("inline_bot_buttons")
    buttons = [button for row in rows if isinstance(row, list) for button in row] if isinstance(rows, list) else []
    return tuple(
        Link(button["data"], str(button.get("text") or ""), button=True)
        for button in buttons
        if isinstance(button, dict) and button.get("type") == "url" and isinstance(button.get("data"), str)
    )


def _moment(message: Mapping[str, Any], name: str, zone: ZoneInfo) -> datetime | None:
    """``date_unixtime`` where there is one, else ``date``, which is the exporter's local time."""
    unix = message.get(f"{name}_unixtime")
    try:
        if unix is not None:
            return datetime.fromtimestamp(int(unix), UTC)
    except (ValueError, TypeError, OverflowError, OSError):
        return None
    return read_moment(message.get(name), zone)

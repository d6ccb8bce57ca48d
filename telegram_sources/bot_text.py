"""A text as messages of a bot: cut where Telegram's limit wants it, escaped, links behind their words; pure."""

from collections.abc import Sequence
from html import escape
from typing import Final

from voronka.model import Link

LIMIT: Final = 4096
"""So many units of UTF-16 a message may have, its markup not counted."""
_SCHEMES: Final = ("http://", "https://", "tg://")
_BREAKS: Final = ("\n\n", "\n", " ")


def as_messages(text: str, links: Sequence[Link] = (), limit: int = LIMIT) -> list[str]:
    """The text in HTML as a bot may send it, in as many messages as it needs; an empty text needs none.

    ``links`` stand behind words of the text (their ``start`` and ``end``); those that overlap one before, or lead
    nowhere that Telegram takes, are left out.
    """
    spans = _spans(text, links)
    messages, start = [], 0
    while start < len(text):
        end = _cut(text, start, spans, limit)
        if text[start:end].strip():
            messages.append(_html(text, start, end, spans))
        start = end
    return messages


def _spans(text: str, links: Sequence[Link]) -> list[tuple[int, int, str]]:
    spans: list[tuple[int, int, str]] = []
    for link in sorted(links, key=lambda one: (one.start or 0, one.end or 0)):
        if link.start is None or link.end is None or not link.url.startswith(_SCHEMES):
            continue
        after = spans[-1][1] if spans else 0
        if after <= link.start < link.end <= len(text):
            spans.append((link.start, link.end, link.url))
    return spans


def _cut(text: str, start: int, spans: Sequence[tuple[int, int, str]], limit: int) -> int:
    """Where a message that begins at ``start`` ends: best between paragraphs, then lines, words, letters."""
    end, units = start, 0
    while end < len(text) and units + (width := 1 + (text[end] > "\uffff")) <= limit:
        units += width
        end += 1
    if end == len(text):
        return end
    least = start + (end - start) // 2
    best = end
    for mark in _BREAKS:
        place = text.rfind(mark, least, end)
        if place > start:
            best = place + len(mark)
            break
    for first, last, _ in spans:
        if start < first < best < last:
            return first
    return best


def _html(text: str, start: int, end: int, spans: Sequence[tuple[int, int, str]]) -> str:
    start += len(text[start:end]) - len(text[start:end].lstrip())
    end -= len(text[start:end]) - len(text[start:end].rstrip())
    pieces, place = [], start
    for span_start, span_end, url in spans:
        first, last = max(span_start, start), min(span_end, end)
        if first >= last:
            continue
        pieces += [escape(text[place:first], quote=False), f'<a href="{escape(url)}">']
        pieces += [escape(text[first:last], quote=False), "</a>"]
        place = last
    return "".join([*pieces, escape(text[place:end], quote=False)])

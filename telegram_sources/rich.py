"""A rich message (headings, lists, tables) as plain text with line breaks, and the links behind its words; pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from telethon.tl import types as t

_DEEPEST: Final = 40
_INNER: Final = ("title", "text", "blocks", "items", "rows", "cells", "caption", "credit")
_INLINE: Final = (t.PageTableCell,)


def read_rich(blocks: Sequence[Any]) -> tuple[str, list[tuple[str, int, int]]]:
    """The text of a page's blocks, and its links as (address, start, end) in characters of the text."""
    out = _Writer()
    _walk(blocks, out, 0)
    return "".join(out.pieces), out.links


@dataclass(slots=True)
class _Writer:
    pieces: list[str] = field(default_factory=list)
    links: list[tuple[str, int, int]] = field(default_factory=list)
    length: int = 0
    _break: bool = False

    def line(self) -> None:
        self._break = self.length > 0

    def settle(self) -> None:
        if self._break:
            self._break = False
            self.put("\n")

    def put(self, text: str) -> None:
        if text:
            self.settle()
            self.pieces.append(text)
            self.length += len(text)


def _walk(node: Any, out: _Writer, depth: int) -> None:
    """A block, a list of them, a part of one, or a piece of text."""
    if depth > _DEEPEST or node is None:
        return
    if isinstance(node, str):
        out.put(node)
    elif isinstance(node, Iterable):
        for one in node:
            _walk(one, out, depth + 1)
    elif type(node).__name__.startswith("Text"):
        _text(node, out, depth)
    elif type(node).__name__.startswith("Page"):
        if not isinstance(node, _INLINE):
            out.line()
        if type(node).__name__.startswith("PageListItem"):
            out.put("- ")
        for name in _INNER:
            inner = getattr(node, name, None)
            if inner is None:
                continue
            _walk(inner, out, depth + 1)
            if isinstance(node, _INLINE):
                out.put(" ")
            elif name != "cells":
                out.line()


def _text(node: Any, out: _Writer, depth: int) -> None:
    if isinstance(node, t.TextConcat):
        _walk(node.texts, out, depth + 1)
    elif isinstance(node, t.TextCustomEmoji):
        out.put(node.alt)
    elif isinstance(node, t.TextUrl):
        out.settle()
        start = out.length
        _walk(node.text, out, depth + 1)
        out.links.append((node.url, start, out.length))
    elif isinstance(node, t.TextButton):
        return
    else:
        _walk(getattr(node, "text", None), out, depth + 1)

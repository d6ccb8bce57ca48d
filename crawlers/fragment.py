"""A fragment of HTML as plain text with line breaks, and the links hidden behind its words.

Whitespace follows the markup's meaning, not its layout: ``<br>`` is a line break, a quotation stands on lines of its
own, a list's item begins with "- ", a definition follows its name after a colon, an emoji is its character, and a line
end of the HTML source (a tool may have indented it anew) is a space.
"""

import re
from dataclasses import dataclass, field
from typing import Final

from bs4 import BeautifulSoup, NavigableString, Tag
from bs4.element import PreformattedString

from voronka.links import absolute, says_itself
from voronka.model import Link

_BLOCKS: Final = frozenset({
    "address", "article", "blockquote", "dd", "div", "dl", "dt", "figure", "footer", "form", "h1", "h2", "h3", "h4",
    "h5", "h6", "header", "hr", "li", "main", "ol", "p", "pre", "section", "table", "tr", "ul",
})  # fmt: skip
_SILENT: Final = frozenset({
    "head", "iframe", "noscript", "object", "script", "select", "style", "svg", "template", "textarea", "title",
})  # fmt: skip
_LAYOUT: Final = re.compile(r"[ \t]*[\r\n]+[ \t\r\n]*")
_NO_TEXT: Final = re.compile("[\x00\ud800-\udfff]")


def read_fragment(html: str, base: str) -> tuple[str, tuple[Link, ...]]:
    """The text of ``html`` and its hidden links with offsets into that text; ``base`` resolves relative links.

    A link whose words already say where it leads (an address, @name, #tag, an e-mail) is not hidden and left out.
    """
    out = _Writer()
    spans: list[tuple[str, int, int]] = []
    # An explicit stack: a hostile page may be nested deeper than Python's recursion goes.
    stack: list[Tag | NavigableString | _End] = [BeautifulSoup(well_formed(html), "lxml")]
    while stack:
        node = stack.pop()
        if isinstance(node, _End):
            if node.tag.name == "a":
                spans.append((str(node.tag.get("href") or ""), node.start, out.length))
                continue
            out.verbatim -= node.tag.name == "pre"
            out.edge()
            continue
        if isinstance(node, NavigableString):
            if not isinstance(node, PreformattedString):  # comments, doctypes
                out.text(str(node))
            continue
        if node.name in _SILENT:
            continue
        if node.name == "br":
            out.line_break()
            continue
        if node.name == "dd":
            out.join(": ")
        elif node.name in ("td", "th"):
            out.text("\n")
        elif node.name in _BLOCKS:
            out.edge()
            out.verbatim += node.name == "pre"
            if node.name == "li":
                out.text("- ")
        elif node.name == "a":
            out.settle()
        if node.name in _BLOCKS or node.name == "a":
            stack.append(_End(node, out.length))
        stack.extend(reversed(node.contents))  # type: ignore[arg-type]  # contents are tags and strings only
    return _finish(out, spans, base)


def well_formed(text: str) -> str:
    """The same text without NUL and halves of surrogate pairs (JSON may hold them), which nothing else takes."""
    return _NO_TEXT.sub("\ufffd", text)


def _finish(out: "_Writer", spans: list[tuple[str, int, int]], base: str) -> tuple[str, tuple[Link, ...]]:
    whole = "".join(out.pieces)
    text = whole.strip()
    shift = len(whole) - len(whole.lstrip())
    links = []
    for href, start, end in spans:
        words = whole[start:end]
        left = len(words) - len(words.lstrip())
        first = max(start + left - shift, 0)
        last = min(first + len(words.strip()), len(text))
        url = absolute(href, base)
        if url is not None and not says_itself(text[first:last], url):
            links.append(Link(url, text[first:last], first, last))
    return text, tuple(sorted(links, key=lambda link: (link.start or 0, link.end or 0)))


@dataclass(frozen=True, slots=True)
class _End:
    tag: Tag
    start: int


@dataclass(slots=True)
class _Writer:
    """Collects text; a space of the layout and a block's end are written only when more text follows."""

    pieces: list[str] = field(default_factory=list)
    length: int = 0
    verbatim: int = 0
    _space: bool = False
    _line: bool = False
    _last: str = ""

    def text(self, value: str) -> None:
        parts = [value] if self.verbatim else _LAYOUT.split(value)
        for number, part in enumerate(parts):
            if number:
                self._space = True
            if part:
                self.settle()
                self._put(part)

    def settle(self) -> None:
        """Write what was held back."""
        if self._line:
            self._put("\n")
        elif self._space and self._last not in ("", "\n", " "):
            self._put(" ")
        self._line = self._space = False

    def line_break(self) -> None:
        if self._line:
            self._put("\n")
        self._line = self._space = False
        self._put("\n")

    def edge(self) -> None:
        """A block begins or ends: what follows stands on a line of its own."""
        self._space = False
        if self.length:
            self._line = True

    def join(self, words: str) -> None:
        """Go on in the line of the block before, after ``words``."""
        if self.length:
            self._line = self._space = False
            self._put(words)

    def _put(self, value: str) -> None:
        self.pieces.append(value)
        self.length += len(value)
        self._last = value[-1]

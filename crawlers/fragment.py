"""A fragment of HTML as plain text with line breaks, and the links hidden behind its words.

Whitespace follows the markup's meaning, not its layout: ``<br>`` is a line break, a quotation stands on lines of its
own, a list's item begins with "- ", a definition follows its name after a colon, an emoji is its character, and a line
end of the HTML source (a tool may have indented it anew) is a space.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

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
_SPACES: Final = " \t\n\f\r"
_NO_TEXT: Final = re.compile("[\x00\ud800-\udfff]")


def read_fragment(markup: str, base: str) -> tuple[str, tuple[Link, ...]]:
    """The text of ``markup`` and its hidden links with offsets into that text; ``base`` resolves relative links.

    A link whose words already say where it leads (an address, @name, #tag, an e-mail) is not hidden and left out.
    """
    # Events, not a tree: a hostile page may be nested deeper than a tree may be.
    reader = _Reader()
    parser = etree.HTMLParser(target=reader, encoding="utf-8", huge_tree=True)
    parser.feed(well_formed(markup).encode())
    parser.close()
    return _finish(reader.out, reader.spans, base)


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
        if not self.verbatim and not value.strip(_SPACES):
            value = "\n" if "\n" in value else " "  # of the layout, whatever it is made of
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


@dataclass(slots=True)
class _Reader:
    """What lxml tells of a fragment: elements that begin and end, in a tree's order, and the text between."""

    out: _Writer = field(default_factory=_Writer)
    spans: list[tuple[str, int, int]] = field(default_factory=list)
    _words: list[str] = field(default_factory=list)
    _open: list[tuple[str, int]] = field(default_factory=list)
    """Where the links that are open lead, and where they begin."""
    _silent: int = 0
    """How many elements of which nothing is read are open."""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._settle()
        if self._silent or tag in _SILENT:
            self._silent += tag in _SILENT
        elif tag == "a":
            self.out.settle()
            self._open.append((attributes.get("href") or "", self.out.length))
        elif tag == "br":
            self.out.line_break()
        elif tag == "dd":
            self.out.join(": ")
        elif tag in ("td", "th"):
            self.out.text("\n")
        elif tag in _BLOCKS:
            self.out.edge()
            self.out.verbatim += tag == "pre"
            if tag == "li":
                self.out.text("- ")

    def end(self, tag: str) -> None:
        self._settle()
        if self._silent:
            self._silent -= tag in _SILENT
        elif tag == "a":
            self.spans.append((*self._open.pop(), self.out.length))
        elif tag in _BLOCKS:
            self.out.verbatim -= tag == "pre"
            self.out.edge()

    def data(self, words: str) -> None:
        self._words.append(words)

    def comment(self, _: str) -> None:
        self._settle()

    def close(self) -> None:
        self._settle()

    def _settle(self) -> None:
        if self._words:
            if not self._silent:
                self.out.text("".join(self._words))
            self._words.clear()

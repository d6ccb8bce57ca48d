"""A post as the extractor sees it: its folded text, lines and role words, each computed once."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from voronka.extract import lazy as re
from voronka.extract import roles
from voronka.extract.folding import folded
from voronka.extract.text import Line, lines
from voronka.extract.ways import runs
from voronka.model import Evidence, Link

if TYPE_CHECKING:
    from voronka.extract.card import Card
    from voronka.extract.title import Title

HEAD: Final = 8_000
"""Characters from the start in which kind, title and company are looked for."""
MAX_LINES: Final = 400
_FORGIVEN: Final = 300
"""Characters from the start in which typos of role words are understood."""

# What may stand before the words of a line: emoji, bullets, numbers ("1)", "2.", "3️⃣"), dashes, arrows.
_MARKER: Final = re.compile(
    r"(?:\d{1,2}\ufe0f?\u20e3|\d{1,2}[.)](?!\d)|\d{1,2}/(?= )|[а-еa-e]\)(?= )|№ ?\d{1,2}[.)]?"
    r"|[^\w#@«\"“„(\[+$€\n])+"
)
_CIRCLED: Final = re.compile("[➊-➓❶-❿①-⑳]")
_HASHTAGS: Final = re.compile(r"(?:#\w+[\s,;.|]*)+")
_NUMBER: Final = re.compile(r"\d{1,2}\ufe0f?\u20e3|\d{1,2}[.)](?!\d)|\d{1,2}/(?= )|(?<!\w)[а-еa-e]\)|№ ?\d{1,2}")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a post that has words: its offsets, where its words begin, what bullet stood before."""

    start: int
    end: int
    words: int
    marker: str


class Document:
    """The text of a post with what several questions ask of it; offsets are into ``text``."""

    def __init__(self, text: str, links: Sequence[Link] = (), channel: str | None = None) -> None:
        self.text: Final = text
        self.folded: Final = folded(text)
        self.links: Final = tuple(links)
        self.channel: Final = channel
        self.named: Final[dict[tuple[str, int, int], list[Title]]] = {}
        """Places where a position may be named, by kind and range, as voronka.extract.title found them."""

    @cached_property
    def head(self) -> int:
        """Where the examined part ends."""
        return min(len(self.text), HEAD)

    @cached_property
    def all_lines(self) -> list[Line]:
        """The lines of the examined part, empty ones too."""
        return lines(self.folded, 0, self.head)[:MAX_LINES]

    @cached_property
    def rows(self) -> list[Row]:
        """The lines that hold at least one word."""
        return [row for line in self.all_lines if (row := self._row(line)) is not None]

    def _row(self, line: Line) -> Row | None:
        words = line.start
        while words < line.end:
            if _CIRCLED.match(self.text, words):  # folded it is a figure like any other
                words += 1
                continue
            match = _MARKER.match(self.folded, words, line.end) or _HASHTAGS.match(self.folded, words, line.end)
            if match is None:
                break
            words = match.end()
        if words >= line.end:
            # A line of hashtags alone still tells what the post is about; a line of emoji alone does not.
            return Row(line.start, line.end, line.end, "#") if "#" in self.folded[line.start : line.end] else None
        return Row(line.start, line.end, words, self._marker(line.start, words))

    def _marker(self, start: int, end: int) -> str:
        before = self.folded[start:end]
        if _NUMBER.search(before) or _CIRCLED.search(self.text, start, end):
            return "1"
        return next((char for char in before if not char.isspace() and char not in "\ufe0f\u200b"), "")

    @cached_property
    def mentions(self) -> list[roles.RoleMention]:
        """The role words of the examined part; those of the first lines with typos understood."""
        cut = self._beginning()
        found = roles.in_folded(self.text, self.folded, 0, cut, forgiving=True)
        found += roles.in_folded(self.text, self.folded, cut, self.head)
        in_addresses = _Addresses(self.folded, self.head)
        return [mention for mention in found if not in_addresses.holds(mention.start)]

    def _beginning(self) -> int:
        """Where the first two lines end, or their first sentences if they are long: never within a name."""
        end = next((row.end for row in self.rows[:2][::-1]), 0)
        if end <= _FORGIVEN:
            return end
        return max(self.folded.rfind(mark, 0, _FORGIVEN) for mark in ("\n", ". ", "! ", "? ")) + 1

    @cached_property
    def card(self) -> "Card | None":
        """The head of a job board's card, if the text begins with one."""
        from voronka.extract import card

        return card.find(self)

    @cached_property
    def _mention_starts(self) -> list[int]:
        return [mention.start for mention in self.mentions]

    def mentions_between(self, start: int, end: int) -> list[roles.RoleMention]:
        """The role words that begin between two offsets."""
        first = bisect_left(self._mention_starts, start)
        return self.mentions[first : bisect_left(self._mention_starts, end)]

    @cached_property
    def quotes(self) -> list[tuple[int, int]]:
        """Offsets of long quotations («…» of forty characters or more): what they say is not the post's own word."""
        return [match.span() for match in _QUOTE.finditer(self.folded, 0, self.head)]

    def in_quote(self, at: int) -> bool:
        """Whether an offset lies inside a long quotation."""
        return any(start <= at < end for start, end in self.quotes)

    def is_quoted(self, at: int) -> bool:
        """Whether an offset lies inside a quotation of more than a name's length."""
        start = self.folded.rfind("«", max(0, at - 1_500), at + 1)
        if start < 0 or self.folded.find("»", start, at) >= 0:
            return False
        end = self.folded.find("»", at, at + 1_500)
        return end - start > 15

    def evidence(self, rule: str, start: int, end: int) -> Evidence:
        """Evidence for the words between two offsets."""
        return Evidence(rule, start, end, self.text[start:end])


# Words inside an address ("hr@…", "t.me/smm_…") name no role.
_ADDRESS: Final = re.compile(r"https?://\S{1,300}|\b[\w.-]{1,60}\.[a-z]{2,8}/\S{1,200}|[\w.+-]{0,60}@[\w.-]{2,60}")
_QUOTE: Final = re.compile(r"«[^«»]{40,1500}»|“[^“”]{40,1500}”")


class _Addresses:
    """Where addresses stand in the examined part; asked for places in ascending order."""

    def __init__(self, folded: str, head: int) -> None:
        self._folded: Final = folded
        self._runs: Final = runs(folded, 0, head)
        self._run: tuple[int, int] | None = next(self._runs, None)
        self._ends: list[int] = []
        self._starts: list[int] | None = None

    def holds(self, at: int) -> bool:
        """Whether a place lies within an address."""
        while self._run is not None and self._run[1] <= at:
            self._run, self._starts = next(self._runs, None), None
        if self._run is None or at < self._run[0]:
            return False
        if self._starts is None:
            spans = [match.span() for match in _ADDRESS.finditer(self._folded, *self._run)]
            self._starts, self._ends = [start for start, _ in spans], [end for _, end in spans]
        before = bisect_right(self._starts, at)
        return before > 0 and self._ends[before - 1] > at

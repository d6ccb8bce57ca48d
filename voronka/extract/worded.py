"""Patterns whose matches begin with words, tried only where words begin so.

A pattern of fifty words costs fifty comparisons at every character of a post. Which words a post has is asked once
(``word_starts``); each pattern then meets the few that begin as it does, mostly none.
"""

import re
import sys
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from voronka.extract.beginnings import WORD, beginnings
from voronka.extract.starts import KEY, word_starts


class Worded:
    """A pattern for folded texts that are asked about often; it finds what re.compile's would, to the letter.

    Where its matches may begin with anything but words, it is the plain pattern. Compiled when first wanted.
    """

    __slots__ = ("_last", "_longer", "_plain", "_short", "pattern")

    def __init__(self, pattern: str) -> None:
        self.pattern: Final = pattern
        self._plain: re.Pattern[str] | None = None
        self._longer: dict[str, tuple[str, ...]] | None = None
        self._short: tuple[str, ...] = ()
        self._last: tuple[str, list[int]] = ("", [])

    def _compiled(self) -> re.Pattern[str]:
        if self._plain is None:
            self._plain = re.compile(self.pattern)
            found = beginnings(self.pattern)
            if found is not None and all(letters[0] == WORD for letters in found):
                words = {letters[1:] for letters in found}
                self._short = tuple(word for word in words if len(word) < KEY)
                longer: dict[str, list[str]] = defaultdict(list)
                for word in words:
                    longer[word[:KEY]].append(word)
                self._longer = {key: tuple(found) for key, found in longer.items() if len(key) == KEY}
        return self._plain

    @property
    def is_worded(self) -> bool:
        """Whether its matches begin with words; else it is tried everywhere."""
        self._compiled()
        return self._longer is not None

    def _places(self, folded: str) -> list[int]:
        """Where words of a text begin as its matches do; kept for the next part of the same text."""
        text, places = self._last
        if text is folded:
            return places
        starts = word_starts(folded)
        longer = self._longer or {}
        places = [
            at for key in longer.keys() & starts.keys() for at in starts[key] if folded.startswith(longer[key], at)
        ]
        if self._short:
            places += {at for key, found in starts.items() if key.startswith(self._short) for at in found} - {*places}
        places.sort()
        self._last = (folded, places)
        return places

    def finditer(self, folded: str, start: int = 0, end: int = sys.maxsize) -> Iterable[re.Match[str]]:
        """Its matches between two offsets of a folded text."""
        plain = self._plain or self._compiled()
        if self._longer is None:
            return plain.finditer(folded, start, end)
        places = self._places(folded)
        return self._matches(plain, places, folded, start, end) if places else ()

    @staticmethod
    def _matches(
        plain: re.Pattern[str], places: list[int], folded: str, start: int, end: int
    ) -> Iterator[re.Match[str]]:
        free = start
        for index in range(bisect_left(places, start), len(places)):
            at = places[index]
            if at >= end:
                return
            if at >= free and (match := plain.match(folded, at, end)) is not None:
                yield match
                free = match.end()

    def search(self, folded: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """Its first match between two offsets of a folded text."""
        plain = self._plain or self._compiled()
        if self._longer is None:
            return plain.search(folded, start, end)
        places = self._places(folded)
        return next(self._matches(plain, places, folded, start, end), None) if places else None

    def match(self, folded: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """Its match at an offset."""
        return self._compiled().match(folded, start, end)

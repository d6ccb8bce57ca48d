"""Patterns that are tried only on texts with a word that begins as their matches do.

To know how the words of a text begin costs as much as one such pattern; most texts have none of what they look for.
"""

import re
from collections.abc import Set
from typing import Final

from voronka.extract.beginnings import WORD, beginnings

_STARTS: Final = re.compile(r"(\w{1,3})\w*")
_WORD_PART: Final = re.compile(r"\w*")
_LONGEST: Final = 3


def starts(folded: str) -> frozenset[str]:
    """How words of a folded text begin: their first three letters and their first two."""
    found = set(_STARTS.findall(folded))
    found |= {letters[:2] for letters in found}
    return frozenset(found)


class Guarded:
    """A pattern whose matches begin with words of two letters or more; ValueError at its first use if they do not."""

    def __init__(self, pattern: str) -> None:
        self._source: Final = pattern
        self._pattern: re.Pattern[str] | None = None
        self._keys: frozenset[str] = frozenset()

    def within(self, begun: Set[str]) -> re.Pattern[str] | None:
        """The pattern, where a text may have a match whose words begin so (see ``starts``); else None."""
        if self._pattern is None:
            self._keys = _keys(self._source)
            self._pattern = re.compile(self._source)
        return None if self._keys.isdisjoint(begun) else self._pattern


def _keys(pattern: str) -> frozenset[str]:
    found = beginnings(pattern)
    if found is None or not all(letters[0] == WORD for letters in found):
        raise ValueError(f"a match of {pattern!r} need not begin with a word")
    keys = set()
    for letters in found:
        part = _WORD_PART.match(letters, 1)
        word = part.group()[:_LONGEST] if part else ""
        # a word of one letter stands among the beginnings only where it is whole
        if not word or (len(word) == 1 and len(letters) == 2):
            raise ValueError(f"a match of {pattern!r} need not begin with two letters")
        keys.add(word)
    return frozenset(keys)

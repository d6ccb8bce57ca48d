"""Patterns of ways to answer (names, links, mailboxes, telephones), each tried only where it can begin.

A mailbox may begin at any letter, so one pattern of all ways costs more than all other patterns of a post together. An
address has a stroke or an @ in it and no white space: the few runs of letters that have one are found first.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

PHONE: Final = r"[+78](?:(?<=\+)7|(?<=\b[78]))[ (\-]{0,3}\d{3}[ )\-]{0,3}\d{2,3}[ \-]?\d\d"
"""A Russian telephone; what it begins with stands first, so that a search need not stop at every letter."""

_MARK: Final = re.compile("[@/]")
_GAP: Final = re.compile("[ \n]")


@lru_cache(maxsize=2)
def _runs(folded: str) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    done = 0
    for mark in _MARK.finditer(folded):
        at = mark.start()
        if at < done:
            continue
        begin = max(folded.rfind(" ", done, at), folded.rfind("\n", done, at), done - 1) + 1
        gap = _GAP.search(folded, at)
        done = gap.start() if gap else len(folded)
        found.append((begin, done))
    return found


def runs(folded: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """What stands between spaces or line breaks and has an @ or a stroke in it; cut at two offsets, in order."""
    found = _runs(folded)
    first = bisect_left(found, (start,))
    if first and found[first - 1][1] > start:
        first -= 1
    for index in range(first, len(found)):
        begin, stop = found[index]
        if begin >= end:
            return
        yield max(begin, start), min(stop, end)


class Ways:
    """A pattern as several: ``address``, whose finds lie in runs with an @ or a stroke, and ``others``.

    Where two find something at one place the earlier counts, as of alternatives.
    """

    def __init__(self, address: str, others: Sequence[str]) -> None:
        self._address: Final = re.compile(address)
        self._others: Final = tuple(re.compile(pattern) for pattern in others)
        self._whole: Final = re.compile("|".join([address, *others]))

    def match(self, text: str) -> re.Match[str] | None:
        """The way with which a text begins."""
        return self._whole.match(text)

    def search(self, folded: str, start: int, end: int) -> re.Match[str] | None:
        """The first way between two offsets of a folded text."""
        best: re.Match[str] | None = None
        for begin, stop in runs(folded, start, end):
            best = self._address.search(folded, begin, stop)
            if best is not None:
                break
        for pattern in self._others:
            other = pattern.search(folded, start, end)
            if other is not None and (best is None or other.start() < best.start()):
                best = other
        return best

"""One folded form for all who read a post: each finder asks for it, it is made once."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from voronka.extract.text import fold
from voronka.model import Kind


@lru_cache(maxsize=2)
def folded(text: str) -> str:
    """``fold(text)``, remembered for the last two texts (a post and the one quoted beside it)."""
    return fold(text)


def has(part: str, words: Iterable[str]) -> bool:
    """Whether any of the words stands in a text: a pattern need not be tried where its words are missing."""
    for word in words:  # noqa: SIM110 - a generator takes twice as long, and this is asked a hundred times a post
        if word in part:
            return True
    return False


def lines_with(text: str, anchor: re.Pattern[str], start: int, end: int) -> Iterator[tuple[int, int]]:
    """The lines, each with the one after it, in which an anchor stands; joined where they touch.

    A costly pattern is tried in these alone, where nothing it finds is without the anchor.
    """
    begin = stop = -1
    for match in anchor.finditer(text, start, end):
        if match.start() < stop:
            continue
        at = max(text.rfind("\n", start, match.start()) + 1, start)
        if begin >= 0 and at > stop:
            yield begin, stop
            begin = -1
        begin = at if begin < 0 else begin
        first = text.find("\n", match.end(), end)
        second = text.find("\n", first + 1, end) if first >= 0 else -1
        stop = second if second >= 0 else end
    if begin >= 0:
        yield begin, stop


def heading(text: str, kind: Kind, start: int) -> tuple[int, int] | None:
    """The heading of a digest, which holds for each of its lines; None where the part asked about is no such line."""
    if kind is not Kind.DIGEST or start == 0:
        return None
    end = text.find("\n\n", 0, 400)
    if end < 0:
        end = text.find("\n", 0, 200)
    return (0, end) if 0 < end <= start else None

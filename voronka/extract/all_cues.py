"""The cues of kinds, flags and signs, looked for in one walk over a text."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from voronka.extract import cue_table, kind_cues
from voronka.extract.beginnings import known_beginnings
from voronka.extract.document import HEAD
from voronka.extract.scan import Scanner

_Matches = Iterator[re.Match[str]]


def of_kinds(folded: str, end: int) -> Iterator[tuple[kind_cues.Cue, _Matches]]:
    """The cues of kinds that stand before an offset (at most HEAD) of a folded text, with their matches."""
    rows = kind_cues.cues()
    places = _places(folded)
    if end < min(len(folded), HEAD):
        places = [[at for at in tried if at < end] for tried in places]
    for number, matches in _scanner().scan_some(folded, 0, end, range(len(rows)), places):
        yield rows[number], matches


def of_tables(folded: str) -> Iterator[tuple[cue_table.Cue, _Matches]]:
    """The cues of flags and signs in the first HEAD characters of a folded text, with their matches."""
    rows, before = cue_table.all_cues(), len(kind_cues.cues())
    numbers = range(before, before + len(rows))
    for number, matches in _scanner().scan_some(folded, 0, min(len(folded), HEAD), numbers, _places(folded)):
        yield rows[number - before], matches


@cache
def _scanner() -> Scanner:
    patterns = [cue.pattern for cue in kind_cues.cues()] + [cue.pattern for cue in cue_table.all_cues()]
    return Scanner(patterns, known_beginnings())


@lru_cache(maxsize=2)
def _places(folded: str) -> list[list[int]]:
    return _scanner().places(folded, 0, min(len(folded), HEAD))

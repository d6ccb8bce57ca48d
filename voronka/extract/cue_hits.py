"""Where the cues of flags and signs stand in a text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from voronka.extract import all_cues
from voronka.extract.cue_table import TABLES, Cue, sentence

_LONGEST: Final = 20


@dataclass(frozen=True, slots=True)
class Hit:
    """A cue with the offsets at which it stands."""

    cue: Cue
    start: int
    end: int


def hits(table: str, folded: str, start: int, end: int) -> Iterator[Hit]:
    """The cues of a table that stand between two offsets, in the text's order."""
    return (hit for hit in _hits(folded)[table] if start <= hit.start < end)


@lru_cache(maxsize=8)
def _hits(folded: str) -> dict[str, tuple[Hit, ...]]:
    found: dict[str, list[Hit]] = {table: [] for table in TABLES}
    for cue, matches in all_cues.of_tables(folded):
        hits = [Hit(cue, m.start(), _word_end(folded, m.end())) for m in matches if not _taken_back(cue, m, folded)]
        found[cue.rule.partition(".")[0]] += hits
    return {table: tuple(sorted(hits, key=lambda hit: hit.start)) for table, hits in found.items()}


def _word_end(folded: str, at: int) -> int:
    """The end of the word in which a pattern of its beginning stopped."""
    stop = min(len(folded), at + _LONGEST)
    while 0 < at < stop and folded[at - 1].isalpha() and folded[at].isalpha():
        at += 1
    return at


def _taken_back(cue: Cue, match: re.Match[str], folded: str) -> bool:
    return cue.unless is not None and _guard(cue.unless).search(folded, *sentence(folded, *match.span())) is not None


@cache
def _guard(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.MULTILINE)

"""Tables of cues: patterns with a code, a rule's name and a weight, of which all are looked for in one walk.

A table is a tab-separated file: code, name, weight, pattern, and the words that take a hit back where they stand in the
same sentence ("-" for none). A row "@name", pattern names a piece of a pattern for the rows after it. Patterns are
regular expressions on folded text, multi-line; each begins with a word, so that it is tried only there, and each
repetition in it is bounded.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache, reduce
from importlib.resources import files
from typing import Final

from voronka.extract.beginnings import known_beginnings
from voronka.extract.document import HEAD
from voronka.extract.scan import Scanner

TABLES: Final = ("flag", "sign")
"""All tables: one walk over a text looks for the cues of each."""
_BEFORE: Final = 90
_AFTER: Final = 60
"""Characters around a hit that may belong to its sentence."""
_LONGEST: Final = 20
_BREAK: Final = re.compile(r"[.!?…]+(?=[\s)»\"”]|$)|\n|; |, но ")


@dataclass(frozen=True, slots=True)
class Cue:
    """One row of a table; ``rule`` is "table.code.name"."""

    code: str
    rule: str
    weight: float
    pattern: str
    unless: str | None


@dataclass(frozen=True, slots=True)
class Hit:
    """A cue with the offsets at which it stands."""

    cue: Cue
    start: int
    end: int


@cache
def cues(table: str) -> tuple[Cue, ...]:
    """The rows of ``<table>_cues.tsv``, in the file's order."""
    source = files("voronka.extract").joinpath(f"{table}_cues.tsv").read_text(encoding="utf-8")
    rows, pieces = [], {}
    for line in source.splitlines():
        if line.startswith("@"):
            name, piece = line.split("\t")
            pieces[name] = f"(?:{piece})"
        elif line and not line.startswith("#"):
            whole = reduce(lambda row, piece: row.replace(*piece), pieces.items(), line)
            code, name, weight, pattern, unless = whole.split("\t")
            guard = None if unless == "-" else unless
            rows.append(Cue(code, f"{table}.{code}.{name}", float(weight), pattern, guard))
    return tuple(rows)


@cache
def scanner() -> Scanner:
    """The patterns of all tables, one after the other, in the files' order."""
    return Scanner([cue.pattern for cue in _all()], known_beginnings())


@cache
def _all() -> tuple[Cue, ...]:
    return tuple(cue for table in TABLES for cue in cues(table))


@lru_cache(maxsize=8)
def _hits(folded: str) -> dict[str, tuple[Hit, ...]]:
    found: dict[str, list[Hit]] = {table: [] for table in TABLES}
    rows = _all()
    for number, matches in scanner().scan(folded, 0, min(len(folded), HEAD)):
        cue = rows[number]
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


def sentence(folded: str, start: int, end: int) -> tuple[int, int]:
    """Offsets of the sentence around ``folded[start:end]``: at most 90 characters before it and 60 after."""
    low, high = max(0, start - _BEFORE), min(len(folded), end + _AFTER)
    for mark in _BREAK.finditer(folded, low, start):
        low = mark.end()
    stop = _BREAK.search(folded, end, high)
    return low, stop.start() if stop else high


def hits(table: str, folded: str, start: int, end: int) -> Iterator[Hit]:
    """The cues of a table that stand between two offsets, in the text's order."""
    return (hit for hit in _hits(folded)[table] if start <= hit.start < end)

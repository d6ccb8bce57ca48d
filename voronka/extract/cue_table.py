"""Tables of cues: patterns with a code, a rule's name and a weight, of which all are looked for in one walk.

A table is a tab-separated file: code, name, weight, pattern, and the words that take a hit back where they stand in the
same sentence ("-" for none). A row "@name", pattern names a piece of a pattern for the rows after it. Patterns are
regular expressions on folded text, multi-line; each begins with a word, so that it is tried only there, and each
repetition in it is bounded.
"""

import re
from dataclasses import dataclass
from functools import cache, reduce
from importlib.resources import files
from typing import Final

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
def all_cues() -> tuple[Cue, ...]:
    """The rows of all tables, one table after the other."""
    return tuple(cue for table in TABLES for cue in cues(table))


def sentence(folded: str, start: int, end: int) -> tuple[int, int]:
    """Offsets of the sentence around ``folded[start:end]``: at most 90 characters before it and 60 after."""
    low, high = max(0, start - _BEFORE), min(len(folded), end + _AFTER)
    for mark in _BREAK.finditer(folded, low, start):
        low = mark.end()
    stop = _BREAK.search(folded, end, high)
    return low, stop.start() if stop else high

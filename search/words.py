"""The text of a query: words that must all be there, "phrases", -words that must not."""

import re
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from search.analysis import Token, clean, tokens
from voronka.extract.text import fold
from voronka.query import MAX_TEXT

_CHUNK: Final = re.compile(
    r"(?P<minus>(?<!\S)-)?(?:[\"„“](?P<straight>[^\"“”]*)[\"”“]|«(?P<angled>[^«»]*)»|(?P<bare>[^\s\"„“”«»]+))"
)
_LITTLE: Final = (
    "в во на с со к ко у о об от до по за из и или а но же ли для при под над как что это the a an of in for and or to "
    "at"
)
_STOP: Final = frozenset(_LITTLE.split())
_MIN_PREFIX: Final = 3

Run = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Clause:
    """One thing asked for: any of ``alternatives``, each a run of terms that follow one another."""

    alternatives: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """A query's text: all of ``required`` and none of ``excluded``.

    ``prefix`` is the last word as typed, where it may be the beginning of a longer one (it is then the last of
    ``required``); used only where the words as they are find nothing.
    """

    required: tuple[Clause, ...] = ()
    excluded: tuple[Clause, ...] = ()
    prefix: str | None = None

    def __bool__(self) -> bool:
        return bool(self.required or self.excluded)


def read_words(text: str) -> Words:
    """Read a query's text; never fails: what is no word says nothing.

    Little words ("в", "для", "и") are asked for only in phrases, or where the text has no others.
    """
    required: list[tuple[Clause, bool]] = []
    excluded: list[Clause] = []
    prefix: str | None = None
    for chunk in _CHUNK.finditer(text[:MAX_TEXT]):
        bare = chunk["bare"]
        if bare is None:
            phrase = _run(list(tokens(chunk["straight"] or chunk["angled"] or "")))
            found = [Clause((phrase,))] if phrase else []
            last = None
        else:
            found = _clauses(bare)
            plain_word = len(found) == 1 and len(found[0].alternatives) == 1
            last = _prefix(bare) if plain_word else None
        if chunk["minus"]:
            excluded += found
        elif found:
            required += [(clause, bare is not None) for clause in found]
        if found:
            prefix = None if chunk["minus"] else last
    telling = [clause for clause, plain in required if not (plain and _is_stop(clause))]
    kept = tuple(dict.fromkeys(telling or [clause for clause, _ in required]))
    if not kept or required[-1][0] != kept[-1]:
        prefix = None
    return Words(kept, tuple(dict.fromkeys(excluded)), prefix)


def _clauses(chunk: str) -> list[Clause]:
    """The clauses of words typed together: a compound is one clause with two spellings."""
    clauses = []
    found = list(tokens(chunk))
    wholes = [token for token in found if token.whole]
    parts = [token for token in found if not token.whole]

    def compound_of(token: Token) -> int:
        return next((n for n, whole in enumerate(wholes) if whole.start <= token.start < whole.end), -1)

    for number, group in groupby(parts, key=compound_of):
        members = list(group)
        if number < 0:
            clauses += [Clause(((token.term,),)) for token in members]
        else:
            clauses.append(Clause(((wholes[number].term,), tuple(token.term for token in members))))
    return clauses


def _run(found: list[Token]) -> Run:
    return tuple(token.term for token in found if not token.whole)


def _prefix(chunk: str) -> str | None:
    word = clean("".join(char for char in fold(chunk) if char.isalnum() or char == "\u200b"))
    return word if len(word) >= _MIN_PREFIX else None


def _is_stop(clause: Clause) -> bool:
    return len(clause.alternatives) == 1 and len(clause.alternatives[0]) == 1 and clause.alternatives[0][0] in _STOP

"""The passage of a listing that shows why it was found, with the matches marked; the same for every engine."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from search.analysis import Token, tokens
from search.words import Words
from voronka.extract.text import fold
from voronka.privacy import BLOT

LENGTH: Final = 180
"""About so many characters a snippet has."""
_BEFORE: Final = 50
_SPACE: Final = re.compile(r"\s+")
_BLOTS: Final = re.compile(rf"{BLOT}[{BLOT}\s]*{BLOT}")

Pieces = tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class _Match:
    start: int
    end: int
    clause: int


def snippet(words: Words, passages: Sequence[str]) -> Pieces:
    """Plain text of a listing's passages (``readable(listing).passages``) in pieces: (words, is a match).

    The best passage holds most of the words asked for. Where no words are asked for, or they stand in the title only:
    the beginning of the text after its first line.
    """
    best: tuple[tuple[int, int], str, list[_Match]] | None = None
    for passage in passages:
        for worth, matches in _windows(_matches(passage, words)):
            if best is None or worth > best[0]:
                best = worth, passage, matches
    if best is None:
        return _beginning(passages[0])
    return _cut(best[1], best[2])


def _matches(text: str, words: Words) -> list[_Match]:
    """Where the words of the query stand, without overlaps, in order."""
    if not words.required:
        return []
    found = list(tokens(text))
    plain = [token for token in found if not token.whole]
    matches = []
    for number, clause in enumerate(words.required):
        single = {run[0] for run in clause.alternatives if len(run) == 1}
        hits = [_Match(token.start, token.end, number) for token in found if token.term in single]
        for run in clause.alternatives:
            if len(run) > 1:
                hits += _runs(plain, run, number)
        if not hits and words.prefix is not None and number == len(words.required) - 1:
            hits = [
                _Match(token.start, token.end, number)
                for token in plain
                if token.term.startswith(words.prefix) or fold(text[token.start : token.end]).startswith(words.prefix)
            ]
        matches += hits
    matches.sort(key=lambda match: (match.start, -match.end))
    apart: list[_Match] = []
    for match in matches:
        if not apart or match.start >= apart[-1].end:
            apart.append(match)
    return apart


def _runs(plain: list[Token], run: tuple[str, ...], clause: int) -> list[_Match]:
    hits = []
    for at in range(len(plain) - len(run) + 1):
        if plain[at].term == run[0] and all(plain[at + n].term == term for n, term in enumerate(run)):
            hits.append(_Match(plain[at].start, plain[at + len(run) - 1].end, clause))
    return hits


def _windows(matches: list[_Match]) -> Iterable[tuple[tuple[int, int], list[_Match]]]:
    """Runs of matches that fit into one snippet, each with its worth: different words first, then their number."""
    for at, first in enumerate(matches):
        inside = [first]
        for match in matches[at + 1 :]:
            if match.end - first.start > LENGTH - _BEFORE:
                break
            inside.append(match)
        yield (len({match.clause for match in inside}), len(inside)), inside


def _cut(text: str, matches: list[_Match]) -> Pieces:
    """The passage around matches, cut at words."""
    start = max(matches[0].start - _BEFORE, 0)
    if start:
        gap = _SPACE.search(text, start, matches[0].start)
        start = gap.end() if gap else matches[0].start
    end = min(max(start + LENGTH, matches[-1].end), matches[-1].end + LENGTH, len(text))
    if end < len(text):
        gap_at = max(text.rfind(char, matches[-1].end, end) for char in " \n\t")
        end = gap_at if gap_at > 0 else end
    pieces: list[tuple[str, bool]] = [("…", False)] if text[:start].strip() else []
    at = start
    for match in matches:
        pieces += [(text[at : match.start], False), (text[match.start : match.end], True)]
        at = match.end
    pieces.append((text[at:end], False))
    if text[end:].strip():
        pieces.append(("…", False))
    return _tidy(pieces)


def _beginning(text: str) -> Pieces:
    head, _, rest = text.strip().partition("\n")
    shown = (rest if any(char.isalnum() for char in rest) else head).strip()
    if len(shown) > LENGTH:
        cut = shown[:LENGTH]
        shown = f"{cut.rsplit(maxsplit=1)[0] if _SPACE.search(cut) else cut}…"
    return _tidy([(shown, False)])


def _tidy(pieces: list[tuple[str, bool]]) -> Pieces:
    """White space and blots in one piece each, neighbours of one sort joined, nothing empty."""
    tidied: list[tuple[str, bool]] = []
    for words, is_match in pieces:
        plain = _BLOTS.sub(BLOT * 3, _SPACE.sub(" ", words))
        if tidied and tidied[-1][1] is is_match:
            tidied[-1] = (tidied[-1][0] + plain, is_match)
        elif plain:
            tidied.append((plain, is_match))
    return tuple(tidied)

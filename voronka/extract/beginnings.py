"""With what letters a match of a pattern can begin, read off the pattern itself."""

import json
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from re import _constants as sre  # type: ignore[attr-defined]  # the parser of patterns has no public name
from re import _parser as parser  # type: ignore[attr-defined]  # the same; tests/extract/test_scan.py watches over it
from typing import Any, Final

BEGINNINGS: Final = "cue_beginnings.json"
LONGEST: Final = 6
"""Letters of a beginning that are looked at."""
_MOST: Final = 600
"""Beginnings of one pattern beyond which it is tried everywhere."""
LINE: Final = "line beginning"  # longer than any letters
TEXT: Final = "text beginning"
FIRST: Final = "\f"
"""Stands before letters with which the first word of a line begins (the sign of a form feed, which no pattern has)."""
WORD: Final = "\b"
"""Stands before letters with which a word begins (the sign of a backspace, which no pattern has)."""

_LETTER: Final = re.compile(r"\w")
_FIGURE: Final = re.compile(r"[\b\f]?+[^\d\b\f]\D*\d")

_Beginnings = set[tuple[str, bool]]
"""(letters, whether more letters may be added to them)"""
_SKIPPED: Final[_Beginnings] = {("skipped", True)}
"""Signs and spaces of one line, which the first word of a line may follow."""


@cache
def known_beginnings() -> dict[str, list[str]]:
    """The beginnings of the patterns of all tables of cues, as make_beginnings.py wrote them down.

    To read them off the patterns takes longer than all the rest of the start. A pattern that was changed since is not
    among them and is read anew.
    """
    written: dict[str, list[str]] = json.loads((Path(__file__).parent / BEGINNINGS).read_text(encoding="utf-8"))
    return written


def beginnings(pattern: str) -> set[str] | None:
    """The letters (at most LONGEST) with which a match can begin, LINE or TEXT; None where anything can.

    Before letters that begin a word stands WORD, before those of the first word of a line FIRST.
    """
    parsed = parser.parse(pattern, re.MULTILINE)
    if parsed.state.flags & re.IGNORECASE:
        return None
    found = _of(list(parsed))
    if found is None or any(letters in ("", WORD) for letters, _ in found):
        return None
    for longest in range(LONGEST, 0, -1):
        shorter = {_whole(letters, longest) for letters, _ in found}
        if len(shorter) <= _MOST:
            return shorter
    return None


def _whole(letters: str, longest: int) -> str:
    """A beginning as it is written down, of so many letters at most."""
    if letters == FIRST:
        return LINE
    if letters == TEXT:
        return TEXT
    letters = letters[: longest + letters.startswith((WORD, FIRST))]
    figure = _FIGURE.match(letters)  # which figure follows a word is not told apart
    letters = figure.group() if figure else letters
    # what begins with no letter but at a word's border may begin anywhere
    return letters.removeprefix(WORD) if letters[0] == WORD and not _LETTER.match(letters[1]) else letters


def _of(items: list[Any]) -> _Beginnings | None:
    """The beginnings of a sequence; None: cannot be said."""
    sofar: _Beginnings = {("", True)}
    for item in items:
        if not any(is_open for _, is_open in sofar):
            break
        following = _one(*item)
        if following is None:
            return _closed(sofar)
        grown: _Beginnings = set()
        for letters, is_open in sofar:
            if not is_open:
                grown.add((letters, False))
                continue
            if following == _SKIPPED:
                if letters in ("", WORD):
                    return None
                grown.add((letters, letters == FIRST))
                continue
            grown |= {_joined(letters, more, more_open) for more, more_open in following}
        if len(grown) > _MOST * 4:
            return _closed(sofar)
        sofar = grown
    return sofar


def _closed(sofar: _Beginnings) -> _Beginnings | None:
    """What stands so far as all that is known of the beginning."""
    known = all(letters not in ("", WORD) for letters, _ in sofar)
    return {(letters, False) for letters, _ in sofar} if known else None


def _joined(letters: str, more: str, more_open: bool) -> tuple[str, bool]:
    """Letters with those that follow them."""
    if more == TEXT or more.startswith(FIRST):
        return (more, more_open) if letters in ("", WORD) else (letters, False)
    # a border between two letters says nothing of the beginning
    more = more.removeprefix(WORD) if letters else more
    if letters == FIRST and more and not _LETTER.match(more):
        return FIRST, False  # a sign that stands before the first word
    whole = letters + more
    longest = LONGEST + whole.startswith((WORD, FIRST))
    return whole[:longest], more_open and len(whole) < longest


def _one(op: Any, value: Any) -> _Beginnings | None:
    if op is sre.LITERAL:
        return {(chr(value), True)}
    if op is sre.IN:
        return _of_set(value)
    if op is sre.BRANCH:
        return _union([_of(list(branch)) for branch in value[1]])
    if op is sre.SUBPATTERN:
        return None if value[1] & re.IGNORECASE else _of(list(value[3]))
    if op in (sre.MAX_REPEAT, sre.MIN_REPEAT):
        least, most, inner = value
        if _is_no_word(list(inner)):
            return _SKIPPED
        once = _of(list(inner))
        if once is None:
            return None
        if most > 1:  # a second round may follow the first, so nothing is known after it
            once = {(letters, False) for letters, _ in once}
        return once if least else once | {("", True)}
    if op is sre.AT:
        if value is sre.AT_BEGINNING:  # with re.MULTILINE that of a line
            return {(FIRST, True)}
        if value is sre.AT_BEGINNING_STRING:
            return {(TEXT, False)}
        return {(WORD if value is sre.AT_BOUNDARY else "", True)}
    if op is sre.ASSERT_NOT and value[0] < 0 and _is_letter(list(value[1])):
        return {(WORD, True)}  # no letter before it: where the next is one, a word begins
    if op in (sre.ASSERT, sre.ASSERT_NOT):
        return {("", True)}
    return None


def _is_no_word(items: list[Any]) -> bool:
    """Whether it is one set of signs and spaces without line breaks: ``[^\\w\\n…]``."""
    if len(items) != 1 or items[0][0] is not sre.IN:
        return False
    members = items[0][1]
    return bool(members[0][0] is sre.NEGATE) and {
        (sre.CATEGORY, sre.CATEGORY_WORD), (sre.LITERAL, ord("\n"))
    } <= set(members)  # fmt: skip


def _is_letter(items: list[Any]) -> bool:
    """Whether it is one set with all letters in it: ``\\w``, ``[\\w…]``."""
    member = (sre.CATEGORY, sre.CATEGORY_WORD)
    return len(items) == 1 and items[0][0] is sre.IN and items[0][1][0][0] is not sre.NEGATE and member in items[0][1]


def _of_set(members: Sequence[tuple[Any, Any]]) -> _Beginnings | None:
    letters: set[str] = set()
    for op, value in members:
        if op is sre.LITERAL:
            letters.add(chr(value))
        elif op is sre.RANGE and value[1] - value[0] < 40:
            letters |= {chr(code) for code in range(value[0], value[1] + 1)}
        elif op is sre.CATEGORY and value is sre.CATEGORY_DIGIT:
            letters |= set("0123456789")
        else:
            return None
    return {(letter, True) for letter in letters}


def _union(found: Sequence[_Beginnings | None]) -> _Beginnings | None:
    together: _Beginnings = set()
    for one in found:
        if one is None:
            return None
        together |= one
    return together

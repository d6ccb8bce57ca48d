"""Many patterns over one text at once: each is tried only where its first letters stand.

A pattern of a hundred alternatives costs a hundred comparisons at every character. What a match can begin with is read
off the pattern itself, and one walk over the text then finds the few places worth trying. The matches are those of
``finditer``, to the letter; a test holds the two against each other.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from re import _constants as sre  # type: ignore[attr-defined]  # the parser of patterns has no public name
from re import _parser as parser  # type: ignore[attr-defined]  # the same; tests/extract/test_scan.py watches over it
from typing import Any, Final

_LONGEST: Final = 4
"""Letters of a beginning that are looked at."""
_MOST: Final = 600
"""Beginnings of one pattern beyond which it is tried everywhere."""
_LINE: Final = "line beginning"  # longer than any letters
_WORD: Final = "\b"
"""Stands before letters with which a word begins (the sign of a backspace, which no pattern has)."""
_ANYWHERE: Final = None

_WORD_START: Final = re.compile(r"\w+")
_LETTER: Final = re.compile(r"\w")
_SIGN: Final = re.compile(r"[^\w\s\b]")
_OTHER_DIGIT: Final = re.compile(r"[^\D0-9]")
"""A digit of another script, which ``\\d`` means as well."""

_Beginnings = set[tuple[str, bool]]
"""(letters, whether more letters may be added to them)"""


class Scanner:
    """Patterns, compiled with re.MULTILINE, to be looked for together."""

    def __init__(self, patterns: Sequence[re.Pattern[str]]) -> None:
        self._patterns: Final = tuple(patterns)
        by_letters: dict[str, list[int]] = defaultdict(list)
        self._everywhere: Final[set[int]] = set()
        self._at_lines: Final[set[int]] = set()
        for number, pattern in enumerate(self._patterns):
            found = beginnings(pattern)
            if found is _ANYWHERE:
                self._everywhere.add(number)
                continue
            for letters in found:
                if letters == _LINE:
                    self._at_lines.add(number)
                else:
                    by_letters[letters].append(number)
        words = {letters[1:]: found for letters, found in by_letters.items() if letters[0] == _WORD}
        signs = {letters: found for letters, found in by_letters.items() if _SIGN.match(letters)}
        others = by_letters.keys() - signs.keys() - {_WORD + letters for letters in words}
        self._by_words: Final = _by_length(words)
        self._by_signs: Final = _by_length(signs)
        self._by_letters: Final = _by_length({letters: by_letters[letters] for letters in others})

    def places(self, text: str, start: int, end: int) -> list[list[int]]:
        """For each pattern the offsets between two others at which it may match, ascending."""
        found: list[list[int]] = [[] for _ in self._patterns]
        if not text.isascii():
            text = _OTHER_DIGIT.sub("0", text)
        words = [match.start() for match in _WORD_START.finditer(text, start, end)] if self._by_words else []
        signs = [match.start() for match in _SIGN.finditer(text, start, end)] if self._by_signs else []
        everywhere = range(start, end)
        for table, places in ((self._by_words, words), (self._by_signs, signs), (self._by_letters, everywhere)):
            for length, lookup in table.items():
                for at in places:
                    numbers = lookup.get(text[at : at + length])
                    if numbers is not None:
                        for number in numbers:
                            found[number].append(at)
        if self._at_lines:
            begins = [0] if start == 0 else []
            at = text.find("\n", max(start - 1, 0), end)
            while at >= 0:
                begins.append(at + 1)
                at = text.find("\n", at + 1, end)
            for number in self._at_lines:
                found[number] += begins
        return [sorted(set(places)) if len(places) > 1 else places for places in found]

    def scan(self, text: str, start: int, end: int) -> Iterator[tuple[int, Iterator[re.Match[str]]]]:
        """Each pattern's number with its matches between two offsets, which are found as they are asked for."""
        places = self.places(text, start, end)
        for number, pattern in enumerate(self._patterns):
            if number in self._everywhere:
                yield number, pattern.finditer(text, start, end)
            elif places[number]:
                yield number, _matches(pattern, places[number], text, end)


def _by_length(found: dict[str, list[int]]) -> dict[int, dict[str, tuple[int, ...]]]:
    """Numbers of patterns by the length of their beginnings and the beginnings themselves."""
    tables: dict[int, dict[str, tuple[int, ...]]] = defaultdict(dict)
    for letters, numbers in found.items():
        tables[len(letters)][letters] = tuple(numbers)
    return dict(tables)


def _matches(pattern: re.Pattern[str], places: list[int], text: str, end: int) -> Iterator[re.Match[str]]:
    free = 0
    for at in places:
        if at >= free and (match := pattern.match(text, at, end)) is not None:
            yield match
            free = max(match.end(), at + 1)


def beginnings(pattern: re.Pattern[str]) -> set[str] | None:
    """The letters (at most _LONGEST) with which a match can begin, or _LINE; None where anything can.

    Before letters that begin a word stands _WORD.
    """
    if pattern.flags & re.IGNORECASE:
        return None
    found = _of(list(parser.parse(pattern.pattern, pattern.flags)))
    if found is None or len(found) > _MOST or any(not letters.removeprefix(_WORD) for letters, _ in found):
        return None
    # what begins with no letter but at a word's border may begin anywhere
    return {
        letters.removeprefix(_WORD) if letters[0] == _WORD and not _LETTER.match(letters[1]) else letters
        for letters, _ in found
    }


def _of(items: list[Any]) -> _Beginnings | None:
    """The beginnings of a sequence; None: cannot be said."""
    sofar: _Beginnings = {("", True)}
    for item in items:
        if not any(is_open for _, is_open in sofar):
            break
        following = _one(*item)
        if following is None:
            # what follows is unknown: what stands so far is all that is known
            known = all(letters.removeprefix(_WORD) for letters, _ in sofar)
            return {(letters, False) for letters, _ in sofar} if known else None
        grown: _Beginnings = set()
        for letters, is_open in sofar:
            if not is_open:
                grown.add((letters, False))
                continue
            for more, more_open in following:
                if more == _LINE:
                    grown.add((letters, False) if letters.removeprefix(_WORD) else (_LINE, False))
                    continue
                # a border between two letters says nothing of the beginning
                whole = letters + (more.removeprefix(_WORD) if letters else more)
                longest = _LONGEST + whole.startswith(_WORD)
                grown.add((whole[:longest], more_open and len(whole) < longest))
        if len(grown) > _MOST * 4:
            return None
        sofar = grown
    return sofar


def _one(op: Any, value: Any) -> _Beginnings | None:
    if op is sre.LITERAL:
        return {(chr(value), True)}
    if op is sre.IN:
        return _of_set(value)
    if op is sre.BRANCH:
        return _union([_of(list(branch)) for branch in value[1]])
    if op is sre.SUBPATTERN:
        return _of(list(value[3]))
    if op in (sre.MAX_REPEAT, sre.MIN_REPEAT):
        least, _most, inner = value
        once = _of(list(inner))
        if once is None:
            return None
        # a second round may follow the first, so nothing is known after it
        closed = {(letters, False) for letters, _ in once}
        return closed if least else closed | {("", True)}
    if op is sre.AT:
        # with re.MULTILINE both are beginnings of a line
        if value in (sre.AT_BEGINNING, sre.AT_BEGINNING_STRING):
            return {(_LINE, False)}
        return {(_WORD if value is sre.AT_BOUNDARY else "", True)}
    if op in (sre.ASSERT, sre.ASSERT_NOT):
        return {("", True)}
    return None


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

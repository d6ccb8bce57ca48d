"""Many patterns over one text at once: each is tried only where its first letters stand.

A pattern of a hundred alternatives costs a hundred comparisons at every character. What a match can begin with is read
off the pattern itself, and one walk over the text then finds the few places worth trying. The matches are those of
``finditer``, to the letter; a test holds the two against each other.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from re import _constants as sre  # type: ignore[attr-defined]  # the parser of patterns has no public name
from re import _parser as parser  # type: ignore[attr-defined]  # the same; tests/extract/test_scan.py watches over it
from typing import Any, Final

_LONGEST: Final = 4
"""Letters of a beginning that are looked at."""
_MOST: Final = 600
"""Beginnings of one pattern beyond which it is tried everywhere."""
_REMEMBERED: Final = 100_000
"""Different runs of letters whose meaning is kept: more than any language has, fewer than hostile texts could hold."""
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
    """Patterns to be looked for together with re.MULTILINE; each is compiled when its letters are first met.

    ``known`` are beginnings that were read off patterns before, by pattern.
    """

    def __init__(self, patterns: Sequence[str], known: Mapping[str, Collection[str]] | None = None) -> None:
        self._sources: Final = tuple(patterns)
        self._patterns: Final[list[re.Pattern[str] | None]] = [None] * len(self._sources)
        by_letters: dict[str, list[int]] = defaultdict(list)
        self._everywhere: Final[set[int]] = set()
        self._at_lines: Final[set[int]] = set()
        for number, pattern in enumerate(self._sources):
            found = (known or {}).get(pattern) or beginnings(pattern)
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
        self._by_words: Final = _Table(words)
        self._by_signs: Final = _Table(signs)
        self._by_letters: Final = _Table({letters: by_letters[letters] for letters in others})

    def places(self, text: str, start: int, end: int) -> list[list[int]]:
        """For each pattern the offsets between two others at which it may match, ascending."""
        found: list[list[int]] = [[] for _ in self._sources]
        if not text.isascii():
            text = _OTHER_DIGIT.sub("0", text)
        mixed: set[int] = set()
        words = (match.start() for match in _WORD_START.finditer(text, start, end))
        signs = (match.start() for match in _SIGN.finditer(text, start, end))
        for table, places in ((self._by_words, words), (self._by_signs, signs), (self._by_letters, range(start, end))):
            if not table:
                continue
            for at in places:
                for number in table[text[at : at + _LONGEST]]:
                    found[number].append(at)
                    if table is not self._by_words:
                        mixed.add(number)
        if self._at_lines:
            begins = [0] if start == 0 else []
            at = text.find("\n", max(start - 1, 0), end)
            while at >= 0:
                begins.append(at + 1)
                at = text.find("\n", at + 1, end)
            for number in self._at_lines:
                found[number] += begins
            mixed |= self._at_lines
        for number in mixed:
            found[number] = sorted(set(found[number]))
        return found

    def scan(self, text: str, start: int, end: int) -> Iterator[tuple[int, Iterator[re.Match[str]]]]:
        """Each pattern's number with its matches between two offsets, which are found as they are asked for."""
        places = self.places(text, start, end)
        for number, tried in enumerate(places):
            if number in self._everywhere:
                yield number, self._pattern(number).finditer(text, start, end)
            elif tried:
                yield number, _matches(self._pattern(number), tried, text, end)

    def _pattern(self, number: int) -> re.Pattern[str]:
        pattern = self._patterns[number]
        if pattern is None:
            pattern = self._patterns[number] = re.compile(self._sources[number], re.MULTILINE)
        return pattern


class _Table(dict[str, tuple[int, ...]]):
    """What may begin with some letters: looked up by all that stand at a place, worked out when first met."""

    def __init__(self, by_letters: Mapping[str, Sequence[int]]) -> None:
        self._by_letters: Final = by_letters
        super().__init__({"": ()} if by_letters else {})

    def __missing__(self, letters: str) -> tuple[int, ...]:
        beginning = (self._by_letters.get(letters[:length], ()) for length in range(1, len(letters) + 1))
        found = tuple(sorted({number for numbers in beginning for number in numbers}))
        if len(self) < _REMEMBERED:
            self[letters] = found
        return found


def _matches(pattern: re.Pattern[str], places: list[int], text: str, end: int) -> Iterator[re.Match[str]]:
    free = 0
    for at in places:
        if at >= free and (match := pattern.match(text, at, end)) is not None:
            yield match
            free = max(match.end(), at + 1)


def beginnings(pattern: str) -> set[str] | None:
    """The letters (at most _LONGEST) with which a match can begin, or _LINE; None where anything can.

    Before letters that begin a word stands _WORD.
    """
    parsed = parser.parse(pattern, re.MULTILINE)
    if parsed.state.flags & re.IGNORECASE:
        return None
    found = _of(list(parsed))
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
        return None if value[1] & re.IGNORECASE else _of(list(value[3]))
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

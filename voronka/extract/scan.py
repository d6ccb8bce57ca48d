"""Many patterns over one text at once: each is tried only where its first letters stand.

A pattern of a hundred alternatives costs a hundred comparisons at every character. What a match can begin with is read
off the pattern itself, and one walk over the text then finds the few places worth trying. The matches are those of
``finditer``, to the letter; a test holds the two against each other.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from re import _constants as sre  # type: ignore[attr-defined]  # the parser of patterns has no public name
from re import _parser as parser  # type: ignore[attr-defined]  # the same; tests/extract/test_scan.py watches over it
from typing import Any, Final

from voronka.extract.starts import KEY, word_starts

_LONGEST: Final = 6
"""Letters of a beginning that are looked at."""
_MOST: Final = 600
"""Beginnings of one pattern beyond which it is tried everywhere."""
_REMEMBERED: Final = 100_000
"""Different runs of letters whose meaning is kept: more than any language has, fewer than hostile texts could hold."""
_LINE: Final = "line beginning"  # longer than any letters
_TEXT: Final = "text beginning"
_FIRST: Final = "\f"
"""Stands before letters with which the first word of a line begins (the sign of a form feed, which no pattern has)."""
WORD: Final = "\b"
"""Stands before letters with which a word begins (the sign of a backspace, which no pattern has)."""
_ANYWHERE: Final = None

_LETTER: Final = re.compile(r"\w")
_SIGN: Final = re.compile(r"[^\w\s\b]")
_ANY: Final = re.compile(r".", re.DOTALL)
_NO_WORDS: Final = re.compile(r"[^\w\n]*")
_FIGURE: Final = re.compile(r"[\b\f]?+[^\d\b\f]\D*\d")
_OTHER_DIGIT: Final = re.compile(r"[^\D0-9]")
"""A digit of another script, which ``\\d`` means as well."""

_Beginnings = set[tuple[str, bool]]
"""(letters, whether more letters may be added to them)"""
_SKIPPED: Final[_Beginnings] = {("skipped", True)}
"""Signs and spaces of one line, which the first word of a line may follow."""


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
        self._at_text: Final[set[int]] = set()
        for number, pattern in enumerate(self._sources):
            found = (known or {}).get(pattern) or beginnings(pattern)
            if found is _ANYWHERE:
                self._everywhere.add(number)
                continue
            for letters in found:
                if letters == _LINE:
                    self._at_lines.add(number)
                elif letters == _TEXT:
                    self._at_text.add(number)
                else:
                    by_letters[letters].append(number)
        words = {letters[1:]: found for letters, found in by_letters.items() if letters[0] == WORD}
        signs = {letters: found for letters, found in by_letters.items() if _SIGN.match(letters)}
        firsts = {letters[1:]: found for letters, found in by_letters.items() if letters[0] == _FIRST}
        marked = {WORD + letters for letters in words} | {_FIRST + letters for letters in firsts}
        others = by_letters.keys() - signs.keys() - marked
        self._by_words: Final = _Table(words)
        self._by_signs: Final = _Table(signs)
        self._signs: Final = re.compile(
            f"[{re.escape(''.join({letters[0] for letters in signs}))}]" if signs else r"\Z"
        )
        self._by_firsts: Final = _Table(firsts)
        self._by_letters: Final = _Table({letters: by_letters[letters] for letters in others})

    def places(self, text: str, start: int, end: int) -> list[list[int]]:
        """For each pattern the offsets between two others at which it may match, ascending."""
        found: list[list[int]] = [[] for _ in self._sources]
        if not text.isascii() and _OTHER_DIGIT.search(text):
            text = _OTHER_DIGIT.sub("0", text)
        for key, places in word_starts(text).items():
            longer = self._by_words[key]
            if longer is None:
                continue
            for at in places:
                if start <= at < end:
                    for number in longer[text[at : at + _LONGEST]]:
                        found[number].append(at)
        if self._by_signs:
            _enter(found, self._by_signs, text, self._signs.finditer(text, start, end))
        if self._by_letters:
            _enter(found, self._by_letters, text, _ANY.finditer(text, start, end))
        if self._at_lines or self._by_firsts:
            firsts = self._by_firsts if self._by_firsts else None
            for at in _line_starts(text, start, end):
                if firsts is not None:
                    words = _NO_WORDS.match(text, at, end)
                    first = words.end() if words else at
                    longer = firsts[text[first : first + KEY]]
                    for number in longer[text[first : first + _LONGEST]] if longer is not None else ():
                        found[number].append(at)
                for number in self._at_lines:
                    found[number].append(at)
        if start == 0:
            for number in self._at_text:
                found[number].append(0)
        return [places if len(places) < 2 else sorted(set(places)) for places in found]

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


class _Longer(dict[str, tuple[int, ...]]):
    """What may begin with all the letters that stand at a place, of the patterns that begin with its first KEY."""

    def __init__(self, by_letters: Mapping[str, Sequence[int]]) -> None:
        super().__init__()
        self._by_letters: Final = by_letters

    def __missing__(self, letters: str) -> tuple[int, ...]:
        beginning = (self._by_letters.get(letters[:length], ()) for length in range(1, len(letters) + 1))
        found = tuple(sorted({number for numbers in beginning for number in numbers}))
        if len(self) < _REMEMBERED:
            self[letters] = found
        return found


class _Table(dict[str, _Longer | None]):
    """What may begin with the KEY letters that stand at a place; worked out when they are first met."""

    def __init__(self, by_letters: Mapping[str, Sequence[int]]) -> None:
        self._by_key: Final[dict[str, dict[str, Sequence[int]]]] = defaultdict(dict)
        for letters, found in by_letters.items():
            self._by_key[letters[:KEY]][letters] = found
        super().__init__({"": None} if by_letters else {})

    def __missing__(self, letters: str) -> _Longer | None:
        longer: dict[str, Sequence[int]] = {}
        for length in range(1, len(letters) + 1):
            longer |= self._by_key.get(letters[:length], {})
        found = _Longer(longer) if longer else None
        if len(self) < _REMEMBERED:
            self[letters] = found
        return found


def _line_starts(text: str, start: int, end: int) -> Iterator[int]:
    if start == 0:
        yield 0
    at = text.find("\n", max(start - 1, 0), end)
    while at >= 0:
        yield at + 1
        at = text.find("\n", at + 1, end)


def _enter(found: list[list[int]], table: _Table, text: str, places: Iterable[re.Match[str]]) -> None:
    """Enters the places at which patterns may begin."""
    for place in places:
        at = place.start()
        if (longer := table[text[at : at + KEY]]) is not None:
            for number in longer[text[at : at + _LONGEST]]:
                found[number].append(at)


def _matches(pattern: re.Pattern[str], places: list[int], text: str, end: int) -> Iterator[re.Match[str]]:
    free = 0
    for at in places:
        if at >= free and (match := pattern.match(text, at, end)) is not None:
            yield match
            free = max(match.end(), at + 1)


def beginnings(pattern: str) -> set[str] | None:
    """The letters (at most _LONGEST) with which a match can begin, _LINE or _TEXT; None where anything can.

    Before letters that begin a word stands WORD, before those of the first word of a line _FIRST.
    """
    parsed = parser.parse(pattern, re.MULTILINE)
    if parsed.state.flags & re.IGNORECASE:
        return None
    found = _of(list(parsed))
    if found is None or any(letters in ("", WORD) for letters, _ in found):
        return None
    for longest in range(_LONGEST, 0, -1):
        shorter = {_whole(letters, longest) for letters, _ in found}
        if len(shorter) <= _MOST:
            return shorter
    return None


def _whole(letters: str, longest: int) -> str:
    """A beginning as it is written down, of so many letters at most."""
    if letters == _FIRST:
        return _LINE
    if letters == _TEXT:
        return _TEXT
    letters = letters[: longest + letters.startswith((WORD, _FIRST))]
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
                grown.add((letters, letters == _FIRST))
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
    if more == _TEXT or more.startswith(_FIRST):
        return (more, more_open) if letters in ("", WORD) else (letters, False)
    # a border between two letters says nothing of the beginning
    more = more.removeprefix(WORD) if letters else more
    if letters == _FIRST and more and not _LETTER.match(more):
        return _FIRST, False  # a sign that stands before the first word
    whole = letters + more
    longest = _LONGEST + whole.startswith((WORD, _FIRST))
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
            return {(_FIRST, True)}
        if value is sre.AT_BEGINNING_STRING:
            return {(_TEXT, False)}
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

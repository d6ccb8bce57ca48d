"""Many patterns over one text at once: each is tried only where its first letters stand.

A pattern of a hundred alternatives costs a hundred comparisons at every character. What a match can begin with is read
off the pattern itself, and one walk over the text then finds the few places worth trying. The matches are those of
``finditer``, to the letter; a test holds the two against each other.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final

from voronka.extract.beginnings import FIRST, LINE, LONGEST, TEXT, WORD, beginnings
from voronka.extract.starts import KEY, word_starts

_REMEMBERED: Final = 100_000
"""Different runs of letters whose meaning is kept: more than any language has, fewer than hostile texts could hold."""
_ANYWHERE: Final = None

_SIGN: Final = re.compile(r"[^\w\s\b]")
_NO_WORDS: Final = re.compile(r"[^\w\n]*")
_OTHER_DIGIT: Final = re.compile(r"[^\D0-9]")
"""A digit of another script, which ``\\d`` means as well."""


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
                if letters == LINE:
                    self._at_lines.add(number)
                elif letters == TEXT:
                    self._at_text.add(number)
                else:
                    by_letters[letters].append(number)
        words = {letters[1:]: found for letters, found in by_letters.items() if letters[0] == WORD}
        signs = {letters: found for letters, found in by_letters.items() if _SIGN.match(letters)}
        firsts = {letters[1:]: found for letters, found in by_letters.items() if letters[0] == FIRST}
        marked = {WORD + letters for letters in words} | {FIRST + letters for letters in firsts}
        others = by_letters.keys() - signs.keys() - marked
        self._by_words: Final = _Table(words)
        self._by_signs: Final = _Table(signs)
        self._signs: Final = re.compile(
            f"[{re.escape(''.join({letters[0] for letters in signs}))}]" if signs else r"\Z"
        )
        self._by_firsts: Final = _Table(firsts)
        self._by_letters: Final = _Table({letters: by_letters[letters] for letters in others})
        self._letters: Final = _any_of({letters[:KEY] for letters in others})

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
                    for number in longer[text[at : at + LONGEST]]:
                        found[number].append(at)
        if self._by_signs:
            _enter(found, self._by_signs, text, self._signs.finditer(text, start, end))
        if self._by_letters:
            _enter(found, self._by_letters, text, self._letters.finditer(text, start, end))
        if self._at_lines or self._by_firsts:
            firsts = self._by_firsts if self._by_firsts else None
            for at in _line_starts(text, start, end):
                if firsts is not None:
                    words = _NO_WORDS.match(text, at, end)
                    first = words.end() if words else at
                    longer = firsts[text[first : first + KEY]]
                    for number in longer[text[first : first + LONGEST]] if longer is not None else ():
                        found[number].append(at)
                for number in self._at_lines:
                    found[number].append(at)
        if start == 0:
            for number in self._at_text:
                found[number].append(0)
        return [places if len(places) < 2 else sorted(set(places)) for places in found]

    def scan(self, text: str, start: int, end: int) -> Iterator[tuple[int, Iterator[re.Match[str]]]]:
        """Each pattern's number with its matches between two offsets, which are found as they are asked for."""
        yield from self.scan_some(text, start, end, range(len(self._sources)), self.places(text, start, end))

    def scan_some(
        self, text: str, start: int, end: int, numbers: Iterable[int], places: Sequence[Sequence[int]]
    ) -> Iterator[tuple[int, Iterator[re.Match[str]]]]:
        """As ``scan``, of some of the patterns; ``places`` are those of the text, found beforehand."""
        for number in numbers:
            tried = places[number]
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


def _any_of(keys: Iterable[str]) -> re.Pattern[str]:
    """Finds the first letter of each of the keys; they follow it as they may overlap."""
    rests: dict[str, list[str]] = defaultdict(list)
    for key in sorted(keys):
        rests[key[0]].append(re.escape(key[1:]))
    return re.compile("|".join(f"{re.escape(first)}(?={'|'.join(more)})" for first, more in rests.items()) or r"\Z")


def _enter(found: list[list[int]], table: _Table, text: str, places: Iterable[re.Match[str]]) -> None:
    """Enters the places at which patterns may begin."""
    for place in places:
        at = place.start()
        if (longer := table[text[at : at + KEY]]) is not None:
            for number in longer[text[at : at + LONGEST]]:
                found[number].append(at)


def _matches(pattern: re.Pattern[str], places: Sequence[int], text: str, end: int) -> Iterator[re.Match[str]]:
    free = 0
    for at in places:
        if at >= free and (match := pattern.match(text, at, end)) is not None:
            yield match
            free = max(match.end(), at + 1)

"""The one tokenizer of the search, for Russian and English: of cards, of queries and of what is highlighted.

A term is lower case with ё as е; a Russian word becomes its lemma, an English one loses the plural's s. "C++", "C#",
".NET", "1С", "b2b", "3D" are words. A compound ("e-com", "реал-тайм", "SMM-менеджер", "node.js") gives its parts and,
on the place of the first part, the whole written together ("ecom"), so that all spellings of it find one another.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from voronka.extract.text import fold, parses, stem

VERSION: Final = 1
"""Raised whenever the terms of any text change: an index made with another version is made anew."""
MAX_CHARACTERS: Final = 100_000
"""Of a longer text only the beginning is read."""
MAX_WORD: Final = 40
"""Longer words are cut, in cards and queries alike."""
_MAX_PARTS: Final = 4
_MIN_INFLECTED: Final = 3
_LONGEST_ENDING: Final = 4
_LONG_RUN: Final = re.compile(r"(?<!\w)\w{500}")
_PIECES: Final = re.compile(r"(\w{500})")

_MARKS: Final = "\u0300-\u036f\u200b"  # combining marks; fold() turns every invisible character into \u200b
_WORD: Final = rf"[^\W_](?:[^\W_]|[{_MARKS}])*+"
_TOKEN: Final = re.compile(
    r"(?<![^\W_])(?:(?P<dotnet>\.net)(?![^\W_])|(?P<plus>[cс]\+\+)|(?P<sharp>[cсf]\#)(?![^\W_]))"
    rf"|(?P<word>{_WORD}(?:(?:-|(?<=[a-z0-9])[.&](?=[a-z0-9])){_WORD})*+)"
)
_PART: Final = re.compile(_WORD)
_LETTER: Final = re.compile(r"[^\W\d_]")
_LOOKALIKES: Final = str.maketrans("асеорхкмтвн", "aceopxkmtbh")
_CYRILLIC: Final = re.compile("[а-я]")


class Token(NamedTuple):
    """A term and where it was read: offsets into the text, and its place among the words (for phrases).

    ``whole`` marks a compound written together; it stands on the place of its first part.
    """

    term: str
    start: int
    end: int
    place: int
    whole: bool = False


def tokens(text: str) -> Iterator[Token]:
    """The terms of a text in order, with their offsets; at most MAX_CHARACTERS are read."""
    folded = folded_text(text[:MAX_CHARACTERS])
    place = 0
    for match in _TOKEN.finditer(folded):
        start, end = match.span()
        if match.lastgroup != "word":
            yield Token(match.group().replace("с", "c"), start, end, place)
            place += 1
            continue
        word = match.group()
        if word.isalnum():
            yield Token(term(word), start, end, place)
            place += 1
            continue
        parts = [(clean(m.group()), m.start(), m.end()) for m in _PART.finditer(folded, start, end)]
        if 1 < len(parts) <= _MAX_PARTS and all(_LETTER.search(part) for part, _, _ in parts):
            yield Token(joined(tuple(part for part, _, _ in parts)), start, end, place, whole=True)
        for part, first, last in parts:
            yield Token(term(part), first, last, place)
            place += 1


def folded_text(text: str) -> str:
    """``fold(text)``, of the same length; a run of letters without end is folded in pieces, for fold() reads such a run
    again from each of its letters."""
    if _LONG_RUN.search(text) is None:
        return fold(text)
    return "".join(fold(piece) for piece in _PIECES.split(text))


def clean(word: str) -> str:
    """A folded word without marks and invisible characters."""
    if word.isalnum():
        return word
    composed = unicodedata.normalize("NFC", word[: 4 * MAX_WORD].replace("\u200b", ""))
    return fold("".join(char for char in composed if char.isalnum()))


@lru_cache(maxsize=200_000)
def term(word: str) -> str:
    """The term of one folded word without marks."""
    word = word[:MAX_WORD]
    if not word.isalpha():
        # "1С" and "В2В" are typed with letters of either alphabet
        latin = word.translate(_LOOKALIKES)
        return word if _CYRILLIC.search(latin) else latin
    if len(word) < _MIN_INFLECTED:
        return word
    return stem(word) if word.isascii() else _still(word)


def _still(word: str) -> str:
    """The lemma that is its own lemma, so that all forms of a word meet ("лидов" is first taken for "лида")."""
    path = [word]
    while (found := _lemma(path[-1])) not in path:
        path.append(found)
    return min(path[path.index(found) :])


def _lemma(word: str) -> str:
    """The likeliest lemma, but an adjective's before that of a noun made of it ("холодные" are not many "холодное")."""
    found = parses(word)
    if not found:
        return word
    chosen = found[0]
    if "NOUN" in chosen.tag:
        root = word[: max(_MIN_INFLECTED, len(word) - _LONGEST_ENDING)]
        adjectives = (p for p in found if "ADJF" in p.tag and p.normal_form.startswith(root))
        chosen = next(adjectives, chosen)
    return str(chosen.normal_form).replace("ё", "е")


@lru_cache(maxsize=50_000)
def joined(parts: tuple[str, ...]) -> str:
    """The term of a compound: its parts written together, the last one as a term."""
    return ("".join(parts[:-1]) + term(parts[-1]))[:MAX_WORD]

"""Shared helpers of the extractor: folding that keeps offsets, tokens, stems, lines and sentences, other scripts.

Everything that reads a post works on ``fold(text)``, which has exactly the length of ``text``: an offset into one is an
offset into the other.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Final

from voronka.model import Evidence

_DASHES: Final = frozenset("‐‑‒–—―−")
_HIDDEN: Final = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
_SPACES: Final = frozenset(
    "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t"
)


class _Folding(dict[int, str]):
    """Folds one character at a time, remembering; a character whose folded form is longer stays as it is."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        if char in _DASHES:
            folded = "-"
        elif char in _SPACES:
            folded = " "
        elif char in _HIDDEN:
            folded = "\u200b"
        elif char in "\u2028\u2029\x0b\x0c\x85\r":
            folded = "\n"
        else:
            folded = unicodedata.normalize("NFKC", char).lower().replace("ё", "е")
            if len(folded) != 1:
                folded = char
        self[code] = folded
        return folded


_FOLDING: Final = _Folding()
_LATIN: Final = re.compile(r"[a-z]+")
_LONGEST: Final = 40
_LOOKALIKES: Final = ("aceopxykmtbhu", "асеорхукмтвни")
_TO_CYRILLIC: Final = str.maketrans(_LOOKALIKES[0], _LOOKALIKES[1])
_TO_LATIN: Final = str.maketrans(_LOOKALIKES[1], _LOOKALIKES[0])


def _one_script(word: str) -> str:
    """A word typed with letters of two alphabets, in one where all its letters look alike ("cмм" with a Latin c)."""
    for table, strange in ((_TO_CYRILLIC, "a-z"), (_TO_LATIN, "а-я")):
        turned = word.translate(table)
        if not re.search(f"[{strange}]", turned):
            return turned
    return word


def _seams(folded: str) -> Iterator[int]:
    """Where words go over from one alphabet to the other: at either end of Latin letters."""
    for latin in _LATIN.finditer(folded):
        start, end = latin.span()
        if start and "а" <= folded[start - 1] <= "я":
            yield start
        if "а" <= folded[end : end + 1] <= "я":
            yield end


def fold(text: str) -> str:
    """Lower case, ё as е, one kind of dash, space and line break, styled letters as plain ones; the length is kept."""
    folded = text.translate(_FOLDING)
    pieces: list[str] = []
    done = 0
    for seam in _seams(folded):
        start, end = seam, seam + 1
        if start < done:
            continue
        while start > done and seam - start < _LONGEST and folded[start - 1].isalpha():
            start -= 1
        while end < len(folded) and end - seam < _LONGEST and folded[end].isalpha():
            end += 1
        pieces += [folded[done:start], _one_script(folded[start:end])]
        done = end
    return "".join([*pieces, folded[done:]]) if pieces else folded


@dataclass(slots=True)  # not frozen: that makes it three times as slow to build, and there are hundreds
class Token:
    """A word or number of a text: offsets and the folded word without hidden characters."""

    start: int
    end: int
    word: str


_TOKEN: Final = re.compile(r"[^\W_]++(?:[\u0300-\u036f\u200b]++[^\W_]*+)*+")


def tokens(folded: str, start: int = 0, end: int | None = None) -> list[Token]:
    """The words of a folded text between two offsets; hyphens part words, "b2b" and "1с" stay whole."""
    return _tokens(folded, start, len(folded) if end is None else end)[0]


def _tokens(folded: str, start: int, end: int) -> tuple[list[Token], bool]:
    """The words, and whether there are signs within them that are passed over."""
    found = []
    hidden = False
    for match in _TOKEN.finditer(folded, start, end):
        word = match.group()
        if not word.isalnum():
            hidden = True
            word = unicodedata.normalize("NFC", word.replace("\u200b", "")).replace("ё", "е")
            word = "".join(char for char in word if char.isalnum())
        found.append(Token(match.start(), match.end(), word))
    return found, hidden


@lru_cache(maxsize=3)
def _all_tokens(folded: str) -> tuple[list[Token], list[int], bool]:
    found, hidden = _tokens(folded, 0, len(folded))
    return found, [token.start for token in found], hidden


def tokens_of(folded: str, start: int, end: int) -> list[Token]:
    """``tokens`` for many parts of one text, whose words are found once."""
    found, starts, _ = _all_tokens(folded)
    first, last = bisect_left(starts, start), bisect_left(starts, end)
    cut = (first > 0 and found[first - 1].end > start) or (last > first and found[last - 1].end > end)
    return tokens(folded, start, end) if cut else found[first:last]


def plain_words(folded: str) -> list[Token] | None:
    """All words of a text; None where signs stand within them that are passed over."""
    found, _, hidden = _all_tokens(folded)
    return None if hidden else found


_CASES: Final = (
    "ями ами ого его ому ему ыми ими ых их ым им ую юю ая яя ое ее ые ый ий ой ей ою ею "
    "ом ем ам ям ах ях ов ев ью ьи ы и а я о е у ю ь й"
)
_ENDINGS: Final = tuple(sorted(_CASES.split(), key=len, reverse=True))


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """A Russian word without its case ending, an English one without the plural's s; slang needs no dictionary."""
    if word.isascii():
        return word[:-1] if len(word) > 4 and word.endswith("s") and not word.endswith("ss") else word
    if word.endswith("ие") and len(word) > 5 and word[-3] in "кгхшщжч":
        return word[:-2]
    if word.endswith("ций") and len(word) > 5:
        return word[:-1]
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


@dataclass(slots=True)
class Line:
    """A line of a text: offsets without surrounding white space. An empty line has ``start == end``."""

    start: int
    end: int


def lines(folded: str, start: int = 0, end: int | None = None) -> list[Line]:
    """The lines between two offsets, empty ones too, stripped of white space at both ends."""
    stop = len(folded) if end is None else end
    found = []
    at = start
    while at <= stop:
        cut = folded.find("\n", at, stop)
        if cut < 0:
            cut = stop
        raw = folded[at:cut]
        left = at + len(raw) - len(raw.lstrip())
        found.append(Line(left, max(left, at + len(raw.rstrip()))))
        at = cut + 1
    return found


_SENTENCE: Final = re.compile(r"[.!?…\n](?:(?<=\n)|[.!?…]*(?=[\s)»\"”]|$))")


def sentences(folded: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Offsets of sentences between two offsets: parted by line breaks and by full stops before white space."""
    stop = len(folded) if end is None else end
    at = start
    for match in _SENTENCE.finditer(folded, start, stop):
        if folded[at : match.start()].strip():
            yield at, match.end()
        at = match.end()
    if folded[at:stop].strip():
        yield at, stop


def evidence(rule: str, text: str, start: int, end: int) -> Evidence:
    """Evidence for ``text[start:end]``."""
    return Evidence(rule, start, end, text[start:end])


_LAYOUT: Final = (
    "qwertyuiop[]asdfghjkl;'zxcvbnm,.`",
    "йцукенгшщзхъфывапролджэячсмитьбюё",
)
_TO_RUSSIAN_KEYS: Final = str.maketrans(_LAYOUT[0], _LAYOUT[1])
_TO_ENGLISH_KEYS: Final = str.maketrans(_LAYOUT[1] + "е", _LAYOUT[0] + "t")


def switch_layout(folded: str) -> str:
    """What the same keys give on the other keyboard layout ("cvv" is "смм", "ыущ" is "seo"); lower case in and out."""
    return folded.translate(_TO_RUSSIAN_KEYS if re.search("[a-z]", folded) else _TO_ENGLISH_KEYS)


# The sounds that people spell in several Latin ways, longest first, each with one sign of our own.
_LATIN_SOUNDS: Final = (
    ("shch", "Щ"), ("sch", "Щ"), ("dzh", "Ж"), ("dj", "Ж"), ("zh", "Ж"), ("kh", "h"), ("ts", "c"), ("tz", "c"),
    ("ch", "Ч"),
    ("sh", "Ш"), ("yu", "Ю"), ("ju", "Ю"), ("iu", "Ю"), ("ya", "Я"), ("ja", "Я"), ("ia", "Я"), ("yo", "e"), ("jo", "e"),
    ("ye", "e"), ("je", "e"), ("ks", "x"), ("j", "i"), ("y", "i"), ("w", "v"), ("ph", "f"), ("'", ""),
)  # fmt: skip
_PARSED: Final = re.compile(r"(?=[a-z\d'’-]*[\u0400-\u04ff])[a-z\u0400-\u04ff\d'’-]+", re.IGNORECASE)
_CYRILLIC_LETTERS: Final = "абвгдежзийклмнопрстуфхцчшщъыьэюя"
_THEIR_SOUNDS: Final = "a b v g d e Ж z i i k l m n o p r s t u f h c Ч Ш Щ - i - e Ю Я"
_CYRILLIC_SOUNDS: Final = str.maketrans(
    dict(zip(_CYRILLIC_LETTERS, _THEIR_SOUNDS.replace("-", "\0").split(" "), strict=True))
)


@lru_cache(maxsize=65536)
def sound(word: str) -> str:
    """One spelling for a Russian word in Cyrillic or in any usual transliteration: "dizajner" as "дизайнер"."""
    if word.isascii():
        for spelling, sign in _LATIN_SOUNDS:
            word = word.replace(spelling, sign)
        return word
    return (
        word.replace("дж", "ж")
        .replace("ия", "я")
        .replace("ие", "е")
        .translate(_CYRILLIC_SOUNDS)
        .replace("\0", "")
        .replace("ks", "x")
    )


@cache
def morph() -> Any:
    """The morphological analyser, loaded when first wanted (0.1 s)."""
    import pymorphy3

    return pymorphy3.MorphAnalyzer()


@lru_cache(maxsize=16384)
def parses(word: str) -> Sequence[Any]:
    """pymorphy's parses of a word, likeliest first; none without a Cyrillic letter or with letters of a third script:
    the analyser asks for their Unicode names and fails where there is none (Tangut).
    """
    found: Sequence[Any] = morph().parse(word) if _PARSED.fullmatch(word) else ()
    return found


@lru_cache(maxsize=65536)
def lemma(word: str) -> str:
    """The dictionary form of one folded word, ё as е; a word not in Cyrillic is returned as it is."""
    found = parses(word)
    return str(found[0].normal_form).replace("ё", "е") if found else word


# Names that are first of all other words.
_OTHER_NOUNS: Final = frozenset(
    {"владимир", "рим", "вера", "надежда", "любовь", "слава", "роман", "мир", "май", "марс"}
)


@lru_cache(maxsize=4096)
def is_first_name(word: str) -> bool:
    """Whether a folded word, in a text with a capital, is a person's first name in the nominative."""
    return word not in _OTHER_NOUNS and any(
        "Name" in parse.tag and "nomn" in parse.tag and "sing" in parse.tag for parse in parses(word)
    )


@lru_cache(maxsize=16384)
def is_living(word: str) -> bool:
    """Whether a folded word is a noun for a living being, and no first name."""
    return len(word) > 4 and any(
        "NOUN" in parse.tag and "anim" in parse.tag and "Name" not in parse.tag and parse.score > 0.3
        for parse in parses(word)[:2]
    )


@lru_cache(maxsize=65536)
def is_known(word: str) -> bool:
    """Whether the dictionary has the word in this form."""
    return bool(morph().word_is_known(word))

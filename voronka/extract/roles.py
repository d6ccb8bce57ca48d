"""Role words: which role codes a text names, with inflections, slang, English, transliteration and small typos.

``mentions`` finds role words in any short text and serves posts and typed queries alike. A pattern of role_words.tsv is
a row of slots matched against consecutive words; the longest pattern at a word wins.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from voronka.extract.role_table import ANY, Node, beginning, vocabulary
from voronka.extract.text import Token, fold, is_known, sound, stem, switch_layout, tokens, tokens_of

MAX_EXAMINED: Final = 20_000
"""Characters of a text in which role words are looked for."""

MAX_SKIPPED: Final = 3
"""Words that one ``~`` of a pattern may stand for, light ones ("по работе с") apart."""

_MAX_GAP: Final = 5
"""Words of any kind, light ones too, that one ``~`` may stand for."""

MAX_WORD: Final = 30
"""Letters of the longest word that a typo is looked for in."""

_LIGHT_WORDS: Final = "по с со в во на для и из of for работе отдела отделу направления to with"
_LIGHT: Final = frozenset(_LIGHT_WORDS.split())
# Words of a sentence, which stand in no position's name.
_BARRIER_WORDS: Final = (
    "нет не вас нас вам нам мы вы я ты он она они что чтобы как если это который которая которые где когда но или"
)
_BARRIER: Final = frozenset(_BARRIER_WORDS.split())


@dataclass(frozen=True, slots=True)
class RoleMention:
    """Words that name a role: its code, offsets into the text, the words themselves, and how firmly they name it.

    ``how`` is "name" ("таргетолог"), "field" (a trade that stands for its role: "таргет", "маркетинг") or "generic"
    (a position of no trade: "менеджер", "специалист"; code ``other``).
    """

    code: str
    start: int
    end: int
    matched: str
    how: str = "name"


@cache
def _sounds() -> dict[str, str]:
    return {sound(word): word for word in sorted(vocabulary()) if not word.isascii() and len(word) >= 3}


@lru_cache(maxsize=16384)
def _meant(word: str) -> str:
    """The stem under which a word stands in the table; for an unknown word that of what was meant by it."""
    plain = stem(word)
    known = vocabulary()
    if plain in known or not 3 <= len(word) <= MAX_WORD:
        return plain
    if word in known:
        return word
    if word.isascii() and word.isalpha():
        form = sound(word)
        # A case ending may follow the stem: "prodazham" is "продаж" and two letters more.
        for cut in range(4 if len(form) > 5 else 2):
            meant = _sounds().get(form[: len(form) - cut])
            if meant and len(form) - cut >= 3:
                return meant
    turned = stem(switch_layout(word))
    if turned in known and word.isalpha() and (word.isascii() or not is_known(word)):
        return turned
    return _nearest(word, plain) or plain


def _nearest(word: str, plain: str) -> str | None:
    """The vocabulary's word that an unknown word of five letters or more is a small typo of."""
    if not 5 <= len(plain) <= MAX_WORD or not word.isalpha() or (not word.isascii() and is_known(word)):
        return None
    from rapidfuzz import process
    from rapidfuzz.distance import DamerauLevenshtein

    limit = 1 if len(plain) < 8 else 2
    ascii_word = word.isascii()
    choices = _long_words(ascii_word)
    best = process.extractOne(plain, choices, scorer=DamerauLevenshtein.distance, score_cutoff=limit)
    if best is not None and best[0][0] == plain[0]:
        return str(best[0])
    if ascii_word:
        best = process.extractOne(sound(plain), _long_sounds(), scorer=DamerauLevenshtein.distance, score_cutoff=1)
        return _sounds()[str(best[0])] if best is not None else None
    return None


@cache
def _long_words(ascii_words: bool) -> tuple[str, ...]:
    return tuple(sorted(word for word in vocabulary() if len(word) >= 5 and word.isascii() == ascii_words))


@cache
def _long_sounds() -> tuple[str, ...]:
    return tuple(sorted(form for form in _sounds() if len(form) >= 7))


# What may stand between two words of one role name: spaces, a hyphen, a slash; not a comma, a bracket or a new line.
_JOINT: Final = re.compile(r"[ \u200b]*(?:[-/'’`+&][ \u200b]*)?|\.")


def mentions(text: str, *, forgiving: bool = True) -> list[RoleMention]:
    """Role words of a text in order, without overlaps, longest first; at most MAX_EXAMINED characters are looked at.

    With ``forgiving`` transliteration, a wrong keyboard layout and small typos are understood as well (for titles and
    queries; too much for running text).
    """
    folded = fold(text[:MAX_EXAMINED])
    return list(_mentions(text, folded, tokens(folded), forgiving))


def in_folded(text: str, folded: str, start: int, end: int, *, forgiving: bool = False) -> list[RoleMention]:
    """Like ``mentions`` for a part of an already folded text; offsets are into the whole text."""
    return list(_mentions(text, folded, tokens_of(folded, start, min(end, start + MAX_EXAMINED)), forgiving))


def _mentions(text: str, folded: str, words: list[Token], forgiving: bool) -> Iterator[RoleMention]:
    meant = _meant_beginning if forgiving else _beginning
    found = [meant(token.word) for token in words]
    keys = [key for key, _ in found]
    gaps = _Gaps(folded, words)
    free = 0
    for at, (_, begins) in enumerate(found):
        if not begins or at < free:
            continue
        longest = _longest(words, keys, gaps, at)
        if longest is None:
            continue
        last, (code, how) = longest
        start, end = words[at].start, words[last].end
        yield RoleMention(code, start, end, text[start:end], how)
        free = last + 1


@lru_cache(maxsize=65536)
def _beginning(word: str) -> tuple[str, bool]:
    """A word's stem, and whether a name may begin with it."""
    key = stem(word)
    return key, beginning(key) is not None or beginning(word) is not None


@lru_cache(maxsize=16384)
def _meant_beginning(word: str) -> tuple[str, bool]:
    """The same of what was meant by a word."""
    key = _meant(word)
    return key, beginning(key) is not None or beginning(word) is not None


class _Gaps:
    """What stands between the words of a text, looked at where it is asked for."""

    def __init__(self, folded: str, words: list[Token]) -> None:
        self._folded: Final = folded
        self._words: Final = words

    def after(self, number: int) -> tuple[bool, bool]:
        """Whether one name may go on after a word, and whether what is skipped within a name may.

        "X по продажам / Y по развитию" are two names: what is skipped stays within one.
        """
        if number + 1 >= len(self._words):
            return False, False
        gap = self._folded[self._words[number].end : self._words[number + 1].start]
        if gap == " ":
            return True, True
        joined = _JOINT.fullmatch(gap) is not None
        return joined, joined and gap.strip(" ") in {"", "-"}


def _longest(words: list[Token], keys: list[str], gaps: _Gaps, at: int) -> tuple[int, tuple[str, str]] | None:
    """The last word and the meaning of the best pattern that begins at a word.

    A name beats what is less, then more words matched, then fewer words skipped.
    """
    best: tuple[int, tuple[str, str]] | None = None
    best_rank: tuple[bool, int, int] | None = None
    pending: list[tuple[int, Node | None, int, int]] = [(at, None, 0, 0)]
    while pending:
        i, node, matched, skipped = pending.pop()
        for key in {keys[i], words[i].word}:
            following = beginning(key) if node is None else node.get(key)
            if following is None:
                continue
            if "" in following:
                rank = (following[""][1] == "name", matched + 1, -skipped)
                if best_rank is None or rank > best_rank:
                    best, best_rank = (i, following[""]), rank
            if gaps.after(i)[0]:
                pending.append((i + 1, following, matched + 1, skipped))
        gap = None if node is None else node.get(ANY)
        if gap is not None:
            cost, j = skipped, i
            for _ in range(_MAX_GAP + 1):
                pending.append((j, gap, matched, cost))
                if not gaps.after(j)[1]:
                    break
                if words[j].word in _BARRIER:
                    break
                cost += words[j].word not in _LIGHT
                if cost - skipped > MAX_SKIPPED:
                    break
                j += 1
    return best

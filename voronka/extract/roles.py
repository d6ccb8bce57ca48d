"""Role words: which role codes a text names, with inflections, slang, English, transliteration and small typos.

``mentions`` finds role words in any short text and serves posts and typed queries alike. A pattern of role_words.tsv is
a row of slots matched against consecutive words; the longest pattern at a word wins.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise, product
from typing import Any, Final

from voronka.extract.text import Token, fold, is_known, sound, stem, switch_layout, tokens

MAX_EXAMINED: Final = 20_000
"""Characters of a text in which role words are looked for."""

MAX_SKIPPED: Final = 3
"""Words that one ``~`` of a pattern may stand for, light ones ("по работе с") apart."""

_MAX_GAP: Final = 5
"""Words of any kind, light ones too, that one ``~`` may stand for."""

MAX_WORD: Final = 30
"""Letters of the longest word that a typo is looked for in."""

_ANY: Final = "~"
_LIGHT_WORDS: Final = "по с со в во на для и из of for работе отдела отделу направления to with"
_LIGHT: Final = frozenset(_LIGHT_WORDS.split())
# Words of a sentence, which stand in no position's name.
_BARRIER: Final = frozenset(
    [
        "нет",
        "не",
        "вас",
        "нас",
        "вам",
        "нам",
        "мы",
        "вы",
        "я",
        "ты",
        "он",
        "она",
        "они",
        "что",
        "чтобы",
        "как",
        "если",
        "это",
        "который",
        "которая",
        "которые",
        "где",
        "когда",
        "но",
        "или",
    ]
)
_Node = dict[str, Any]


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


def _expand(pattern: str, classes: dict[str, str]) -> Iterator[tuple[str, ...]]:
    slots: list[list[tuple[str, ...]]] = []
    for raw in pattern.split():
        if raw == _ANY:
            slots.append([(_ANY,)])
            continue
        optional = raw.endswith("?")
        for name, words in classes.items():
            raw = raw.replace(name, words)  # noqa: PLW2901 - a slot is rewritten before it is split
        words_of_slot: list[tuple[str, ...]] = [
            tuple(stem(part) for part in word.split("-")) for word in raw.rstrip("?").split("|") if word
        ]
        if optional:
            words_of_slot.append(())
        slots.append(list(dict.fromkeys(words_of_slot)))
    for choice in product(*slots):
        sequence = [word for part in choice for word in part]
        while sequence and sequence[-1] == _ANY:
            sequence.pop()
        yield tuple(sequence)


@cache
def _rows() -> tuple[tuple[str, str, str], ...]:
    source = files("voronka.extract").joinpath("role_words.tsv").read_text(encoding="utf-8")
    rows = []
    for line in source.splitlines():
        if line and not line.startswith("#"):
            code, how, pattern = line.split("\t")
            rows.append((code, how, fold(pattern)))
    return tuple(rows)


@cache
def _trie() -> _Node:
    """Patterns as nested dicts from stem to what may follow; "" holds (code, how) of a pattern that ends there."""
    root: _Node = {}
    classes = {code.lower(): pattern for code, how, pattern in _rows() if how == "class"}
    order = {"generic": 0, "field": 1, "name": 2}
    for code, how, pattern in sorted((row for row in _rows() if row[1] != "class"), key=lambda row: order[row[1]]):
        for sequence in _expand(pattern, classes):
            node = root
            for word in sequence:
                node = node.setdefault(word, {})
            if sequence:
                known = node.get("")
                # The same words under two codes: the row that stands first in the file wins within one kind of name.
                if known is None or known[1] != how:
                    node[""] = (code, how)
    return root


def words() -> set[str]:
    """The words of all role names as the table has them, hyphenated ones in parts."""
    plain = (pattern for _, how, pattern in _rows() if how != "field")
    return {word for pattern in plain for word in re.split(r"[\s|?~$-]+", pattern) if word}


@cache
def _vocabulary() -> frozenset[str]:
    found: set[str] = set()
    pending = [_trie()]
    while pending:
        for word, node in pending.pop().items():
            if word and word != _ANY:
                found.add(word)
            if word:
                pending.append(node)
    return frozenset(found)


@cache
def _sounds() -> dict[str, str]:
    return {sound(word): word for word in sorted(_vocabulary()) if not word.isascii() and len(word) >= 3}


@lru_cache(maxsize=16384)
def _key(word: str, forgiving: bool) -> str:
    """The stem under which a word stands in the trie; for unknown words, if wanted, what was meant by it."""
    plain = stem(word)
    vocabulary = _vocabulary()
    if plain in vocabulary or not forgiving or not 3 <= len(word) <= MAX_WORD:
        return plain
    if word in vocabulary:
        return word
    if word.isascii() and word.isalpha():
        form = sound(word)
        # A case ending may follow the stem: "prodazham" is "продаж" and two letters more.
        for cut in range(4 if len(form) > 5 else 2):
            meant = _sounds().get(form[: len(form) - cut])
            if meant and len(form) - cut >= 3:
                return meant
    turned = stem(switch_layout(word))
    if turned in vocabulary and word.isalpha() and (word.isascii() or not is_known(word)):
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
    return tuple(sorted(word for word in _vocabulary() if len(word) >= 5 and word.isascii() == ascii_words))


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
    return list(_mentions(text, folded, tokens(folded, start, min(end, start + MAX_EXAMINED)), forgiving))


def _mentions(text: str, folded: str, words: list[Token], forgiving: bool) -> Iterator[RoleMention]:
    keys = [_key(token.word, forgiving) for token in words]
    between = [folded[word.end : after.start] for word, after in pairwise(words)] + ["\n"]
    joined = [_JOINT.fullmatch(gap) is not None for gap in between]
    # "X по продажам / Y по развитию" are two names: what is skipped stays within one.
    single = [joins and gap.strip(" ") in {"", "-"} for joins, gap in zip(joined, between, strict=True)]
    at = 0
    while at < len(words):
        found = _longest(_trie(), words, keys, (joined, single), at)
        if found is None:
            at += 1
            continue
        last, (code, how) = found
        start, end = words[at].start, words[last].end
        yield RoleMention(code, start, end, text[start:end], how)
        at = last + 1


def _longest(
    trie: _Node, words: list[Token], keys: list[str], gaps: tuple[list[bool], list[bool]], at: int
) -> tuple[int, tuple[str, str]] | None:
    """The last word and the meaning of the best pattern that begins at a word.

    A name beats what is less, then more words matched, then fewer words skipped.
    """
    joined, single = gaps
    best: tuple[int, tuple[str, str]] | None = None
    best_rank: tuple[bool, int, int] | None = None
    pending = [(at, trie, 0, 0)]
    while pending:
        i, node, matched, skipped = pending.pop()
        for key in {keys[i], words[i].word}:
            following = node.get(key)
            if following is None:
                continue
            if "" in following:
                rank = (following[""][1] == "name", matched + 1, -skipped)
                if best_rank is None or rank > best_rank:
                    best, best_rank = (i, following[""]), rank
            if joined[i]:
                pending.append((i + 1, following, matched + 1, skipped))
        gap = node.get(_ANY)
        if gap is not None:
            cost, j = skipped, i
            for _ in range(_MAX_GAP + 1):
                pending.append((j, gap, matched, cost))
                if not single[j]:
                    break
                if words[j].word in _BARRIER:
                    break
                cost += words[j].word not in _LIGHT
                if cost - skipped > MAX_SKIPPED:
                    break
                j += 1
    return best

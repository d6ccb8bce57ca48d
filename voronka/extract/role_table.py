"""The table of role names (role_words.tsv): which words a name can begin with, and what may follow."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any, Final

from voronka.extract.text import fold, stem

ANY: Final = "~"
Node = dict[str, Any]
_Slot = list[tuple[str, ...]]
"""What may stand at one place of a pattern: sequences of stems; an empty one where nothing need stand there."""


def _slots(pattern: str, classes: dict[str, str]) -> list[_Slot]:
    slots: list[_Slot] = []
    for raw in pattern.split():
        if raw == ANY:
            slots.append([(ANY,)])
            continue
        optional = raw.endswith("?")
        for name, words in classes.items():
            raw = raw.replace(name, words)  # noqa: PLW2901 - a slot is rewritten before it is split
        words_of_slot: _Slot = [
            tuple(stem(part) for part in word.split("-")) for word in raw.rstrip("?").split("|") if word
        ]
        if optional:
            words_of_slot.append(())
        slots.append(list(dict.fromkeys(words_of_slot)))
    return slots


def _expand(slots: list[_Slot]) -> Iterator[tuple[str, ...]]:
    for choice in product(*slots):
        sequence = [word for part in choice for word in part]
        while sequence and sequence[-1] == ANY:
            sequence.pop()
        yield tuple(sequence)


@cache
def _rows() -> tuple[tuple[str, str, str], ...]:
    source = (Path(__file__).parent / "role_words.tsv").read_text(encoding="utf-8")
    rows = []
    for line in source.splitlines():
        if line and not line.startswith("#"):
            code, how, pattern = line.split("\t")
            rows.append((code, how, fold(pattern)))
    return tuple(rows)


@cache
def _patterns() -> tuple[tuple[str, str, list[_Slot]], ...]:
    """(code, how, slots) of each pattern, those that name least first."""
    classes = {code.lower(): pattern for code, how, pattern in _rows() if how == "class"}
    order = {"generic": 0, "field": 1, "name": 2}
    rows = sorted((row for row in _rows() if row[1] != "class"), key=lambda row: order[row[1]])
    return tuple((code, how, _slots(pattern, classes)) for code, how, pattern in rows)


@cache
def _by_first_word() -> dict[str, list[int]]:
    """Which patterns can begin with a stem."""
    found: dict[str, list[int]] = {}
    for number, (_, _, slots) in enumerate(_patterns()):
        for slot in slots:
            for word in dict.fromkeys(words[0] for words in slot if words):
                found.setdefault(word, []).append(number)
            if () not in slot:
                break
    return found


@cache
def beginning(word: str) -> Node | None:
    """What may follow a stem with which patterns begin, made when a text first has it.

    Nested dicts from stem to what may follow; "" holds (code, how) of a pattern that ends there.
    """
    numbers = _by_first_word().get(word)
    if numbers is None:
        return None
    root: Node = {}
    for number in dict.fromkeys(numbers):
        code, how, slots = _patterns()[number]
        for sequence in _beginning_with(word, slots):
            node = root
            for following in sequence[1:]:
                node = node.setdefault(following, {})
            # The same words under two codes: the row that stands first in the file wins within one kind of name.
            known = node.get("")
            if known is None or known[1] != how:
                node[""] = (code, how)
    return root


def _beginning_with(word: str, slots: list[_Slot]) -> Iterator[tuple[str, ...]]:
    first, others = slots[0], slots[1:]
    yield from _expand([[words for words in first if words and words[0] == word], *others])
    if () in first and others:
        yield from _beginning_with(word, others)


def words() -> set[str]:
    """The words of all role names as the table has them, hyphenated ones in parts."""
    plain = (pattern for _, how, pattern in _rows() if how != "field")
    return {word for pattern in plain for word in re.split(r"[\s|?~$-]+", pattern) if word}


@cache
def vocabulary() -> frozenset[str]:
    return frozenset(
        word for _, _, slots in _patterns() for slot in slots for words in slot for word in words if word != ANY
    )

"""Tools and skills named in a text, by their usual names (skills.tsv), and what denies them or makes them another's.

One walk over the words of a text: a word that begins a form is followed through a trie of forms, the longest wins. What
stands around is looked at only where a form was found.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import product
from typing import Any, Final

from voronka.extract import skill_context as context
from voronka.extract import skill_tongues as tongues
from voronka.extract.folding import folded
from voronka.extract.text import evidence, fold, stem
from voronka.model import Evidence

MAX_EXAMINED: Final = 20_000
"""Characters of a posting in which skills are looked for."""
MAX_SKILLS: Final = 40

_WORD: Final = re.compile(r"[^\W_]+")
_NEXT: Final = re.compile(r"(?: {0,2}(?:[-/:&+'’_(«\"] ?|\.)?|(?<=кат)\. )([^\W_]+)")
_RULES: Final = {
    "market": "skills.marketplace",
    "tongue": "skills.language",
    "weak": "skills.beside",
    "beside": "skills.beside",
}
_LICENCE: Final = "водительские права"
_Node = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Mention:
    """A skill's form in a text: its name, how sure the form is (skills.tsv), offsets."""

    name: str
    how: str
    start: int
    end: int


@cache
def _trie() -> _Node:
    """Forms as nested dicts from a word's stem to what may follow; "" holds (name, how) of a form that ends there."""
    root: _Node = {}
    for how, name, forms in _rows():
        for form in fold(forms).split(";"):
            for words in _expand(form):
                node = root
                for word in words:
                    node = node.setdefault(word, {})
                node.setdefault("", (name, how))
    return root


@cache
def _rows() -> tuple[tuple[str, str, str], ...]:
    table = files("voronka.extract").joinpath("skills.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if line and not line.startswith("#"))
    return tuple((how, name, forms) for how, name, forms in rows)


@cache
def _names() -> dict[str, list[str]]:
    """How each skill is written: its usual name, then each form with the first word of either alphabet in its place."""
    found: dict[str, dict[str, None]] = {}
    for how, name, forms in _rows():
        known = found.setdefault(name, {name: None})
        if how in ("firm", "market", "weak", "tongue"):
            for form in forms.split(";"):
                slots = [slot.split("|") for slot in form.split() if not slot.endswith("?")]
                for latin in (False, True):
                    words = [next((word for word in slot if word.isascii() is latin), slot[0]) for slot in slots]
                    known[" ".join(words)] = None
    return {name: list(known) for name, known in found.items()}


def spellings(skill: str) -> tuple[str, ...]:
    """The ways to write a skill that a posting has ("Битрикс24", "bitrix24", "битрикс"), the one given first."""
    names = _names()
    known = names.get(skill) or names.get(skill.rpartition(" ")[0], [])
    return tuple(dict.fromkeys([skill, *known]))


def _expand(form: str) -> Iterator[tuple[str, ...]]:
    slots = []
    for slot in form.split():
        words = [stem(word) for word in slot.rstrip("?").split("|")]
        slots.append([*words, ""] if slot.endswith("?") else words)
    for chosen in product(*slots):
        yield tuple(word for word in chosen if word)


@cache
def _beginnings() -> frozenset[str]:
    return frozenset(word[:2] for word in _trie())


def mentions(fold: str, start: int, end: int) -> Iterator[Mention]:
    """The forms of skills between two offsets of a folded text, in order, whatever is said of them."""
    root, beginnings, free = _trie(), _beginnings(), start
    for match in _WORD.finditer(fold, start, end):
        word = match.group()
        if word[:2] not in beginnings or match.start() < free:
            continue
        node = root.get(stem(word))
        if node is None:
            continue
        found = node.get("")
        stop = at = match.end()
        while len(node) > ("" in node) and (following := _NEXT.match(fold, at, end)) is not None:
            node = node.get(stem(following.group(1)))
            if node is None:
                break
            at = following.end()
            if "" in node:
                found, stop = node[""], at
        if found is not None:
            name, how = found
            yield Mention(name, how, match.start(), stop)
            free = stop


def find(
    text: str, start: int = 0, end: int | None = None, employer: Sequence[Evidence] = ()
) -> tuple[tuple[str, ...], tuple[Evidence, ...]]:
    """The skills named in ``text[start:end]`` and not denied, in order, each with the words it was read from.

    ``employer`` is where the employer was read: who makes a tool asks for no knowledge of it by its own name.
    """
    fold = folded(text)
    end = min(len(text) if end is None else end, start + MAX_EXAMINED)
    own = {m.name for one in employer for m in mentions(folded(one.text), 0, len(one.text))} if employer else set()
    named = [
        m for m in mentions(fold, start, end) if m.name not in own and not context.in_address(fold, m.start, m.end)
    ]
    found: dict[str, tuple[str, Evidence]] = {}
    for chain in _chains(fold, named):
        stands = [m for m in chain if _stands(fold, m, chain, start, end)]
        stands = list(context.not_denied(fold, stands, start, end))
        levels = {m: tongues.level(fold, m.start, m.end, start, end) for m in stands if m.how == "tongue"}
        if any(levels.values()):  # "английский B2 и русский": what one language is, the other is too
            levels = {m: level or ("", m.start, m.end) for m, level in levels.items()}
        for mention in stands:
            if mention.how != "tongue":
                _note(found, mention, mention.name, text, mention.start, mention.end)
            elif (level := levels[mention]) is not None:
                _note(found, mention, f"{mention.name} {level[0]}".rstrip(), text, *level[1:])
    kept = list(found.values())[:MAX_SKILLS]
    return tuple(name for name, _ in kept), tuple(evidence for _, evidence in kept)


def find_in(
    text: str, ranges: Sequence[tuple[int, int]], employer: Sequence[Evidence] = ()
) -> tuple[tuple[str, ...], tuple[Evidence, ...]]:
    """The skills of several parts of a text together: a posting's own, then those asked of everybody."""
    found: dict[str, Evidence] = {}
    for start, end in ranges:
        for name, one in zip(*find(text, start, end, employer), strict=True):
            found.setdefault(name, one)
    return tuple(found), tuple(found.values())


def _note(found: dict[str, tuple[str, Evidence]], mention: Mention, name: str, text: str, start: int, end: int) -> None:
    """Take a skill in; a language with its level, a licence with its class beat the same without."""
    key = _LICENCE if name.startswith(_LICENCE) else mention.name
    if key not in found or (found[key][0] == key and name != key):
        found[key] = name, evidence(_RULES.get(mention.how, "skills.named"), text, start, end)


def _chains(fold: str, named: Sequence[Mention]) -> Iterator[list[Mention]]:
    """Mentions told in one breath: "Figma, Photoshop и Canva"."""
    chain: list[Mention] = []
    for mention in named:
        if chain and not context.is_joined(fold[chain[-1].end : mention.start]):
            yield chain
            chain = []
        chain.append(mention)
    if chain:
        yield chain


def _stands(fold: str, mention: Mention, chain: Sequence[Mention], start: int, end: int) -> bool:
    """Whether a form means the skill here, and the skill is asked for or had."""
    at, stop = mention.start, mention.end
    if context.is_others(fold, at, start) or context.is_employer(fold, at, stop, start, end):
        return False
    if mention.how == "market":
        return not context.is_place(fold, at, stop, start)
    others = any(m.name != mention.name for m in chain)
    if mention.how == "direct":
        return not context.is_messages(fold, at, stop, start, end)
    if mention.how == "beside":
        return others
    return mention.how != "weak" or others or context.is_known(fold, at, stop, start)

"""Which postings are one listing, and why.

``keys`` finds what may be the same, ``compare`` decides on two, ``may_join`` on one and a listing, ``group`` on a whole
batch. The evidence is in ``voronka.sameness``, what forbids joining in ``voronka.conflict``.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from hashlib import blake2s
from itertools import pairwise
from typing import Final

from voronka.conflict import Item, View, conflict, pay_range, view
from voronka.extract.text import fold
from voronka.fingerprint import BANDS, bands, is_number, weight
from voronka.sameness import Why, pages, post_name, why_same
from voronka.traits import name_words

__all__ = ["Item", "Why", "compare", "group", "keys", "may_join"]

MAX_KEYS: Final = 40
_CROWD: Final = 150
"""A key that more items share is no longer compared all with all, but each with its nearest neighbours."""

_NEIGHBOURS: Final = 40


def keys(item: Item) -> frozenset[str]:
    """Blocking keys: two items that may be one listing share at least one. At most MAX_KEYS; contacts are hashed."""
    return _keys(view(item))


def _keys(side: View) -> frozenset[str]:
    item, posting = side.item, side.posting
    found = [f"x:{side.print.exact:x}"] if side.print.sequence else [_hashed("r", item.text[:2_000])]
    origin = post_name(item.forward)
    found += [_hashed("f", name) for name in (origin, item.post.lower()) if name]
    roles = sorted(side.roles)[:2]
    # Listings of another role are never joined, so the role makes the bands selective; of two roles fewer bands serve.
    for role in roles or ["-"]:
        found += [f"t{band}:{role}" for band in bands(side.print)[: BANDS if len(roles) < 2 else 9]]
    found += [_hashed("c", contact) for contact in sorted(side.contacts)[:6]]
    found += [_hashed("u", page) for page in sorted(pages(side))[:3]]
    company = " ".join(name_words(posting.company)) if posting.company else ""
    cities = sorted(side.cities)[:2]
    ends = pay_range(posting.salary)
    for role in roles:
        if company:
            found.append(_hashed("k", f"{company}|{role}"))
        if ends is not None and posting.salary is not None:
            pay = f"{ends[0]}-{ends[1]}{posting.salary.currency}"
            found += [_hashed("p", f"{role}|{pay}|{city}") for city in cities or ["-"]]
    found += _facts(side)
    return frozenset(found[:MAX_KEYS])


def _facts(side: View) -> list[str]:
    """Numbers with the word they count ("16 мастеров"): few other texts have the same."""
    counted = {
        f"{number} {word}"
        for number, word in pairwise(side.print.sequence)
        if is_number(number) and word[0].isalpha() and weight(word) >= 1
    }
    return sorted(_hashed("n", fact) for fact in counted)[:4]


def _hashed(kind: str, value: str) -> str:
    return f"{kind}:{blake2s(fold(value).encode(), digest_size=8).hexdigest()}"


def compare(a: Item, b: Item) -> Why | None:
    """Why two items are one listing, or None where they are not or nothing says so. Symmetric, deterministic."""
    return why_same(view(a), view(b))


def may_join(item: Item, members: Sequence[Item]) -> Why | None:
    """The best reason for which an item is the same as some member, or None if it is in conflict with any member."""
    return _may_join(view(item), [view(member) for member in members])


def _may_join(side: View, members: Sequence[View]) -> Why | None:
    best: Why | None = None
    for member in members:
        if conflict(side, member) is not None:
            return None
        why = why_same(side, member)
        if why is not None and (best is None or why.score > best.score):
            best = why
    return best


def group(items: Iterable[Item]) -> list[tuple[list[Item], dict[str, Why]]]:
    """All items in listings; the result does not depend on their order.

    Each listing is its items (oldest first) and, by item key, why each but the first was joined. The strongest pairs
    are joined first, and two listings never where any two of their items are in conflict.
    """
    ordered = sorted({item.key: item for item in items}.values(), key=_age)
    views = [view(item) for item in ordered]
    reasons = {pair: why for pair in _pairs(views) if (why := why_same(views[pair[0]], views[pair[1]])) is not None}
    home = list(range(len(views)))
    rooms = {index: [index] for index in home}
    for (a, b), _ in sorted(reasons.items(), key=lambda entry: (-entry[1].score, entry[0])):
        ours, theirs = home[a], home[b]
        if ours == theirs or any(conflict(views[x], views[y]) for x in rooms[ours] for y in rooms[theirs]):
            continue
        for index in rooms.pop(theirs):
            home[index] = ours
            rooms[ours].append(index)
    return [
        ([ordered[index] for index in sorted(room)], _told(sorted(room), ordered, reasons))
        for room in sorted(map(sorted, rooms.values()))
    ]


def _age(item: Item) -> tuple[float, str]:
    return (item.posted_at.timestamp() if item.posted_at else float("inf"), item.key)


def _told(room: Sequence[int], ordered: Sequence[Item], reasons: dict[tuple[int, int], Why]) -> dict[str, Why]:
    """For each item of a listing but the first its best reason towards another one of it, older ones preferred."""
    told = {}
    for index in room[1:]:
        own = [
            (why.score, other < index, -other, why)
            for other in room
            if (why := reasons.get((min(index, other), max(index, other)))) is not None
        ]
        if own:
            told[ordered[index].key] = max(own, key=lambda entry: entry[:3])[3]
    return told


def _pairs(views: Sequence[View]) -> set[tuple[int, int]]:
    """Pairs of indices that share a key; of a key that a crowd shares only near neighbours."""
    holders: dict[str, list[int]] = defaultdict(list)
    for index, side in enumerate(views):
        for key in _keys(side):
            holders[key].append(index)
    found: set[tuple[int, int]] = set()
    for holding in holders.values():
        if len(holding) < 2:
            continue
        reach = len(holding)
        if reach > _CROWD:
            holding.sort(key=lambda index: (sorted(views[index].roles), sorted(views[index].cities), index))
            reach = _NEIGHBOURS
        for place, a in enumerate(holding):
            found.update((min(a, b), max(a, b)) for b in holding[place + 1 : place + 1 + reach])
    return found

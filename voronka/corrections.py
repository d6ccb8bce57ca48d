"""What a person says against what was read: corrected values, and verdicts on which postings are the same. Pure.

A correction belongs to the posting it was made on. Its place in the post may shift when the post is edited, so each
correction carries an ``Anchor`` of its posting, and ``settle`` finds the posting again. One that is no longer there
leaves its corrections at rest until it comes back.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Final, NamedTuple
from zlib import crc32

from voronka.codec import salary_from_json
from voronka.fingerprint import fingerprint
from voronka.model import CORRECTED, Evidence, Kind, Posting, WorkFormat

_SKETCH: Final = 48
_ALIKE: Final = 0.3
_NAMELESS_ALIKE: Final = 0.5
_OTHER: Final = "other"


class Field(StrEnum):
    """What a correction is about: a post's kind, a field of a posting, or whether two postings are the same."""

    KIND = "kind"
    ROLES = "roles"
    SALARY = "salary"
    CITIES = "cities"
    FORMATS = "formats"
    SAME = "same"
    APART = "apart"


VERDICTS: Final = (Field.SAME, Field.APART)
POSTING_FIELDS: Final = (Field.ROLES, Field.SALARY, Field.CITIES, Field.FORMATS)
WITHOUT_POSTING: Final = (Kind.CONTENT, Kind.PROMO)


class Spot(NamedTuple):
    """A posting by its post's row and its place in it, from 0; a negative place is of one that is no longer there."""

    post_id: int
    position: int


@dataclass(frozen=True, slots=True)
class Correction:
    """One correction as it is kept. ``act`` is the number under which it is undone together with what was said at once.

    ``value`` and ``before`` are JSON values: the corrected one, and what stood there; of a verdict None, and the two
    listings as they were. ``other`` is the second posting of a verdict.
    """

    id: int
    act: int
    field: Field
    spot: Spot
    other: Spot | None
    value: Any
    before: Any
    author: str
    created_at: datetime
    undone_at: datetime | None


def to_json(field: Field, value: Any) -> Any:
    """A field's value as JSON: a kind's code, a list of codes or names, a salary's object or None."""
    if field is Field.SALARY:
        return None if value is None else asdict(value)
    return str(value) if field is Field.KIND else [str(one) for one in value]


def from_json(field: Field, value: Any) -> Any:
    """The inverse of ``to_json``."""
    if field is Field.SALARY:
        return salary_from_json(value)
    if field is Field.KIND:
        return Kind(value)
    return tuple(WorkFormat(one) for one in value) if field is Field.FORMATS else tuple(value)


def corrected(posting: Posting, values: Mapping[Field, Any]) -> Posting:
    """The posting with these fields as a person gave them; what was read stays in ``as_read``."""
    if not values:
        return posting
    evidence = {**posting.evidence, **{field.value: (Evidence(CORRECTED),) for field in values}}
    return replace(posting, evidence=evidence, as_read=posting, **{field.value: v for field, v in values.items()})


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a posting is known by when its post was edited: hashes, for of people's former posts no word is kept.

    ``exact`` is of all its words, ``title`` of those of its title, ``words`` the least of its words' hashes; ``role``
    is its first role as read; ``alone``: the post had no other posting.
    """

    exact: int
    title: tuple[int, ...]
    role: str
    words: tuple[int, ...]
    alone: bool

    def to_json(self) -> dict[str, Any]:
        """As JSON values."""
        return asdict(self)

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> "Anchor":
        """The inverse of ``to_json``."""
        return cls(row["exact"], tuple(row["title"]), row["role"], tuple(row["words"]), row["alone"])


def anchors(text: str, postings: Sequence[Posting]) -> list[Anchor]:
    """The anchors of a post's postings, as they were read out of its text."""
    return [_anchor(text, posting.as_read or posting, len(postings) == 1) for posting in postings]


def _anchor(text: str, posting: Posting, alone: bool) -> Anchor:
    print_ = fingerprint(text[posting.start : posting.end] if 0 <= posting.start < posting.end else text)
    return Anchor(
        exact=print_.exact if print_.sequence else 0,
        title=_hashes(fingerprint(posting.title or "").sequence),
        role=posting.roles[0] if posting.roles else _OTHER,
        words=_hashes(print_.words)[:_SKETCH],
        alone=alone,
    )


def _hashes(words: Iterable[str]) -> tuple[int, ...]:
    return tuple(sorted({crc32(word.encode()) for word in words}))


def settle(known: Mapping[int, Anchor], now: Sequence[Anchor]) -> dict[int, int]:
    """Where the postings of these anchors stand in a post by now: former place → place, without those that are gone.

    A posting is the same if its words are, or if its title or role is and enough of its words. Alone in its post before
    and after, it may have been told anew altogether. Two never settle in one place.
    """
    pairs = [
        (kinship, -abs(place - at), place, at)
        for place, anchor in known.items()
        for at, other in enumerate(now)
        if (kinship := _kinship(anchor, other)) is not None
    ]
    found: dict[int, int] = {}
    for _, _, place, at in sorted(pairs, reverse=True):
        if place not in found and at not in found.values():
            found[place] = at
    return found


def _kinship(a: Anchor, b: Anchor) -> float | None:
    named = _share(a.title, b.title)
    if a.exact and a.exact == b.exact:
        return 2 + named
    alike = _share(a.words, b.words)
    if a.role == b.role == _OTHER and not a.title and not b.title:
        return alike if alike >= _NAMELESS_ALIKE else None
    if named <= 0.5 and (a.role != b.role or a.role == _OTHER):
        return None
    return alike + named if alike >= _ALIKE or (a.alone and b.alone) else None


def _share(a: Sequence[int], b: Sequence[int]) -> float:
    """How alike two sets are by the least of their hashes: 0 to 1; 0 where either is empty."""
    ours, theirs = set(a), set(b)
    least = set(sorted(ours | theirs)[:_SKETCH])
    return len(ours & theirs & least) / len(least) if ours and theirs else 0.0


class Verdicts:
    """What people said of pairs: "the same" makes one of all that it links, "apart" holds between all of both sides."""

    def __init__(self, same: Iterable[tuple[Spot, Spot]] = (), apart: Iterable[tuple[Spot, Spot]] = ()) -> None:
        self._circle: dict[Spot, frozenset[Spot]] = {}
        for a, b in same:
            circle = self.circle(a) | self.circle(b)
            self._circle.update(dict.fromkeys(circle, circle))
        self._apart = {pair for a, b in apart for pair in ((self.circle(a), self.circle(b)),)}
        self._apart |= {(b, a) for a, b in self._apart}

    def __bool__(self) -> bool:
        return bool(self._circle or self._apart)

    def circle(self, spot: Spot) -> frozenset[Spot]:
        """All postings that are the same as this one, itself included."""
        return self._circle.get(spot, frozenset((spot,)))

    def same(self, a: Spot, b: Spot) -> bool:
        """Whether somebody said, perhaps by a third, that they are the same."""
        return b in self.circle(a)

    def apart(self, a: Spot, b: Spot) -> bool:
        """Whether somebody said that they are not the same, or that what is the same as they are not."""
        return (self.circle(a), self.circle(b)) in self._apart

    def bridge(self, some: Iterable[Spot], others: Iterable[Spot]) -> bool:
        """Whether somebody said of a posting here and one there that they are the same."""
        circles = {self.circle(spot) for spot in some}
        return any(self.circle(spot) in circles for spot in others)

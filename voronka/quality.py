"""What a source expects of itself, and whether it gave that; pure.

A source states only what differs from the defaults for what it holds. Below a minimum its run has failed; above the
maximum, or with a newest item that is too old, it is a warning. Too few items are no basis for a judgement.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from math import comb
from typing import Any, Final

from voronka.errors import VoronkaError
from voronka.health import Drift, Rate

SAMPLE: Final = 50
"""Over how many of a source's last items a field is judged."""

BASIS: Final = 10
"""Fewer items than this are no basis for a judgement."""

_FALL: Final = 0.5
"""A field has fallen where it is filled in less than this part of what is usual."""

_CHANCE: Final = 1e-5
"""… and where so few would come by mere chance only this seldom: a source is judged dozens of times a day."""

_MEMORY: Final = 200
"""After about so many new items what is usual has become what is now."""


class Holds(StrEnum):
    """What a source holds; a BOARD's pages carry schema.org JobPosting."""

    VACANCIES = "vacancies"
    CONTENT = "content"
    BOARD = "board"


FIELDS: Final[Mapping[Holds, tuple[str, ...]]] = {
    Holds.VACANCIES: ("posting", "title", "role", "pay", "place", "company", "contacts", "text", "date"),
    Holds.CONTENT: ("text", "date"),
    Holds.BOARD: ("posting", "title", "pay", "place", "company", "employment", "text", "date"),
}
"""The fields that are judged. "posting": the item holds a vacancy or a candidate (a board's: a JobPosting); the others
but "text" and "date" are asked of such items only. "place" is a town or a format of work."""

_FILL: Final[Mapping[Holds, Mapping[str, float]]] = {
    Holds.VACANCIES: {"title": 0.5, "text": 0.9},
    Holds.CONTENT: {"text": 0.9},
    Holds.BOARD: {"title": 0.9, "text": 0.9, "date": 0.5},
}
_NEWEST_DAYS: Final = {Holds.VACANCIES: 14, Holds.CONTENT: 60, Holds.BOARD: 30}


@dataclass(frozen=True, slots=True)
class Expectations:
    """What a source states of itself; None, or a field that is not in ``fill``: the default for what it holds.

    ``fill`` maps fields to the least share (0 to 1) of items that have them; 0: never judged. ``max_recognised`` is the
    largest number of items of a run that is no cause for a warning, ``newest_days`` the age of the newest item.
    """

    holds: Holds | None = None
    max_recognised: int | None = None
    newest_days: int | None = None
    fill: Mapping[str, float] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any] | None:
        """As it is kept; None for the defaults."""
        values = {
            "holds": self.holds,
            "max_recognised": self.max_recognised,
            "newest_days": self.newest_days,
            "fill": dict(self.fill) or None,
        }
        return {name: value for name, value in values.items() if value is not None} or None

    @staticmethod
    def from_json(row: Mapping[str, Any] | None) -> "Expectations":
        """The inverse of ``to_json``; raises VoronkaError where it is none (see ``parse``)."""
        return Expectations() if row is None else parse(row)


@dataclass(frozen=True, slots=True)
class Expected:
    """What holds for a source in the end: the defaults with what it states put over them."""

    holds: Holds
    max_recognised: int | None
    newest_days: int
    fill: Mapping[str, float]
    stated: frozenset[str]


def resolve(stated: Expectations, *, is_site: bool) -> Expected:
    """What a channel or a site is expected to give."""
    holds = stated.holds or (Holds.BOARD if is_site else Holds.VACANCIES)
    return Expected(
        holds=holds,
        max_recognised=stated.max_recognised,
        newest_days=stated.newest_days if stated.newest_days is not None else _NEWEST_DAYS[holds],
        fill={**_FILL[holds], **stated.fill},
        stated=frozenset(stated.fill),
    )


def parse(value: object) -> Expectations:
    """Expectations as they are written in YAML or JSON, read strictly; raises VoronkaError saying what is wrong."""
    if not isinstance(value, Mapping):
        raise VoronkaError(f"a mapping is wanted, found {value!r}")
    unknown = [str(key) for key in value if key not in _KEYS]
    if unknown:
        raise VoronkaError(f"unknown key {', '.join(unknown)}; there are {', '.join(_KEYS)}")
    holds = value.get("holds")
    if holds is not None and holds not in list(Holds):
        raise VoronkaError(f"holds has to be one of {', '.join(Holds)}, found {holds!r}")
    for key in ("max_recognised", "newest_days"):
        number = value.get(key)
        if number is not None and (not isinstance(number, int) or isinstance(number, bool) or number < 1):
            raise VoronkaError(f"{key} has to be a whole number above 0, found {number!r}")
    fill = value.get("fill", {})
    if not isinstance(fill, Mapping):
        raise VoronkaError(f"fill has to map fields to shares, found {fill!r}")
    for name, share in fill.items():
        if name not in _ALL_FIELDS:
            raise VoronkaError(f"fill: unknown field {name}; there are {', '.join(_ALL_FIELDS)}")
        if isinstance(share, bool) or not isinstance(share, int | float) or not 0 <= share <= 1:
            raise VoronkaError(f"fill: {name} has to be a share from 0 to 1, found {share!r}")
    return Expectations(
        holds=None if holds is None else Holds(holds),
        max_recognised=value.get("max_recognised"),
        newest_days=value.get("newest_days"),
        fill={str(name): float(share) for name, share in fill.items()},
    )


_KEYS: Final = ("holds", "max_recognised", "newest_days", "fill")
_ALL_FIELDS: Final = tuple(dict.fromkeys(name for names in FIELDS.values() for name in names))


@dataclass(frozen=True, slots=True)
class Item:
    """What one item has: the fields that are ``filled``, of those that an item of its sort may have (``of``)."""

    id: str
    of: frozenset[str]
    filled: frozenset[str]
    posted_at: datetime | None = None

    def lacks(self, name: str) -> bool:
        """Whether it might have this field and has not."""
        return name in self.of and name not in self.filled


def measure(items: Iterable[Item]) -> dict[str, Rate]:
    """How often each field is filled."""
    counts: dict[str, list[int]] = {}
    for item in items:
        for name in item.of:
            pair = counts.setdefault(name, [0, 0])
            pair[0] += name in item.filled
            pair[1] += 1
    return {name: Rate(*counts[name]) for name in _ALL_FIELDS if name in counts}


def fallen(
    expected: Expected, rates: Mapping[str, Rate], usual: Mapping[str, float], again: Mapping[str, Rate]
) -> list[Drift]:
    """The fields that are below what is stated, or have fallen sharply below what is usual.

    ``rates`` are of the source's last items; ``again`` of the items read again in this run that had the field before,
    which tells of a changed page also where it touched a few old items only.
    """
    found = []
    for name in FIELDS[expected.holds]:
        least, former = expected.fill.get(name), usual.get(name)
        if name in expected.stated and not least:
            continue
        rate = rates.get(name, Rate(0, 0))
        if least is not None and rate.of >= BASIS and rate.share < least:
            found.append(Drift(name, rate, former, least))
        elif name not in expected.stated and former is not None and _has_fallen(rate, former):
            found.append(Drift(name, rate, former))
        elif (kept := again.get(name, Rate(0, 0))).of >= BASIS and kept.share < _FALL:
            found.append(Drift(name, kept, 1.0, again=True))
    return found


def _has_fallen(rate: Rate, former: float) -> bool:
    if rate.of < BASIS or rate.share >= former * _FALL:
        return False
    # how likely so few would be if nothing had changed
    share = min(former, 0.99)
    chance = sum(comb(rate.of, k) * share**k * (1 - share) ** (rate.of - k) for k in range(rate.filled + 1))
    return chance < _CHANCE


def next_usual(usual: Mapping[str, float], rates: Mapping[str, Rate], new: int) -> dict[str, float]:
    """What is usual after a healthy run with so many new items.

    It follows what is measured by items, not by runs: a field that goes away slowly, an item a run, is noticed too.
    """
    weight = min(1.0, new / _MEMORY)
    after = dict(usual)
    for name, rate in rates.items():
        if rate.of >= BASIS:
            after[name] = usual[name] + (rate.share - usual[name]) * weight if name in usual else rate.share
    return after


def warnings(expected: Expected, recognised: int, newest: datetime | None, now: datetime) -> list[str]:
    """What looks odd about a run that is whole."""
    found = []
    if expected.max_recognised is not None and recognised > expected.max_recognised:
        found.append(f"{recognised} items recognised, at most {expected.max_recognised} expected")
    if newest is not None and now - newest > timedelta(days=expected.newest_days):
        found.append(
            f"the newest item is {(now - newest).days} days old, at most {expected.newest_days} expected: "
            "is the source still kept?"
        )
    return found

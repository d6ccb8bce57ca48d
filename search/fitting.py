"""How well a candidate and a vacancy fit, with each reason; pure. Age, sex, names and pictures have no part in it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any, Final

from rapidfuzz import fuzz

from search.pay import Pay, monthly
from voronka.model import Posting, Seniority, WorkFormat
from voronka.roles import ROLES

FRESH: Final = timedelta(days=30)
"""Older than this, an offer's age counts for nothing."""
_LADDER: Final = tuple(Seniority)
_SKILLS: Final = 3
_ALIKE: Final = 70
_OPEN: Final = 1.25
"""Pay that only says from what on is believed to reach so many times that; of more, nothing is said."""
_ANYWHERE: Final = frozenset({WorkFormat.REMOTE})


class Code(StrEnum):
    """What speaks for or against; in words only where it is shown."""

    SAME_ROLE = "same role"
    ALSO_ROLE = "one of its roles"
    SAME_GROUP = "same group of roles"
    BOTH_OTHER = "both of trades that are none of ours"
    TITLE = "titles alike"
    SENIORITY = "same seniority"
    OTHER_SENIORITY = "other seniority"
    REMOTE = "both remote"
    OTHER_FORMAT = "other format"
    SAME_CITY = "same city"
    OTHER_PLACE = "other place"
    PAY = "pay overlaps"
    PAY_ABOVE = "asks for more"
    EXPERIENCE = "enough experience"
    LESS_EXPERIENCE = "less experience"
    SKILLS = "skills in common"
    FRESH = "fresh"


WEIGHTS: Final[dict[Code, float]] = {
    Code.SAME_ROLE: 60,
    Code.ALSO_ROLE: 40,
    Code.SAME_GROUP: 12,
    Code.BOTH_OTHER: -1,
    Code.TITLE: 6,
    Code.SENIORITY: 6,
    Code.OTHER_SENIORITY: -6,
    Code.REMOTE: 14,
    Code.SAME_CITY: 14,
    Code.OTHER_FORMAT: -16,
    Code.OTHER_PLACE: -16,
    Code.PAY: 10,
    Code.PAY_ABOVE: -10,
    Code.EXPERIENCE: 4,
    Code.LESS_EXPERIENCE: -5,
    Code.SKILLS: 3,
    Code.FRESH: 6,
}
"""Within one rank; skills count each, up to three; freshness fades within FRESH."""


_NEAR: Final = frozenset({Code.SAME_GROUP, Code.TITLE})


@dataclass(frozen=True, slots=True)
class Point:
    """One reason with what it adds; ``values`` are what is alike or otherwise: codes, cities, pay, skills, days."""

    code: Code
    weight: float
    values: Sequence[Any] = ()


@dataclass(frozen=True, slots=True)
class Fit:
    """How well two fit: the sum of the reasons, those that weigh most first.

    ``rank`` goes before it: 2 where both have the same first role, 1 where they share another, 0 otherwise. So whoever
    has the role comes before all who have another, however well these fit.
    """

    rank: int
    score: float
    points: Sequence[Point]

    @property
    def worth_showing(self) -> bool:
        """Whether they are to be offered to one another: a shared role, or a near one with more for than against.

        Trades that are none of ours are all one role to the index; what is behind it, only a person can see.
        """
        codes = {point.code for point in self.points}
        return self.rank > 0 or Code.BOTH_OTHER in codes or (bool(codes & _NEAR) and self.score > 0)


def fit(vacancy: Posting, candidate: Posting, age: timedelta) -> Fit:
    """How well a candidate fits a vacancy; ``age`` is that of whichever is offered to the reader."""
    found = [
        *_role(vacancy, candidate),
        *_seniority(vacancy, candidate),
        *_place(vacancy, candidate),
        *_pay(vacancy, candidate),
        *_experience(vacancy, candidate),
        *_skills(vacancy, candidate),
        *_fresh(age),
    ]
    found.sort(key=lambda point: -abs(point.weight))
    codes = {point.code for point in found}
    rank = 2 if Code.SAME_ROLE in codes else 1 if Code.ALSO_ROLE in codes else 0
    return Fit(rank, sum(point.weight for point in found), found)


def _point(code: Code, *values: Any, times: float = 1) -> Point:
    return Point(code, WEIGHTS[code] * times, values)


def _role(vacancy: Posting, candidate: Posting) -> Iterator[Point]:
    wanted, offered = vacancy.roles[0], candidate.roles[0]
    # two trades that are none of ours are not thereby the same
    if wanted == offered and wanted != "other":
        yield _point(Code.SAME_ROLE, wanted)
    elif both := [role for role in vacancy.roles if role in candidate.roles and role != "other"]:
        yield _point(Code.ALSO_ROLE, both[0])
    elif ROLES[wanted].group == ROLES[offered].group and wanted != "other":
        yield _point(Code.SAME_GROUP, ROLES[wanted].group)
    alike = fuzz.token_set_ratio((vacancy.title or "").casefold(), (candidate.title or "").casefold())
    if vacancy.title and candidate.title and alike >= _ALIKE:
        yield _point(Code.TITLE, candidate.title, times=alike / 100)
    elif wanted == offered == "other":
        yield _point(Code.BOTH_OTHER)


def _seniority(vacancy: Posting, candidate: Posting) -> Iterator[Point]:
    if vacancy.seniority is None or candidate.seniority is None:
        return
    steps = _LADDER.index(candidate.seniority) - _LADDER.index(vacancy.seniority)
    if steps == 0:
        yield _point(Code.SENIORITY, vacancy.seniority)
    elif abs(steps) > 1:
        yield _point(Code.OTHER_SENIORITY, candidate.seniority)


def _place(vacancy: Posting, candidate: Posting) -> Iterator[Point]:
    if WorkFormat.REMOTE in vacancy.formats and WorkFormat.REMOTE in candidate.formats:
        yield _point(Code.REMOTE)
    elif _clash(vacancy, candidate) or _clash(candidate, vacancy):
        yield _point(Code.OTHER_FORMAT, *candidate.formats)
    elif city := next((city for city in vacancy.cities if city in candidate.cities), None):
        yield _point(Code.SAME_CITY, city)
    elif WorkFormat.REMOTE in vacancy.formats and not _on_site(candidate):
        return
    elif vacancy.cities and (candidate.cities or set(candidate.formats) == _ANYWHERE):
        yield _point(Code.OTHER_PLACE, *candidate.cities)


def _clash(one: Posting, other: Posting) -> bool:
    """Whether one is for remote work alone, and the other for work at a place alone."""
    return set(one.formats) == _ANYWHERE and _on_site(other)


def _on_site(posting: Posting) -> bool:
    return bool(posting.formats) and WorkFormat.REMOTE not in posting.formats


def _pay(vacancy: Posting, candidate: Posting) -> Iterator[Point]:
    offered, asked = monthly(vacancy.salary), monthly(candidate.salary)
    if offered is None or asked is None:
        return
    ceiling = _end(offered, vacancy)
    if asked.low <= (_OPEN * offered.low if ceiling is None else ceiling):
        yield _point(Code.PAY, candidate.salary, vacancy.salary)
    elif ceiling is not None:
        yield _point(Code.PAY_ABOVE, candidate.salary, vacancy.salary)


def _end(offered: Pay, vacancy: Posting) -> int | None:
    """The most that a vacancy pays; None where it only says from what on."""
    return None if vacancy.salary is None or vacancy.salary.max is None else offered.high


def _experience(vacancy: Posting, candidate: Posting) -> Iterator[Point]:
    if vacancy.experience_years is None or candidate.experience_years is None:
        return
    enough = candidate.experience_years >= vacancy.experience_years
    yield _point(Code.EXPERIENCE if enough else Code.LESS_EXPERIENCE, candidate.experience_years)


def _skills(vacancy: Posting, candidate: Posting) -> Iterator[Point]:
    has = {one.casefold() for one in candidate.skills}
    both = [one for one in vacancy.skills if one.casefold() in has]
    if both:
        yield _point(Code.SKILLS, *both, times=min(len(both), _SKILLS))


def _fresh(age: timedelta) -> Iterator[Point]:
    share = max(0.0, 1 - max(age, timedelta()) / FRESH)
    if share:
        yield _point(Code.FRESH, max(age, timedelta()).days, times=share)

"""The standard of a vacancy, agreed by both sides of a hiring: what it must say for the right people to answer.

Five criteria, each with the words that meet it: the target role, a confirmed need, the budget, the term of decision,
and at least two signs of seriousness. What is not met is a question to the author; the words of it are the page's.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from voronka.model import SUSPICIOUS, Evidence, FlagCode, Posting

LEAST_SIGNS: Final = 2


class Criterion(StrEnum):
    """What a vacancy must say, in the order in which it is shown."""

    ROLE = "role"
    NEED = "need"
    BUDGET = "budget"
    TERM = "term"
    SIGNS = "signs"


class Missing(StrEnum):
    """What nobody should have to ask for."""

    PAY = "pay"
    CONTACT = "contact"
    DUTIES = "duties"


@dataclass(frozen=True, slots=True)
class Check:
    """One criterion: whether it is met, and what was found for it (for SIGNS also where it is too little)."""

    criterion: Criterion
    met: bool
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Standard:
    """How a vacancy stands: the five checks in the order of Criterion, and what is missing altogether."""

    checks: tuple[Check, ...]
    missing: tuple[Missing, ...]

    @property
    def score(self) -> int:
        """How many criteria are met."""
        return sum(check.met for check in self.checks)

    @property
    def met(self) -> bool:
        """Whether all are."""
        return self.score == len(self.checks)


def standard(posting: Posting) -> Standard:
    """How a vacancy's posting, of one post or put together from several, stands to the standard."""
    signs = seriousness(posting)
    start, urgent = _signs(posting, "term", "start"), _signs(posting, "need", "urgent")
    dates = [*_read(posting, "deadline"), *_read(posting, "starts")]
    checks = (
        _check(Criterion.ROLE, _role(posting)),
        _check(Criterion.NEED, [*_signs(posting, "need"), *start, *_read(posting, "starts")]),
        _check(Criterion.BUDGET, _read(posting, "salary")),
        _check(Criterion.TERM, [*dates, *_signs(posting, "term"), *urgent]),
        Check(Criterion.SIGNS, len(signs) >= LEAST_SIGNS, signs),
    )
    missing = []
    if posting.salary is None:
        missing.append(Missing.PAY)
    if not posting.contacts:
        missing.append(Missing.CONTACT)
    if not any(sign.rule == "sign.seriousness.duties" for sign in posting.signs):
        missing.append(Missing.DUTIES)
    return Standard(checks, tuple(missing))


def seriousness(posting: Posting) -> tuple[Evidence, ...]:
    """The signs that somebody serious stands behind a vacancy, one of each kind."""
    employer = [Evidence("sign.seriousness.employer", e.start, e.end, e.text) for e in _employer(posting)[:1]]
    numbers = _signs(posting, "need", "head_count")[:1]
    dates = [*_read(posting, "starts"), *_read(posting, "deadline"), *_signs(posting, "term")][:1]
    return (*employer, *_signs(posting, "seriousness"), *numbers, *dates)


def is_suspicious(posting: Posting) -> bool:
    """Whether a flag says to beware of it."""
    return any(flag.code in SUSPICIOUS for flag in posting.flags)


def _check(criterion: Criterion, found: Iterable[Evidence]) -> Check:
    evidence = tuple(found)
    return Check(criterion, bool(evidence), evidence)


def _role(posting: Posting) -> list[Evidence]:
    """A position that is named: by a role's code, or for trades without a code by its title."""
    if posting.roles not in ((), ("other",)):
        return _read(posting, "roles")
    named = [e for e in posting.evidence.get("title", ()) if e.rule not in _NO_NAME]
    return named if posting.title else []


_NO_NAME: Final = frozenset({"title.first_line"})


def _employer(posting: Posting) -> list[Evidence]:
    """The employer, unless its name is kept back or is that of the agency that speaks."""
    flags = {flag.code: flag.evidence for flag in posting.flags}
    if FlagCode.HIDDEN in flags:
        return []
    named = _read(posting, "company")
    agency = [e for e in flags.get(FlagCode.AGENCY, ()) if e.rule == "flag.agency.of_itself"]
    return [] if any(_beside(a, company) for a in agency for company in named) else named


def _beside(agency: Evidence, company: Evidence) -> bool:
    if None in (agency.start, agency.end, company.start, company.end):
        return False
    return -_NEAR <= company.start - agency.end <= _NEAR or agency.start <= company.start < agency.end  # type: ignore[operator]


_NEAR: Final = 12
"""Characters that may stand between "кадровое агентство" and its name."""


def _read(posting: Posting, name: str) -> list[Evidence]:
    """The evidence of a field that has a value; of one that was read in another post the value itself."""
    value = getattr(posting, name)
    if value in (None, ()):
        return []
    return list(posting.evidence.get(name, ())) or [
        Evidence(f"field.{name}", text=value if isinstance(value, str) else "")
    ]


def _signs(posting: Posting, of_what: str, name: str = "") -> list[Evidence]:
    start = f"sign.{of_what}.{name}"
    return [sign for sign in posting.signs if sign.rule.startswith(start)]

"""What an explanation says on the page: values in words, rules with the words they read, sides with their weights."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from voronka.explaining import Explained, Read, Told, pieces
from voronka.extract.sides import Side
from voronka.model import Contacts, Evidence, Salary
from voronka.present import pay_in_words, pay_note
from webui import words
from webui.facts import experience
from webui.hostile import line, tame
from webui.i18n import _, language
from webui.original import LIMIT
from webui.reasons import reason
from webui.russian import plain_day
from webui.skill_words import skill

_QUOTED: Final = 160
_REASONS: Final = 12


@dataclass(frozen=True, slots=True)
class Ground:
    """Why: a rule, the words it read ("" where there are none), and where they stand ("7–20", or "")."""

    rule: str
    quote: str
    place: str
    weight: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One value: its number, its field's code and name, its words, its grounds; ``before``: what a person changed."""

    number: int
    field: str
    name: str
    value: str
    grounds: Sequence[Ground]
    corrected: bool = False
    before: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One posting: where it is in the post (from 1), its listing, why it was joined, its values, signs and warnings."""

    position: int
    listing: int | None
    why: str
    why_rule: str
    rows: Sequence[Row]
    others: Sequence[tuple[str, Sequence[Ground]]]


@dataclass(frozen=True, slots=True)
class Weighed:
    """One kind with its weight; ``more``: how many reasons are not shown."""

    name: str
    weight: str
    grounds: Sequence[Ground]
    more: int


@dataclass(frozen=True, slots=True)
class Shown:
    """One post as the page shows it: its text in pieces (words, numbers, field, what was read there)."""

    explained: Explained
    kind: str
    confidence: str
    pieces: Sequence[tuple[str, str, str, str]]
    cut: int
    parts: Sequence[Part]
    sides: Sequence[Weighed]
    today: str
    """What today's rules take the post for, where it is stored as something else."""


def shown(explained: Explained, today: date) -> Shown:
    """One post, in the reader's language; ``today`` decides which dates need their year."""
    candidate = explained.kind == "candidate"
    parts = [_part(one, today, candidate=candidate) for one in explained.readings]
    said = {row.number: f"{row.name}: {row.value}" for part in parts for row in part.rows}
    heaviest = explained.sides[0].kind if explained.sides else explained.kind
    settled = explained.kind_corrected or explained.structured
    return Shown(
        explained=explained,
        kind=words.kind(explained.kind),
        confidence=number(explained.confidence, 2),
        pieces=[
            (
                tame(piece.text),
                "·".join(str(told.number) for told in piece.told),
                piece.told[0].field if piece.told else "",
                "; ".join(said[told.number] for told in piece.told),
            )
            for piece in pieces(explained, LIMIT)
        ],
        cut=max(len(explained.text) - LIMIT, 0),
        parts=parts,
        sides=[_side(side) for side in explained.sides],
        today="" if settled or heaviest is explained.kind else words.kind(heaviest),
    )


def _part(read: Read, today: date, *, candidate: bool) -> Part:
    others = [(flag.code.value, [_ground(one) for one in flag.evidence]) for flag in read.flags]
    others += [("", [_ground(sign)]) for sign in read.posting.signs]
    return Part(
        position=read.position,
        listing=read.listing,
        why=reason(read.why) if read.why else "",
        why_rule=read.why_rule,
        rows=[_row(told, today, candidate=candidate) for told in read.told],
        others=others,
    )


def _row(told: Told, today: date, *, candidate: bool) -> Row:
    grounds = [] if told.corrected else [_ground(one) for one in told.evidence]
    before = value(told.field, told.as_read, today, candidate=candidate) if told.corrected else ""
    said = value(told.field, told.value, today, candidate=candidate)
    return Row(told.number, told.field, words.field(told.field), said, grounds, told.corrected, before)


def _side(side: Side) -> Weighed:
    grounds = [_ground(one, f"{'+' if weight >= 0 else '−'}{number(abs(weight), 1)}") for weight, one in side.reasons]
    weight = number(side.weight, 1).replace("-", "−")
    return Weighed(words.kind(side.kind), weight, grounds[:_REASONS], max(len(grounds) - _REASONS, 0))


def _ground(one: Evidence, weight: str = "") -> Ground:
    place = "" if one.start is None else f"{one.start}–{one.end}"
    return Ground(one.rule, line(one.text)[:_QUOTED], place, weight)


def number(value: float, places: int) -> str:
    """A decimal number as the reader's language writes it."""
    said = f"{value:.{places}f}"
    return said if language() == "en" else said.replace(".", ",")


def value(field: str, given: Any, today: date, *, candidate: bool) -> str:
    """A value of any field in words."""
    if given is None or given == ():
        return _("не указано")
    if isinstance(given, Salary):
        return f"{pay_in_words(given, language())} {pay_note(given, language())}".strip()
    if isinstance(given, Contacts):
        names = (*(f"@{name}" for name in given.telegram), *given.phone, *given.email, *given.url)
        return line(", ".join(names))
    if isinstance(given, date):
        return plain_day(given, today)
    if field == "experience_years":
        return experience(given, candidate)
    named = {
        "roles": words.role,
        "seniority": words.seniority,
        "formats": words.work_format,
        "employment": words.employment,
        "skills": skill,
        "language": words.tongue,
    }.get(field, line)
    return ", ".join(map(named, given)) if isinstance(given, tuple) else named(str(given))

"""The facts of a listing, each with the words it was read from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from voronka.listing import Appearance, Listing
from voronka.model import Evidence, Kind, Posting
from voronka.present import pay_in_words, pay_note
from webui import words
from webui.hostile import line
from webui.i18n import _, language
from webui.russian import had_years, plain_day, years
from webui.skill_words import skill

_LIMIT = 160


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact: its name, its value in words, what it was read from; ``read_at`` where another post said it."""

    field: str
    name: str
    value: str
    quotes: Sequence[str] = ()
    read_at: datetime | None = None
    structured: bool = False
    corrected: bool = False


def facts(listing: Listing, today: date) -> list[Fact]:
    """The facts of a listing in the order people ask for them; unknown ones are left out."""
    if listing.posting is None:
        return []
    found = []
    for name, label, value in _values(listing.posting, today, candidate=listing.kind is Kind.CANDIDATE):
        where, evidence = _evidence(listing, name)
        quotes = tuple(dict.fromkeys(line(e.text)[:_LIMIT] for e in evidence if e.text.strip()))
        read_at = where.posted_at if where is not None and where is not listing.newest else None
        corrected = listing.posting.is_corrected(name)
        structured = any(e.start is None for e in evidence) and not corrected and not quotes and name != "language"
        found.append(Fact(name, label, value, quotes, read_at, structured, corrected))
    return found


def unknown(listing: Listing, today: date) -> list[tuple[str, str]]:
    """The facts that a person could give and the listing does not: (field, name)."""
    if listing.posting is None:
        return []
    known = {fact.field for fact in facts(listing, today)}
    return [(name, words.field(name)) for name in ("roles", "salary", "cities", "formats") if name not in known]


def _values(posting: Posting, today: date, *, candidate: bool) -> Iterator[tuple[str, str, str]]:
    roles = [words.role(r) for r in posting.roles if r != "other"]
    if roles:
        yield "roles", words.field("roles"), ", ".join(roles)
    if posting.salary is not None:
        name = _("Желаемый доход") if candidate else words.field("salary")
        note = pay_note(posting.salary, language())
        yield "salary", name, " ".join([pay_in_words(posting.salary, language()), *([note] if note else [])])
    if posting.cities:
        yield "cities", words.field("cities"), line(", ".join(posting.cities))
    if posting.formats:
        yield "formats", words.field("formats"), ", ".join(words.work_format(v) for v in posting.formats)
    if posting.employment:
        yield "employment", words.field("employment"), ", ".join(words.employment(v) for v in posting.employment)
    if posting.seniority is not None:
        yield "seniority", words.field("seniority"), words.seniority(posting.seniority)
    if posting.experience_years is not None:
        yield "experience_years", words.field("experience_years"), experience(posting.experience_years, candidate)
    if posting.company:
        yield "company", words.field("company"), line(posting.company)
    if posting.skills:
        yield "skills", words.field("skills"), ", ".join(map(skill, posting.skills))
    if posting.deadline is not None:
        yield "deadline", words.field("deadline"), plain_day(posting.deadline, today)
    if posting.starts is not None:
        name = _("Готовность выйти") if candidate else words.field("starts")
        yield "starts", name, plain_day(posting.starts, today)
    if posting.language not in (None, "ru"):
        yield "language", words.field("language"), words.tongue(posting.language or "")


def answers_ended(listing: Listing, today: date) -> str:
    """The day on which answers ended, in words; "" where they did not, or nothing says so."""
    last = listing.posting.deadline if listing.posting is not None else None
    return "" if last is None or last >= today else plain_day(last, today)


def experience(number: float, candidate: bool) -> str:
    """Experience in words: asked for ("от 2 лет") or had ("2 года")."""
    if number == 0:
        return _("без опыта")
    if candidate:
        return had_years(number)
    return _("от %(years)s", years=years(number))


def _evidence(listing: Listing, name: str) -> tuple[Appearance | None, Sequence[Evidence]]:
    """The evidence of the value that is shown, and the newest appearance that has this value and evidence of it."""
    value = getattr(listing.posting, name)
    for appearance in listing.appearances:
        posting = appearance.posting
        if posting is not None and getattr(posting, name) == value and posting.evidence.get(name):
            return appearance, posting.evidence[name]
    return None, ()

"""A listing as others are shown it: pay in words of either language, and the JSON form of CLI and API."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from voronka.extract.label import pay as salary_label
from voronka.lineage import lineage
from voronka.listing import Listing
from voronka.model import Kind, Period, Posting, Salary
from voronka.privacy import public
from voronka.standard import standard

THIN: Final = "\u202f"
"""The thin no-break space between thousands."""
NBSP: Final = "\u00a0"

_SIGNS: Final = {"RUB": "₽", "USD": "$", "EUR": "€", "KZT": "₸", "UAH": "₴", "GBP": "£", "BYN": "Br", "GEL": "₾"}
_BEFORE: Final = frozenset({"USD", "EUR", "GBP"})
"""Signs that English writes before the sum."""


@dataclass(frozen=True, slots=True)
class _Words:
    """What is said around a sum, in one language."""

    at_least: str
    at_most: str
    periods: dict[Period, str]
    net: str
    gross: str
    bonus: str


_WORDS: Final = {
    "ru": _Words(
        "от",
        "до",
        {Period.HOUR: "в час", Period.DAY: "в день", Period.WEEK: "в неделю", Period.YEAR: "в год",
         Period.PROJECT: "за проект"},
        "на руки", "до вычета", "бонус",
    ),
    "en": _Words(
        "from",
        "up to",
        {Period.HOUR: "an hour", Period.DAY: "a day", Period.WEEK: "a week", Period.YEAR: "a year",
         Period.PROJECT: "per project"},
        "net", "before tax", "bonus",
    ),
}  # fmt: skip


def thousands(number: int, language: str = "ru") -> str:
    """A whole number with thin no-break spaces, 120 000; in English 120,000."""
    return f"{number:,}" if language == "en" else f"{number:,}".replace(",", THIN)


def pay_in_words(salary: Salary, language: str = "ru") -> str:
    """The sum of a pay: "80 000 – 120 000 ₽", "от 80 000 ₽", "до 500 $ в неделю"; the month goes without saying.

    In English ("en"): "from 80,000 ₽", "up to $500 a week".
    """
    said = _WORDS[language]
    sign = _SIGNS.get(salary.currency, salary.currency)
    before = language == "en" and salary.currency in _BEFORE

    def money(number: int) -> str:
        return f"{sign if before else ''}{thousands(number, language)}"

    low, high = salary.min, salary.max
    if low is not None and high is not None:
        amount = money(low) if low == high else f"{money(low)}{NBSP}–{NBSP}{thousands(high, language)}"
    elif low is not None:
        amount = f"{_tied(said.at_least)}{NBSP}{money(low)}"
    elif high is not None:
        amount = f"{_tied(said.at_most)}{NBSP}{money(high)}"
    else:
        return ""
    words = amount if before else f"{amount}{NBSP}{sign}"
    period = _tied(said.periods.get(salary.period, ""))
    return f"{words} {period}" if period else words


def pay_note(salary: Salary, language: str = "ru") -> str:
    """What is said beside the sum: "на руки + бонус", "до вычета", or nothing; in English "net + bonus"."""
    said = _WORDS[language]
    tax = {None: "", False: said.net, True: said.gross}[salary.gross]
    bonus = f"+ {said.bonus}" if salary.variable else ""
    return " ".join(_tied(part) for part in (tax, bonus) if part)


def _tied(words: str) -> str:
    return words.replace(" ", NBSP)


def listing_to_json(listing: Listing, *, reveal: bool = False) -> dict[str, Any]:
    """One listing as a JSON object, the form of ``voronka search --json`` and ``/api/search``.

    A candidate's contacts and addresses are masked unless ``reveal``. Times are ISO 8601 in UTC, days are dates;
    ``url`` is the address of the newest post, None where there is none or where it would lead to a candidate.
    ``standard`` is None for what is no vacancy; ``words`` are those of the text.

    Its lineage: "first_posted" and "last_seen", "pay_history" (each pay that differs from the one stated before, oldest
    first), "reopened" (times), "closed" (null, or when and why every source closed it); of each source "seen" is the
    last time it still had the post.
    """
    shown = listing if reveal else public(listing)
    posting = shown.posting
    salary = posting.salary if posting is not None else None
    past, closing = lineage(shown), shown.closing
    contacts = posting.contacts if posting is not None else None
    return {
        "id": shown.id,
        "kind": shown.kind.value,
        "title": shown.title,
        "roles": list(posting.roles) if posting is not None else [],
        "seniority": posting.seniority.value if posting is not None and posting.seniority else None,
        "salary": None if salary is None else salary_label(salary),
        "formats": [value.value for value in posting.formats] if posting is not None else [],
        "employment": [value.value for value in posting.employment] if posting is not None else [],
        "cities": list(posting.cities) if posting is not None else [],
        "company": posting.company if posting is not None else None,
        "experience_years": posting.experience_years if posting is not None else None,
        "skills": list(posting.skills) if posting is not None else [],
        "deadline": posting.deadline.isoformat() if posting is not None and posting.deadline else None,
        "starts": posting.starts.isoformat() if posting is not None and posting.starts else None,
        "language": posting.language if posting is not None else None,
        "contacts": {
            name: list(getattr(contacts, name)) if contacts is not None else []
            for name in ("telegram", "phone", "email", "url")
        },
        "flags": [
            {"code": flag.code.value, "words": [e.text for e in flag.evidence]}
            for flag in (posting.flags if posting is not None else ())
        ],
        "standard": _standard_to_json(posting) if posting is not None and shown.kind is not Kind.CANDIDATE else None,
        "text": shown.newest.text,
        "sources": [
            {
                "source": a.source,
                "title": a.source_title,
                "url": a.url,
                "posted": a.posted_at.isoformat(),
                "seen": a.seen_at.isoformat(),
                "closed": a.closed,
            }
            for a in shown.appearances
        ],
        "posted": shown.posted_at.isoformat(),
        "first_posted": past.first_at.isoformat(),
        "last_seen": past.last_at.isoformat(),
        "pay_history": [
            {"at": pay.at.isoformat(), "source": pay.source, "salary": salary_label(pay.salary)} for pay in past.pay
        ],
        "reopened": [moment.isoformat() for moment in past.reopened],
        "closed": None
        if closing is None
        else {
            "at": closing.closed_at.isoformat() if closing.closed_at is not None else None,
            "reason": closing.closed_reason,
        },
        "url": shown.newest.url,
    }


def _standard_to_json(posting: Posting) -> dict[str, Any]:
    found = standard(posting)
    return {
        "met": found.met,
        "score": found.score,
        "criteria": {
            check.criterion.value: {"met": check.met, "words": [e.text for e in check.evidence if e.text]}
            for check in found.checks
        },
        "missing": [missing.value for missing in found.missing],
    }


def last_moment(end: datetime) -> datetime:
    """The last moment before an end: where that is midnight, it is of the day before."""
    return end - timedelta(seconds=1)

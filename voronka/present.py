"""A listing as others are shown it: pay in Russian words, and the JSON form of the command line and the API."""

from typing import Any, Final

from voronka.listing import Listing
from voronka.model import Period, Salary
from voronka.privacy import public

THIN: Final = "\u202f"
"""The thin no-break space between thousands."""
NBSP: Final = "\u00a0"

_SIGNS: Final = {"RUB": "₽", "USD": "$", "EUR": "€", "KZT": "₸", "UAH": "₴", "GBP": "£", "BYN": "Br", "GEL": "₾"}
_PERIODS: Final = {
    Period.HOUR: f"в{NBSP}час",
    Period.DAY: f"в{NBSP}день",
    Period.WEEK: f"в{NBSP}неделю",
    Period.MONTH: "",
    Period.YEAR: f"в{NBSP}год",
    Period.PROJECT: f"за{NBSP}проект",
}


def thousands(number: int) -> str:
    """A whole number with thin no-break spaces: 120 000."""
    return f"{number:,}".replace(",", THIN)


def pay_in_words(salary: Salary) -> str:
    """The sum of a pay: "80 000 – 120 000 ₽", "от 80 000 ₽", "до 500 $ в неделю"; the month goes without saying."""
    sign = _SIGNS.get(salary.currency, salary.currency)
    low, high = salary.min, salary.max
    if low is not None and high is not None:
        same = low == high
        amount = thousands(low) if same else f"{thousands(low)}{NBSP}–{NBSP}{thousands(high)}"
    elif low is not None:
        amount = f"от{NBSP}{thousands(low)}"
    elif high is not None:
        amount = f"до{NBSP}{thousands(high)}"
    else:
        return ""
    words = f"{amount}{NBSP}{sign}"
    period = _PERIODS[salary.period]
    return f"{words} {period}" if period else words


def pay_note(salary: Salary) -> str:
    """What is said beside the sum: "на руки + бонус", "до вычета", or nothing."""
    tax = {None: "", False: f"на{NBSP}руки", True: f"до{NBSP}вычета"}[salary.gross]
    bonus = f"+{NBSP}бонус" if salary.variable else ""
    return " ".join(part for part in (tax, bonus) if part)


def listing_to_json(listing: Listing, *, reveal: bool = False) -> dict[str, Any]:
    """One listing as a JSON object, the form of ``voronka search --json`` and ``/api/search``.

    A candidate's contacts and addresses are masked unless ``reveal``. Times are ISO 8601 in UTC; ``url`` is the
    address of the newest post, None where there is none or where it would lead to a candidate.
    """
    shown = listing if reveal else public(listing)
    posting = shown.posting
    salary = posting.salary if posting is not None else None
    contacts = posting.contacts if posting is not None else None
    return {
        "id": shown.id,
        "kind": shown.kind.value,
        "title": shown.title,
        "roles": list(posting.roles) if posting is not None else [],
        "seniority": posting.seniority.value if posting is not None and posting.seniority else None,
        "salary": None
        if salary is None
        else {
            "min": salary.min,
            "max": salary.max,
            "currency": salary.currency,
            "period": salary.period.value,
            "gross": salary.gross,
            "variable": salary.variable,
        },
        "formats": [value.value for value in posting.formats] if posting is not None else [],
        "employment": [value.value for value in posting.employment] if posting is not None else [],
        "cities": list(posting.cities) if posting is not None else [],
        "company": posting.company if posting is not None else None,
        "experience_years": posting.experience_years if posting is not None else None,
        "contacts": {
            name: list(getattr(contacts, name)) if contacts is not None else []
            for name in ("telegram", "phone", "email", "url")
        },
        "text": shown.newest.text,
        "sources": [
            {"source": a.source, "title": a.source_title, "url": a.url, "posted": a.posted_at.isoformat()}
            for a in shown.appearances
        ],
        "posted": shown.posted_at.isoformat(),
        "url": shown.newest.url,
    }

"""A reading in the labelling guide's form, as plain values for JSON."""

from typing import Any

from voronka.model import Posting, Reading, Salary


def to_label(reading: Reading, *, further: bool = False) -> dict[str, Any]:
    """``{"kind": …, "postings": […]}`` with exactly the guide's fields and codes; ``further``: with those beyond it."""
    postings = [_posting(posting) | (_further(posting) if further else {}) for posting in reading.postings]
    return {"kind": reading.kind.value, "postings": postings}


def _further(posting: Posting) -> dict[str, Any]:
    return {
        "skills": list(posting.skills),
        "deadline": posting.deadline.isoformat() if posting.deadline else None,
        "starts": posting.starts.isoformat() if posting.starts else None,
        "language": posting.language,
    }


def _posting(posting: Posting) -> dict[str, Any]:
    contacts = posting.contacts
    return {
        "title": posting.title,
        "roles": list(posting.roles),
        "seniority": posting.seniority.value if posting.seniority else None,
        "salary": pay(posting.salary) if posting.salary else None,
        "formats": [value.value for value in posting.formats],
        "employment": [value.value for value in posting.employment],
        "cities": list(posting.cities),
        "company": posting.company,
        "experience_years": _number(posting.experience_years),
        "contacts": {
            "telegram": list(contacts.telegram),
            "phone": list(contacts.phone),
            "email": list(contacts.email),
            "url": list(contacts.url),
        },
    }


def pay(salary: Salary) -> dict[str, Any]:
    """Pay in the guide's form."""
    return {
        "min": salary.min,
        "max": salary.max,
        "currency": salary.currency,
        "period": salary.period.value,
        "gross": salary.gross,
        "variable": salary.variable,
    }


def _number(value: float | None) -> float | int | None:
    return int(value) if value is not None and value == int(value) else value

"""Builds a JobPosting out of what an API or a feed says, so that one reader and one judge serve all sites; pure."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from crawlers.jobposting import Posting, normalise
from crawlers.worded_dates import moment_in_words

REMOTE: Final = "TELECOMMUTE"
HYBRID: Final = "гибрид"
OFFICE: Final = "в офисе"
FIELD: Final = "разъездная работа"


def build_posting(
    *,
    title: object,
    company: object = "",
    url: object = "",
    cities: Sequence[object] = (),
    low: object = None,
    high: object = None,
    currency: object = "RUB",
    unit: str = "MONTH",
    gross: object = None,
    pay: object = "",
    formats: Sequence[str] = (),
    employment: object = "",
    schedule: object = "",
    experience: object = "",
    description: object = "",
    skills: Sequence[object] = (),
    contact: object = "",
    posted: datetime | None = None,
    until: datetime | None = None,
) -> Posting:
    """A normalised JobPosting; what is empty, or not of the type that is wanted, is left out.

    ``low`` and ``high`` are numbers, nought means none; ``unit`` is HOUR, DAY, WEEK, MONTH or YEAR; ``gross`` True
    (before taxes), False (in hand) or None; ``pay`` is the pay in the source's own words, where there are no numbers.
    ``formats`` are of REMOTE, HYBRID, OFFICE and FIELD. ``description`` may be HTML.
    """
    places = [{"@type": "Place", "address": {"addressLocality": city}} for city in map(_words, cities) if city]
    values: dict[str, Any] = {
        "title": _words(title),
        "url": _words(url),
        "hiringOrganization": {"@type": "Organization", "name": _words(company)} if _words(company) else None,
        "jobLocation": places,
        "jobLocationType": list(formats),
        "baseSalary": _salary(low, high, _words(currency), unit, gross) or _words(pay),
        "employmentType": _words(employment),
        "workHours": _words(schedule),
        "experienceRequirements": _words(experience),
        "description": description if isinstance(description, str) else "",
        "skills": [words for words in map(_words, skills) if words],
        "applicationContact": _words(contact),
        "datePosted": posted.isoformat() if posted else None,
        "validThrough": until.isoformat() if until else None,
    }
    return normalise({name: value for name, value in values.items() if value})


def _salary(low: object, high: object, currency: str, unit: str, gross: object) -> dict[str, Any] | None:
    ends = {name: number for name, value in (("minValue", low), ("maxValue", high)) if (number := _number(value))}
    if not ends:
        return None
    code = {"RUR": "RUB", "": "RUB"}.get(currency.upper(), currency.upper())
    value = {"@type": "QuantitativeValue", **ends, "unitText": unit}
    said = {"gross": gross} if isinstance(gross, bool) else {}
    return {"@type": "MonetaryAmount", "currency": code, "value": value, **said}


def _number(value: object) -> int | float | None:
    return value if isinstance(value, int | float) and not isinstance(value, bool) and value > 0 else None


def _words(value: object) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


def moment_of(value: object, now: datetime, zone: ZoneInfo) -> datetime | None:
    """A moment in UTC out of ISO 8601 (a day alone is its beginning, in ``zone``), seconds since 1970, or words."""
    try:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return datetime.fromtimestamp(value, UTC) if value > 0 else None
        moment = datetime.fromisoformat(value.strip()) if isinstance(value, str) else None
        return moment and (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        return moment_in_words(value, now, zone) if isinstance(value, str) else None

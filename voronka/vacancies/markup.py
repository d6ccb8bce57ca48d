"""A vacancy as a schema.org JobPosting, as Google's guide to job postings wants it; pure.

A pay for a whole project has no unit there, and is told by the text alone.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from html import escape
from typing import Any, Final

from voronka.extract import gazetteer
from voronka.model import Employment, Period, Posting, WorkFormat
from voronka.vacancies.draft import Draft

COUNTRIES: Final[Mapping[str, str]] = {
    "RU": "Russia", "BY": "Belarus", "KZ": "Kazakhstan", "AM": "Armenia", "GE": "Georgia", "KG": "Kyrgyzstan",
    "UZ": "Uzbekistan", "RS": "Serbia", "TR": "Turkey", "AE": "United Arab Emirates",
}  # fmt: skip
"""From where one may work, by ISO 3166."""
_EMPLOYMENT: Final = {
    Employment.FULL: "FULL_TIME", Employment.PART: "PART_TIME", Employment.PROJECT: "CONTRACTOR",
    Employment.INTERNSHIP: "INTERN",
}  # fmt: skip
# what could end a script or is a line's end in JavaScript
_UNSAFE: Final = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}


def job_posting(draft: Draft, employer: str) -> dict[str, Any]:
    """What a vacancy says by itself; ``employer`` is who stands behind one that names none."""
    posting = draft.posting
    values: dict[str, Any] = {
        "@type": "JobPosting",
        "title": posting.title,
        "hiringOrganization": {"@type": "Organization", "name": posting.company or employer},
        "jobLocation": [_place(city, draft.country) for city in posting.cities],
        "baseSalary": _pay(posting),
        "employmentType": [_EMPLOYMENT[one] for one in posting.employment],
        "experienceRequirements": _experience(posting.experience_years),
        "skills": ", ".join(posting.skills),
    }
    if is_remote(posting):
        values["jobLocationType"] = "TELECOMMUTE"
        values["applicantLocationRequirements"] = {"@type": "Country", "name": COUNTRIES[draft.country]}
    return {name: value for name, value in values.items() if value}


def public_markup(
    draft: Draft, employer: str, number: int, url: str, posted: datetime, until: datetime
) -> dict[str, Any]:
    """The whole JobPosting of a vacancy's own page."""
    own = job_posting(draft, employer)
    return {
        "@context": "https://schema.org/",
        **own,
        "description": description(draft.text),
        "datePosted": posted.isoformat(),
        "validThrough": until.isoformat(),
        "identifier": {"@type": "PropertyValue", "name": own["hiringOrganization"]["name"], "value": str(number)},
        "url": url,
        # one answers by the contacts of the text, not on the page
        "directApply": False,
    }


def script(markup: Mapping[str, Any]) -> str:
    """JSON that may stand in a page's script: nothing in it can end that."""
    return json.dumps(markup, ensure_ascii=False).translate(_UNSAFE)


def description(text: str) -> str:
    """A plain text as HTML: paragraphs and line breaks, all else escaped."""
    parts = (part.strip("\n") for part in text.split("\n\n"))
    return "".join(f"<p>{escape(part).replace(chr(10), '<br>')}</p>" for part in parts if part)


def is_remote(posting: Posting) -> bool:
    """Whether nobody has to come anywhere: by Google's rule only what is remote and nothing else."""
    return posting.formats == (WorkFormat.REMOTE,) or (WorkFormat.REMOTE in posting.formats and not posting.cities)


def _place(city: str, country: str) -> dict[str, Any]:
    address = {"@type": "PostalAddress", "addressLocality": city, "addressCountry": _countries().get(city, country)}
    return {"@type": "Place", "address": address}


@cache
def _countries() -> dict[str, str]:
    known = {name.city for found in gazetteer.names().values() for name in found}
    # of namesakes the larger one
    return {city.name: city.country for city in sorted(known, key=lambda city: city.population)}


def _pay(posting: Posting) -> dict[str, Any] | None:
    pay = posting.salary
    if pay is None or pay.period is Period.PROJECT:
        return None
    ends: dict[str, Any] = {"value": pay.min} if pay.min == pay.max else {"minValue": pay.min, "maxValue": pay.max}
    ends = {name: value for name, value in ends.items() if value is not None}
    value = {"@type": "QuantitativeValue", **ends, "unitText": pay.period.value.upper()}
    return {"@type": "MonetaryAmount", "currency": pay.currency, "value": value}


def _experience(years: float | None) -> Any:
    if years is None:
        return None
    if not years:
        return "no requirements"
    return {"@type": "OccupationalExperienceRequirements", "monthsOfExperience": max(1, round(years * 12))}

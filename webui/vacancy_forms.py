"""The form in which a vacancy is written: what stands in it, what was typed, and what it means."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from werkzeug.datastructures import MultiDict

from voronka import given
from voronka.errors import RefusedError
from voronka.model import Employment, Posting, Salary, Seniority
from voronka.vacancies import draft as drafts
from voronka.vacancies.draft import Draft
from voronka.vacancies.markup import COUNTRIES
from webui import words
from webui.correction_forms import Typed, pay_texts, salary

_TEXTS: Final = (
    "title", "seniority", "min", "max", "currency", "period", "tax", "variable", "country", "company", "experience",
    "skills", "deadline",
)  # fmt: skip
_LISTS: Final = ("roles", "formats", "employment", "cities", "contacts")
_LONGEST: Final = 200
_SKILLS: Final = 1500
_MOST_SKILLS: Final = 30
_MOST_YEARS: Final = 40


def of_draft(draft: Draft) -> Typed:
    """What stands in the form of a draft."""
    posting = draft.posting
    years = posting.experience_years
    texts = {
        "text": draft.text,
        "title": posting.title or "",
        "seniority": posting.seniority.value if posting.seniority else "",
        "country": draft.country,
        "company": posting.company or "",
        "experience": "" if years is None else f"{years:g}".replace(".", ","),
        "skills": ", ".join(posting.skills),
        "deadline": posting.deadline.isoformat() if posting.deadline else "",
        **pay_texts(posting.salary),
    }
    contacts = posting.contacts
    lists = {
        "roles": [words.role(code) for code in posting.roles if code != "other"],
        "formats": [one.value for one in posting.formats],
        "employment": [one.value for one in posting.employment],
        "cities": posting.cities,
        "contacts": (*(f"@{name}" for name in contacts.telegram), *contacts.phone, *contacts.email, *contacts.url),
    }
    return Typed(texts, lists)


def typed(form: MultiDict[str, str]) -> Typed:
    """What was typed, as it was; the text without what nobody sees."""
    texts = {name: form.get(name, "")[: _SKILLS if name == "skills" else _LONGEST] for name in _TEXTS}
    texts["text"] = drafts.cleaned(form.get("text", ""))
    lists = {name: [one[:_LONGEST] for one in form.getlist(name) if one.strip()] for name in _LISTS}
    return Typed(texts, lists)


def to_draft(filled: Typed) -> Draft:
    """The draft that a form means; raises RefusedError for what cannot be."""
    posting = Posting(
        title=_words(filled.text("title")) or None,
        roles=given.roles(filled.many("roles")) if filled.many("roles") else ("other",),
        seniority=_seniority(filled.text("seniority")),
        salary=_pay(filled),
        formats=given.formats(filled.many("formats")),
        employment=_employment(filled.many("employment")),
        cities=given.cities(filled.many("cities")),
        company=_words(filled.text("company")) or None,
        experience_years=_years(filled.text("experience")),
        contacts=drafts.contacts(filled.many("contacts")),
        skills=_skills(filled.text("skills")),
        deadline=_day(filled.text("deadline")),
    )
    country = filled.text("country")
    return replace(Draft(filled.text("text"), posting), country=country if country in COUNTRIES else "RU")


def _words(text: str) -> str:
    return " ".join(drafts.cleaned(text).split())


def _seniority(code: str) -> Seniority | None:
    return Seniority(code) if code in tuple(Seniority) else None


def _pay(filled: Typed) -> Salary | None:
    return salary(filled) if filled.text("min").strip() or filled.text("max").strip() else None


def _employment(codes: Sequence[str]) -> tuple[Employment, ...]:
    return tuple(dict.fromkeys(Employment(code) for code in codes if code in tuple(Employment)))


def _years(text: str) -> float | None:
    text = text.strip().replace(",", ".")
    if not text:
        return None
    if not re.fullmatch(r"\d{1,2}(?:\.\d{1,2})?", text) or float(text) > _MOST_YEARS:
        raise RefusedError("vacancy.experience", f'"{text}" is no number of years up to {_MOST_YEARS}', given=text)
    return float(text)


def _skills(text: str) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(one for one in map(_words, re.split(r"[,;\n]", text)) if one))
    if len(found) > _MOST_SKILLS:
        raise RefusedError("many", f"at most {_MOST_SKILLS} skills", most=_MOST_SKILLS)
    return found


def _day(text: str) -> date | None:
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise RefusedError("vacancy.day", f'"{text}" is no day', given=text[:40]) from error

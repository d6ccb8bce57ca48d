"""What everybody sees of a vacancy on its page; also before it is published, for its author."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from voronka.extract.stated import FIELDS
from voronka.vacancies.draft import Draft
from voronka.vacancies.markup import COUNTRIES, is_remote
from webui import words
from webui.explain_words import value
from webui.hostile import line, safe_url


@dataclass(frozen=True, slots=True)
class VacancyView:
    """A vacancy in words; ``rows`` are names of fields with values, ``ways`` addresses of contacts with their words."""

    title: str
    employer: str
    rows: Sequence[tuple[str, str]]
    country: str
    ways: Sequence[tuple[str, str]]
    text: str


def vacancy_view(draft: Draft, team: str, today: date) -> VacancyView:
    """A vacancy as it is to be shown; ``team`` stands for the employer that names none, ``today`` shortens dates."""
    posting = draft.posting
    shown = [name for name in FIELDS if name not in ("title", "company", "contacts") and getattr(posting, name)]
    contacts = posting.contacts
    ways = (
        *((f"https://t.me/{name}", f"@{name}") for name in contacts.telegram),
        *((f"tel:{phone}", phone) for phone in contacts.phone),
        *((f"mailto:{email}", email) for email in contacts.email),
        *((link, link) for link in contacts.url),
    )
    return VacancyView(
        title=line(posting.title or ""),
        employer=line(posting.company or team),
        rows=[(words.field(name), value(name, getattr(posting, name), today, candidate=False)) for name in shown],
        country=COUNTRIES[draft.country] if is_remote(posting) else "",
        ways=[(safe_url(href) or "", line(said)) for href, said in ways],
        text=draft.text,
    )

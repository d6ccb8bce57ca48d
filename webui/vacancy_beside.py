"""What stands beside a vacancy's form: its text with what was read there, the standard, warnings, how it will look."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo

from voronka.explaining import explain
from voronka.extract.stated import FIELDS, values_of
from voronka.model import Posting, RawPost
from voronka.store.vacancies import SOURCE
from voronka.vacancies.draft import Draft
from webui import words
from webui.explain_words import Row, shown
from webui.standard_view import Remark, StandardView, standard_of, unlawful, warnings
from webui.vacancy_view import VacancyView, vacancy_view


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the form: its code and name, its value in words ("" for none), its number in the text (0: not there).

    ``quotes`` are the words of the text it was read from; a value without any is the author's own.
    """

    code: str
    name: str
    value: str
    number: int
    quotes: Sequence[str]


@dataclass(frozen=True, slots=True)
class Beside:
    """All of it; ``pieces`` are words of the text, each with its numbers, field and what was read there."""

    pieces: Sequence[tuple[str, str, str, str]]
    cut: int
    fields: Sequence[Field]
    standard: StandardView
    unlawful: Sequence[Remark]
    warnings: Sequence[Remark]
    view: VacancyView


def beside(draft: Draft, team: str, now: datetime, zone: tzinfo) -> Beside:
    """What a draft reads as; ``team`` stands for the employer that names none."""
    today = now.astimezone(zone).date()
    payload = {"jobposting": {"@type": "JobPosting"}, "form": values_of(draft.posting)}
    explained = explain(RawPost(SOURCE, "draft", draft.text, posted_at=now, payload=payload), "")
    found = shown(explained, today)
    posting = explained.readings[0].posting if explained.readings else Posting()
    rows = {row.field: row for part in found.parts for row in part.rows}
    in_text = {str(row.number) for row in rows.values() if _quotes(row)}
    return Beside(
        pieces=[_marked(piece, in_text) for piece in found.pieces],
        cut=found.cut,
        fields=[_field(name, rows) for name in FIELDS],
        # one does not ask oneself: the questions stay in the list
        standard=replace(standard_of(posting, posting.title or ""), message=""),
        unlawful=unlawful(posting),
        warnings=warnings(posting),
        view=vacancy_view(draft, team, today),
    )


def _marked(piece: tuple[str, str, str, str], in_text: set[str]) -> tuple[str, str, str, str]:
    text, numbers, field, said = piece
    return (text, numbers, field, said) if in_text.intersection(numbers.split("·")) else (text, "", "", "")


def _field(name: str, rows: Mapping[str, Row]) -> Field:
    row = rows.get(name)
    label = words.field(name)
    if row is None:
        return Field(name, label, "", 0, ())
    quotes = _quotes(row)
    return Field(name, label, row.value, row.number if quotes else 0, quotes)


def _quotes(row: Row) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ground.quote for ground in row.grounds if ground.place))[:2]

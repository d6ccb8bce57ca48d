"""A table of candidates (CSV), one a row: its columns by their headings in Russian and English."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from typing import Final

from voronka.errors import RefusedError
from voronka.resumes.form import text_of

MOST_ROWS: Final = 200
_MOST_COLUMNS: Final = 60
_LONGEST_HEADING: Final = 60
_DELIMITERS: Final = (";", ",", "\t")
_NAMES: Final = {
    "role": (
        "должность", "желаемая должность", "роль", "профессия", "позиция", "вакансия", "специальность", "кто",
        "role", "position", "title", "job title", "desired position", "job",
    ),
    "name": (
        "имя", "фио", "имя и фамилия", "фамилия и имя", "кандидат", "name", "full name", "candidate", "candidate name",
    ),
    "city": ("город", "место", "регион", "локация", "где", "city", "location", "place", "region"),
    "format": ("формат", "формат работы", "format", "work format", "remote"),
    "employment": ("занятость", "график", "график работы", "employment", "schedule"),
    "pay": (
        "доход", "зарплата", "желаемая зарплата", "желаемый доход", "ожидания", "зарплатные ожидания", "зп", "оклад",
        "pay", "salary", "desired salary", "expected salary", "salary expectations", "expectations",
    ),
    "experience": ("опыт", "опыт работы", "стаж", "лет опыта", "experience", "years", "years of experience"),
    "skills": ("навыки", "ключевые навыки", "умения", "инструменты", "skills", "key skills", "tools"),
    "about": ("о себе", "описание", "резюме", "текст", "комментарий", "about", "summary", "description", "resume"),
    "contact": ("контакт", "контакты", "contact", "contacts"),
    "phone": ("телефон", "мобильный", "тел", "номер телефона", "phone", "mobile", "phone number", "tel"),
    "telegram": ("telegram", "телеграм", "телеграмм", "тг", "tg"),
    "email": ("почта", "эл почта", "электронная почта", "email", "e-mail", "mail", "имейл"),
    "link": ("ссылка", "портфолио", "ссылка на резюме", "link", "url", "portfolio", "website", "сайт"),
}  # fmt: skip
_COLUMNS: Final = {heading: field for field, headings in _NAMES.items() for heading in headings}
_TELLING: Final = frozenset({"role", "about", "skills", "experience"})
"""A row with none of these says nothing of what somebody can do."""


def texts_of(text: str) -> Iterator[tuple[int, str]]:
    """Each row that has anything as (its number in the file, its text; empty where it says nothing of a person's work).

    Raises RefusedError where it is no table with headings that are known, or has too many rows.
    """
    rows = _rows(text)
    headings, columns = rows[0], _known(rows[0])
    if not columns:
        raise RefusedError(
            "resume.columns", "no column is recognised; name them in the first row: role, city, phone, …"
        )
    if len(rows) - 1 > MOST_ROWS:
        raise RefusedError("resume.rows", f"a table has at most {MOST_ROWS} rows", most=MOST_ROWS)
    for number, row in enumerate(rows[1:], 2):
        cells = [" ".join(cell.split()) for cell in row]
        if not any(cells):
            continue
        values: dict[str, str] = {}
        others: dict[str, str] = {}
        for place, cell in enumerate(cells[: len(headings)]):
            field = columns.get(place)
            if field is None:
                others[" ".join(headings[place].split())[:_LONGEST_HEADING]] = cell
            else:
                values[field] = f"{values[field]}, {cell}" if values.get(field) and cell else values.get(field) or cell
        others.pop("", None)
        yield number, text_of(values, others) if any(values.get(field) for field in _TELLING) else ""


def _rows(text: str) -> list[list[str]]:
    text = re.sub(r"\A\s*sep=.\s*\n", "", text)  # a spreadsheet's own line
    delimiter = max(_DELIMITERS, key=lambda one: len(_known(_split(text, one, 1)[0])))
    return _split(text, delimiter, MOST_ROWS * 2)


def _split(text: str, delimiter: str, most: int) -> list[list[str]]:
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            rows.append(row[:_MOST_COLUMNS])
            if len(rows) > most:
                break
    except csv.Error as error:
        raise RefusedError("resume.table", f"the table cannot be read ({error})") from error
    return rows or [[]]


def _known(headings: Sequence[str]) -> dict[int, str]:
    """Which columns are known, by their places."""
    plain = (" ".join(heading.lower().replace("ё", "е").replace(".", " ").split()) for heading in headings)
    return {place: _COLUMNS[heading] for place, heading in enumerate(plain) if heading in _COLUMNS}

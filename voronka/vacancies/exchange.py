"""A team's vacancies as a table (CSV) or JSON Lines, out and in; pure.

Each row of a file becomes a draft. What a cell says wins over what is read out of the text; an empty cell says nothing.
A cell that a spreadsheet would take for a formula is written with an apostrophe, which is taken off again.
"""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from itertools import islice
from typing import Any, Final, TypeVar

from voronka import given
from voronka.errors import RefusedError
from voronka.model import Period, Posting, Salary, WorkFormat
from voronka.pay_text import checked
from voronka.roles import ROLES
from voronka.store.vacancies import Row
from voronka.vacancies import cell_words as words
from voronka.vacancies import draft as drafts
from voronka.vacancies.draft import Draft

_T = TypeVar("_T")

MOST_ROWS: Final = 200
MOST_BYTES: Final = 4_000_000
COLUMNS: Final[Mapping[str, str]] = {
    "number": "номер", "state": "состояние", "title": "должность", "roles": "роли", "seniority": "уровень",
    "pay_from": "доход от", "pay_to": "доход до", "currency": "валюта", "period": "за", "tax": "налог",
    "formats": "формат", "employment": "занятость", "cities": "города", "country": "страна", "company": "компания",
    "experience": "опыт", "skills": "навыки", "contacts": "контакты", "deadline": "отклик до", "text": "текст",
    "published": "опубликована", "until": "стоит до", "closed": "закрыта",
}  # fmt: skip
"""The columns in their order, each with its Russian heading; English headings are the names."""
EXAMPLE: Final = {
    "title": "SMM-менеджер", "roles": "SMM-менеджер", "pay_from": "80000", "pay_to": "110000", "currency": "RUB",
    "period": "месяц", "tax": "на руки", "formats": "удалённо, офис", "employment": "полная занятость",
    "cities": "Казань", "company": "Пример", "experience": "1", "skills": "Figma, VK Реклама",
    "contacts": "hr@primer.example", "deadline": "31.12.2026",
    "text": "Ищем SMM-менеджера в нашу студию. Обязанности: … Условия: … Как мы нанимаем: …",
}  # fmt: skip
"""An invented row, for a template."""
_OWN: Final = frozenset({"number", "state", "published", "until", "closed"})
"""Columns that are written, and not read."""
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_LIST: Final = ", "


# -- out ---------------------------------------------------------------------------------------------------------------


def row_of(row: Row, now: datetime) -> dict[str, str]:
    """A vacancy as its columns, all texts; times are ISO 8601."""
    draft = Draft.from_json(row.draft)
    posting, pay = draft.posting, draft.posting.salary
    contacts = posting.contacts
    ways = (*(f"@{name}" for name in contacts.telegram), *contacts.phone, *contacts.email, *contacts.url)
    years = posting.experience_years
    return {
        "number": str(row.id), "state": row.state(now).value, "title": posting.title or "",
        "roles": _LIST.join(ROLES[code].ru for code in posting.roles if code != "other"),
        "seniority": posting.seniority.value if posting.seniority else "",
        "pay_from": str(pay.min) if pay and pay.min is not None else "",
        "pay_to": str(pay.max) if pay and pay.max is not None else "",
        "currency": pay.currency if pay else "", "period": pay.period.value if pay else "",
        "tax": {None: "", True: "gross", False: "net"}[pay.gross if pay else None],
        "formats": _LIST.join(posting.formats), "employment": _LIST.join(posting.employment),
        "cities": _LIST.join(posting.cities), "country": draft.country, "company": posting.company or "",
        "experience": "" if years is None else f"{years:g}", "skills": _LIST.join(posting.skills),
        "contacts": _LIST.join(ways), "deadline": posting.deadline.isoformat() if posting.deadline else "",
        "text": draft.text, "published": _moment(row.published_at), "until": _moment(row.valid_until),
        "closed": _moment(row.closed_at),
    }  # fmt: skip


def _moment(at: datetime | None) -> str:
    return "" if at is None else at.isoformat(timespec="seconds")


def to_csv(rows: Iterable[Mapping[str, str]], *, russian: bool = True) -> str:
    """A table that spreadsheets open: a mark of UTF-8 first, semicolons, headings."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    writer.writerow(COLUMNS.values() if russian else COLUMNS)
    for row in rows:
        writer.writerow([_harmless(row.get(name, "")) for name in COLUMNS])
    return "\ufeff" + out.getvalue()


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def to_json_lines(rows: Iterable[Mapping[str, str]]) -> str:
    """A JSON object a line, empty columns left out."""
    return "".join(
        json.dumps({name: value for name, value in row.items() if value}, ensure_ascii=False) + "\n" for row in rows
    )


# -- in ----------------------------------------------------------------------------------------------------------------


def read_file(content: bytes, now: datetime) -> Iterator[tuple[int, Draft | RefusedError]]:
    """The drafts of a file, each with its line's or row's number, or why there is none.

    Raises RefusedError for what is neither CSV nor JSON Lines in UTF-8 or cp1251, is too large or has too many rows.
    """
    if len(content) > MOST_BYTES:
        raise RefusedError("exchange.large", f"a file has at most {MOST_BYTES} bytes", most=MOST_BYTES)
    text = _decoded(content)
    rows = list(islice(_json_rows(text) if text.lstrip().startswith("{") else _csv_rows(text), MOST_ROWS + 1))
    if len(rows) > MOST_ROWS:
        raise RefusedError("exchange.rows", f"a file has at most {MOST_ROWS} vacancies", most=MOST_ROWS)
    for number, cells in rows:
        try:
            yield number, cells if isinstance(cells, RefusedError) else to_draft(cells, now)
        except RefusedError as error:
            yield number, error


def unread_columns(content: bytes) -> list[str]:
    """The headings of such a file that are no column: what stands there is not read. At most twenty, cut short."""
    text = _decoded(content)
    if text.lstrip().startswith("{"):
        objects = (found for _, found in islice(_objects(text), MOST_ROWS) if isinstance(found, dict))
        headings = dict.fromkeys(str(name) for one in objects for name in one if str(name) not in COLUMNS)
    else:
        first = next(_table(text), [])
        headings = dict.fromkeys(cell.strip() for cell in first if cell.strip() and not _column(cell))
    return [heading[:40] for heading in headings][:20]


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "cp1251"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise RefusedError("exchange.form", "the file is no text")


def _json_rows(text: str) -> Iterator[tuple[int, dict[str, str] | RefusedError]]:
    for number, found in _objects(text):
        if found is None:
            yield number, RefusedError("exchange.json", "this line is no JSON object")
            continue
        try:
            yield number, {str(name): _cell(value) for name, value in found.items() if str(name) in COLUMNS}
        except RefusedError as error:
            yield number, error


def _objects(text: str) -> Iterator[tuple[int, dict[Any, Any] | None]]:
    """The JSON object of each line that is not empty; None for a line that is none."""
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                found = json.loads(line)
            except (ValueError, RecursionError):
                found = None
            yield number, found if isinstance(found, dict) else None


def _cell(value: Any) -> str:
    """A value or a list of values; raises RefusedError for anything deeper."""
    parts = value if isinstance(value, list) else [value]
    if any(isinstance(part, list | dict) for part in parts):
        raise RefusedError("exchange.json", "a column has a value or a list of values, nothing deeper")
    return _LIST.join("" if part is None else str(part) for part in parts)


def _csv_rows(text: str) -> Iterator[tuple[int, dict[str, str] | RefusedError]]:
    rows = enumerate(_table(text), 1)
    try:
        _, first_row = next(rows, (1, []))
        headings = list(map(_column, first_row))
        if not {"title", "text"} & set(headings):
            raise RefusedError("exchange.columns", "the first row names no column «должность» or «текст»")
        for number, row in rows:
            if any(cell.strip() for cell in row):
                yield number, {name: cell for name, cell in zip(headings, row, strict=False) if name}
    except csv.Error as error:
        raise RefusedError("exchange.form", f"the table cannot be read ({error})") from error


def _table(text: str) -> Iterator[list[str]]:
    first = text.partition("\n")[0]
    return csv.reader(io.StringIO(text, newline=""), delimiter=max(";,\t", key=first.count))


def _column(heading: str) -> str:
    """The column that a heading names; "" for none."""
    folded = " ".join(heading.casefold().replace("ё", "е").split())
    return next((name for name, russian in COLUMNS.items() if folded in (name, russian)), "")


def to_draft(cells: Mapping[str, str], now: datetime) -> Draft:
    """A draft of a row; raises RefusedError for what cannot be."""
    said = {name: _plain(cell) for name, cell in cells.items() if name not in _OWN and cell.strip()}
    text = said.get("text") or "\n".join(value for name, value in said.items() if name != "country")
    found = Draft.of_text(text, now)
    posting = replace(found.posting, **_values(said, found.posting))
    country = words.word(said["country"], words.COUNTRY, "country") if "country" in said else found.country
    return replace(found, posting=posting, country=country)


def _plain(cell: str) -> str:
    cell = drafts.cleaned(cell)
    return cell[1:] if cell[:1] == "'" and cell[1:2] in _FORMULA else cell


def _values(said: Mapping[str, str], read: Posting) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if "title" in said:
        values["title"] = " ".join(said["title"].split())[:200]
    if "roles" in said:
        values["roles"] = given.roles(_several(said["roles"]))
    if "seniority" in said:
        values["seniority"] = words.word(said["seniority"], words.SENIORITY, "seniority")
    currency, period, gross = _terms(said)  # understood or refused also where there is no sum
    if "pay_from" in said or "pay_to" in said:
        (low, in_low), (high, in_high) = words.sum_of(said.get("pay_from")), words.sum_of(said.get("pay_to"))
        values["salary"] = checked(Salary(low, high, currency or in_low or in_high or "RUB", period, gross))
    if "formats" in said:
        values["formats"] = _unique(words.word(one, words.FORMATS, "formats") for one in _several(said["formats"]))
    if "employment" in said:
        kinds = (words.word(one, words.EMPLOYMENT, "employment") for one in _several(said["employment"]))
        values["employment"] = _unique(kinds)
    if "cities" in said:
        values["cities"] = given.cities(_several(said["cities"]))
    if "company" in said:
        values["company"] = " ".join(said["company"].split())[:200]
    if "experience" in said:
        values["experience_years"] = _years(said["experience"])
    if "skills" in said:
        values["skills"] = tuple(dict.fromkeys(_several(said["skills"])))[:30]
    if "contacts" in said:
        values["contacts"] = drafts.contacts(_several(said["contacts"]))
    if "deadline" in said:
        values["deadline"] = _day(said["deadline"])
    if WorkFormat.REMOTE in read.formats and "formats" not in said:
        values.setdefault("formats", read.formats)
    return values


def _several(cell: str) -> list[str]:
    return [one.strip() for one in cell.replace(";", ",").replace("\n", ",").split(",") if one.strip()]


def _unique(found: Iterable[_T]) -> tuple[_T, ...]:
    return tuple(dict.fromkeys(found))


def _terms(said: Mapping[str, str]) -> tuple[str | None, Period, bool | None]:
    """Currency, period and tax of the pay, as far as cells name them."""
    period = re.sub(r"^(?:в|за) ", "", said.get("period", "month").casefold())
    return (
        words.word(said["currency"], words.CURRENCY, "currency") if "currency" in said else None,
        words.word(period, words.PERIODS, "period"),
        words.word(said["tax"], words.GROSS, "tax") if "tax" in said else None,
    )


def _years(cell: str) -> float:
    try:
        years = float(cell.replace(",", "."))
    except ValueError:
        years = -1
    if not 0 <= years <= 40:
        raise RefusedError("vacancy.experience", f'"{cell}" is no number of years', given=cell[:40])
    return years


def _day(cell: str) -> date:
    for form in ("%Y-%m-%d", "%d.%m.%Y"):
        try:
            return datetime.strptime(cell.strip(), form).date()  # noqa: DTZ007  (a day has no zone)
        except ValueError:
            continue
    raise RefusedError("vacancy.day", f'"{cell}" is no day', given=cell[:40])

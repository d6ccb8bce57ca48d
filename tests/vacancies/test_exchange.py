"""Vacancies out to a table and in again: the same, harmless for spreadsheets, faults by their rows."""

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.vacancies.test_life import begun, team
from tests.vacancies.test_markup import NOW, PASTED
from voronka.errors import RefusedError
from voronka.model import Contacts, Employment, Period, Salary, Seniority, WorkFormat
from voronka.store import Store
from voronka.vacancies.draft import Draft
from voronka.vacancies.exchange import COLUMNS, MOST_ROWS, read_file, row_of, to_csv, to_json_lines, unread_columns
from voronka.vacancies.taking import take_in

__all__ = ["team"]
WHOLE = {
    "title": "SEO-специалист", "roles": ("seo", "content"), "seniority": Seniority.MIDDLE,
    "salary": Salary(80_000, None, "RUB", Period.MONTH, False), "formats": (WorkFormat.REMOTE, WorkFormat.OFFICE),
    "employment": (Employment.PART,), "cities": ("Казань", "Самара"), "company": "Тестовый; \"Фикус\"",
    "experience_years": 2.5, "skills": ("Figma", "1С"), "contacts": Contacts(telegram=("fikus_hr_demo",),
    phone=("+79000000000",), email=("hr@fikus.example",)), "deadline": date(2026, 12, 24),
}  # fmt: skip


@pytest.mark.parametrize("form", ["csv", "russian csv", "jsonl"])
def test_what_went_out_comes_in_the_same_and_is_known(store: Store, team: tuple[str, int], form: str) -> None:
    row = begun(store, team, **WHOLE)
    cells = [row_of(row, NOW)]
    text = to_json_lines(cells) if form == "jsonl" else to_csv(cells, russian=form == "russian csv")
    [(number, draft)] = read_file(text.encode(), NOW)
    assert number == (1 if form == "jsonl" else 2)
    assert isinstance(draft, Draft)
    assert draft.to_json() == row.draft
    [taken] = take_in(store, *team, [(number, draft)])
    assert (taken.number, taken.new) == (row.id, False)
    other = replace(draft, text=draft.text + "\nЕщё одна строка")
    first, again = take_in(store, *team, [(2, other), (3, other)])
    assert (first.new, again.new, first.number) == (True, False, again.number)


def test_a_spreadsheet_finds_no_formula(store: Store, team: tuple[str, int]) -> None:
    row = begun(store, team, title="=HYPERLINK(1)", company="+cmd", contacts=Contacts(telegram=("fikus_hr_demo",)))
    line = to_csv([row_of(row, NOW)])
    for cell in ("'=HYPERLINK(1)", "'+cmd", "'@fikus_hr_demo"):
        assert f";{cell};" in line
    [(_, draft)] = read_file(line.encode(), NOW)
    assert isinstance(draft, Draft)
    assert (draft.posting.title, draft.posting.company) == ("=HYPERLINK(1)", "+cmd")


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({"доход от": "много"}, "pay.sum"),
        ({"доход от": "9", "за": "век"}, "exchange.cell"),
        ({"доход от": "9", "валюта": "ракушки"}, "exchange.cell"),
        ({"валюта": "ракушки"}, "exchange.cell"),
        ({"за": "век"}, "exchange.cell"),
        ({"налог": "иногда"}, "exchange.cell"),
        ({"доход от": "9 ракушек"}, "exchange.cell"),
        ({"доход от": "9", "налог": "иногда"}, "exchange.cell"),
        ({"доход от": "80–100"}, "pay.sum"),
        ({"занятость": "полная, как пойдёт"}, "exchange.cell"),
        ({"формат": "на Луне"}, "exchange.cell"),
        ({"уровень": "небывалый"}, "exchange.cell"),
        ({"страна": "Атлантида"}, "exchange.cell"),
        ({"роли": "космонавт-испытатель"}, "role.unknown"),
        ({"города": "Масква"}, "city.misprint"),
        ({"контакты": "где-то там"}, "vacancy.contact"),
        ({"опыт": "сто"}, "vacancy.experience"),
        ({"отклик до": "завтра"}, "vacancy.day"),
        ({"текст": "мало"}, "vacancy.text"),
    ],
)
def test_a_row_that_cannot_be_is_named(row: dict[str, str], code: str) -> None:
    cells = {"должность": "SEO-специалист", "текст": PASTED.replace("\n", " "), **row}
    table = ";".join(cells) + "\n" + ";".join(cells.values()) + "\n" + f";{PASTED.splitlines()[0]}, офис"
    (number, found), *_ = read_file(table.encode("cp1251", "replace"), NOW)
    assert (number, isinstance(found, RefusedError) and found.code) == (2, code)


@pytest.mark.parametrize(
    ("row", "field", "value"),
    [
        ({"занятость": "Вахта"}, "employment", (Employment.FULL,)),
        ({"занятость": "вахтой"}, "employment", (Employment.FULL,)),
        ({"доход до": "1200", "валюта": "бел. руб."}, "salary", Salary(None, 1_200, "BYN")),
        ({"занятость": "part-time, проект"}, "employment", (Employment.PART, Employment.PROJECT)),
        ({"уровень": "Старший"}, "seniority", Seniority.SENIOR),
        ({"уровень": "стажёр"}, "seniority", Seniority.INTERN),
        ({"формат": "Удалённо; в офисе"}, "formats", (WorkFormat.REMOTE, WorkFormat.OFFICE)),
        ({"доход от": "80 000 руб."}, "salary", Salary(80_000, None)),
        (
            {"доход от": "80к", "доход до": "до 100 т.р.", "налог": "чистыми"},
            "salary",
            Salary(80_000, 100_000, gross=False),
        ),
        (
            {"доход от": "от 80 тыс. руб.", "за": "в месяц", "налог": "гросс"},
            "salary",
            Salary(80_000, None, gross=True),
        ),
        ({"доход до": "$1 200"}, "salary", Salary(None, 1_200, "USD")),
        ({"доход до": "1200", "валюта": "евро"}, "salary", Salary(None, 1_200, "EUR")),
        ({"доход от": "2500", "валюта": "₽", "за": "смену"}, "salary", Salary(2_500, None, period=Period.DAY)),
    ],
)
def test_cells_are_understood_as_people_write_them(row: dict[str, str], field: str, value: object) -> None:
    cells = {"должность": "SEO-специалист", "текст": PASTED.replace("\n", " "), **row}
    table = "\t".join(cells) + "\n" + "\t".join(cells.values())
    [(_, found)] = read_file(table.encode(), NOW)
    assert isinstance(found, Draft), found
    assert getattr(found.posting, field) == value


@pytest.mark.parametrize(("cell", "code"), [("Казахстан", "KZ"), ("kz", "KZ"), ("Kazakhstan", "KZ"), ("РФ", "RU")])
def test_a_country_by_its_name(cell: str, code: str) -> None:
    line = json.dumps({"title": "SEO-специалист", "country": cell, "text": PASTED}, ensure_ascii=False)
    [(_, found)] = read_file(line.encode(), NOW)
    assert isinstance(found, Draft)
    assert found.country == code


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "exchange.columns"),
        ("имя;возраст\nА;5".encode(), "exchange.columns"),
        (b"\x00\x81\x98" * 9, "exchange.form"),
        (b"x" * 4_000_001, "exchange.large"),
        (b"title\n" + b"a\n" * (MOST_ROWS + 1), "exchange.rows"),
    ],
    ids=["nothing", "columns", "no text", "large", "rows"],
)
def test_a_file_that_cannot_be_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(RefusedError) as caught:
        list(read_file(content, NOW))
    assert caught.value.code == code


def test_json_that_is_none_is_named_by_its_line() -> None:
    text = '{"title": "SEO", "text": ' + json.dumps(PASTED) + '}\n[1]\n{"broken\n' + "{" * 50
    found = list(read_file(text.encode(), NOW))
    assert [number for number, one in found if isinstance(one, RefusedError)] == [2, 3, 4]
    deep = '{"title": ' + "[" * 900 + "]" * 900 + "}"
    [(_, refused)] = read_file(deep.encode(), NOW)
    assert isinstance(refused, RefusedError)
    [(_, draft)] = read_file(json.dumps({"text": PASTED + "\u2028\u0085"}, ensure_ascii=False).encode(), NOW)
    assert isinstance(draft, Draft)


@given(st.lists(st.dictionaries(st.sampled_from(sorted(COLUMNS)), st.text(max_size=60), max_size=6), max_size=3))
@settings(max_examples=40, deadline=None)
def test_nothing_in_a_row_breaks_it(rows: list[dict[str, str]]) -> None:
    for content in (to_csv(rows).encode("utf-8", "replace"), to_json_lines(rows).encode("utf-8", "replace")):
        try:
            found = list(read_file(content, NOW))
        except RefusedError:
            continue
        assert all(isinstance(one, Draft | RefusedError) for _, one in found)


@pytest.mark.parametrize(
    "content",
    [
        "Должность;Цвет ; ;текст;<b>\nSEO;красный;;x;y\n",
        '{"title": "SEO", "Цвет": "красный"}\nno json\n{"<b>": 1, "text": "x", "Цвет": 2}\n',
    ],
    ids=["table", "lines"],
)
def test_columns_that_are_none_are_named(content: str) -> None:
    assert unread_columns(content.encode()) == ["Цвет", "<b>"]
    assert unread_columns(to_csv([]).encode()) == []

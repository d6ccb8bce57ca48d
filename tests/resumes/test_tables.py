"""Tables of candidates: one a row, columns by their headings."""

import pytest

from voronka.errors import RefusedError
from voronka.extract import read
from voronka.model import Kind
from voronka.resumes import files, tables

RUSSIAN = """ФИО;Желаемая должность;Город;Зарплата;Опыт;Телефон;Telegram;Внутр. номер
Пробная Анна;Таргетолог;Казань;120000;4;+7 900 000-55-66;anna_target_demo;17
Пустой;;;;;;;
;;;;;;;
Пробный;SMM-менеджер;Москва;от 90 000;2 года;;@ivan_demo_smm;
"""
ENGLISH = (
    'sep=,\nName,Job title,Location,Salary,E-mail\nAnn,"SEO specialist, senior",Moscow,"100,000",ann@pochta.example\n'
)


def test_rows_are_read_like_any_post() -> None:
    opened = files.open_file("people.csv", RUSSIAN.encode("cp1251"))
    assert [found.row for found in opened.found] == [2, 5]
    assert list(opened.empty_rows) == [3]
    [posting] = read(opened.found[0].text, as_kind=Kind.CANDIDATE).postings
    assert posting.roles == ("targeted_ads",)
    assert posting.cities == ("Казань",)
    assert posting.salary is not None
    assert posting.salary.min == 120_000
    assert posting.experience_years == 4
    assert posting.contacts.phone == ("+79000005566",)
    assert posting.contacts.telegram == ("anna_target_demo",)
    assert "Внутр. номер: 17" in opened.found[0].text


def test_english_headings_and_commas_are_known() -> None:
    [(row, text)] = tables.texts_of(ENGLISH)
    assert row == 2
    assert text.splitlines() == [
        "Ищу работу: SEO specialist, senior", "Имя: Ann", "Город: Moscow", "Желаемый доход: 100,000",
        "Почта: ann@pochta.example",
    ]  # fmt: skip


def test_two_columns_of_one_field_stand_together() -> None:
    [(_row, text)] = tables.texts_of("Телефон\tДолжность\tМобильный\n1\tSMM\t2\n")
    assert text == "Ищу работу: SMM\nТелефон: 1, 2"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "columns"),
        ("a;b\n1;2\n", "columns"),
        ("Анна;Казань\nОльга;Самара\n", "columns"),
        ("Роль\n" + "SMM\n" * (tables.MOST_ROWS + 1), "rows"),
        ("Роль\n" + "x" * 200_000, "table"),
    ],
)
def test_what_is_no_table_of_people_is_refused(text: str, code: str) -> None:
    with pytest.raises(RefusedError) as refused:
        list(tables.texts_of(text))
    assert refused.value.code == f"resume.{code}"


def test_a_table_of_hostile_cells_is_text() -> None:
    rows = list(tables.texts_of('Роль;Город\n"=cmd|calc";"<script>"\n;;;;;\n"a\nb";' + ";".join("x" * 100) + "\n"))
    assert [text for _row, text in rows] == [
        "Ищу работу: =cmd|calc\nГород: <script>", "Ищу работу: a b\nГород: x",
    ]  # fmt: skip

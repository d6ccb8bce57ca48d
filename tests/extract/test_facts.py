"""Skills, the text's language and dates, in the many forms in which people write them (samples/extract/facts.jsonl)."""

import json
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from voronka.extract import dates, language, read, skills
from voronka.model import Kind

POSTED = "2026-11-10"  # a Tuesday
ROWS = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "samples/extract/facts.jsonl").read_text(encoding="utf-8").splitlines()
]


def _day(found: tuple[date, Any] | None) -> str | None:
    return None if found is None else found[0].isoformat()


def _today(row: dict[str, Any]) -> date | None:
    posted = row.get("posted", POSTED)
    return date.fromisoformat(posted) if posted else None


def _kind(row: dict[str, Any]) -> Kind:
    return Kind(row.get("kind", "vacancy"))


FINDERS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "skills": lambda row: list(skills.find(row["text"])[0]),
    "language": lambda row: language.of(row["text"]),
    "deadline": lambda row: _day(dates.deadline(row["text"], _kind(row), today=_today(row))),
    "starts": lambda row: _day(dates.starts(row["text"], _kind(row), today=_today(row))),
}


@pytest.mark.parametrize("field", FINDERS)
def test_a_fact_in_all_its_forms(field: str) -> None:
    rows = [row for row in ROWS if row["field"] == field]
    assert len(rows) >= 25
    read_as = [(row, FINDERS[field](row)) for row in rows]
    differ = {row["text"]: (value, row["value"]) for row, value in read_as if value != row["value"]}
    assert differ == {}


GAPS = [
    ("skills", "Исходящие звонки, в том числе холодные", ["холодные звонки"]),
    ("skills", "отклики без сопроводительных от ChatGPT", []),
    ("deadline", "Принимаем отклики ещё 3 дня", "2026-11-13"),
    ("starts", "приступить можно после 20 ноября", "2026-11-21"),
]


@pytest.mark.xfail(strict=True, reason="not read yet")
@pytest.mark.parametrize(("field", "text", "value"), GAPS)
def test_what_is_not_read_yet(field: str, text: str, value: Any) -> None:
    assert FINDERS[field]({"text": text}) == value


def test_each_fact_has_the_words_it_was_read_from() -> None:
    text = "Нужен SMM-менеджер, удалённо, 60 000 ₽. Figma и Тильда. Отклики до 20 ноября, выход с 1 декабря. @x_demo_hr"
    posting = read(text, posted=datetime(2026, 11, 10, tzinfo=UTC)).postings[0]
    assert posting.skills == ("Figma", "Tilda")
    assert (posting.deadline, posting.starts) == (date(2026, 11, 20), date(2026, 12, 1))
    told = {name: [e.text for e in posting.evidence[name]] for name in ("skills", "deadline", "starts")}
    assert told == {
        "skills": ["Figma", "Тильда"],
        "deadline": ["Отклики до 20 ноября"],
        "starts": ["выход с 1 декабря"],
    }
    for name in told:
        assert all(text[e.start : e.end] == e.text for e in posting.evidence[name])
    assert posting.language == "ru"


def test_skills_of_a_common_part_hold_for_each_position() -> None:
    text = (
        "В агентство «Ветка» нужны:\n\n1. Таргетолог, 80 000 ₽. Знание VK Ads.\n2. SMM-менеджер, 60 000 ₽\n"
        "3. Копирайтер, 50 000 ₽\n\nВсем нужен Excel. Отклики до 20 ноября: @x_demo_hr"
    )
    postings = read(text, posted=datetime(2026, 11, 10, tzinfo=UTC)).postings
    assert [posting.skills for posting in postings] == [("VK Реклама", "Excel"), ("Excel",), ("Excel",)]


def test_an_employer_that_makes_a_tool_asks_for_others() -> None:
    text = "Roistat ищет менеджера по продажам\nКомпания: Roistat\nЗнание Roistat и Salesforce. 90 000 ₽, @x_demo_hr"
    assert read(text).postings[0].skills == ("Salesforce",)


HOSTILE = (
    *("Figma, ", "без Figma ", "английский ", "Google ", "не умею ", "Яндекс (", "дедлайн ", "отклики до 15 ноября "),
    *("до 15 ноября ", "с 1 ", "выход с ", "15.11 ", "через ", "конца ", "наш дизайнер ", "fluent ", "English ( "),
    *("x@", "a.ru/", "ў", "водительские права кат. ", "1", "директ", "https://"),
)


@pytest.mark.full
@pytest.mark.parametrize("unit", HOSTILE)
@pytest.mark.parametrize("ending", ["", "\n"])
def test_a_hundred_kilobytes_take_under_a_second(unit: str, ending: str) -> None:
    text = (unit + ending) * (100_000 // len(unit + ending))
    begin = time.process_time()
    skills.find(text)
    language.of(text)
    dates.deadline(text, Kind.VACANCY, today=date(2026, 11, 10))
    dates.starts(text, Kind.VACANCY, today=date(2026, 11, 10))
    assert time.process_time() - begin < 1

"""Hostile posts: a hundred kilobytes of what each pattern begins with take each finder well under a second."""

import time
from collections.abc import Callable
from typing import Any

import pytest

from voronka.extract import contacts, employment, experience, flags, place, salary, work_format
from voronka.extract.document import Document
from voronka.model import Kind, Posting

UNITS = (
    *("офис", "2 дня в офисе", "удаленка не", "работаешь дома", "опыт не", "год", "5 лет", "тысяч", "сто тысяч"),
    *("от ста до", "a@a", "@", "тг", "12-34", "10-19", "января 2020 -", "2020-2021", "с девяти до шести", "«а"),
    *(
        "Москва,",
        "Заречный,",
        "5 складов в Казани,",
        "x at y.ru",
        "a.ru",
        "x_x",
        "г. А",
        "штат",
        "8 900",
        "1.1",
        "300 р",
    ),
    *("внести залог", "от 25 до 45 лет,", "ищем девушку", "обязанности:", "вести, делать,", "Пишите Анна", "ул. а"),
    *("меньше 5 не", "московском офисе", "премий нет", "по 4 часа в день", "в команде:", "график:", "за рекомендацию"),
)
FINDERS: dict[str, Callable[[str, Kind], Any]] = {
    "salary": salary.find,
    "formats": work_format.find,
    "employment": employment.find,
    "experience": experience.find,
    "cities": place.find,
    "flags": lambda text, kind: flags.judged(Document(text), kind, Posting(), [(0, len(text))]),
    "contacts": lambda text, kind: contacts.find(text, (), kind, "some_channel"),
}


@pytest.mark.full
@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("ending", [" ", "\n"])
def test_a_hundred_kilobytes_take_under_a_second(unit: str, ending: str) -> None:
    words = unit + ending
    text = words * (100_000 // len(words))
    slow = {}
    for name, find in FINDERS.items():
        for kind in (Kind.VACANCY, Kind.CANDIDATE):
            begin = time.process_time()
            find(text, kind)
            slow[name, kind] = time.process_time() - begin
    assert {key: taken for key, taken in slow.items() if taken > 1} == {}

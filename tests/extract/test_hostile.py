"""Hostile posts: a hundred kilobytes of what each pattern begins with take each finder well under a second."""

import time
from collections.abc import Callable
from typing import Any

import pytest

from voronka.extract import contacts, employment, experience, place, salary, work_format
from voronka.model import Kind

UNITS = (
    "офис 2 дня в офисе удаленка не работаешь дома опыт_не год 5_лет тысяч сто_тысяч от_ста_до a@a @ тг 12-34 10-19 "
    "января_2020_- 2020-2021 с_девяти_до_шести «а Москва, Заречный, 5_складов_в_Казани, x_at_y.ru a.ru x_x г._А штат 8_900 "
    "1.1 300_р меньше_5_не московском_офисе премий_нет по_4_часа_в_день в_команде: график: за_рекомендацию"
).split()
FINDERS: dict[str, Callable[[str, Kind], Any]] = {
    "salary": salary.find,
    "formats": work_format.find,
    "employment": employment.find,
    "experience": experience.find,
    "cities": place.find,
    "contacts": lambda text, kind: contacts.find(text, (), kind, "some_channel"),
}


@pytest.mark.full
@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("ending", [" ", "\n"])
def test_a_hundred_kilobytes_take_under_a_second(unit: str, ending: str) -> None:
    words = unit.replace("_", " ") + ending
    text = words * (100_000 // len(words))
    slow = {}
    for name, find in FINDERS.items():
        for kind in (Kind.VACANCY, Kind.CANDIDATE):
            begin = time.process_time()
            find(text, kind)
            slow[name, kind] = time.process_time() - begin
    assert {key: taken for key, taken in slow.items() if taken > 1} == {}

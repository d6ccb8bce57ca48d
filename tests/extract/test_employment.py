"""Employment as people write it; a schedule with a full day's hours is full time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voronka.extract import employment
from voronka.model import Employment, Kind

FULL, PART, PROJECT, INTERN = Employment.FULL, Employment.PART, Employment.PROJECT, Employment.INTERNSHIP

ROWS: list[tuple[str, list[Employment]]] = [
    ("Полная занятость", [FULL]),
    ("Занятость: Полная", [FULL]),
    ("полный рабочий день", [FULL]),
    ("full-time, remote", [FULL]),
    ("берём на фуллтайм", [FULL]),
    ("5/2 с 9 до 18", [FULL]),
    ("График 5/2, 10:00–19:00", [FULL]),
    ("5/2, 9-18, обед час", [FULL]),
    ("пн-пт с 8 до 17", [FULL]),
    ("2/2 с 9 до 21", [FULL]),
    ("смена с 16 до 00, пн-пт", [FULL]),
    ("8-часовой рабочий день", [FULL]),
    ("Ищем маркетолога в штат", [FULL]),
    ("2/2", []),
    ("12 часов два через два", [FULL]),
    ("два через два", []),
    ("Мск, гибрид, штат.", [FULL]),
    ("Контекстолог-фрилансер", [PROJECT]),
    ("один хороший перформанс-фрилансер уже есть", []),
    ("SMM, полдня", [PART]),
    ("выходит часов десять в неделю", [PART]),
    ("9 000 ₽ за текст, проект", [PROJECT]),
    ("5/2", []),
    ("на связи с 11 до 20", []),
    ("Звонить с 9 до 20", []),
    ("опыт с 9 до 18 клиентов", []),
    ("Частичная занятость", [PART]),
    ("неполный день", [PART]),
    ("подработка для студентов", [PART]),
    ("на полставки", [PART]),
    ("part-time", [PART]),
    ("4 часа в день", [PART]),
    ("20 часов в неделю", [PART]),
    ("2-3 часа в день", [PART]),
    ("40 часов в неделю", [FULL]),
    ("5/2 с 10 до 14", [PART]),
    ("слушать звонки по 2 часа в день", []),
    ("Почасовка, 350 руб/ч. Занятость: неполная.", [PART]),
    ("Вечера 18-23 мск, 5 дней в неделю", [PART]),
    ("Оклад 80 т.р. 9-18. Опыт от года", [FULL]),
    ("Дети 9-12. Опыт от года", []),
    ("Занятость: 100 %", [FULL]),
    ("Два штатных редактора, ищу автора", []),
    ("Команда небольшая: сммщица, фотограф на полставки", []),
    ("Переезд в Москву оплатим (до 250 000 ₽ единоразово)", []),
    ("полная или частичная занятость", [FULL, PART]),
    ("Проектная работа", [PROJECT]),
    ("сотрудничество проектное", [PROJECT]),
    ("Нужен пиарщик на проект", [PROJECT]),
    ("Разовый проект, 3 видео", [PROJECT]),
    ("Нужна разовая настройка рекламы", [PROJECT]),
    ("опыт работы в проектном бизнесе", []),
    ("менеджер проектов", []),
    ("Стажёр в отдел PR", [INTERN]),
    ("Приглашаем на стажировку", [INTERN]),
    ("Продавец в магазин.\nГрафик 2/2.\nНаучим за 3 дня, стажировка оплачивается, ничего не бойтесь, "
     "всё покажем и расскажем на месте", []),
    ("", []),
]  # fmt: skip

CANDIDATES: list[tuple[str, list[Employment]]] = [
    ("Возьму 2 проекта на ноябрь", [PROJECT]),
    ("Монтажёр берёт проекты", [PROJECT]),
    ("Готова на полную занятость или проекты", [FULL, PROJECT]),
    ("Ищет удалёнку или проекты", [PROJECT]),
    ("Сделала 20 проектов для кафе", []),
    ("Проджект на парт-тайм", [PART]),
    ("ищу стажировку или работу", [INTERN]),
]


def read(text: str, kind: Kind) -> list[Employment]:
    found, evidence = employment.find(text, kind)
    assert len(found) == len(evidence)
    for span in evidence:
        assert span.start is not None
        assert text[span.start : span.end] == span.text
    return list(found)


@pytest.mark.parametrize(("text", "expected"), ROWS)
def test_employment_of_a_vacancy(text: str, expected: list[Employment]) -> None:
    assert read(text, Kind.VACANCY) == expected


@pytest.mark.parametrize(("text", "expected"), CANDIDATES)
def test_employment_a_candidate_seeks(text: str, expected: list[Employment]) -> None:
    assert read(text, Kind.CANDIDATE) == expected


@given(
    st.text(max_size=300) | st.text(alphabet="0123456789/-:с до часв деньпрокт.\n", max_size=300),
    st.sampled_from(list(Kind)),
)
def test_any_text_is_survived(text: str, kind: Kind) -> None:
    read(text, kind)


@pytest.mark.parametrize(
    "unit", ["5/2 ", *(pytest.param(unit, marks=pytest.mark.full) for unit in ("с 9 до 18 ", "стажер ", "проект "))]
)
def test_a_megabyte_is_read_in_seconds(unit: str) -> None:
    employment.find(unit * (1_000_000 // len(unit)), Kind.CANDIDATE)

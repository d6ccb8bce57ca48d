"""Plurals, numbers and moments in Russian."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.webui.builder import NOW
from tests.webui.conftest import Site
from webui.russian import ago, counted, day, exact, iso, plural, years

MOSCOW = ZoneInfo("Europe/Moscow")
FORMS = "вакансия|вакансии|вакансий"


@pytest.mark.parametrize(
    ("number", "form"),
    [(0, 2), (1, 0), (2, 1), (4, 1), (5, 2), (11, 2), (12, 2), (14, 2), (20, 2), (21, 0), (22, 1), (25, 2), (101, 0),
     (111, 2), (112, 2), (121, 0), (1001, 0), (1011, 2), (1_000_000, 2)],
)  # fmt: skip
def test_plurals(number: int, form: int) -> None:
    assert plural(number, FORMS) == FORMS.split("|")[form]


def test_a_language_with_two_forms() -> None:
    assert [plural(number, "vacancy|vacancies") for number in (0, 1, 2, 21)] == [
        "vacancies", "vacancy", "vacancies", "vacancies",
    ]  # fmt: skip


def test_a_number_and_its_noun_stay_together() -> None:
    assert counted(1204, FORMS) == "1\u202f204\u00a0вакансии"


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (timedelta(seconds=5), "только что"),
        (timedelta(minutes=1), "1 минуту назад"),
        (timedelta(minutes=22), "22 минуты назад"),
        (timedelta(hours=1), "1 час назад"),
        (timedelta(hours=5, minutes=59), "5 часов назад"),
        (timedelta(hours=7), "сегодня в 05:00"),
        (timedelta(hours=13), "вчера в 23:00"),
        (timedelta(days=3), "17 ноября"),
        (timedelta(days=365), "20 ноября 2025"),
        (timedelta(hours=-2), "20 ноября 2026, 14:00"),
    ],
)
def test_how_long_ago(shared: Site, before: timedelta, words: str) -> None:
    with shared.app.app_context():
        assert ago(NOW - before, NOW, MOSCOW).replace("\u00a0", " ") == words


def test_moments_are_told_in_the_settings_zone() -> None:
    late = datetime.fromisoformat("2026-12-31T22:30:00+00:00")
    assert exact(late, MOSCOW).replace("\u00a0", " ") == "1 января 2027, 01:30"
    assert day(late, NOW, MOSCOW).replace("\u00a0", " ") == "1 января 2027"
    assert iso(late) == "2026-12-31T22:30:00Z"


@pytest.mark.parametrize(("number", "words"), [(1, "1 года"), (2, "2 лет"), (21, "21 года"), (1.5, "1,5 года")])
def test_years_of_experience(shared: Site, number: float, words: str) -> None:
    with shared.app.app_context():
        assert years(number).replace("\u00a0", " ") == words

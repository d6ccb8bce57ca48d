"""Numbers, moments, pay and cards as English has them."""

from collections.abc import Iterator
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.webui.builder import NOW
from tests.webui.conftest import Site
from voronka.model import Period, Posting, Salary, WorkFormat
from voronka.present import pay_in_words, pay_note
from voronka.query import Query
from webui import words
from webui.cards import place
from webui.russian import ago, counted, exact, full_day, had_years, thousands, years
from webui.source_words import declared, english_words

MOSCOW = ZoneInfo("Europe/Moscow")


@pytest.fixture(autouse=True)
def english(shared: Site) -> Iterator[None]:
    with shared.app.test_request_context(headers={"Cookie": "lang=en"}):
        yield


def plain(text: object) -> str:
    return str(text).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("before", "said"),
    [
        (timedelta(seconds=5), "just now"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(minutes=22), "22 minutes ago"),
        (timedelta(hours=1), "1 hour ago"),
        (timedelta(hours=3), "3 hours ago"),
        (timedelta(hours=7), "today at 05:00"),
        (timedelta(hours=13), "yesterday at 23:00"),
        (timedelta(days=8), "12 November"),
        (timedelta(days=365), "20 November 2025"),
    ],
)
def test_how_long_ago(before: timedelta, said: str) -> None:
    assert plain(ago(NOW - before, NOW, MOSCOW)) == said


def test_moments_and_numbers() -> None:
    assert plain(exact(NOW, MOSCOW)) == "20 November 2026, 12:00"
    assert plain(full_day(NOW, MOSCOW)) == "20 November 2026"
    assert thousands(1_204_000) == "1,204,000"
    assert plain(counted(1, "vacancy|vacancies")) == "1 vacancy"
    assert plain(counted(1204, "vacancy|vacancies")) == "1,204 vacancies"
    assert [plain(years(n)) for n in (1, 2, 1.5)] == ["1 year", "2 years", "1.5 years"]
    assert [plain(had_years(n)) for n in (1, 21, 0.5)] == ["1 year", "21 years", "0.5 years"]


@pytest.mark.parametrize(
    ("salary", "amount", "note"),
    [
        (Salary(80_000, 120_000), "80,000 – 120,000 ₽", ""),
        (Salary(80_000, None, gross=False, variable=True), "from 80,000 ₽", "net + bonus"),
        (Salary(None, 500, currency="USD", period=Period.WEEK), "up to $500 a week", ""),
        (Salary(400, 500, currency="EUR", period=Period.HOUR), "€400 – 500 an hour", ""),
        (Salary(100_000, 100_000, gross=True), "100,000 ₽", "before tax"),
        (Salary(900, 900, period=Period.PROJECT), "900 ₽ per project", ""),
    ],
)
def test_pay(salary: Salary, amount: str, note: str) -> None:
    assert plain(pay_in_words(salary, "en")) == amount
    assert " " not in pay_in_words(salary, "en").replace(" a", "").replace(" per", "")
    assert plain(pay_note(salary, "en")) == note


@pytest.mark.parametrize(("typed", "number"), [("80,000", 80_000), ("1,200,000", 1_200_000), ("80 000", 80_000)])
def test_a_pay_as_the_page_shows_it_is_read_back(typed: str, number: int) -> None:
    assert Query.from_params([("pay_min", typed)]).salary_min == number
    assert Query.from_params([("exp_max", "1,5")]).experience_max == 1.5


def test_names_of_codes() -> None:
    assert words.role("smm") == "SMM manager"
    assert words.group("sales") == "Sales"
    assert plain(words.freshness(3)) == "in the last 3 days"
    assert plain(words.experience(1)) == "up to 1 year"
    assert place(Posting(cities=("Казань",), formats=(WorkFormat.REMOTE,))) == "Казань or remote"


def test_sources_are_told_in_english_where_somebody_wrote_it() -> None:
    assert declared("Продажи и маркетинг") == "Sales and marketing"
    assert declared("импортированный файл") == "imported file"
    assert declared("чужие слова") == '<span lang="ru">чужие слова</span>'
    assert english_words([]) == {}

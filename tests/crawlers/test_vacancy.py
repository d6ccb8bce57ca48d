"""Vacancy pages in the shapes met in the wild: JobPosting as JSON-LD or microdata, or only a title and a text."""

import json
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from parsel import Selector

from crawlers.demo import board_page
from crawlers.demo.board_markup import QUIRKS
from crawlers.demo.model import Board, Pay, Vacancy
from crawlers.jobposting import find_posting
from crawlers.posting_text import posting_text
from crawlers.vacancy import VacancyPage, read_vacancy

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
MOSCOW = ZoneInfo("Europe/Moscow")
VACANCY = Vacancy(
    id="17",
    path="/vacancy/17",
    title="SMM-менеджер «на вырост»",
    text="Ведём соцсети & блог пекарни.\n# Задачи\n- посты\n- ответы\nПишите: @pekarnya_demo",
    posted=datetime(2026, 11, 10, 8, 0, tzinfo=UTC),
    company="Пекарня «Тёплый Кирпич»",
    cities=("Псков",),
    pay=Pay("70 000 – 90 000 ₽", 70_000, 90_000),
    employment=("FULL_TIME",),
    experience="от 1 года",
)
BOARD = Board("doska", "https://doska.example", "Доска", "Работа", ("/sitemap.xml",), (VACANCY,))


def vacancy(**changes: Any) -> Vacancy:
    return Vacancy(**{name: getattr(VACANCY, name) for name in Vacancy.__slots__} | changes)


def read(html: str, url: str = "https://doska.example/vacancy/17") -> VacancyPage | None:
    return read_vacancy(html, url, now=NOW, zone=MOSCOW)


def read_page(**changes: Any) -> VacancyPage:
    page = read(board_page.render_vacancy(BOARD, vacancy(**changes), [vacancy(id="18", path="/vacancy/18")]))
    assert page is not None
    return page


BODY = "Ведём соцсети & блог пекарни.\nЗадачи\n- посты\n- ответы\nПишите: @pekarnya_demo"


@pytest.mark.parametrize("markup", ["json-ld", "microdata"])
@pytest.mark.parametrize("quirk", [None, *sorted(set(QUIRKS) - {"broken_only", "pay_string", "pay_number", "cp1251"})])
def test_a_jobposting_in_any_shape_gives_the_same_text(markup: str, quirk: str | None) -> None:
    page = read_page(markup=markup, quirks=(quirk,) if quirk else ())
    assert page.posting is not None
    head, _, body = page.text.partition("\n\n")
    assert body == BODY
    assert head.splitlines()[:5] == [
        "SMM-менеджер «на вырост»",
        "Компания: Пекарня «Тёплый Кирпич»",
        "Город: Псков",
        "Зарплата: 70 000 – 90 000 руб. в месяц",
        "Занятость: полная занятость",
    ]
    assert page.posting["title"] == "SMM-менеджер «на вырост»"
    assert page.posting["description"] == BODY
    assert page.posted_at is not None
    assert page.posted_at.astimezone(MOSCOW).date() == date(2026, 11, 10)
    assert not page.closed


@pytest.mark.parametrize("changes", [{"markup": "none"}, {"quirks": ("broken_only",)}])
def test_without_a_jobposting_title_and_text_are_read(changes: dict[str, Any]) -> None:
    page = read_page(**changes)
    assert page.posting is None
    assert page.text == (
        "SMM-менеджер «на вырост»\nПекарня «Тёплый Кирпич»\nЗарплата: 70 000 – 90 000 ₽\n"
        f"Город: Псков\nОпыт: от 1 года\n{BODY}\nОпубликовано 10.11.2026"
    )
    assert page.posted_at == datetime(2026, 11, 9, 21, 0, tzinfo=UTC)


def test_a_page_without_main_is_read_by_its_longest_text() -> None:
    text = "Ищем менеджера по продажам в отдел оптовых продаж пиломатериалов, график пятидневный. " * 4
    html = (
        f"<html><title>Менеджер по продажам | Доска</title><body><nav>Меню</nav><div><p>{text}</p></div></body></html>"
    )
    page = read(html)
    assert page is not None
    assert page.text.startswith("Менеджер по продажам\n")
    assert text.strip() in page.text
    assert "Меню" not in page.text


@pytest.mark.parametrize(
    ("changes", "closed"),
    [
        ({"closed": True}, True),
        ({"closed": True, "markup": "none"}, True),
        ({"valid_through": date(2026, 11, 19)}, True),
        ({"valid_through": date(2026, 11, 20)}, False),
        ({"text": "Вакансия закрыта не будет, пока не найдём. Опыт работы в архиве приветствуется."}, False),
        ({"text": "Нужен редактор.\nВ архиве"}, False),
    ],
)
def test_when_a_vacancy_is_closed(changes: dict[str, Any], closed: bool) -> None:
    assert read_page(**changes).closed is closed


def test_another_vacancys_notice_in_the_list_of_similar_ones_does_not_close_this_one() -> None:
    html = board_page.render_vacancy(BOARD, VACANCY, [vacancy(id="18", path="/vacancy/18", title="Вакансия закрыта")])
    page = read(html)
    assert page is not None
    assert not page.closed


@pytest.mark.parametrize(
    ("salary", "line"),
    [
        ({"currency": "RUB", "value": {"minValue": 80000, "unitText": "MONTH"}}, "от 80 000 руб. в месяц"),
        ({"currency": "RUR", "value": {"maxValue": "120 000", "unitText": "month"}}, "до 120 000 руб. в месяц"),
        ({"currency": "RUB", "value": {"value": 500, "unitText": "HOUR"}}, "500 руб. в час"),
        ({"currency": "USD", "minValue": 1000, "maxValue": 2000, "unitText": "MONTH"}, "1 000 – 2 000 USD в месяц"),
        ({"currency": "RUB", "value": {"minValue": 70000, "maxValue": 70000}}, "70 000 руб."),
        ({"currency": "RUB", "value": {"minValue": 0, "maxValue": 0}}, ""),
        ({"currency": "RUB", "value": 65000}, "65 000 руб."),
        ({"currency": "RUB", "value": "65000.00"}, "65 000 руб."),
        (65000, "65 000 руб."),
        ("65000", "65 000 руб."),
        ("по договорённости", "по договорённости"),
        ([{"currency": "RUB", "value": {"minValue": 50000}}], "от 50 000 руб."),
        (True, ""),
        (None, ""),
        ({}, ""),
        ([], ""),
        ({"value": {"minValue": 1e300, "maxValue": "NaN"}}, ""),
    ],
)
def test_pay_in_words(salary: object, line: str) -> None:
    text = posting_text({"title": "Маркетолог", "baseSalary": salary})
    assert text == ("Маркетолог" if not line else f"Маркетолог\nЗарплата: {line}")


@pytest.mark.parametrize(
    ("posting", "lines"),
    [
        ({"hiringOrganization": ["Ромашка", "Лютик"]}, ["Компания: Ромашка"]),
        ({"hiringOrganization": {"@type": "Organization", "legalName": "ООО Ромашка"}}, ["Компания: ООО Ромашка"]),
        ({"jobLocation": [{"address": "Псков"}, {"address": {"addressRegion": "Тверь"}}]}, ["Город: Псков, Тверь"]),
        ({"jobLocationType": ["telecommute"]}, ["Формат: удалённо"]),
        ({"employmentType": ["PART_TIME", "contractor", "Вахта"]},
         ["Занятость: частичная занятость, проектная работа, Вахта"]),
        ({"experienceRequirements": {"monthsOfExperience": 36}}, ["Опыт: от 3 лет"]),
        ({"experienceRequirements": {"monthsOfExperience": "6"}}, ["Опыт: от 6 месяцев"]),
        ({"experienceRequirements": {"monthsOfExperience": 0}}, ["Опыт: без опыта"]),
        ({"workHours": "5/2"}, ["График: 5/2"]),
        ({"skills": ["SQL", "Excel"]}, ["", "Навыки: SQL, Excel"]),
        ({"applicationContact": {"telephone": "+7 900 000-00-01", "email": "a@b.example"}},
         ["", "Контакты: +7 900 000-00-01, a@b.example"]),
        ({"jobLocation": 5, "hiringOrganization": 7, "employmentType": {"x": 1}, "description": ["a"]}, ["", "a"]),
    ],
)  # fmt: skip
def test_facts_in_words(posting: dict[str, Any], lines: list[str]) -> None:
    assert posting_text({"title": "Маркетолог", **posting}).splitlines() == ["Маркетолог", *lines]


def script(value: Any) -> str:
    return f'<script type="application/ld+json">{json.dumps(value)}</script>'


POSTING = {"@type": "JobPosting", "title": "PR-менеджер", "description": "x"}


@pytest.mark.parametrize(
    "html",
    [
        script(POSTING),
        script([{"@type": "Organization"}, POSTING]),
        script({"@graph": [{"@type": "WebPage", "mainEntity": POSTING}]}),
        script(POSTING | {"@type": ["Thing", "http://schema.org/JobPosting"]}),
        script(POSTING | {"title": "PR-&#1084;енеджер"}),
        script(POSTING | {"title": None, "name": "PR-менеджер"}),
        script(POSTING).replace("application/ld+json", "Application/LD+JSON; charset=utf-8"),
        "<script type='application/ld+json'>{,}</script>" + script(POSTING),
        "<script type='application/ld+json'>" + "[" * 100_000 + "</script>" + script(POSTING),
        script(POSTING).replace(">{", ">// комментарий\n{"),
        script(POSTING | {"url": "https://doska.example/vacancy/17/?utm_source=x"})
        + script(POSTING | {"title": "Другая", "url": "https://doska.example/vacancy/18"}),
        "<h1>PR-менеджер</h1>" + script([POSTING, POSTING | {"title": "Другая"}]),
    ],
)
def test_a_posting_is_found_wherever_it_hangs(html: str) -> None:
    posting = find_posting(Selector(f"<html><body>{html}</body></html>"), "https://doska.example/vacancy/17")
    assert posting is not None
    assert posting["title"] == "PR-менеджер"


@pytest.mark.parametrize(
    "html",
    [
        "",
        script({"@type": "WebSite"}),
        script({"@type": "JobPosting", "title": ""}),
        script([POSTING | {"title": "Первая"}, POSTING | {"title": "Вторая"}]),  # a list of vacancies
        script("JobPosting"),
    ],
)
def test_a_page_without_a_posting_has_none(html: str) -> None:
    assert find_posting(Selector(f"<html><body>{html}</body></html>"), "https://doska.example/vacancy/17") is None


@pytest.mark.parametrize(
    "html",
    [
        board_page.render_front(BOARD, [vacancy(id=str(n), path=f"/vacancy/{n}") for n in range(12)]),
        board_page.render_missing(BOARD),
        "<html><body><main>" + "Текст без названия, зато длинный. " * 20 + "</main></body></html>",
        "<html><title>Только название</title><body><main>Мало.</main></body></html>",
    ],
)
def test_what_is_no_vacancy(html: str) -> None:
    assert read(html) is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(
        st.sampled_from(["@type", "name", "value", "minValue", "address", "description", "currency"]), inner, max_size=4
    ),
    max_leaves=12,
)  # fmt: skip
NAMES = st.sampled_from(
    ["title", "description", "baseSalary", "jobLocation", "hiringOrganization", "employmentType", "datePosted",
     "validThrough", "experienceRequirements", "applicationContact", "jobLocationType", "skills", "url"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(NAMES, JSON, max_size=8))
def test_any_values_are_read(values: dict[str, Any]) -> None:
    page = read(f"<html><body>{script({**values, '@type': 'JobPosting', 'title': 'Маркетолог'})}</body></html>")
    assert page is not None
    assert page.text.splitlines()[0] == "Маркетолог"
    assert page.posted_at is None or page.posted_at <= NOW

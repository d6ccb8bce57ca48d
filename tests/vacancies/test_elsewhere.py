"""A vacancy's text for other places: never longer than a message may be, its link whole, its manner its own."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from telegram_sources.bot_text import as_messages
from tests.vacancies.test_markup import NOW, PASTED
from voronka.model import Contacts, Employment, Posting, WorkFormat
from voronka.vacancies.draft import Draft
from voronka.vacancies.elsewhere import CLOSED, LIMIT, PLACES, channel_post, cut, units

URL = "https://v.example/vacancy/7"
DRAFT = Draft.of_text(PASTED, NOW)


def test_a_channels_message_says_what_counts_and_leads_to_the_page() -> None:
    posting = replace(DRAFT.posting, deadline=date(2026, 12, 1))
    text, [link] = channel_post(replace(DRAFT, posting=posting), "Команда", URL, closed=False)
    assert text.startswith("SEO-специалист — Тестовый Фикус\n\n💰 80")
    for said in ("📍 Казань, офис", "🕘 полная занятость", "отклик до 01.12.2026", "Откликнуться: @fikus_hr_demo"):
        assert said in text
    assert (text[link.start : link.end], link.url) == ("Подробнее", URL)
    closed, links = channel_post(DRAFT, "Команда", URL, closed=True)
    assert (closed, links) == (f"{CLOSED}\n\nSEO-специалист — Тестовый Фикус", ())


@given(st.text(st.sampled_from("ая 🔥<>&\n\u0301*_[]"), max_size=9000), st.text(max_size=400))
@settings(max_examples=60, deadline=None)
def test_whatever_is_written_it_is_one_message(body: str, title: str) -> None:
    draft = replace(DRAFT, text=body, posting=replace(DRAFT.posting, title=title, company=title))
    text, links = channel_post(draft, "Команда", URL, closed=False)
    assert units(text) <= LIMIT
    [message] = as_messages(text, links)
    assert message.endswith(f'<a href="{URL}">Подробнее</a>')
    assert message.count("<") == 2


@pytest.mark.parametrize(
    ("text", "most", "expected"),
    [
        ("короткий", 8, "короткий"),
        ("одно два три", 9, "одно два…"),
        ("длинноеслово", 5, "длин…"),
        ("🔥🔥🔥", 5, "🔥🔥…"),
    ],
)
def test_cutting(text: str, most: int, expected: str) -> None:
    assert cut(text, most) == expected


@pytest.mark.parametrize(
    ("posting", "expected"),
    [
        (Posting(roles=("smm",), cities=("Казань",)), {"digital_jobster", "rabota_go", "jobster.pro"}),
        (Posting(roles=("sales_manager",)), {"rabota_go", "jobster.pro"}),
        (Posting(roles=("other",), employment=(Employment.PROJECT,)), {"rabota_freelancee"}),
        (Posting(roles=("designer",), formats=(WorkFormat.REMOTE,)),
         {"digital_jobster", "rabota_freelancee", "jobster.pro"}),
    ],
)  # fmt: skip
def test_whom_a_place_suits(posting: Posting, expected: set[str]) -> None:
    assert {place.name for place in PLACES if place.suits(posting)} == expected


def test_each_place_has_its_manner() -> None:
    texts = {place.name: place.text(DRAFT, "Команда", URL) for place in PLACES}
    assert len({text.splitlines()[0] for text in texts.values()}) == 4
    for name, text in texts.items():
        assert URL in text
        assert "@fikus_hr_demo" in text, name
    assert texts["digital_jobster"].splitlines()[-1] == "#вакансия #seo #казань"
    assert "Специализация: SEO-специалист" in texts["jobster.pro"]
    bare = replace(DRAFT, posting=Posting(contacts=Contacts()))
    assert all("None" not in place.text(bare, "Команда", URL) for place in PLACES)

"""Titles in the nominative."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voronka.extract import read
from voronka.extract.nominative import of

# title in the text → in the nominative, whatever stands before it
ROWS = [
    ("Продавцом в цветочный магазин", "Продавец в цветочный магазин"),
    ("SMM-щика", "SMM-щик"),
    ("сммщицу", "сммщица"),
    ("РОПа", "РОП"),
    ("UGC-креаторов", "UGC-креатор"),
    ("КОНТЕНТ-КРЕАТОРА", "КОНТЕНТ-КРЕАТОР"),
    ("главного редактора", "главный редактор"),
    ("торговых представителей", "торговый представитель"),
    ("руководителя отдела продаж", "руководитель отдела продаж"),
    ("редактора и автора", "редактор и автор"),
    ("аккаунт-менеджера либо проджекта", "аккаунт-менеджер либо проджект"),
    ("продавца-консультанта", "продавец-консультант"),
    ("видеографа-монтажёра", "видеограф-монтажёр"),
    ("контент менеджера", "контент менеджер"),
    ("Senior PR-менеджера", "Senior PR-менеджер"),
    ("таланта в продажах", "талант в продажах"),
    ("старшего менеджера по продажам", "старший менеджер по продажам"),
    # these are in the nominative already
    ("Модератор чатов", "Модератор чатов"),
    ("Комьюнити-менеджер школы аналитики", "Комьюнити-менеджер школы аналитики"),
    ("Помощник маркетолога", "Помощник маркетолога"),
    ("Аналитик рекламы", "Аналитик рекламы"),
    ("операторы на звонки", "операторы на звонки"),
    ("Head of Growth", "Head of Growth"),
    ("Маркетинг", "Маркетинг"),
    ("", ""),
]


@pytest.mark.parametrize(("title", "nominative"), ROWS)
def test_the_nominative(title: str, nominative: str) -> None:
    assert of(title, governed=False) == nominative


def test_a_form_of_two_words_is_the_person_where_a_verb_asks_for_another_case() -> None:
    assert of("веб-аналитика", governed=True) == "веб-аналитик"
    assert of("веб-аналитика", governed=False) == "веб-аналитика"


def test_the_evidence_of_a_title_is_what_the_text_says() -> None:
    posting = read("Агентство «Север» ищет SMM-щика, удалённо. Писать @sever_demo_hr").postings[0]
    assert posting.title == "SMM-щик"
    assert posting.evidence["title"][0].text == "SMM-щика"


@given(st.text(max_size=120), st.booleans())
def test_any_text_is_taken(title: str, governed: bool) -> None:
    assert isinstance(of(title, governed=governed), str)

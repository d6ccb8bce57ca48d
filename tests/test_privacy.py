"""Masking: what stands in a candidate's text that leads to the person, and what does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voronka.model import Contacts
from voronka.privacy import BLOT, mask

SECRETS = [
    ("пишите @anna_primer", "anna_primer"),
    ("@ anna_primer", "anna_primer"),
    ("тг: anna_primer", "anna_primer"),
    ("Телеграм — anna_primer", "anna_primer"),
    ("телеграм anna_primer1", "anna_primer1"),
    ("t.me/anna_primer", "anna_primer"),
    ("https://t.me/anna_primer?start=1", "anna_primer"),
    ("tg://resolve?domain=anna_primer", "anna_primer"),
    ("портфолио behance.net/annaprimer", "annaprimer"),
    ("сайт annaprimer.ru", "annaprimer"),
    ("vk.com/annaprimer", "annaprimer"),
    ("вк: annaprimer", "annaprimer"),
    ("anna.primer@mail.example", "anna.primer"),
    ("anna.primer (at) mail.example", "anna.primer"),
    ("anna.primer собака mail точка example", "anna.primer"),
    ("+7 (900) 000-15-63", "900"),
    ("8 900 000-15-63", "15-63"),
    ("8(900)0001563", "0001563"),
    ("9000001563", "9000001563"),
    ("+7-900-000-15-63", "15-63"),
    ("+375 29 000-00-11", "00-11"),
    ("wa.me/79000001563", "79000001563"),
]

HARMLESS = [
    "70 000 – 85 000 ₽",
    "89 000 – 120 000 на руки",
    "80 000 – 120 000 ₽",
    "зп 80 000 - 120 000 руб на руки",
    "от 90 000 до 120 000, 2019–2024",
    "amoCRM, Яндекс.Директ, Node.js, B2B/B2C, SMM/PR и/или",
    "снизила CPL с 1 900 до 1 100, бюджет 800 000",
    "опыт 3.5 года, график 5/2, с 9:00 до 18:00",
]


@pytest.mark.parametrize(("text", "secret"), SECRETS)
def test_a_way_to_the_person_is_blotted_out(text: str, secret: str) -> None:
    masked = mask(f"Ищу работу. {text} Спасибо")
    assert secret not in masked
    assert masked.startswith("Ищу работу. ")
    assert masked.endswith(" Спасибо")


@pytest.mark.parametrize("text", HARMLESS)
def test_pay_and_tools_stay_readable(text: str) -> None:
    assert mask(text) == text


def test_contacts_that_were_read_are_blotted_in_any_form() -> None:
    contacts = Contacts(telegram=("strannoe_imya",), phone=("+79000001563",), email=("a@b.example",))
    masked = mask("ник strannoe_imya или СТРАННОЕ; 9 0 0 000 15 63; Strannoe_Imya", contacts)
    assert "strannoe_imya" not in masked.lower()
    assert "15 63" not in masked
    assert "СТРАННОЕ" in masked


@given(st.text(max_size=300))
def test_length_and_white_space_stay(text: str) -> None:
    masked = mask(text)
    assert len(masked) == len(text)
    assert all(a == b or b == BLOT for a, b in zip(text, masked, strict=True))

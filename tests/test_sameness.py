"""Which evidence joins two postings, and which keeps them apart, a rule at a time."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from voronka.grouping import Item, compare
from voronka.model import Contacts, Kind, Posting, Salary
from voronka.traits import same_name

DAY = datetime(2026, 10, 1, 9, tzinfo=UTC)
ROUNDS = """Торговый представитель, чай и кофе
Компания «Лесной Чай», дистрибьютор в Перми и области
посещать 15–17 точек в день, выкладка, заказы в планшете, контроль оплаты, открывать новые магазины
Своё авто обязательно, права В, опыт не обязателен
Оклад 45 000 + % (в среднем 80 000), ГСМ и связь оплачиваем
Что мы даём: корпоративное обучение, дружную команду, подарки детям к праздникам, скидки на нашу продукцию
Что важно нам: грамотная речь, пунктуальность, желание зарабатывать и расти до супервайзера
Звоните: Анатолий @lesnoy_tea"""
SHORTER = """Торговый представитель в «Лесной Чай» | Пермь
15–17 магазинов в день, выкладка, заказы через планшет, контроль оплаты, новые точки
личный автомобиль; 48 000 + %, в среднем 84 000. Вопросы Ольге @lesnoy_hr"""


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({}, "employer"),
        ({"company": "Горный Чай"}, None),
        ({"company": None}, None),
        ({"cities": ("Уфа",)}, None),
        ({"salary": Salary(150_000, None)}, None),
    ],
)
def test_one_employer_looks_under_another_contact(changes: dict[str, Any], rule: str | None) -> None:
    posting = Posting(title="Торговый представитель", roles=("sales_representative",), cities=("Пермь",))
    first, second = (
        replace(posting, company="Лесной Чай", salary=Salary(pay, None), contacts=Contacts(telegram=(name,)))
        for pay, name in ((45_000, "lesnoy_tea"), (48_000, "lesnoy_hr"))
    )
    why = compare(
        Item("kanal_a/1/0", Kind.VACANCY, first, ROUNDS, "kanal_a", DAY),
        Item("kanal_b/2/0", Kind.VACANCY, replace(second, **changes), SHORTER, "kanal_b", DAY),
    )
    assert (why and why.rule) == rule


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("ДКР", "Дом кедровых ремёсел", True),
        ("ДКР", "Дом кедра", False),
        ("Дкр", "Дом кедровых ремёсел", False),
        ("ДКР", "Дом камня и реки", False),
    ],
)
def test_first_letters_are_a_name(a: str, b: str, same: bool) -> None:
    assert same_name(a, b) is same
    assert same_name(b, a) is same

"""What a channel dresses a post in is taken away, whatever stands beside it."""

import pytest

from voronka.undressing import undressed


@pytest.mark.parametrize(
    ("folded", "left"),
    [
        ("пишите name@mail.ru или @smm_kazan", "пишите   или  "),
        ("резюме на a.b+c@firma.co.uk, тел. +7 900 123-45-67", "резюме на  , тел.  "),
        ("почта 79001234567@mail.ru", "почта  "),
        ("@@name и @n", "@  и @n"),
        ("https://firma.ru/a?b=1 и t.me/kanal/7, но не at.me/x", "  и   но не at.me/x"),
        ("#smm #удаленно оклад", "    оклад"),
        ("до 12 мая 2025", "до  "),
        ("от 130 000, 130к, 130 тыс. руб, 1,5 ставки", "от 130, 130, 130 руб, 1.5 ставки"),
        ("два с половиной года", "2.5 года"),
        ("smm\n\nап!\nсрочно\nподпишись на канал", "smm\n"),
        ("апп\nоклад 90 000, срочно", "оклад 90, срочно"),
        ("upper", "upper"),
    ],
)
def test_only_what_counts_is_left(folded: str, left: str) -> None:
    assert undressed(folded) == left


def test_many_names_are_read_in_linear_time() -> None:
    assert "@" not in undressed("ab@cd.ru " * 900)

"""The rules by which a vacancy counts as closed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voronka.closing import is_plausible, post_says_closed, says_closed


@pytest.mark.parametrize(
    "notice",
    [
        "Вакансия закрыта",
        "Эта вакансия закрыта работодателем",
        "Вакансия в архиве",
        "Вакансия перенесена в архив 12 ноября",
        "В архиве",
        "Архивная вакансия",
        "Вакансия снята с публикации",
        "Вакансия неактуальна",
        "Объявление больше не актуально",
        "К сожалению, вакансия уже закрылась",
        "Позиция закрыта",
        "Набор закрыт",
        "Приём откликов завершён",
        "Работодатель закрыл эту вакансию",
        "Срок размещения вакансии истёк",
        "❌ Вакансия удалена",
        "This job is no longer available",
        "The position has been filled",
        "No longer accepting applications",
    ],
)
def test_a_notice_of_a_page_says_that_it_is_closed(notice: str) -> None:
    assert says_closed(notice)


@pytest.mark.parametrize(
    "words",
    [
        "Вакансия открыта",
        "Закрывать вакансии в срок",
        "Вакансии компании",
        "Менеджер по закрытым продажам",
        "Ведение архива вакансий",
        "Похожие вакансии",
        "Вакансия: архивариус",
        "Вакансия " + "очень " * 40 + "закрыта",
    ],
)
def test_other_words_do_not(words: str) -> None:
    assert not says_closed(words)


@pytest.mark.parametrize(
    ("text", "closed"),
    [
        ("❌ ЗАКРЫТО ❌\n\nSMM-менеджер в пекарню, Казань", True),
        ("SMM-менеджер в пекарню, Казань\n\nВакансия закрыта!", True),
        ("SMM-менеджер в пекарню, Казань\n#вакансия #закрыта", True),
        ("SMM-менеджер в пекарню, Казань\nНеактуально", True),
        ("SMM-менеджер в пекарню\nЗакрыто-открытый формат: офис и дом\nКазань", False),
        ("Закрытая распродажа ищет продавцов\nКазань", False),
        ("", False),
    ],
)
def test_a_post_says_it_in_its_first_or_last_line(text: str, closed: bool) -> None:
    assert post_says_closed(text) is closed


@given(st.text())
def test_any_text_is_judged(text: str) -> None:
    says_closed(text)
    post_says_closed(text)


def test_many_items_do_not_vanish_at_once() -> None:
    assert is_plausible(3, 3)
    assert is_plausible(40, 100)
    assert not is_plausible(60, 100)

"""Levels of positions."""

import pytest

from voronka.extract.seniority import find
from voronka.model import Kind, Seniority

ROWS = [
    ("Senior SMM-менеджер", Seniority.SENIOR),
    ("Ведущий маркетолог", Seniority.SENIOR),
    ("Старшая медсестра", Seniority.SENIOR),
    ("Middle/Senior таргетолог", Seniority.MIDDLE),
    ("Джун копирайтер", Seniority.JUNIOR),
    ("Младший аналитик", Seniority.JUNIOR),
    ("Стажёр-маркетолог", Seniority.INTERN),
    ("Руководитель отдела продаж", Seniority.LEAD),
    ("РОП", Seniority.LEAD),
    ("Head of Growth", Seniority.LEAD),
    ("Шеф-редактор", Seniority.LEAD),
    ("Супервайзер", Seniority.LEAD),
    ("Ведущий маркетолог / Руководитель направления", Seniority.LEAD),
    ("Lead generation manager", None),
    ("Лид-менеджер", None),
    ("Помощник руководителя", None),
    ("Ассистент маркетолога", None),
    ("Специалист по Яндекс Директу", None),
    ("Копирайтер", None),
]


@pytest.mark.parametrize(("title", "level"), ROWS)
def test_the_titles_words_say_the_level(title: str, level: Seniority | None) -> None:
    found = find((0, len(title)), title, Kind.VACANCY)
    assert (found and found[0]) == level


SAID = [
    ("Маркетолог (middle) в «Лис»", 10, Seniority.MIDDLE),
    ("Маркетолог\nОпыт от 2 лет, уровень middle", 10, Seniority.MIDDLE),
    ("Маркетолог\nИщем начинающего, но с кейсом", 10, Seniority.JUNIOR),
    ("Маркетолог\nРабота с senior-командой и старшим дизайнером", 10, None),
]


@pytest.mark.parametrize(("text", "title_end", "level"), SAID)
def test_the_text_says_the_level_in_so_many_words(text: str, title_end: int, level: Seniority | None) -> None:
    found = find((0, title_end), text, Kind.VACANCY)
    assert (found and found[0]) == level
    if found:
        assert text[found[1].start : found[1].end] == found[1].text


def test_a_word_before_the_title_counts() -> None:
    text = "я начинающий SEO-специалист"
    found = find((13, len(text)), text, Kind.CANDIDATE)
    assert found is not None
    assert found[0] is Seniority.JUNIOR

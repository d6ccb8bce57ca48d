"""Titles as the text has them."""

from difflib import SequenceMatcher

import pytest

from tests.extract.invented import POSTS, Expected, Post
from voronka.extract import read
from voronka.extract.document import Document
from voronka.extract.title import find
from voronka.model import Kind, Link

WHOLE = [
    (post, index, expected)
    for post in POSTS
    for index, expected in enumerate(post.postings)
    if "монтажёр для" not in expected.title
]

ROWS = [
    ("🔥 Senior SMM-менеджер в агентство «Кот»", "Senior SMM-менеджер"),
    ("Ищем опытного таргетолога для школы танцев", "таргетолога"),
    ("Менеджер по продажам (B2B), удалённо", "Менеджер по продажам"),
    ("Копирайтер, 60 000 ₽", "Копирайтер"),
    ("Вакансия: руководитель группы телемаркетинга. Самара", "руководитель группы телемаркетинга"),
    ("Стажёр в отдел продаж строительной компании, Тула", "Стажёр в отдел продаж"),
    ("Требуется: Директор по маркетингу!", "Директор по маркетингу"),
    ("Должность: ведущий аналитик рекламы", "ведущий аналитик рекламы"),
    ("Head of Growth @ Pinebox", "Head of Growth"),
    ("SEO-специалист | Минск | офис", "SEO-специалист"),
    ("Личный ассистент эксперту по маркетингу", "Личный ассистент"),
    ("Стажёр в отдел SMM", "Стажёр в отдел SMM"),
    ("Маркетолог / SMM-менеджер в кофейню", "Маркетолог / SMM-менеджер"),
    ("Таргетолог Middle+/Senior", "Таргетолог"),
    ("#вакансия #smm\nСМM-щик на подработку", "СМM-щик"),
]


@pytest.mark.parametrize(("text", "title"), ROWS)
def test_the_title_of_a_line(text: str, title: str) -> None:
    found = find(Document(text), Kind.VACANCY)
    assert found is not None
    assert text[found.start : found.end] == title


def test_an_employer_may_stand_before_the_title_with_a_comma() -> None:
    text = (
        "«Дом Ремня», РОП, Пермь. Возвращаемся к поиску\n\nНужен опыт управления продажами. Оклад 150 000. @x_demo_hr"
    )
    assert [posting.title for posting in read(text).postings] == ["РОП"]


@pytest.mark.parametrize(("post", "index", "expected"), WHOLE, ids=[row[2].title[:30] for row in WHOLE])
def test_the_title_of_a_post(post: Post, index: int, expected: Expected) -> None:
    posting = read(post.text, [Link(url) for url in post.links]).postings[index]
    assert SequenceMatcher(None, (posting.title or "").lower(), expected.title.lower()).ratio() >= 0.85


@pytest.mark.xfail(reason="what a position is for is cut from its title after a seeking verb", strict=True)
def test_a_purpose_that_belongs_to_the_title() -> None:
    text = "Требуется монтажёр для YouTube, 3000 ₽ за ролик"
    found = find(Document(text), Kind.VACANCY)
    assert found is not None
    assert text[found.start : found.end] == "монтажёр для YouTube"


def test_a_card_keeps_its_whole_line_but_remarks() -> None:
    head = "Руководитель группы (SEO/Контекст), работа с крупными клиентами (удалёнка)"
    text = f"{head}\nАзбука Лес\nТомск\nОпыт работы: от 3 лет\nПолная занятость"
    posting = read(text, [Link("https://hh.ru/vacancy/7")]).postings[0]
    assert posting.title == "Руководитель группы (SEO/Контекст), работа с крупными клиентами"
    assert posting.company == "Азбука Лес"


def test_without_a_role_word_the_first_line_is_the_title() -> None:
    posting = read("Бондарь\nОбязанности: бочки\nТребования: руки\nУсловия: дуб\nРезюме: @bochka_x").postings[0]
    assert (posting.title, posting.roles) == ("Бондарь", ("other",))
    assert posting.evidence["title"][0].rule == "title.first_line"

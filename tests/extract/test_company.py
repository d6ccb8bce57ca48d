"""Employers' names."""

import re

import pytest

from tests.extract.invented import POSTS, Expected, Post
from voronka.extract import read
from voronka.extract.company import find
from voronka.extract.company_name import clean
from voronka.extract.document import Document
from voronka.extract.title import find as find_title
from voronka.model import Kind, Link

WHOLE = [(p, i, e) for p in POSTS for i, e in enumerate(p.postings)]

ROWS = [
    ("SMM-менеджер в студию «Рыжий Лис»", "Рыжий Лис"),
    ("Маркетолог\nКомпания: ООО «Тихий Берег»", "Тихий Берег"),
    ("Маркетолог\nРаботодатель: АО Северный Ветер (Тверь)", "Северный Ветер"),
    ("Sales manager at Pinebox, remote", "Pinebox"),
    ("Агентство BrightOwl ищет таргетолога", "BrightOwl"),
    ("Мы Pinebox, сервис доставки. Нужен копирайтер", "Pinebox"),
    ("Ищем бренд-менеджера (категория «Завтраки»), @x_hr_x", None),
    ("Нужен таргетолог для курса «Йога дома», @x_hr_x", None),
    ("Ищем дизайнера. В теме письма напишите слово «Дизайн»", None),
    ("Менеджер по продажам в Казань", None),
    ("Пекарня «Бодрый Хлеб» ищет менеджера по продажам в HoReCa", "Бодрый Хлеб"),
    ("Маркетолог\nКубок Снов\n\nКубок Снов: студия игр.", "Кубок Снов"),
    ("Кладовщик-продавец\n60 000 ₽\nОмск, ул. Лесная, 3\nОб этой вакансии\nГрафик: 5/2\nОпыт: не нужен", None),
    ("Маркетолог\nУфа\nОбразование: любое\nЯзыки: русский, татарский\nЗарплата: 80 000 ₽\nГрафик: 5/2", None),
    ("Детский клуб «Мечта» берёт SMM-щика", "Мечта"),
    ("Ивент-менеджер, Карелия", None),
    ("Ищем маркетолога в команду маркетплейса свежих овощей Грядолёт. Омск", "Грядолёт"),
    ("CMO wanted\n\nPaperowl — legal tech for small firms, 19 people. Remote", "Paperowl"),
    ("Email-маркетолог, EdTech Lumenka, от 120 000", "Lumenka"),
    ("Senior Media Buyer – Cyprus (Limassol) or remote", None),
    ("Опыт на маркетплейсах от года: Ozon, Wildberries. Ищем менеджера", None),
]


def plain(name: str | None) -> str:
    return re.sub(r"\W+", " ", (name or "").lower()).strip()


@pytest.mark.parametrize(("text", "company"), ROWS)
def test_the_company_of_a_line(text: str, company: str | None) -> None:
    doc = Document(text)
    found = find(doc, find_title(doc, Kind.VACANCY), Kind.VACANCY)
    assert (found and found[0]) == company
    if found:
        assert text[found[1].start : found[1].end] == company


@pytest.mark.parametrize(("post", "index", "expected"), WHOLE, ids=[row[2].title[:30] for row in WHOLE])
def test_the_company_of_a_post(post: Post, index: int, expected: Expected) -> None:
    posting = read(post.text, [Link(url) for url in post.links]).postings[index]
    assert plain(posting.company) == plain(expected.company)


def test_a_sentence_under_a_title_is_no_employer() -> None:
    text = "Продавец в салон «Крот», Тула\n\nГрафик 2/2\nОклад 50 000 ₽\nГлавное не бояться пыли\n\nЗвонить Анне"
    doc = Document(text)
    found = find(doc, find_title(doc, Kind.VACANCY), Kind.VACANCY)
    assert found is not None
    assert found[0] == "Крот"


def test_an_employer_given_in_a_field_is_cleaned() -> None:
    assert clean("Агентство «Перекличка»") == "Перекличка"
    assert clean("ООО Тихий Берег") == "Тихий Берег"
    assert clean("Pinebox") == "Pinebox"


def test_a_candidate_names_no_employer() -> None:
    doc = Document("Ищу работу. Работала в компании «Рыжий Лис» маркетологом")
    assert find(doc, find_title(doc, Kind.CANDIDATE), Kind.CANDIDATE) is None

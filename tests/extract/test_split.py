"""Posts into positions."""

import pytest

from tests.extract.invented import POSTS, Post
from voronka.extract import read
from voronka.extract.document import Document
from voronka.extract.split import find
from voronka.model import Link

ALL = tuple(post for post in POSTS if post.postings or post.kind in ("content", "promo"))


@pytest.mark.parametrize("post", ALL, ids=[post.text[:30] for post in ALL])
def test_the_number_of_positions_and_their_roles(post: Post) -> None:
    reading = read(post.text, [Link(url) for url in post.links])
    assert [posting.roles[0] for posting in reading.postings] == [expected.role for expected in post.postings]


def test_a_heading_and_a_tail_hold_for_each_position() -> None:
    text = (
        "В студию «Бумажный дом» открыты вакансии:\n\n1. Таргетолог, 60 000 ₽\n2. Копирайтер, 50 000 ₽\n\n"
        "Обе удалённо. Пишите @dom_hr"
    )
    first, second = read(text).postings
    assert (first.company, second.company) == ("Бумажный дом", "Бумажный дом")
    assert first.contacts.telegram == second.contacts.telegram == ("dom_hr",)
    assert [format_.value for format_ in second.formats] == ["remote"]
    assert (first.salary and first.salary.min, second.salary and second.salary.min) == (60000, 50000)


def test_a_digests_heading_holds_but_its_sum_does_not() -> None:
    text = "ТОП удалёнок от 100к\n\n1) SEO-специалист, от 120к, @a_seo_hr\n2) РОП, @b_rop_hr\n3) Дизайнер, @c_des_hr"
    reading = read(text)
    assert [[f.value for f in posting.formats] for posting in reading.postings] == [["remote"]] * 3
    assert [posting.salary is not None for posting in reading.postings] == [True, False, False]


def test_hidden_links_go_to_their_lines() -> None:
    text = "Вакансии дня\n\nSMM-менеджер, Пермь → тут\nТаргетолог, Уфа → тут\nРОП, Омск → тут\n"
    at = [i for i in range(len(text)) if text.startswith("тут", i)]
    links = [Link(f"https://jobs.example/{i}", "тут", start, start + 3) for i, start in enumerate(at)]
    assert [posting.contacts.url for posting in read(text, links).postings] == [
        (f"https://jobs.example/{i}",) for i in range(3)
    ]
    unplaced = [Link(link.url) for link in links]
    assert [posting.contacts.url for posting in read(text, unplaced).postings] == [
        (f"https://jobs.example/{i}",) for i in range(3)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Маркетолог / директор по маркетингу. 150 000 ₽, @one_post",
        "Ищем SMM-щика и дизайнера в одном лице, 50 000 ₽, @one_post",
        "Ищем проджекта\n\nВ команде:\n— дизайнер\n— копирайтер\n— таргетолог\n\n80 000 ₽, @one_post",
        "Дизайнер в студию\n\nТекст вакансии писала арт-директор, HR поправил запятые. 85 000 ₽, @one_post",
        "Сколько платят\n\nSMM-менеджер 60–80к\nТаргетолог 70–90к\nРОП 200к\n\nВыборка 300 постов",
        "Менеджер по продажам, резюме\n2019–2022 Менеджер по продажам, завод\n2015–2019 Продавец, магазин",
    ],
)
def test_one_position_stays_one(text: str) -> None:
    assert find(Document(text)).parts == ()


def test_paragraphs_headed_by_positions_of_no_trade_take_it_from_the_heading() -> None:
    text = (
        "Мы строим бани. Открываем отдел продаж в Вологде.\n\nРуководитель отдела: собрать группу, 110 тыс. оклад, "
        "процент с маржи.\n\nМенеджеры, четыре места: входящие заявки. 55 тыс. + 3%.\n\nОба в офисе. @banya_demo_hr"
    )
    first, second = read(text).postings
    assert (first.roles, second.roles) == (("head_of_sales",), ("sales_manager",))
    assert (first.salary and first.salary.min, second.salary and second.salary.min) == (110000, 55000)


def test_a_colon_after_a_word_of_no_trade_is_no_position_without_its_pay() -> None:
    text = (
        "Ищем маркетолога, 90 000 ₽.\n\nДиректор: Анна, 15 лет в нише.\n\nМенеджеры: трое, все опытные.\n\n@x_demo_hr"
    )
    assert [posting.roles for posting in read(text).postings] == [("marketer",)]


def test_circled_figures_number_positions() -> None:
    text = (
        "Шесть вакансий недели, резюме Ирине: @centr_demo_hr\n\n① Менеджер по продажам, «Картон», Омск, от 70 000.\n\n"
        "② SMM-специалист, «Тётя Марта», Тверь, 55 000.\n\n③ Бухгалтер, «Дом Бани», Псков, до 60 000."
    )
    assert [posting.cities for posting in read(text).postings] == [("Омск",), ("Тверь",), ("Псков",)]

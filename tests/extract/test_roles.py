"""Role words of titles and queries."""

import pytest

from voronka.extract.roles import mentions
from voronka.roles import ROLES

ROWS = [
    ("сммщик", ["smm"]),
    ("Ищем SMM-менеджера в кофейню", ["smm"]),
    ("CMM менеджер", ["smm"]),  # Latin letters that look Cyrillic
    ("𝗧𝗮𝗿𝗴𝗲𝘁𝗼𝗹𝗼𝗴", ["targeted_ads"]),
    ("таргетологов", ["targeted_ads"]),
    ("менеджер по работе с ключевыми клиентами", ["account_manager"]),
    ("менеджер по работе с блогерами", ["influencer_marketing"]),
    ("менеджеру по продажам окон", ["sales_manager"]),
    ("менеджера по активным продажам", ["sales_manager"]),
    ("рук отдела маркетинга", ["head_of_marketing"]),
    ("Руководителя отдела продаж", ["head_of_sales"]),
    ("РОПа", ["head_of_sales"]),
    ("Head of Sales", ["head_of_sales"]),
    ("Product Marketing Manager", ["product_marketer"]),
    ("специалист по контекстной рекламе", ["ppc"]),
    ("настройщик Яндекс.Директа", ["ppc"]),
    ("дизайнер и копирайтер", ["designer", "copywriter"]),
    ("торговые представители", ["sales_representative"]),
    ("оператор колл-центра", ["lead_generation"]),
    ("менеджеры маркетплейсов", ["marketplaces"]),
    ("WB/Ozon", ["marketplaces", "marketplaces"]),
    ("Event-менеджер", ["event"]),
    ("Python-разработчик", ["other"]),
    ("менеджер по подбору персонала", ["other"]),
    ("эксперт по поддержке продаж", ["other"]),
]
MEANT = [
    ("dizajner", ["designer"]),
    ("kontekstolog", ["ppc"]),
    ("menedzher po prodazham", ["sales_manager"]),
    ("nfhutnjkju", ["targeted_ads"]),
    ("ыущ", ["seo"]),
    ("акаунт менджер", ["account_manager"]),
    ("капирайтер", ["copywriter"]),
]


@pytest.mark.parametrize(("text", "codes"), ROWS)
def test_role_words_of_a_text(text: str, codes: list[str]) -> None:
    assert [mention.code for mention in mentions(text)] == codes
    assert [mention.code for mention in mentions(text, forgiving=False)] == codes


@pytest.mark.parametrize(("text", "codes"), MEANT)
def test_what_was_meant_is_understood_only_when_forgiving(text: str, codes: list[str]) -> None:
    assert [mention.code for mention in mentions(text)] == codes


def test_ordinary_words_are_not_taken_for_typos() -> None:
    assert mentions("стратегию и аудиторию обсудили, технологии важны") == []


def test_a_mention_knows_its_words() -> None:
    (mention,) = mentions("Ищем: «Бренд-менеджера» срочно")
    assert (mention.matched, mention.start, mention.how) == ("Бренд-менеджера", 7, "name")
    assert [(m.how, m.code) for m in mentions("маркетинг, специалист")] == [("field", "marketer"), ("generic", "other")]


def test_every_code_of_the_word_list_is_a_role() -> None:
    from voronka.extract.roles import _rows

    assert {code for code, how, _ in _rows() if how != "class"} == set(ROLES)

"""Role words of titles and queries."""

from pathlib import Path

import pytest

from voronka.extract.role_choice import choose
from voronka.extract.roles import mentions
from voronka.extract.text import fold
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
    from voronka.extract.role_table import _rows

    assert {code for code, how, _ in _rows() if how != "class"} == set(ROLES)


# Names of positions as boards and channels have them: what a title of only these words is read as.
NAMES = [
    (code, names.split("; "))
    for line in (Path(__file__).parents[1] / "samples/extract/role_names.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
    for code, names in [line.split(": ", 1)]
]


def sought(name: str) -> list[str]:
    return [m.code for m in choose(fold(name), mentions(name, forgiving=False))] or ["other"]


@pytest.mark.parametrize(("code", "names"), NAMES, ids=[row[0] for row in NAMES])
def test_names_of_positions(code: str, names: list[str]) -> None:
    assert {name: sought(name) for name in names if sought(name) != [code]} == {}


@pytest.mark.parametrize(
    ("title", "codes"),
    [
        ("Директор по продажам и маркетингу", ["head_of_sales", "head_of_marketing"]),
        ("Менеджер по рекламе и PR", ["marketer", "pr"]),
        ("Менеджер по продажам / Менеджер по развитию бизнеса", ["sales_manager", "business_development"]),
        ("Администратор / SMM-менеджер", ["smm"]),
    ],
)
def test_positions_of_several_roles(title: str, codes: list[str]) -> None:
    assert sought(title) == codes


@pytest.mark.xfail(reason="a name of two words read one by one: the more exact one should lead alone", strict=True)
@pytest.mark.parametrize(
    ("title", "codes"), [("Маркетолог-директолог", ["ppc"]), ("Специалист по платному трафику", ["ppc"])]
)
def test_names_not_yet_read(title: str, codes: list[str]) -> None:
    assert sought(title) == codes

"""Typed queries read as filters: slang, sums, typos, the wrong keyboard layout, transliteration."""

import json
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voronka.extract.understand import to_expect, understand
from voronka.query import Query

NOTHING: dict[str, Any] = {
    "kind": None, "roles": [], "cities": [], "formats": [], "seniority": None, "salary_min": None, "salary_max": None,
    "employment": [], "experience_max": None,
}  # fmt: skip

# query → what differs from nothing, the words left over
QUERIES: list[tuple[str, dict[str, Any], str]] = [
    ("", {}, ""),
    ("таргетолог", {"roles": ["targeted_ads"]}, ""),
    ("таргетолог, Казань или удалённо, до 120к",
     {"roles": ["targeted_ads"], "cities": ["Казань"], "formats": ["remote"], "salary_max": 120_000}, ""),
    ("senior ppc тбилиси от 200к",
     {"roles": ["ppc"], "cities": ["Тбилиси"], "seniority": "senior", "salary_min": 200_000}, ""),
    ("резюме шрифтовой дизайнер полставки",
     {"kind": "candidate", "roles": ["designer"], "employment": ["part"]}, "шрифтовой"),
    ("вакансии smm спб", {"kind": "vacancy", "roles": ["smm"], "cities": ["Санкт-Петербург"]}, ""),
    ("кандидаты роп мск", {"kind": "candidate", "roles": ["head_of_sales"], "cities": ["Москва"]}, ""),
    ("ищу работу копирайтер", {"kind": "candidate", "roles": ["copywriter"]}, ""),
    ("СММ УДАЛЁННО", {"roles": ["smm"], "formats": ["remote"]}, ""),
    ("менеджер по продажам 1с екб", {"roles": ["sales_manager"], "cities": ["Екатеринбург"]}, "1с"),
    ("контент-менеджер нск 60+", {"roles": ["content"], "cities": ["Новосибирск"], "salary_min": 60_000}, ""),
    ("seo 95к+", {"roles": ["seo"], "salary_min": 95_000}, ""),
    ("seo до 140 тыс", {"roles": ["seo"], "salary_max": 140_000}, ""),
    ("seo 75-105", {"roles": ["seo"], "salary_min": 75_000, "salary_max": 105_000}, ""),
    ("seo 75-105к", {"roles": ["seo"], "salary_min": 75_000, "salary_max": 105_000}, ""),
    ("seo от 75 до 105", {"roles": ["seo"], "salary_min": 75_000, "salary_max": 105_000}, ""),
    ("seo зп 115", {"roles": ["seo"], "salary_min": 115_000}, ""),
    ("seo зарплата от 80 000 руб", {"roles": ["seo"], "salary_min": 80_000}, ""),
    ("smm опыт до 4 лет", {"roles": ["smm"], "experience_max": 4}, ""),
    ("smm до 3 лет опыта", {"roles": ["smm"], "experience_max": 3}, ""),
    ("smm без опыта", {"roles": ["smm"], "experience_max": 0}, ""),
    ("smm опыт от 7 лет", {"roles": ["smm"]}, "опыт от 7 лет"),
    ("smm от 3 лет до 100к", {"roles": ["smm"], "salary_max": 100_000}, "от 3 лет"),
    ("стажер seo", {"roles": ["seo"], "seniority": "intern"}, ""),
    ("стажировка seo", {"roles": ["seo"], "employment": ["internship"]}, ""),
    ("джун таргетолог", {"roles": ["targeted_ads"], "seniority": "junior"}, ""),
    ("ведущий маркетолог", {"roles": ["marketer"], "seniority": "senior"}, ""),
    ("старший копирайтер", {"roles": ["copywriter"], "seniority": "senior"}, ""),
    ("тимлид seo", {"roles": ["seo"], "seniority": "lead"}, ""),
    ("head of sales", {"roles": ["head_of_sales"]}, ""),
    ("директор по маркетингу офис", {"roles": ["head_of_marketing"], "formats": ["office"]}, ""),
    ("email-маркетолог неполный день", {"roles": ["email_crm"], "employment": ["part"]}, ""),
    ("дизайнер на проект", {"roles": ["designer"], "employment": ["project"]}, ""),
    ("дизайнер озон", {"roles": ["designer"]}, "озон"),
    ("менеджер озон", {"roles": ["marketplaces"]}, ""),
    ("менеджер проектов гибрид", {"roles": ["project_manager"], "formats": ["hybrid"]}, ""),
    ("маркетинг казань", {"roles": ["marketer"], "cities": ["Казань"]}, ""),
    ("маркетолог или smm", {"roles": ["marketer", "smm"]}, ""),
    ("продавец тула, орел", {"roles": ["retail_sales"], "cities": ["Тула", "Орёл"]}, ""),
    ("пиарщик ростов или краснодар", {"roles": ["pr"], "cities": ["Ростов-на-Дону", "Краснодар"]}, ""),
    ("копирайтер в москве", {"roles": ["copywriter"], "cities": ["Москва"]}, ""),
    ("таргетолог нижний новгород", {"roles": ["targeted_ads"], "cities": ["Нижний Новгород"]}, ""),
    ("таргетолог full time", {"roles": ["targeted_ads"], "employment": ["full"]}, ""),
    ("продажник b2b logistics", {"roles": ["sales_manager"]}, "b2b logistics"),
    ("маркетолог немецкий", {"roles": ["marketer"]}, "немецкий"),
    # typos
    ("таргитолог казнь", {"roles": ["targeted_ads"]}, "казнь"),
    ("копирайтор челябинкс", {"roles": ["copywriter"], "cities": ["Челябинск"]}, ""),
    ("маркетолог екатеренбург", {"roles": ["marketer"], "cities": ["Екатеринбург"]}, ""),
    ("дезайнер новосибрск", {"roles": ["designer"], "cities": ["Новосибирск"]}, ""),
    ("смм удоленно", {"roles": ["smm"], "formats": ["remote"]}, ""),
    ("смм санкт-питербург", {"roles": ["smm"], "cities": ["Санкт-Петербург"]}, ""),
    # the wrong layout, either way
    ("cjxb cvv", {"roles": ["smm"], "cities": ["Сочи"]}, ""),
    ("lbpfqyth vjcrdf", {"roles": ["designer"], "cities": ["Москва"]}, ""),
    ("ыьь ьыл", {"roles": ["smm"], "cities": ["Москва"]}, ""),
    ("vfhrtnjkju elfktyyj jn 100r", {"roles": ["marketer"], "formats": ["remote"], "salary_min": 100_000}, ""),
    ("vtytl;th gj ghjlf;fv", {"roles": ["sales_manager"]}, ""),
    ("куьщеу seo", {"roles": ["seo"], "formats": ["remote"]}, ""),
    ("rjgbhfqnth d vjcrdt", {"roles": ["copywriter"], "cities": ["Москва"]}, ""),
    ("itdxtyrj", {}, "itdxtyrj"),
    # transliteration
    ("dizajner", {"roles": ["designer"]}, ""),
    ("marketolog udalenno", {"roles": ["marketer"], "formats": ["remote"]}, ""),
    ("targetolog samara ot 80", {"roles": ["targeted_ads"], "cities": ["Самара"], "salary_min": 80_000}, ""),
    ("kopirajter bez opyta", {"roles": ["copywriter"], "experience_max": 0}, ""),
    ("smm moskva do 90k", {"roles": ["smm"], "cities": ["Москва"], "salary_max": 90_000}, ""),
    ("menedzher po prodazham samara", {"roles": ["sales_manager"], "cities": ["Самара"]}, ""),
    ("stazher pr", {"roles": ["pr"], "seniority": "intern"}, ""),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "differs", "left"), QUERIES)
def test_a_query_is_understood(typed: str, differs: dict[str, Any], left: str) -> None:
    assert to_expect(understand(typed)) == {"expect": NOTHING | differs, "text": left}


BLIND = Path(__file__).parent.parent / "samples" / "queries" / "blind.jsonl"


@pytest.mark.parametrize("line", BLIND.read_text(encoding="utf-8").splitlines())
def test_a_query_written_without_a_look_at_the_rules_is_understood(line: str) -> None:
    row = json.loads(line)
    understood = to_expect(understand(row["q"]))
    assert understood["expect"] == row["expect"]
    # Of the words left over a name of a role may take one more: "дизайнер карточек".
    assert set(str(understood["text"]).split()) <= set(row["text"].split())


def test_taken_says_which_words_gave_a_filter() -> None:
    taken = understand("Таргетолог, Казань или удалённо, до 120к").taken
    assert taken == {"roles": "Таргетолог", "cities": "Казань", "formats": "удалённо", "salary_max": "до 120к"}


def test_taken_words_are_as_typed_even_where_they_were_put_right() -> None:
    assert understand("cvv vjcrdf").taken == {"roles": "cvv", "cities": "vjcrdf"}


def test_the_state_of_the_page_survives_the_url() -> None:
    query = understand("джун смм мск 60-90 удаленка логистика").query
    assert Query.from_params(query.to_params()) == query


def test_a_warm_query_takes_less_than_five_milliseconds() -> None:
    typed = [q for q, _, _ in QUERIES]
    for query in typed:
        understand(query)
    begun = time.process_time()
    for query in typed:
        understand(query)
    assert (time.process_time() - begun) / len(typed) < 0.005


@given(st.text(max_size=400) | st.text(alphabet="абвк отдо-+10.,cvv;[]'/ёЁ😀\n", max_size=400))
def test_any_query_is_survived(typed: str) -> None:
    understood = understand(typed)
    assert set(to_expect(understood)["expect"]) == set(NOTHING)
    assert len(understood.query.text) <= 300


@pytest.mark.parametrize("unit", ["1 ", "а", "😀", ";l", "от 5к "])
def test_a_megabyte_is_cut(unit: str) -> None:
    understand(unit * 300_000)

"""Pay in words, and a listing as JSON."""

import json
from pathlib import Path

import pytest

from tests.webui.builder import add, furnish
from voronka.extract.reader import read
from voronka.model import Kind, Period, Salary
from voronka.present import listing_to_json, pay_in_words, pay_note
from voronka.store import Store

PAY = [
    (Salary(80_000, 120_000), "80 000 – 120 000 ₽", ""),
    (Salary(80_000, None, gross=False, variable=True), "от 80 000 ₽", "на руки + бонус"),
    (Salary(None, 500, currency="USD", period=Period.WEEK), "до 500 $ в неделю", ""),
    (Salary(100_000, 100_000, gross=True), "100 000 ₽", "до вычета"),
    (Salary(900, 900, period=Period.PROJECT), "900 ₽ за проект", ""),
    (Salary(1_200_000, None, currency="XYZ", period=Period.YEAR), "от 1 200 000 XYZ в год", ""),
    (Salary(None, None), "", ""),
]


@pytest.mark.parametrize(("salary", "words", "note"), PAY)
def test_pay_is_said_as_people_write_it(salary: Salary, words: str, note: str) -> None:
    assert pay_in_words(salary).replace("\u202f", " ").replace("\u00a0", " ") == words
    assert pay_note(salary).replace("\u00a0", " ") == note


def test_a_sum_is_never_torn_apart() -> None:
    assert " " not in pay_in_words(Salary(80_000, 120_000))


def test_a_listing_as_json(store: Store, tmp_path: Path) -> None:
    listing = store.listing(furnish(store)["smm"])
    assert listing is not None
    found = json.loads(json.dumps(listing_to_json(listing)))
    assert found["title"] == "SMM-менеджер"
    assert found["kind"] == "vacancy"
    assert found["salary"] == {
        "min": 80_000, "max": 120_000, "currency": "RUB", "period": "month", "gross": False, "variable": True,
    }  # fmt: skip
    assert found["contacts"]["telegram"] == ["kit_hr_demo"]
    assert [source["source"] for source in found["sources"]] == ["kanal_a", "kanal_b"]
    assert found["posted"].startswith("2026-11-20T06:36")
    assert found["url"].startswith("https://t.me/kanal_a/")


def test_flags_and_the_standard_as_json(store: Store) -> None:
    furnish(store)
    text = "Ищем SMM-менеджера, 60 000 ₽. Только девушки до 30 лет. @kit_demo"
    [number] = add(store, text, *read(text, as_kind=Kind.VACANCY).postings)
    listing = store.listing(number)
    assert listing is not None
    found = json.loads(json.dumps(listing_to_json(listing)))
    assert found["flags"] == [
        {"code": "age", "words": ["до 30 лет"]},
        {"code": "sex", "words": ["Только девушки"]},
    ]
    assert (found["standard"]["met"], found["standard"]["score"]) == (False, 2)
    assert found["standard"]["criteria"]["budget"] == {"met": True, "words": ["60 000 ₽"]}
    assert found["standard"]["criteria"]["term"] == {"met": False, "words": []}
    assert found["standard"]["missing"] == ["duties"]


def test_a_candidate_as_json_is_masked_unless_revealed(store: Store) -> None:
    listing = store.listing(furnish(store)["person"])
    assert listing is not None
    assert "tainaya" not in json.dumps(listing_to_json(listing), ensure_ascii=False)
    assert listing_to_json(listing)["url"] is None
    assert listing_to_json(listing)["standard"] is None
    assert listing_to_json(listing, reveal=True)["contacts"]["telegram"] == ["tainaya_anna"]


def test_an_article_as_json_has_no_facts(store: Store) -> None:
    listing = store.listing(furnish(store)["article"])
    assert listing is not None
    found = listing_to_json(listing)
    assert (found["kind"], found["roles"], found["salary"]) == ("content", [], None)
    assert found["contacts"] == {"telegram": [], "phone": [], "email": [], "url": []}

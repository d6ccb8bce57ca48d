"""What a source expects of itself: when a field has fallen, and when that is no alarm."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from voronka.errors import VoronkaError
from voronka.filled import board_item, channel_item, reading_item
from voronka.health import Drift, Health, Rate
from voronka.model import Contacts, Kind, Posting, RawPost, Salary, WorkFormat
from voronka.quality import (
    Expectations,
    Expected,
    Holds,
    Item,
    fallen,
    measure,
    next_usual,
    parse,
    resolve,
    warnings,
)

AT = datetime(2026, 11, 20, 9, tzinfo=UTC)
BOARD = resolve(Expectations(), is_site=True)
CHANNEL = resolve(Expectations(), is_site=False)


def names(expected: Expected, rates: dict[str, Rate], usual: dict[str, float], **again: Rate) -> list[str]:
    return [drift.field for drift in fallen(expected, rates, usual, again)]


def test_the_defaults_are_those_of_what_a_source_holds() -> None:
    assert (BOARD.holds, CHANNEL.holds) == (Holds.BOARD, Holds.VACANCIES)
    content = resolve(Expectations(holds=Holds.CONTENT), is_site=False)
    assert content.newest_days > CHANNEL.newest_days
    assert names(content, {"pay": Rate(0, 50), "text": Rate(50, 50)}, {"pay": 0.9, "text": 1.0}) == []
    stated = resolve(Expectations(fill={"pay": 0.3}, newest_days=3), is_site=True)
    assert (stated.fill["pay"], stated.fill["title"], stated.newest_days) == (0.3, BOARD.fill["title"], 3)


@pytest.mark.parametrize(
    ("rate", "usual", "fell"),
    [
        (Rate(0, 50), 0.9, True),
        (Rate(0, 12), 1.0, True),
        (Rate(9, 50), 0.5, True),
        # a fall that chance may bring, or that is no sharp one
        (Rate(30, 50), 0.9, False),
        (Rate(3, 10), 0.6, False),
        (Rate(1, 20), 0.2, False),
        # a channel that never named the pay
        (Rate(0, 50), 0.04, False),
        # too few items are no basis
        (Rate(0, 9), 1.0, False),
        (Rate(0, 0), 1.0, False),
    ],
)
def test_a_field_falls_where_it_is_far_below_what_is_usual(rate: Rate, usual: float, fell: bool) -> None:
    assert names(CHANNEL, {"pay": rate}, {"pay": usual}) == (["pay"] if fell else [])


def test_what_is_not_known_to_be_usual_has_not_fallen() -> None:
    assert names(CHANNEL, {"pay": Rate(0, 50), "contacts": Rate(0, 50)}, {}) == []


def test_a_stated_minimum_holds_from_the_first_run_on_and_instead_of_what_is_usual() -> None:
    stated = resolve(Expectations(fill={"pay": 0.5, "company": 0}), is_site=False)
    assert names(stated, {"pay": Rate(24, 50)}, {}) == ["pay"]
    assert names(stated, {"pay": Rate(25, 50)}, {"pay": 1.0}) == []
    assert names(stated, {"pay": Rate(2, 9)}, {}) == []
    # 0: never judged
    assert names(stated, {"company": Rate(0, 50)}, {"company": 1.0}, company=Rate(0, 50)) == []
    [drift] = fallen(stated, {"pay": Rate(24, 50)}, {"pay": 0.8}, {})
    assert (drift.former, drift.present, drift.least) == (0.8, Rate(24, 50), 0.5)


def test_items_read_again_that_lost_a_field_tell_of_it_though_most_were_not_read() -> None:
    rates = {"pay": Rate(38, 50)}
    assert names(BOARD, rates, {"pay": 1.0}) == []
    assert names(BOARD, rates, {"pay": 1.0}, pay=Rate(0, 12)) == ["pay"]
    assert names(BOARD, rates, {"pay": 1.0}, pay=Rate(11, 12)) == []
    assert names(BOARD, rates, {"pay": 1.0}, pay=Rate(0, 9)) == []


def test_a_field_that_goes_away_item_by_item_is_noticed() -> None:
    usual, last = {"pay": 0.9}, [True] * 45 + [False] * 5
    for run in range(1, 60):
        last = [*last[1:], False]
        rates = {"pay": Rate(sum(last), len(last))}
        if names(BOARD, rates, usual):
            assert 20 < run < 40
            return
        usual = next_usual(usual, rates, new=1)
    pytest.fail("never noticed")


def test_what_is_usual_follows_new_items_and_needs_a_basis() -> None:
    assert next_usual({}, {"pay": Rate(30, 50), "company": Rate(3, 5)}, new=50) == {"pay": 0.6}
    assert next_usual({"pay": 0.6}, {"pay": Rate(50, 50)}, new=0) == {"pay": 0.6}
    assert next_usual({"pay": 0.6}, {"pay": Rate(50, 50)}, new=100) == {"pay": pytest.approx(0.8)}
    assert next_usual({"pay": 0.6}, {"pay": Rate(50, 50)}, new=500) == {"pay": 1.0}


def test_warnings() -> None:
    expected = replace(BOARD, max_recognised=10, newest_days=5)
    assert warnings(expected, 10, AT - timedelta(days=5), AT) == []
    assert warnings(expected, 0, None, AT) == []
    many, old = warnings(expected, 11, AT - timedelta(days=6), AT)
    assert many == "11 items recognised, at most 10 expected"
    assert old.startswith("the newest item is 6 days old, at most 5 expected")


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ([], "a mapping is wanted"),
        ({"fil": {}}, "unknown key fil"),
        ({"holds": "jobs"}, "holds has to be one of vacancies, content, board"),
        ({"newest_days": 0}, "newest_days has to be a whole number"),
        ({"max_recognised": True}, "max_recognised has to be a whole number"),
        ({"fill": ["pay"]}, "fill has to map"),
        ({"fill": {"wage": 0.5}}, "unknown field wage"),
        ({"fill": {"pay": 50}}, "pay has to be a share"),
        ({"fill": {"pay": True}}, "pay has to be a share"),
    ],
)
def test_expectations_are_read_strictly(value: object, words: str) -> None:
    with pytest.raises(VoronkaError, match=words):
        parse(value)


def test_values_come_back_from_json() -> None:
    stated = Expectations(Holds.CONTENT, 100, 30, {"text": 0.5})
    assert Expectations.from_json(stated.to_json()) == stated
    assert Expectations().to_json() is None
    assert Expectations.from_json(None) == Expectations()
    health = Health(
        {"pay": Rate(1, 2)}, {"pay": 0.5}, AT, (Drift("pay", Rate(0, 9), 0.5, before="<b>", items=("1",)),), 3, AT
    )
    assert Health.from_json(health.to_json()) == health
    assert Health().to_json() == {}
    assert Health.from_json({}) == Health()


# -- which fields an item has --------------------------------------------------------------------------------------

JOB = {
    "@type": "JobPosting",
    "title": "Маркетолог",
    "description": "Сеть прачечных ищет маркетолога: сайт, карты, отзывы.",
    "datePosted": "2026-11-19",
    "hiringOrganization": {"@type": "Organization", "name": "Пузырь"},
    "jobLocation": {"@type": "Place", "address": {"@type": "PostalAddress", "addressLocality": "Тула"}},
    "baseSalary": {"@type": "MonetaryAmount", "currency": "RUB", "value": {"minValue": 80_000}},
    "employmentType": "FULL_TIME",
}


def board_raw(**changes: object) -> RawPost:
    return RawPost("doska", "/1", "Маркетолог", payload={"jobposting": {**JOB, **changes}}, posted_at=AT)


def test_a_whole_jobposting_has_all_fields_of_a_board() -> None:
    item = board_item(board_raw())
    assert item.filled == item.of
    assert item.of == {"posting", "title", "text", "date", "company", "place", "pay", "employment"}


@pytest.mark.parametrize(
    ("changes", "lost"),
    [
        ({"baseSalary": {"@type": "MonetaryAmount", "currency": "RUB", "value": {}}}, "pay"),
        ({"baseSalary": None}, "pay"),
        ({"hiringOrganization": {"@type": "Organization"}}, "company"),
        ({"jobLocation": {"@type": "Place"}}, "place"),
        ({"description": ""}, "text"),
        ({"datePosted": "на днях"}, "date"),
        ({"employmentType": []}, "employment"),
    ],
)
def test_a_property_that_cannot_be_read_is_not_filled(changes: dict[str, object], lost: str) -> None:
    item = board_item(board_raw(**changes))
    assert item.of - item.filled == {lost}
    assert item.lacks(lost)


def test_of_a_page_without_jobposting_only_that_is_asked() -> None:
    assert board_item(RawPost("doska", "/1", "Маркетолог")) == Item("/1", frozenset({"posting"}), frozenset())


def test_a_channels_post() -> None:
    raw = RawPost("kanal", "1", "Ищем", posted_at=AT)
    posting = Posting("SMM", ("smm",), salary=Salary(1, 2), formats=(WorkFormat.REMOTE,), contacts=Contacts(("hr",)))
    item = channel_item(raw, Kind.VACANCY, [posting])
    assert item.of - item.filled == {"company"}
    assert channel_item(raw, Kind.CANDIDATE, [replace(posting, roles=("other",))]).lacks("role")
    assert not channel_item(raw, Kind.CANDIDATE, [posting]).lacks("company")
    # an article has no pay to lack
    article = channel_item(raw, Kind.CONTENT, [])
    assert (article.lacks("posting"), article.lacks("pay")) == (True, False)
    # what was not read yet tells nothing
    assert channel_item(raw, None, []).of == frozenset()
    assert reading_item(raw, "the extractor failed").of == frozenset()


def test_rates_count_those_that_may_have_a_field() -> None:
    items = [Item("1", frozenset({"pay", "text"}), frozenset({"text"})), Item("2", frozenset({"text"}), frozenset())]
    assert measure(items) == {"pay": Rate(0, 1), "text": Rate(1, 2)}

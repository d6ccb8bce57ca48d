"""The lineage of a listing: four reposts in a channel, another one and on a board, over days, with changing pay."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from voronka.clock import Clock
from voronka.closing import Closing
from voronka.ingest import Ingest
from voronka.lineage import lineage
from voronka.listing import Appearance, Listing
from voronka.model import Kind, Posting, RawPost, Salary
from voronka.present import listing_to_json
from voronka.sources import Source, SourceKind
from voronka.store import Store

DAY = datetime(2026, 11, 2, 9, tzinfo=UTC)
TEXT = """Таргетолог в сеть пекарен «Румяный Край», Казань

Задачи:
• реклама во ВКонтакте для 14 пекарен
• отчёт по пятницам, съёмка витрин раз в неделю
• работа с подрядчиками и дизайнером

Опыт от 2 лет. {pay}офис у Кремля.
Писать: @rumyany_hr"""


def seen(day: float, salary: Salary | None, *, source: str = "kanal_a", closed: float | None = None) -> Appearance:
    """A post of a day, which its source still had on the next; closed on a day."""
    kind = SourceKind.SITE if source == "doska" else SourceKind.TELEGRAM
    posted = DAY + timedelta(days=day)
    return Appearance(
        int(day * 10), source, source.upper(), kind, str(day), None, TEXT, (), Kind.VACANCY,
        Posting("Таргетолог", salary=salary), posted, None, posted + timedelta(days=1), closed=closed is not None,
        closed_reason=Closing.ABSENT if closed is not None else None,
        closed_at=DAY + timedelta(days=closed) if closed is not None else None,
    )  # fmt: skip


def listing(*appearances: Appearance) -> Listing:
    newest_first = tuple(sorted(appearances, key=lambda a: a.posted_at, reverse=True))
    return Listing(1, Kind.VACANCY, newest_first, newest_first[0].posting)


def test_four_reposts_with_changing_pay_through_the_store(store: Store) -> None:
    store.declare(
        [Source(name, name.upper(), SourceKind.TELEGRAM) for name in ("kanal_a", "kanal_b")]
        + [Source("doska", "Доска", SourceKind.SITE)]
    )
    posts = [
        ("kanal_a", 0, "80 000 ₽ на руки, "),
        ("doska", 3, "80 000 ₽ на руки, "),
        ("kanal_b", 6, ""),
        ("kanal_a", 9, "95 000 ₽ на руки, "),
    ]
    for number, (source, day, pay) in enumerate(posts):
        raw = RawPost(source, str(number), TEXT.format(pay=pay), posted_at=DAY + timedelta(days=day))
        store.clock = Clock(DAY + timedelta(days=day + 1))
        Ingest(store).add_page([raw])
    store.clock = Clock(DAY + timedelta(days=14))
    store.sighted("doska", ["1"])
    [card] = store.listings(store.listing_ids())
    assert len(card.appearances) == 4
    found = lineage(card)
    assert (found.first_at, found.last_at) == (DAY, DAY + timedelta(days=14)), "the board still had it"
    assert found.sources == ("kanal_a", "doska", "kanal_b")
    assert [(pay.at, pay.source, pay.salary.min) for pay in found.pay] == [
        (DAY, "kanal_a", 80_000), (DAY + timedelta(days=9), "kanal_a", 95_000),
    ]  # fmt: skip
    told = json.loads(json.dumps(listing_to_json(card)))
    assert (told["first_posted"], told["last_seen"]) == ("2026-11-02T09:00:00+00:00", "2026-11-16T09:00:00+00:00")
    assert [one["salary"]["max"] for one in told["pay_history"]] == [80_000, 95_000]
    assert {one["source"]: one["seen"][:10] for one in told["sources"]}["doska"] == "2026-11-16"
    assert (told["closed"], told["reopened"]) == (None, [])


@pytest.mark.parametrize(
    ("pays", "told"),
    [
        ((Salary(80, 80), Salary(80, 80)), (80,)),
        ((Salary(80, 80), None, Salary(90, 90)), (80, 90)),
        ((Salary(80, 80), Salary(90, 90), Salary(80, 80)), (80, 90, 80)),
        ((None, None), ()),
    ],
)
def test_pay_is_told_where_it_differs_from_what_was_stated_last(
    pays: tuple[Salary | None, ...], told: tuple[int, ...]
) -> None:
    found = lineage(listing(*(seen(day, pay) for day, pay in enumerate(pays))))
    assert tuple(pay.salary.min for pay in found.pay) == told


@pytest.mark.parametrize(
    ("appearances", "reopened"),
    [
        ((seen(0, None, closed=4), seen(6, None)), [6]),
        ((seen(0, None, closed=4), seen(2, None)), []),
        ((seen(0, None), seen(6, None)), []),
        ((seen(0, None, closed=1), seen(2, None, closed=3), seen(4, None, closed=9)), [2, 4]),
        ((seen(0, None, closed=1), seen(1.5, None, source="doska"), seen(4, None)), [1.5]),
    ],
)
def test_a_listing_is_open_again_when_it_is_posted_after_all_before_were_closed(
    appearances: tuple[Appearance, ...], reopened: list[float]
) -> None:
    assert lineage(listing(*appearances)).reopened == tuple(DAY + timedelta(days=day) for day in reopened)


def test_a_closed_listing_says_when_and_why_in_json() -> None:
    told = listing_to_json(listing(seen(0, None, closed=4), seen(2, None, closed=8)))
    assert told["closed"] == {"at": "2026-11-10T09:00:00+00:00", "reason": "absent"}

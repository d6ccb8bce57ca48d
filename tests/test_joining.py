"""Which listing of a large store a posting belongs to: found among crowds, at a cost that does not grow with them."""

import random
from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa

from benchmarks.growth import Growth, again, retold
from tests.test_grouping import BASE, reposts
from tests.test_ingest import AT, SMM, cards, post
from voronka import grouping, joining
from voronka.corrections import Spot
from voronka.ingest import Ingest
from voronka.items import item_of
from voronka.sources import Source, SourceKind
from voronka.store import Store, kin


@pytest.fixture(scope="module")
def growth(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Growth]:
    """A store of 1,500 postings: an agency with one contact for 150, a mould of 100, an employer of hundreds."""
    with Store(f"sqlite:///{tmp_path_factory.mktemp('growth')}/store.sqlite3") as store:
        made = Growth(store)
        made.grow(1_500)
        yield made


@pytest.mark.parametrize("sort", ["vacancy", "repost", "person", "agency", "mould"])
def test_a_repost_is_found_in_every_crowd(growth: Growth, sort: str) -> None:
    chance = random.Random(3)
    with growth.store.reading() as connection:
        for number, first in enumerate(growth.kept[sort][:12]):
            for piece in (again(first, chance), *([retold(first)] if sort == "agency" else [])):
                stored = growth._stored(5_000 + number, piece)
                item = item_of(stored, piece.kind, piece.posting, 0)
                found, *_ = joining.join(
                    connection, joining.Member(Spot(stored.id, 0), item), None, 0, None, set(), grouping.keys(item)
                )
                assert found == first.home


def test_what_is_looked_at_is_bounded(growth: Growth, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: dict[str, list[int]] = {"brief": [], "whole": []}

    def counting(name: str, function: Any) -> Any:
        def counted(*rest: Any) -> Any:
            rows = function(*rest)
            looked[name].append(len(rows))
            return rows

        return counted

    monkeypatch.setattr(kin, "members", counting("brief", kin.members))
    monkeypatch.setattr(kin, "whole", counting("whole", kin.whole))
    growth.measure(4)
    assert max(looked["brief"]) <= 200, "candidates and their members, in brief"
    assert max(looked["whole"]) <= 60, "what is read and compared word for word"


def test_no_plan_goes_through_a_whole_table(growth: Growth) -> None:
    """SQLite would, if it were asked for the posts of no team by an index of teams."""
    plans: list[str] = []

    def explain(connection: Any, _cursor: Any, statement: str, values: Any, *_rest: Any) -> None:
        if statement.startswith("SELECT"):
            plan = connection.connection.cursor().execute(f"EXPLAIN QUERY PLAN {statement}", values)
            plans.extend(row[3] for row in plan)

    piece = growth.kept["agency"][0]
    item = item_of(growth._stored(9_999, piece), piece.kind, piece.posting, 0)
    engine = growth.store.database.engine
    sa.event.listen(engine, "before_cursor_execute", explain)
    try:
        with growth.store.writing() as connection:
            joining.join(connection, joining.Member(Spot(9_999, 0), item), None, 0, None, set(), grouping.keys(item))
    finally:
        sa.event.remove(engine, "before_cursor_execute", explain)
    assert any("posting_key" in plan for plan in plans)
    assert not [plan for plan in plans if plan.startswith("SCAN post") or "owner_team" in plan]


def test_a_listing_of_many_reposts_is_joined_still(store: Store) -> None:
    store.claim(AT)
    store.declare([Source("kanal_a", "А", SourceKind.TELEGRAM)])
    number = kin.MEMBERS + kin.CROWD + 5
    ingest = Ingest(store)
    ingest.add_page([post(SMM, n, days=number - n) for n in range(number)])
    assert [len(card.appearances) for card in cards(store)] == [number]
    assert ingest.reparse() == number
    assert [len(card.appearances) for card in cards(store)] == [number]


def test_keys_of_every_kind_have_a_weight() -> None:
    """A key that ``grouping.keys`` gives and the look-up does not know would stop ingest."""
    found = {key[0] for item in (BASE, *(item for _, item in reposts())) for key in grouping.keys(item)}
    assert found <= set(kin._SAYS)
    assert {"x", "t", "c", "k", "p", "n"} <= found

"""What is new to a filter: once, whatever becomes of the posts."""

from datetime import timedelta

import sqlalchemy as sa

from tests.alerts.scene import SMM, Scene
from tests.search.builder import NOW
from voronka.alerts import Alerts
from voronka.clock import Clock
from voronka.model import Kind, RawPost
from voronka.query import Query
from voronka.saved_filters import Draft, Pace
from voronka.store import accounts, named_leases, saved_filters
from voronka.store import listings as cards
from voronka.store.tables import saved_filter


def test_what_was_there_before_is_not_told(scene: Scene) -> None:
    old = scene.post()
    number = scene.save()
    scene.builder.add("SMM-менеджер в пекарню, снова", to=old, days=0, roles=("smm",))
    new = scene.post()
    scene.run()
    assert (scene.links(), scene.new()) == ([[new]], {number: 1})


def test_reposts_restarts_and_edits_tell_nothing_twice(scene: Scene) -> None:
    scene.save()
    number = scene.post()
    for _ in range(2):
        scene.run()
    scene.builder.add("SMM-менеджер в пекарню, снова", to=number, days=0, roles=("smm",))
    scene.run()
    scene.builder.edit(number, "SMM-менеджер в две пекарни", cities=("Омск",))
    scene.run()
    with scene.store.writing() as connection:
        cards.log_changes(connection, [number])
    scene.run(timedelta(days=3))
    assert scene.links() == [[number]]


def test_what_fits_only_after_an_edit_is_told_then(scene: Scene) -> None:
    scene.save(Query(cities=("Омск",)))
    number = scene.post()
    scene.run()
    assert scene.letters == []
    scene.builder.edit(number, "SMM-менеджер, Омск", cities=("Омск",))
    scene.run()
    assert scene.links() == [[number]]


def test_what_is_joined_to_another_is_told_once(scene: Scene) -> None:
    scene.save()
    daily = scene.save(pace=Pace.DAILY, name="Ежедневный")
    first = scene.post()
    scene.run()
    second = scene.post()
    with scene.store.writing() as connection:
        cards.merge(connection, first, second)
    third = scene.post()
    scene.run()
    assert scene.links() == [[first], [third]]
    with scene.store.writing() as connection:
        cards.merge(connection, third, second)
    scene.run(timedelta(days=1))
    assert scene.links() == [[first], [third], [second]]
    assert [scene.messages()[-1].filter_id, len(scene.messages())] == [daily, 3]


def test_old_posts_that_are_put_into_a_new_listing_are_not_new(scene: Scene) -> None:
    raw = RawPost("kanal_a", "old", "SMM-менеджер", posted_at=NOW - timedelta(days=2))
    scene.builder._put(raw, Kind.VACANCY, {"roles": ("smm",)}, NOW - timedelta(days=2), None)
    scene.save()
    scene.builder._put(raw, Kind.VACANCY, {"roles": ("smm",)}, NOW - timedelta(days=2), None)
    scene.run()
    assert scene.letters == []


def test_a_filter_that_asks_for_something_else_begins_anew(scene: Scene) -> None:
    number = scene.save(pace=Pace.DAILY)
    scene.post()
    city = scene.post("Продавец", roles=("sales_manager",), cities=("Омск",))
    scene.run()
    assert scene.new() == {number: 1}
    scene.edit(number, query=Query(cities=("Омск",)), pace=Pace.DAILY)
    later = scene.post("Продавец обуви", roles=("sales_manager",), cities=("Омск",))
    scene.run(timedelta(days=2))
    scene.run(timedelta(days=2))
    assert (scene.links(), scene.new()) == ([[later]], {number: 1})
    assert city < later


def test_a_filter_that_was_changed_while_it_was_compared_finds_nothing(scene: Scene) -> None:
    number = scene.save()
    scene.post()

    def slow(queries: object, ids: object) -> dict[int, list[int]]:
        scene.edit(number, query=Query("банан"))
        return {1: [number]}

    alerts = Alerts(scene.store, slow, scene.alerts()._outlets, scene.alerts()._site)
    assert alerts.run().found == 0


def test_of_a_team_only_its_own(scene: Scene) -> None:
    scene.save()
    ours, theirs = scene.post(team=scene.team), scene.post(team="another")
    scene.run()
    assert scene.links() == [[ours]]
    assert theirs != ours


def test_what_is_paused_or_never_told_is_counted(scene: Scene) -> None:
    never, paused = scene.save(pace=Pace.NEVER), scene.save()
    with scene.store.writing() as connection:
        saved_filters.pause(connection, scene.anna, scene.team, paused, on=True)
    scene.post()
    scene.run()
    assert (scene.letters, scene.new()) == ([], {never: 1, paused: 1})
    with scene.store.writing() as connection:
        saved_filters.pause(connection, scene.anna, scene.team, paused, on=False)
    later = scene.post()
    scene.run()
    assert scene.links() == [[later]]


def test_what_came_in_long_ago_is_no_news(scene: Scene) -> None:
    scene.save(Query(cities=("Омск",), stale=True))
    number = scene.post()
    scene.run()
    scene.store.clock = Clock(NOW + timedelta(days=31))
    scene.builder.edit(number, "SMM-менеджер, Омск", cities=("Омск",))
    assert scene.run().found == 0


def test_a_filter_with_a_code_that_is_not_known_any_more_finds_nothing(scene: Scene) -> None:
    number = scene.save()
    with scene.store.writing() as connection:
        connection.execute(sa.update(saved_filter).values(query="role=alchemist"))
    scene.post()
    assert (scene.run().found, scene.new()) == (0, {number: 0})


def test_nobody_seeks_anything(scene: Scene) -> None:
    scene.post()
    assert scene.run().found == 0
    scene.save()
    number = scene.post()
    assert (scene.run().found, scene.links()) == (1, [[number]])


def test_more_changes_than_one_batch(scene: Scene) -> None:
    scene.save(pace=Pace.NEVER)
    number = scene.post()
    with scene.store.writing() as connection:
        cards.log_changes(connection, [number])
        for _ in range(1100):
            cards.log_changes(connection, [number + 1])
    last = scene.post()
    assert scene.run().found == 2
    assert last > number


def test_one_who_is_not_in_the_team_any_more_is_told_nothing(scene: Scene) -> None:
    boris = scene.hire("boris")
    scene.save(who=boris, shared=True)
    scene.save(who=boris)
    scene.post()
    assert scene.alerts().match() == 2
    with scene.store.writing() as connection:
        accounts.change_role(connection, scene.team, boris, None)
    scene.run()
    assert scene.letters == []


def test_one_process_at_a_time(scene: Scene) -> None:
    scene.save()
    scene.post()
    with scene.store.writing() as connection:
        assert named_leases.hold(connection, "alerts", "somebody else")
    assert scene.run().left_out
    with scene.store.writing() as connection:
        named_leases.give_up(connection, "alerts", "somebody else")
    assert scene.run().sent == 1
    assert not scene.run().left_out


def test_what_is_erased_is_neither_counted_nor_told(scene: Scene) -> None:
    number = scene.save(pace=Pace.DAILY)
    scene.post(source="doska")
    left = scene.post()
    scene.run()
    scene.builder.remove_source("doska")
    assert scene.new() == {number: 1}
    scene.run(timedelta(days=2))
    assert scene.links() == [[left]]


def test_a_draft_has_the_query_of_its_team(scene: Scene) -> None:
    assert Draft("x", SMM).query.team is None

"""Saved filters: whose they are, what is new to whom, what becomes of them when people leave."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from voronka.accounts import Role
from voronka.errors import RefusedError
from voronka.model import Kind
from voronka.query import Query
from voronka.saved_filters import MOST, Draft, Pace, checked, query_from_text, query_to_text
from voronka.store import Store, accounts, saved_filters
from voronka.store import listings as cards
from voronka.store.tables import alert_match, saved_filter

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
QUERY = Query("соцсети -стажер", roles=("smm", "content"), cities=("Казань",), salary_min=80_000, experience_max=1.5)


@dataclass
class Team:
    """A team of three in a store: an admin, a manager who saves filters, and another manager."""

    store: Store
    id: str
    admin: int
    anna: int
    boris: int

    def save(self, who: int | None = None, **draft: Any) -> int:
        with self.store.writing() as connection:
            given = Draft(**{"name": "СММ", "query": QUERY, **draft})
            return saved_filters.create(connection, who or self.anna, self.id, given, NOW)

    def find(self, number: int, *listing_ids: int) -> None:
        """As if these listings had come in and fitted a filter."""
        with self.store.writing() as connection:
            for one in listing_ids:
                connection.execute(sa.insert(alert_match).values(filter_id=number, listing_id=one, found_at=NOW))

    def listings(self, number: int) -> list[int]:
        with self.store.writing() as connection:
            return [cards.create(connection, Kind.VACANCY, None) for _ in range(number)]

    def seen_by(self, who: int) -> list[tuple[int, int]]:
        with self.store.reading() as connection:
            return [(one.id, one.new) for one in saved_filters.of_team(connection, who, self.id)]

    def row(self, number: int) -> Any:
        with self.store.reading() as connection:
            return connection.execute(sa.select(saved_filter).where(saved_filter.c.id == number)).one_or_none()

    def does(self, what: Any, number: int, *rest: Any, who: int | None = None, **more: Any) -> Any:
        with self.store.writing() as connection:
            return what(connection, who or self.anna, self.id, number, *rest, **more)


@pytest.fixture
def team(store: Store) -> Team:
    with store.writing() as connection:
        number = accounts.create_team(connection, "Кит")
        people = []
        for name, role in (("vera", Role.ADMIN), ("anna", Role.MANAGER), ("boris", Role.MANAGER)):
            people.append(accounts.create_account(connection, f"{name}@kit.example", name.title(), None))
            accounts.join(connection, people[-1], number, role)
    return Team(store, number, *people)


def test_a_query_is_kept_as_its_address() -> None:
    assert query_from_text(query_to_text(replace(QUERY, page=3, size=50, team="a")), "b") == replace(QUERY, team="b")


@given(
    st.builds(
        Query,
        text=st.text(max_size=320) | st.text(" а", min_size=290, max_size=310),
        cities=st.lists(st.text(max_size=30), max_size=3).map(tuple),
        experience_max=st.none() | st.floats(),
        salary_min=st.none() | st.integers(-(10**12), 10**12),
        roles=st.sampled_from([(), ("smm", "smm"), ("alchemist",)]),
    )
)
def test_what_is_kept_is_read_again_as_it_was(query: Query) -> None:
    kept = query_to_text(checked(Draft("x", query)).query)
    assert query_to_text(query_from_text(kept, "a")) == kept


def test_a_saved_filter_is_its_owners_and_shown_to_the_team_when_shared(team: Team) -> None:
    number = team.save(email=True, pace=Pace.DAILY, quiet=(22 * 60, 8 * 60), zone="Asia/Omsk", hour=10, language="en")
    with team.store.reading() as connection:
        found = saved_filters.get(connection, team.anna, team.id, number)
        assert found is not None
        assert (found.owner, found.query, found.new) == ("Anna", replace(QUERY, team=team.id), 0)
        assert (found.draft.quiet, found.draft.email, found.draft.telegram) == ((1320, 480), True, False)
        assert saved_filters.get(connection, team.boris, team.id, number) is None
        assert saved_filters.get(connection, team.anna, "another", number) is None
    assert not team.does(saved_filters.share, number, who=team.boris, on=True)
    assert team.does(saved_filters.share, number, on=True)
    assert team.seen_by(team.boris) == [(number, 0)]
    for change in (saved_filters.delete, saved_filters.new_feed):
        assert not team.does(change, number, who=team.boris)
    assert not team.does(saved_filters.edit, number, found.draft, NOW, who=team.boris)
    assert not team.does(saved_filters.pause, number, who=team.boris, on=True)
    assert team.does(saved_filters.delete, number)
    assert team.seen_by(team.anna) == []


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"name": " \n\u200b"}, "filter.name"),
        ({"zone": "Europe/Nowhere"}, "filter.zone"),
        ({"zone": "../../etc/passwd"}, "filter.zone"),
        ({"hour": 24}, "filter.hour"),
        ({"quiet": (0, 1440)}, "filter.quiet"),
        ({"query": Query(cities=tuple(f"{n}" + "ы" * 200 for n in range(30)))}, "filter.too_long"),
    ],
)
def test_what_is_wrong_is_refused(team: Team, wrong: dict[str, Any], code: str) -> None:
    with pytest.raises(RefusedError) as refused:
        team.save(**wrong)
    assert refused.value.code == code


def test_there_are_so_many_and_no_more(team: Team) -> None:
    for _ in range(MOST):
        team.save()
    with pytest.raises(RefusedError):
        team.save()
    team.save(team.boris)


def test_new_is_what_somebody_has_not_looked_at(team: Team) -> None:
    number = team.save(shared=True)
    one, two, three = team.listings(3)
    team.find(number, one, two)
    assert team.seen_by(team.anna) == team.seen_by(team.boris) == [(number, 2)]
    assert team.does(saved_filters.look, number)
    assert not team.does(saved_filters.look, number + 1)
    team.find(number, three)
    assert (team.seen_by(team.anna), team.seen_by(team.boris)) == ([(number, 1)], [(number, 3)])
    with team.store.writing() as connection:
        cards.merge(connection, two, one)
    assert team.seen_by(team.boris) == [(number, 2)]
    with team.store.reading() as connection:
        assert [found for found, _ in saved_filters.matches(connection, number, 2)] == [three, two]


def test_another_question_forgets_what_the_former_one_found(team: Team) -> None:
    number = team.save(email=True)
    [old] = team.listings(1)
    team.find(number, old)
    later = NOW + timedelta(days=1)
    assert team.does(saved_filters.edit, number, Draft("Новое имя", QUERY, email=True), later)
    assert (team.row(number).after_listing, team.row(number).since, team.row(number).name) == (0, NOW, "Новое имя")
    assert team.seen_by(team.anna) == [(number, 1)]
    assert team.does(saved_filters.edit, number, Draft("x", Query("лиды"), email=True), later)
    assert (team.row(number).after_listing, team.row(number).since) == (old, later)
    assert team.seen_by(team.anna) == [(number, 0)]


def test_a_way_that_is_switched_on_or_goes_on_tells_what_is_found_from_then_on(team: Team) -> None:
    number = team.save(email=True, pace=Pace.NOW)
    one, two, three = team.listings(3)
    team.find(number, one)
    both = Draft("x", QUERY, Pace.NOW, email=True, telegram=True)
    assert team.does(saved_filters.edit, number, both, NOW)
    assert (team.row(number).email_after, team.row(number).telegram_after) == (0, 1)
    team.does(saved_filters.pause, number, on=True)
    team.find(number, two)
    team.does(saved_filters.pause, number, on=False)
    assert (team.row(number).email_after, team.row(number).telegram_after) == (2, 2)
    team.does(saved_filters.edit, number, replace(both, pace=Pace.NEVER), NOW)
    team.find(number, three)
    team.does(saved_filters.edit, number, replace(both, pace=Pace.WEEKLY, telegram=False), NOW)
    assert (team.row(number).email_after, team.row(number).telegram_after) == (3, None)


def test_addresses_of_a_feed_and_of_an_end_to_letters(team: Team) -> None:
    number = team.save(email=True, pace=Pace.NOW)
    secret = team.does(saved_filters.new_feed, number)
    token = team.row(number).unsubscribe_token
    assert secret not in str(team.row(number))
    with team.store.writing() as connection:
        found = saved_filters.of_feed(connection, secret)
        assert found is not None
        assert (found.id, found.feed) == (number, True)
        assert saved_filters.of_feed(connection, token) is None
        assert saved_filters.unsubscribe(connection, token)
        assert saved_filters.unsubscribe(connection, token)
        assert not saved_filters.unsubscribe(connection, secret)
        stopped = saved_filters.of_unsubscribe(connection, token)
        assert stopped is not None
        assert (stopped.id, stopped.draft.email) == (number, False)
    second = team.does(saved_filters.new_feed, number)
    with team.store.reading() as connection:
        assert saved_filters.of_feed(connection, secret) is None
        assert saved_filters.of_feed(connection, second) is not None
    team.does(saved_filters.drop_feed, number)
    with team.store.reading() as connection:
        assert saved_filters.of_feed(connection, second) is None


def test_who_leaves_takes_the_filters_along_but_for_those_that_are_shared(team: Team) -> None:
    own, shared = team.save(email=True), team.save(shared=True, email=True, telegram=True, pace=Pace.NOW)
    secret = team.does(saved_filters.new_feed, shared)
    token = team.row(shared).unsubscribe_token
    [one] = team.listings(1)
    team.find(own, one)
    team.find(shared, one)
    with team.store.writing() as connection:
        accounts.change_role(connection, team.id, team.anna, None)
    assert team.row(own) is None
    assert team.seen_by(team.admin) == [(shared, 0)]
    row = team.row(shared)
    assert (row.account_id, row.pace, row.email_after, row.telegram_after) == (team.admin, "never", None, None)
    with team.store.reading() as connection:
        assert saved_filters.of_feed(connection, secret) is None
        assert saved_filters.of_unsubscribe(connection, token) is None
    with team.store.writing() as connection:
        saved_filters.leave(connection, team.admin)
        assert saved_filters.get(connection, team.boris, team.id, shared) is not None
        accounts.join(connection, team.boris, team.id, Role.ADMIN)
        accounts.change_role(connection, team.id, team.admin, None)
        accounts.change_role(connection, team.id, team.boris, None)
    assert team.row(shared) is None

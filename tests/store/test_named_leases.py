"""Work that one process does at a time."""

from datetime import UTC, datetime, timedelta

from voronka.store import Store, named_leases
from voronka.store.leases import LEASE

AT = datetime(2026, 11, 20, 9, tzinfo=UTC)


def test_a_lease_is_one_owners_until_it_runs_out_or_is_given_up(store: Store) -> None:
    def hold(name: str, owner: str, at: datetime = AT) -> bool:
        with store.writing() as connection:
            return named_leases.hold(connection, name, owner, at)

    assert hold("a", "one")
    assert not hold("a", "two")
    assert hold("b", "two")
    assert hold("a", "one", AT + timedelta(seconds=60))
    assert not hold("a", "two", AT + LEASE)
    assert hold("a", "two", AT + LEASE + timedelta(seconds=60))
    with store.writing() as connection:
        named_leases.give_up(connection, "a", "one")
    assert not hold("a", "three", AT + LEASE + timedelta(seconds=61))
    with store.writing() as connection:
        named_leases.give_up(connection, "a", "two")
    assert hold("a", "three")

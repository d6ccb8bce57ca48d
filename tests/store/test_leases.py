"""Leases and waits in the store, on both databases; and excerpts that go with what they were cut from."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from voronka.health import Drift, Health, Rate
from voronka.model import RawPost
from voronka.quality import Expectations, Holds
from voronka.sources import RunReport, RunStatus, Source, SourceKind
from voronka.store import Store, leases, posts, taking_out

AT = datetime(2026, 11, 20, 9, tzinfo=UTC)
NAMES = ("a", "b")


@pytest.fixture
def two(any_store: Store) -> Store:
    """A store with two sources."""
    any_store.claim(AT)
    any_store.declare(Source(name, name, SourceKind.TELEGRAM) for name in NAMES)
    return any_store


def take(store: Store, owner: str, at: datetime, *names: str) -> set[str]:
    with store.writing() as connection:
        return leases.take(connection, names or NAMES, owner, at)


def test_a_source_is_leased_to_one_until_it_runs_out(two: Store) -> None:
    assert take(two, "one", AT, "a") == {"a"}
    assert take(two, "two", AT) == {"b"}
    assert take(two, "one", AT, "a") == {"a"}
    late = AT + leases.LEASE
    assert take(two, "two", late) == {"a", "b"}
    with two.writing() as connection:
        assert leases.renew(connection, NAMES, "one", late) == set()
        assert leases.renew(connection, ["a"], "two", late + timedelta(seconds=60)) == {"a"}
    assert take(two, "one", late + leases.LEASE) == {"b"}


def test_a_lease_is_given_up_by_its_owner_alone(two: Store) -> None:
    take(two, "one", AT)
    two.give_up_leases(NAMES, "two")
    assert take(two, "two", AT) == set()
    two.give_up_leases(["a"], "one")
    assert take(two, "two", AT) == {"a"}
    state = two.source("a")
    assert state is not None
    assert (state.lease_owner, state.lease_until) == ("two", AT + leases.LEASE)


def test_a_process_of_this_machine_that_is_gone_holds_nothing(two: Store) -> None:
    code = "from voronka.store.leases import owner_name; print(owner_name())"
    gone = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()
    assert leases.is_gone(gone)
    here = leases.owner_name()
    assert not leases.is_gone(here)
    assert len(here) <= 64
    elsewhere = gone.rpartition(" ")[0] + " 00000000-abcdef"
    assert not leases.is_gone(elsewhere)
    assert not leases.is_gone("somebody")
    take(two, gone, AT, "a")
    take(two, elsewhere, AT, "b")
    assert take(two, here, AT) == {"a"}
    state = two.source("a")
    assert state is not None
    assert state.reader(AT) == here.rpartition(" ")[0]
    assert f"pid {os.getpid()}" in str(state.reader(AT))
    assert state.reader(AT + leases.LEASE) is None


def test_a_wait_is_kept_until_a_success(two: Store) -> None:
    until = AT + timedelta(hours=2)
    refused = RunReport("a", RunStatus.FAILED, AT, AT, health=Health(refusals=1, until=until))
    two.finish_run(two.start_run("a"), refused)
    state = two.source("a")
    assert state is not None
    assert (state.not_before, state.waits_of_itself) == (until, True)
    two.wait_until(["a", "b"], until - timedelta(hours=1))
    two.finish_run(two.start_run("a"), RunReport("a", RunStatus.FAILED, AT, AT))
    state, other = two.sources()
    assert (state.not_before, other.not_before) == (until, until - timedelta(hours=1))
    assert (state.waits_of_itself, other.waits_of_itself) == (False, False)
    two.finish_run(two.start_run("a"), RunReport("a", RunStatus.OK, AT, AT))
    assert two.sources()[0].not_before is None


def test_runs_and_expectations_are_kept(two: Store) -> None:
    stated = Expectations(Holds.CONTENT, fill={"text": 0.5})
    two.declare([Source("a", "a", SourceKind.TELEGRAM, expects=stated)])
    assert two.sources()[0].source.expects == stated
    two.declare([Source("a", "a", SourceKind.TELEGRAM)])
    assert two.sources()[0].source.expects == Expectations()
    for number in range(4):
        report = RunReport("a", RunStatus.OK, AT, AT, recognised=number, health=Health(usual={"pay": number / 10}))
        two.finish_run(two.start_run("a"), report)
    two.finish_run(two.start_run("a"), RunReport("a", RunStatus.FAILED, AT, AT, health=Health(usual={"pay": 0})))
    assert {name: [run.recognised for run in runs] for name, runs in two.recent_runs(3).items()} == {"a": [0, 3, 2]}
    assert two.last_healthy("a").usual == {"pay": 0.3}
    assert two.last_healthy("b") == Health()


def drifted(store: Store, *items: str) -> None:
    drift = Drift("pay", Rate(0, 12), 1.0, before="от 80 000", now="<p>", items=items)
    store.finish_run(store.start_run("a"), RunReport("a", RunStatus.FAILED, AT, AT, health=Health(drift=(drift,))))


def excerpts(store: Store) -> list[str]:
    return [drift.before for run in store.runs("a") for drift in run.health.drift]


def test_only_the_newest_report_keeps_excerpts(two: Store) -> None:
    drifted(two, "1")
    drifted(two, "2")
    assert excerpts(two) == ["от 80 000", ""]
    assert [run.health.drift[0].present for run in two.runs("a")] == [Rate(0, 12)] * 2


def test_an_excerpt_goes_with_the_post_it_was_cut_from(two: Store) -> None:
    with two.writing() as connection:
        for number in ("1", "2"):
            posts.save(connection, RawPost("a", number, "от 80 000", posted_at=AT), AT)
    drifted(two, "1")
    with two.writing() as connection:
        taking_out.take_out(connection, "a", ["2"], "deleted", AT)
    assert excerpts(two) == ["от 80 000"]
    with two.writing() as connection:
        taking_out.take_out(connection, "a", ["1"], "deleted", AT)
    assert excerpts(two) == [""]
    drifted(two, "3")
    two.purge_source("a")
    assert excerpts(two) == ["", ""]

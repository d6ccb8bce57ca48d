"""A site that wants to be left alone, or refuses to be read, is not asked again before its time."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from crawlers.demo.warc import Answer
from tests.crawlers.support import Web, channel, channel_answers, make_channel, serving
from voronka.sources import RunStatus, SourceState
from voronka.store import Store

URL = "https://t.me/s/kanal"
KANAL, DRUGOY = channel("kanal"), channel("drugoy")
PAGES = channel_answers(make_channel("kanal", 5))
LATER = Answer(URL, b"", status=429, headers=[("Retry-After", "7200")])
REFUSAL = Answer(URL, b"<html>no</html>", status=403)


@pytest.fixture
def web() -> Iterator[Web]:
    """Two channels of one host."""
    with serving({**PAGES, **channel_answers(make_channel("drugoy", 5))}) as running:
        yield running


def state(store: Store, name: str = "kanal") -> SourceState:
    found = store.source(name)
    assert found is not None
    return found


def hours_to_wait(store: Store, name: str = "kanal") -> float:
    wait = state(store, name).not_before
    return 0 if wait is None else round((wait - datetime.now(UTC)) / timedelta(hours=1), 1)


def test_a_sites_own_time_is_kept_for_its_whole_host_and_whoever_asks(web: Web, store: Store) -> None:
    web.answers[URL] = LATER
    first, second = web.collect(store, [KANAL, DRUGOY])
    assert (first.status, second.status) == (RunStatus.FAILED, RunStatus.LEFT_OUT)
    assert (hours_to_wait(store), hours_to_wait(store, "drugoy")) == (2.0, 2.0)
    asked = len(web.asked)
    for named in (True, False):
        reports = web.collect(store, [KANAL, DRUGOY], named=named)
        assert [report.status for report in reports] == [RunStatus.LEFT_OUT] * 2
        assert reports[0].message.startswith("kanal: left out: its site wants to be left alone until 20")
    assert len(web.asked) == asked
    assert len(store.runs("kanal")) == 1


def test_after_its_time_it_is_asked_again_and_a_success_ends_the_waiting(web: Web, store: Store) -> None:
    store.declare([KANAL])
    store.wait_until(["kanal"], datetime.now(UTC) - timedelta(seconds=1))
    (report,) = web.collect(store, [KANAL], named=False)
    assert report.status is RunStatus.OK
    assert state(store).not_before is None


def test_who_refuses_is_left_alone_longer_each_time_unless_named(web: Web, store: Store) -> None:
    web.answers[URL] = REFUSAL
    waits = []
    for _ in range(6):
        (report,) = web.collect(store, [KANAL])
        assert report.status is RunStatus.FAILED
        waits.append(hours_to_wait(store))
    assert waits == [1, 2, 4, 8, 16, 24]
    asked = len(web.asked)
    (report,) = web.collect(store, [KANAL], named=False)
    assert report.status is RunStatus.LEFT_OUT
    assert report.message.startswith("kanal: left out: it refused to be read; next try 20")
    assert report.message.endswith("or at once: voronka collect kanal")
    assert len(web.asked) == asked
    web.answers[URL] = PAGES[URL]
    (report,) = web.collect(store, [KANAL])
    assert (report.status, hours_to_wait(store)) == (RunStatus.OK, 0)
    web.answers[URL] = REFUSAL
    web.collect(store, [KANAL])
    assert hours_to_wait(store) == 1


def test_a_refusal_is_of_one_source(web: Web, store: Store) -> None:
    web.answers[URL] = REFUSAL
    assert [report.status for report in web.collect(store, [KANAL, DRUGOY])] == [RunStatus.FAILED, RunStatus.OK]
    assert hours_to_wait(store, "drugoy") == 0


def test_a_fault_that_is_no_refusal_sets_no_waiting(web: Web, store: Store) -> None:
    web.answers[URL] = Answer(URL, b"oops", status=500)
    assert web.collect(store, [KANAL], RETRY_ENABLED=False)[0].status is RunStatus.FAILED
    assert state(store).not_before is None


def test_a_robots_txt_that_asks_for_time_is_heard(web: Web, store: Store) -> None:
    robots = "https://t.me/robots.txt"
    web.answers[robots] = Answer(robots, b"", status=503, headers=[("Retry-After", "7200")])
    web.collect(store, [KANAL])
    assert hours_to_wait(store) == 2

"""A source is read by one process at a time: two real processes, one that is killed, one that loses its lease."""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from tests.crawlers.support import (
    NOW,
    Web,
    channel,
    channel_answers,
    make_channel,
    record,
    replay,
    saving,
    serving,
    stored,
)
from voronka.model import RawPost
from voronka.sources import RunStatus
from voronka.store import Store, leases
from voronka.store.posts import Saved
from voronka.store.tables import source

PAGES = channel_answers(make_channel("kanal", 30))
KANAL, DRUGOY = channel("kanal"), channel("drugoy")
# Collects; after the first page it says so and waits for a line.
COLLECT = """
import json, sys
from pathlib import Path
from tests.crawlers.support import channel, replay, saving
from voronka.store import Store
url, recording, wait = sys.argv[1:]
with Store(url) as store:
    save = saving(store)
    def ingest(raws):
        saved = save(raws)
        if wait == "wait":
            print("a page", flush=True)
            sys.stdin.readline()
        return saved
    [report] = replay(store, Path(recording), [channel("kanal")], ingest=ingest)
print(json.dumps([report.status, report.new, report.message]))
"""


@contextmanager
def collecting(store: Store, recording: Path, wait: str = "") -> Iterator[subprocess.Popen[str]]:
    """Another process that collects."""
    url = store.database.url.render_as_string(hide_password=False)
    command = [sys.executable, "-c", COLLECT, url, str(recording), wait]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def answer(process: subprocess.Popen[str]) -> Any:
    out, _ = process.communicate(timeout=60)
    return json.loads(out.splitlines()[-1])


@pytest.fixture
def any_demo(store: Store) -> Store:
    """An empty store (with --full on each database), whose clock stands at NOW."""
    store.claim(NOW)
    return store


@pytest.mark.full
def test_two_processes_do_no_work_twice(any_demo: Store, tmp_path: Path) -> None:
    recording = record(tmp_path / "r.warc.gz", PAGES)
    with collecting(any_demo, recording, "wait") as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "a page\n"
        with collecting(any_demo, recording) as second:
            status, new, message = answer(second)
        assert (status, new) == (RunStatus.LEFT_OUT, 0)
        assert message.startswith("kanal: left out: ")
        assert f"pid {first.pid} is reading it (its lease lasts until " in message
        assert len(any_demo.runs("kanal")) == 1
        status, new, _ = answer(first)  # the end of its input lets it go on
    assert (status, new) == (RunStatus.OK, 30)
    state = any_demo.source("kanal")
    assert state is not None
    assert state.lease_owner is None
    (report,) = replay(any_demo, recording, [KANAL])
    assert (report.status, report.new) == (RunStatus.OK, 0)


@pytest.mark.full
def test_a_killed_process_is_followed_at_once(any_demo: Store, tmp_path: Path) -> None:
    recording = record(tmp_path / "r.warc.gz", PAGES)
    with collecting(any_demo, recording, "wait") as first:
        assert first.stdout is not None
        first.stdout.readline()
        first.kill()
        first.wait()
    (report,) = replay(any_demo, recording, [KANAL])
    assert (report.status, report.new) == (RunStatus.OK, 10)
    assert [run.status for run in any_demo.runs("kanal")] == [RunStatus.OK, RunStatus.STOPPED]
    assert len(stored(any_demo, "kanal")) == 30


@pytest.fixture
def web() -> Iterator[Web]:
    """Two channels of one host."""
    with serving({**PAGES, **channel_answers(make_channel("drugoy", 5))}) as running:
        yield running


def test_what_another_machine_reads_is_left_out_and_the_others_are_read(web: Web, store: Store) -> None:
    store.declare([KANAL, DRUGOY])
    store.take_leases(["kanal"], "elsewhere pid 7 00000000-abcdef")
    left, read = web.collect(store, [KANAL, DRUGOY])
    assert (left.status, read.status, read.new) == (RunStatus.LEFT_OUT, RunStatus.OK, 5)
    assert left.message.startswith("kanal: left out: elsewhere pid 7 is reading it (its lease lasts until ")
    assert not any("kanal" in url for url in web.asked)
    assert store.runs("kanal") == []


def test_a_collection_that_lost_its_lease_ends_and_keeps_no_state(web: Web, store: Store) -> None:
    save = saving(store)

    def overtaken(raws: Any) -> Any:
        with store.writing() as connection:
            connection.execute(sa.update(source).where(source.c.name == "kanal").values(lease_owner="another"))
        return save(raws)

    (report,) = web.collect(store, [KANAL], overtaken)
    assert report.status is RunStatus.FAILED
    assert "another process has taken it over" in report.message
    state = store.source("kanal")
    assert state is not None
    assert (state.state, state.lease_owner) == ({}, "another")


def test_a_source_switched_off_while_it_is_read_ends_at_the_next_renewal(
    web: Web, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("voronka.leasing.RENEW_SECONDS", 0.0)
    save = saving(store)

    def switched_off(raws: Sequence[RawPost]) -> Sequence[Saved]:
        store.set_disabled("kanal", disabled=True)
        return save(raws)

    kanal, drugoy = web.collect(store, [KANAL, DRUGOY], switched_off, DOWNLOAD_DELAY=0.2)
    assert kanal.status is RunStatus.STOPPED
    assert kanal.message == "kanal: switched off; what was read until then is stored"
    assert drugoy.status is RunStatus.OK
    assert len(stored(store, "kanal")) == 20


def test_a_source_switched_off_since_it_was_chosen_is_not_asked(web: Web, store: Store) -> None:
    store.declare([KANAL])
    store.set_disabled("kanal", disabled=True)
    (report,) = web.collect(store, [KANAL])
    assert report.message == "kanal: left out: it is switched off; to read it again: voronka sources enable kanal"
    assert web.asked == []


def test_leases_are_renewed_in_time() -> None:
    assert leases.LEASE.total_seconds() > 3 * leases.RENEW_SECONDS

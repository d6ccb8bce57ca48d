"""The preview spider over recordings: how far back it goes, what it sees again, and that nothing is lost on the way."""

import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from crawlers.demo.model import Channel
from tests.crawlers.support import (
    NOW,
    channel,
    channel_answers,
    edited,
    make_channel,
    record,
    replay,
    saving,
    stored,
)  # fmt: skip
from voronka.errors import VoronkaError
from voronka.model import RawPost
from voronka.sources import RunStatus
from voronka.store import Store
from voronka.store.posts import Saved
from voronka.store.tables import post


def numbers(store: Store, name: str = "kanal") -> set[int]:
    return {int(number) for number in stored(store, name)}


def test_a_first_run_reads_back_to_the_channels_beginning(store: Store, tmp_path: Path) -> None:
    recording = record(tmp_path / "r.warc.gz", channel_answers(make_channel("kanal", 47)))
    (report,) = replay(store, recording, [channel("kanal")])
    assert report.status is RunStatus.OK
    assert (report.recognised, report.new, report.pages) == (47, 47, 3)
    assert numbers(store) == set(range(1, 48))
    raw = stored(store, "kanal")["47"].raw
    assert raw.url == "https://t.me/kanal/47"
    assert raw.text == "Ищем маркетолога №47\n\nЗарплата 47 000 руб. Писать @kadry_47_demo"
    assert raw.posted_at == NOW - timedelta(hours=1)
    assert raw.payload["views"] == 1200


def test_a_second_run_changes_nothing_and_reads_two_pages(store: Store, tmp_path: Path) -> None:
    recording = record(tmp_path / "r.warc.gz", channel_answers(make_channel("kanal", 97, every=timedelta(hours=6))))
    replay(store, recording, [channel("kanal")])
    before = stored(store, "kanal")
    (report,) = replay(store, recording, [channel("kanal")])
    assert (report.status, report.new, report.changed, report.unchanged) == (RunStatus.OK, 0, 0, 40)
    assert report.pages == 2
    assert {k: v.version for k, v in stored(store, "kanal").items()} == {k: v.version for k, v in before.items()}


def test_what_is_new_since_is_found_however_many_pages_it_fills(store: Store, tmp_path: Path) -> None:
    old, new = make_channel("kanal", 30), make_channel("kanal", 95)
    replay(store, record(tmp_path / "old.warc.gz", channel_answers(old)), [channel("kanal")])
    (report,) = replay(store, record(tmp_path / "new.warc.gz", channel_answers(new)), [channel("kanal")])
    assert report.new == 65
    assert numbers(store) == set(range(1, 96))
    assert store.source("kanal").state["newest"] == 95  # type: ignore[union-attr]  # declared by the collection


def test_an_edit_on_the_newest_pages_is_a_new_version(store: Store, tmp_path: Path) -> None:
    made = make_channel("kanal", 60)
    replay(store, record(tmp_path / "r.warc.gz", channel_answers(made)), [channel("kanal")])
    now = edited(edited(made, 22, text="Вакансия изменена", edited=True), 60, views="9.9K")
    (report,) = replay(store, record(tmp_path / "e.warc.gz", channel_answers(now)), [channel("kanal")])
    assert (report.new, report.changed) == (0, 1)
    edit = stored(store, "kanal")["22"]
    assert (edit.version, edit.raw.text, edit.raw.payload["edited"]) == (2, "Вакансия изменена", True)
    assert stored(store, "kanal")["60"].version == 1  # a number of views is no edit


def test_the_limit_of_days_ends_the_way_back(store: Store, tmp_path: Path) -> None:
    made = make_channel("kanal", 100, every=timedelta(days=1))
    recording = record(tmp_path / "r.warc.gz", channel_answers(made))
    (report,) = replay(store, recording, [channel("kanal")], since=timedelta(days=30))
    assert numbers(store) == set(range(71, 101))
    assert (report.pages, report.recognised) == (2, 40)  # the last page reaches further back than is wanted


def test_a_larger_limit_goes_further_back_than_what_is_known(store: Store, tmp_path: Path) -> None:
    recording = record(tmp_path / "r.warc.gz", channel_answers(make_channel("kanal", 100, every=timedelta(days=1))))
    replay(store, recording, [channel("kanal")], since=timedelta(days=10))
    replay(store, recording, [channel("kanal")], since=timedelta(days=50))
    assert numbers(store) == set(range(51, 101))
    for days, pages in ((10, 1), (50, 2)):  # a smaller limit in between makes nobody forget what was read
        (report,) = replay(store, recording, [channel("kanal")], since=timedelta(days=days))
        assert (report.pages, report.new) == (pages, 0)
    assert numbers(store) == set(range(51, 101))


def test_service_posts_and_pictures_are_recognised_and_named(store: Store, tmp_path: Path) -> None:
    made = make_channel("kanal", 8)
    made = edited(edited(made, 3, service=True, text="Channel photo updated", views=None), 4, text="", photos=1)
    (report,) = replay(store, record(tmp_path / "r.warc.gz", channel_answers(made)), [channel("kanal")])
    assert report.status is RunStatus.OK
    assert numbers(store) == {1, 2, 5, 6, 7, 8}
    assert (report.recognised, report.skipped) == (7, 1)
    assert report.warnings == ("@kanal/4: no text, only a picture or a file",)


def test_a_failure_while_storing_keeps_the_pages_before_and_loses_nothing(store: Store, tmp_path: Path) -> None:
    recording = record(tmp_path / "r.warc.gz", channel_answers(make_channel("kanal", 75)))
    save, pages = saving(store), 0

    def full_at_page_3(raws: Sequence[RawPost]) -> Sequence[Saved]:
        nonlocal pages
        pages += 1
        if pages == 3:
            raise VoronkaError("the disk is full; make room and collect again")
        return save(raws)

    (report,) = replay(store, recording, [channel("kanal")], ingest=full_at_page_3)
    assert report.status is RunStatus.FAILED
    assert report.message == ("kanal: https://t.me/s/kanal?before=36: the disk is full; make room and collect again")
    assert numbers(store) == set(range(36, 76))
    assert store.source("kanal").state == {}  # type: ignore[union-attr]  # declared by the collection
    (report,) = replay(store, recording, [channel("kanal")])
    assert (report.status, report.new, report.unchanged) == (RunStatus.OK, 35, 40)
    assert numbers(store) == set(range(1, 76))


def test_a_defect_in_a_callback_is_one_clear_line(store: Store, tmp_path: Path) -> None:
    recording = record(tmp_path / "r.warc.gz", channel_answers(make_channel("kanal", 5)))

    def broken(raws: Sequence[RawPost]) -> Sequence[Saved]:
        raise ZeroDivisionError("no such thing")

    (report,) = replay(store, recording, [channel("kanal")], ingest=broken)
    assert report.status is RunStatus.FAILED
    assert report.message.startswith("kanal: https://t.me/s/kanal: unexpected ZeroDivisionError: no such thing")


def test_one_sources_failure_does_not_stop_the_others(store: Store, tmp_path: Path) -> None:
    answers = channel_answers(make_channel("kanal", 5)) | channel_answers(make_channel("drugoy", 5))
    names = ["kanal", "propal", "drugoy"]
    reports = replay(store, record(tmp_path / "r.warc.gz", answers), [channel(name) for name in names])
    assert [(r.source, r.status) for r in reports] == [
        ("kanal", RunStatus.OK), ("propal", RunStatus.FAILED), ("drugoy", RunStatus.OK),
    ]  # fmt: skip
    assert reports[1].message.startswith("propal: https://t.me/s/propal: is not in the recording")
    assert store.runs("propal")[0].status is RunStatus.FAILED


def test_a_channel_below_its_least_number_fails_loudly_and_keeps_what_was_read(store: Store, tmp_path: Path) -> None:
    recording = record(tmp_path / "r.warc.gz", channel_answers(make_channel("kanal", 5)))
    (report,) = replay(store, recording, [channel("kanal", min_recognised=6)])
    assert report.status is RunStatus.FAILED
    assert "5 items recognised, at least 6 expected" in report.message
    assert len(numbers(store)) == 5
    assert store.source("kanal").state == {}  # type: ignore[union-attr]  # declared by the collection


def test_a_page_that_repeats_itself_ends(store: Store, tmp_path: Path) -> None:
    answers = channel_answers(make_channel("kanal", 30))
    first = answers["https://t.me/s/kanal"]
    again = replace(first, url="https://t.me/s/kanal?before=11")
    (report,) = replay(store, record(tmp_path / "r.warc.gz", answers | {again.url: again}), [channel("kanal")])
    assert report.status is RunStatus.FAILED
    assert "the page before post 11 shows post 11" in report.message


KILLED = """
    import os, signal, sys
    from datetime import timedelta
    from pathlib import Path
    from tests.crawlers.support import channel, replay, saving
    from voronka.store import Store

    store = Store(sys.argv[1])
    save, pages = saving(store), 0

    def ingest(raws):
        global pages
        pages += 1
        if pages == 2:
            os.kill(os.getpid(), {signal})
        return save(raws)

    reports = replay(store, Path(sys.argv[2]), [channel("kanal")], ingest=ingest)
    print(reports[0].status, "|", reports[0].message)
"""


def run_killed(store: Store, recording: Path, number: signal.Signals) -> subprocess.CompletedProcess[str]:
    code = textwrap.dedent(KILLED).format(signal=int(number))
    command = [sys.executable, "-c", code, str(store.database.url), str(recording)]
    root = Path(__file__).parents[2]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, env=environment, cwd=root)


@pytest.mark.full
def test_killed_in_the_middle_and_again_nothing_is_lost_or_doubled(store: Store, tmp_path: Path) -> None:
    recording = record(tmp_path / "r.warc.gz", channel_answers(make_channel("kanal", 75)))
    assert run_killed(store, recording, signal.SIGKILL).returncode == -signal.SIGKILL
    assert numbers(store) == set(range(56, 76))
    assert store.runs("kanal")[0].status is RunStatus.RUNNING
    (report,) = replay(store, recording, [channel("kanal")])
    assert (report.status, report.new, report.unchanged) == (RunStatus.OK, 55, 20)
    assert numbers(store) == set(range(1, 76))
    assert [run.status for run in store.runs("kanal")] == [RunStatus.OK, RunStatus.STOPPED]


@pytest.mark.parametrize("number", [signal.SIGTERM, pytest.param(signal.SIGINT, marks=pytest.mark.full)])
def test_a_signal_saves_and_ends_cleanly(store: Store, tmp_path: Path, number: signal.Signals) -> None:
    recording = record(tmp_path / "r.warc.gz", channel_answers(make_channel("kanal", 75)))
    done = run_killed(store, recording, number)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("stopped | kanal: stopped; what was read until then is stored")
    assert 40 <= len(numbers(store)) < 75
    assert store.runs("kanal")[0].status is RunStatus.STOPPED
    replay(store, recording, [channel("kanal")])
    assert numbers(store) == set(range(1, 76))


def without(made: Channel, *numbers: int) -> Channel:
    return replace(made, posts=tuple(post for post in made.posts if post.id not in numbers))


def erased(store: Store, name: str = "kanal") -> set[int]:
    with store.reading() as connection:
        rows = connection.execute(sa.select(post).where(post.c.source == name, post.c.erased_at.is_not(None)))
        return {int(row.external_id) for row in rows if row.erased_reason == "deleted"}


def test_a_post_missing_between_its_neighbours_in_two_reads_is_deleted_here(store: Store, tmp_path: Path) -> None:
    made = make_channel("kanal", 47)
    replay(store, record(tmp_path / "r.warc.gz", channel_answers(made)), [channel("kanal")])
    fewer = record(tmp_path / "f.warc.gz", channel_answers(without(made, 30, 44)))
    replay(store, fewer, [channel("kanal")])
    assert erased(store) == set()
    replay(store, fewer, [channel("kanal")])
    assert erased(store) == {30, 44}
    assert stored(store, "kanal")["44"].raw.text == ""
    # an old copy of the page does not bring it back
    (report,) = replay(store, tmp_path / "r.warc.gz", [channel("kanal")])
    assert (report.status, report.new, report.changed) == (RunStatus.OK, 0, 0)
    assert erased(store) == {30, 44}


def test_a_post_that_is_seen_again_in_between_is_not_deleted(store: Store, tmp_path: Path) -> None:
    made = make_channel("kanal", 20)
    whole = record(tmp_path / "r.warc.gz", channel_answers(made))
    fewer = record(tmp_path / "f.warc.gz", channel_answers(without(made, 10)))
    for recording in (whole, fewer, whole, fewer):
        replay(store, recording, [channel("kanal")])
    assert erased(store) == set()
    replay(store, fewer, [channel("kanal")])
    assert erased(store) == {10}


def test_what_is_beyond_a_pages_ends_is_not_called_deleted(store: Store, tmp_path: Path) -> None:
    made = make_channel("kanal", 60)
    replay(store, record(tmp_path / "r.warc.gz", channel_answers(made)), [channel("kanal")])
    # the newest post is gone, and so is one on the border of two pages
    newest = channel_answers(without(made, 60))["https://t.me/s/kanal"]
    before = channel_answers(without(made, *range(39, 61)))["https://t.me/s/kanal"]
    older = replace(before, url="https://t.me/s/kanal?before=40")
    pages = record(tmp_path / "f.warc.gz", {answer.url: answer for answer in (newest, older)})
    for _ in range(3):
        assert replay(store, pages, [channel("kanal")])[0].status is RunStatus.OK
    assert erased(store) == set()


def test_pages_of_a_run_that_failed_tell_of_no_deletion(store: Store, tmp_path: Path) -> None:
    made = make_channel("kanal", 47)
    replay(store, record(tmp_path / "r.warc.gz", channel_answers(made)), [channel("kanal")])
    answers = channel_answers(without(made, 44))
    broken = {url: replace(a, body=a.body[: a.body.index(b"</section>")]) for url, a in answers.items()}
    for number in range(3):
        path = record(tmp_path / f"{number}.warc.gz", broken)
        assert replay(store, path, [channel("kanal")])[0].status is RunStatus.FAILED
    assert erased(store) == set()


def test_photos_of_an_album_and_service_posts_are_no_deletions(store: Store, tmp_path: Path) -> None:
    made = make_channel("kanal", 20)
    replay(store, record(tmp_path / "r.warc.gz", channel_answers(made)), [channel("kanal")])
    # 5 became an album of 5, 6, 7; 9 a notice of the channel; 11 lost its words
    now = edited(without(made, 6, 7), 5, photos=3)
    now = edited(edited(now, 9, service=True, text="Channel photo updated", views=None), 11, text="", photos=1)
    path = record(tmp_path / "n.warc.gz", channel_answers(now))
    for _ in range(3):
        assert replay(store, path, [channel("kanal")])[0].status is RunStatus.OK
    assert erased(store) == set()

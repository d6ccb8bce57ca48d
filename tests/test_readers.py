"""Reading in processes of its own: the same readings, whatever becomes of the processes."""

import json
import logging
import os
import signal
from collections.abc import Iterator
from dataclasses import replace
from multiprocessing.connection import wait
from pathlib import Path

import pytest

from voronka import readers
from voronka.model import Link, RawPost
from voronka.readers import Readers
from voronka.reading import read_safely

POSTS = [
    RawPost("kanal", row["id"], row["text"], links=tuple(map(Link, row.get("links", ()))))
    for row in map(json.loads, Path("tests/posts/set_j.jsonl").read_text(encoding="utf-8").splitlines())
][:24]
EXPECTED = [read_safely(post) for post in POSTS]


@pytest.fixture
def two(monkeypatch: pytest.MonkeyPatch) -> Iterator[Readers]:
    monkeypatch.setattr(readers, "_ALONE", 0)
    with Readers(2) as found:
        yield found


def begun(two: Readers) -> None:
    """Wait until all processes are there."""
    two.ahead(POSTS)
    for reader in list(two._readers):
        while not reader.ready and reader in two._readers:
            assert wait([reader.line], 60)
            two._work()


def test_the_same_in_the_same_order(two: Readers) -> None:
    begun(two)
    assert two.read(POSTS) == EXPECTED
    assert two.read(POSTS[:1] * 3) == EXPECTED[:1] * 3
    long = [replace(post, text=f"{post.text}{' слово' * 8_000}") for post in POSTS[:2]]
    assert two.read([*POSTS[:3], *long, *POSTS[3:]]) == [*EXPECTED[:3], *map(read_safely, long), *EXPECTED[3:]]
    assert two.read([]) == []
    assert not two._asked
    processes = [reader.process for reader in two._readers]
    assert len(processes) == 2
    two.close()
    assert all(process.poll() is not None for process in processes)
    assert two.read(POSTS[:2]) == EXPECTED[:2], "without them, too"


def test_what_was_begun_with_other_words_is_read_anew(two: Readers) -> None:
    begun(two)
    changed = [replace(post, text=f"Ищем дизайнера, Тула. {post.text}") for post in POSTS[:5]]
    assert two.read(changed) == [read_safely(post) for post in changed]


def test_few_posts_start_no_process() -> None:
    with Readers(4) as found:
        found.ahead(POSTS)
        assert found.read(POSTS) == EXPECTED
        assert not found._readers


@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGSTOP], ids=["dies", "hangs"])
def test_a_process_that_is_lost(
    two: Readers, sign: signal.Signals, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    begun(two)
    monkeypatch.setattr(readers, "_PATIENCE", 0.5)
    lost = two._readers[0]
    os.kill(lost.process.pid, sign)
    with caplog.at_level(logging.WARNING):
        assert two.read(POSTS) == EXPECTED
        assert two.read(POSTS) == EXPECTED
    assert lost not in two._readers, "the other one may be left, too, where the machine is busy"
    assert "are read here" in caplog.text


def test_a_process_of_another_version_reads_nothing(two: Readers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "rules", lambda: "others")
    begun(two)
    assert not two._readers
    assert two.read(POSTS) == EXPECTED


def test_no_more_is_kept_than_somebody_may_want(two: Readers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "_KEPT", 5)
    begun(two)
    assert len(two._asked) == 5
    assert two.read(POSTS) == EXPECTED

"""The index as a thing on disk: following the store, several processes, crashes, damage, other versions."""

import json
import logging
import os
import random
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from search import merging, whoosh_engine
from search.engine import NoIndexError
from search.folder import IndexFolder
from search.service import Search
from search.whoosh_engine import WhooshEngine
from tests.search.builder import NOW, Builder
from voronka.clock import Clock
from voronka.errors import VoronkaError
from voronka.model import Kind
from voronka.query import Query
from voronka.settings import Settings
from voronka.store import Store

STALE_DAYS = 45


@pytest.fixture
def engine(tmp_path: Path) -> WhooshEngine:
    return WhooshEngine(tmp_path / "index", stale_days=STALE_DAYS, lock_wait=0.1)


def found(engine: WhooshEngine, text: str = "") -> set[int]:
    query = Query(text=text, kinds=tuple(Kind), stale=True, size=100)
    return {hit.listing_id for hit in engine.search(query, NOW).hits}


def same_as_new(engine: WhooshEngine, store: Store, folder: Path) -> bool:
    """Whether the index answers like one that was just made of the store."""
    fresh = WhooshEngine(folder, stale_days=STALE_DAYS)
    fresh.rebuild(store)
    texts = ("", "маркетолог", "дизайнер", '"ищем маркетолога"')
    return all(engine.search(Query(text=t), NOW) == fresh.search(Query(text=t), NOW) for t in texts)


def test_it_follows_the_change_log(builder: Builder, store: Store, engine: WhooshEngine, tmp_path: Path) -> None:
    assert engine.catch_up(store) == 0
    assert found(engine) == set()
    one, two, three = (builder.add("ищем маркетолога", source=s) for s in ("kanal_a", "kanal_b", "doska"))
    assert engine.catch_up(store) == 3
    assert found(engine, "маркетолог") == {one, two, three}
    assert engine.catch_up(store) == 0
    builder.edit(one, "ищем дизайнера")
    assert engine.catch_up(store) == 1
    assert (found(engine, "маркетолог"), found(engine, "дизайнер")) == ({two, three}, {one})
    builder.merge(loser=two, winner=one)
    engine.catch_up(store)
    assert found(engine) == {one, three}
    builder.remove_source("doska")
    engine.catch_up(store)
    assert found(engine) == {one}
    assert same_as_new(engine, store, tmp_path / "fresh")
    status = engine.status(store)
    assert (status.listings, status.behind) == (1, 0)


def test_many_commits_and_merges_stay_exact(
    builder: Builder, store: Store, engine: WhooshEngine, tmp_path: Path
) -> None:
    chance = random.Random(3)
    numbers: list[int] = []
    for step in range(40):
        if numbers and step % 3 == 1:
            builder.edit(chance.choice(numbers), chance.choice(["ищем маркетолога", "дизайнер", "другое"]))
        elif len(numbers) > 4 and step % 5 == 2:
            loser = numbers.pop(chance.randrange(len(numbers)))
            builder.merge(loser, numbers[0])
        else:
            numbers += [builder.add("ищем маркетолога", days=chance.randrange(30)) for _ in range(3)]
        engine.catch_up(store)
        assert found(engine) == set(numbers)
        assert len(engine._snapshot().segments) <= merging.MAX_SEGMENTS + 1
    assert same_as_new(engine, store, tmp_path / "fresh")


def test_a_rebuild_replaces_all(builder: Builder, store: Store, engine: WhooshEngine, tmp_path: Path) -> None:
    number = builder.add("ищем маркетолога")
    engine.catch_up(store)
    assert engine.rebuild(store) == 1
    assert found(engine) == {number}
    assert len(list((tmp_path / "index").glob("g-*"))) == 1


def test_another_process_sees_each_commit(builder: Builder, store: Store, engine: WhooshEngine, tmp_path: Path) -> None:
    reader = WhooshEngine(tmp_path / "index", stale_days=STALE_DAYS)
    with pytest.raises(NoIndexError, match="voronka index --rebuild"):
        reader.search(Query(), NOW)
    numbers = set()
    for step in range(12):
        numbers.add(builder.add("ищем маркетолога"))
        engine.rebuild(store) if step == 6 else engine.catch_up(store)
        assert found(reader, "маркетолог") == numbers


def test_two_do_not_write_at_once(
    builder: Builder, store: Store, engine: WhooshEngine, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    first = builder.add("ищем маркетолога")
    engine.catch_up(store)
    second = builder.add("ищем маркетолога")
    with IndexFolder(tmp_path / "index").writing(0) as mine, caplog.at_level(logging.WARNING, "search"):
        assert mine
        assert engine.catch_up(store) == 0
        assert engine.rebuild(store) == 0
        assert found(engine) == {first}
    assert "by another process" in caplog.text
    assert engine.catch_up(store) == 1
    assert found(engine) == {first, second}


def test_readers_and_a_writer_in_threads(builder: Builder, store: Store, engine: WhooshEngine) -> None:
    numbers = [builder.add(f"ищем маркетолога номер {n}") for n in range(10)]
    engine.catch_up(store)
    wrong: list[object] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            for text in ("маркетолог", '"ищем маркетолога"', "маркет"):
                answer = found(engine, text)
                if not set(numbers[:10]) <= answer:
                    wrong.append((text, answer))

    threads = [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    for step in range(8):
        numbers.append(builder.add(f"ищем маркетолога снова {step}"))
        engine.catch_up(store)
    done.set()
    for thread in threads:
        thread.join()
    assert not wrong
    assert found(engine) == set(numbers)


KILLED = """
import os, signal, sys
from pathlib import Path
from search import folder, whoosh_engine
from voronka.store import Store

data, moment, url = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
die = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
if moment == "before the commit":
    whoosh_engine.state_fields = die
elif moment == "after the commit":
    folder.IndexFolder.seal = die
elif moment == "before it is current":
    folder.IndexFolder.make_current = die
elif moment == "before the checksums":
    folder._replace = die
engine = whoosh_engine.WhooshEngine(data / "index", stale_days=45)
with Store(url) as store:
    engine.rebuild(store) if "current" in moment else engine.catch_up(store)
"""


@pytest.mark.parametrize(
    "moment", ["before the commit", "after the commit", "before it is current", "before the checksums"]
)
def test_a_kill_at_any_moment_is_harmless(
    builder: Builder, store: Store, store_url: str, engine: WhooshEngine, tmp_path: Path, moment: str
) -> None:
    one, two = builder.add("ищем маркетолога"), builder.add("ищем маркетолога")
    engine.catch_up(store)
    builder.edit(one, "ищем дизайнера")
    three = builder.add("ищем дизайнера")
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(tmp_path), moment, store_url],
        env={**os.environ, "PYTHONPATH": "."},
        check=False,
    )
    assert done.returncode == -signal.SIGKILL
    again = WhooshEngine(tmp_path / "index", stale_days=STALE_DAYS)
    assert found(again) in ({one, two}, {one, two, three})  # whole either way, and no lock is left
    again.catch_up(store)
    assert (found(again, "маркетолог"), found(again, "дизайнер")) == ({two}, {one, three})
    assert found(engine) == {one, two, three}
    again.rebuild(store)
    assert len(list((tmp_path / "index").glob("g-*"))) == 1


def test_an_index_of_another_version_is_made_anew(
    builder: Builder, store: Store, engine: WhooshEngine, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    number = builder.add("ищем маркетолога")
    engine.catch_up(store)
    monkeypatch.setattr(whoosh_engine, "FINGERPRINT", "whoosh-next")
    newer = WhooshEngine(tmp_path / "index", stale_days=STALE_DAYS)
    with pytest.raises(NoIndexError, match="of version"):
        newer.search(Query(), NOW)
    with caplog.at_level(logging.WARNING, "search"):
        assert newer.catch_up(store) == 1
    assert "made anew" in caplog.text
    assert found(newer) == {number}
    assert json.loads((tmp_path / "index" / "current.json").read_text())["version"] == "whoosh-next"


def test_an_index_of_another_store_is_made_anew(
    builder: Builder, store: Store, engine: WhooshEngine, tmp_path: Path
) -> None:
    for _ in range(5):
        builder.add("ищем маркетолога")
    engine.catch_up(store)
    with Store(f"sqlite:///{tmp_path / 'other.sqlite3'}") as other:
        numbers = {Builder(other).add("дизайнер")}
        assert engine.catch_up(other) == 1
        assert found(engine) == numbers


DAMAGE = {
    "truncated": lambda file: file.write_bytes(file.read_bytes()[: file.stat().st_size // 2]),
    "empty": lambda file: file.write_bytes(b""),
    "garbage": lambda file: file.write_bytes(os.urandom(file.stat().st_size)),
    "one bit": lambda file: file.write_bytes(
        bytes([*(data := file.read_bytes())[:-20], data[-20] ^ 1, *data[len(data) - 19 :]])
    ),
    "gone": lambda file: file.unlink(),
}


@pytest.mark.parametrize("how", DAMAGE)
@pytest.mark.parametrize("which", ["current.json", "g-*/checksums.json", "g-*/*.toc", "g-*/*.seg"])
def test_a_damaged_index_mends_itself(
    builder: Builder, store: Store, engine: WhooshEngine, tmp_path: Path, how: str, which: str
) -> None:
    numbers = {builder.add("ищем маркетолога"), builder.add("дизайнер")}
    engine.catch_up(store)
    for file in (tmp_path / "index").glob(which):
        DAMAGE[how](file)
    again = Search(store, Settings(data=tmp_path))
    assert {hit.listing_id for hit in again.ask(Query()).results.hits} == numbers
    assert again.status().behind == 0
    builder.add("маркетолог")
    assert again.catch_up() == 1
    assert again.ask(Query(text="маркетолог")).results.total == 2


def test_a_folder_that_cannot_be_written_is_one_clear_line(builder: Builder, store: Store, tmp_path: Path) -> None:
    (tmp_path / "index").write_text("a file where the folder should be")
    with pytest.raises(VoronkaError, match="cannot write the index in"):
        Search(store, Settings(data=tmp_path)).catch_up()


def test_the_first_question_makes_the_index(builder: Builder, search: Search, store: Store) -> None:
    assert search.status().behind == 0
    number = builder.add("ищем маркетолога")
    assert search.status().behind == 1
    assert [card.id for card in search.ask(Query()).listings] == [number]
    assert search.status().behind == 0


def test_an_empty_store_answers_nothing(store: Store, tmp_path: Path) -> None:
    store.clock = Clock(NOW)
    results = Search(store, Settings(data=tmp_path)).ask(Query(text="маркет", salary_min=1)).results
    assert (results.total, list(results.hits), results.kinds_total) == (0, [], {})


def test_a_listing_gone_from_the_store_is_left_out(builder: Builder, search: Search, store: Store) -> None:
    builder.add("ищем маркетолога", source="kanal_b")
    stays = builder.add("ищем маркетолога")
    search.catch_up()
    builder.remove_source("kanal_b")
    answer = search.ask(Query())
    assert [card.id for card in answer.listings] == [hit.listing_id for hit in answer.results.hits] == [stays]


def test_a_post_of_a_megabyte_is_indexed(builder: Builder, search: Search) -> None:
    number = builder.add("маркетолог " + "😀" * 1_000_000)
    other = builder.add("дизайнер" + "а" * 300_000)
    assert [card.id for card in search.ask(Query(text="маркетолог")).listings] == [number]
    assert {card.id for card in search.ask(Query()).listings} == {number, other}

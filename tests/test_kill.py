"""Killed at random moments: what was committed is there, once; the next run goes on; the index equals the store.

A post is acknowledged when another connection can read it: only then may anybody rely on it.
"""

import json
import random
import shutil
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import sqlalchemy as sa

from search.service import Search
from tests import killing
from tests.databases import DATABASES, database_url, engine_of
from voronka.settings import Settings
from voronka.store import Store
from voronka.store import listings as cards

MOMENTS = 50
POSTS = 328
"""So many posts the demo's recording holds."""

Names = set[tuple[str, str, int]]


@dataclass
class Place:
    """A data folder with a store, and chance with a seed that is printed."""

    folder: Path
    url: str
    chance: random.Random
    engine: sa.Engine
    environment: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.environment = {
            "VORONKA_DATA": str(self.folder),
            "VORONKA_DATABASE_URL": self.url,
            "VORONKA_TEST_LOG": str(self.folder / "log"),
            "http_proxy": "",
        }

    def acknowledged(self) -> Names:
        """The posts that another connection sees, with their version."""
        with self.engine.connect() as connection:
            rows = connection.exec_driver_sql("SELECT source, external_id, version FROM post").all()
        assert len({(row[0], row[1]) for row in rows}) == len(rows)
        return {(row[0], row[1], row[2]) for row in rows}

    def run(self, *arguments: str) -> None:
        """Run a command to its end; it must succeed."""
        assert killing.run(self.environment, *arguments) == 0, (self.folder / "log").read_text(encoding="utf-8")

    def kill(self, *arguments: str, after: float) -> bool:
        """Run a command and kill it after some seconds; False where it ended before."""
        with killing.voronka(self.environment, *arguments) as process:
            process.join(after)
            return process.is_alive()

    def sound(self) -> None:
        """The index catches up with the store, equals it, and nothing is wrong with either."""
        self.run("index")
        with Store(self.url) as store:
            search = Search(store, Settings(data=self.folder))
            assert [*store.faults(), *search.faults()] == []
            assert search.status().behind == 0
        assert len(list((self.folder / "index").glob("g-*"))) == 1


@pytest.fixture
def seed() -> int:
    number = random.randrange(10**6)
    print(f"seed {number}")  # noqa: T201  (pytest shows it with a failure)
    return number


def places(name: str, folder: Path, seed: int) -> Iterator[Place]:
    """An endless row of new, empty places on a database."""
    chance = random.Random(seed)
    for number in range(1_000):
        inside = folder / str(number)
        inside.mkdir()
        with database_url(name, inside) as url:
            Store(url).close()
            engine = engine_of(url)
            yield Place(inside, url, chance, engine)
            engine.dispose()


def kill_collecting(place: Place) -> bool:
    """Kill a collection when a random number of posts is there, or soon after; False where it ended before."""
    before = place.acknowledged()
    wanted = place.chance.randrange(len(before), POSTS) if len(before) < POSTS else POSTS
    pause = place.chance.random() * 0.05
    with killing.voronka(place.environment, "demo", "--no-serve") as process:
        while process.is_alive() and len(place.acknowledged()) < wanted:
            process.join(0.01)
        process.join(pause)
        seen = place.acknowledged()
        killed = process.is_alive()
    after = place.acknowledged()
    assert before <= seen <= after
    return killed


def finish(place: Place) -> None:
    """Collect to the end: all posts are there, as if nothing had ever been killed."""
    place.run("demo", "--no-serve")
    assert len(place.acknowledged()) == POSTS
    assert {version for _, _, version in place.acknowledged()} == {1}
    place.sound()


def kill_indexing(place: Place, seconds: float) -> bool:
    """Change some listings, or take the index away, and kill the command that follows or rebuilds."""
    how = place.chance.random()
    if how < 0.2:
        shutil.rmtree(place.folder / "index", ignore_errors=True)
    with Store(place.url) as store, store.writing() as connection:
        some = cards.all_ids(connection, 0, 1_000)
        cards.log_changes(connection, place.chance.sample(some, place.chance.randrange(1, len(some))))
    arguments = ("index", "--rebuild") if how > 0.6 else ("index",)
    return place.kill(*arguments, after=place.chance.random() * seconds)


def kill_serving(place: Place, seconds: float) -> bool:
    """Kill the page while it is asked, and while it makes its index."""
    if place.chance.random() < 0.4:
        shutil.rmtree(place.folder / "index", ignore_errors=True)
    port = free_port()
    until = time.monotonic() + place.chance.random() * seconds
    with killing.voronka(place.environment, "serve", "--port", str(port)) as process:
        while time.monotonic() < until:
            assert ask(port) in (None, 200)
            process.join(0.02)
        return process.is_alive()


def serve_well(place: Place) -> None:
    """The page answers, with an index, and its secrets are whole."""
    port = free_port()
    with killing.voronka(place.environment, "serve", "--port", str(port)) as process:
        until = time.monotonic() + 60
        while ask(port, "/api/search?q=smm") != 200:
            assert process.is_alive()
            assert time.monotonic() < until
            process.join(0.05)
    assert len((place.folder / "admin-token").read_text().strip()) >= 16


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def ask(port: int, path: str = "/?q=smm") -> int | None:
    """The status that the page answers with; None where nobody listens yet."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=20) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return None


def timed(place: Place, *arguments: str) -> float:
    """How long a command takes here and now."""
    begun = time.monotonic()
    place.run(*arguments)
    return time.monotonic() - begun


@pytest.mark.full
@pytest.mark.parametrize("name", DATABASES)
def test_collecting_killed_at_random_moments(name: str, tmp_path: Path, seed: int) -> None:
    killed = 0
    for place in places(name, tmp_path, seed):
        while killed < MOMENTS and kill_collecting(place):
            killed += 1
        finish(place)
        if killed >= MOMENTS:
            break
    assert killed == MOMENTS


@pytest.mark.full
@pytest.mark.parametrize("name", DATABASES)
def test_indexing_and_serving_killed_at_random_moments(name: str, tmp_path: Path, seed: int) -> None:
    rooms = places(name, tmp_path, seed)  # kept: its end is the end of the database
    place = next(rooms)
    place.run("demo", "--no-serve")
    posts = place.acknowledged()
    seconds = timed(place, "index", "--rebuild")
    killed = sum(kill_indexing(place, seconds) for _ in range(MOMENTS))
    assert killed > MOMENTS / 3
    place.sound()
    killed = sum(kill_serving(place, 3 * seconds) for _ in range(MOMENTS))
    assert killed == MOMENTS
    serve_well(place)
    place.sound()
    assert place.acknowledged() == posts


@pytest.mark.full
@pytest.mark.parametrize("name", DATABASES[:1])
def test_each_stage_killed_once(name: str, tmp_path: Path, seed: int) -> None:
    rooms = places(name, tmp_path, seed)  # kept: its end is the end of the database
    place = next(rooms)
    assert kill_collecting(place)
    finish(place)
    kill_indexing(place, 1)
    kill_serving(place, 1)
    place.sound()


@pytest.mark.full
@pytest.mark.parametrize("name", DATABASES)
def test_importing_and_reparsing_killed_at_random_moments(name: str, tmp_path: Path, seed: int) -> None:
    rooms = places(name, tmp_path, seed)  # kept: its end is the end of the database
    place = next(rooms)
    rows = [
        {"id": n, "channel": "kanal_a", "text": f"SMM-менеджер №{n} в пекарню, Казань, {n} 000 ₽, @hr_{n}"}
        for n in range(1, 301)
    ]
    posts = tmp_path / "posts.jsonl"
    posts.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    for command in (("import", str(posts)), ("reparse",)):
        for _ in range(8):
            before = place.acknowledged()
            place.kill(*command, after=place.chance.random() * 2)
            assert before <= place.acknowledged()
        place.run(*command)
        assert len(place.acknowledged()) == len(rows)
        place.sound()

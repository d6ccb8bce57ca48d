"""Migrations: what the first revision stored keeps its meaning; a kill in mid-migration; several that open at once."""

import json
import multiprocessing
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

import voronka.store
from search.service import Search
from tests.databases import engine_of
from voronka.errors import VoronkaError
from voronka.ingest import Ingest
from voronka.model import Kind, RawPost
from voronka.query import Query
from voronka.settings import Settings
from voronka.sources import RunStatus
from voronka.store import Store
from voronka.store.database import HEAD
from voronka.store.posts import Saved
from voronka.store.tables import UtcDateTime, metadata

AT = datetime(2026, 11, 20, 9, tzinfo=UTC)
# what the first revision's own program wrote: versions, a repost, a closed item, a merged listing, runs
ROWS: dict[str, list[dict[str, Any]]] = json.loads(
    Path(__file__).with_name("rows_of_0001.json").read_text(encoding="utf-8")
)


def make_first_revision(url: str) -> None:
    """A store as the first revision left it."""
    config = Config()
    config.set_main_option("script_location", str(Path(voronka.store.__file__).parent / "migrations"))
    engine = engine_of(url)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        for name, rows in ROWS.items():
            connection.execute(_insert(name, rows), [_values(name, row) for row in rows])
        if engine.dialect.name == "postgresql":
            for name in ("change", "listing", "post", "run", "posting"):
                [key] = metadata.tables[name].primary_key.columns
                newest = f"(SELECT max({key.name}) FROM {name})"
                connection.exec_driver_sql(f"SELECT setval(pg_get_serial_sequence('{name}', '{key.name}'), {newest})")
    engine.dispose()


def _insert(name: str, rows: list[dict[str, Any]]) -> sa.Insert:
    columns = metadata.tables[name].c
    return sa.insert(sa.table(name, *(sa.column(key, columns[key].type) for key in rows[0])))


def _values(name: str, row: dict[str, Any]) -> dict[str, Any]:
    columns = metadata.tables[name].c
    return {
        key: datetime.fromisoformat(value) if value and isinstance(columns[key].type, UtcDateTime) else value
        for key, value in row.items()
    }


def test_rows_of_the_first_revision_keep_their_meaning(any_url: str, tmp_path: Path) -> None:
    make_first_revision(any_url)
    with Store(any_url) as store:
        assert store.demo_at == AT
        cards = {card.id: card for card in store.listings(store.listing_ids())}
        assert {card.kind for card in cards.values()} == {Kind.VACANCY, Kind.CANDIDATE, Kind.CONTENT}
        [together] = [card for card in cards.values() if len(card.appearances) == 2]
        assert [(a.source, bool(a.why)) for a in together.appearances] == [("kanal_b", True), ("kanal_a", False)]
        assert together.posting is not None
        assert together.posting.salary is not None
        assert (together.posting.salary.max, together.posting.cities) == (90_000, ("Казань",))
        assert [card.closed for card in cards.values()].count(True) == 1
        [lost] = [row["id"] for row in ROWS["listing"] if row["merged_into"]]
        joined = store.listing(lost)
        assert joined is not None
        assert joined.id == ROWS["listing"][0]["id"]
        assert store.last_change() == ROWS["change"][-1]["seq"]
        states = {state.source.name: state for state in store.sources()}
        assert (states["kanal_a"].state, states["kanal_b"].enabled) == ({"newest": 7}, False)
        assert [run.status for name in states for run in store.runs(name)] == [
            RunStatus.FAILED, RunStatus.OK, RunStatus.RUNNING,
        ]  # fmt: skip
        assert store.runs("kanal_a")[0].warnings == ("одна картинка без текста",)

        search = Search(store, Settings(data=tmp_path))
        assert search.ask(Query(text="ролики", stale=True)).results.total == 1
        # the first revision kept candidates' former texts; reading again blanks them
        assert ["former versions" in fault.what for fault in store.faults()] == [True]
        ingest = Ingest(store)
        row = ROWS["post"][0]
        text = next(v["text"] for v in ROWS["post_version"] if (v["post_id"], v["version"]) == (row["id"], 2))
        again = RawPost(row["source"], row["external_id"], text, url=row["url"], posted_at=AT - timedelta(days=5))
        assert [outcome.saved for outcome in ingest.add_page([again])] == [Saved.UNCHANGED]
        assert ingest.reparse() == len(ROWS["post"])
        assert set(store.listing_ids()) >= set(cards)
        search.catch_up()
        assert [*store.faults(), *search.faults()] == []


KILLED = """
import os, signal, sys
from alembic.operations import Operations
create = Operations.create_table

def die(self, name, *rest, **more):
    if name == "correction":
        os.kill(os.getpid(), signal.SIGKILL)
    return create(self, name, *rest, **more)

Operations.create_table = die
from alembic import op
op.create_table = lambda *rest, **more: die(op._proxy, *rest, **more)
from voronka.store import Store
Store(sys.argv[1])
"""


def test_a_killed_migration_leaves_the_store_as_it_was(any_url: str) -> None:
    make_first_revision(any_url)
    done = subprocess.run([sys.executable, "-c", KILLED, any_url], check=False, capture_output=True)
    assert done.returncode == -signal.SIGKILL, done.stderr
    engine = engine_of(any_url)
    with engine.connect() as connection:
        assert not sa.inspect(connection).has_table("suppression")
        assert connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() == "0001"
    engine.dispose()
    with Store(any_url) as store:
        assert len(store.listing_ids()) == len(ROWS["listing"]) - 1


def _open(url: str, ready: Barrier) -> None:
    ready.wait(60)
    try:
        with Store(url) as store:
            store.set_meta(f"opened by {os.getpid()}", "yes")
    except VoronkaError as error:
        sys.exit(str(error))


def test_several_open_a_new_store_at_once(any_url: str) -> None:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["voronka.store"])
    ready = context.Barrier(4)
    processes = [context.Process(target=_open, args=(any_url, ready)) for _ in range(4)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0] * 4
    with Store(any_url) as store, store.reading() as connection:
        assert connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalars().all() == [HEAD]
        assert connection.exec_driver_sql("SELECT count(*) FROM meta").scalar() == 4

"""Sources on the command line: what is shown of each, and sources that a collection leaves out."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawlers.demo import RECORDED_AT, RECORDING
from tests.cli.conftest import Run
from voronka.cli.workplace import declared_sources
from voronka.health import Drift, Health, Rate
from voronka.settings import Settings
from voronka.sources import RunReport, RunStatus
from voronka.store import Store

LATE = datetime(2099, 1, 1, 9, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path, run: Run, database: str, store_url: str) -> Store:
    """The store of the commands: one source has run well, and then lost a field."""
    opened = Store(f"sqlite:///{tmp_path / 'var' / 'voronka.sqlite3'}" if database == "sqlite" else store_url)
    opened.claim(RECORDED_AT)
    opened.declare(declared_sources(Settings(), demo=True))
    good = Health({"title": Rate(20, 20), "pay": Rate(18, 20)}, {"pay": 0.9})
    opened.finish_run(
        opened.start_run("jobster_pro"),
        RunReport("jobster_pro", RunStatus.OK, RECORDED_AT, RECORDED_AT, recognised=20, health=good),
    )
    drift = Drift("pay", Rate(1, 20), 0.9, before='"baseSalary": 80000', now="<p>nothing</p>", url="https://x.example/")
    bad = Health({"title": Rate(20, 20), "pay": Rate(1, 20)}, {"pay": 0.9}, drift=(drift,), until=LATE, refusals=1)
    report = RunReport("jobster_pro", RunStatus.FAILED, RECORDED_AT, RECORDED_AT, message="pay is gone", health=bad)
    opened.finish_run(opened.start_run("jobster_pro"), report)
    return opened


def test_the_list_says_how_each_stands(run: Run, store: Store) -> None:
    ran = run("sources")
    rows = ran.out.splitlines()
    place = next(number for number, row in enumerate(rows) if row.startswith("jobster_pro "))
    own = "\n".join(rows[place : place + 5])
    assert "+x" in own
    assert "filled    title 100% (≥90%), pay 5% !" in own
    assert "next try  01.01.2099 12:00" in own
    assert "error     20.11.2026 " in own
    assert "pay is gone" in own
    assert "ground    публичная страница" in own
    assert "runs, the newest last" in ran.err


def test_json(run: Run, store: Store) -> None:
    rows = {row["name"]: row for row in json.loads(run("sources", "--json").out)}
    board = rows["jobster_pro"]
    assert board["fields"]["pay"] == {
        "filled": 1, "of": 20, "share": 0.05, "least": None, "usual": 0.9, "fallen": True,
    }  # fmt: skip
    assert board["next_try"] == LATE.isoformat()
    assert board["last_error"]["message"] == "pay is gone"
    assert [made["status"] for made in board["runs"]] == ["failed", "ok"]
    assert (board["expected"]["holds"], rows["hr_jobster"]["expected"]["holds"]) == ("board", "content")
    assert rows["rabota_go"]["runs"] == []


def test_one_source_with_the_place_of_a_lost_field(run: Run, store: Store) -> None:
    out = run("sources", "show", "jobster_pro").out
    assert "pay !" in out
    assert "filled only: pay in 1 of 20 items (usually 90%)" in out
    assert '    | "baseSalary": 80000' in out
    assert "what stands there now (https://x.example/):\n    | <p>nothing</p>" in out
    assert json.loads(run("sources", "show", "jobster_pro", "--json").out)["drift"][0]["now"] == "<p>nothing</p>"
    ran = run("sources", "show", "nobody")
    assert (ran.code, ran.out) == (2, "")
    assert "no source is named nobody" in ran.err


def test_a_source_that_somebody_reads_is_left_out_and_is_no_failure(run: Run, store: Store) -> None:
    store.take_leases(["jobster_pro"], "elsewhere pid 7 00000000-abcdef")
    ran = run("collect", "jobster_pro", "--replay", RECORDING, "--json")
    assert ran.code == 0
    assert "jobster_pro: left out: elsewhere pid 7 is reading it (its lease lasts until " in ran.err
    [report] = json.loads(ran.out)
    assert (report["status"], report["health"]) == ("left out", {})
    assert len(store.runs("jobster_pro")) == 2


def test_a_replay_reads_what_has_no_key_and_is_off_by_default(run: Run) -> None:
    ran = run("collect", "hh_ru", "superjob", "remotive", "--replay", RECORDING, "--json")
    assert ran.code == 0, ran.err
    assert [(report["source"], report["status"]) for report in json.loads(ran.out)] == [
        ("hh_ru", "ok"), ("superjob", "ok"), ("remotive", "ok"),
    ]  # fmt: skip

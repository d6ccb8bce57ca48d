"""The command line's contract: stdout is the answer, errors are one line, exit codes tell."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from voronka.extract import read
from voronka.model import Contacts, Reading

POSTS = [
    {
        "id": "1",
        "channel": "kanal_a",
        "posted": "2026-11-20T12:00:00+03:00",
        "text": "SMM-менеджер в пекарню «Пышкин дом»\nКазань, офис, 70 000–90 000 ₽ на руки\nОтклик: @pyshkin_hr",
    },
    {
        "id": "2",
        "channel": "kanal_b",
        "posted": "2026-11-21T12:00:00+03:00",
        "text": "🔥 SMM-менеджер в пекарню «Пышкин дом»\nКазань, офис, 70 000–90 000 ₽ на руки\n"
        "Отклик: @pyshkin_hr\n#smm",
    },
    {
        "id": "3",
        "channel": "kanal_b",
        "posted": "2026-11-21T12:30:00+03:00",
        "text": "Ищу работу! Я таргетолог, опыт 4 года. Удалённо, от 90 000 ₽. "
        "Пишите @varvara_target_demo, +7 (900) 000-77-01",
    },
]


@pytest.fixture
def posts(tmp_path: Path) -> Path:
    path = tmp_path / "posts.jsonl"
    path.write_text("\n".join(json.dumps(post, ensure_ascii=False) for post in POSTS), encoding="utf-8")
    return path


def test_search_for_what_meets_the_standard_and_without_what_is_suspicious(run: Run, tmp_path: Path) -> None:
    texts = (
        "Таргетолог в «Бумажный кит». Срочно, выход сразу. 80 000 ₽, по ТК РФ. Казань, ул. Баумана, 12. @kit_demo",
        "SMM-менеджер, удалённо, 60 000 ₽. Перед стартом внесите страховой депозит 500 ₽. @depozit_demo",
    )
    path = tmp_path / "posts.jsonl"
    rows = [{"id": str(n), "channel": "kanal_a", "posted": "2026-11-20", "text": text} for n, text in enumerate(texts)]
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    run("import", path)
    everything, standard, trusted = (
        [hit["title"] for hit in json.loads(run("search", "", "--stale", "--json", *more).out)["hits"]]
        for more in ((), ("--standard",), ("--trusted",))
    )
    assert everything == ["Таргетолог", "SMM-менеджер"]
    assert standard == trusted == ["Таргетолог"]


def test_import_then_stats_then_search(run: Run, posts: Path) -> None:
    imported = run("import", posts)
    assert (imported.code, imported.out) == (0, "")
    assert "3 new" in imported.err
    figures = json.loads(run("stats", "--json").out)
    assert figures["totals"]["posts"] == 3
    assert figures["totals"]["joined"] == 1
    assert figures["sources"]["kanal_b"]["posts"] == 2
    found = json.loads(run("search", "смм казань", "--stale", "--json").out)
    assert found["total"] == 1
    [hit] = found["hits"]
    assert {"id", "kind", "title", "text", "contacts", "sources"} <= set(hit)
    assert [source["source"] for source in hit["sources"]] == ["kanal_b", "kanal_a"]
    assert hit["contacts"]["telegram"] == ["pyshkin_hr"]


def test_importing_again_changes_nothing(run: Run, posts: Path) -> None:
    run("import", posts)
    before = run("stats", "--json").out
    assert "3 known" in run("import", posts).err
    assert run("stats", "--json").out == before


@pytest.mark.parametrize(
    "query", ["varvara_target_demo", "@varvara_target_demo", "79000007701", "900 000-77-01", "таргетолог"]
)
def test_a_candidate_is_never_found_by_a_contact_nor_shown_with_one(run: Run, posts: Path, query: str) -> None:
    run("import", posts)
    answer = run("search", query, "--stale", "--json")
    assert json.loads(answer.out)["total"] == (1 if query == "таргетолог" else 0)
    for secret in ("varvara_target_demo", "000-77-01", "79000007701", "t.me/kanal_b/3"):
        assert secret not in answer.out.replace(query, "")


def test_one_bad_file_of_two_is_exit_code_1_and_none_good_is_2(run: Run, posts: Path, tmp_path: Path) -> None:
    bad = tmp_path / "result.json"
    bad.write_text("{\n")
    both = run("import", posts, bad)
    assert both.code == 1
    assert "result.json" in both.err
    assert run("import", bad).code == 2
    assert run("import", tmp_path / "nowhere.jsonl").code == 2


def test_the_pure_commands(run: Run, posts: Path, tmp_path: Path) -> None:
    labels = [json.loads(line) for line in run("extract", posts).out.splitlines()]
    assert [row["id"] for row in labels] == ["1", "2", "3"]
    assert labels[0]["label"]["kind"] == "vacancy"
    assert labels[0]["label"]["postings"][0]["salary"]["min"] == 70_000
    more = [json.loads(line)["label"]["postings"][0] for line in run("extract", posts, "--all").out.splitlines()]
    assert more[0].keys() - labels[0]["label"]["postings"][0].keys() == {"skills", "deadline", "starts", "language"}
    groups = [json.loads(line) for line in run("group", posts).out.splitlines()]
    assert groups[0]["listing"] == groups[1]["listing"] != groups[2]["listing"]
    assert groups[0]["why"] or groups[1]["why"]
    understood = json.loads(run("understand", "смм удаленно от 80").out)
    assert understood["expect"]["roles"] == ["smm"]
    assert understood["expect"]["salary_min"] == 80_000
    queries = tmp_path / "q.jsonl"
    queries.write_text('{"q": "сеошник"}\n{"x": 1}\n', encoding="utf-8")
    from_file = run("understand", "--file", queries)
    assert json.loads(from_file.out)["expect"]["roles"] == ["seo"]
    assert ":2:" in from_file.err
    assert not (tmp_path / "var").exists(), "pure commands need no data folder"


def test_reparse_and_rebuild_change_no_total(run: Run, posts: Path) -> None:
    run("import", posts)
    before = run("stats", "--json").out
    assert "3 posts" in run("reparse").err
    nothing = run("reparse", "--if-rules-changed")
    assert (nothing.code, nothing.out) == (0, "")
    assert "nothing to do" in nothing.err
    assert run("index", "--rebuild").code == 0
    assert run("stats", "--json").out == before
    assert json.loads(run("search", "смм", "--stale", "--json").out)["total"] == 1


def test_reparse_tells_what_reads_differently(run: Run, posts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def without_cities(*rest: object, **more: object) -> Reading:
        found = read(*rest, **more)  # type: ignore[arg-type]  # handed through
        return replace(found, postings=tuple(replace(p, cities=(), contacts=Contacts()) for p in found.postings))

    with monkeypatch.context() as older:
        older.setattr("voronka.reading.read", without_cities)
        run("import", posts)
    told = run("reparse")
    assert "3 of 3 posts read: 3 read differently" in told.out
    assert "cities: kanal_a/1: – → Казань" in told.out
    assert "varvara" not in told.out + told.err
    again = json.loads(run("reparse", "--json").out)
    assert (again["read_now"], again["read"], again["different"]) == (3, 3, 0)
    assert set(again["fields"]["salary"]) == {"gained", "lost", "changed", "examples"}
    assert json.loads(run("reparse", "--if-rules-changed", "--json").out)["read_now"] == 0


def test_a_source_is_taken_out(run: Run, posts: Path) -> None:
    run("import", posts)
    assert run("sources", "disable", "kanal_b", "--purge").code == 0
    found = json.loads(run("search", "", "--stale", "--json").out)
    assert [hit["sources"][0]["source"] for hit in found["hits"]] == ["kanal_a"]
    assert "kanal_b" in run("sources").out
    assert run("sources", "enable", "kanal_b").code == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("nonsense",), "nonsense"),
        (("collect", "nobody"), "no source is named nobody"),
        (("sources", "disable", "nobody"), "no source is named nobody"),
        (("understand",), "either"),
        (("search", "x", "--order", "beauty"), "relevance"),
        (("stats", "--yaml"), "--yaml"),
    ],
)
def test_wrong_usage_is_one_clear_line(run: Run, arguments: tuple[str, ...], words: str) -> None:
    ran = run(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err
    assert len(ran.err.strip().splitlines()) == 1


def test_a_failure_shows_a_traceback_only_with_debug(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "var").write_text("a file where the folder should be")
    monkeypatch.delenv("VORONKA_DATABASE_URL", raising=False)
    ran = run("stats")
    assert ran.code == 2
    assert "Traceback" not in ran.err
    assert len(ran.err.strip().splitlines()) == 1


def test_a_demo_store_takes_no_import(run: Run, posts: Path) -> None:
    from datetime import UTC, datetime

    from voronka.settings import load_settings
    from voronka.store import Store

    with Store(load_settings().url) as store:
        store.claim(datetime(2026, 11, 20, 9, tzinfo=UTC))
    ran = run("import", posts)
    assert ran.code == 2
    assert "holds a demo" in ran.err


def test_an_empty_store_says_what_to_do(run: Run) -> None:
    assert "./run demo" in run("stats").err


def test_no_command_is_answered_by_the_help(run: Run) -> None:
    ran = run()
    assert ran.code == 2
    assert not ran.out
    assert ran.err.startswith("Usage: ")
    assert "\n  extract " in ran.err


def test_reading_a_text_waits_for_nothing_that_it_does_not_need(tmp_path: Path) -> None:
    posts = tmp_path / "posts.jsonl"
    posts.write_text('{"id": "1", "text": "Ищем таргетолога в студию «Кадр», удалённо, от 90 000. Писать @kadr_hr"}\n')
    watched = (
        "import sys; from voronka.cli import main\n"
        "try: main()\n"
        "finally: print(sorted({'sqlalchemy', 'structlog', 'numpy', 'scrapy', 'flask'} & set(sys.modules)))"
    )
    ended = subprocess.run(
        [sys.executable, "-c", watched, "extract", str(posts)], capture_output=True, text=True, check=True
    )
    assert ended.stdout.splitlines()[-1] == "[]"

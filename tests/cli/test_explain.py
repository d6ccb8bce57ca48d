"""``voronka explain``: why a post was read as it was, of a file and of the store."""

import io
import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run
from tests.cli.test_commands import POSTS
from tests.cli.test_corrections import find

TEXT = """Ищем SMM-менеджера в студию «Бумажный кит». Казань или удалённо.
80–120к на руки + премия, опыт от года, Figma. Отклики до 20 ноября. Писать @kit_hr_demo"""
PERSON = {
    "id": "9",
    "channel": "kanal_a",
    "posted": "2026-11-19T12:00:00+03:00",
    "text": "Ищу работу! Таргетолог, опыт 4 года, удалённо, от 100 000 ₽. Писать: @tainaya_anna, +7 (900) 000-77-01",
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "post.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.fixture
def full(run: Run, tmp_path: Path) -> Run:
    """A data folder with a few posts."""
    path = tmp_path / "posts.jsonl"
    path.write_text("\n".join(json.dumps(post, ensure_ascii=False) for post in [*POSTS, PERSON]), encoding="utf-8")
    assert run("import", path).code == 0
    return run


def test_a_plain_text_is_told_with_brackets_rules_and_offsets(run: Run, file: Path) -> None:
    ran = run("explain", file, "--posted", "2026-11-10")
    assert (ran.code, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert re.search(r"Ищем \[SMM-менеджера\]\{1,2\} в студию «\[Бумажный кит\]\{\d+\}»", ran.out)
    assert re.search(r"^ +\d+  deadline +2026-11-20$", ran.out, re.MULTILINE)
    at = next(number for number, line in enumerate(lines) if re.match(r" +\d+  skills ", line))
    start = TEXT.index("Figma")
    assert lines[at].endswith("Figma")
    assert lines[at + 1].strip() == f"skills.named {start}–{start + 5} «Figma»"
    assert "kind: vacancy, confidence" in ran.out
    assert "kind.vacancy.sought" in ran.out
    assert "\x1b" not in ran.out


def test_the_document_says_the_same(run: Run, file: Path) -> None:
    [post] = json.loads(run("explain", file, "--posted", "2026-11-10", "--json").out)["posts"]
    assert (post["kind"], post["text"], post["masked"]) == ("vacancy", TEXT, False)
    assert post["sides"][0]["kind"] == "vacancy"
    assert len(post["sides"]) > 1, "what spoke for others is told as well"
    [posting] = post["postings"]
    values: dict[str, Any] = {field["field"]: field["value"] for field in posting["fields"]}
    assert values["deadline"] == "2026-11-20"
    assert values["contacts"]["telegram"] == ["kit_hr_demo"]
    for field in posting["fields"]:
        for one in field["evidence"]:
            assert one["rule"]
            assert one["start"] is None or TEXT[one["start"] : one["end"]] == one["text"]


def test_lines_of_posts_come_from_a_file_or_from_stdin(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = json.dumps(PERSON) + '\n{"no": 1}\n' + json.dumps({**PERSON, "id": "10"})
    path = tmp_path / "rows.jsonl"
    path.write_text(rows, encoding="utf-8")
    ran = run("explain", path, "--json")
    assert [post["name"] for post in json.loads(ran.out)["posts"]] == ["9", "10"]
    assert 'rows.jsonl:2: skipped, "id" and "text" are wanted' in ran.err
    monkeypatch.setattr("sys.stdin", io.StringIO(rows))
    assert json.loads(run("explain", "-", "--json").out) == json.loads(ran.out)


def test_a_listing_tells_of_each_post_what_joined_it_and_what_was_corrected(full: Run) -> None:
    number = find(full, "смм казань")["id"]
    assert full("corrections", "add", number, "--city", "Самара").code == 0
    ran = full("explain", number)
    assert ran.code == 0, ran.err
    assert ran.out.count("kind: vacancy") == 2
    assert "joined: " in ran.out
    assert "corrected by a person; was read as: Казань" in ran.out
    [post] = json.loads(full("explain", "kanal_a/1", "--json").out)["posts"]
    cities = next(field for field in post["postings"][0]["fields"] if field["field"] == "cities")
    assert (cities["value"], cities["corrected"], cities["as_read"]) == (["Самара"], True, ["Казань"])
    assert post["postings"][0]["listing"] == number


def test_a_candidate_of_the_store_is_masked_and_one_of_a_file_is_not(full: Run, tmp_path: Path) -> None:
    number = find(full, "таргетолог")["id"]
    for arguments in ((number,), (number, "--json"), ("kanal_a/9",)):
        ran = full("explain", *arguments)
        assert ran.code == 0, ran.err
        assert "tainaya" not in ran.out
        assert "000-77-01" not in ran.out
        assert "masked" in ran.out
    path = tmp_path / "own.jsonl"
    path.write_text(json.dumps(PERSON), encoding="utf-8")
    assert "tainaya" in full("explain", path).out


def test_nothing_in_a_post_moves_the_terminal(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "post.txt"
    path.write_text("Ищем \x1b[31mсммщика\x1b[0m\x07 \u202eв офис, Figma\x9b, 50 000 ₽", encoding="utf-8")
    ran = run("explain", path)
    assert ran.code == 0
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", ran.out)


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("4711", "there is no listing 4711; for a file of this name: ./4711"),
        ("kanal_a/4711", "there is no post kanal_a/4711 in the store, and no file kanal_a/4711"),
        ("gone.txt", "there is no file gone.txt; give a file, - for stdin, a listing's number, or SOURCE/ID of a post"),
        (".", "cannot read .: Is a directory"),
        ("9" * 30, f"there is no listing {'9' * 30}"),
    ],
)
def test_what_is_not_there_is_one_clear_line(run: Run, name: str, line: str) -> None:
    ran = run("explain", name)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"voronka: {line}")
    assert ran.err.count("\n") == 1


def test_an_empty_file_and_a_day_that_is_none_are_refused(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "empty.txt"
    path.write_text("\n \n", encoding="utf-8")
    assert "is empty" in run("explain", path).err
    assert "2026-11-10 is wanted" in run("explain", path, "--posted", "завтра").err

"""``voronka corrections``: a person's word from the command line, and its way out as labelled posts."""

import json
import stat
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run
from tests.cli.test_commands import POSTS

LIST = {
    "id": "7",
    "channel": "kanal_a",
    "posted": "2026-11-19T12:00:00+03:00",
    "links": ["https://anketa.example/1", "https://anketa.example/2"],
    "text": "Три вакансии недели\n\n1. Копирайтер, удалённо, 60 000 ₽ — @one_demo\n\n2. Дизайнер, Москва, 120 000 ₽ — "
    "@two_demo\n\n3. SEO-специалист, Самара, от 100 000 ₽ — @three_demo",
}


@pytest.fixture
def full(run: Run, tmp_path: Path) -> Run:
    """A data folder with a few posts."""
    path = tmp_path / "posts.jsonl"
    path.write_text("\n".join(json.dumps(post, ensure_ascii=False) for post in [*POSTS, LIST]), encoding="utf-8")
    assert run("import", path).code == 0
    return run


def find(run: Run, query: str) -> dict[str, Any]:
    [hit] = json.loads(run("search", query, "--stale", "--json").out)["hits"]
    assert isinstance(hit, dict)
    return hit


def listed(run: Run) -> list[dict[str, Any]]:
    found = json.loads(run("corrections", "list", "--json").out)
    assert isinstance(found, list)
    return found


def test_a_correction_is_searched_at_once_listed_and_undone(full: Run) -> None:
    number = find(full, "смм казань")["id"]
    ran = full("corrections", "add", number, "--role", "PR-менеджер", "--pay", "95000- RUB month net variable",
               "--city", "питер", "--format", "hybrid", "--author", "Варвара")  # fmt: skip
    assert ran.code == 0, ran.err
    assert "1: roles" in ran.out
    hit = find(full, "пиар спб")
    assert (hit["id"], hit["roles"], hit["cities"], hit["formats"]) == (number, ["pr"], ["Санкт-Петербург"], ["hybrid"])
    assert hit["salary"] == {
        "min": 95_000, "max": None, "currency": "RUB", "period": "month", "gross": False, "variable": True,
    }  # fmt: skip
    acts = {act["field"]: act for act in listed(full)}
    assert acts["cities"]["on"] == ["kanal_b/2", "kanal_a/1"], "both posts of the listing said the same"
    assert (acts["roles"]["before"], acts["roles"]["value"], acts["roles"]["author"]) == (["smm"], ["pr"], "Варвара")
    assert ": 70000-90000 RUB month net -> 95000- RUB month net variable, Варвара," in full("corrections", "list").out
    assert full("reparse").code == 0
    assert find(full, "пиар спб")["id"] == number
    for act in acts.values():
        assert full("corrections", "undo", act["number"]).code == 0
    assert find(full, "смм казань")["cities"] == ["Казань"]
    assert all(act["undone_at"] for act in listed(full))
    assert "undone already" in full("corrections", "undo", acts["roles"]["number"]).err


def test_no_pay_and_no_place(full: Run) -> None:
    assert full("corrections", "add", "kanal_a/7/2", "--no-pay", "--no-city", "--no-format").code == 0
    hit = find(full, "дизайнер")
    assert (hit["salary"], hit["cities"], hit["formats"]) == (None, [], [])


def test_kind_then_fields_of_what_was_no_posting(full: Run, tmp_path: Path) -> None:
    news = tmp_path / "news.jsonl"
    text = "Вчера прошла встреча пекарей. Обсуждали ржаной хлеб, закваску и цену муки, пили чай."
    news.write_text(json.dumps({"id": "8", "channel": "kanal_a", "text": text}), encoding="utf-8")
    full("import", news)
    assert full("corrections", "add", "kanal_a/8", "--role", "pr").code == 2
    assert full("corrections", "add", "kanal_a/8", "--kind", "vacancy", "--role", "pr").code == 0
    assert find(full, "пиар")["kind"] == "vacancy"


def test_a_post_corrected_to_candidate_is_found_and_shown_by_no_contact(full: Run, tmp_path: Path) -> None:
    number = find(full, "смм казань")["id"]
    assert full("corrections", "add", number, "--kind", "candidate").code == 0
    told = full("search", "смм казань", "--stale", "--json").out + full("corrections", "list", "--json").out
    assert json.loads(full("search", "pyshkin_hr", "--stale", "--json").out)["total"] == 0
    assert '"candidate"' in told
    for secret in ("pyshkin", "t.me/", "kanal_a/1"):
        assert secret not in told
    left = full("corrections", "export", "-")
    assert left.out == ""
    assert left.err.count("personal data") == 1
    rows = full("corrections", "export", "-", "--with-candidates")
    assert [json.loads(line)["label"]["kind"] for line in rows.out.splitlines()] == ["candidate"] * 2
    assert full("corrections", "undo", 1).code == 0
    assert find(full, "смм казань")["contacts"]["telegram"] == ["pyshkin_hr"]


def test_the_same_and_apart(full: Run) -> None:
    smm, seo = find(full, "смм казань")["id"], find(full, "сеошник")["id"]
    ran = full("corrections", "same", smm, seo)
    assert (ran.code, f"listing {min(smm, seo)}" in ran.out) == (0, True)
    assert len(json.loads(full("search", "", "--kind", "vacancy", "--stale", "--json").out)["hits"]) == 3
    ran = full("corrections", "apart", "kanal_b/2", smm)
    assert ran.code == 0
    assert full("reparse").code == 0
    assert len(json.loads(full("search", "", "--kind", "vacancy", "--stale", "--json").out)["hits"]) == 4
    assert [act["field"] for act in listed(full)] == ["apart", "same"]


def test_exported_labels_differ_from_extract_in_the_corrected_fields_alone(full: Run, tmp_path: Path) -> None:
    full("corrections", "add", "kanal_a/1", "--city", "Тверь", "--role", "content")
    full("corrections", "add", "kanal_a/7/2", "--pay", "1000 USD")
    full("corrections", "undo", full("corrections", "add", "kanal_b/2", "--no-pay").out.partition(":")[0])
    file = tmp_path / "labelled.jsonl"
    ran = full("corrections", "export", file)
    assert (ran.code, ran.out) == (0, "")
    assert "2 corrected posts" in ran.err
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert [set(row) for row in rows] == [{"id", "channel", "posted", "text", "links", "label"}] * 2
    assert [(row["id"], row["links"]) for row in rows] == [("kanal_a/1", []), ("kanal_a/7", LIST["links"])]
    read = [json.loads(line)["label"] for line in full("extract", file).out.splitlines()]
    one, several = (row["label"] for row in rows)
    assert (one["postings"][0]["cities"], one["postings"][0]["roles"]) == (["Тверь"], ["content"])
    assert one["postings"][0] | {k: read[0]["postings"][0][k] for k in ("cities", "roles")} == read[0]["postings"][0]
    assert several["postings"][1]["salary"] == {
        "min": 1000, "max": 1000, "currency": "USD", "period": "month", "gross": None, "variable": False,
    }  # fmt: skip
    several["postings"][1]["salary"] = read[1]["postings"][1]["salary"]
    assert several == read[1]
    assert full("corrections", "export", tmp_path / "nowhere" / "x.jsonl").code == 2


def test_a_wrong_word_is_one_clear_line(full: Run) -> None:
    for arguments, words in (
        (("add", "kanal_a/1"), "nothing to correct"),
        (("add", "kanal_a/99", "--no-pay"), "there is no post kanal_a/99"),
        (("add", "99", "--no-pay"), "there is no listing 99"),
        (("add", "99999999999999999999", "--no-pay"), "there is no post 99999999999999999999"),
        (("add", "kanal_a/7", "--no-pay"), "kanal_a/7/1 to kanal_a/7/3"),
        (("add", "kanal_a/7/4", "--no-pay"), "the post holds 3"),
        (("add", "kanal_a/1", "--no-pay", "--pay", "5"), "either --pay or --no-pay"),
        (("add", "kanal_a/1", "--pay", "сто"), "is no pay"),
        (("add", "kanal_a/1", "--role", "smmm"), "did you mean smm"),
        (("add", "kanal_a/1", "--city", "Казнь"), "did you mean Казань"),
        (("add", "kanal_a/1", "--format", "home"), "remote, office, hybrid, field"),
        (("add", "kanal_a/1", "--kind", "news"), "news"),
        (("add", "kanal_a/1", "--kind", "promo", "--no-pay"), "has no role, pay or place"),
        (("same", "kanal_a/1", "kanal_b/3"), "a vacancy and a candidate"),
        (("apart", "kanal_a/1", "kanal_a/1"), "no two postings"),
        (("undo", "5"), "there is no correction 5"),
    ):
        ran = full("corrections", *arguments)
        assert (ran.code, ran.out) == (2, ""), arguments
        assert words in ran.err
        assert len(ran.err.strip().splitlines()) == 1

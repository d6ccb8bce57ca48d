"""`voronka erase`, `voronka retention`: what is told and asked, exit codes, and the list."""

import io
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.test_commands import POSTS


@pytest.fixture
def posts(run: Run, tmp_path: Path) -> Path:
    path = tmp_path / "posts.jsonl"
    path.write_text("\n".join(json.dumps(post, ensure_ascii=False) for post in POSTS), encoding="utf-8")
    assert run("import", path).code == 0
    return path


def total(run: Run) -> int:
    return int(json.loads(run("stats", "--json").out)["totals"]["posts"])


def test_a_listing_is_told_asked_for_erased_and_kept_out(run: Run, posts: Path) -> None:
    [hit] = json.loads(run("search", "смм", "--stale", "--json").out)["hits"]
    told = run("erase", "listing", hit["id"], "--dry-run")
    assert (told.code, told.out) == (0, f"listing {hit['id']}: would erase 2 posts (kanal_a 1, kanal_b 1)\n")
    unasked = run("erase", "listing", hit["id"])
    assert (unasked.code, unasked.out) == (2, "")
    assert "--yes" in unasked.err
    assert total(run) == 3
    erased = run("erase", "listing", hit["id"], "--yes", "--reason", "письмо 12")
    assert erased.code == 0
    assert "erased 2 posts (kanal_a 1, kanal_b 1)" in erased.out
    assert json.loads(run("search", "смм", "--stale", "--json").out)["total"] == 0
    assert "2 kept out" in run("import", posts).err
    assert run("erase", "listing", hit["id"], "--yes").code == 2


def test_whoever_says_no_erases_nothing(run: Run, posts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", Terminal("n\n"))
    assert run("erase", "contact", "@varvara_target_demo").code == 130
    assert total(run) == 3
    monkeypatch.setattr("sys.stdin", Terminal("@varvara_target_demo\ny\n"))
    assert run("erase", "contact").code == 0
    assert total(run) == 2


class Terminal(io.StringIO):
    """Somebody at the keyboard."""

    def isatty(self) -> bool:
        return True


def test_contacts_from_stdin_the_list_and_lifting(run: Run, posts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("8 900 000 77 01\n\nanna@pochta.example\n"))
    erased = run("erase", "contact", "--stdin", "--yes", "--reason", "письмо 12")
    assert erased.out == (
        "phone: erased 1 posts (kanal_b 1); kept out from now on\n"
        "email: erased nothing that is stored; kept out from now on\n"
    )
    listed = run("erase", "list", "--json")
    assert "anna" not in listed.out
    entries = json.loads(listed.out)
    assert sorted((row["kind"], row["reason"]) for row in entries) == [
        ("email", "email: письмо 12"), ("phone", "phone: письмо 12"),
    ]  # fmt: skip
    assert "письмо 12" in run("erase", "list").out
    assert run("erase", "contact", "--lift", "+7 900 000-77-01").code == 0
    assert "1 new" in run("import", posts).err
    [left] = json.loads(run("erase", "list", "--json").out)
    assert run("erase", "lift", left["id"]).code == 0
    assert "not on the list" in run("erase", "lift", left["id"]).err
    assert json.loads(run("erase", "list", "--json").out) == []


def test_a_source_is_erased_and_lifted(run: Run, posts: Path) -> None:
    assert "kanal_b 2" in run("erase", "source", "kanal_b", "--dry-run").out
    assert run("erase", "source", "kanal_b", "--yes").code == 0
    assert "2 kept out" in run("import", posts).err
    assert total(run) == 1
    refused = run("sources", "enable", "kanal_b")
    assert refused.code == 2
    assert "voronka erase source kanal_b --lift" in refused.err
    assert run("erase", "source", "kanal_b", "--lift").code == 0
    assert run("sources", "enable", "kanal_b").code == 0
    assert "2 new" in run("import", posts).err


def test_retention_by_hand_and_its_setting(run: Run, posts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("retention", "--dry-run").out == "would erase 0 posts of candidates not seen for 180 days\n"
    monkeypatch.setenv("VORONKA_CANDIDATE_DAYS", "0")
    assert run("retention").code == 2
    monkeypatch.setenv("VORONKA_CANDIDATE_DAYS", "30")
    assert run("retention").out == "erased 0 posts of candidates not seen for 30 days\n"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("listing", "77"), "there is no listing 77"),
        (("contact", "Анна Иванова"), "that is no phone, @name, e-mail"),
        (("contact",), "--stdin"),
        (("contact", "@anna", "--stdin"), "not both"),
        (("contact", "--stdin"), "no contact was given"),
        (("contact", "@anna_demo", "--lift"), "not on the list"),
        (("source", "nobody"), "no source is named nobody"),
    ],
)
def test_wrong_usage_is_one_clear_line(
    run: Run, arguments: tuple[str, ...], words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    ran = run("erase", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err
    assert len(ran.err.strip().splitlines()) == 1


def test_another_key_is_refused_in_one_line(run: Run, posts: Path, tmp_path: Path) -> None:
    run("erase", "contact", "@varvara_target_demo", "--yes")
    key = tmp_path / "var" / "erasure-key"
    assert key.stat().st_mode & 0o777 == 0o600
    key.unlink()
    ran = run("import", posts)
    assert ran.code == 2
    assert "erasure-key" in ran.err

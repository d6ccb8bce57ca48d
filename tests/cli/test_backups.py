"""The commands backup and restore: files beside the store, the index, and one clear line where they refuse."""

import json
import stat
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.test_commands import POSTS


@pytest.fixture
def posts(tmp_path: Path) -> Path:
    path = tmp_path / "posts.jsonl"
    path.write_text("\n".join(json.dumps(post, ensure_ascii=False) for post in POSTS), encoding="utf-8")
    return path


def found(run: Run) -> int:
    total: int = json.loads(run("search", "", "--stale", "--json").out)["total"]
    return total


@pytest.mark.usefixtures("only_files")  # losing the folder loses the store
def test_back_as_it_was_with_the_index_and_the_key_of_the_list(run: Run, posts: Path, tmp_path: Path) -> None:
    run("import", posts)
    data, file = tmp_path / "var", tmp_path / "b.zip"
    (data / "erasure-key").write_text("a-key-of-the-list")
    (data / "admin-token").write_text("a-token-of-the-admin")
    before = run("stats", "--json").out
    done = run("backup", file)
    assert (done.code, done.out) == (0, "")
    assert "3 posts" in done.err
    data.rename(tmp_path / "lost")
    done = run("restore", file)
    assert (done.code, done.out) == (0, "")
    assert run("stats", "--json").out == before
    assert found(run) == 2
    assert (data / "erasure-key").read_text() == "a-key-of-the-list"
    assert stat.S_IMODE((data / "erasure-key").stat().st_mode) == 0o600
    assert not (data / "admin-token").exists()


def test_secrets_go_along_where_it_is_said_and_replace_none(run: Run, posts: Path, tmp_path: Path) -> None:
    run("import", posts)
    data, file = tmp_path / "var", tmp_path / "b.zip"
    (data / "admin-token").write_text("a-token-of-the-admin")
    (data / "voronka.toml").write_text('contact = "hr@kontora.example"\n')
    run("backup", file, "--with-secrets")
    (data / "admin-token").write_text("another-token-of-the-admin")
    (data / "voronka.toml").unlink()
    done = run("restore", file, "--replace")
    assert "admin-token stays as it is" in done.err
    assert (data / "admin-token").read_text() == "another-token-of-the-admin"
    assert "hr@kontora.example" in (data / "voronka.toml").read_text()


def test_a_store_that_is_not_empty_is_left_alone(run: Run, posts: Path, tmp_path: Path) -> None:
    file = tmp_path / "b.zip"
    run("backup", file)
    run("import", posts)
    done = run("restore", file)
    assert done.code == 2
    assert "--replace" in done.err
    assert len(done.err.strip().splitlines()) == 1
    assert found(run) == 2
    assert run("restore", file, "--replace").code == 0
    assert found(run) == 0


@pytest.mark.usefixtures("only_files")
def test_lists_of_different_keys_are_not_joined(run: Run, tmp_path: Path) -> None:
    from datetime import UTC, datetime

    import sqlalchemy as sa

    from voronka.store import Store
    from voronka.store.tables import suppression

    data, file = tmp_path / "var", tmp_path / "b.zip"
    url = f"sqlite:///{data / 'voronka.sqlite3'}"
    values = {"kind": "contact", "digest": "a" * 64, "reason": "", "created_at": datetime(2026, 11, 20, tzinfo=UTC)}
    with Store(url) as store, store.writing() as connection:
        connection.execute(sa.insert(suppression).values(**values))
    (data / "erasure-key").write_text("one key")
    run("backup", file)
    (data / "erasure-key").write_text("another key")
    done = run("restore", file, "--replace")
    assert done.code == 2
    assert "cannot be joined" in done.err
    with Store(url) as store, store.writing() as connection:
        connection.execute(sa.delete(suppression))
    assert run("restore", file, "--replace").code == 0
    assert (data / "erasure-key").read_text() == "one key"


def test_whoever_was_erased_after_the_backup_stays_out(run: Run, tmp_path: Path) -> None:
    texts = ["Ищу работу маркетологом в Твери, пять лет опыта. Пишите: @invented_ivan", "Продаю гараж, @invented_ivan"]
    path, file = tmp_path / "posts.jsonl", tmp_path / "b.zip"
    rows = [{"id": str(n), "text": text, "channel": "kanal"} for n, text in enumerate(texts)]
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    run("import", path)
    run("backup", file)
    (tmp_path / "var").rename(tmp_path / "lost")
    assert run("erase", "contact", "@invented_ivan", "--yes").code == 0  # on a store that knows neither post
    done = run("restore", file, "--replace")
    assert (done.code, done.out) == (0, ""), done.err
    assert "the list of who is kept out has grown" in done.err
    assert json.loads(run("stats", "--json").out)["totals"]["posts"] == 0
    assert run("import", path).code == 0
    assert json.loads(run("stats", "--json").out)["totals"]["posts"] == 0


def test_no_backup_is_one_clear_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "b.zip").write_text("no zip")
    done = run("restore", tmp_path / "b.zip", "--replace")
    assert done.code == 2
    assert "is no backup" in done.err
    assert not (tmp_path / "var").exists(), "nothing is touched before the backup is known to be whole"

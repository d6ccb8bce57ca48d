"""A data folder that cannot be written: each command is one clear line, and goes on when it can be again."""

from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.trouble import read_only


def test_a_read_only_folder(run: Run, database: str, tmp_path: Path) -> None:
    if database != "sqlite":
        pytest.skip("a server keeps its files elsewhere")
    posts = tmp_path / "posts.jsonl"
    posts.write_text('{"id": "1", "text": "SMM-менеджер в пекарню, Казань, 70 000 ₽, @pyshkin_hr"}\n', encoding="utf-8")
    run("import", posts)
    with read_only(tmp_path / "var"):
        for command in (("import", posts), ("search", "smm"), ("index", "--rebuild")):
            ran = run(*command)
            assert ran.code == 2
            assert len(ran.err.strip().splitlines()) == 1
            assert "VORONKA_DATA" in ran.err or "writable" in ran.err
    assert "1 known" in run("import", posts).err

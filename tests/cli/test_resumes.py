"""`voronka resumes import`: files for a team, one line each; nobody else finds them."""

import io
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.resumes import made

BASIS = ("--team", "Бумажный кит", "--basis", "письмо от 3 ноября")


def test_files_are_taken_in_for_a_team(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    good, bad = tmp_path / "igor.txt", tmp_path / "scan.png"
    good.write_text(made.TEXT, encoding="cp1251", errors="ignore")
    bad.write_bytes(b"\x89PNG\0")
    none = run("resumes", "import", good, *BASIS)
    assert (none.code, "no team is named" in none.err) == (2, True)
    monkeypatch.setattr("sys.stdin", io.StringIO("семь-верст-до-небес\n"))
    run("admin", "create", "anna@kit.example", "--team", "Бумажный кит", "--password-stdin")
    short = run("resumes", "import", good, "--team", "Бумажный кит", "--basis", "да")
    assert (short.code, "what the ground is" in short.err) == (2, True)
    some = run("resumes", "import", good, bad, tmp_path / "nothing.pdf", *BASIS)
    assert some.code == 1
    assert some.out == "1  new  igor.txt\n"
    assert f"{bad}: this is no PDF, DOCX, TXT or CSV" in some.err
    assert "nothing.pdf: cannot be read" in some.err
    assert run("resumes", "import", bad, *BASIS).code == 2
    assert run("resumes", "import", good, *BASIS).out == "1  brought in anew  igor.txt\n"
    assert json.loads(run("search", "smm", "--json").out)["total"] == 0, "the terminal is of no team"
    assert run("check").code == 0

"""Running the command line in this process: its exit code, stdout and stderr."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from voronka.cli import main


class Ran(NamedTuple):
    """What a command did."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def run(
    database: str, store_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Run ``voronka ARGUMENTS`` on a data folder of its own."""
    monkeypatch.setenv("VORONKA_DATA", str(tmp_path / "var"))
    if database == "postgresql":
        monkeypatch.setenv("VORONKA_DATABASE_URL", store_url)

    def run_it(*arguments: object) -> Ran:
        monkeypatch.setattr(sys, "argv", ["voronka", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        captured = capsys.readouterr()
        code = ended.value.code
        return Ran(code if isinstance(code, int) else 0, captured.out, captured.err)

    return run_it

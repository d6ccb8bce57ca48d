"""What runs beside the page is started again when it dies, and ends with the page."""

import sys
import threading
from pathlib import Path

import pytest

from voronka.cli.beside import Beside

DIES = "import sys, pathlib; pathlib.Path(sys.argv[1]).open('a').write('x'); sys.exit(int(sys.argv[2]))"
STAYS = "import signal, sys, pathlib; pathlib.Path(sys.argv[1]).write_text('x'); signal.pause()"


@pytest.mark.parametrize("code", [0, 1])
def test_what_dies_is_started_again(tmp_path: Path, code: int, monkeypatch: pytest.MonkeyPatch) -> None:
    thrice, said = threading.Event(), list[str]()

    def say(line: str) -> None:
        said.append(line)
        if len(said) == 3:
            thrice.set()

    monkeypatch.setattr("voronka.cli.beside.say", say)
    beside = Beside("the bot", [sys.executable, "-c", DIES, str(tmp_path / "log"), str(code)], first_pause=0.001)
    beside.start()
    assert thrice.wait(30)
    beside.end()
    assert len((tmp_path / "log").read_text()) >= 3
    assert f"the bot ended with code {code}" in said[0]


def test_what_is_set_wrongly_is_not_started_again(tmp_path: Path) -> None:
    beside = Beside("the bot", [sys.executable, "-c", DIES, str(tmp_path / "log"), "2"], first_pause=0.001)
    beside.start()
    beside._thread.join(30)
    assert not beside._thread.is_alive()
    assert (tmp_path / "log").read_text() == "x"
    beside.end()


def test_it_ends_with_the_page(tmp_path: Path) -> None:
    beside = Beside("the bot", [sys.executable, "-c", STAYS, str(tmp_path / "log")])
    beside.start()
    while beside.process is None:
        beside._ended.wait(0.01)
    beside.end()
    assert beside.process.returncode is not None
    assert not beside._thread.is_alive()

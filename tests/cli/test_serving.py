"""Serving, with real processes: several workers at one socket, and an end in good order."""

import http.client
import json
import os
import re
import select
import signal
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from voronka.store import Store

BEARER = "a-token-for-the-meters"


class Running:
    """A ``voronka`` that serves, and what it has said."""

    def __init__(self, folder: Path, *arguments: str, log: str = "text", **environment: str) -> None:
        self.said: list[str] = []
        self.process = subprocess.Popen(
            [sys.executable, "-m", "voronka.cli", *arguments],
            env=os.environ
            | {"VORONKA_DATA": str(folder), "VORONKA_METRICS_TOKEN": BEARER, "VORONKA_LOG": log, **environment},
            stderr=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._lines = threading.Condition()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        found = re.search(r"the page is at http://127\.0\.0\.1:(\d+)", self.wait_for("the page is at"))
        assert found is not None
        self.port = int(found[1])

    def _read(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            with self._lines:
                self.said.append(line)
                self._lines.notify_all()
        with self._lines:
            self._lines.notify_all()

    def wait_for(self, words: str, seconds: float = 120) -> str:
        """The first line with these words; fails where the process ends without saying them."""
        with self._lines:
            assert self._lines.wait_for(
                lambda: any(words in line for line in self.said) or self.process.poll() is not None, seconds
            ), self.said
            return next(line for line in self.said if words in line)

    def ask(self, path: str, headers: dict[str, str] | None = None) -> tuple[int, str]:
        """Status and text of an answer."""
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", headers=headers or {})
        try:
            with urllib.request.urlopen(request, timeout=120) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def end(self, number: int = signal.SIGTERM) -> int:
        """Ask it to end; gives its exit code."""
        self.process.send_signal(number)
        code = self.process.wait(120)
        self._reader.join(10)
        return code


@contextmanager
def running(folder: Path, *arguments: str, log: str = "text", **environment: str) -> Iterator[Running]:
    one = Running(folder, *arguments, log=log, **environment)
    try:
        yield one
    finally:
        one.process.kill()
        one.process.wait()
        assert one.process.stdout is not None
        one.process.stdout.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder with an empty store."""
    with Store(f"sqlite:///{tmp_path / 'voronka.sqlite3'}"):
        return tmp_path


@pytest.mark.full
@pytest.mark.parametrize("number", [signal.SIGTERM, pytest.param(signal.SIGINT, marks=pytest.mark.full)])
def test_asked_to_end_it_ends_well(folder: Path, number: int) -> None:
    with running(folder, "serve", "--port", "0") as page:
        assert page.ask("/readyz")[0] == 200
        assert page.end(number) == 0
        assert page.process.stdout is not None
        assert page.process.stdout.read() == "", "stdout is for answers"
        assert "ended" in page.said[-1]


@pytest.mark.full
def test_several_workers_share_socket_meters_and_the_limit_of_attempts(folder: Path) -> None:
    with running(folder, "serve", "--port", "0", "--workers", "2", log="json") as page:
        page.ask("/healthz")
        children = workers_of(page)
        assert len(children) == 2
        os.kill(children[0], signal.SIGKILL)
        page.wait_for("a worker ended and is started again")
        for _ in range(20):
            assert page.ask("/help")[0] == 200
        text = page.ask("/metrics", {"Authorization": f"Bearer {BEARER}"})[1]
        assert 'voronka_http_requests_total{method="GET",route="/help",status="200"} 20.0' in text
        assert "process_resident_memory_bytes" not in text, "of one worker alone it would mislead"
        assert sorted(wrong_token(page) for _ in range(7)) == [401] * 5 + [429] * 2
        assert page.end() == 0
        assert all(not alive(pid) for pid in children)
        lines = [json.loads(line) for line in page.said]
        asked = [line for line in lines if line["event"] == "request" and line["route"] == "/help"]
        assert len(asked) == 20
        assert len({line["request_id"] for line in asked}) == 20


@pytest.mark.full
def test_workers_end_with_a_parent_that_was_killed(folder: Path) -> None:
    with running(folder, "serve", "--port", "0", "--workers", "2") as page:
        assert page.ask("/healthz")[0] == 200
        ends = [os.pidfd_open(pid) for pid in workers_of(page)]
        page.process.kill()
        for end in ends:
            wait_for_end(end)


def workers_of(page: Running) -> list[int]:
    text = Path(f"/proc/{page.process.pid}/task/{page.process.pid}/children").read_text()
    return [int(word) for word in text.split()]


def wait_for_end(descriptor: int) -> None:
    """Wait for the end of a process that is no child of ours."""
    ready, _, _ = select.select([descriptor], [], [], 120)
    os.close(descriptor)
    assert ready


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()


def wrong_token(page: Running) -> int:
    """Send a wrong token, each time as a new browser and over a new connection, so that any worker may get it."""
    connection = http.client.HTTPConnection("127.0.0.1", page.port, timeout=120)
    connection.request("GET", "/admin/sign-in")
    answer = connection.getresponse()
    cookie = (answer.headers["Set-Cookie"] or "").partition(";")[0]
    found = re.search(r'name="csrf_token" value="([^"]+)"', answer.read().decode())
    assert found is not None
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded", "Connection": "close"}
    connection.request("POST", "/admin/sign-in", f"csrf_token={found[1]}&token=wrong", headers)
    status = connection.getresponse().status
    connection.close()
    return status


def test_an_address_that_is_taken_is_one_clear_line(run: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        ran = run("serve", "--port", taken.getsockname()[1])
    assert (ran.code, ran.out) == (2, "")
    assert "choose another with --port" in ran.err
    assert len(ran.err.strip().splitlines()) == 1

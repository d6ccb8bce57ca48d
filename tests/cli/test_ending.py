"""The server and the schedule, in this process: what runs is finished, nothing new is taken, and whom they believe."""

import socket
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from flask import Flask, request

from voronka.cli import pages, schedule
from voronka.cli.stopping import Stop
from voronka.settings import Settings


def test_a_running_request_is_finished_and_no_other_is_taken() -> None:
    begun, may_end = threading.Event(), threading.Event()
    app = Flask(__name__)

    @app.get("/slow")
    def slow() -> str:
        begun.set()
        assert may_end.wait(30)
        return "x" * 3_000_000

    stop, got = Stop(), []
    listener = pages.listen("127.0.0.1", 0)
    port = listener.getsockname()[1]
    serving = threading.Thread(target=pages.serve_until, args=(stop, app, listener, Settings()))
    serving.start()

    def ask() -> None:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/slow", timeout=30) as answer:
            got.append(len(answer.read()))

    asking = threading.Thread(target=ask)
    asking.start()
    assert begun.wait(30)
    idle = socket.create_connection(("127.0.0.1", port), timeout=30)
    stop.ask()
    assert idle.recv(1) == b"", "a connection on which nothing is under way is closed"
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), timeout=5)
    assert serving.is_alive()
    may_end.set()
    for thread in (asking, serving):
        thread.join(30)
        assert not thread.is_alive()
    assert got == [3_000_000]
    with pytest.raises(KeyboardInterrupt):
        stop.ask()


def test_a_request_that_never_ends_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "GRACE", 0.2)
    begun, may_end = threading.Event(), threading.Event()
    app = Flask(__name__)

    @app.get("/")
    def hang() -> str:
        begun.set()
        may_end.wait(30)
        return ""

    stop = Stop()
    listener = pages.listen("127.0.0.1", 0)
    serving = threading.Thread(target=pages.serve_until, args=(stop, app, listener, Settings()))
    serving.start()
    with socket.create_connection(listener.getsockname(), timeout=30) as asking:
        asking.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert begun.wait(30)
        stop.ask()
        serving.join(20)
        assert not serving.is_alive()
    may_end.set()


@pytest.mark.parametrize(
    ("trusted", "seen"),
    [
        (None, "127.0.0.1 http"),
        ("127.0.0.1", "192.0.2.7 https"),
        ("*", "192.0.2.7 https"),
        ("192.0.2.1", "127.0.0.1 http"),
    ],
)
def test_forwarded_headers_are_believed_of_the_named_proxy_alone(trusted: str | None, seen: str) -> None:
    app = Flask(__name__)

    @app.get("/")
    def who() -> str:
        return f"{request.remote_addr} {request.scheme}"

    stop, listener = Stop(), pages.listen("127.0.0.1", 0)
    url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
    serving = threading.Thread(target=pages.serve_until, args=(stop, app, listener, Settings(trusted_proxy=trusted)))
    serving.start()
    # the first address is what the client claims, the last what the proxy saw
    sent = {"X-Forwarded-For": "10.0.0.1, 192.0.2.7", "X-Forwarded-Proto": "https"}
    with urllib.request.urlopen(urllib.request.Request(url, headers=sent), timeout=30) as answer:
        assert answer.read().decode() == seen
    with pytest.raises(urllib.error.HTTPError, match="431"):
        urllib.request.urlopen(urllib.request.Request(url, headers={"X-Long": "x" * 40_000}), timeout=30)
    stop.ask()
    serving.join(30)
    assert not serving.is_alive()


def test_up_ends_its_collection_first(tmp_path: Path) -> None:
    asked, noted = tmp_path / "asked", tmp_path / "noted"
    program = (
        "import pathlib, signal, sys, threading\n"
        "end = threading.Event()\n"
        "signal.signal(signal.SIGTERM, lambda *_: end.set())\n"
        f"pathlib.Path({str(asked)!r}).touch()\n"
        "end.wait(30)\n"
        f"pathlib.Path({str(noted)!r}).write_text('saved')\n"
    )
    collections = schedule.Collections([sys.executable, "-c", program])
    running = threading.Thread(target=collections.run)
    running.start()
    until = time.monotonic() + 30
    while not asked.exists() and time.monotonic() < until:
        running.join(0.02)
    collections.end()
    assert noted.read_text() == "saved"
    running.join(10)
    assert not running.is_alive()
    collections.run()
    assert collections.running is not None
    assert collections.running.poll() is not None, "nothing is started any more"

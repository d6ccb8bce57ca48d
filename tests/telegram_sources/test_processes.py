"""The command line against the server, as real processes: what it says, its exit codes, and that it may be killed."""

import json
import os
import signal
import subprocess
import sys
import threading
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import pytest

from tests import killing
from tests.crawlers.support import stored
from tests.telegram_sources.mtproto import Server
from voronka.store import Store

HASH = "an-invented-api-hash"
FIVE = ("digital_jobster", "rabota_go", "rabota_freelancee", "jobster_guru", "hr_jobster")
Env = dict[str, str]


@pytest.fixture
def env(server: Server, tmp_path: Path) -> Env:
    """What a process is told: a data folder of its own, and a login."""
    return {
        "VORONKA_DATA": str(tmp_path / "var"),
        "VORONKA_TEST_LOG": str(tmp_path / "log"),
        "TELEGRAM_SESSION": server.session(),
        "TELEGRAM_API_ID": "1",
        "TELEGRAM_API_HASH": HASH,
        "VORONKA_TELEGRAM_PAUSE": "0",
    }


def said(env: Env) -> str:
    return Path(env["VORONKA_TEST_LOG"]).read_text(encoding="utf-8")


def posts(env: Env, name: str) -> set[int]:
    with Store(f"sqlite:///{env['VORONKA_DATA']}/voronka.sqlite3") as store:
        return {int(number) for number in stored(store, name)}


def run(env: Env, *arguments: str) -> int:
    """Run a command to its end."""
    return killing.run(env, *arguments, page=None)


def fill(server: Server, number: int) -> None:
    for name in FIVE:
        server.channel(name).fill(number, "Заметка {}")


def at(server: Server, name: str, nth: int) -> tuple[threading.Event, threading.Event]:
    """The server waits at the ``nth`` such call: an event that it has come to it, and one that lets it go on."""
    came, go = threading.Event(), threading.Event()

    def wait() -> None:
        came.set()
        assert go.wait(60)

    server.at(name, wait, nth=nth)
    return came, go


def test_the_program_itself_reads_all_channels(server: Server, env: Env) -> None:
    fill(server, 4)
    command = [sys.executable, "-m", "voronka.cli", "--debug", "collect", "telegram", "--json"]
    done = subprocess.run(command, env=os.environ | env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    reports = json.loads(done.stdout)
    assert [(report["source"], report["status"], report["new"]) for report in reports] == [
        (name, "ok", 4) for name in sorted(FIVE)
    ]
    assert "preview" not in done.stderr
    for secret in (HASH, env["TELEGRAM_SESSION"]):
        assert secret not in done.stdout + done.stderr


def kill(process: ForkServerProcess) -> None:
    assert process.pid is not None
    os.kill(process.pid, signal.SIGKILL)
    process.join(30)


@pytest.mark.full
def test_a_killed_reader_reads_at_most_a_page_twice(server: Server, env: Env) -> None:
    server.channel("rabota_go").fill(150, "Заметка {}")
    came, go = at(server, "GetHistory", 2)
    with killing.voronka(env, "collect", "rabota_go", page=None) as process:
        assert came.wait(60)
        kill(process)
        go.set()
    before = posts(env, "rabota_go")
    assert before == set(range(1, 101))
    server.forget_calls()
    assert run(env, "collect", "rabota_go") == 0
    assert posts(env, "rabota_go") == set(range(1, 151))
    assert server.counts == {"GetHistory": 2, "GetChannelDifference": 1}


@pytest.mark.full
def test_sigterm_finishes_the_page_and_exits_with_0(server: Server, env: Env) -> None:
    fill(server, 105)
    came, go = at(server, "GetHistory", 2)
    with killing.voronka(env, "collect", "telegram", page=None) as process:
        assert came.wait(60)
        assert process.pid is not None
        os.kill(process.pid, signal.SIGTERM)
        go.set()
        process.join(60)
        assert process.exitcode == 0, said(env)
    assert server.count("GetHistory") == 2
    assert sum(len(posts(env, name)) for name in FIVE) == 105
    assert "stopped" in said(env)


@pytest.mark.full
def test_two_processes_with_one_session(server: Server, env: Env, tmp_path: Path) -> None:
    fill(server, 5)
    other = env | {"VORONKA_DATA": str(tmp_path / "other"), "VORONKA_TEST_LOG": str(tmp_path / "other.log")}
    came, go = at(server, "GetHistory", 1)
    with killing.voronka(env, "collect", "rabota_go", page=None) as process:
        assert came.wait(60)
        assert run(other, "collect", "rabota_go") == 0
        assert f"pid {process.pid} (voronka collect) uses this session" in said(other)
        go.set()
        process.join(60)
        assert process.exitcode == 0
    assert server.connected == 1
    assert posts(other, "rabota_go") == set()


@pytest.mark.full
def test_a_revoked_session_is_one_line_and_code_2(server: Server, env: Env) -> None:
    fill(server, 5)
    server.revoke()
    assert run(env, "--debug", "collect", "telegram") == 2
    lines = [line for line in said(env).splitlines() if "AUTH_KEY_UNREGISTERED" in line and line.startswith("voronka:")]
    assert len(lines) == 1
    assert "voronka telegram login" in lines[0]
    assert env["TELEGRAM_SESSION"] not in said(env)
    assert server.counts == {}


@pytest.mark.full
def test_a_dead_server_is_a_failure_and_never_the_preview(server: Server, env: Env) -> None:
    server.stop()
    assert run(env, "collect", "rabota_go", "hr_jobster") == 2
    assert said(env).count("TELEGRAM_PROXY") == 1
    assert "t.me/s" not in said(env)


@pytest.mark.full
@pytest.mark.parametrize("missing", ["TELEGRAM_API_ID", "TELEGRAM_API_HASH"])
def test_a_session_without_the_api_id_is_no_reason_for_the_preview(server: Server, env: Env, missing: str) -> None:
    assert run(env | {missing: ""}, "collect", "telegram") == 2
    assert f"{missing} not set" in said(env)
    assert said(env).count("voronka: ") == 1


def test_without_a_login_the_preview_is_read_and_that_is_said_once(
    env: Env, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import crawlers.runner
    from voronka import cli
    from voronka.sources import RunReport, RunStatus, Source

    read: list[str] = []

    def crawl(sources: list[Source], store: Store, *_args: object, **_values: object) -> list[RunReport]:
        now = store.clock.now()
        read.extend(source.name for source in sources)
        return [RunReport(source.name, RunStatus.OK, now, now) for source in sources]

    monkeypatch.setattr(crawlers.runner, "collect", crawl)
    for name, value in env.items():
        monkeypatch.setenv(name, "" if name == "TELEGRAM_SESSION" else value)
    monkeypatch.setattr(sys, "argv", ["voronka", "collect", "telegram"])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code in (0, None)
    assert sorted(read) == sorted(FIVE)
    assert capsys.readouterr().err.count("public preview") == 1


@pytest.mark.full
def test_follow_takes_in_what_happens_and_ends_in_good_order(server: Server, env: Env) -> None:
    fill(server, 3)
    came, go = at(server, "GetChannelDifference", 7)
    server.at("GetChannelDifference", lambda: server.channels[0].delete(1), nth=6)
    with killing.voronka(env | {"VORONKA_TELEGRAM_POLL": "1"}, "follow", page=None) as process:
        assert came.wait(60)
        assert run(env | {"VORONKA_TEST_LOG": env["VORONKA_TEST_LOG"] + "2"}, "collect", "telegram") == 0
        assert process.pid is not None
        os.kill(process.pid, signal.SIGTERM)
        go.set()
        process.join(60)
        assert process.exitcode == 0, said(env)
    assert Path(env["VORONKA_TEST_LOG"] + "2").read_text().count("is reading it") == 5
    assert sum(len(posts(env, name)) for name in FIVE) == 15
    assert "ended; what was read is saved" in said(env)
    assert run(env | {"TELEGRAM_SESSION": ""}, "follow") == 2
    assert "telegram login" in said(env)

"""`voronka alerts`, and what a collection ends with."""

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.cli.conftest import Run
from tests.mailbox import Mailbox, a_mailbox
from tests.telegram_sources.inbox_api import TOKEN, person, running_api
from voronka import bot_talk
from voronka.accounts import Role
from voronka.cli import collecting
from voronka.cli.bot import receiving
from voronka.cli.stopping import Stop
from voronka.cli.workplace import workplace
from voronka.query import Query
from voronka.saved_filters import Draft, Pace, Way
from voronka.store import accounts, alert_ways, saved_filters
from voronka.store.tables import lease


@pytest.fixture
def mailbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    with a_mailbox() as box:
        monkeypatch.setenv("VORONKA_SMTP_URL", box.url)
        monkeypatch.setenv("VORONKA_MAIL_FROM", "voronka@kit.example")
        monkeypatch.setenv("VORONKA_PUBLIC_URL", "https://jobs.example")
        yield box


def save(query: Query) -> int:
    with workplace() as place, place.store.writing() as connection:
        team = accounts.create_team(connection, "Кит")
        anna = accounts.create_account(connection, "anna@kit.example", "Анна", None)
        accounts.join(connection, anna, team, Role.MANAGER)
        draft = Draft("Маркетологи", query, Pace.NOW, email=True)
        return saved_filters.create(connection, anna, team, draft, place.store.clock.now())


def bring(run: Run, folder: Path, number: int) -> None:
    """A vacancy that comes in from a file."""
    row = {
        "id": number,
        "channel": "kanal_a",
        "posted": datetime.now(UTC).isoformat(),
        "text": f"Таргетолог в пекарню №{number}, Казань, {number} 000 ₽, @hr_{number}",
    }
    file = folder / "posts.jsonl"
    file.write_text(json.dumps(row, ensure_ascii=False), encoding="utf-8")
    assert run("import", file).code == 0


def test_a_collection_tells_what_is_new_and_the_commands_show_it(
    run: Run, mailbox: Mailbox, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    number = save(Query(groups=("marketing",)))
    bring(run, tmp_path, 70)
    with workplace() as place:
        collecting._finish(place, [], Stop())
    assert "alerts: 1 messages sent" in capsys.readouterr().err
    [message] = mailbox.messages
    assert message["To"] == "anna@kit.example"
    found = json.loads(run("alerts", "list", "--json").out)
    assert [(one["id"], one["owner"], one["query"], one["pace"], one["found"]) for one in found] == [
        (number, "Анна", "group=marketing", "now", 1)
    ]
    assert "Маркетологи (Анна): now by email; 1 found" in run("alerts", "list").out
    again = run("alerts", "run", "--json")
    assert (again.code, json.loads(again.out)) == (0, {"found": 0, "sent": 0, "failed": 0, "left_out": False})
    assert len(mailbox.messages) == 1
    [planned] = json.loads(run("alerts", "preview", number, "--json").out)
    assert planned["listings"] == [1]
    assert "     1  Таргетолог" in run("alerts", "preview", number).out
    assert "voronka alerts list" in run("alerts", "preview", number + 1).err


def test_mail_that_is_not_there_fails_no_collection(
    run: Run, mailbox: Mailbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("VORONKA_SMTP_URL", "smtp://127.0.0.1:1")
    save(Query(groups=("marketing",)))
    bring(run, tmp_path, 70)
    with workplace() as place:
        assert collecting._finish(place, [], Stop()) == []
    assert "warning: alerts: the mail server 127.0.0.1:1 did not take a letter" in capsys.readouterr().err
    monkeypatch.setenv("VORONKA_MAIL_FROM", "nobody")
    told = run("alerts", "run")
    assert (told.code, "VORONKA_MAIL_FROM" in told.err) == (2, True)
    monkeypatch.delenv("VORONKA_SMTP_URL")
    monkeypatch.delenv("VORONKA_PUBLIC_URL")
    told = run("alerts", "run")
    assert (told.code, "VORONKA_PUBLIC_URL" in told.err) == (0, True)


@pytest.mark.full
def test_the_bot_receives_while_the_page_is_served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with running_api() as api:
        for name, value in (
            ("VORONKA_DATA", str(tmp_path)), ("TELEGRAM_BOT_TOKEN", TOKEN),
            ("TELEGRAM_BOT_API", f"http://127.0.0.1:{api.port}/bot"),
        ):  # fmt: skip
            monkeypatch.setenv(name, value)
        answered = threading.Event()
        api.on_idle = lambda: answered.set() if api.sent else None
        with workplace() as place:
            with place.store.writing() as connection:
                anna = accounts.create_account(connection, "anna@kit.example", "Анна", None)
                code = alert_ways.telegram_code(connection, anna, datetime.now(UTC))
            assert bot_talk.link(place.store, code) is None
            api.write(f"/start {code}", sender=person(5))
            with receiving(place.store, place.settings), receiving(place.store, place.settings):
                assert answered.wait(120)
            assert [form["chat_id"] for form in api.sent] == ["5"], "two that receive answer once"
            assert bot_talk.link(place.store, code) == f"https://t.me/voronka_test_bot?start={code}"
            with place.store.reading() as connection:
                assert alert_ways.of(connection, anna)[Way.TELEGRAM].chat_id == 5
                assert connection.execute(sa.select(lease)).all() == []

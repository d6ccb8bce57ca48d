"""Alerts over a real mail server and a Bot API on loopback."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from pydantic import SecretStr

from telegram_sources.alerting import PATIENCE, BotOutlet
from telegram_sources.bot import BotSender
from tests.alerts.scene import BASE, Scene
from tests.mailbox import Mailbox, a_mailbox
from tests.telegram_sources.bot_api import TOKEN, Answer, Api, fault, serving
from voronka.mail import Letter, MailError, Post
from voronka.saved_filters import Problem, Way
from voronka.store import alert_ways

CHAT = 55


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with a_mailbox() as box:
        yield box


@pytest.fixture
def api() -> Iterator[Api]:
    with serving() as running:
        yield running


@pytest.fixture
def mailed(scene: Scene, mailbox: Mailbox) -> Scene:
    scene.mail = Post(mailbox.url, "Voronka <voronka@kit.example>").send
    return scene


@pytest.fixture
def chatting(scene: Scene, api: Api) -> Scene:
    sender = BotSender(SecretStr(TOKEN), home=api.home, timeout=2, patience=PATIENCE)
    scene.bot = BotOutlet(sender)
    scene.link(scene.anna, CHAT)
    scene.save(email=False, telegram=True)
    scene.post()
    return scene


def problem(scene: Scene, way: Way) -> tuple[Problem | None, bool]:
    with scene.store.reading() as connection:
        state = alert_ways.of(connection, scene.anna)[way]
    return state.problem, state.off


def test_a_letter_on_the_wire(mailed: Scene, mailbox: Mailbox) -> None:
    mailed.save(name="Соцсети\r\nBcc: evil@kit.example")
    number = mailed.post("SMM\r\nBcc: evil@kit.example")
    mailed.run()
    [message] = mailbox.messages
    assert (message["To"], message["From"]) == ("anna@kit.example", "Voronka <voronka@kit.example>")
    assert message["Bcc"] is None
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert re.fullmatch(rf"<{re.escape(BASE)}/filters/unsubscribe/[\w-]{{43}}>", message["List-Unsubscribe"])
    assert re.fullmatch(r"<alert-\d+-\d{20}@kit\.example>", message["Message-ID"])
    assert message["Auto-Submitted"] == "auto-generated"
    html = message.get_body(("html",))
    assert html is not None
    assert f"{BASE}/listing/{number}" in html.get_content()
    assert f"{BASE}/listing/{number}" in mailbox.letters[0][1]


def test_an_address_that_is_refused_for_good_and_one_for_now(mailed: Scene, mailbox: Mailbox) -> None:
    mailed.save()
    mailed.save(who=mailed.hire("boris"))
    mailed.post()
    mailbox.refused = {"anna@kit.example": "550 no such user", "boris@kit.example": "451 later"}
    mailed.run()
    assert problem(mailed, Way.EMAIL) == (Problem.REFUSED, True)
    mailbox.refused = {}
    assert mailed.run(timedelta(minutes=1)).sent == 1
    assert [to for to, _ in mailbox.letters] == [["boris@kit.example"]]


@pytest.mark.parametrize("reply", ["451 busy", "554 spam", None])
def test_a_letter_that_is_not_taken_or_perhaps_is(mailed: Scene, mailbox: Mailbox, reply: str | None) -> None:
    mailed.save()
    mailed.post()
    mailbox.answer = reply
    assert mailed.run().failed == 1
    mailbox.answer = "250 taken"
    assert mailed.run(timedelta(minutes=1)).sent == 1
    first, second = mailbox.messages
    assert first["Message-ID"] == second["Message-ID"]
    assert ("уже приходило" in mailbox.letters[1][1]) is (reply is None)


def test_a_server_that_is_not_there() -> None:
    with pytest.raises(MailError) as failed:
        Post("smtp://127.0.0.1:1", "a@kit.example").send(Letter("b@kit.example", "x", "y"))
    assert (failed.value.server, failed.value.unknown) == (True, False)


def test_an_address_the_server_cannot_write_stops_nobody_else() -> None:
    with a_mailbox(utf8=False) as mailbox, pytest.raises(MailError) as failed:
        Post(mailbox.url, "a@kit.example").send(Letter("анна@kit.example", "x", "y"))
    assert not failed.value.server


# -- Telegram ----------------------------------------------------------------------------------------------------------


def test_a_message_on_the_wire(chatting: Scene, api: Api) -> None:
    chatting.run()
    [form] = api.sent
    assert (form["chat_id"], form["parse_mode"]) == (str(CHAT), "HTML")
    assert f'<a href="{BASE}/listing/1">SMM-менеджер в пекарню</a>' in form["text"]


def test_a_wait_is_kept_by_all_and_told(chatting: Scene, api: Api) -> None:
    api.answers = [fault(429, "Too Many Requests: retry after 900", retry_after=900)]
    chatting.now = datetime.now(UTC)
    assert chatting.run().failed == 1
    assert chatting.run(timedelta(minutes=14)).failed == 0
    assert api.tries == 1
    assert chatting.run(timedelta(minutes=2)).sent == 1
    assert "уже приходило" not in api.sent[0]["text"]


def test_who_blocked_the_bot_is_off(chatting: Scene, api: Api) -> None:
    api.answers = [fault(403, "Forbidden: bot was blocked by the user")]
    chatting.run()
    assert problem(chatting, Way.TELEGRAM) == (Problem.BLOCKED, True)
    chatting.post("SMM в аптеку")
    chatting.run(timedelta(days=1))
    assert api.tries == 1


def test_a_bot_that_telegram_does_not_know_stops_the_way_and_nobodys_else(chatting: Scene, api: Api) -> None:
    api.answers = [fault(401, "Unauthorized")]
    assert chatting.run().failed == 1
    assert problem(chatting, Way.TELEGRAM) == (None, False)
    assert chatting.run(timedelta(minutes=6)).sent == 1


@pytest.mark.parametrize("broken", [fault(500, "Internal Server Error"), fault(502, "Bad Gateway"), None])
def test_a_server_that_fails_is_tried_again_and_the_message_says_so(
    chatting: Scene, api: Api, broken: Answer | None
) -> None:
    api.answers = [broken]
    assert chatting.run().failed == 1
    assert chatting.run(timedelta(minutes=1)).sent == 1
    assert "уже приходило" in api.sent[0]["text"]

"""A chat is linked to a person by a code, and unlinked by whoever has the chat."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest

from telegram_sources.inbox import Inbox
from tests.alerts.scene import Scene
from tests.telegram_sources.inbox_api import person, running_api
from tests.telegram_sources.talk import Talk
from voronka.bot_talk import answer
from voronka.ingest import Ingest
from voronka.saved_filters import Way
from voronka.store import alert_ways

CHAT = 55


@pytest.fixture
def talk(scene: Scene) -> Iterator[Talk]:
    def told(chat: int, said: str, language: str) -> str | None:
        return answer(scene.store, chat, said, language, scene.now)

    with running_api() as api:
        yield Talk(api, scene.store, Inbox(Ingest(scene.store), "an-invented-secret", talk=told))


def chat_of(scene: Scene, who: int) -> int | None:
    with scene.store.reading() as connection:
        return alert_ways.of(connection, who)[Way.TELEGRAM].chat_id


def test_a_chat_is_linked_by_a_code_once_and_soon(scene: Scene, talk: Talk) -> None:
    boris = scene.hire("boris")
    with scene.store.writing() as connection:
        void = alert_ways.telegram_code(connection, scene.anna, scene.now)
        code = alert_ways.telegram_code(connection, scene.anna, scene.now)
        late = alert_ways.telegram_code(connection, boris, scene.now - timedelta(hours=1))
    assert re.fullmatch(r"[\w-]{43}", code), "what t.me/bot?start= takes"
    me, other = person(CHAT), person(66, "fr")
    for text, who in (
        (f"/start {void}", me),
        (f"/start {late}", me),
        (f"/start {code}", me),
        (f"/start {code}", other),
        ("/start", other),
    ):
        talk.api.write(text, sender=who)
    talk.run()
    assert chat_of(scene, scene.anna) == CHAT
    assert [(form["chat_id"], form["text"][:14]) for form in talk.api.sent] == [
        ("55", "Эта ссылка не "), ("55", "Эта ссылка не "), ("55", "Готово, Anna: "),
        ("66", "This link does"), ("66", "Send or forwar"),
    ]  # fmt: skip


def test_a_code_from_a_group_links_nothing(scene: Scene, talk: Talk) -> None:
    with scene.store.writing() as connection:
        code = alert_ways.telegram_code(connection, scene.anna, scene.now)
    talk.api.write(f"/start {code}", sender=person(CHAT))
    talk.api.updates[-1]["message"]["chat"] = {"id": -7, "type": "group", "title": "Чат"}
    talk.run()
    assert chat_of(scene, scene.anna) is None
    assert talk.api.sent == []


def test_a_chat_is_unlinked_by_its_owner_and_is_one_persons(scene: Scene, talk: Talk) -> None:
    boris = scene.hire("boris", chat=CHAT)
    scene.link(scene.anna, CHAT)
    assert chat_of(scene, boris) is None
    talk.write("/stop", sender=person(CHAT))
    assert chat_of(scene, scene.anna) is None
    assert talk.said.startswith("Больше ничего")

"""Owners and candidates send posts to the bot: what is asked of them, what is kept, and how it is taken back."""

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from telegram_sources.inbox import MOST_A_DAY, Inbox
from tests.telegram_sources.inbox_api import TOKEN, BotApi, channel, fault, person, running_api
from tests.telegram_sources.talk import Talk
from voronka.errors import VoronkaError
from voronka.ingest import Ingest
from voronka.model import Kind
from voronka.store import Store
from voronka.store import listings as cards

VACANCY = """\
Ищем SMM-менеджера в Казань, офис.
Обязанности: контент-план, съёмка.
Оплата 80 000 – 100 000 руб.
Писать: @invented_hr_kazan"""
RESUME = """\
Ищу работу. Я таргетолог, опыт 3 года, удалённо, от 90 000 руб. Настраиваю рекламу ВК.
Пишите: @invented_targetolog"""
STORY = "Доброе утро! Рассказываем, чем охваты отличаются от показов и почему это важно для бренда."


@pytest.fixture
def api() -> Iterator[BotApi]:
    with running_api() as running:
        yield running


@pytest.fixture
def talk(api: BotApi, store: Store) -> Talk:
    inbox = Inbox(Ingest(store), "an-invented-secret", public_url="https://voronka.example/")
    return Talk(api, store, inbox)


def test_nothing_is_kept_before_its_author_agrees(talk: Talk) -> None:
    number = talk.write(VACANCY)
    assert talk.said.startswith("Вакансия: SMM-менеджер · Казань · офис · 80\u202f000")
    assert "подтверждаете" in talk.said
    assert "Не хватает" not in talk.said
    assert talk.labels == ["Это моё, опубликовать", "Не публиковать"]
    assert talk.api.sent[-1]["reply_parameters"]["message_id"] == number
    assert talk.kept() == []
    assert talk.press("Не публиковать") == "Не опубликовано, ничего не сохранено."
    assert talk.kept() == []


def test_what_the_author_agreed_to_is_in_the_search_with_the_permission(talk: Talk) -> None:
    talk.write(VACANCY)
    assert talk.press("Это моё, опубликовать").startswith("Опубликовано.\nhttps://voronka.example/listing/")
    [stored] = talk.kept()
    assert stored.raw.text == VACANCY
    assert stored.raw.owner_team is None
    permission = stored.raw.payload["permission"]
    assert permission["as"] == "mine"
    assert permission["by"] == 77
    assert "ваше объявление" in permission["said"]
    assert permission["at"]
    assert re.fullmatch(r"[0-9a-f]{20}-\d+", stored.raw.external_id)  # whose it is cannot be told from its name
    with talk.store.reading() as connection:
        [row] = cards.of_post(connection, stored.id)
    assert row.kind == Kind.VACANCY
    assert row.data["contacts"]["telegram"] == ["invented_hr_kazan"]


def test_a_person_takes_their_post_back(talk: Talk) -> None:
    talk.write(RESUME)
    assert "Рассказ о себе: " in talk.said
    assert "удалится сам" in talk.said
    talk.press("Это моё, опубликовать")
    assert len(talk.kept()) == 1
    assert talk.press("Убрать из поиска") == "Убрано из поиска и удалено у нас."
    assert talk.kept() == []
    assert "invented_targetolog" not in talk.every_word()
    assert "77" not in talk.every_word()


def test_a_button_pressed_twice_changes_nothing(talk: Talk) -> None:
    talk.write(VACANCY)
    talk.api.press("Это моё, опубликовать")
    talk.api.press("Это моё, опубликовать")
    talk.run()
    [stored] = talk.kept()
    assert stored.version == 1
    assert len(talk.api.heard) == 2


def test_all_of_a_person_is_taken_back_at_once_and_nothing_of_others(talk: Talk) -> None:
    for text in (VACANCY, RESUME):
        talk.write(text)
        talk.press("Это моё, опубликовать")
    other = person(78)
    talk.write(VACANCY.replace("Казань", "Пермь"), sender=other)
    talk.press("Это моё, опубликовать", sender=other)
    talk.write("/remove")
    assert talk.said == "Убрано и удалено объявлений: 2."
    assert ["Пермь" in stored.raw.text for stored in talk.kept()] == [True]
    talk.write("/remove@voronka_test_bot")
    assert talk.said == "От вас ничего не опубликовано."


def test_an_edit_is_a_new_version_only_of_what_is_published(talk: Talk) -> None:
    number = talk.write(VACANCY)
    talk.api.edit(number, VACANCY.replace("100 000", "120 000"))
    talk.run()
    assert talk.kept() == []
    talk.press("Это моё, опубликовать", place=0)
    talk.api.edit(number, VACANCY.replace("100 000", "130 000"))
    talk.run()
    assert talk.said.startswith("Правка принята.")
    [stored] = talk.kept()
    assert stored.version == 2
    assert "130 000" in stored.raw.text
    assert stored.raw.payload["permission"]["as"] == "mine"
    talk.api.edit(number, STORY)
    talk.run()
    assert "осталось прежнее" in talk.said
    assert "130 000" in talk.kept()[0].raw.text


@pytest.mark.parametrize(
    ("text", "more", "answer"),
    [
        (STORY, {}, "не похоже ни на вакансию"),
        (None, {"photo": [{"file_id": "1", "file_unique_id": "1", "width": 1, "height": 1}]}, "нет текста"),
        ("/start", {}, "Пришлите или перешлите"),
        ("/start nobodys-code", {}, "Пришлите или перешлите"),
        ("/whatever", {}, "Пришлите или перешлите"),
        ("/start", {"sender": person(language="en-GB")}, "Send or forward"),
        (RESUME, {"forward_origin": {"type": "hidden_user", "date": 1, "sender_user_name": "К."}}, "только он сам"),
        (RESUME, {"forward_origin": {"type": "user", "date": 1, "sender_user": person(99)}}, "только он сам"),
    ],
    ids=["content", "photo", "start", "unknown code", "command", "english", "hidden forward", "other's forward"],
)
def test_what_is_not_taken_is_said_in_one_answer(talk: Talk, text: str, more: dict[str, Any], answer: str) -> None:
    talk.write(text, **more)
    assert answer in talk.said
    assert talk.labels == []
    assert talk.kept() == []


def test_of_an_album_the_message_with_words_counts(talk: Talk) -> None:
    photo = [{"file_id": "1", "file_unique_id": "1", "width": 1, "height": 1}]
    talk.api.write(None, photo=photo, media_group_id="5")
    talk.api.write(None, photo=photo, media_group_id="5", caption=VACANCY)
    talk.run()
    assert len(talk.api.sent) == 1
    talk.press("Это моё, опубликовать")
    assert talk.kept()[0].raw.text == VACANCY


def test_a_post_of_a_channel_keeps_its_origin_and_its_links(talk: Talk) -> None:
    text = "  🔥 Ищем SMM-менеджера в Казань, офис.\nОплата 80 000 руб. Откликнуться"
    place = len(text.encode("utf-16-le")) // 2 - len("Откликнуться")
    talk.write(
        text,
        forward_origin={"type": "channel", "date": 1_764_000_000, "chat": channel(), "message_id": 15},
        entities=[{"type": "text_link", "offset": place, "length": 12, "url": "https://jobs.example/smm"}],
        reply_markup={"inline_keyboard": [[{"text": "Анкета", "url": "https://forms.example/1"}]]},
    )
    assert talk.labels == ["Это моё, опубликовать", "Канал мой, опубликовать", "Не публиковать"]
    talk.press("Канал мой, опубликовать")
    raw = talk.kept()[0].raw
    assert raw.text == text.strip()
    assert [(link.url, link.text, link.button) for link in raw.links] == [
        ("https://jobs.example/smm", "Откликнуться", False), ("https://forms.example/1", "Анкета", True),
    ]  # fmt: skip
    assert raw.text[raw.links[0].start : raw.links[0].end] == "Откликнуться"
    assert raw.payload["forward"] == {"name": "Вакансии дня", "url": "https://t.me/invented_jobs/15"}
    assert raw.payload["permission"]["as"] == "channel"
    assert raw.posted_at is not None
    assert int(raw.posted_at.timestamp()) == 1_764_000_000


def test_a_candidates_post_of_a_channel_is_its_owners_to_send(talk: Talk) -> None:
    talk.write(RESUME, forward_origin={"type": "channel", "date": 1, "chat": channel(username=None), "message_id": 5})
    assert talk.labels == ["Канал мой, опубликовать", "Не публиковать"]
    talk.api.press_data(f"mine:{talk.api.sent[-1]['reply_parameters']['message_id']}")  # a button that was never shown
    talk.run()
    assert talk.kept() == []


def test_a_button_under_a_message_that_is_gone_asks_for_it_again(talk: Talk) -> None:
    talk.write(VACANCY)
    assert "ещё раз" in talk.press("Это моё, опубликовать", too_old=True)
    number = talk.write(VACANCY)
    talk.api.delete(number)
    assert "ещё раз" in talk.press("Это моё, опубликовать")
    assert talk.kept() == []


@pytest.mark.parametrize("data", ["", "mine", "mine:", "mine:x", "mine:" + "9" * 60, "remove:-1", "\x00:1"])
def test_a_press_with_strange_data_does_nothing(talk: Talk, data: str) -> None:
    talk.write(VACANCY)
    talk.api.press_data(data)
    talk.run()
    assert talk.kept() == []
    assert len(talk.api.heard) == 1


def test_only_so_many_posts_a_day_and_taking_back_makes_no_room(talk: Talk) -> None:
    for place in range(MOST_A_DAY):
        talk.api.write(VACANCY.replace("80 000", f"{80 + place} 000"))
    talk.run()
    for place in range(MOST_A_DAY):
        talk.api.press("Это моё, опубликовать", place=place)
    talk.run()
    talk.write("/remove")
    talk.write(VACANCY)
    assert "уже 20 объявлений" in talk.press("Это моё, опубликовать")
    talk.write(VACANCY, sender=person(78))
    assert talk.press("Это моё, опубликовать", sender=person(78)).startswith("Опубликовано")


def test_a_group_is_not_listened_to(talk: Talk) -> None:
    talk.api.write(VACANCY)
    talk.api.updates[-1]["message"]["chat"] = {"id": -5, "type": "group", "title": "Чат"}
    talk.run()
    assert talk.api.sent == []


def test_what_an_answer_meets_undoes_nothing(talk: Talk) -> None:
    talk.write(VACANCY)
    talk.api.faults = {
        "editMessageText": [fault(429, "Too Many Requests: retry after 3", retry_after=3), None],
        "answerCallbackQuery": [fault(400, "Bad Request: query is too old")],
    }
    assert talk.press("Это моё, опубликовать").startswith("Опубликовано")
    assert len(talk.kept()) == 1
    assert talk.slept == [3, 1]
    talk.api.faults = {"editMessageText": [None] * 3}
    talk.api.press("Убрать из поиска")
    talk.run()
    assert talk.kept() == []
    assert "was not delivered" in talk.told[-1]


def test_a_server_in_trouble_is_asked_again_later(talk: Talk) -> None:
    talk.api.faults = {
        "getMe": [None],
        "getUpdates": [fault(502, "Bad Gateway"), fault(429, "Too Many", retry_after=90)],
    }
    talk.write(VACANCY)
    assert talk.slept == [5, 10, 90]
    assert len(talk.told) == 2
    assert talk.names == ["voronka_test_bot"]
    assert len(talk.api.sent) == 1


def test_what_was_not_confirmed_comes_again_and_changes_nothing(talk: Talk) -> None:
    talk.write(VACANCY)
    talk.api.press("Это моё, опубликовать")
    again = list(talk.api.updates)
    talk.run()
    talk.api.updates = again
    talk.run()
    [stored] = talk.kept()
    assert stored.version == 1


@pytest.mark.parametrize(
    ("method", "answers", "line"),
    [
        ("getMe", [fault(401, "Unauthorized")], "BotFather"),
        ("getUpdates", [fault(409, "Conflict: terminated by other getUpdates request")] * 3, "somebody else receives"),
        ("getUpdates", [fault(401, "Unauthorized")], "BotFather"),
    ],
)
def test_a_bot_that_cannot_be_used_is_one_line(talk: Talk, method: str, answers: list[Any], line: str) -> None:
    talk.api.faults = {method: answers}
    with pytest.raises(VoronkaError, match=line) as caught:
        talk.run()
    assert TOKEN not in str(caught.value)


@pytest.mark.full
def test_the_program_itself_takes_posts_and_ends_when_asked(api: BotApi, tmp_path: Path) -> None:
    env = {
        "VORONKA_DATA": str(tmp_path / "var"),
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "TELEGRAM_BOT_API": f"http://127.0.0.1:{api.port}/bot",
    }
    api.write(VACANCY)
    idle = [threading.Event(), threading.Event()]
    steps = iter(idle)

    def next_step() -> None:
        step = next(steps, None)
        if step is not None:
            step.set()

    api.on_idle = next_step
    command = [sys.executable, "-m", "voronka.cli", "--debug", "telegram", "bot"]
    with subprocess.Popen(command, env=os.environ | env, stderr=subprocess.PIPE, text=True) as process:
        assert idle[0].wait(120)
        api.press("Это моё, опубликовать")
        assert idle[1].wait(120)
        process.send_signal(signal.SIGTERM)
        _, told = process.communicate(timeout=120)
    assert process.returncode == 0, told
    assert "receiving what is sent to @voronka_test_bot" in told
    assert TOKEN not in told
    with Store(f"sqlite:///{tmp_path}/var/voronka.sqlite3") as store:
        assert [hit["posts"] for hit in store.stats()["sources"].values()] == [1]


def test_one_that_may_not_receive_waits_and_says_so_once(talk: Talk) -> None:
    talk.may = [False, False, True]
    talk.write(VACANCY)
    assert talk.slept == [15, 15]
    assert len(talk.told) == 1
    assert len(talk.api.sent) == 1

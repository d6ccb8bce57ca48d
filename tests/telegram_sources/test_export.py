"""Reading Telegram Desktop's exports: text parts, links, forwards; private talk and half messages stay out."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from telegram_sources.export import looks_like_export, read_chats, read_messages
from voronka.errors import VoronkaError
from voronka.model import Link, RawPost
from voronka.sources import Source, SourceKind

ZONE = ZoneInfo("Europe/Moscow")
KNOWN = [Source("kanal_primer", "Канал-пример", SourceKind.TELEGRAM, url="https://t.me/kanal_primer")]
MESSAGE: dict[str, Any] = {
    "id": 7,
    "type": "message",
    "date": "2026-11-20T12:00:00",
    "date_unixtime": "1795165200",
    "text": "Нужен редактор",
}


def export(*messages: object, name: str = "Канал-пример", kind: str = "public_channel") -> dict[str, Any]:
    return {"name": name, "type": kind, "id": 1, "messages": list(messages)}


def read(tmp_path: Path, data: object, chat: str | None = None) -> tuple[list[RawPost], list[str]]:
    path, warnings = tmp_path / "result.json", list[str]()
    path.write_text(data if isinstance(data, str) else json.dumps(data, ensure_ascii=False), encoding="utf-8")
    chats = read_chats(path, KNOWN, warnings.append, chat)
    return [post for one in chats for post in read_messages(one, ZONE, warnings.append)], warnings


def test_text_parts_links_buttons_and_forward(tmp_path: Path) -> None:
    message = MESSAGE | {
        "text": [
            "Ищем ",
            {"type": "bold", "text": "SMM"},
            ", пишите ",
            {"type": "text_link", "text": "сюда", "href": "https://a.example"},
        ],
        "inline_bot_buttons": [
            [{"type": "url", "text": "Откликнуться", "data": "https://b.example"}, {"type": "callback"}]
        ],
        "forwarded_from": "Другой канал",
        "edited_unixtime": "1795168800",
    }
    posts, warnings = read(tmp_path, export(message))
    assert warnings == []
    [post] = posts
    assert post.text == "Ищем SMM, пишите сюда"
    assert post.links == (
        Link("https://a.example", "сюда", 17, 21),
        Link("https://b.example", "Откликнуться", button=True),
    )
    assert post.text[17:21] == "сюда"
    assert post.payload["forward"]["name"] == "Другой канал"
    assert (post.source, post.external_id, post.url) == ("kanal_primer", "7", "https://t.me/kanal_primer/7")
    assert post.posted_at == datetime.fromtimestamp(1795165200, UTC)
    assert post.edited_at == datetime.fromtimestamp(1795168800, UTC)


def test_a_local_date_is_in_the_given_zone(tmp_path: Path) -> None:
    [post], _ = read(tmp_path, export({k: v for k, v in MESSAGE.items() if k != "date_unixtime"}))
    assert post.posted_at == datetime(2026, 11, 20, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    "kind", ["personal_chat", "private_group", "private_supergroup", "private_channel", "saved_messages", "bot_chat"]
)
def test_private_talk_is_skipped_by_name(tmp_path: Path, kind: str) -> None:
    posts, warnings = read(tmp_path, export(MESSAGE, name="Семья", kind=kind))
    assert posts == []
    assert "Семья" in warnings[0]
    assert kind in warnings[0]


def test_private_talk_is_read_only_when_named(tmp_path: Path) -> None:
    data = {
        "chats": {
            "list": [
                export(MESSAGE, name="Семья", kind="private_group"),
                export(MESSAGE, name="Работа", kind="private_group"),
            ]
        }
    }
    posts, _ = read(tmp_path, data, chat="Работа")
    assert [post.source for post in posts] == ["работа"]
    with pytest.raises(VoronkaError, match="Дача"):
        read(tmp_path, data, chat="Дача")


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ("half", "no id"),
        ({"type": "message", "text": "x"}, "no id"),
        ({"id": 3, "type": "message", "text": "x"}, "no date"),
        ({"id": 3, "type": "message", "text": "x", "date_unixtime": "9" * 30}, "no date"),
    ],
)
def test_half_a_message_is_named_and_the_rest_goes_on(tmp_path: Path, message: object, words: str) -> None:
    posts, warnings = read(tmp_path, export(message, MESSAGE))
    assert [post.external_id for post in posts] == ["7"]
    assert words in warnings[0]


def test_service_messages_and_photos_without_text_are_no_posts(tmp_path: Path) -> None:
    posts, warnings = read(
        tmp_path, export(MESSAGE | {"type": "service"}, MESSAGE | {"text": ""}, MESSAGE | {"text": [None, {"text": 5}]})
    )
    assert (posts, warnings) == ([], [])


def test_a_file_that_ends_in_the_middle_gives_its_whole_messages(tmp_path: Path) -> None:
    whole = json.dumps(export(MESSAGE, MESSAGE | {"id": 8}, MESSAGE | {"id": 9}), ensure_ascii=False)
    posts, warnings = read(tmp_path, whole[: whole.index('"id": 9') + 30])
    assert [post.external_id for post in posts] == ["7", "8"]
    assert "ends in the middle" in warnings[0]


@pytest.mark.parametrize("text", ["", "[1, 2]", "{", '{"a": 1}', "<html>", "[" * 100_000])
def test_no_export_is_one_clear_line(tmp_path: Path, text: str) -> None:
    with pytest.raises(VoronkaError) as caught:
        read(tmp_path, text)
    assert "\n" not in str(caught.value)


def test_exports_are_told_from_json_lines(tmp_path: Path) -> None:
    for name, text, expected in [
        ("a", json.dumps(export(MESSAGE), indent=1), True),
        ("b", json.dumps(export(MESSAGE)), True),
        ("c", json.dumps({"id": "1", "text": "x"}) + "\n" + json.dumps({"id": "2", "text": "y"}), False),
        ("d", json.dumps({"about": "x", "chats": {"list": []}}, indent=1), True),
    ]:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        assert looks_like_export(path) is expected, name

"""A message as a RawPost: places in UTF-16, links, buttons, forwards, polls, numbers."""

from datetime import UTC, datetime
from typing import Any

import pytest
from telethon.tl import types as t

from telegram_sources.message import Peers, grouped, is_post, read_post
from telegram_sources.offsets import Offsets
from tests.telegram_sources.as_messages import hidden_link, keyboard, plain_words, units, url_button
from voronka.model import Link, RawPost

AT = datetime(2026, 11, 20, 9, tzinfo=UTC)


def message(text: str = "Ищем маркетолога", number: int = 7, **fields: Any) -> Any:
    return t.Message(id=number, peer_id=t.PeerChannel(5), date=AT, message=text, post=True, **fields)


def read(*messages: Any, peers: Peers | None = None) -> RawPost:
    post = read_post(messages, "kanal", "kanal", peers or Peers())
    assert post is not None
    return post


def test_a_plain_message() -> None:
    assert read(message(" Ищем маркетолога \n", views=4412, forwards=3)) == RawPost(
        source="kanal",
        external_id="7",
        text="Ищем маркетолога",
        url="https://t.me/kanal/7",
        payload={"views": 4412},
        posted_at=AT,
    )


def test_without_a_user_name_there_is_no_address() -> None:
    post = read_post([message()], "kanal", None, Peers())
    assert post is not None
    assert post.url is None


@pytest.mark.parametrize("text", ["", " \n"])
def test_no_words_no_post(text: str) -> None:
    assert (
        read_post([message(text, media=t.MessageMediaPhoto(photo=t.PhotoEmpty(1)))], "kanal", "kanal", Peers()) is None
    )


@pytest.mark.parametrize(
    "text",
    [
        "Анкета: заполнить",
        "🔥🔥 Анкета: заполнить",
        "  🧑🏽‍💻 Анкета: 👉 заполнить 🙌",
        "𝐒𝐌𝐌 — заполнить\n",
        "заполнить",
    ],
)
def test_a_hidden_link_is_where_its_words_are(text: str) -> None:
    post = read(message(text, entities=[hidden_link(text, "заполнить", "https://forms.example/a")]))
    [link] = post.links
    assert (link.url, link.text) == ("https://forms.example/a", "заполнить")
    assert post.text[link.start : link.end] == "заполнить"


@pytest.mark.parametrize(
    ("words", "url"),
    [
        ("https://kontora.example/a", "https://kontora.example/a/"),
        ("@hr_kontora", "https://t.me/hr_kontora"),
        ("сюда", "javascript:alert(1)"),
        ("сюда", "http://[::1"),
        ("сюда", ""),
    ],
)
def test_a_link_that_its_words_say_or_that_leads_nowhere_is_left_out(words: str, url: str) -> None:
    assert read(message(words, entities=[t.MessageEntityTextUrl(0, units(words), url)])).links == ()


def test_an_address_without_a_scheme_is_a_page() -> None:
    [link] = read(message("сюда", entities=[t.MessageEntityTextUrl(0, 4, "t.me/hr_kontora")])).links
    assert link.url == "https://t.me/hr_kontora"


@pytest.mark.parametrize(("offset", "length"), [(-3, 5), (0, 999), (999, 3), (2**31 - 1, 2**31 - 1), (1, -5)])
def test_a_hostile_entity_stays_within_the_text(offset: int, length: int) -> None:
    text = "🔥 Ищем"
    for link in read(message(text, entities=[t.MessageEntityTextUrl(offset, length, "https://a.example")])).links:
        assert 0 <= (link.start or 0) <= (link.end or 0) <= len(text)


def test_buttons_are_links() -> None:
    like = t.KeyboardInlineButton("👍 12", t.InlineButtonTypeCallback(b"x"))
    rows = [url_button("Откликнуться", "https://t.me/hr_bot?start=1")], [like, url_button("Сайт", "kontora.example")]
    assert read(message(reply_markup=keyboard(*rows))).links == (
        Link("https://t.me/hr_bot?start=1", "Откликнуться", button=True),
        Link("https://kontora.example", "Сайт", button=True),
    )


def test_an_album_is_one_post_under_its_lowest_id() -> None:
    parts = [
        message("", 7, grouped_id=1, views=5),
        message("Подпись", 8, grouped_id=1, views=6),
        message("", 9, grouped_id=1),
    ]
    post = read(*parts)
    assert (post.external_id, post.text, post.url) == ("7", "Подпись", "https://t.me/kanal/7")
    assert post.payload == {"views": 6, "album": [7, 8, 9]}


def test_captions_of_an_album_stand_one_below_the_other_with_their_links() -> None:
    parts = [
        message("Первая", 7, grouped_id=1),
        message("🔥 вторая", 8, grouped_id=1, entities=[hidden_link("🔥 вторая", "вторая", "https://b.example")]),
    ]
    post = read(*parts)
    assert post.text == "Первая\n🔥 вторая"
    [link] = post.links
    assert post.text[link.start : link.end] == "вторая"


def test_messages_are_grouped_by_album() -> None:
    messages = [message("", n, grouped_id=g) for n, g in ((1, None), (2, 5), (3, 5), (4, None), (6, 6), (5, 6))]
    assert [[m.id for m in group] for group in grouped(messages)] == [[1], [2, 3], [4], [5, 6]]


CHAT = t.Channel(id=55, title="Другой  канал", username="drugoy_kanal", photo=t.ChatPhotoEmpty(), date=AT)


@pytest.mark.parametrize(
    ("forward", "origin"),
    [
        (
            {"from_id": t.PeerChannel(55), "channel_post": 12},
            {"name": "Другой канал", "url": "https://t.me/drugoy_kanal/12"},
        ),
        ({"from_id": t.PeerChannel(56), "channel_post": 12}, {"name": "", "url": "https://t.me/c/56/12"}),
        ({"from_id": t.PeerUser(9)}, {"name": "Анна Примерова", "url": None}),
        ({"from_name": "Кто-то"}, {"name": "Кто-то", "url": None}),
    ],
)
def test_a_forward_keeps_its_origin(forward: dict[str, Any], origin: dict[str, Any]) -> None:
    peers = Peers({55: CHAT}, {9: t.User(id=9, first_name="Анна", last_name="Примерова")})
    post = read(message(fwd_from=t.MessageFwdHeader(date=AT, **forward)), peers=peers)
    assert post.payload["forward"] == origin


def test_reactions_are_counted_together() -> None:
    results = [
        t.ReactionCount(t.ReactionEmoji("👍"), 12),
        t.ReactionCount(t.ReactionCustomEmoji(1), 3),
        t.ReactionCount(t.ReactionPaid(), 1),
    ]
    assert read(message(reactions=t.MessageReactions(results))).payload["reactions"] == 16


def test_an_edit_is_told_from_a_new_number_of_reactions() -> None:
    edited = read(message(edit_date=AT))
    assert (edited.edited_at, edited.payload) == (AT, {"edited": True})
    counted = read(message(edit_date=AT, edit_hide=True))
    assert (counted.edited_at, counted.payload) == (None, {})


def test_a_poll_is_part_of_the_text() -> None:
    answers = [t.PollAnswer(plain_words("Да"), b"0"), t.PollAnswer(plain_words("Нет"), b"1")]
    poll = t.Poll(id=1, question=plain_words("Ищете работу?"), answers=answers, hash=0)
    assert read(message("", media=t.MessageMediaPoll(poll, t.PollResults()))).text == "Ищете работу?\nДа\nНет"


def test_a_service_message_is_no_post() -> None:
    renamed = t.MessageActionChatEditTitle("Имя")
    assert not is_post(t.MessageService(id=1, peer_id=t.PeerChannel(5), date=AT, action=renamed, post=True))
    assert not is_post(t.MessageEmpty(1, None))


def test_offsets_within_a_pair_and_beyond_the_end() -> None:
    offsets = Offsets("a🔥b")
    assert [offsets.at(unit) for unit in (-1, 0, 1, 2, 3, 4, 99)] == [0, 0, 1, 1, 2, 3, 3]


def test_a_rich_message_is_text_with_line_breaks() -> None:
    words = t.TextConcat(
        [t.TextPlain("Отклик: "), t.TextUrl(t.TextBold(t.TextPlain("анкета")), "https://a.example", 0)]
    )
    items = [t.PageListItemText(t.TextPlain("отпуск")), t.PageListItemText(t.TextPlain("ДМС"))]
    cells = [t.PageTableCell(text=t.TextPlain("Оклад")), t.PageTableCell(text=t.TextPlain("90 000 ₽"))]
    blocks = [
        t.PageBlockHeading1(t.TextPlain("SMM-менеджер")),
        t.PageBlockParagraph(words),
        t.PageBlockList(items),
        t.PageBlockTable(t.TextEmpty(), [t.PageTableRow(cells)]),
    ]
    post = read(message("", rich_message=t.RichMessage(blocks, [], [])))
    assert post.text == "SMM-менеджер\nОтклик: анкета\n- отпуск\n- ДМС\nОклад 90 000 ₽"
    [link] = post.links
    assert (link.url, post.text[link.start : link.end]) == ("https://a.example", "анкета")


def test_a_rich_message_that_is_nested_too_deep_ends() -> None:
    text: Any = t.TextPlain("дно")
    for _ in range(500):
        text = t.TextBold(text)
    blocks = [t.PageBlockParagraph(t.TextPlain("верх")), t.PageBlockParagraph(text)]
    assert read(message("", rich_message=t.RichMessage(blocks, [], []))).text == "верх"

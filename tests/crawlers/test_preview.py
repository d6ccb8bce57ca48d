"""A page of the preview read by the parser: every layout, every required selector, hostile pages."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawlers.demo import preview_page
from crawlers.demo.model import Button, Channel, Forward, LinkPreview, Poll, Post, Reply
from crawlers.faults import BlockedError, SourceError
from crawlers.preview import REQUIRED, PreviewPage, parse_page
from tests.crawlers.support import make_channel
from voronka.model import Link, RawPost

AT = datetime(2026, 11, 18, 7, 30, tzinfo=UTC)


PLAIN: dict[str, Any] = {"id": 7, "at": AT, "text": "Ищем редактора", "views": "812"}


def page_of(*posts: Post, older: int | None = None) -> str:
    return preview_page.render(Channel("kanal", "Канал", "", "10", posts), posts, older)


def read(**values: Any) -> RawPost:
    page = parse_page(page_of(Post(**(PLAIN | values))), "kanal")
    (post,) = page.posts
    assert page.skipped == ()
    return post


def test_a_plain_post() -> None:
    assert read() == RawPost(
        source="kanal",
        external_id="7",
        text="Ищем редактора",
        url="https://t.me/kanal/7",
        payload={"views": 812},
        posted_at=AT,
    )


@pytest.mark.parametrize(
    ("shown", "views"), [("1", 1), ("812", 812), ("4.4K", 4400), ("21K", 21_000), ("1.25M", 1_250_000), (None, None)]
)
def test_views(shown: str | None, views: int | None) -> None:
    assert read(views=shown).payload.get("views") == views


def test_an_album_is_one_post_under_its_lowest_id_with_its_text_once() -> None:
    post = read(photos=4, text="Команда **мечты**")
    assert (post.external_id, post.text) == ("7", "Команда мечты")


def test_a_forward_says_where_it_came_from() -> None:
    post = read(forward=Forward("Другой канал 🔥", "https://t.me/drugoy/15"))
    assert post.payload["forward"] == {"name": "Другой канал 🔥", "url": "https://t.me/drugoy/15"}
    assert read(forward=Forward("Скрытый автор")).payload["forward"] == {"name": "Скрытый автор", "url": None}


def test_a_replys_quotation_is_not_part_of_the_post() -> None:
    post = read(reply=Reply("Канал", "Прежняя вакансия дизайнера", "https://t.me/kanal/3"), text="Ещё актуально")
    assert post.text == "Ещё актуально"


def test_hidden_links_previews_and_buttons() -> None:
    post = read(
        text="Анкета [по ссылке](https://forma.example/a?x=1&y=2), сайт https://sajt.example/o",
        preview=LinkPreview("https://sajt.example/o", "Сайт", "О компании", "Кто мы"),
        buttons=(Button("Откликнуться 📩", "https://t.me/kadry_demo_bot?start=7"),),
    )
    assert post.links == (
        Link("https://forma.example/a?x=1&y=2", "по ссылке", 7, 16),
        Link("https://t.me/kadry_demo_bot?start=7", "Откликнуться 📩", button=True),
    )
    assert post.text[7:16] == "по ссылке"
    assert post.payload["link_preview"] == {
        "url": "https://sajt.example/o", "site": "Сайт", "title": "О компании", "description": "Кто мы",
    }  # fmt: skip


def test_a_preview_of_a_link_that_the_text_does_not_show_is_a_link() -> None:
    post = read(preview=LinkPreview("https://sajt.example/o", "Сайт", "О компании", ""))
    assert post.links == (Link("https://sajt.example/o", "О компании"),)


def test_edited_and_signed() -> None:
    post = read(edited=True, signature="Мария К.")
    assert (post.payload["edited"], post.payload["author"]) == (True, "Мария К.")
    assert "edited" not in read().payload
    assert "edited" not in read(signature="edited by").payload  # a signature's words are no mark


def test_a_polls_text_is_kept() -> None:
    poll = Poll("Кем вы работаете?", (("SMM", 60), ("PR", 40)), 120)
    assert read(text="", poll=poll).text == "Кем вы работаете?\nSMM\nPR"
    assert read(text="Опрос", poll=poll).text == "Опрос\nКем вы работаете?\nSMM\nPR"


def test_hashtags_are_text() -> None:
    post = read(text="#вакансия #удалёнка")
    assert (post.text, post.links) == ("#вакансия #удалёнка", ())


def test_service_posts_and_pictures_are_counted() -> None:
    posts = (
        Post(5, AT, "Channel photo updated", service=True, photos=1),
        Post(6, AT, photos=1, views="10"),
        Post(7, AT, "Текст", views="10"),
    )
    page = parse_page(page_of(*posts), "kanal")
    assert [post.external_id for post in page.posts] == ["7"]
    assert (page.service, page.pictures, page.lowest, page.highest) == (1, 1, 5, 7)
    assert page.skipped == ("@kanal/6: no text, only a picture or a file",)


@pytest.mark.parametrize(
    ("ids", "linked", "older"),
    [((21, 22), 21, 21), ((21, 22), None, 21), ((1, 2), None, None), ((2, 3), 1, 2)],
)
def test_where_the_page_before_is(ids: tuple[int, ...], linked: int | None, older: int | None) -> None:
    posts = tuple(Post(number, AT, "Текст") for number in ids)
    assert parse_page(page_of(*posts, older=linked), "kanal").older == older


def test_the_page_before_the_first_post_is_empty_and_right() -> None:
    assert parse_page(page_of(), "kanal") == PreviewPage()


def break_selector(html: str, name: str) -> str:
    """The page with another markup at one required selector."""
    word = {
        "history": "tgme_channel_history",
        "message": "data-post=",
        "text": "js-message_text",
        "date": "tgme_widget_message_date",
    }[name]
    assert word in html
    return html.replace(word, f"x{word}")


@pytest.mark.parametrize("name", REQUIRED)
def test_each_required_selector_is_missed_by_name(name: str) -> None:
    channel = make_channel("kanal", 12)
    html = break_selector(preview_page.render(channel, channel.posts, None), name)
    with pytest.raises(SourceError, match=f"markup seems to have changed: see REQUIRED\\['{name}'\\]"):
        parse_page(html, "kanal")


def test_a_single_odd_message_is_left_out_by_name() -> None:
    channel = make_channel("kanal", 6)
    html = preview_page.render(channel, channel.posts, None)
    html = html.replace('<div class="tgme_widget_message_text', '<div class="new_kind_of_text', 1)
    page = parse_page(html, "kanal")
    assert [post.external_id for post in page.posts] == ["2", "3", "4", "5", "6"]
    assert page.skipped == ("@kanal/1: neither text nor a known kind of media",)


def test_two_dates_in_a_message_are_one_too_many() -> None:
    html = page_of(Post(1, AT, "Первый"), Post(2, AT, "Второй"), Post(3, AT, "Третий"))
    time = html.split('<a class="tgme_widget_message_date"')[1].split("</a>")[0]
    html = html.replace("</time></a>", f'</time></a><a class="tgme_widget_message_date"{time}</a>', 1)
    page = parse_page(html, "kanal")
    assert [post.external_id for post in page.posts] == ["2", "3"]
    assert page.skipped == ("@kanal/1: no date",)


@pytest.mark.parametrize(
    ("html", "words"),
    [
        (
            '<html><div class="tgme_page"><div class="tgme_page_extra">1 234 subscribers</div></div></html>',
            "preview is off",
        ),
        ('<html><div class="tgme_page"><div class="tgme_page_icon"></div></div></html>', "there is no channel @kanal"),
        ("<html><body>Привет</body></html>", "no message history"),
        ("<html><body>При", "broke off before its first post"),
        ("<html><title>Just a moment...</title></html>", "no robot"),
    ],
)
def test_a_page_without_messages_is_an_error_that_says_which(html: str, words: str) -> None:
    with pytest.raises(SourceError, match=words):
        parse_page(html, "kanal")


def test_a_captcha_is_a_barrier() -> None:
    with pytest.raises(BlockedError):
        parse_page('<html><form><div class="g-recaptcha"></div></form></html>', "kanal")


def test_a_page_that_broke_off_gives_its_whole_posts() -> None:
    html = page_of(*(Post(number, AT, "Ищем маркетолога " * 20) for number in (1, 2, 3)))
    page = parse_page(html[: html.index("</time>", html.index('data-post="kanal/2"'))], "kanal")
    assert not page.whole
    assert [post.external_id for post in page.posts][:1] == ["1"]
    within_text = html[: html.index("маркетолога", html.index('data-post="kanal/3"'))]
    page = parse_page(within_text, "kanal")
    assert [post.external_id for post in page.posts] == ["1", "2"]
    assert page.skipped == ("@kanal/3: no date",)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_damaged_page_is_read_or_refused_never_worse(data: st.DataObject) -> None:
    channel = replace(make_channel("kanal", 3), description="")
    html = preview_page.render(channel, channel.posts, None)
    start = data.draw(st.integers(html.index("<main"), len(html)))
    end = data.draw(st.integers(start, len(html)))
    filling = data.draw(st.sampled_from(["", "<div>", "</div>", "\x00", "<", '"', "data-post='kanal/x'"]))
    try:
        page = parse_page(html[:start] + filling + html[end:], "kanal")
    except SourceError as error:
        assert "\n" not in str(error)  # noqa: PT017  (either outcome is right)
    else:
        assert all(post.text and post.posted_at for post in page.posts)

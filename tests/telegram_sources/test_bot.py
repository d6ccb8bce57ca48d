"""A bot sends to a Bot API on loopback: escaped, cut, patient, never twice on a guess; and its token is never shown."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from pydantic import SecretStr

from telegram_sources.bot import BotSender, SendError
from telegram_sources.bot_text import LIMIT, as_messages
from tests.telegram_sources.bot_api import TOKEN, Answer, Api, fault, serving
from voronka.model import Link


@pytest.fixture
def api() -> Iterator[Api]:
    with serving() as api:
        yield api


@dataclass
class Sending:
    """A sender, and what it slept."""

    sender: BotSender
    slept: list[float]

    def refused(self, *arguments: Any) -> SendError:
        with pytest.raises(SendError) as caught:
            self.sender.send(*arguments)
        assert TOKEN not in str(caught.value)
        assert caught.value.__suppress_context__ or caught.value.__context__ is None
        return caught.value


@pytest.fixture
def sending(api: Api) -> Sending:
    return sending_to(api.port)


def sending_to(port: int) -> Sending:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    home = f"http://127.0.0.1:{port}/bot"
    return Sending(BotSender(SecretStr(TOKEN), home=home, timeout=2, sleep=sleep), slept)


def test_a_text_is_escaped_and_its_links_stand_behind_words(api: Api, sending: Sending) -> None:
    text = "Новое: SMM <b>& PR</b>, анкета"
    place = text.index("анкета")
    link = Link('https://a.example/?x=1&y="2"', "анкета", place, place + 6)
    assert sending.sender.send(5, text, [link]) == [1]
    [form] = api.sent
    assert form["text"] == (
        'Новое: SMM &lt;b&gt;&amp; PR&lt;/b&gt;, <a href="https://a.example/?x=1&amp;y=&quot;2&quot;">анкета</a>'
    )
    assert (form["chat_id"], form["parse_mode"]) == ("5", "HTML")
    assert sending.slept == []


def test_a_long_text_is_several_messages_a_second_apart(api: Api, sending: Sending) -> None:
    assert sending.sender.send("@kanal", "слово " * 2000) == [1, 2, 3]
    assert sending.slept == [1, 1]


def test_an_empty_text_is_not_sent(api: Api, sending: Sending) -> None:
    assert sending.sender.send(5, " \n") == []
    assert api.tries == 0


def test_a_short_wait_is_waited_for_and_a_long_one_is_told(api: Api, sending: Sending) -> None:
    api.answers = [fault(429, "Too Many Requests: retry after 7", retry_after=7)]
    assert sending.sender.send(5, "Новое") == [1]
    assert sending.slept == [7]
    api.answers = [fault(429, "Too Many Requests: retry after 900", retry_after=900)]
    refused = sending.refused(5, "Новое")
    assert refused.until is not None
    assert timedelta(minutes=14) < refused.until - datetime.now(UTC) <= timedelta(minutes=15)
    assert api.tries == 3


def test_what_was_delivered_before_is_told_and_the_rest_can_follow(api: Api, sending: Sending) -> None:
    text = "слово " * 2000
    answered = api.answer

    def fail_at_third(path: str, form: dict[str, str]) -> Answer | None:
        return fault(500, "Internal Server Error") if api.tries == 2 else answered(path, form)

    api.answer = fail_at_third  # type: ignore[method-assign]
    refused = sending.refused(5, text)
    assert (refused.delivered, refused.unknown) == ((1, 2), True)
    api.answer = answered  # type: ignore[method-assign]
    assert sending.sender.send(5, text, skip=len(refused.delivered)) == [3]
    assert sum(len(form["text"].split()) for form in api.sent) == 2000


def test_a_line_that_breaks_is_no_reason_to_send_twice(api: Api, sending: Sending) -> None:
    api.answers = [None]
    assert sending.refused(5, "Новое").unknown
    assert api.tries == 1


def test_a_server_that_is_not_there_is_tried_again() -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as server:
        port = server.server_port
    sending = sending_to(port)
    refused = sending.refused(5, "Новое")
    assert (refused.unknown, sending.slept) == (False, [1, 1, 1])


def test_a_chat_that_moved_is_followed(api: Api, sending: Sending) -> None:
    api.answers = [fault(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=-1005)]
    assert sending.sender.send(-5, "Новое") == [1]
    assert api.sent[0]["chat_id"] == "-1005"


@pytest.mark.parametrize(
    ("answer", "gone"),
    [
        (fault(403, "Forbidden: bot was blocked by the user"), True),
        (fault(400, "Bad Request: chat not found"), False),
        (fault(401, "Unauthorized"), False),
        (fault(404, "Not Found"), False),
    ],
)
def test_a_refusal_is_one_line_and_not_tried_again(api: Api, sending: Sending, answer: Answer, gone: bool) -> None:
    api.answers = [answer]
    assert sending.refused(5, "Новое").gone is gone
    assert api.tries == 1


def test_the_token_gets_into_no_log(api: Api, sending: Sending, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        sending.sender.send(5, "Новое")
        api.answers = [fault(401, "Unauthorized")]
        sending.refused(5, "Новое")
    assert TOKEN not in caplog.text


# -- cutting -------------------------------------------------------------------------------------------------------


class Words(HTMLParser):
    """The words of HTML, its links left out."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text = ""
        self.links: list[str] = []
        self.feed(html)
        self.close()

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.links.append(dict(attrs)["href"] or "")


@pytest.mark.parametrize(
    "make",
    [
        lambda: "а" * 10_000,
        lambda: "🔥" * 5_000,
        lambda: "абзац <&> " * 300 + "\n\n" + "другой " * 900,
        lambda: "\n".join("строка 🔥" * 20 for _ in range(60)),
        lambda: " " * 9_000 + "конец",
        lambda: "x" * LIMIT,
    ],
)
def test_every_part_is_within_the_limit_and_nothing_is_lost(make: Callable[[], str]) -> None:
    text = make()
    parts = [Words(html).text for html in as_messages(text)]
    assert all(0 < len(part.encode("utf-16-le")) // 2 <= LIMIT for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


def test_a_cut_is_best_between_paragraphs() -> None:
    text = "а" * 3000 + "\n\n" + "б " * 2000
    assert [Words(html).text[:1] for html in as_messages(text)] == ["а", "б"]


def test_a_link_is_not_cut() -> None:
    text = "а" * 4090 + "анкета здесь" + "б" * 100
    link = Link("https://a.example", "анкета здесь", 4090, 4102)
    first, second = (Words(html) for html in as_messages(text, [link]))
    assert (first.links, second.links) == ([], ["https://a.example"])
    assert second.text.startswith("анкета здесь")


def test_links_that_overlap_or_lead_nowhere_are_left_out() -> None:
    links = [
        Link("https://a.example", "", 0, 5),
        Link("https://b.example", "", 3, 8),
        Link("javascript:alert(1)", "", 9, 12),
        Link("https://c.example", "", 50, 60),
        Link("https://d.example"),
    ]
    [html] = as_messages("один два три", links)
    assert Words(html).links == ["https://a.example"]

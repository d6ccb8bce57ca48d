"""What came over the wire as text, and pages that are a barrier."""

import pytest
from scrapy.http import HtmlResponse, Response

from crawlers.faults import BlockedError, SourceError
from crawlers.page import is_whole, refuse_block, text_of

TEXT = "<html><body>Ищем маркетолога «на вырост» — №1</body></html>"


def response(body: bytes, encoding: str | None = None) -> Response:
    headers = {"Content-Type": f"text/html; charset={encoding}"} if encoding else {}
    return HtmlResponse("https://doska.example/", body=body, headers=headers)


# Single-byte charsets that are wrongly declared cannot be told apart by their bytes; UTF-8 always can.
CHARSETS = [
    *(
        (real, declared)
        for real in ("utf-8", "utf-8-sig")
        for declared in (None, "utf-8", "windows-1251", "koi8-r", "x")
    ),
    *(("windows-1251", declared) for declared in (None, "utf-8", "windows-1251", "no-such-charset")),
]


@pytest.mark.parametrize(("encoding", "declared"), CHARSETS)
def test_utf_8_and_windows_1251_are_seen_through(encoding: str, declared: str | None) -> None:
    assert text_of(response(TEXT.encode(encoding), declared)) == TEXT


def test_a_page_that_broke_off_within_a_letter_is_still_utf_8() -> None:
    body = TEXT.encode()
    cut = body.index("а".encode()) + 1
    assert text_of(response(body[:cut], "windows-1251")).endswith("Ищем м")


def test_a_few_wrong_bytes_are_no_wrong_charset() -> None:
    text = text_of(response(("слово " * 100).encode() + b"\xff", "utf-8"))
    assert text.startswith("слово")


@pytest.mark.parametrize(
    ("body", "words"), [(b"", "empty"), (b"\n\t ", "empty"), ("Ищем".encode("cp866") * 9, "charset")]
)
def test_what_is_no_text(body: bytes, words: str) -> None:
    with pytest.raises(SourceError, match=words):
        text_of(response(body, "utf-8"))


@pytest.mark.parametrize(
    ("html", "whole"),
    [(TEXT, True), ("<HTML></HTML>\n<!-- page generated in 22.94ms -->", True), ("<html><body>", False), ("", False)],
)
def test_whether_a_page_is_whole(html: str, whole: bool) -> None:
    assert is_whole(html) is whole


LONG = "<p>" + "Ищем маркетолога в дружную пекарню. " * 80 + "</p>"


@pytest.mark.parametrize(
    ("html", "blocked"),
    [
        ("<title>Just a moment...</title>", True),
        ("<title>Attention Required! | Cloudflare</title>", True),
        ("<title>DDoS-Guard</title><p>Проверка браузера</p>", True),
        ("<title>Ой!</title><form><input name='captcha'>Подтвердите, что вы не робот</form>", True),
        ("<title>Ой!</title><div class='smart-captcha'></div>", True),
        ("<title>Оператор ввода капчи</title>" + LONG, False),
        ("<title>Вакансия</title><script>var JobPosting</script><div class='g-recaptcha'></div>", False),
        ("<title>Маркетолог</title>" + LONG + "<div class='g-recaptcha'></div>", False),
        ("<title>Маркетолог</title><p>Мало слов</p>", False),
        ("<title>" + "x" * 100_000, False),
    ],
)
def test_a_barrier_is_known_by_its_title_or_mark_and_its_few_words(html: str, blocked: bool) -> None:
    if not blocked:
        refuse_block(html)
        return
    with pytest.raises(BlockedError, match="captcha"):
        refuse_block(html)

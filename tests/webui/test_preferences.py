"""Language and colours: asked for by a plain address, kept by a cookie, right in every header."""

import re

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from tests.webui.conftest import Site, post
from webui.assets import STATIC
from webui.tongues import lang_of, mixed


def page_of(browser: FlaskClient, path: str, **headers: str) -> BeautifulSoup:
    answer = browser.get(path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    return BeautifulSoup(answer.data, "lxml")


def language(browser: FlaskClient, wanted: str = "") -> str:
    page = page_of(browser, "/help", Accept_Language=wanted)
    assert page.html is not None
    return str(page.html["lang"])


def choice(page: BeautifulSoup, name: str) -> str:
    [link] = page.select(f'.look a[data-choice^="{name}="]')
    return str(link["href"])


@pytest.mark.parametrize(
    ("wanted", "given"),
    [
        ("", "ru"), ("*", "ru"), ("en", "en"), ("en-GB,en;q=0.9", "en"), ("de,en;q=0.5", "en"), ("de", "ru"),
        ("ru,en", "ru"), ("en-US,en;q=0.9,ru;q=0.8", "ru"), ("en,uk;q=0.1", "ru"), ("kk,en", "ru"), ("be-BY,en", "ru"),
        ("en,ru;q=0", "en"), ("en;q=0", "ru"), ("\x01;;q=é", "ru"),
    ],
)  # fmt: skip
def test_the_first_visit_is_russian_unless_only_english_is_read(shared: Site, wanted: str, given: str) -> None:
    assert language(shared.client, wanted) == given


def test_the_switch_keeps_the_page_and_its_query_and_is_remembered(shared: Site) -> None:
    browser = shared.client
    path = "/?q=казань&role=smm&role=pr&pay_min="
    link = choice(page_of(browser, path), "lang")
    answer = browser.get(link)
    assert answer.status_code == 303
    assert answer.location == "/?q=%D0%BA%D0%B0%D0%B7%D0%B0%D0%BD%D1%8C&role=smm&role=pr"
    assert answer.headers["Cache-Control"] == "no-store"
    cookie = answer.headers["Set-Cookie"]
    assert all(part in cookie for part in ("lang=en", "Max-Age=31536000", "HttpOnly", "SameSite=Lax", "Path=/"))
    assert "Secure" not in cookie
    assert language(browser, "ru") == "en"
    back = page_of(browser, f"/listing/{shared.ids['smm']}")
    browser.get(choice(back, "lang"))
    assert language(browser, "en") == "ru"


def test_over_https_the_choice_goes_over_https_only(shared: Site) -> None:
    assert "Secure" in shared.client.get("/путь?theme=dark", base_url="https://voronka.example").headers["Set-Cookie"]


@pytest.mark.parametrize("path", ["/?lang=de", "/?lang=", "/?theme=blue", "/?lang=en%00", "/static/css/base.css?v=1"])
def test_what_is_no_choice_changes_nothing(shared: Site, path: str) -> None:
    with shared.client.get(path) as answer:
        assert answer.status_code == 200
        assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("path", ["//evil.example/", "/\\evil.example/", "//evil.example//", "/\tevil.example"])
def test_a_choice_leads_to_no_other_site(shared: Site, path: str) -> None:
    answer = shared.client.open(environ_overrides={"PATH_INFO": path, "QUERY_STRING": "lang=en"})
    assert answer.status_code == 303
    assert re.match(r"/(?![/\\])", answer.location), answer.location


def test_a_form_that_is_sent_makes_no_choice(shared: Site) -> None:
    answer = post(shared.client, "/admin/sign-in?lang=en", token="wrong")
    assert answer.status_code == 401
    page = BeautifulSoup(answer.data, "lxml")
    assert choice(page, "lang") == "/admin/sign-in?lang=en"
    refused = shared.client.post("/admin/sign-out")
    assert choice(BeautifulSoup(refused.data, "lxml"), "theme") == "/?theme=light"


def test_caches_are_told_what_a_page_hangs_on(shared: Site) -> None:
    answer = shared.client.get("/help", headers={"Accept-Language": "en"})
    assert answer.headers["Content-Language"] == "en"
    assert {"Cookie", "Accept-Language"} <= set(answer.vary)
    assert "private" in answer.headers["Cache-Control"]
    assert shared.client.get("/nowhere").headers["Content-Language"] == "ru"


@pytest.mark.parametrize(
    ("theme", "scheme", "media", "following"),
    [
        ("auto", "light dark", "screen and (prefers-color-scheme: dark)", "light"),
        ("light", "light", None, "dark"),
        ("dark", "dark", "screen", "auto"),
        ("blue", "light dark", "screen and (prefers-color-scheme: dark)", "light"),
    ],
)
def test_the_colours(shared: Site, theme: str, scheme: str, media: str | None, following: str) -> None:
    browser = shared.client
    browser.set_cookie("theme", theme)
    page = page_of(browser, "/help")
    [meta] = page.select("meta[name=color-scheme]")
    assert meta["content"] == scheme
    assert [link["media"] for link in page.select('link[href*="dark.css"]')] == ([media] if media else [])
    assert choice(page, "theme") == f"/help?theme={following}"
    browser.get(f"/help?theme={following}")
    cookie = browser.get_cookie("theme")
    assert cookie is not None
    assert cookie.value == following


def test_only_one_file_knows_dark_colours() -> None:
    for path in (STATIC / "css").glob("*.css"):
        assert "prefers-color-scheme" not in path.read_text(encoding="utf-8"), f"{path.name}: dark colours in dark.css"
    light, dark = (
        set(re.findall(r"(--[\w-]+):", (STATIC / "css" / name).read_text(encoding="utf-8")))
        for name in ("tokens.css", "dark.css")
    )
    assert dark <= light, "a token that only dark has"


@pytest.mark.parametrize(
    ("page", "text", "attribute"),
    [
        ("en", "Маркетолог в Казань", ' lang="ru"'),
        ("ru", "Маркетолог в Казань", ""),
        ("en", "SMM-менеджер", ' lang="ru"'),
        ("en", "Silk Pixel", ""),
        ("ru", "Silk Pixel", ""),
        ("ru", "We are looking for a head of sales in our Tashkent office", ' lang="en"'),
        ("en", "We are looking for a head of sales in our Tashkent office", ""),
        ("en", "", ""),
    ],
)
def test_words_from_outside_carry_their_language(shared: Site, page: str, text: str, attribute: str) -> None:
    with shared.app.test_request_context(headers={"Cookie": f"lang={page}"}):
        assert str(lang_of(text)) == attribute


def test_foreign_words_in_our_own_are_marked_and_nothing_is_html(shared: Site) -> None:
    with shared.app.test_request_context(headers={"Cookie": "lang=en"}):
        assert str(mixed("Казань, Ростов-на-Дону +2 or remote <b>")) == (
            '<span lang="ru">Казань, Ростов-на-Дону</span> +2 or remote &lt;b&gt;'
        )
        assert str(mixed("remote")) == "remote"
    with shared.app.test_request_context():
        assert str(mixed("Казань & <b>")) == "Казань &amp; &lt;b&gt;"

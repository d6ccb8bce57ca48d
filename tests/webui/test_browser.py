"""The page in a real browser: search, filter, open, follow a source; with and without JavaScript, on a phone."""

import re
import shutil
import threading
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect, sync_playwright
from werkzeug.serving import make_server

from tests.webui.conftest import Site

CHROMIUM = shutil.which("chromium")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed (.ci/services installs it)"),
]
WIDE = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}

Opener = Callable[..., Page]


@pytest.fixture(scope="module")
def address(shared: Site) -> Iterator[str]:
    """The site served at a free port."""
    server = make_server("127.0.0.1", 0, shared.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join(timeout=5)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-background-networking"]
        )
        yield started
        started.close()


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Opener]:
    """Opens a path in a fresh browser; at the end nothing may have been refused by the policy or thrown."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def opened(path: str, viewport: dict[str, int] = WIDE, *, script: bool = True, dark: bool = False) -> Page:
        context = browser.new_context(
            base_url=address,
            viewport=viewport,  # type: ignore[arg-type]  # a ViewportSize is such a dict
            java_script_enabled=script,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if "Content Security" in said.text else None)
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert faults == []


def titles(page: Page) -> list[str]:
    return page.locator(".card-title").all_inner_texts()


def test_search_filter_open_and_follow_a_source(visit: Opener, shared: Site) -> None:
    page = visit("/")
    page.get_by_role("searchbox").fill("казань от 70")
    page.get_by_role("searchbox").press("Enter")
    expect(page.locator(".chip")).to_have_count(2)
    expect(page.locator(".count")).to_contain_text("2\u00a0вакансии")
    page.get_by_label("Таргетолог").check()
    expect(page.locator(".card")).to_have_count(1)
    expect(page).to_have_url(re.compile(r"role=targeted_ads"))
    expect(page).to_have_url(re.compile(r"^[^?]*\?role=targeted_ads&city=[^&]*&pay_min=70000$"))
    page.get_by_label("Убрать «Роль: Таргетолог»").click()
    expect(page.locator(".card")).to_have_count(2)
    page.get_by_role("link", name="SMM-менеджер", exact=True).first.click()
    pane = page.locator("#pane")
    expect(pane.get_by_role("heading", name="SMM-менеджер", exact=True)).to_be_visible()
    expect(page).to_have_url(re.compile(rf"open={shared.ids['smm']}"))
    expect(page.locator(".card")).to_have_count(2)

    followed: list[str] = []

    def stay_here(route: Route) -> None:
        followed.append(route.request.url)
        route.fulfill(body="the source", content_type="text/plain")

    page.context.route("https://t.me/**", stay_here)
    with page.context.expect_page() as opened:
        pane.get_by_role("link", name="Открыть в источнике").first.click()
    opened.value.wait_for_load_state()
    assert re.fullmatch(r"https://t\.me/kanal_a/\d+", followed[0])
    assert opened.value.evaluate("window.opener") is None


def test_back_leads_to_the_search_before(visit: Opener) -> None:
    page = visit("/")
    page.get_by_label("Таргетолог").check()
    expect(page.locator(".chip")).to_have_count(1)
    page.go_back()
    expect(page.locator(".chip")).to_have_count(0)
    expect(page.locator(".card")).to_have_count(5)


def test_the_keyboard(visit: Opener) -> None:
    page = visit("/?order=pay")
    first, second, *_ = titles(page)
    pane = page.locator("#pane .listing-title")
    expect(pane).to_have_text(first)
    page.keyboard.press("j")
    expect(pane).to_have_text(second)
    page.keyboard.press("k")
    expect(pane).to_have_text(first)
    page.keyboard.press("Escape")
    expect(pane).to_be_hidden()
    page.keyboard.press("Enter")
    expect(pane).to_be_visible()
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.keyboard.press("j")
    page.locator(".card[data-current] [data-card]").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/listing/\d+$"))


def test_a_closed_pane_stays_closed(visit: Opener) -> None:
    page = visit("/")
    page.get_by_label("Закрыть объявление").click()
    expect(page.locator("#pane")).to_be_hidden()
    page.get_by_label("Таргетолог").check()
    expect(page.locator(".card")).to_have_count(1)
    expect(page.locator("#pane")).to_be_hidden()


def test_what_was_opened_is_dimmed(visit: Opener) -> None:
    page = visit("/?order=pay")
    page.locator(".card-title a").nth(1).click()
    expect(page.locator("#pane .listing-title")).to_have_text(titles(page)[1])
    page.locator(".card-title a").nth(2).click()
    expect(page.locator(".card").nth(1)).to_have_class(re.compile("seen"))


def test_on_a_phone_the_filters_are_a_sheet(visit: Opener) -> None:
    page = visit("/", PHONE)
    expect(page.locator("#filters")).to_be_hidden()
    page.get_by_role("link", name="Фильтры").click()
    expect(page.locator("#filters")).to_be_visible()
    page.get_by_label("Таргетолог").check()
    page.get_by_role("button", name="Показать 1 вакансию").click()
    expect(page.locator("#filters")).to_be_hidden()
    expect(page.locator(".card")).to_have_count(1)
    page.locator(".card-title a").click()
    expect(page).to_have_url(re.compile(r"/listing/\d+$"))
    page.get_by_role("link", name="К списку").click()
    expect(page).to_have_url(re.compile(r"role=targeted_ads"))


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_without_javascript(visit: Opener, viewport: dict[str, int]) -> None:
    page = visit("/", viewport, script=False)
    page.get_by_role("searchbox").fill("казань от 70")
    page.get_by_role("button", name="Найти").click()
    expect(page.locator(".card")).to_have_count(2)
    if viewport is PHONE:
        page.get_by_role("link", name="Фильтры").click()
    page.get_by_label("Таргетолог").check()
    page.get_by_role("button", name="Показать").click()
    expect(page.locator(".card")).to_have_count(1)
    expect(page.locator(".chip")).to_have_count(3)
    page.get_by_label("Убрать «Роль: Таргетолог»").click()
    expect(page.locator(".card")).to_have_count(2)
    page.get_by_role("navigation", name="Порядок").get_by_role("link", name="по доходу").click()
    page.locator(".card-title a").first.click()
    expect(page.locator("h1.listing-title")).to_be_visible()
    page.locator("summary").first.click()
    expect(page.get_by_text("из текста:").first).to_be_visible()


def test_a_lost_connection_is_told_and_can_be_tried_again(visit: Opener) -> None:
    page = visit("/")
    page.context.set_offline(True)
    page.get_by_label("Таргетолог").check()
    trouble = page.get_by_role("alert")
    expect(trouble).to_contain_text("Нет связи с сервером")
    page.context.set_offline(False)
    trouble.get_by_role("button", name="Повторить").click()
    expect(page.locator(".card")).to_have_count(1)
    expect(trouble).to_be_hidden()


@pytest.mark.parametrize("path", ["/?q=таргетолог казань от 80", "/?role=smm&city=Самара", "/sources", "/help"])
def test_nothing_sticks_out(visit: Opener, path: str) -> None:
    page = visit(path)
    for width in (1600, 1280, 820, 390, 320):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), width


AXE = [
    ("/?q=казань от 70", WIDE, False),
    ("/", PHONE, True),
    ("/listing/1", WIDE, True),
    ("/listing/3", PHONE, False),
    *(
        pytest.param(path, viewport, dark, marks=pytest.mark.full)
        for path in ("/", "/?stale=1", "/?role=smm&city=Самара", "/listing/5", "/sources", "/help", "/nowhere")
        for viewport in (WIDE, PHONE)
        for dark in (False, True)
    ),
]


@pytest.mark.parametrize(("path", "viewport", "dark"), AXE)
def test_axe_finds_nothing(visit: Opener, path: str, viewport: dict[str, int], dark: bool) -> None:
    page = visit(path, viewport, dark=dark)
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()

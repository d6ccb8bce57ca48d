"""The page in a real browser: search, filter, open, follow a source; with and without JavaScript, on a phone."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.webui.browsing import IN_BROWSER, PHONE, WIDE, Opener
from tests.webui.conftest import Site

pytestmark = IN_BROWSER


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
    expect(pane).to_have_text(second)
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

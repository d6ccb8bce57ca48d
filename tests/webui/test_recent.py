"""Recent searches: of the person alone, the last ten, one a thought; taken out one by one or all at once."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from playwright.sync_api import expect

from tests.webui.browsing import IN_BROWSER, PHONE, WIDE, Opener
from tests.webui.conftest import Site, cookie_of, post
from tests.webui.people import hire, sign_in
from tests.webui.test_access import axe_finds_nothing
from voronka.accounts import Role
from voronka.store import recent

AT = datetime(2026, 11, 20, 9, tzinfo=UTC)


def menu(page: str) -> list[str]:
    """What the menu of a page says."""
    found = re.search(r'<details class="recent".*?</details>', page, re.DOTALL)
    said = re.findall(r"<bdi>(.*?)</bdi>", found[0]) if found else []
    return [unescape(re.sub("<[^>]+>", "", one)).replace("\u00a0", " ") for one in said]


def test_the_searches_of_a_person_are_offered_to_that_person_only(site: Site) -> None:
    anna = hire(site, "anna@kit.example", Role.HR)
    mine, colleague = sign_in(site, anna), sign_in(site, hire(site, "boris@kit.example", Role.HR, anna.team))
    mine.get("/?q=таргетолог казань до 120к&kind=candidate&open=0")
    page = mine.get("/?q=копирайтер стоматология&order=date&page=1").get_data(as_text=True)
    assert menu(page) == ["стоматология · Копирайтер, редактор", "Таргетолог · Казань · до 120 000 ₽ · кандидаты"]
    assert 'href="/?kind=candidate&amp;role=targeted_ads&amp;city=%D0%9A%D0%B0%D0%B7%D0%B0%D0%BD%D1%8C' in page
    assert menu(mine.get("/help").get_data(as_text=True)) == menu(page)
    for other in (colleague, site.client, site.admin):
        other.get("/?q=маркетолог")
        assert "Таргетолог · Казань" not in other.get("/").get_data(as_text=True)
    assert "recent" not in site.get("/?q=маркетолог")


def test_what_says_nothing_and_further_pages_are_not_noted(site: Site) -> None:
    browser = sign_in(site, hire(site, "anna@kit.example", Role.HR))
    for path in ("/", "/?kind=candidate", "/?stale=1", "/?q=smm&page=2", "/?q=" + "я" * 300):
        browser.get(path)
    assert menu(browser.get("/").get_data(as_text=True)) == []
    browser.get("/?q=%3Cb%3E%22x%22&exact=1")
    assert menu(browser.get("/").get_data(as_text=True)) == ['<b>"x"']
    assert "<b>&" not in browser.get("/").get_data(as_text=True)


def test_one_is_taken_out_or_all_and_nobody_elses(site: Site) -> None:
    browser = sign_in(site, hire(site, "anna@kit.example", Role.HR))
    alien = sign_in(site, hire(site, "vera@other.example", Role.HR))
    for words in ("маркетолог", "дизайнер", "smm"):
        browser.get(f"/?q={words}")
    page = browser.get("/").get_data(as_text=True)
    first, *_ = re.findall(r'form="recent-form" name="one" value="(\d+)"', page)
    post(alien, "/recent/remove", one=first)
    post(alien, "/recent/remove")
    assert len(menu(browser.get("/").get_data(as_text=True))) == 3
    answer = post(browser, "/recent/remove", one=first, next="/help")
    assert (answer.status_code, answer.location) == (303, "/help")
    assert menu(browser.get("/").get_data(as_text=True)) == ["Дизайнер, монтажёр", "Маркетолог"]
    assert browser.post("/recent/remove").status_code == 400, "without the form's token"
    assert post(browser, "/recent/remove", one="x").status_code == 400
    post(browser, "/recent/remove")
    assert menu(browser.get("/").get_data(as_text=True)) == []


def test_a_search_that_goes_on_replaces_the_one_before_and_ten_are_kept(site: Site) -> None:
    anna = hire(site, "anna@kit.example", Role.HR)
    with site.store.writing() as connection:
        for number, (params, minutes) in enumerate(
            [
                ("role=smm", 0), ("role=smm&city=Казань", 1), ("city=Казань", 2), ("city=Омск", 3),
                ("city=Омск&role=smm", 14),
            ]
        ):  # fmt: skip
            recent.note(connection, anna.id, params, AT + timedelta(minutes=minutes, seconds=number))
        known = [one.params for one in recent.of(connection, anna.id)]
        assert known == ["city=Омск&role=smm", "city=Омск", "city=Казань"]
        recent.note(connection, anna.id, "city=Казань", AT + timedelta(hours=1))
        assert [one.params for one in recent.of(connection, anna.id)] == ["city=Казань", *known[:2]]
        for number in range(20):
            recent.note(connection, anna.id, f"q=слово{number}", AT + timedelta(hours=2))
        assert [one.params for one in recent.of(connection, anna.id)] == [f"q=слово{n}" for n in range(19, 9, -1)]


class TestInABrowser:
    """By a click, a key, and without JavaScript."""

    pytestmark = IN_BROWSER

    @pytest.mark.parametrize(("viewport", "script"), [(WIDE, True), pytest.param(PHONE, False, marks=pytest.mark.full)])
    def test_the_menu_opens_leads_back_and_forgets(
        self, visit: Opener, shared: Site, viewport: dict[str, int], script: bool
    ) -> None:
        session = cookie_of(sign_in(shared, hire(shared, f"recent-{script}@kit.example".lower(), Role.HR)))
        page = visit("/?q=таргетолог", viewport, script=script, session=session)
        page.goto("/?q=копирайтер")
        page.goto("/help")
        page.locator(".recent summary").click()
        if script:
            axe_finds_nothing(page)
            page.keyboard.press("Escape")
            expect(page.locator(".recent-menu")).to_be_hidden()
            expect(page.locator(".recent summary")).to_be_focused()
            page.keyboard.press("Enter")
        page.locator(".recent-menu").get_by_role("link", name="Таргетолог").click()
        expect(page.locator(".chip")).to_have_count(1)
        page.locator(".recent summary").click()
        page.get_by_role("button", name="Забыть поиск «Копирайтер, редактор»").click()
        page.locator(".recent summary").click()
        expect(page.locator(".recent-menu li")).to_have_count(1)
        page.get_by_role("button", name="Забыть все").click()
        expect(page.locator(".recent")).to_have_count(0)

"""Cards side by side: what differs is marked, contacts are as elsewhere, the address is all there is to it."""

import re

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import expect

from tests.webui.browsing import IN_BROWSER, PHONE, WIDE, Opener
from tests.webui.builder import TARGET, add, target
from tests.webui.conftest import Site, cookie_of, post
from tests.webui.people import hire, sign_in
from tests.webui.test_access import _STICKS_OUT, axe_finds_nothing
from tests.webui.test_privacy import SECRETS
from voronka.accounts import Role
from voronka.store import listings as cards


def compared(site: Site, *names: str) -> str:
    return "/compare?" + "&".join(f"id={site.ids[name]}" for name in names)


def table(page: str) -> dict[str, tuple[bool, list[str]]]:
    """The rows of a page by their names: whether one is marked, and its values."""
    rows = {}
    for row in BeautifulSoup(page, "html.parser").select("tbody tr"):
        [name] = row.select("th")
        for unseen in row.select(".unseen"):
            unseen.decompose()
        values = [" ".join(cell.get_text().split()) for cell in row.select("td")]
        rows[name.get_text().strip()] = ("differs" in row.get("class", []), values)
    return rows


def test_facts_stand_side_by_side_and_differing_rows_are_marked(shared: Site) -> None:
    rows = table(shared.get(compared(shared, "smm", "target")))
    assert rows["Роль"] == (True, ["SMM-менеджер", "Таргетолог"])
    assert rows["Город"] == (False, ["Казань", "Казань"])
    assert rows["Уровень"] == (True, ["—", "Middle"])
    assert rows["Компания"] == (True, ["Бумажный кит", "Сосновая роща"])
    assert "Вид" not in rows
    assert "Метки и заметки" not in rows, "a stranger has no team"
    assert table(shared.get(compared(shared, "smm", "person")))["Вид"] == (True, ["Вакансия", "Кандидат"])
    assert not any(marked for marked, _values in table(shared.get(compared(shared, "smm"))).values())


def test_contacts_are_masked_and_come_by_the_click(site: Site) -> None:
    path = compared(site, "person", "smm")
    hr = sign_in(site, hire(site, "anna@kit.example", Role.HR))
    for browser in (site.client, hr, site.admin):
        whole = browser.get(path).get_data(as_text=True).lower()
        assert not [secret for secret in SECRETS if secret in whole]
        assert "kit_hr_demo" in whole, "an employer's are for everybody"
    assert f'action="/listing/{site.ids["person"]}/contacts"' in hr.get(path).get_data(as_text=True)
    assert "Контакты видны HR после входа" in site.get(path)


@pytest.mark.parametrize(
    ("query", "titles", "said"),
    [
        ("", 0, "Что сравнить"),
        ("id=", 0, "Что сравнить"),
        ("id=x&id=-1&id=<b>&id=999999999999", 0, "Что сравнить"),
        ("id=77777", 0, "Таких объявлений нет"),
        ("id={smm}&id={smm}", 1, "Добавить к сравнению"),
        ("id=№ {smm}, {target}", 2, "Добавить к сравнению"),
        ("id={smm}&id={target}&id={copy}&id={head}&id={designer}", 4, "показаны первые"),
    ],
)
def test_any_address_is_answered(shared: Site, query: str, titles: int, said: str) -> None:
    page = shared.get("/compare?" + query.format(**shared.ids))
    assert page.count('class="compare-title"') == titles
    assert said in page
    assert "<b>" not in page.replace("<b>Нет связи", "").replace("<b data", "")


def test_one_that_was_joined_stands_once_as_what_it_is_now(site: Site) -> None:
    [second] = add(site.store, TARGET + " снова", target())
    with site.store.writing() as connection:
        cards.merge(connection, second, site.ids["target"])
    page = site.get(f"/compare?id={second}&id={site.ids['target']}&id={site.ids['smm']}")
    assert page.count('class="compare-title"') == 2
    assert re.search(rf'href="/compare\?id={site.ids["smm"]}" aria-label="Убрать', page)


def test_starred_cards_are_offered_and_the_teams_words_shown(site: Site) -> None:
    anna = hire(site, "anna@kit.example", Role.HR)
    browser, alien = sign_in(site, anna), sign_in(site, hire(site, "vera@other.example", Role.HR))
    post(browser, f"/listing/{site.ids['copy']}/mark", mark="starred", on="1")
    post(browser, f"/listing/{site.ids['smm']}/note", text="позвонить")
    offered = f"/compare?id={site.ids['smm']}&amp;id={site.ids['copy']}"
    page = browser.get(compared(site, "smm")).get_data(as_text=True)
    assert offered in page
    assert table(page)["Метки и заметки"] == (False, ["позвонить Anna"])
    other = alien.get(compared(site, "smm")).get_data(as_text=True)
    assert offered not in other
    assert "позвонить" not in other


class TestInABrowser:
    """Picked in the list, on a screen and on a phone without JavaScript; a contact is copied."""

    pytestmark = IN_BROWSER

    @pytest.mark.full
    @pytest.mark.parametrize(("viewport", "script"), [(WIDE, True), pytest.param(PHONE, False, marks=pytest.mark.full)])
    def test_cards_are_picked_in_the_list(
        self, visit: Opener, shared: Site, viewport: dict[str, int], script: bool
    ) -> None:
        page = visit("/?order=pay", viewport, script=script)
        bar = page.get_by_role("button", name="Сравнить выбранные")
        expect(bar).to_be_hidden()
        for name in ("smm", "target"):
            page.get_by_role("checkbox", name=f"Сравнить №\u00a0{shared.ids[name]}", exact=True).check()
        assert "/listing/" not in page.url
        bar.click()
        expect(page.locator(".compare-title")).to_have_count(2)
        expect(page.locator("tr.differs").first).to_be_visible()
        picked = sorted(int(number) for number in re.findall(r"id=(\d+)", page.url))
        assert picked == sorted([shared.ids["smm"], shared.ids["target"]])
        page.get_by_role("link", name="Убрать из сравнения: Таргетолог").click()
        expect(page.locator(".compare-title")).to_have_count(1)

    @pytest.mark.full
    @pytest.mark.parametrize("viewport", [PHONE, pytest.param(WIDE, marks=pytest.mark.full)])
    def test_four_stand_side_by_side_everywhere(self, visit: Opener, shared: Site, viewport: dict[str, int]) -> None:
        session = cookie_of(sign_in(shared, hire(shared, f"four{viewport['width']}@kit.example", Role.HR)))
        page = visit(compared(shared, "smm", "target", "person", "head"), viewport, session=session)
        axe_finds_nothing(page)
        assert page.get_by_role("rowheader", name="Роль").count() == 1
        for width in (1280, 820, 390, 320):
            page.set_viewport_size({"width": width, "height": 800})
            assert not page.evaluate(_STICKS_OUT), f"sticks out at {width} px"

    @pytest.mark.full
    def test_a_contact_is_copied_with_and_without_a_clipboard_of_the_page(self, visit: Opener, shared: Site) -> None:
        session = cookie_of(sign_in(shared, hire(shared, "copies@kit.example", Role.HR)))
        page = visit(f"/listing/{shared.ids['person']}", session=session)
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.get_by_role("button", name="Показать контакты").click()
        page.get_by_role("button", name="Скопировать @tainaya_anna").click()
        expect(page.get_by_role("status").get_by_text("Скопировано")).to_be_attached()
        assert page.evaluate("navigator.clipboard.readText()") == "@tainaya_anna"
        page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('plain http')); }")
        page.get_by_role("button", name="Скопировать +7").click()
        assert page.evaluate("navigator.clipboard.readText()") == "+79000007701"

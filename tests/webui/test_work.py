"""Work with cards: star, hide, note, tag, seen; one's own and the team's; gone with what is erased; by keys."""

import re

import pytest
from playwright.sync_api import expect

from tests.webui.browsing import IN_BROWSER, PHONE, WIDE, Opener
from tests.webui.builder import NOW, PERSON, add, person, target
from tests.webui.conftest import Site, cookie_of, post
from tests.webui.people import hire, sign_in
from tests.webui.test_access import axe_finds_nothing
from voronka.accounts import Role
from voronka.erasing import Eraser
from voronka.model import Kind
from voronka.store import card_work, taking_out
from voronka.store import listings as cards
from voronka.store.tables import metadata

WORK = ("card_mark", "card_note", "card_tag")


def rows(site: Site) -> int:
    with site.store.reading() as connection:
        return sum(len(connection.execute(metadata.tables[name].select()).all()) for name in WORK)


def test_star_hide_and_seen_are_ones_own(site: Site) -> None:
    number = site.ids["target"]
    me = hire(site, "anna@kit.example", Role.MANAGER)
    mine, other = sign_in(site, me), sign_in(site, hire(site, "boris@kit.example", Role.HR, me.team))
    answer = post(mine, f"/listing/{number}/mark", mark="starred", on="1", next="/?q=таргетолог")
    assert (answer.status_code, answer.location) == (
        303,
        "/?q=%D1%82%D0%B0%D1%80%D0%B3%D0%B5%D1%82%D0%BE%D0%BB%D0%BE%D0%B3",
    )
    assert f'data-id="{number}"' in mine.get("/starred").get_data(as_text=True)
    assert f'data-id="{number}"' not in other.get("/starred").get_data(as_text=True)
    post(mine, f"/listing/{number}/mark", mark="hidden", on="1")
    mine.get(f"/listing/{number}")
    acts = f'data-acts="{number}" data-hidden data-seen'
    assert acts in mine.get("/").get_data(as_text=True)
    assert acts not in other.get("/").get_data(as_text=True)
    for mark in ("starred", "hidden"):
        post(mine, f"/listing/{number}/mark", mark=mark, on="")
    assert f'data-id="{number}"' not in mine.get("/starred").get_data(as_text=True)
    assert f'data-acts="{number}" data-seen' in mine.get("/").get_data(as_text=True)
    assert "card-acts" not in site.get("/"), "strangers have no marks"


def test_the_starred_come_a_page_at_a_time(site: Site) -> None:
    me = hire(site, "anna@kit.example", Role.HR)
    numbers = [add(site.store, f"Таргетолог {n}", target())[0] for n in range(21)]
    with site.store.writing() as connection:
        for number in numbers:
            card_work.mark(connection, me.id, me.team, number, "starred", on=True)
    browser = sign_in(site, me)
    pages = [browser.get(f"/starred?page={page}").get_data(as_text=True) for page in ("1", "2", "3", "x", "-5")]
    assert [page.count("<article") for page in pages] == [20, 1, 0, 20, 20]
    assert 'href="/starred?page=2"' in pages[0]
    assert "К первой странице" in pages[2]


def test_notes_and_tags_are_the_teams(site: Site) -> None:
    number = site.ids["person"]
    me = hire(site, "anna@kit.example", Role.HR)
    mine, colleague = sign_in(site, me), sign_in(site, hire(site, "boris@kit.example", Role.MANAGER, me.team))
    alien = sign_in(site, hire(site, "vera@other.example", Role.HR))
    post(mine, f"/listing/{number}/note", text=" Позвонить <b>завтра</b>\r\nпосле обеда ")
    post(mine, f"/listing/{number}/tag", tag="  Короткий   Список ", on="1")
    page = colleague.get(f"/listing/{number}").get_data(as_text=True)
    assert "Позвонить &lt;b&gt;завтра&lt;/b&gt;\nпосле обеда" in page
    assert "короткий список" in page
    assert "1\u00a0заметка" in colleague.get("/?kind=candidate").get_data(as_text=True)
    for path in (f"/listing/{number}", "/?kind=candidate", f"/listing/{number}?pane"):
        for browser in (alien, site.client, site.admin):
            found = browser.get(path).get_data(as_text=True)
            assert "Позвонить" not in found
            assert "короткий" not in found
    [note] = re.findall(rf"/listing/{number}/note/(\d+)/remove", page)
    assert post(alien, f"/listing/{number}/note/{note}/remove").status_code == 404
    post(alien, f"/listing/{number}/tag", tag="короткий список", on="")
    assert "короткий список" in mine.get(f"/listing/{number}").get_data(as_text=True)
    post(colleague, f"/listing/{number}/note/{note}/remove")
    post(colleague, f"/listing/{number}/tag", tag="короткий список", on="")
    page = mine.get(f"/listing/{number}").get_data(as_text=True)
    assert "Позвонить" not in page
    assert "короткий список" not in page


def test_what_is_wrong_is_refused_and_leads_nowhere_else(site: Site) -> None:
    browser = sign_in(site, hire(site, "anna@kit.example", Role.HR))
    number = site.ids["smm"]
    assert post(browser, f"/listing/{number}/mark", mark="seen", on="1").status_code == 400
    assert post(browser, "/listing/99999/mark", mark="starred", on="1").status_code == 404
    assert browser.post(f"/listing/{number}/mark", data={"mark": "starred", "on": "1"}).status_code == 400
    answer = post(browser, f"/listing/{number}/mark", mark="starred", on="1", next="https://evil.example")
    assert answer.location == f"/listing/{number}"
    post(browser, f"/listing/{number}/note", text="   ")
    post(browser, f"/listing/{number}/tag", tag=" ", on="1")
    assert rows(site) == 1


def test_work_follows_a_listing_that_is_joined_and_goes_with_an_erased_one(site: Site) -> None:
    me = hire(site, "anna@kit.example", Role.HR)
    browser = sign_in(site, me)
    [second] = add(site.store, PERSON + " снова", person(), kind=Kind.CANDIDATE, days=1)
    first = site.ids["person"]
    post(browser, f"/listing/{second}/note", text="заметка о втором")
    post(browser, f"/listing/{second}/tag", tag="второй", on="1")
    post(browser, f"/listing/{second}/mark", mark="starred", on="1")
    with site.store.writing() as connection:
        cards.merge(connection, second, first)
    page = browser.get(f"/listing/{first}").get_data(as_text=True)
    assert "заметка о втором" in page
    assert 'data-act="starred" title="Отметить (s)" aria-label="Отметить" aria-pressed="true"' in page
    assert browser.get("/starred").get_data(as_text=True).count(f'data-id="{first}"') == 1
    post(browser, f"/listing/{first}/mark", mark="starred", on="")
    assert f'data-id="{first}"' not in browser.get("/starred").get_data(as_text=True)
    before = rows(site)
    assert before >= 3
    eraser = Eraser(site.store)
    eraser.carry_out(eraser.listing(first, contacts=True), "")
    assert rows(site) == 0


def test_work_on_a_part_of_a_digest_goes_with_the_part(site: Site) -> None:
    me = hire(site, "anna@kit.example", Role.HR)
    with site.store.writing() as connection:
        for name in ("copy", "head"):
            card_work.add_note(connection, me.id, me.team, site.ids[name], "заметка")
    eraser = Eraser(site.store)
    eraser.carry_out(eraser.listing(site.ids["head"], contacts=False), "")
    assert site.store.listing(site.ids["head"]) is None
    with site.store.reading() as connection:
        work = card_work.of(connection, me.id, me.team, [site.ids["head"]])
    assert not work[site.ids["head"]].notes


def test_work_stays_while_a_listing_has_another_post(site: Site) -> None:
    me = hire(site, "anna@kit.example", Role.HR)
    with site.store.writing() as connection:
        card_work.add_note(connection, me.id, me.team, site.ids["smm"], "заметка")
    listing = site.store.listing(site.ids["smm"])
    assert listing is not None
    assert len(listing.appearances) == 2
    oldest = listing.appearances[-1]
    with site.store.writing() as connection:
        taking_out.take_out(connection, oldest.source, [oldest.external_id], "gone", NOW)
    assert rows(site) == 1


class TestInABrowser:
    """By keys, by a finger, and without JavaScript."""

    pytestmark = IN_BROWSER

    @pytest.mark.full
    def test_keys_star_and_hide(self, visit: Opener, shared: Site) -> None:
        session = cookie_of(sign_in(shared, hire(shared, "keys@kit.example", Role.HR)))
        page = visit("/", session=session)
        page.keyboard.press("s")
        card = page.locator(".card").first
        expect(card.locator('[data-act="starred"]')).to_have_attribute("aria-pressed", "true")
        expect(page.locator('#pane [data-act="starred"]')).to_have_attribute("aria-pressed", "true")
        page.locator('#pane [data-act="starred"]').click()
        expect(card.locator('[data-act="starred"]')).to_have_attribute("aria-pressed", "false")
        page.keyboard.press("s")
        expect(card.locator('[data-act="starred"]')).to_have_attribute("aria-pressed", "true")
        page.keyboard.press("x")
        expect(card.locator('[data-act="hidden"]')).to_have_attribute("aria-pressed", "true")
        expect(card.locator(".where")).to_be_hidden()
        axe_finds_nothing(page)
        page.goto("/starred")
        expect(page.locator(".card")).to_have_count(1)
        axe_finds_nothing(page)

    @pytest.mark.full
    def test_without_scripts_on_a_phone(self, visit: Opener, shared: Site) -> None:
        session = cookie_of(sign_in(shared, hire(shared, "phone@kit.example", Role.RECRUITER)))
        page = visit(f"/listing/{shared.ids['smm']}", PHONE, script=False, session=session)
        page.get_by_role("button", name="Отметить").first.click()
        expect(page.locator('[data-act="starred"]').first).to_have_attribute("aria-pressed", "true")
        page.get_by_label("Новая метка").fill("срочно")
        page.get_by_role("button", name="Добавить метку").click()
        page.get_by_label("Заметка, видна команде").fill("Спросить про график")
        page.get_by_role("button", name="Записать").click()
        expect(page.get_by_text("Спросить про график")).to_be_visible()
        again = visit(f"/listing/{shared.ids['smm']}", WIDE, session=session)
        axe_finds_nothing(again)
        again.set_viewport_size(PHONE)  # type: ignore[arg-type]  # a ViewportSize is such a dict
        axe_finds_nothing(again)

"""Erasing on the admin's page: who may, what is shown first, what goes, the list."""

import re

import pytest
from flask.testing import FlaskClient

from tests.webui.conftest import Site, post
from tests.webui.test_pages import said


def page(browser: FlaskClient, path: str = "/admin/erase") -> str:
    answer = browser.get(path)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    return answer.get_data(as_text=True)


@pytest.mark.parametrize("path", ["/admin/erase", "/admin/erase/preview", "/admin/erase/lift"])
def test_it_is_the_admins_alone(shared: Site, path: str) -> None:
    browser = shared.client
    answer = post(browser, path, listing=str(shared.ids["person"]))
    assert (answer.status_code, answer.location.split("?")[0]) == (303, "/admin/sign-in")
    assert shared.client.get("/admin/erase").status_code == 303
    assert shared.store.listing(shared.ids["person"]) is not None


def test_forms_without_their_token_are_refused(shared: Site) -> None:
    browser = shared.admin
    for path in ("/admin/erase", "/admin/erase/preview", "/admin/erase/lift"):
        assert browser.post(path, data={"listing": "1", "number": "1"}).status_code == 400


def test_a_listings_page_leads_there(shared: Site) -> None:
    number = shared.ids["person"]
    assert "Удалить данные" not in shared.get(f"/listing/{number}")
    browser = shared.admin
    assert "Удаление данных" in browser.get("/admin").get_data(as_text=True)
    html = browser.get(f"/listing/{number}").get_data(as_text=True)
    found = re.search(r'href="(/admin/erase\?listing=\d+)"', html)
    assert found is not None
    assert re.search(rf'<input id="listing"[^>]* value="{number}"', page(browser, found[1]))


def test_a_listing_is_shown_confirmed_erased_and_on_the_list(site: Site) -> None:
    browser, number = site.admin, site.ids["smm"]
    shown = post(browser, "/admin/erase/preview", listing=f"№ {number}", reason="письмо 12").get_data(as_text=True)
    words = said(shown)
    assert "1 публикация целиком: kanal_a" in words
    assert "1 публикация целиком: kanal_b" in words
    assert "SMM-менеджер" in words
    assert site.client.get(f"/listing/{number}").status_code == 200  # nothing was erased yet
    answer = post(browser, "/admin/erase", listing=str(number), reason="письмо 12")
    assert answer.status_code == 303
    assert "Стёрто: 2 публикации." in said(page(browser, answer.location))
    assert f"текст объявление № {number}: письмо 12" in said(page(browser))
    assert site.client.get(f"/listing/{number}").status_code == 404
    assert "Бумажный кит" not in site.get("/?q=smm&stale=1")


def test_of_a_digest_a_part_and_of_a_candidate_the_contacts(site: Site) -> None:
    browser = site.admin
    shown = said(post(browser, "/admin/erase/preview", listing=str(site.ids["designer"])).get_data(as_text=True))
    assert "часть 1 подборки: kanal_b" in shown
    assert "Дизайнер" in shown
    assert "Копирайтер" not in shown  # a card of the same digest, which keeps its part
    post(browser, "/admin/erase", listing=str(site.ids["person"]), keep_contacts="1")
    assert "имя в Telegram" not in said(page(browser))
    assert "текст" in said(page(browser))


def test_a_contact_is_shown_erased_and_lifted(site: Site) -> None:
    browser = site.admin
    shown = post(browser, "/admin/erase/preview", contact="8 900 000-77-01", reason="")
    assert (shown.status_code, shown.headers["Cache-Control"]) == (200, "no-store")
    assert "1 публикация целиком: kanal_a" in said(shown.get_data(as_text=True))
    answer = post(browser, "/admin/erase", contact="8 900 000-77-01")
    assert "7701" not in answer.location
    html = page(browser)
    assert "телефон" in said(html)
    assert "000-77-01" not in html
    number = re.search(r'name="number" value="(\d+)"', html)
    assert number is not None
    lifted = post(browser, "/admin/erase/lift", number=number[1])
    assert "Запись снята" in said(page(browser, lifted.location))
    assert "Список пуст" in said(page(browser))
    for wrong in (number[1], "x", ""):
        assert post(browser, "/admin/erase/lift", number=wrong).status_code == 404


def test_nothing_is_there_to_erase(site: Site) -> None:
    shown = said(post(site.admin, "/admin/erase/preview", contact="@nobody_demo").get_data(as_text=True))
    assert "Таких публикаций сейчас нет" in shown


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"listing": "777"}, "Объявления с таким номером нет"),
        ({"listing": "<b>"}, "Объявления с таким номером нет"),
        ({"listing": "9" * 20}, "Объявления с таким номером нет"),
        ({}, "Объявления с таким номером нет"),
        ({"contact": "Анна <b>Иванова</b>"}, "Это не похоже на контакт"),
    ],
)
def test_a_mistake_is_told_and_what_was_typed_stays(shared: Site, fields: dict[str, str], words: str) -> None:
    for path in ("/admin/erase/preview", "/admin/erase"):
        answer = post(shared.admin, path, **fields)
        html = answer.get_data(as_text=True)
        assert answer.status_code == 400
        assert words in said(html)
        assert "<b>" not in html.replace("<b>Воронка", "")


def test_the_pages_keep_to_the_policy(shared: Site) -> None:
    browser = shared.admin
    for html in (page(browser), post(browser, "/admin/erase/preview", contact="@kit_hr_demo").get_data(as_text=True)):
        assert not re.search(r"<[^>]+\s(?:style|on\w+)=", html)
        assert not re.search(r"<script(?![^>]*\bsrc=)", html)

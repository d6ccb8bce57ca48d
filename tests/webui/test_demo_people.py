"""A demo's three people: one click in a demo store; in a live one nothing of it is there."""

from pathlib import Path

import pytest

from search.service import Search
from tests.webui.conftest import Site, open_site, post
from tests.webui.people import hire, sign_in
from voronka.accounts import Role
from voronka.settings import Settings
from voronka.store import Store, accounts
from webui import create_app


@pytest.fixture
def live(store: Store, tmp_path: Path) -> Site:
    store.claim(None)
    return open_site(store, tmp_path, {})


@pytest.mark.parametrize(("who", "role"), [("hr", "HR"), ("manager", "Нанимающий"), ("admin", "Администратор")])
def test_one_click_signs_in_on_a_demo(site: Site, who: str, role: str) -> None:
    assert f'value="{who}"' in site.get("/sign-in")
    for _ in range(2):
        browser = site.client
        answer = post(browser, "/demo/sign-in", who=who)
        assert answer.status_code == 303
        assert role in browser.get("/account").get_data(as_text=True)
    assert browser.get("/admin").status_code == 403
    contacts = post(browser, f"/listing/{site.ids['person']}/contacts")
    assert contacts.status_code == (200 if who == "hr" else 403)


def test_a_demo_wants_the_forms_token_and_one_of_the_three(site: Site) -> None:
    assert site.client.post("/demo/sign-in", data={"who": "hr"}).status_code == 400
    assert post(site.client, "/demo/sign-in", who="recruiter").status_code == 400
    assert site.client.get("/demo/sign-in").status_code == 405
    assert post(site.client, "/sign-in", email="hr@demo.example", password="").status_code == 401, (
        "no password opens it"
    )


def test_nothing_of_it_is_there_on_a_live_store(live: Site) -> None:
    assert "demo" not in live.get("/sign-in")
    for who in ("hr", "admin"):
        assert post(live.client, "/demo/sign-in", who=who).status_code == 404
    with live.store.reading() as connection:
        assert not accounts.any_account(connection)


def test_an_unclaimed_store_is_no_demo(store: Store, tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    app = create_app(store, Search(store, settings), settings)
    assert post(app.test_client(), "/demo/sign-in", who="hr").status_code == 404


def test_a_demos_account_is_nobody_in_a_live_store(live: Site) -> None:
    person = hire(live, "hr@demo.example", Role.HR)
    browser = sign_in(live, person)
    assert browser.get("/account").status_code == 200
    with live.store.writing() as connection:
        connection.exec_driver_sql("UPDATE account SET demo = true")
    assert browser.get("/account").status_code == 303


def test_a_real_account_of_that_address_is_not_taken_over(site: Site) -> None:
    hire(site, "hr@demo.example", Role.HR)
    assert post(site.client, "/demo/sign-in", who="hr").status_code == 404

"""A candidate's contacts: for HR on click, each look noted; for everybody else and everywhere else masked."""

import pytest
from playwright.sync_api import expect

from tests.webui.browsing import IN_BROWSER, PHONE, WIDE, Opener
from tests.webui.conftest import Site, cookie_of, post
from tests.webui.people import hire, sign_in
from tests.webui.test_access import axe_finds_nothing
from tests.webui.test_privacy import SECRETS, paths
from voronka.accounts import Role
from voronka.store import looks

OTHERS = [Role.ADMIN, Role.MANAGER, Role.RECRUITER, None]


def noted(site: Site, team: str | None = None) -> list[tuple[str, int]]:
    with site.store.reading() as connection:
        return [(look.email, look.listing_id) for look in looks.looks(connection, team, None, 100)]


def test_hr_sees_them_on_click_and_the_look_is_noted(site: Site) -> None:
    number = site.ids["person"]
    person = hire(site, "anna@kit.example", Role.HR)
    browser = sign_in(site, person)
    assert "Показать контакты" in browser.get(f"/listing/{number}").get_data(as_text=True)
    assert noted(site) == []
    answer = post(browser, f"/listing/{number}/contacts")
    page = answer.get_data(as_text=True)
    assert answer.headers["Cache-Control"] == "no-store"
    for shown in ("https://t.me/tainaya_anna", "tel:+79000007701", "mailto:anna.tainaya@pochta.example", "behance"):
        assert shown in page
    assert noted(site) == [("anna@kit.example", number)]
    assert "anna@kit.example" in site.admin.get("/admin/looks").get_data(as_text=True)


def test_all_other_answers_are_masked_for_hr_too(site: Site) -> None:
    browser = sign_in(site, hire(site, "hr@kit.example", Role.HR))
    for path in paths(site.ids["person"]):
        whole = browser.get(path).get_data(as_text=True).lower()
        assert not [secret for secret in SECRETS if secret in whole], path
    found = browser.get("/api/search", query_string={"q": "tainaya_anna", "kind": "candidate"}).get_json()
    assert found["total"] == 0


@pytest.mark.parametrize("role", OTHERS)
def test_nobody_else_sees_them(site: Site, role: Role | None) -> None:
    number = site.ids["person"]
    browser = sign_in(site, hire(site, "anna@kit.example", role, site_admin=role is None))
    assert "Показать контакты" not in browser.get(f"/listing/{number}").get_data(as_text=True)
    answer = post(browser, f"/listing/{number}/contacts")
    assert answer.status_code == 403
    assert not [secret for secret in SECRETS if secret in answer.get_data(as_text=True).lower()]
    assert post(site.client, f"/listing/{number}/contacts").status_code == 303
    assert post(site.admin, f"/listing/{number}/contacts").status_code == 303, "the token is nobody"
    assert noted(site) == []


def test_a_look_wants_a_form_of_this_site_and_a_candidate(site: Site) -> None:
    browser = sign_in(site, hire(site, "anna@kit.example", Role.HR))
    number = site.ids["person"]
    assert browser.post(f"/listing/{number}/contacts").status_code == 400
    assert browser.get(f"/listing/{number}/contacts").status_code == 405
    assert post(browser, f"/listing/{site.ids['smm']}/contacts").status_code == 404
    assert post(browser, "/listing/99999/contacts").status_code == 404
    assert noted(site) == []


def test_a_teams_admin_sees_the_looks_of_the_team_only(site: Site) -> None:
    admin = hire(site, "boss@kit.example", Role.ADMIN)
    mine, other = hire(site, "hr@kit.example", Role.HR, admin.team), hire(site, "vera@other.example", Role.HR)
    for person in (mine, other):
        post(sign_in(site, person), f"/listing/{site.ids['person']}/contacts")
    page = sign_in(site, admin).get("/team/looks").get_data(as_text=True)
    assert "hr@kit.example" in page
    assert "vera@other.example" not in page
    assert len(noted(site)) == 2
    assert sign_in(site, mine).get("/team/looks").status_code == 403


def test_who_looks_at_too_many_has_to_wait(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(site.app.extensions["voronka_looks"], "most", 2)
    browser = sign_in(site, hire(site, "anna@kit.example", Role.HR))
    codes = [post(browser, f"/listing/{site.ids['person']}/contacts").status_code for _ in range(3)]
    assert codes == [200, 200, 429]
    assert len(noted(site)) == 2


class TestInABrowser:
    """In the pane, on a phone, and without JavaScript."""

    pytestmark = IN_BROWSER

    @pytest.mark.full
    @pytest.mark.parametrize(("viewport", "script"), [(WIDE, True), pytest.param(PHONE, False, marks=pytest.mark.full)])
    def test_contacts_come_by_a_click(
        self, visit: Opener, shared: Site, viewport: dict[str, int], script: bool
    ) -> None:
        person = hire(shared, f"look-{script}@kit.example".lower(), Role.HR)
        session = cookie_of(sign_in(shared, person))
        path = "/?kind=candidate" if script else f"/listing/{shared.ids['person']}"
        page = visit(path, viewport, script=script, session=session)
        axe_finds_nothing(page) if script else None
        page.get_by_role("button", name="Показать контакты").click()
        expect(page.get_by_role("link", name="@tainaya_anna")).to_be_visible()
        expect(page.get_by_role("button", name="Показать контакты")).to_have_count(0)
        if script:
            axe_finds_nothing(page)
            expect(page.locator(".cards")).to_be_visible()

"""People who sign in: sessions, invitations, forgotten passwords, limits; nothing tells who has an account."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from pydantic import SecretStr

from tests.mailbox import Mailbox
from tests.webui.conftest import TOKEN, Site, post, with_mail
from tests.webui.people import PASSWORD, Person, hire, sign_in
from voronka.accounts import OneTimeLink, Purpose, Role, digest, hash_password, is_password
from voronka.errors import RefusedError, VoronkaError
from voronka.mail import Letter, Post, post_of
from voronka.settings import Settings
from voronka.store import accounts, signing_in
from voronka.store.tables import account, account_session, metadata

NOW = datetime.now(UTC)


def is_in(browser: FlaskClient) -> bool:
    return browser.get("/account").status_code == 200


def link_to(site: Site, link: OneTimeLink, at: datetime = NOW) -> str:
    with site.store.writing() as connection:
        return "/link/" + signing_in.make_link(connection, link, at)


def invitation(person: Person, email: str, role: Role = Role.RECRUITER) -> OneTimeLink:
    return OneTimeLink(Purpose.INVITATION, email, None, person.team, role, person.id)


def test_a_person_signs_in_is_led_back_and_signs_out(site: Site) -> None:
    hire(site, "anna@kit.example", Role.HR)
    browser = site.client
    away = browser.get("/account")
    assert (away.status_code, away.location) == (303, "/sign-in?next=/account")
    answer = post(browser, "/sign-in", email=" Anna@Kit.example ", password=PASSWORD, next="/help")
    assert (answer.status_code, answer.location) == (303, "/help")
    page = browser.get("/account")
    assert "anna@kit.example" in page.get_data(as_text=True)
    assert page.headers["Cache-Control"] == "no-store"
    old = browser.get_cookie("voronka")
    assert old is not None
    post(browser, "/sign-out")
    assert not is_in(browser)
    browser.set_cookie("voronka", old.value)
    assert not is_in(browser), "a cookie that somebody kept is worth nothing after signing out"


@pytest.mark.parametrize("wanted", ["https://evil.example", "//evil.example", "/\\evil.example", ""])
def test_a_sign_in_does_not_lead_to_another_site(site: Site, wanted: str) -> None:
    hire(site, "anna@kit.example", Role.HR)
    answer = post(site.client, "/sign-in", email="anna@kit.example", password=PASSWORD, next=wanted)
    assert answer.location == "/"


def test_nothing_tells_whether_an_address_has_an_account(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    hire(site, "anna@kit.example", Role.HR)
    checked: list[str | None] = []

    def wrong(hashed: str | None, _given: str) -> bool:
        checked.append(hashed)
        return False

    monkeypatch.setattr("webui.sign_in_page.is_password", wrong)
    answers = [
        post(site.client, "/sign-in", email=email, password="wrong-wrong")
        for email in ("anna@kit.example", "nobody@kit.example")
    ]
    said = [re.sub(r'value="[^"]*"', "", answer.get_data(as_text=True)).replace("anna", "nobody") for answer in answers]
    assert [answer.status_code for answer in answers] == [401, 401]
    assert said[0] == said[1]
    assert [hashed is None for hashed in checked] == [False, True], "a password is checked in any case"


def test_wrong_passwords_have_to_wait_and_others_do_not(site: Site) -> None:
    for email in ("anna@kit.example", "boris@kit.example"):
        hire(site, email, Role.HR)
    for _ in range(5):
        assert post(site.client, "/sign-in", email="anna@kit.example", password="wrong").status_code == 401
    answer = post(site.client, "/sign-in", email="ANNA@kit.example", password=PASSWORD)
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 600
    assert post(site.client, "/sign-in", email="boris@kit.example", password=PASSWORD).status_code == 303
    for number in range(30):
        last = post(site.client, "/sign-in", email=f"x{number}@kit.example", password="wrong").status_code
    assert last == 429, "who tries many addresses has to wait as well"


def test_sessions_are_listed_and_can_be_ended(site: Site) -> None:
    person = hire(site, "anna@kit.example", Role.HR)
    here, there = sign_in(site, person), sign_in(site, person)
    page = here.get("/account").get_data(as_text=True)
    [other] = re.findall(r'name="one" value="([0-9a-f]{64})"', page)
    stranger = sign_in(site, hire(site, "vera@other.example", Role.HR))
    post(stranger, "/account/sessions/end", one=other)
    assert is_in(there), "only one's own can be ended"
    post(here, "/account/sessions/end", one=other)
    assert is_in(here)
    assert not is_in(there)
    third = sign_in(site, person)
    post(third, "/account/sessions/end")
    assert is_in(third)
    assert not is_in(here)


@pytest.mark.parametrize(
    ("seen", "begun"), [(timedelta(hours=13), timedelta(hours=13)), (timedelta(), timedelta(days=15))]
)
def test_a_session_has_an_end(site: Site, seen: timedelta, begun: timedelta) -> None:
    browser = sign_in(site, hire(site, "anna@kit.example", Role.HR))
    with site.store.writing() as connection:
        connection.execute(sa.update(account_session).values(seen_at=NOW - seen, created_at=NOW - begun))
    assert not is_in(browser)


def test_an_invitation_makes_an_account_once(site: Site) -> None:
    admin = hire(site, "anna@kit.example", Role.ADMIN)
    path = link_to(site, invitation(admin, "new@kit.example"))
    for _ in range(2):
        assert "new@kit.example" in site.get(path), "looking does not use it up"
    browser = site.client
    assert post(browser, path, name="Новая", password="short").status_code == 422
    assert post(browser, path, name="", password=PASSWORD).status_code == 422
    assert post(browser, path, name="Новая", password=PASSWORD, email="evil@kit.example").status_code == 303
    page = browser.get("/account").get_data(as_text=True)
    assert "new@kit.example" in page
    assert "Рекрутер" in page
    assert site.client.get(path).status_code == 404
    assert browser.get("/team").status_code == 403


def test_an_invitation_of_an_account_wants_its_password(site: Site) -> None:
    admin, other = hire(site, "anna@kit.example", Role.ADMIN), hire(site, "vera@other.example", Role.HR)
    path = link_to(site, invitation(admin, other.email))
    browser = site.client
    assert post(browser, path, name="Хитрая", password="another-password").status_code == 422
    assert not is_in(browser)
    assert post(browser, path, password=PASSWORD).status_code == 303
    page = browser.get("/account").get_data(as_text=True)
    assert page.count("<li><div><b><bdi>") == 2
    post(browser, "/account/team", team=other.team)
    assert "Рекрутер · работаете здесь" not in browser.get("/account").get_data(as_text=True)
    assert post(browser, "/account/team", team="nobodys").status_code == 404


def test_links_end_and_a_newer_one_voids_the_former(site: Site) -> None:
    admin = hire(site, "anna@kit.example", Role.ADMIN)
    wanted = invitation(admin, "new@kit.example")
    assert site.client.get(link_to(site, wanted, NOW - timedelta(days=8))).status_code == 404
    first, second = link_to(site, wanted), link_to(site, wanted)
    assert site.client.get(first).status_code == 404
    browser = sign_in(site, admin)
    assert "new@kit.example" in browser.get("/team").get_data(as_text=True)
    post(browser, "/team/invitations/take-back", email="new@kit.example")
    assert site.client.get(second).status_code == 404


def test_the_first_link_makes_an_admin_with_a_team(site: Site) -> None:
    path = link_to(site, OneTimeLink(Purpose.FIRST_ADMIN, None, None, None, None, None))
    browser = site.client
    assert post(browser, path, email="no address", name="А", team="Т", password=PASSWORD).status_code == 422
    answer = post(browser, path, email="boss@kit.example", name="Анна", team="Бумажный кит", password=PASSWORD)
    assert answer.status_code == 303
    assert browser.get("/admin").status_code == 200
    assert "Бумажный кит" in browser.get("/account").get_data(as_text=True)
    assert site.client.get(path).status_code == 404


def test_the_admins_token_still_opens_and_signing_out_closes_both(site: Site) -> None:
    browser = sign_in(site, hire(site, "anna@kit.example", Role.HR))
    assert browser.get("/admin").status_code == 403
    assert post(browser, "/admin/sign-in", token=TOKEN).status_code == 303
    assert browser.get("/admin").status_code == 200
    assert not is_in(browser), "one at a time"
    post(browser, "/admin/sign-out")
    assert browser.get("/admin").status_code == 303


def test_team_admins_invite_change_roles_and_remove(site: Site) -> None:
    admin = hire(site, "anna@kit.example", Role.ADMIN)
    other = hire(site, "boris@kit.example", Role.HR, team=admin.team)
    alien = hire(site, "vera@other.example", Role.HR)
    browser, theirs = sign_in(site, admin), sign_in(site, other)
    page = post(browser, "/team/invite", email="new@kit.example", role="manager").get_data(as_text=True)
    [path] = re.findall(r"http://localhost(/link/[\w-]+)</code>", page)
    assert "new@kit.example" in site.get(path)
    assert post(browser, "/team/invite", email="nobody", role="hr").status_code == 422
    assert post(browser, "/team/invite", email="new@kit.example", role="boss").status_code == 400
    assert post(browser, f"/team/members/{alien.id}/role", role="admin").status_code == 404
    assert post(browser, f"/team/members/{alien.id}/remove").status_code == 404
    assert post(browser, f"/team/members/{admin.id}/remove").status_code == 422, "the last admin stays"
    assert theirs.get("/team").status_code == 403
    post(browser, f"/team/members/{other.id}/role", role="admin")
    assert theirs.get("/team").status_code == 200, "at once"
    post(browser, f"/team/members/{other.id}/remove")
    assert theirs.get("/team").status_code == 403
    assert is_in(theirs)


def test_another_password_ends_the_other_sessions(site: Site) -> None:
    person = hire(site, "anna@kit.example", Role.HR)
    here, there = sign_in(site, person), sign_in(site, person)
    assert post(here, "/account/password", old="wrong-wrong", password="nine-new-words").status_code == 422
    assert post(here, "/account/password", old=PASSWORD, password="short").status_code == 422
    assert post(here, "/account/password", old=PASSWORD, password="nine-new-words").status_code == 303
    assert is_in(here)
    assert not is_in(there)
    assert sign_in(site, replace(person, password="nine-new-words"))


# -- a forgotten password, over a real mail server on loopback -------------------------------------------------------


def test_a_forgotten_password_is_set_by_a_letter(site: Site, tmp_path: Path, mailbox: Mailbox) -> None:
    mailed = with_mail(site, tmp_path, mailbox.url)
    person = hire(mailed, "anna@kit.example", Role.HR)
    there = sign_in(mailed, person)
    answers = [post(mailed.client, "/forgotten", email=email) for email in ("nobody@kit.example", "Anna@kit.example")]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert "Если для этого адреса есть вход" in answers[0].get_data(as_text=True)
    assert answers[0].get_data() == answers[1].get_data()
    mailed.app.extensions["voronka_letters"].wait()
    [(to, text)] = mailbox.letters
    assert to == ["anna@kit.example"]
    [path] = re.findall(r"http://voronka\.example(/link/[\w-]+)", text)
    browser = mailed.client
    assert post(browser, path, password="anna@kit.example").status_code == 422
    assert post(browser, path, password="nine-new-words").status_code == 303
    assert is_in(browser)
    assert not is_in(there), "all former sessions end"
    assert mailed.client.get(path).status_code == 404
    for _ in range(4):
        post(mailed.client, "/forgotten", email="anna@kit.example")
    mailed.app.extensions["voronka_letters"].wait()
    assert len(mailbox.letters) == 3, "nobody's mailbox is flooded"


def test_an_invitation_goes_by_mail_and_is_not_shown(site: Site, tmp_path: Path, mailbox: Mailbox) -> None:
    mailed = with_mail(site, tmp_path, mailbox.url)
    browser = sign_in(mailed, hire(mailed, "anna@kit.example", Role.ADMIN))
    answer = post(browser, "/team/invite", email="new@kit.example", role="hr")
    assert answer.status_code == 303
    assert "/link/" not in browser.get("/team").get_data(as_text=True)
    mailed.app.extensions["voronka_letters"].wait()
    [(to, text)] = mailbox.letters
    assert to == ["new@kit.example"]
    assert "http://voronka.example/link/" in text


def test_without_mail_the_page_says_whom_to_ask(site: Site) -> None:
    assert "у администратора" in site.get("/forgotten")
    assert post(site.client, "/forgotten", email="anna@kit.example").status_code == 404


def test_a_mail_server_that_is_gone_or_speaks_openly_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(VoronkaError, match="did not take a letter"):
        Post("smtp://127.0.0.1:1", "a@kit.example").send(Letter("b@kit.example", "x", "y"))
    with pytest.raises(VoronkaError, match="VORONKA_MAIL_FROM"):
        post_of(Settings(data=tmp_path, smtp_url=SecretStr("smtp://localhost")))


def test_a_teams_name_with_quotes_of_its_own_is_quoted_as_print_does(site: Site) -> None:
    with site.store.writing() as connection:
        team = accounts.create_team(connection, "Студия «Ветка»")
    browser = sign_in(site, hire(site, "anna@kit.example", Role.ADMIN, team))
    assert "Команда «Студия „Ветка“»" in browser.get("/team").get_data(as_text=True)


# -- what is kept ----------------------------------------------------------------------------------------------------


def test_the_store_keeps_hashes_only(site: Site) -> None:
    person = hire(site, "anna@kit.example", Role.ADMIN)
    sign_in(site, person)
    secret = link_to(site, invitation(person, "new@kit.example")).removeprefix("/link/")
    names = ("account", "account_session", "one_time_link")
    with site.store.reading() as connection:
        rows = [tuple(row) for name in names for row in connection.execute(sa.select(metadata.tables[name]))]
        hashed = connection.execute(sa.select(account.c.password)).scalar_one()
    assert hashed.startswith("$argon2id$")
    assert PASSWORD not in str(rows)
    assert secret not in str(rows)
    assert digest(secret) in str(rows)


def test_passwords_that_are_too_short_or_easy_are_refused() -> None:
    for bad in ("", "short", "a" * 12, "abababababab", "x" * 201, "anna-petrova"):
        with pytest.raises(RefusedError):
            hash_password(bad, "anna-petrova@kit.example")
    assert is_password(hash_password("пять слов и точка."), "пять слов и точка.")
    assert not is_password(None, "")
    assert not is_password("no hash", "x")


def test_of_two_at_once_one_uses_a_link(any_store: object) -> None:
    from voronka.store import Store

    assert isinstance(any_store, Store)
    with any_store.writing() as connection:
        secret = signing_in.make_link(connection, OneTimeLink(Purpose.FIRST_ADMIN, None, None, None, None, None), NOW)
    used = []
    for _ in range(2):
        with any_store.writing() as connection:
            used.append(signing_in.use(connection, secret))
    assert used == [True, False]
    with any_store.reading() as connection:
        assert not accounts.any_account(connection)

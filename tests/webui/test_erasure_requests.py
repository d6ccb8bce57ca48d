"""Erasure on request: asked for by anybody, proved, done by one click, answered, gone for good; nothing is told."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from tests.mailbox import Mailbox
from tests.webui.browsing import IN_BROWSER, PHONE, WIDE, Opener
from tests.webui.conftest import Site, post, with_mail
from tests.webui.test_access import axe_finds_nothing
from tests.webui.test_pages import said
from tests.webui.test_privacy import SECRETS
from voronka.erasure_requests import State
from voronka.ingest import Ingest
from voronka.store import erasure_requests
from voronka.store.tables import erasure_request
from webui.erasure_page import Limits

NOW = datetime.now(UTC)
HANDLE = "@tainaya_anna"


def ask(site: Site, **fields: str) -> str:
    """Send the form; gives the address of the request's page."""
    answer = post(site.client, "/erasure", **fields)
    assert answer.status_code == 303, said(answer.get_data(as_text=True))
    return str(answer.location)


def rows(site: Site) -> list[dict[str, object]]:
    with site.store.reading() as connection:
        return [dict(row._mapping) for row in connection.execute(sa.select(erasure_request))]


def queue(site: Site) -> str:
    return said(site.admin.get("/admin/requests").get_data(as_text=True))


def test_a_person_asks_sends_the_code_is_erased_and_stays_out(site: Site) -> None:
    number = site.ids["person"]
    listing = site.store.listing(number)
    assert listing is not None
    raw = site.store.raw(listing.newest.source, listing.newest.external_id)
    assert raw is not None
    path = ask(site, target=f"№ {number}", sender=HANDLE)
    code = str(rows(site)[0]["code"])
    shown = said(site.get(path))
    assert code in shown
    assert HANDLE in shown
    admin = site.admin
    assert "1 запрос" in said(admin.get("/admin").get_data(as_text=True))
    assert code in queue(site)
    assert post(admin, "/admin/requests/1/erase").status_code == 409, "first the proof"
    one = said(admin.get("/admin/requests/1").get_data(as_text=True))
    assert "этот контакт стоит в том, что просят стереть" in one
    assert "1 публикация целиком: kanal_a" in one
    post(admin, "/admin/requests/1/proved")
    assert "Подтверждено" in said(site.get(path))
    assert post(admin, "/admin/requests/1/erase").status_code == 303
    assert site.client.get(f"/listing/{number}").status_code == 404
    assert "Выполнено" in said(site.get(path))
    assert post(admin, "/admin/requests/1/erase").status_code == 404
    assert "запрос № 1" in said(admin.get("/admin/erase").get_data(as_text=True))
    Ingest(site.store).add_page([raw])
    assert site.store.raw(raw.source, raw.external_id) is None, "a crawl does not bring it back"
    [row] = rows(site)
    assert (row["target"], row["sender"], row["answer_to"]) == ("", "", "")


def test_a_contact_takes_all_that_has_it_and_others_cannot_be_passed_off(site: Site) -> None:
    ask(site, target="+7 900 000-77-01")
    ask(site, target=f"/listing/{site.ids['smm']}", sender=HANDLE)
    admin = site.admin
    assert "этого контакта нет" in said(admin.get("/admin/requests/2").get_data(as_text=True))
    for step in ("proved", "erase"):
        post(admin, f"/admin/requests/1/{step}")
    assert site.store.listing(site.ids["person"]) is None
    answer = post(admin, "/admin/requests/2/refuse", reason="Код пришёл с чужого адреса")
    assert answer.status_code == 303
    assert site.store.listing(site.ids["smm"]) is not None
    assert "отказано: Код пришёл с чужого адреса" in queue(site)


def test_nothing_tells_whether_anybody_was_found(site: Site) -> None:
    pages = []
    for target, sender in (
        (HANDLE, ""),
        ("@nobody_demo", ""),
        (f"№ {site.ids['person']}", HANDLE),
        ("№ 77777", HANDLE),
    ):
        page = site.get(ask(site, target=target, sender=sender))
        shown = re.sub(r"[A-Z2-9]{4}-[A-Z2-9]{4}|@\w+|/erasure/[\w-]+", "x", page)
        pages.append(re.sub(r'(name="csrf_token" value=")[^"]*', r"\1", shown))
    assert len(set(pages)) == 1
    for secret in ("nothing", "x" * 43, "confirm/nothing"):
        assert site.client.get(f"/erasure/{secret}").status_code == 404
    with site.store.reading() as connection:
        numbers = [one.id for one in erasure_requests.waiting(connection)]
    assert site.client.get(f"/erasure/{numbers[0]}").status_code == 404, "a number opens nothing"
    assert not [secret for secret in SECRETS[1:] if secret in site.get("/erasure")]


def test_an_e_mail_is_proved_by_a_letter_and_answered_by_one(site: Site, tmp_path: Path, mailbox: Mailbox) -> None:
    mailed = with_mail(site, tmp_path, mailbox.url)
    path = ask(mailed, target="Anna.Tainaya@pochta.example")
    shown = said(mailed.get(path))
    assert "Мы отправили письмо" in shown
    assert str(rows(mailed)[0]["code"]) not in shown
    mailed.app.extensions["voronka_letters"].wait()
    [(to, text)] = mailbox.letters
    assert to == ["anna.tainaya@pochta.example"]
    [link] = re.findall(r"http://voronka\.example(/erasure/confirm/[\w-]+)", text)
    browser = mailed.client
    assert "Подтвердить" in browser.get(link).get_data(as_text=True)
    assert rows(mailed)[0]["state"] == State.OPEN, "looking confirms nothing"
    assert post(browser, link).status_code == 200
    assert rows(mailed)[0]["state"] == State.PROVED
    assert browser.get(link).status_code == 404
    post(mailed.admin, "/admin/requests/1/erase")
    mailed.app.extensions["voronka_letters"].wait()
    assert mailbox.letters[1][0] == ["anna.tainaya@pochta.example"]
    assert "Ваш запрос выполнен" in mailbox.letters[1][1]
    assert mailed.store.listing(mailed.ids["person"]) is None
    for _ in range(4):
        ask(mailed, target="anna.tainaya@pochta.example")
    mailed.app.extensions["voronka_letters"].wait()
    assert len(mailbox.letters) == 4, "nobody's mailbox is flooded: three letters an hour confirm"


def test_an_answer_speaks_the_language_of_who_asked(site: Site, tmp_path: Path, mailbox: Mailbox) -> None:
    mailed = with_mail(site, tmp_path, mailbox.url)
    browser = mailed.client
    browser.set_cookie("lang", "en")
    assert post(browser, "/erasure", target=HANDLE, answer_to="Anna@pochta.example").status_code == 303
    post(mailed.admin, "/admin/requests/1/refuse", reason="The code came from elsewhere")
    mailed.app.extensions["voronka_letters"].wait()
    [(to, text)] = mailbox.letters
    assert to == ["anna@pochta.example"]
    assert "The code came from elsewhere" in text
    assert not re.search("[А-Яа-я]", text)


def test_what_is_wrong_is_told_and_what_was_typed_stays(shared: Site) -> None:
    for fields, words in (
        ({"target": "Анна <b>"}, "Это не похоже на телефон"),
        ({"target": "№ 3"}, "с которых вы подтвердите"),
        ({"target": HANDLE, "answer_to": "nobody"}, "Это не похоже на адрес электронной почты"),
    ):
        answer = post(shared.client, "/erasure", **fields)
        page = answer.get_data(as_text=True)
        assert answer.status_code == 422
        assert words in said(page)
        assert fields["target"].replace("<b>", "&lt;b&gt;") in page
    assert shared.client.post("/erasure", data={"target": HANDLE}).status_code == 400, "without the form's token"


def test_who_asks_too_often_has_to_wait(site: Site) -> None:
    codes = [post(site.client, "/erasure", target=HANDLE).status_code for _ in range(6)]
    assert codes == [303] * 5 + [429]
    limits: Limits = site.app.extensions["voronka_erasure"]
    assert limits.everybody.most > limits.network.most


def test_what_a_person_wrote_is_kept_no_longer_than_needed(site: Site) -> None:
    for target in ("@first_demo", "@second_demo", "@third_demo"):
        ask(site, target=target)
    with site.store.writing() as connection:
        erasure_requests.prove(connection, 2, NOW)
        erasure_requests.close(connection, 3, State.REFUSED, "чужое", NOW)
        assert erasure_requests.prune(connection, NOW + timedelta(days=29)) == 0
        assert erasure_requests.prune(connection, NOW + timedelta(days=31)) == 1
        left = {row.id: row.target for row in connection.execute(sa.select(erasure_request))}
        assert left == {2: "@second_demo", 3: ""}, "a proved one waits for its answer"
        assert erasure_requests.prune(connection, NOW + timedelta(days=91)) == 1


def test_a_late_one_is_marked(site: Site) -> None:
    ask(site, target=HANDLE)
    assert "ответить до" in queue(site)
    with site.store.writing() as connection:
        connection.execute(sa.update(erasure_request).values(created_at=NOW - timedelta(days=20)))
    assert "срок прошёл" in queue(site)


class TestInABrowser:
    """On a phone without JavaScript, and the admin's queue."""

    pytestmark = IN_BROWSER

    @pytest.mark.full
    def test_asked_for_on_a_phone_and_done_by_the_admin(self, visit: Opener, shared: Site) -> None:
        page = visit(f"/listing/{shared.ids['designer']}", PHONE, script=False)
        expect(page.get_by_role("link", name="Удалить мои данные")).to_have_count(0)
        page.goto(f"/listing/{shared.ids['person']}")
        page.get_by_role("link", name="Удалить мои данные").click()
        page.get_by_label("С чего вы подтвердите").fill("@nobody_demo")
        page.get_by_role("button", name="Дальше").click()
        code = page.locator(".request-code code").inner_text()
        again = visit(page.url.removeprefix(page.url.split("/erasure")[0]), WIDE, dark=True)
        axe_finds_nothing(again)
        again.goto("/erasure")
        axe_finds_nothing(again)
        boss = visit("/admin/requests", PHONE, admin=True)
        axe_finds_nothing(boss)
        expect(boss.get_by_text(code)).to_be_visible()
        boss.get_by_role("link", name="№").first.click()
        axe_finds_nothing(boss)
        boss.get_by_label("Причина").fill("Проверка")
        boss.get_by_role("button", name="Отказать и ответить").click()
        expect(boss.get_by_text("отказано: Проверка")).to_be_visible()

"""Resumes of a team's own: files are read, shown, stored; the team finds them, nobody else finds anything of them."""

import io
import re

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import expect
from werkzeug.test import TestResponse

from tests.resumes import made
from tests.webui.browsing import IN_BROWSER, PHONE, WIDE, Opener
from tests.webui.conftest import Site, cookie_of, post
from tests.webui.people import hire, sign_in
from tests.webui.test_access import axe_finds_nothing
from voronka.accounts import Role
from voronka.resumes import taking
from voronka.resumes.files import Found
from voronka.store import accounts

GROUND = {"ground": "consent", "basis": "письмо от 3 ноября"}
WORDS = "танцуй-пробно"
TEXT = f"{made.TEXT}\nВела проект {WORDS}"


def send(
    browser: FlaskClient, path: str, fields: dict[str, str], files: dict[str, bytes] | None = None
) -> TestResponse:
    """Send a form with files."""
    page = browser.get("/resumes").get_data(as_text=True)
    [token, *_] = re.findall(r'name="csrf_token" value="([^"]+)"', page)
    uploads = [(io.BytesIO(data), name) for name, data in (files or {}).items()]
    return browser.post(path, data={"csrf_token": token, "files": uploads, **fields})


def hidden_of(page: str) -> dict[str, str]:
    """The fields of the second step as a browser would send them."""
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page))
    fields |= dict(re.findall(r'name="(text-\d+)"[^>]*>\n(.*?)</textarea>', page, re.DOTALL))
    return fields


def bring(site: Site, team: str, text: str = TEXT) -> int:
    """Put a resume into a site's store and index; gives its listing."""
    with site.store.writing() as connection:
        if not accounts.teams_named(connection, team):
            accounts.create_team(connection, team, team)
    basis = taking.basis("consent", "письмо от 3 ноября", None, "Анна", site.store.clock.now())
    [taken] = taking.take_in(site.store, team, [Found("igor.txt", text)], basis)
    site.app.extensions["voronka"].search.catch_up()
    assert taken.listing is not None
    return taken.listing


def hr(site: Site, name: str = "anna") -> tuple[FlaskClient, str]:
    """A browser of an HR of a team of their own, and the team."""
    person = hire(site, f"{name}@kit.example", Role.HR)
    return sign_in(site, person), person.team


def test_files_are_read_shown_and_stored(site: Site) -> None:
    browser, team = hr(site)
    table = "Должность;Город;Телефон\nКопирайтер;Самара;+7 900 000-11-99\n;;\n;Москва;\n"
    given = {"vera.pdf": made.VERA, "t.csv": table.encode("cp1251"), "x.png": b"\0"}
    answer = send(browser, "/resumes/read", GROUND, given)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    for shown in (
        "Таргетолог",
        "110\u202f000",
        "Казань или удалённо",
        "@vera_target_demo",
        "Копирайтер",
        "+79000001199",
    ):
        assert shown.replace("\u202f", "") in page.replace("\u202f", "").replace("\u00a0", ""), shown
    assert "x.png: это не PDF, DOCX, TXT или CSV" in page
    assert "t.csv, строка 4: нет ни роли" in page
    assert site.store.stats()["sources"].get("resumes") is None, "nothing is stored yet"
    fields = hidden_of(page)
    del fields["csrf_token"]
    done = send(browser, "/resumes/store", fields | {"take": "1"})
    page = done.get_data(as_text=True)
    assert "Сохранено: 1" in page
    [number] = re.findall(r'href="/listing/(\d+)"', page)
    card = browser.get(f"/listing/{number}").get_data(as_text=True)
    assert "Видит только ваша команда" in card
    assert "Кандидат дал согласие: <bdi>письмо от 3 ноября" in card
    assert "Anna" in card
    listing = site.store.listing(int(number))
    assert listing is not None
    assert listing.owner_team == team
    assert f"/listing/{number}" in browser.get("/resumes").get_data(as_text=True)
    assert f"/listing/{number}" in browser.get("/?kind=candidate&q=таргетолог казань").get_data(as_text=True)


@pytest.mark.parametrize(
    "who", ["stranger", "another team", *(pytest.param(who, marks=pytest.mark.full) for who in ("site admin", "token"))]
)
def test_nobody_else_finds_anything_of_it(site: Site, who: str) -> None:
    browser = {
        "stranger": lambda: site.client,
        "another team": lambda: hr(site, "vera")[0],
        "site admin": lambda: sign_in(site, hire(site, "boss@kit.example", None, site_admin=True)),
        "token": lambda: site.admin,
    }[who]()
    paths = [
        f"/listing/{site.ids['person']}", "/?kind=candidate", f"/?kind=candidate&q={WORDS}",
        "/?kind=candidate&source=resumes", "/?source=resumes",
        "/api/search?kind=candidate", f"/api/search?q={WORDS}&exact=1", "/?kind=candidate&stale=1&order=date",
        "/?q=smm", "/sources", "/?kind=candidate&q=smm москва", "/",
    ]  # fmt: skip

    def bare(path: str) -> str:
        page = browser.get(path).get_data(as_text=True)
        # a form's token, and the number of a search that one made just now
        return re.sub(r'csrf_token" value="[^"]*"|value="\d+" aria-label="Забыть', "", page)

    for path in paths:
        browser.get(path)  # what was opened once is seen
    before = {path: bare(path) for path in paths}
    number = bring(site, "kit")
    for path in paths:
        assert bare(path) == before[path], f"{path}: the same to a letter"
    for path in (f"/listing/{number}", f"/listing/{number}?pane", f"/resumes/{number}"):
        assert browser.get(path).status_code == 404
    opened = browser.get(f"/?kind=candidate&open={number}").get_data(as_text=True)
    assert "Пробный" not in opened, "one's own search may stand there, the resume not"
    assert f"/listing/{number}" not in opened
    for path in (f"/listing/{number}/contacts", f"/resumes/{number}/remove", f"/listing/{number}/mark"):
        assert post(browser, path, mark="starred", on="1").status_code in {303, 403, 404}
    assert site.store.listing(number) is not None


def test_the_team_finds_it_everywhere_it_counts_and_contacts_stay_masked(site: Site) -> None:
    before = site.client.get("/api/search?kind=candidate").get_json()["total"]
    browser, team = hr(site)
    number = bring(site, team)
    found = browser.get("/api/search?kind=candidate").get_json()
    assert found["total"] == before + 1
    assert number in {hit["id"] for hit in found["hits"]}
    for path in (
        "/?kind=candidate",
        f"/listing/{number}",
        f"/?kind=candidate&open={number}",
        "/api/search?kind=candidate",
    ):
        page = browser.get(path).get_data(as_text=True)
        assert "igor_probny" not in page, path
        assert "000-45-67" not in page, path
    assert "Резюме команды" in browser.get("/?kind=candidate").get_data(as_text=True)
    shown = post(browser, f"/listing/{number}/contacts").get_data(as_text=True)
    assert "https://t.me/igor_probny_demo" in shown
    colleague = hire(site, "mark@kit.example", Role.MANAGER, team)
    theirs = sign_in(site, colleague)
    assert WORDS in theirs.get(f"/listing/{number}").get_data(as_text=True)
    assert theirs.get("/resumes").status_code == 403
    assert "Удалить резюме" not in theirs.get(f"/listing/{number}").get_data(as_text=True)


def test_who_leaves_the_team_or_works_in_another_finds_it_no_more(site: Site) -> None:
    person = hire(site, "anna@kit.example", Role.HR)
    browser, number = sign_in(site, person), bring(site, person.team)
    with site.store.writing() as connection:
        other = accounts.create_team(connection, "Ветка")
        accounts.join(connection, person.id, other, Role.HR)
    assert browser.get(f"/listing/{number}").status_code == 200
    post(browser, "/account/team", team=other)
    assert browser.get(f"/listing/{number}").status_code == 404
    post(browser, "/account/team", team=person.team)
    assert browser.get(f"/listing/{number}").status_code == 200
    with site.store.writing() as connection:
        accounts.change_role(connection, person.team, person.id, None)
    assert browser.get(f"/listing/{number}").status_code == 404


def test_removing_erases_it_for_the_team(site: Site) -> None:
    browser, team = hr(site)
    number = bring(site, team)
    post(browser, f"/listing/{number}/note", text="звонить после шести")
    answer = post(browser, f"/resumes/{number}/remove")
    assert answer.status_code == 303
    assert "Резюме удалено" in browser.get("/resumes").get_data(as_text=True)
    assert browser.get(f"/listing/{number}").status_code == 404
    assert browser.get(f"/api/search?kind=candidate&q={WORDS}").get_json()["total"] == 0
    assert post(browser, f"/resumes/{site.ids['person']}/remove").status_code == 404, "a public post is not the team's"
    assert post(browser, "/resumes/99999999999/remove").status_code == 404


def test_an_erased_person_is_kept_out_and_the_page_says_so(site: Site) -> None:
    browser, team = hr(site)
    number = bring(site, team)
    answer = post(site.admin, "/admin/erase", listing=str(number), reason="письмо")
    assert answer.status_code == 303
    answer = send(browser, "/resumes/store", GROUND | {"take": "1", "text-1": TEXT, "file-1": "igor.txt"})
    page = answer.get_data(as_text=True)
    assert "не сохранено: этого человека стёрли по его просьбе" in page
    assert "Сохранено: 0" in page


LACKING: dict[str, dict[str, str]] = {
    "Выберите файлы": {},
    "на каком основании": {"text": TEXT},
    "Выберите, на каком": {"text": TEXT, "ground": "x", "basis": "письмо от"},
    "чем это подтверждается": {"text": TEXT, "ground": "consent"},
    "в файле нет текста": {"text": "—", **GROUND},
}


def test_what_lacks_a_ground_or_a_text_is_not_taken(site: Site) -> None:
    browser, _team = hr(site)
    for said, fields in LACKING.items():
        answer = send(browser, "/resumes/read", fields)
        assert answer.status_code == 422, said
        assert said in answer.get_data(as_text=True)
        if fields.get("basis") != GROUND["basis"]:
            ground = {name: fields[name] for name in GROUND if name in fields}
            stored = send(browser, "/resumes/store", {"take": "1", "text-1": TEXT} | ground)
            assert stored.status_code == 422, said
    assert site.store.stats()["sources"].get("resumes") is None


def test_hostile_files_and_texts_stay_text(site: Site) -> None:
    browser, _team = hr(site)
    script = "<script>alert(1)</script>"
    text = f"{script} Ищу работу: SMM-менеджер, опыт 3 года"
    answer = send(browser, "/resumes/read", GROUND, {f"{script}.txt": text.encode()})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert script not in page
    for wrong in ("0", "x", "-1", "99999", "1"):
        assert send(browser, "/resumes/store", GROUND | {"take": wrong}).status_code == 422
    fields = {"take": "1", "text-1": f"{script} SMM", "file-1": f"../{script}"}
    stored = send(browser, "/resumes/store", GROUND | fields)
    assert script not in stored.get_data(as_text=True)


def test_too_many_files_and_too_much_at_once_are_refused(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    browser, _team = hr(site)
    many = {f"{number}.txt": TEXT.encode() for number in range(21)}
    assert "не больше 20" in send(browser, "/resumes/read", GROUND, many).get_data(as_text=True)
    large = {"a.txt": b"x" * 200_000}
    assert send(browser, "/resumes/read", GROUND, large).status_code == 200, "larger than other forms"
    assert send(browser, "/team/invite", {}, large).status_code == 413
    assert site.client.post("/resumes/read", data={"files": (io.BytesIO(b"x" * 200_000), "a.txt")}).status_code == 413
    monkeypatch.setattr("webui.uploads.LARGER", {"resumes.read": (100_000, 500_000, 60)})
    assert "разделите на части" in send(browser, "/resumes/read", GROUND, large).get_data(as_text=True)
    monkeypatch.undo()
    monkeypatch.setattr(site.app.extensions["voronka_resumes"], "most", 1)
    answer = send(browser, "/resumes/read", GROUND, large)
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0


def test_files_that_take_too_long_leave_the_others_for_later(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    browser, _team = hr(site)
    monkeypatch.setattr("webui.resumes_page._BUDGET", -1)
    page = send(browser, "/resumes/read", GROUND, {"a.txt": TEXT.encode()}).get_data(as_text=True)
    assert "a.txt: не прочитан" in page


class TestInABrowser:
    """The whole way, wide and on a phone, with and without JavaScript."""

    pytestmark = IN_BROWSER

    @pytest.mark.full
    @pytest.mark.parametrize(
        ("viewport", "script"), [(WIDE, True), pytest.param(PHONE, False, marks=pytest.mark.full)]
    )  # fmt: skip
    def test_a_pdf_becomes_a_card(self, visit: Opener, shared: Site, viewport: dict[str, int], script: bool) -> None:
        browser, _team = hr(shared, f"pdf-{script}".lower())
        page = visit("/?kind=candidate", viewport, script=script, session=cookie_of(browser))
        page.get_by_role("link", name="Загрузить резюме").click()
        expect(page.get_by_role("heading", name="Резюме команды")).to_be_visible()
        axe_finds_nothing(page) if script else None
        page.set_input_files("#files", {"name": "vera.pdf", "mimeType": "application/pdf", "buffer": made.VERA})
        page.get_by_label("Кандидат дал согласие").check()
        page.get_by_label("Чем подтверждается").fill("письмо от 3 ноября")
        page.get_by_role("button", name="Прочитать").click()
        expect(page.get_by_role("checkbox", name="Таргетолог")).to_be_checked()
        axe_finds_nothing(page) if script else None
        page.get_by_role("button", name="Сохранить отмеченные").click()
        expect(page.get_by_role("heading", name="Сохранено: 1 резюме")).to_be_visible()
        axe_finds_nothing(page) if script else None
        page.get_by_role("link", name="Таргетолог").click()
        expect(page.get_by_text("Видит только ваша команда")).to_be_visible()
        axe_finds_nothing(page) if script else None
        page.goto("/resumes")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth") if script else True

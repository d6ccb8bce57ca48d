"""The form of a person who looks for work: consent, a letter, one link to publish, change and remove; no telling."""

import re
from collections.abc import Iterator
from typing import cast

import pytest
from playwright.sync_api import expect

from tests.webui.browsing import IN_BROWSER, PHONE, WIDE, Opener
from tests.webui.conftest import Site
from tests.webui.test_access import axe_finds_nothing
from voronka.mail import Letter, Post
from webui.letters import Letters

BASE = "http://voronka.example"
FIELDS = {
    "role": "SEO-специалист", "city": "Самара", "format": "remote", "pay": "от 90 000", "experience": "3",
    "about": "Вела блог о растениях", "contact": "@lena_seo_demo, +7 900 000-22-33", "email": "lena@pochta.example",
    "consent": "yes",
}  # fmt: skip
SECRETS = ("lena_seo", "000-22-33", "79000002233", "lena@pochta")


class Box:
    """What sends letters: it keeps them."""

    def __init__(self) -> None:
        self.letters: list[Letter] = []

    def send(self, letter: Letter) -> None:
        self.letters.append(letter)


@pytest.fixture
def box(site: Site) -> Iterator[Box]:
    """The letters of a site that sends some."""
    kept = Box()
    site.app.extensions["voronka_letters"] = Letters(cast(Post, kept), BASE)
    yield kept
    site.app.extensions["voronka_letters"].wait()


def send(site: Site, path: str, fields: dict[str, str]) -> tuple[int, str]:
    """Send a form as a new visitor; gives the code and the page that it leads to."""
    browser = site.client
    [token, *_] = re.findall(r'name="csrf_token" value="([^"]+)"', browser.get("/sign-in").get_data(as_text=True))
    answer = browser.post(path, data={"csrf_token": token, **fields})
    site.app.extensions["voronka_letters"].wait()
    page = answer if answer.status_code != 303 else browser.get(str(answer.location))
    return answer.status_code, page.get_data(as_text=True)


def link(letter: Letter) -> str:
    [path] = re.findall(rf"{BASE}(/seeking/[\w-]+)", letter.text)
    return str(path)


def published(site: Site, box: Box) -> tuple[str, int]:
    """A published offer: its link and its listing."""
    send(site, "/seeking", FIELDS)
    path = link(box.letters[-1])
    _code, page = send(site, f"{path}/publish", {})
    [number] = re.findall(r'href="/listing/(\d+)"', page)
    return path, int(number)


def total(site: Site, words: str = "seo самара") -> int:
    answer = site.client.get("/api/search", query_string={"q": words, "kind": "candidate"}).get_json()
    return int(answer["total"])


def test_a_person_posts_changes_and_removes_themselves(site: Site, box: Box) -> None:
    before = site.client.get("/seeking").get_data(as_text=True)
    assert "checked" not in before, "the consent is not given beforehand"
    code, page = send(site, "/seeking", FIELDS)
    assert (code, "Осталось подтвердить" in page) == (200, True)
    [letter] = box.letters
    assert letter.to == "lena@pochta.example"
    path = link(letter)
    for _ in range(2):
        assert "Пока его не видит никто" in site.get(path), "looking publishes nothing"
    assert total(site) == 0
    code, page = send(site, f"{path}/publish", {})
    assert (code, "Опубликовано" in page) == (303, True)
    assert total(site) == 1, "at once"
    assert "Я согласен на то" in page
    send(site, f"{path}/change", FIELDS | {"city": "Казань"})
    assert (total(site), total(site, "seo казань")) == (0, 1)
    code, page = send(site, f"{path}/remove", {})
    assert (code, "Объявление удалено" in page) == (200, True)
    assert total(site, "seo казань") == 0
    assert site.client.get(path).status_code == 404
    assert send(site, f"{path}/publish", {})[0] == 404


def test_its_contacts_are_masked_as_any_candidates(site: Site, box: Box) -> None:
    _path, number = published(site, box)
    for path in (
        f"/listing/{number}",
        f"/listing/{number}?pane",
        "/?kind=candidate&q=seo",
        "/api/search?q=seo самара",
        "/sources",
    ):
        page = site.get(path)
        assert not [secret for secret in SECRETS if secret in page], path
    assert total(site, "lena_seo_demo") == 0


LACKING = {
    "Без согласия разместить нельзя": {"consent": ""},
    "не похоже на адрес": {"email": "nobody"},
    "Нужен контакт": {"contact": "звоните"},
    "кем хотите работать": {"role": "", "about": ""},
    "Слишком много ссылок": {"about": "www.a.example " * 6},
}


def test_what_is_missing_is_said_and_what_was_written_stays(site: Site, box: Box) -> None:
    for said, changes in LACKING.items():
        code, page = send(site, "/seeking", FIELDS | changes)
        assert (code, said in page) == (422, True), said
        assert 'value="Самара"' in page
        assert 'name="consent" value="yes" required>' in page
    assert box.letters == []


def test_programs_and_floods_get_the_same_answer_and_no_letter(site: Site, box: Box) -> None:
    right = send(site, "/seeking", FIELDS)[1]
    assert send(site, "/seeking", FIELDS | {"homepage": "https://spam.example"}) == (200, right)
    for _ in range(4):
        assert send(site, "/seeking", FIELDS) == (200, right)
    assert len(box.letters) == 3, "nobody's mailbox is flooded"
    for number in range(5):
        code, _page = send(site, "/seeking", FIELDS | {"email": f"a{number}@pochta.example"})
    assert code == 429


def test_a_lost_link_comes_again_and_nothing_tells_of_an_address(site: Site, box: Box) -> None:
    path, _number = published(site, box)
    unknown, known = (send(site, "/seeking/lost", {"email": one}) for one in ("nobody@pochta.example", FIELDS["email"]))
    assert unknown == known
    assert len(box.letters) == 2
    new = link(box.letters[-1])
    assert new != path
    assert site.client.get(path).status_code == 404
    assert "Опубликовано" in site.get(new)
    assert send(site, "/seeking/lost", {"email": "nobody"})[0] == 422


def test_a_link_is_ones_own_and_told_to_nobody(site: Site, box: Box) -> None:
    path, _number = published(site, box)
    answer = site.client.get(path)
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    for act in ("publish", "change", "remove"):
        assert site.client.post(f"{path}/{act}").status_code == 400, "a form of this site is wanted"
        assert site.client.get(f"{path}/{act}").status_code in {404, 405}
        assert send(site, f"/seeking/{'x' * 43}/{act}", FIELDS)[0] == 404


def test_who_changes_too_often_has_to_wait(site: Site, box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(site.app.extensions["voronka_seeking"].changes, "most", 2)
    path, _number = published(site, box)
    codes = [send(site, f"{path}/change", FIELDS)[0] for _ in range(2)]
    assert codes == [303, 429]


def test_hostile_words_stay_words(site: Site, box: Box) -> None:
    script = "<script>alert(1)</script>"
    fields = FIELDS | {name: f"{script} {FIELDS[name]}" for name in ("role", "city", "pay", "experience", "about")}
    send(site, "/seeking", fields)
    path = link(box.letters[0])
    assert script not in site.get(path)
    _code, page = send(site, f"{path}/publish", {})
    [number] = re.findall(r'href="/listing/(\d+)"', page)
    assert script not in page + site.get(f"/listing/{number}")
    assert send(site, "/seeking", FIELDS | {"format": "moon"})[0] == 400


def test_without_mail_the_form_is_not_offered_and_the_admin_is_told(site: Site) -> None:
    page = site.get("/seeking")
    assert "не отправляет писем" in page
    assert "<textarea" not in page
    assert "VORONKA_SMTP_URL" not in page
    assert "VORONKA_SMTP_URL" in site.admin.get("/seeking").get_data(as_text=True)
    assert "выключена: нет почты" in site.admin.get("/admin").get_data(as_text=True)
    assert "Сами ищете работу" not in site.get("/?kind=candidate")
    for path in ("/seeking", "/seeking/lost"):
        assert send(site, path, FIELDS)[0] == 404


def test_the_admin_closes_the_form_and_links_go_on_working(site: Site, box: Box) -> None:
    path, number = published(site, box)
    site.store.set_disabled("voronka_people", disabled=True)
    assert "сейчас не принимаются" in site.get("/seeking")
    assert "выключена на странице" in site.admin.get("/admin").get_data(as_text=True)
    assert send(site, "/seeking", FIELDS)[0] == 404
    assert site.client.get(f"/listing/{number}").status_code == 200
    assert send(site, f"{path}/remove", {})[0] == 200


class TestInABrowser:
    """The form and the link's page, wide and on a phone, with and without JavaScript."""

    pytestmark = IN_BROWSER

    @pytest.mark.full
    @pytest.mark.parametrize(("viewport", "script"), [(PHONE, True), (WIDE, True), (WIDE, False)])
    def test_a_person_posts_themselves(
        self, visit: Opener, shared: Site, viewport: dict[str, int], script: bool
    ) -> None:
        kept, former = Box(), shared.app.extensions["voronka_letters"]
        shared.app.extensions["voronka_letters"] = Letters(cast(Post, kept), BASE)
        try:
            page = visit("/?kind=candidate", viewport, script=script)
            page.get_by_role("link", name="Расскажите о себе").click()
            expect(page.get_by_role("heading", name="Ищу работу")).to_be_visible()
            axe_finds_nothing(page) if script else None
            for name in ("role", "city", "contact", "email"):
                page.fill(f"#{name}", FIELDS[name])
            page.get_by_label("Я согласен").check()
            page.get_by_role("button", name="Отправить письмо").click()
            expect(page.get_by_text("Осталось подтвердить")).to_be_visible()
            shared.app.extensions["voronka_letters"].wait()
            page.goto(link(kept.letters[0]))
            axe_finds_nothing(page) if script else None
            page.get_by_role("button", name="Опубликовать").click()
            expect(page.get_by_role("link", name="Как его видят все")).to_be_visible()
            page.get_by_text("Удалить объявление").first.click()
            axe_finds_nothing(page) if script else None
            page.get_by_role("button", name="Удалить объявление").click()
            expect(page.get_by_role("heading", name="Объявление удалено")).to_be_visible()
        finally:
            shared.app.extensions["voronka_letters"] = former

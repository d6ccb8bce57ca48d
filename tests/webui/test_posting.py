"""A team's vacancies: pasted, corrected beside the text, published, closed; what is hostile does no harm."""

import re
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.vacancies.test_markup import PASTED
from tests.webui.browsing import IN_BROWSER, PHONE, WIDE, Opener
from tests.webui.conftest import Site, cookie_of, post
from tests.webui.people import Person, hire, sign_in
from tests.webui.test_access import axe_finds_nothing
from voronka.accounts import Role
from voronka.clock import Clock
from voronka.store import vacancies

MESSY = """🔥🔥 Ребят, всем привет! Ищу в команду маркетолога ‼️
студия «Сырный Гусь», удалёнка, полный день
платим 60-80к на руки, опыт от года
кидайте резюме @syrny_gus_hr_demo до 30 ноября"""
TWO = """Вакансии недели

1. Копирайтер в журнал о чае «Пиала», удалённо, 60 000 ₽ — @chai_hr_demo
2. Дизайнер презентаций в бюро «Слайдер», Москва, офис, 120 000 ₽ — @slider_hr_demo"""


@pytest.fixture
def vera(site: Site) -> Person:
    """A recruiter whose team is trusted."""
    person = hire(site, "vera@gus.example", Role.RECRUITER)
    with site.store.writing() as connection:
        vacancies.trust(connection, person.team, site.store.clock.now())
    return person


@pytest.fixture
def hers(site: Site, vera: Person) -> FlaskClient:
    return sign_in(site, vera)


def begin(hers: FlaskClient, text: str = MESSY) -> str:
    """Paste a text; gives the path of its vacancy."""
    answer = post(hers, "/vacancies/new", text=text)
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return (answer.location or "").removesuffix("/edit")


def filled(hers: FlaskClient, path: str) -> dict[str, Any]:
    """What stands in the form."""
    page = BeautifulSoup(hers.get(f"{path}/edit").get_data(as_text=True), "lxml")
    form = page.select_one("form.correct")
    assert form is not None
    found: dict[str, Any] = {}
    for node in form.select("input[name], select[name], textarea[name]"):
        name = str(node["name"])
        if node.name == "select":
            chosen = node.select_one("option[selected]")
            found[name] = "" if chosen is None else chosen.get("value", chosen.text)
        elif node.name == "textarea":
            found[name] = node.text.removeprefix("\n")
        elif node.get("type") == "checkbox":
            if node.has_attr("checked"):
                found.setdefault(name, []).append(node["value"])
        elif name in ("roles", "cities", "contacts"):
            found.setdefault(name, []).append(node["value"])
        else:
            found[name] = node["value"]
    return found


def send(hers: FlaskClient, path: str, do: str, **changes: Any) -> TestResponse:
    """Send the form with changes."""
    return hers.post(f"{path}/edit", data={**filled(hers, path), "do": do, **changes})


def words(page: TestResponse) -> str:
    return " ".join(BeautifulSoup(page.get_data(as_text=True), "lxml").get_text(" ").replace("\u00a0", " ").split())


def test_pasted_corrected_published_found_and_closed(site: Site, hers: FlaskClient) -> None:
    path = begin(hers)
    form = filled(hers, path)
    assert (form["min"], form["max"], form["tax"]) == ("60\u202f000", "80\u202f000", "net")
    assert form["roles"][0] == "Маркетолог"
    assert form["formats"] == ["remote"]
    assert form["contacts"][0] == "@syrny_gus_hr_demo"
    assert form["deadline"] == "2026-11-30"
    page = hers.get(f"{path}/edit").get_data(as_text=True)
    assert re.search(r'<mark class="f f-salary"[^>]*>60-80к', page)
    number = path.rpartition("/")[2]
    assert site.client.get(f"/vacancy/{number}").status_code == 404
    answer = send(hers, path, "publish", min="90 000", max="110 000")
    assert answer.location == path, words(answer)
    assert "Опубликовано" in words(hers.get(path))
    assert "90 000" in words(site.client.get(f"/vacancy/{number}"))
    assert "90 000" in words(site.client.get("/?q=маркетолог сырный гусь"))
    # an edit that is only kept changes nothing that others see
    assert send(hers, path, "save", title="Маркетолог-сыровар").location == path
    assert "сыровар" not in words(site.client.get(f"/vacancy/{number}"))
    assert post(hers, f"{path}/publish").location == path
    assert "сыровар" in words(site.client.get(f"/vacancy/{number}"))
    assert "Должность" in words(hers.get(path))
    post(hers, f"{path}/close")
    assert site.client.get(f"/vacancy/{number}").status_code == 410
    assert "сыровар" not in words(site.client.get("/?q=маркетолог сырный гусь"))


def test_of_several_those_that_are_chosen_become_drafts(hers: FlaskClient) -> None:
    asked = post(hers, "/vacancies/new", text=TWO)
    assert "нашлось: 2 вакансии" in words(asked)
    answer = post(hers, "/vacancies/new", text=TWO, part="1")
    form = filled(hers, (answer.location or "").removesuffix("/edit"))
    assert form["cities"][0] == "Москва"
    assert form["contacts"][0] == "@slider_hr_demo"
    assert "Пиала" not in form["text"]


def test_what_cannot_be_is_told_and_what_was_typed_stays(hers: FlaskClient) -> None:
    path = begin(hers)
    for changes, said in (
        ({"min": "много"}, "не сумма"),
        ({"cities": ["Масква"], "formats": []}, "может быть, «Москва»"),
        ({"contacts": ["позвоните мне"]}, "не похоже на контакт"),
        ({"experience": "сто"}, "не число лет"),
        ({"deadline": "завтра"}, "не дата"),
        ({"formats": [], "cities": []}, "Нужен город"),
        ({"title": ""}, "Нужна должность"),
        ({"title": "Маркетолог", "text": "коротко"}, "хотя бы 40 букв"),
        ({"text": MESSY, "formats": ["remote"], "deadline": "2020-01-01"}, "уже прошёл"),
    ):
        answer = send(hers, path, "publish", company="Своя компания", **changes)
        assert answer.status_code == 422, changes
        assert said in words(answer), changes
        assert 'value="Своя компания"' in answer.get_data(as_text=True)
    assert post(hers, "/vacancies/new", text="коротко").status_code == 422


def test_two_who_save_at_once_are_told(site: Site, hers: FlaskClient, vera: Person) -> None:
    path = begin(hers)
    before = filled(hers, path)
    other = sign_in(site, hire(site, "boris@gus.example", Role.HR, vera.team))
    assert send(other, path, "save", title="Его должность").status_code == 303
    answer = hers.post(f"{path}/edit", data={**before, "do": "save", "title": "Её должность"})
    assert answer.status_code == 422
    assert "изменил кто-то другой" in words(answer)
    assert filled(hers, path)["title"] == "Его должность"
    again = hers.post(
        f"{path}/edit", data={**before, "do": "save", "title": "Её", "version": filled(hers, path)["version"]}
    )
    assert again.status_code == 303


def test_the_preview_says_what_it_reads_and_keeps_nothing(hers: FlaskClient) -> None:
    path = begin(hers)
    data = filled(hers, path)
    seen = hers.post(f"{path}/preview", data={**data, "title": "Другая", "company": "Иная"})
    assert "Другая" in words(seen)
    assert "указали вы" in words(seen)
    assert filled(hers, path)["title"] != "Другая"
    wrong = hers.post(f"{path}/preview", data={**data, "cities": ["Масква"]})
    assert (wrong.status_code, wrong.headers["HX-Retarget"]) == (200, "#seen-line")
    unlawful = {**data, "text": MESSY + "\nТолько девушки до 35 лет, без вложений"}
    assert "ст. 64 ТК РФ" in words(hers.post(f"{path}/preview", data=unlawful))
    anew = send(hers, path, "reread", text=MESSY.replace("60-80к", "200-250к"))
    assert 'value="200\u202f000"' in anew.get_data(as_text=True)


def test_another_team_finds_nothing_and_strangers_sign_in(site: Site, hers: FlaskClient) -> None:
    path = begin(hers)
    other = sign_in(site, hire(site, "eva@lis.example", Role.HR))
    for page in ("", "/edit"):
        assert other.get(f"{path}{page}").status_code == 404
    for what in ("edit", "preview", "publish", "close", "prolong", "remove"):
        assert post(other, f"{path}/{what}").status_code == 404, what
    assert "маркетолог" not in words(other.get("/vacancies")).lower()
    assert "/sign-in" in (site.client.get(path).location or "")


def test_a_team_that_is_not_trusted_waits(site: Site) -> None:
    browser = sign_in(site, hire(site, "new@lis.example", Role.MANAGER))
    path = begin(browser)
    assert send(browser, path, "publish").status_code == 303
    assert "Отправлено на проверку" in words(browser.get(path))
    assert site.client.get(path.replace("vacancies", "vacancy")).status_code == 404
    post(browser, f"{path}/remove")
    assert browser.get(path).status_code == 404


def test_it_is_prolonged_at_its_end(site: Site, hers: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    path = begin(hers, PASTED)
    send(hers, path, "publish")
    post(hers, f"{path}/prolong")
    assert "Продлить можно в последние" in words(hers.get(path))
    monkeypatch.setattr(site.store, "clock", Clock(site.store.clock.now() + timedelta(days=25)))
    assert "ещё 5 дней" in words(hers.get("/vacancies"))
    post(hers, f"{path}/prolong")
    assert "ещё 30 дней" in words(hers.get(path))


HOSTILE = {
    "script": f"{MESSY}\n</textarea></script><script>alert(1)</script>",
    "direction": f"{MESSY}\n\u202eкетролок\u202c\u2066\u200b\u200f",
    "a megabyte": "Ищем маркетолога, удалённо, 80 000 ₽, @gus_demo. " * 21_000,
    "combining": "Ищем маркетолога на удалёнку " + "\u0301" * 5000,
    "nothing else": "\u0000" * 5000 + "🔥" * 5000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_does_no_harm(hers: FlaskClient, name: str) -> None:
    answer = post(hers, "/vacancies/new", text=HOSTILE[name])
    assert answer.status_code in (200, 303, 422)
    page = hers.get(answer.location).get_data(as_text=True) if answer.location else answer.get_data(as_text=True)
    assert "<script>alert" not in page
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u0000]", page)
    if name == "a megabyte":
        assert "взято его начало" in page
        assert len(page) < 300_000


class TestInABrowser:
    pytestmark = IN_BROWSER

    @pytest.mark.parametrize(
        ("viewport", "dark"),
        [
            (WIDE, False),
            *(pytest.param(*one, marks=pytest.mark.full) for one in ((WIDE, True), (PHONE, False), (PHONE, True))),
        ],
    )
    def test_axe_finds_nothing(self, visit: Opener, shared: Site, viewport: dict[str, int], dark: bool) -> None:
        person = hire(shared, f"axe{viewport['width']}{dark}@gus.example".lower(), Role.RECRUITER)
        browser = sign_in(shared, person)
        path = begin(browser)
        page = visit(f"{path}/edit", viewport, dark=dark, session=cookie_of(browser))
        page.get_by_label("Должность", exact=True).fill("Маркетолог-гусляр")
        page.locator(".look-title", has_text="гусляр").wait_for()
        for address in (None, path, "/vacancies", "/vacancies/new"):
            if address:
                page.goto(address)
            axe_finds_nothing(page)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

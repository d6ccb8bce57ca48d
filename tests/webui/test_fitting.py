"""Fitting candidates and vacancies on the page: with reasons, masked, and nothing of other teams."""

import re

from bs4 import BeautifulSoup

from tests.webui.conftest import Site, post
from tests.webui.people import hire, sign_in
from tests.webui.test_posting import MESSY, begin, words
from voronka.accounts import Role


def test_a_vacancy_has_candidates_and_a_candidate_vacancies(site: Site) -> None:
    page = words(site.client.get(f"/listing/{site.ids['target']}/fitting"))
    assert "Подходящие кандидаты" in page
    assert "та же роль: Таргетолог" in page
    back = words(site.client.get(f"/listing/{site.ids['person']}/fitting"))
    assert "Подходящие вакансии" in back
    assert "та же роль: Таргетолог" in back
    listing = site.get(f"/listing/{site.ids['target']}")
    assert f'hx-get="/listing/{site.ids["target"]}/fitting"' in listing
    part = site.client.get(f"/listing/{site.ids['target']}/fitting", headers={"HX-Request": "true"})
    assert "<html" not in part.get_data(as_text=True)
    assert site.client.get(f"/listing/{site.ids['article']}/fitting").status_code == 404
    assert site.client.get("/listing/9999/fitting").status_code == 404


def test_contacts_of_candidates_stay_masked(site: Site) -> None:
    browser = sign_in(site, hire(site, "hr@kit.example", Role.HR))
    for who in (site.client, browser):
        page = who.get(f"/listing/{site.ids['target']}/fitting").get_data(as_text=True)
        assert "_demo" not in page


def test_the_filter_behind_is_kept_by_one_click(site: Site) -> None:
    browser = sign_in(site, hire(site, "boss@kit.example", Role.MANAGER))
    page = browser.get(f"/listing/{site.ids['target']}/fitting").get_data(as_text=True)
    [query] = re.findall(r'name="query" value="([^"]+)"', page)
    assert "role=targeted_ads" in query
    assert "pay_" not in query, "who names no pay would be left out"
    assert browser.post("/filters", data={"query": query}).status_code == 400, "without the form's token"
    assert post(browser, "/filters", query=query.replace("&amp;", "&")).status_code == 303
    assert "Сохранить фильтр" not in site.get(f"/listing/{site.ids['target']}/fitting")


def test_a_draft_has_them_too_and_for_its_team_only(site: Site) -> None:
    browser = sign_in(site, hire(site, "vera@gus.example", Role.RECRUITER))
    path = begin(browser, MESSY.replace("маркетолога", "таргетолога"))
    assert "Подходящие кандидаты" in words(browser.get(f"{path}/fitting"))
    assert f'hx-get="{path}/fitting"' in browser.get(path).get_data(as_text=True)
    other = sign_in(site, hire(site, "eva@lis.example", Role.HR))
    assert other.get(f"{path}/fitting").status_code == 404


def test_a_resume_of_a_team_is_shown_to_it_alone(site: Site) -> None:
    hers = sign_in(site, hire(site, "hr@kit.example", Role.HR))
    resume = "Ищу работу. Таргетолог Зинаида-Потайная, удалённо, опыт 5 лет, от 60 000 ₽"
    read = post(hers, "/resumes/read", text=resume, ground="consent", basis="письмо от 3 ноября")
    form = BeautifulSoup(read.get_data(as_text=True), "lxml").select_one("form.read")
    assert form is not None
    fields = {str(one["name"]): str(one.get("value") or one.text) for one in form.select("[name]")}
    assert hers.post("/resumes/store", data=fields).status_code in (200, 303)
    path = f"/listing/{site.ids['target']}/fitting"
    others = sign_in(site, hire(site, "hr@lis.example", Role.HR))
    assert "от 60 000" in words(hers.get(path)).replace("\u202f", " ")
    for who in (others, site.client):
        assert "от 60 000" not in words(who.get(path)).replace("\u202f", " ")

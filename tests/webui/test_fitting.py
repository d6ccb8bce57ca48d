"""Fitting candidates and vacancies on the page: with reasons, masked, and nothing of other teams."""

import re

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
    assert post(browser, "/filters", query=query.replace("&amp;", "&")).status_code == 303
    assert "Сохранить фильтр" not in site.get(f"/listing/{site.ids['target']}/fitting")


def test_a_draft_has_them_too_and_for_its_team_only(site: Site) -> None:
    browser = sign_in(site, hire(site, "vera@gus.example", Role.RECRUITER))
    path = begin(browser, MESSY.replace("маркетолога", "таргетолога"))
    assert "Подходящие кандидаты" in words(browser.get(f"{path}/fitting"))
    assert f'hx-get="{path}/fitting"' in browser.get(path).get_data(as_text=True)
    other = sign_in(site, hire(site, "eva@lis.example", Role.HR))
    assert other.get(f"{path}/fitting").status_code == 404

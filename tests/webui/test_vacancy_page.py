"""A vacancy's own page: what is published and nothing else, its markup, its end, the site's map."""

import json
import re
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.vacancies.test_markup import PASTED
from tests.webui.browsing import IN_BROWSER, PHONE, WIDE, Opener
from tests.webui.conftest import Site
from tests.webui.people import hire
from tests.webui.test_access import axe_finds_nothing
from voronka.accounts import Role
from voronka.clock import Clock
from voronka.vacancies import life
from voronka.vacancies.draft import Draft


def test_it_is_there_while_it_stands(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    recruiter = hire(site, "vera@fikus.example", Role.RECRUITER)
    store, team = site.store, (recruiter.team, recruiter.id)
    draft = Draft.of_text(f"{PASTED}\n</script><script>alert(1)</script>", store.clock.now())
    number = life.begin(store, *team, replace(draft, posting=replace(draft.posting, title="SEO <b>гуру</b>")))
    browser, path = site.client, f"/vacancy/{number}"
    assert browser.get(path).status_code == 404
    assert browser.get("/vacancy/99999999999").status_code == 404
    row = life.find(store, recruiter.team, number)
    assert row is not None
    life.publish(store, row, recruiter.id, None, trusted=True)
    page = browser.get(path).get_data(as_text=True)
    [markup] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    found = json.loads(markup)
    assert found["title"] == "SEO <b>гуру</b>"
    assert found["url"].endswith(path)
    assert "<script>alert" not in page
    assert "SEO &lt;b&gt;гуру&lt;/b&gt;" in page
    # what the markup says stands on the page, too
    for words in ("Тестовый Фикус", "Казань", "Яндекс Метрика", "@fikus_hr_demo", "2 лет"):
        assert words in page
    assert 'property="og:title"' in page
    site_map = browser.get("/sitemap.xml")
    assert site_map.mimetype == "application/xml"
    assert f"{path}</loc><lastmod>" in site_map.get_data(as_text=True)
    monkeypatch.setattr(store, "clock", Clock(store.clock.now() + timedelta(days=31)))
    assert browser.get(path).status_code == 410
    assert path not in browser.get("/sitemap.xml").get_data(as_text=True)


class TestInABrowser:
    pytestmark = IN_BROWSER

    @pytest.mark.parametrize(
        ("viewport", "dark"),
        [(PHONE, True), *(pytest.param(*one, marks=pytest.mark.full) for one in ((WIDE, False), (WIDE, True)))],
    )
    def test_everybody_can_read_it(self, visit: Opener, shared: Site, viewport: dict[str, int], dark: bool) -> None:
        recruiter = hire(shared, f"vera{viewport['width']}{dark}@fikus.example", Role.RECRUITER)
        number = life.begin(shared.store, recruiter.team, recruiter.id, Draft.of_text(PASTED, shared.store.clock.now()))
        row = life.find(shared.store, recruiter.team, number)
        assert row is not None
        life.publish(shared.store, row, recruiter.id, None, trusted=True)
        page = visit(f"/vacancy/{number}", viewport, dark=dark)
        axe_finds_nothing(page)

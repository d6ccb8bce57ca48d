"""Saved filters on the page: by one click, with what is new, one's own and the team's, nobody else's."""

import re
from datetime import UTC, datetime
from html import unescape

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from tests.webui.browsing import IN_BROWSER, PHONE, WIDE, Opener
from tests.webui.builder import NOW
from tests.webui.conftest import Site, cookie_of, post
from tests.webui.filtering import SMM, arrives, change, marked, page, save
from tests.webui.people import hire, sign_in
from tests.webui.test_access import axe_finds_nothing
from voronka.accounts import Role
from voronka.query import Query
from voronka.saved_filters import Draft, Pace, query_from_text
from voronka.store import saved_filters
from voronka.store.tables import alert_message
from webui import filter_words


def drafts(site: Site) -> list[Draft]:
    with site.store.reading() as connection:
        return [one.draft for one in saved_filters.everybody(connection)]


def test_one_click_saves_the_search_as_it_is_asked(site: Site) -> None:
    browser = sign_in(site, hire(site, "anna@kit.example", Role.MANAGER))
    html = page(browser, "/?q=smm казань от 70к")
    [query] = re.findall(r'action="/filters"[^>]*>.*?name="query" value="([^"]*)"', html)
    number = save(browser, unescape(query))
    [draft] = drafts(site)
    assert draft.query == query_from_text(f"{SMM}&city=Казань&pay_min=70000", draft.query.team)
    assert draft.name.startswith("SMM-менеджер, Казань, от")
    assert (draft.pace, draft.email) == (Pace.NEVER, False), "no mail server: nothing is promised"
    assert "Фильтр сохранён" in page(browser, f"/filters/{number}")


def test_the_next_one_tells_as_the_one_before(site: Site) -> None:
    browser = sign_in(site, hire(site, "anna@kit.example", Role.MANAGER))
    first = save(browser)
    more = {"pace": "weekly", "email": "1", "hour": "7", "zone": "Asia/Omsk", "quiet_from": "22:00", "shared": "1"}
    assert change(browser, first, **more, quiet_until="08:30") == 303
    save(browser, "role=copywriter")
    one, two = drafts(site)
    assert (one.name, one.hour, one.zone, one.quiet, one.shared) == ("СММ", 7, "Asia/Omsk", (1320, 510), True)
    assert (two.pace, two.email, two.zone, two.quiet, two.shared) == (
        Pace.WEEKLY,
        True,
        "Asia/Omsk",
        (1320, 510),
        False,
    )
    assert 'value="22:00"' in page(browser, f"/filters/{first}")


def test_what_cannot_be_is_said_and_kept_in_the_form(site: Site) -> None:
    browser = sign_in(site, hire(site, "anna@kit.example", Role.MANAGER))
    number = save(browser)
    wrong: list[tuple[dict[str, str], str]] = [
        ({"name": " "}, "Фильтру нужно название"),
        ({"pace": "daily"}, "Отметьте почту или Telegram"),
        ({"zone": "Mars/Base"}, "Такого часового пояса нет"),
        ({"hour": "24"}, "Час сводки"),
        ({"quiet_from": "22:00"}, "Тихие часы"),
        ({"quiet_from": "25:00", "quiet_until": "08:00"}, "Тихие часы"),
    ]
    for fields, said in wrong:
        given = {"name": "Моё", "pace": "never", "zone": "Asia/Omsk", "hour": "9", **fields}
        for path in (f"/filters/{number}", "/filters"):
            answer = post(browser, path, query=SMM, **given)
            html = answer.get_data(as_text=True)
            assert (answer.status_code, said in html) == (422, True), fields
            assert given["name"] in html
    assert len(drafts(site)) == 1


def test_what_is_new_is_counted_marked_once_and_kept_over_pages(site: Site) -> None:
    browser = sign_in(site, hire(site, "anna@kit.example", Role.MANAGER))
    number = save(browser)
    assert 'class="news"' in page(browser, "/")
    assert marked(page(browser, f"/?saved={number}&since=0")) == []
    new = arrives(site)
    assert 'Мои фильтры: 1\u00a0новое объявление"' in page(browser, "/help")
    assert re.search(r"badge\">1<span", page(browser, "/filters"))
    answer = browser.get(f"/filters/{number}/open")
    assert answer.status_code == 303
    for _ in range(2):
        html = page(browser, answer.location or "")
        assert marked(html) == [new]
    assert f"saved={number}" in html.partition('class="tabs"')[2].partition("</nav>")[0]
    assert "новое объявление" not in page(browser, "/help")
    assert marked(page(browser, browser.get(f"/filters/{number}/open").location or "")) == []


def test_the_search_replaces_what_a_filter_asks(site: Site) -> None:
    browser = sign_in(site, hire(site, "anna@kit.example", Role.MANAGER))
    number = save(browser)
    opened = unescape(browser.get(f"/filters/{number}/open").location or "")
    assert "Заменить условия" not in page(browser, opened)
    html = page(browser, opened + "&city=Казань")
    assert "условия изменены" in html
    [query] = re.findall(rf'action="/filters/{number}/query"[^>]*>.*?name="query" value="([^"]*)"', html)
    assert post(browser, f"/filters/{number}/query", query=unescape(query)).status_code == 303
    [draft] = drafts(site)
    assert (draft.query.roles, draft.query.cities) == (("smm",), ("Казань",))


def test_too_much_at_once_is_refused_in_words(site: Site) -> None:
    browser = sign_in(site, hire(site, "anna@kit.example", Role.MANAGER))
    number = save(browser)
    much = "&".join(f"city={n}{'ы' * 200}" for n in range(30))
    assert post(browser, "/filters", query=much).status_code == 422
    assert post(browser, f"/filters/{number}/query", query=much).status_code == 303
    assert "условий слишком много" in page(browser, f"/filters/{number}")
    assert len(drafts(site)) == 1


def test_pause_share_follow_delete(site: Site) -> None:
    anna = hire(site, "anna@kit.example", Role.MANAGER)
    boris = hire(site, "boris@kit.example", Role.HR, anna.team)
    mine, his = sign_in(site, anna), sign_in(site, boris)
    number = save(mine)
    assert his.get(f"/filters/{number}").status_code == 404
    change(mine, number, shared="1")
    assert "Anna" in page(his, "/filters")
    html = page(his, f"/filters/{number}")
    assert "Следить" in html
    assert "Записать изменения" not in html
    for path in ("", "/query", "/pause", "/delete", "/feed"):
        assert post(his, f"/filters/{number}{path}", query=SMM, on="1").status_code == 404, path
    assert post(his, f"/filters/{number}/follow").status_code == 303
    assert [draft.name for draft in drafts(site)] == ["СММ", "СММ"]
    assert post(mine, f"/filters/{number}/pause", on="1").status_code == 303
    assert "на паузе" in page(mine, "/filters")
    arrives(site)
    assert "новое объявление" not in page(mine, "/help"), "a paused one does not ring"
    assert "новое объявление" in page(his, "/help")
    post(mine, f"/filters/{number}/pause", on="")
    assert post(mine, f"/filters/{number}/delete").status_code == 303
    assert mine.get(f"/filters/{number}").status_code == 404
    assert len(drafts(site)) == 1


def test_other_teams_and_strangers_have_no_part_in_it(site: Site) -> None:
    mine = sign_in(site, hire(site, "anna@kit.example", Role.MANAGER))
    number = save(mine)
    change(mine, number, shared="1")
    new = arrives(site)
    alien = sign_in(site, hire(site, "vera@other.example", Role.ADMIN))
    for path in (f"/filters/{number}", f"/filters/{number}/open", f"/filters/{2**40}"):
        assert alien.get(path).status_code == 404
    for path in ("", "/pause", "/delete", "/feed", "/follow", "/query"):
        assert post(alien, f"/filters/{number}{path}", query=SMM).status_code == 404
    for browser in (alien, site.client):
        html = page(browser, f"/?saved={number}&since=0")
        assert "СММ" not in html
        assert marked(html) == []
    assert f'data-id="{new}"' in page(site.client, "/")


def test_a_stranger_signs_in_and_comes_back(site: Site) -> None:
    browser = site.client
    [url] = re.findall(r'href="(/filters/new[^"]*)"', page(browser, "/?role=smm&city=Казань"))
    asked = browser.get(unescape(url))
    assert asked.status_code == 303
    [back] = re.findall(r'action="/demo/sign-in".*?name="next" value="([^"]*)"', page(browser, asked.location or ""))
    answer = post(browser, "/demo/sign-in", who="manager", next=unescape(back))
    html = page(browser, answer.location or "")
    assert 'value="SMM-менеджер, Казань"' in html
    assert "Что пришло бы" in html
    anywhere = post(site.client, "/demo/sign-in", who="manager", next="https://evil.example/")
    assert anywhere.location == "/?kind=candidate"


def test_the_preview_says_what_the_last_week_would_have_told_and_saves_nothing(site: Site) -> None:
    browser = sign_in(site, hire(site, "anna@kit.example", Role.MANAGER))
    html = page(browser, "/filters/new?role=targeted_ads")
    assert f'href="/listing/{site.ids["target"]}"' in html
    assert "новым отметил бы 1\u00a0объявление" in html
    form = {"name": "Таргет", "pace": "daily", "email": "1", "hour": "9", "zone": "Europe/Moscow", "do": "preview"}
    html = post(browser, "/filters", query="role=targeted_ads&kind=vacancy", **form).get_data(as_text=True)
    assert "1\u00a0сообщение, в них 1\u00a0объявление." in html
    assert "18\u00a0ноября\u00a02026, 09:00" in html, "the morning after it was posted"
    assert not drafts(site)
    number = save(browser)
    html = post(browser, f"/filters/{number}", **form).get_data(as_text=True)
    assert 'value="Таргет"' in html
    assert drafts(site)[0].name != "Таргет"


def test_candidates_in_a_preview_are_masked(site: Site) -> None:
    browser = sign_in(site, hire(site, "anna@kit.example", Role.HR))
    html = page(browser, "/filters/new?kind=candidate")
    assert f'href="/listing/{site.ids["person"]}"' in html
    assert "tainaya" not in html


def test_what_did_not_arrive_is_told_in_words(site: Site) -> None:
    browser = sign_in(site, hire(site, "anna@kit.example", Role.MANAGER))
    number = save(browser)
    row = {"filter_id": number, "way": "email", "tries": 1, "created_at": datetime.now(UTC), "problem": "<b>551 no"}
    with site.store.writing() as connection:
        connection.execute(sa.insert(alert_message), [{**row, "state": "failed"}, {**row, "state": "waiting"}])
    for path in ("/filters", f"/filters/{number}"):
        html = page(browser, path)
        assert html.count("не доставлено") == 2
        assert "Больше не пробуем" in html
        assert "Попробуем снова" in html
        assert "&lt;b&gt;551 no" in html


def test_names_that_are_suggested(shared: Site) -> None:
    cities = tuple(f"Город{n}" * 3 for n in range(30))
    names = {
        "Все вакансии": Query(),
        "Казань, «reels и монтаж»": Query(text="reels и монтаж", cities=("Казань",)),
        "Свежесть: за 3 дня, Стандарт: соответствует": Query(days=3, standard=True),
        "Город0Город0Город0, Город1Город1Город1, Город2Город2Город2, Город3Город3Город3…": Query(cities=cities),
        "А" * 79 + "…": Query(companies=("А" * 200,)),
    }
    with shared.app.test_request_context("/"):
        for name, query in names.items():
            assert filter_words.suggested_name(query, {}) == name


def test_zones_are_in_order_and_hold_the_chosen_one(shared: Site) -> None:
    with shared.app.test_request_context("/"):
        found = filter_words.zones("Asia/Kathmandu", NOW)
    assert ("Europe/Moscow", "Москва, UTC+3") in found
    assert dict(found)["Asia/Kathmandu"].endswith("UTC+5:45")
    assert found[0][1].endswith("UTC-8")


class TestInABrowser:
    """With scripts on a wide screen and without on a phone; axe finds nothing on either."""

    pytestmark = IN_BROWSER

    @pytest.mark.full
    def test_saving_and_opening(self, visit: Opener, shared: Site) -> None:
        person = hire(shared, "filters@kit.example", Role.MANAGER)
        session = cookie_of(sign_in(shared, person))
        page = visit("/?role=smm", WIDE, session=session)
        axe_finds_nothing(page)
        page.get_by_role("button", name="Сохранить фильтр").click()
        expect(page.get_by_role("status").filter(has_text="Фильтр сохранён")).to_be_visible()
        axe_finds_nothing(page)
        page.get_by_role("link", name="открыть в поиске").click()
        expect(page.locator(".opened-filter")).to_be_visible()
        page.get_by_label("Казань").first.check()
        expect(page.get_by_role("button", name="Заменить условия фильтра")).to_be_visible()
        axe_finds_nothing(page)

    @pytest.mark.full
    def test_without_scripts_on_a_phone(self, visit: Opener, shared: Site) -> None:
        session = cookie_of(sign_in(shared, hire(shared, "thumb@kit.example", Role.RECRUITER)))
        page = visit("/?role=copywriter", PHONE, script=False, session=session, dark=True)
        page.get_by_role("button", name="Сохранить фильтр").click()
        page.get_by_label("Название").fill("Тексты")
        page.get_by_role("button", name="Записать изменения").click()
        page.get_by_role("button", name="Включить ленту").click()
        expect(page.locator(".one-link code")).to_contain_text("/filters/feed/")
        page.get_by_role("link", name="Мои фильтры").last.click()
        expect(page.get_by_role("link", name="Тексты", exact=True)).to_be_visible()
        again = visit("/filters", PHONE, session=session, dark=True)
        axe_finds_nothing(again)
        for width in (1280, 390, 320):
            again.set_viewport_size({"width": width, "height": 800})
            assert not again.evaluate("document.documentElement.scrollWidth > innerWidth"), width
        again.get_by_role("link", name="Настроить").click()
        again.set_viewport_size({"width": 320, "height": 800})
        axe_finds_nothing(again)
        assert not again.evaluate("document.documentElement.scrollWidth > innerWidth")
        again.get_by_text("Удалить…").click()
        again.get_by_role("button", name="Удалить фильтр").click()
        expect(again.get_by_role("status").filter(has_text="удалён")).to_be_visible()

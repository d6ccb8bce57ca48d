"""Every page: what it says, and that it says it in any state."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.webui.builder import NOW, SMM, SOURCES, add, read, smm
from tests.webui.conftest import Site, open_site
from voronka.model import Contacts, Link, Posting
from voronka.store import Store
from voronka.store import listings as cards


def said(html: str) -> str:
    """The text of a page as it is read."""
    flat = re.sub(r"<[^>]+>", " ", re.sub(r"<(script|style|svg)\b.*?</\1>", " ", html, flags=re.S))
    return " ".join(flat.replace("\u00a0", " ").replace("\u202f", " ").replace("&nbsp;", " ").split())


# -- the search page --------------------------------------------------------------------------------------------------


def test_the_first_page_shows_what_is_there(shared: Site) -> None:
    page = said(shared.get("/"))
    assert "Вакансии 5" in page
    assert "Кандидаты 1" in page
    assert "Материалы 1" in page
    assert "5 вакансий, 1 новая за сутки" in page
    assert "80 000 – 120 000 ₽" in page
    assert "Скрыто 1 устаревшее или закрытое — показать" in page
    assert "Демо: данные на 20 ноября 2026" in page


def test_a_typed_query_shows_what_was_understood(shared: Site) -> None:
    html = shared.get("/?q=таргетолог казань от 80")
    page = said(html)
    assert "Роль: Таргетолог" in page
    assert "Город: Казань" in page
    assert "Доход: от 80 000 ₽" in page
    assert "1 вакансия" in page
    assert "понято из слов «казань»" in html
    assert "Сосновая роща" in page


def test_a_query_and_filters_give_the_card_and_the_boxes_are_ticked(shared: Site) -> None:
    html = shared.get("/?role=smm&city=Казань")
    assert re.search(r'name="role" value="smm" checked', html)
    assert re.search(r'name="city" value="Казань" checked', html)
    assert "1 вакансия" in said(html)


def test_counts_of_roles_are_free_of_the_chosen_role(shared: Site) -> None:
    html = said(shared.get("/?role=smm"))
    assert "Таргетолог 1" in html
    assert "Продажи 1" in html


def test_materials_hide_promo_behind_a_switch(shared: Site) -> None:
    page = shared.get("/?kind=content")
    assert "пять советов" in page
    assert "Курс по нейросетям" not in page
    assert "показать рекламу" in page
    assert "Курс по нейросетям" in shared.get("/?kind=content&kind=promo")


def test_stale_listings_are_hidden_until_asked_for(shared: Site) -> None:
    assert "Маркетолог" not in re.findall(r"data-card><bdi>(.*?)</bdi>", shared.get("/"))
    html = shared.get("/?stale=1")
    assert "Маркетолог" in re.findall(r"data-card><bdi>(.*?)</bdi>", html)
    assert "устарело" in html


def test_the_pane_shows_the_first_or_the_one_of_the_address(shared: Site) -> None:
    assert f'data-listing="{shared.ids["smm"]}"' in shared.get("/?q=smm")
    assert f'data-listing="{shared.ids["target"]}"' in shared.get(f"/?open={shared.ids['target']}")
    closed = shared.get("/?open=0")
    assert "data-listing" not in closed
    assert 'name="open" value="0"' in closed
    assert "data-listing" in shared.get("/?open=999999")


def test_nothing_found_says_which_filter_to_drop(shared: Site) -> None:
    page = said(shared.get("/?role=smm&city=Самара"))
    assert "Ничего не нашлось" in page
    assert "Без фильтра «Роль: SMM-менеджер» 1" in page
    assert "Без фильтра «Город: Самара» 1" in page


def test_nothing_found_by_any_pair_says_what_each_finds_alone(shared: Site) -> None:
    page = said(shared.get("/?role=smm&city=Самара&pay_min=900000"))
    assert "Только «Роль: SMM-менеджер» 1" in page


def test_a_page_too_far_leads_back(shared: Site) -> None:
    assert "К первой странице" in shared.get("/?page=7")


def test_pages_of_a_long_list(store: Store, tmp_path: Path) -> None:
    store.claim(NOW)
    store.declare(SOURCES)
    for number in range(45):
        add(store, f"Маркетолог {number} в Пермь", Posting(f"Маркетолог {number}", ("marketer",)), days=number / 10)
    site = open_site(store, tmp_path, {})
    first = said(site.get("/?order=date"))
    assert "1–20 из 45" in first
    last = site.get("/?order=date&page=3")
    assert "41–45 из 45" in said(last)
    assert 'href="/?order=date&amp;page=2"' in last


def test_an_empty_store_says_how_to_collect(store: Store, tmp_path: Path) -> None:
    page = open_site(store, tmp_path, {}).get("/")
    assert "Здесь пока пусто" in page
    assert "./run up" in page
    assert "Демо" not in page


def test_a_request_of_htmx_tidies_the_address(shared: Site) -> None:
    answer = shared.client.get("/?q=&pay_min=&pay_max=&role=smm", headers={"HX-Request": "true"})
    assert answer.headers["HX-Push-Url"] == "/?role=smm"


# -- a listing --------------------------------------------------------------------------------------------------------


def test_a_listing_tells_facts_with_their_words_and_its_history(shared: Site) -> None:
    html = shared.get(f"/listing/{shared.ids['smm']}")
    page = said(html)
    assert "из текста: « 80 000 – 120 000 ₽ на руки »" in page
    assert 'data-fields="salary"' in html
    assert 'href="https://t.me/kit_hr_demo"' in html
    assert 'href="tel:+79000001122"' in html
    assert 'href="mailto:job@kit.example"' in html
    assert 'href="https://kit.example/anketa"' in html
    assert "Доход: 70 000 – 90 000 ₽ → 80 000 – 120 000 ₽" in page
    assert "тот же текст, другая подпись" in page
    assert page.count("Канал") >= 2


def test_links_to_the_outside_are_bare_of_us(shared: Site) -> None:
    html = shared.get(f"/listing/{shared.ids['smm']}")
    outside = re.findall(r'<a [^>]*href="http[^>]*>', html)
    assert outside
    for link in outside:
        assert 'rel="nofollow noopener noreferrer"' in link
        assert 'target="_blank"' in link


def test_similar_listings_share_role_and_city(site: Site) -> None:
    [other] = add(site.store, SMM + "\nЕщё одна", smm(SMM + "\nЕщё одна"), days=2)
    site.app.extensions["voronka"].search.catch_up()
    page = site.get(f"/listing/{other}")
    assert "Похожие" in page
    assert f'href="/listing/{site.ids["smm"]}"' in page


def test_the_pane_is_the_same_listing_without_the_page(shared: Site) -> None:
    pane = shared.get(f"/listing/{shared.ids['smm']}?pane")
    assert "<html" not in pane
    assert f'data-listing="{shared.ids["smm"]}"' in pane


def test_a_digest_marks_its_own_line(shared: Site) -> None:
    html = shared.get(f"/listing/{shared.ids['designer']}")
    assert "Это подборка" in html
    own = "".join(re.findall(r'<span class="own">(.*?)</span>', html, re.S))
    assert "Дизайнер" in own
    assert "Копирайтер" not in own


def test_a_joined_listing_leads_to_the_living_one(site: Site) -> None:
    with site.store.writing() as connection:
        cards.merge(connection, site.ids["copy"], site.ids["smm"])
    answer = site.client.get(f"/listing/{site.ids['copy']}")
    assert (answer.status_code, answer.headers["Location"]) == (301, f"/listing/{site.ids['smm']}")
    pane = site.client.get(f"/listing/{site.ids['copy']}?pane")
    assert pane.headers["Location"] == f"/listing/{site.ids['smm']}?pane="


@pytest.mark.parametrize("path", ["/listing/999999", "/listing/0", "/listing/99999999999999999999", "/nowhere"])
def test_what_is_not_there_is_a_designed_page(shared: Site, path: str) -> None:
    page = shared.get(path, 404)
    assert "Такой страницы нет" in page
    assert "К поиску" in page


def test_a_teams_listing_is_nobody_elses(site: Site) -> None:
    [private] = add(site.store, SMM, smm(), team="one", days=0.01)
    site.app.extensions["voronka"].search.catch_up()
    site.get(f"/listing/{private}", 404)
    assert f'data-listing="{private}"' not in site.get(f"/?open={private}")
    assert f"/listing/{private}" not in site.get("/")


# -- sources, help, machines ------------------------------------------------------------------------------------------


def test_sources_tell_their_ground_and_their_state(shared: Site) -> None:
    html = shared.get("/sources")
    page = said(html)
    assert "Основание: публичная страница канала" in page
    assert "прочитан без ошибок" in page
    assert "сбор не удался" in page
    assert "doska.example не ответила &lt;b&gt;503&lt;/b&gt;" in html
    assert "ещё не читался" in page
    assert "6 публикаций" in page


def test_a_source_switched_off_says_so(site: Site) -> None:
    site.store.set_disabled("kanal_b", disabled=True)
    assert "выключен" in site.get("/sources")


def test_help_explains_with_examples_that_work(shared: Site) -> None:
    html = shared.get("/help")
    assert "больше 45 дней" in said(html)
    for link in re.findall(r'href="(/\?q=[^"]+)"', html):
        shared.get(link)


def test_the_search_as_json(shared: Site) -> None:
    found = shared.client.get("/api/search?q=таргетолог казань").get_json()
    assert found["total"] == 1
    assert found["hits"][0]["company"] == "Сосновая роща"
    assert shared.client.get("/api/search?q=таргетолог").get_json()["total"] == 2
    assert shared.client.get("/api/nothing").get_json()["status"] == 404


def test_an_old_listing_says_when_it_was_last_alive(shared: Site) -> None:
    page = said(shared.get(f"/listing/{shared.ids['stale']}"))
    assert "Устарело: последний признак жизни — 11 сентября" in page


def test_a_closed_listing_says_so(site: Site) -> None:
    [closed] = add(site.store, SMM, smm(), source="doska", closed=True)
    page = site.get(f"/listing/{closed}")
    assert re.search(r"Закрыто <time[^>]*>[^<]+</time>: источник больше не принимает отклики\.", page)
    [gone] = add(site.store, SMM, smm(), source="doska", closed=True, closed_reason="gone")
    assert "страницы на сайте больше нет" in site.get(f"/listing/{gone}")
    [reposted] = add(site.store, SMM, smm(), into=[gone])
    page = site.get(f"/listing/{reposted}")
    assert "Закрыто" not in page, "another place still has it"
    assert "страницы на сайте больше нет" in page, "the time line tells of the one that is closed"


def test_a_hostile_contact_makes_no_button(site: Site) -> None:
    contacts = Contacts(url=("javascript:alert(1)", "https://ok.example/form"), email=("a@b.example?bcc=x@y.example",))
    posting = Posting("Автор", ("copywriter",), contacts=contacts)
    [card] = add(site.store, "Автор", posting, links=(Link("data:text/html,x", "тут", 0, 3),))
    html = site.get(f"/listing/{card}")
    assert 'href="javascript:' not in html
    assert 'href="data:' not in html
    assert 'href="https://ok.example/form"' in html
    assert "?bcc" not in "".join(re.findall(r'href="mailto:[^"]*"', html))


def test_times_are_told_by_the_stores_clock(shared: Site) -> None:
    assert shared.store.clock.now() - NOW == timedelta(0)
    html = shared.get(f"/listing/{shared.ids['smm']}")
    assert (
        '<time datetime="2026-11-20T06:36:00Z" title="20\u00a0ноября\u00a02026, 09:36">2\u00a0часа назад</time>' in html
    )


def test_skills_days_and_a_foreign_language_are_facts(site: Site) -> None:
    text = "SMM manager, remote. Bitrix24, English C1. Apply by November 10, start in January. @x_demo_hr"
    marks = {"skills": "Bitrix24", "deadline": "Apply by November 10", "starts": "start in January"}
    posting = read(
        text, marks, title="SMM manager", roles=("smm",), skills=("Битрикс24", "английский C1"), language="en",
        deadline=date(2026, 11, 10), starts=date(2027, 1, 1),
    )  # fmt: skip
    [number] = add(site.store, text, posting, days=12)
    page = said(site.get(f"/listing/{number}"))
    assert "Навыки Битрикс24, английский C1 из текста: « Bitrix24 »" in page
    assert "Отклик до 10 ноября" in page
    assert "Выход на работу 1 января 2027" in page
    assert "Язык публикации английский" in page
    assert "Приём откликов закончился 10 ноября." in page
    assert "Язык публикации" not in said(site.get(f"/listing/{site.ids['smm']}"))
    browser = site.client
    browser.set_cookie("lang", "en")
    english = said(browser.get(f"/listing/{number}").get_data(as_text=True))
    assert "Skills Bitrix24, English C1" in english
    assert "Answers were taken until 10 November." in english

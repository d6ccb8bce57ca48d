"""Feeds: what they hold, what they hide, that they are XML whatever was posted, and that they are sent once."""

import re
from xml.etree import ElementTree as ET

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.webui.builder import add, read
from tests.webui.conftest import Site, post
from tests.webui.filtering import arrives, match, page, save
from tests.webui.people import hire, sign_in
from voronka.accounts import Role
from voronka.model import Kind
from voronka.store import accounts
from voronka.store import listings as cards

NS = {"a": "http://www.w3.org/2005/Atom", "o": "http://a9.com/-/spec/opensearch/1.1/"}


def entries(answer: TestResponse) -> list[ET.Element]:
    assert answer.status_code == 200
    return ET.fromstring(answer.get_data()).findall("a:entry", NS)


def numbers(answer: TestResponse) -> list[int]:
    found = [one.findtext("a:id", "", NS) for one in entries(answer)]
    return [int(url.rpartition("/")[2]) for url in found]


def own_feed(browser: FlaskClient, number: int) -> str:
    html = post(browser, f"/filters/{number}/feed", on="1").get_data(as_text=True)
    found = re.search(r"<code>http://localhost(/[^<]+)</code>", html)
    assert found is not None
    return found[1]


def test_a_search_has_a_feed_that_its_page_names(shared: Site) -> None:
    [url] = re.findall(r'<link rel="alternate" type="application/atom\+xml" href="([^"]+)"', shared.get("/?q=казань"))
    answer = shared.client.get(url.replace("&amp;", "&"))
    assert answer.mimetype == "application/atom+xml"
    assert numbers(answer) == [shared.ids["smm"], shared.ids["target"]], "the newest first"
    feed = ET.fromstring(answer.get_data())
    for name in ("id", "title", "updated", "author/a:name"):
        assert feed.findtext(f"a:{name}", "", NS), name
    first = entries(answer)[0]
    assert first.findtext("a:title", "", NS).startswith("SMM-менеджер — 80")
    assert first.findtext("a:updated", "", NS) == "2026-11-20T06:36:00Z"
    assert first.findtext("a:published", "", NS) == "2026-11-14T09:00:00Z"
    assert "Бумажный кит" in first.findtext("a:summary", "", NS)
    assert shared.client.get("/feed?q=таргетолог казань").status_code == 200
    assert not entries(shared.client.get("/feed?city=Нигде"))


def test_a_feed_is_sent_once(site: Site) -> None:
    answer = site.client.get("/feed?role=smm")
    etag, modified = answer.headers["ETag"], answer.headers["Last-Modified"]
    for header in ({"If-None-Match": etag}, {"If-Modified-Since": modified}):
        again = site.client.get("/feed?role=smm", headers=header)
        assert (again.status_code, again.get_data()) == (304, b"")
        assert again.headers["ETag"] == etag
    arrives(site)
    assert site.client.get("/feed?role=smm", headers={"If-None-Match": etag}).status_code == 200
    assert site.client.get("/feed?role=smm", headers={"If-Modified-Since": modified}).status_code == 200


def test_a_feed_tells_no_contacts_of_candidates_and_no_team_what_is_anothers(site: Site) -> None:
    with site.store.writing() as connection:
        team = accounts.create_team(connection, "Кит")
    add(site.store, "SMM тайно", read("SMM тайно", {}, title="SMM тайно", roles=("smm",)), team=team, days=0)
    match(site)
    text = site.client.get("/feed?kind=candidate").get_data(as_text=True)
    assert "Таргетолог" in text
    for secret in ("tainaya", "7701", "77-01", "pochta"):
        assert secret not in text
    assert "тайно" not in site.client.get("/feed").get_data(as_text=True)


def test_whatever_was_posted_a_feed_is_xml_and_its_words_are_text(site: Site) -> None:
    title = "SMM \x0b\x1f\ufffe\u202e<b>&amp;]]>\U0001f525 менеджер"
    number = arrives(site, title)
    first = entries(site.client.get("/feed?role=smm"))[0]
    assert first.findtext("a:id", "", NS).endswith(f"/{number}")
    assert "<b>&amp;]]>\U0001f525 менеджер" in first.findtext("a:title", "", NS)
    hostile = site.client.get("/feed", query_string={"q": "\x00\x0b<x>&\ud7ff" * 60, "page": "9" * 40, "size": "-1"})
    assert hostile.status_code == 200
    ET.fromstring(hostile.get_data())


def test_a_private_feed_is_what_the_filter_found(site: Site) -> None:
    anna = hire(site, "anna@kit.example", Role.HR)
    browser = sign_in(site, anna)
    number = save(browser, "kind=vacancy&kind=candidate&role=smm")
    url = own_feed(browser, number)
    assert "Лента включена" in page(browser, f"/filters/{number}")
    assert url.rpartition("/")[2] not in page(browser, f"/filters/{number}"), "shown once"
    answer = site.client.get(url)
    assert not entries(answer)
    first, second = arrives(site), arrives(site, "Ищу работу, SMM", kind=Kind.CANDIDATE)
    answer = site.client.get(url)
    assert numbers(answer) == [second, first]
    text = answer.get_data(as_text=True)
    assert "33-44" not in text.partition("Ищу работу")[2].partition("</entry>")[0]
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert "private" in answer.headers["Cache-Control"]
    assert site.client.get(url, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    with site.store.writing() as connection:
        cards.merge(connection, first, site.ids["smm"])
    assert numbers(site.client.get(url)) == [second, site.ids["smm"]]


def test_a_private_feeds_address_ends(site: Site) -> None:
    anna = hire(site, "anna@kit.example", Role.HR)
    browser = sign_in(site, anna)
    number = save(browser)
    first = own_feed(browser, number)
    second = own_feed(browser, number)
    assert site.client.get(first).status_code == 404
    assert site.client.get(second).status_code == 200
    post(browser, f"/filters/{number}/feed", on="")
    assert site.client.get(second).status_code == 404
    third = own_feed(browser, number)
    hire(site, "vera@kit.example", Role.ADMIN, anna.team)
    with site.store.writing() as connection:
        accounts.change_role(connection, anna.team, anna.id, None)
    assert site.client.get(third).status_code == 404


def test_a_private_feed_speaks_its_filters_language(site: Site) -> None:
    browser = sign_in(site, hire(site, "anna@kit.example", Role.HR))
    url = own_feed(browser, save(browser))
    arrives(site, experience_years=2)
    text = site.client.get(url, headers={"Accept-Language": "en"}).get_data(as_text=True)
    assert 'xml:lang="ru"' in text
    assert "опыт" in text
    assert 'xml:lang="en"' in site.client.get("/feed", headers={"Accept-Language": "en"}).get_data(as_text=True)


def test_browsers_are_told_how_to_search_here(shared: Site) -> None:
    [url] = re.findall(
        r'<link rel="search" type="application/opensearchdescription\+xml" href="([^"]+)"', shared.get("/")
    )
    answer = shared.client.get(url)
    assert answer.mimetype == "application/opensearchdescription+xml"
    told = ET.fromstring(answer.get_data())
    assert len(told.findtext("o:ShortName", "", NS)) <= 16
    for one in told.findall("o:Url", NS):
        template = one.get("template", "")
        assert template.startswith("http://localhost/")
        asked = shared.client.get(template.replace("{searchTerms}", "таргет").removeprefix("http://localhost"))
        assert (asked.status_code, asked.mimetype) == (200, one.get("type"))


def test_suggestions(shared: Site) -> None:
    known = {"тарг": "Таргетолог", "SMM": "SMM-менеджер", "": None, "<script>": None, "я" * 500: None}
    for typed, found in known.items():
        answer = shared.client.get("/suggest", query_string={"q": typed}).get_json()
        assert answer[0] == typed[:100]
        assert (answer[1][:1] or [None])[0] == found

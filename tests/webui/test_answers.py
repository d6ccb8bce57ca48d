"""Every answer: its headers, nothing inline, and a page whatever is asked for or stands in a post."""

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.webui.builder import NOW, SOURCES, add
from tests.webui.conftest import Site, open_site
from voronka.errors import VoronkaError
from voronka.model import Kind, Posting
from voronka.store import Store
from voronka.store.storable import storable


@pytest.mark.parametrize("path", ["/", "/listing/1", "/sources", "/help", "/healthz", "/nowhere", "/api/search"])
def test_every_answer_carries_the_policy(shared: Site, path: str) -> None:
    headers = shared.client.get(path).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("path", ["/", "/?q=smm&role=pr", "/listing/1", "/sources", "/help", "/nowhere"])
def test_nothing_is_inline(shared: Site, path: str) -> None:
    html = shared.client.get(path).get_data(as_text=True)
    assert not re.search(r"<script(?![^>]*\bsrc=)", html)
    assert not re.search(r"<[^>]+\s(?:style|on\w+)=", html)
    assert "<style" not in html


def test_static_files_are_kept_by_their_content(shared: Site) -> None:
    html = shared.get("/")
    for path in re.findall(r'(?:href|src)="(/static/[^"]+)"', html):
        with shared.client.get(path) as answer:
            assert answer.status_code == 200, path
            assert "immutable" in answer.headers["Cache-Control"]
            assert answer.headers["ETag"]
    with shared.client.get("/static/css/base.css") as answer:
        assert "immutable" not in answer.headers["Cache-Control"]


def test_a_failure_is_a_designed_page_and_not_a_traceback(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("secret of the house")

    monkeypatch.setattr(site.store, "sources", broken)
    page = site.get("/sources", 500)
    assert "Что-то сломалось у нас" in page
    assert "secret" not in page

    def down(*_: object) -> None:
        raise VoronkaError("cannot open /a/path")

    monkeypatch.setattr(site.store, "sources", down)
    assert "Данные сейчас недоступны" in site.get("/sources", 503)


MALFORMED = [
    "/?page=-1", "/?page=1e9", "/?page=abc", "/?size=0", "/?size=99999", "/?pay_min=много", "/?pay_min=nan&pay_max=inf",
    "/?days=-5", "/?days=99999999", "/?role=nothing&group=nothing&format=x&seniority=y&employment=z&kind=w",
    "/?open=-1", "/?open=abc", "/?open=99999999999", "/?open=%F0%9F%98%80", "/?order=random", "/?q=%00%ff%fe",
    "/?q=" + "%28" * 200, "/?q=%22unclosed", "/?q=AND+OR+NOT", "/?q=*", "/?q=a%3A*%5B1+TO+2%5D", "/?exp_max=-1",
    "/?source=nowhere", "/?company=%3Cscript%3E", "/?city=" + "x" * 2000, "/?exact=2&stale=2",
    "/?" + "&".join(f"city=c{n}" for n in range(200)), "/listing/1?pane=<x>", "/api/search?size=abc&page=x",
]  # fmt: skip


@pytest.mark.parametrize("path", MALFORMED)
def test_malformed_addresses_are_answered(shared: Site, path: str) -> None:
    assert shared.client.get(path).status_code == 200


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60), st.text(max_size=20))
def test_any_words_are_answered(shared: Site, words: str, city: str) -> None:
    query = {"q": words.encode("utf-8", "replace"), "city": city.encode("utf-8", "replace")}
    assert shared.client.get("/", query_string=query).status_code == 200


HOSTILE = [
    "<script>alert(1)</script> Маркетолог",
    '"><img src=x onerror=alert(1)> Маркетолог',
    "</textarea></title><svg/onload=alert(1)> Маркетолог",
    "{{ 7*7 }} {% raw %} Маркетолог",
    "\u202eМаркетолог\u2066 справа налево",
    "Маркетолог\u0000\u0007\x1b[31m",
    "<!--<script> Маркетолог",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_stays_text_everywhere(store: Store, tmp_path: Path, text: str) -> None:
    store.claim(NOW)
    store.declare(SOURCES)
    read = storable(text)  # what is read of a post was stored before
    posting = Posting(read, ("marketer",), company=read, cities=(read,), end=len(read))
    [card] = add(store, text, posting, why=read, source="kanal_b", days=0.1)
    add(store, text, kind=Kind.CONTENT)
    site = open_site(store, tmp_path, {})
    for path in ("/", "/?q=маркетолог", f"/listing/{card}", f"/listing/{card}?pane", "/?kind=content"):
        html = site.get(path)
        without_ours = re.sub(r'<script (?:defer|type="module") src="[^"]*"></script>', "", html)
        for bad in ("<script", "<img", "<svg/", "onerror=alert(1)>", "<!--<"):
            assert bad not in without_ours.replace("<!-- Lucide", ""), (path, bad)
        assert "49" not in re.findall(r"data-card><bdi>(.*?)</bdi>", html)
        assert not set(html) & {"\u202e", "\u2066", "\u0000", "\u0007", "\x1b"}
    assert site.get(f"/?q={'<script>alert(1)</script>'}").count("<script>alert") == 0


def test_a_megabyte_of_text_makes_a_page_of_a_bearable_size(store: Store, tmp_path: Path) -> None:
    store.claim(NOW)
    store.declare(SOURCES)
    text = "Маркетолог " + "😀" * 1_000_000
    [card] = add(store, text, Posting("Маркетолог", ("marketer",), end=len(text)))
    site = open_site(store, tmp_path, {})
    html = site.get(f"/listing/{card}")
    assert len(html) < 100_000
    assert "Показано начало" in html
    assert len(site.get("/")) < 200_000

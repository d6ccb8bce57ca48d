"""What holds on every route and every answer: the policy, nothing inline, only harmless links, known hosts, cookies."""

from collections.abc import Iterator
from html import escape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pydantic import SecretStr
from werkzeug.routing import Rule
from werkzeug.wrappers import Response

from search.service import Search
from tests.webui.builder import add, furnish
from tests.webui.conftest import TOKEN, Site, open_site, post
from voronka.errors import VoronkaError
from voronka.model import Contacts, Kind, Link, Posting
from voronka.settings import Settings
from voronka.sources import RunReport, RunStatus, Source, SourceKind
from voronka.store import Store
from webui import create_app

SCRIPTS = (
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", " javascript:alert(1)", "data:text/html,<b>",
    "vbscript:x", "file:///etc/passwd", "//evil.example/x", "https://a@evil.example/", "blob:https://evil.example/1",
    "https:/\\evil.example", "\x01javascript:alert(1)",
)  # fmt: skip
MARKUP = '<script>alert(1)</script><img src=x onerror=alert(1)><svg onload=alert(1)>"\'><a href="javascript:alert(1)">'
SCHEMES = {"", "http", "https", "mailto", "tel", "tg"}
LEADING = {
    "href",
    "src",
    "action",
    "formaction",
    "poster",
    "data",
    "cite",
    "srcset",
    "xlink:href",
    "ping",
    "background",
}
ARGUMENTS = {
    "form": "csv",
    "note": "1",
    "secret": "nothing",
    "number": "1",
    "filename": "css/base.css",
    "path": "x",
    "name": "doska",
    "what": "salary",
}


class Page(HTMLParser):
    """What a browser would make of a page."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self.links: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at a tag and its attributes."""
        named = dict(attrs)
        if tag == "script" and not (named.get("src") or "").startswith("/static/"):
            self.faults.append("a script that is not our file")
        if tag in {"style", "iframe", "object", "embed", "base", "applet"}:
            self.faults.append(f"<{tag}>")
        for name, value in attrs:
            if name == "style" or name.startswith("on"):
                self.faults.append(f"{tag} {name}")
            if name in LEADING:
                self.links.append(value or "")


def faults(answer: Response) -> list[str]:
    """What is wrong with an answer."""
    headers = answer.headers
    policy = headers.get("Content-Security-Policy", "")
    found = []
    if "default-src 'none'" not in policy or "script-src 'self'" not in policy or "unsafe" in policy or "*" in policy:
        found.append(f"policy {policy!r}")
    wanted = {"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "same-origin"}
    found += [name for name, value in wanted.items() if headers.get(name) != value]
    for cookie in headers.getlist("Set-Cookie"):
        if "HttpOnly" not in cookie or "SameSite=Lax" not in cookie or "Path=/" not in cookie:
            found.append(f"cookie {cookie.partition('=')[0]}")
    if answer.mimetype == "text/html":
        page = Page(answer.get_data(as_text=True))
        found += page.faults
        for link in page.links:
            parts = urlsplit(link.strip())
            scheme = parts.scheme.lower()
            astray = "@" in parts.netloc or "\\" in link or (parts.netloc and not scheme)
            astray = astray or (scheme in {"http", "https"} and not parts.netloc)
            if scheme not in SCHEMES or astray:
                found.append(f"link {link!r}")
    return found


def paths(app: Flask) -> list[str]:
    """An address of every rule that can be read."""

    def filled(rule: Rule) -> str:
        address = rule.build({name: ARGUMENTS[name] for name in rule.arguments})
        assert address is not None
        return address[1]

    return [filled(rule) for rule in app.url_map.iter_rules() if "GET" in (rule.methods or set())]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site all of whose posts, contacts, links, sources and runs want to do harm."""
    folder = tmp_path_factory.mktemp("hostile")
    with Store(f"sqlite:///{folder / 'voronka.sqlite3'}") as store:
        ids = furnish(store)
        text = f"Маркетолог {MARKUP}\n" + "\n".join(SCRIPTS)
        links = (*(Link(url, MARKUP, 0, 10) for url in SCRIPTS), *(Link(url, MARKUP, button=True) for url in SCRIPTS))
        posting = Posting(
            MARKUP, ("marketer",), cities=(MARKUP,), company=MARKUP, end=len(text),
            contacts=Contacts((MARKUP, "a b"), (MARKUP,), (MARKUP, "a@b.example?bcc=c@d.example"), SCRIPTS),
        )  # fmt: skip
        store.declare([Source("doska", MARKUP, SourceKind.SITE, SCRIPTS[0], MARKUP, MARKUP)])
        for kind in (Kind.VACANCY, Kind.CANDIDATE):
            add(store, text, posting, kind=kind, source="doska", links=links, why=MARKUP)
        add(store, text, kind=Kind.CONTENT, links=links)
        run = store.start_run("doska")
        store.finish_run(
            run, RunReport("doska", RunStatus.FAILED, store.clock.now(), message=MARKUP, warnings=(MARKUP,))
        )
        with store.writing() as connection:
            connection.exec_driver_sql("UPDATE post SET url = 'javascript:alert(1)' WHERE source = 'doska'")
        yield open_site(store, folder, ids)


@pytest.mark.parametrize("who", ["client", "admin"])
def test_every_route_is_safe_whatever_is_stored(hostile: Site, who: str) -> None:
    browser: FlaskClient = getattr(hostile, who)
    listings = [f"/listing/{number}{pane}" for number in range(1, 14) for pane in ("", "?pane=1")]
    more = [
        "/?stale=1",
        "/?q=" + MARKUP,
        f"/?city={MARKUP}&open=12",
        "/?kind=content&kind=promo",
        "/api/search?q=маркетолог",
    ]
    seen = {}
    for path in [*paths(hostile.app), *listings, *more]:
        with browser.get(path) as answer:
            seen[path] = answer.status_code
            assert faults(answer) == [], path
    assert sum(status == 200 for status in seen.values()) > 25, seen


def test_a_link_that_does_harm_would_be_seen() -> None:
    for url in SCRIPTS:
        answer = Response(f'<a href="{escape(url)}">', mimetype="text/html")
        assert [fault for fault in faults(answer) if fault.startswith("link")], url


def test_every_refusal_and_failure_is_safe(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = site.client

    def look(answer: Response, status: int) -> None:
        assert answer.status_code == status
        assert faults(answer) == []
        assert answer.headers["Cache-Control"] == "no-store"

    look(browser.get("/nowhere/<script>alert(1)</script>"), 404)
    look(browser.get("/listing/999999"), 404)
    look(browser.post("/help"), 405)
    look(browser.post("/admin/sign-out"), 400)
    look(browser.get("/", headers={"Host": "evil.example"}), 400)
    look(post(browser, "/admin/sign-in", token="wrong"), 401)
    look(browser.post("/admin/sign-in", data={"token": "x" * 100_000}), 413)
    look(browser.get("/metrics"), 401)
    for error, status in ((RuntimeError("x"), 500), (VoronkaError("x"), 503)):

        def fail(*_: object, error: Exception = error) -> None:
            raise error

        monkeypatch.setattr(site.store, "sources", fail)
        look(browser.get("/sources"), status)


def test_redirects_lead_to_paths_of_this_site(shared: Site) -> None:
    for path in ("/admin", "/admin?a=//evil.example", "//evil.example/..", "/listing/1/../..//evil.example"):
        answer = shared.client.get(path)
        if 300 <= answer.status_code < 400:
            assert answer.location.startswith(("/", "http://localhost/")), path
            assert not answer.location.startswith("//"), path


# -- hosts ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "host",
    ["localhost", "localhost:8000", "LOCALHOST", "127.0.0.1", "127.0.0.1:8000", "[::1]:8000", "192.168.1.5:8000",
     "voronka.example", "Voronka.Example:443", "voronka.example."],
)  # fmt: skip
def test_known_hosts(store: Store, tmp_path: Path, host: str) -> None:
    settings = Settings(data=tmp_path, admin_token=SecretStr(TOKEN), public_url="https://voronka.example/")
    browser = create_app(store, Search(store, settings), settings).test_client()
    assert browser.get("/help", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example", "voronka.example", "localhost.evil.example", "127.0.0.1.evil.example", "evil.example:8000", "",
     "localhost@evil.example", "evil.example/localhost", "localhost:x", "[::1", "localhost#.evil.example"],
)  # fmt: skip
def test_other_hosts_are_refused_but_for_probes(shared: Site, host: str) -> None:
    given = {"HTTP_HOST": host}
    answers = [shared.client.get(path, environ_overrides=given) for path in ("/", "/sources", "/admin/sign-in")]
    assert {answer.status_code for answer in answers} == {400}
    assert "VORONKA_PUBLIC_URL" in answers[0].get_data(as_text=True)
    assert shared.client.get("/healthz", environ_overrides=given).status_code == 200

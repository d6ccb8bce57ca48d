"""An application over a small invented store, with the real search."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from pydantic import SecretStr
from werkzeug.serving import make_server
from werkzeug.test import TestResponse

from search.service import Search
from tests.conftest import key_of
from tests.databases import database_url
from tests.mailbox import Mailbox, a_mailbox
from tests.webui.browsing import CHROMIUM, WIDE, Opener
from tests.webui.builder import furnish
from voronka.settings import Settings
from voronka.store import Store
from webui import create_app

TOKEN = "an-invented-token-of-tests"


@dataclass(frozen=True)
class Site:
    """A store, its listings by name, and the application over it."""

    store: Store
    ids: dict[str, int]
    app: Flask

    @property
    def client(self) -> FlaskClient:
        """A browser without JavaScript."""
        return self.app.test_client()

    @property
    def admin(self) -> FlaskClient:
        """A browser in which the admin has signed in."""
        browser = self.client
        answer = post(browser, "/admin/sign-in", token=TOKEN)
        assert answer.status_code == 303, answer.status_code
        return browser

    def get(self, path: str, status: int = 200) -> str:
        """The text of a page."""
        response = self.client.get(path)
        assert response.status_code == status, (path, response.status_code)
        return response.get_data(as_text=True)


def cookie_of(browser: FlaskClient) -> str:
    """The cookie of a browser's session."""
    cookie = browser.get_cookie("voronka")
    assert cookie is not None
    return str(cookie.value)


def post(browser: FlaskClient, path: str, **fields: str) -> TestResponse:
    """Send a form of a page with the token of the browser's session."""
    for form in ("/admin", "/account", "/admin/sign-in"):
        page = browser.get(form).get_data(as_text=True)
        if "csrf_token" in page:
            break
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found is not None
    return browser.post(path, data={"csrf_token": found[1], **fields})


def open_site(store: Store, folder: Path, ids: dict[str, int]) -> Site:
    """An application over a store, its index in a folder."""
    settings = Settings(data=folder, admin_token=SecretStr(TOKEN))
    search = Search(store, settings)
    search.catch_up()
    return Site(store, ids, create_app(store, search, settings))


def with_mail(site: Site, folder: Path, url: str) -> Site:
    settings = Settings(
        data=folder, admin_token=SecretStr(TOKEN), smtp_url=SecretStr(url), mail_from="voronka@kit.example",
        public_url="http://voronka.example",
    )  # fmt: skip
    return replace(site, app=create_app(site.store, Search(site.store, settings), settings))


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    """A mail server of a test's own."""
    with a_mailbox() as box:
        yield box


@pytest.fixture
def site(store: Store, tmp_path: Path) -> Site:
    """A site of its own for a test that changes the store."""
    return open_site(store, tmp_path, furnish(store))


@pytest.fixture(scope="package")
def shared(database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One site for all tests that only read."""
    folder = tmp_path_factory.mktemp("site")
    with database_url(database, folder) as url, Store(url, key_of(url)) as store:
        yield open_site(store, folder, furnish(store))


@contextmanager
def served(site: Site) -> Iterator[str]:
    """A site served at a free port: its address."""
    server = make_server("127.0.0.1", 0, site.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join(timeout=5)


@pytest.fixture(scope="module")
def address(shared: Site) -> Iterator[str]:
    """The site served at a free port."""
    with served(shared) as found:
        yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-background-networking"]
        )
        yield started
        started.close()


@pytest.fixture
def visit(browser: Browser, address: str, shared: Site) -> Iterator[Opener]:
    """Opens a path in a fresh browser, one that reads Russian unless told otherwise (``locale="en-GB"``), as the admin
    with ``admin=True``, as somebody with the cookie ``session``; at the end nothing may have been refused by the policy
    or thrown."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def opened(
        path: str,
        viewport: dict[str, int] = WIDE,
        *,
        script: bool = True,
        dark: bool = False,
        locale: str = "ru-RU",
        admin: bool = False,
        session: str | None = None,
    ) -> Page:
        context = browser.new_context(
            base_url=address,
            viewport=viewport,  # type: ignore[arg-type]  # a ViewportSize is such a dict
            java_script_enabled=script,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            locale=locale,
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if "Content Security" in said.text else None)
        if admin:
            session = cookie_of(shared.admin)
        if session is not None:
            context.add_cookies([{"name": "voronka", "value": session, "url": address}])
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert faults == []

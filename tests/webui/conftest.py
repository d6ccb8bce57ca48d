"""An application over a small invented store, with the real search."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pydantic import SecretStr
from werkzeug.test import TestResponse

from search.service import Search
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


def post(browser: FlaskClient, path: str, **fields: str) -> TestResponse:
    """Send a form of a page with the token of the browser's session."""
    page = browser.get("/admin").get_data(as_text=True)
    if "csrf_token" not in page:
        page = browser.get("/admin/sign-in").get_data(as_text=True)
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found is not None
    return browser.post(path, data={"csrf_token": found[1], **fields})


def open_site(store: Store, folder: Path, ids: dict[str, int]) -> Site:
    """An application over a store, its index in a folder."""
    settings = Settings(data=folder, admin_token=SecretStr(TOKEN))
    search = Search(store, settings)
    search.catch_up()
    return Site(store, ids, create_app(store, search, settings))


@pytest.fixture
def site(store: Store, tmp_path: Path) -> Site:
    """A site of its own for a test that changes the store."""
    return open_site(store, tmp_path, furnish(store))


@pytest.fixture(scope="package")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One site for all tests that only read."""
    folder = tmp_path_factory.mktemp("site")
    with Store(f"sqlite:///{folder / 'voronka.sqlite3'}") as store:
        yield open_site(store, folder, furnish(store))

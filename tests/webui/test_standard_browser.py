"""Warnings and the standard in a browser: readable for everybody, and the questions are copied by one click."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.conftest import key_of
from tests.databases import database_url
from tests.webui.browsing import IN_BROWSER, PHONE, WIDE, Opener
from tests.webui.builder import furnish
from tests.webui.conftest import Site, open_site
from tests.webui.test_access import axe_finds_nothing
from tests.webui.test_standard import AGENCY, SCAM, put
from voronka.store import Store

pytestmark = IN_BROWSER


@pytest.fixture(scope="module")
def shared(database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site of this module's own: the one that all share has nothing to warn of."""
    folder = tmp_path_factory.mktemp("warned")
    with database_url(database, folder) as url, Store(url, key_of(url)) as store:
        ids = furnish(store)
        ids |= {"scam": put(store, SCAM), "agency": put(store, AGENCY)}
        yield open_site(store, folder, ids)


@pytest.mark.full
@pytest.mark.parametrize(
    ("viewport", "locale", "dark"),
    [
        pytest.param(WIDE, "ru-RU", False, marks=pytest.mark.full),
        (PHONE, "en-GB", True),
        pytest.param(WIDE, "ru-RU", True, marks=pytest.mark.full),
        pytest.param(PHONE, "en-GB", False, marks=pytest.mark.full),
    ],
)
def test_axe_finds_nothing(visit: Opener, shared: Site, viewport: dict[str, int], locale: str, dark: bool) -> None:
    for path in ("/", f"/?open={shared.ids['scam']}", f"/listing/{shared.ids['agency']}"):
        page = visit(path, viewport, dark=dark, locale=locale)
        axe_finds_nothing(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_questions_are_copied(visit: Opener, shared: Site) -> None:
    page = visit(f"/listing/{shared.ids['agency']}")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    button = page.get_by_role("button", name="Скопировать вопросы автору")
    button.click()
    expect(button).to_have_class("button copied")
    assert page.evaluate("navigator.clipboard.readText()").startswith("Здравствуйте! Вопросы по вакансии")

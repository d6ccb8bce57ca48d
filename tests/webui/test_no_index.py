"""The page while the index cannot be read: it answers, says since when, and finds again as soon as it can."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from pydantic import SecretStr

from search import keeper
from search.service import Search
from tests.webui.builder import furnish
from tests.webui.conftest import TOKEN, Site, open_site
from tests.webui.test_pages import said
from voronka.errors import VoronkaError
from voronka.settings import Settings
from voronka.store import Store
from webui import create_app


@dataclass(frozen=True)
class Broken:
    """A site whose index was damaged; it is made anew only when ``go`` is set, and fails where ``trouble`` is."""

    site: Site
    go: threading.Event
    trouble: threading.Event

    def let_it_be_made(self) -> None:
        """Have the index made, and wait until that is done."""
        self.go.set()
        for thread in threading.enumerate():
            if thread.name == "index":
                thread.join(20)


@pytest.fixture
def broken(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Broken]:
    ids = furnish(store)
    open_site(store, tmp_path, ids)
    for file in (tmp_path / "index").glob("g-*/*.seg"):
        file.write_bytes(b"no segment")
    go, trouble = threading.Event(), threading.Event()
    catch_up = Search.catch_up

    def wait(search: Search) -> int:
        assert go.wait(20)
        if trouble.is_set():
            raise VoronkaError("cannot write the index in /secret/place: No space left on device")
        return catch_up(search)

    monkeypatch.setattr(Search, "catch_up", wait)
    monkeypatch.setattr(keeper, "PATIENCE", 0.0)
    settings = Settings(data=tmp_path, admin_token=SecretStr(TOKEN))
    site = Site(store, ids, create_app(store, Search(store, settings), settings))
    made = Broken(site, go, trouble)
    yield made
    made.let_it_be_made()


def test_the_page_says_since_when_and_shows_the_newest(broken: Broken) -> None:
    html = broken.site.get("/?q=таргетолог")
    page = said(html)
    assert "Поисковый индекс создаётся заново" in page
    assert "Поиск и фильтры не работают с" in page
    assert "80 000 – 120 000 ₽" in page
    assert 'value="таргетолог"' in html
    assert "Ищу работу" not in page
    listing = said(broken.site.get(f"/listing/{broken.site.ids['target']}"))
    assert "Сосновую рощу" in listing
    since = html.partition("<time datetime=")[2][:30]
    assert since in broken.site.get("/")
    broken.let_it_be_made()
    found = said(broken.site.get("/?q=таргетолог"))
    assert "создаётся заново" not in found
    assert "1 вакансия" in found


def test_candidates_are_masked_without_an_index_too(broken: Broken) -> None:
    html = broken.site.get("/?kind=candidate")
    assert "100 000" in said(html)
    assert "tainaya_anna" not in html
    assert "000-77-01" not in html


def test_a_program_is_told_to_ask_again(broken: Broken) -> None:
    answer = broken.site.client.get("/api/search?q=таргетолог")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert answer.get_json()["error"] == "Поисковый индекс создаётся заново"


def test_an_index_that_cannot_be_made_is_told_without_the_reason(
    broken: Broken, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken.site.get("/")
    broken.trouble.set()
    broken.let_it_be_made()
    html = broken.site.get("/")
    assert "не удалось создать заново" in said(html)
    assert "/secret" not in html
    assert "No space left" in caplog.text
    # tried again, but not at once
    broken.trouble.clear()
    assert "не удалось" in said(broken.site.get("/"))
    monkeypatch.setattr(keeper, "PAUSE", 0.0)
    broken.site.get("/")
    broken.let_it_be_made()
    assert "5 вакансий" in said(broken.site.get("/"))


@pytest.mark.parametrize("how", ["overwritten", "gone"])
def test_what_is_damaged_while_it_is_open_is_no_failure(site: Site, tmp_path: Path, how: str) -> None:
    assert "5 вакансий" in said(site.get("/"))
    for file in (tmp_path / "index").glob("g-*/*.seg"):
        if how == "gone":
            file.unlink()
            continue
        with file.open("r+b") as opened:  # in place: a file that is cut short under a mapping ends the process
            opened.write(b"\xff" * file.stat().st_size)
    assert "1 вакансия" in said(site.get("/?q=премия"))
    again = open_site(site.store, tmp_path, site.ids)
    assert "1 вакансия" in said(again.get("/?q=премия"))

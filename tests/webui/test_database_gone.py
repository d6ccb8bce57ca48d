"""The page while the database's server is away: it says so, and serves again as soon as the server is back."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.databases import POSTGRESQL, database_url
from tests.trouble import Line
from tests.webui.builder import furnish
from tests.webui.conftest import Site, open_site
from tests.webui.test_pages import said
from voronka.store import Store


@pytest.fixture
def line(tmp_path: Path) -> Iterator[tuple[Line, Site]]:
    """A site whose store is at the other end of a line that can be cut."""
    with database_url("postgresql", tmp_path) as url:
        server = psycopg.conninfo.conninfo_to_dict(POSTGRESQL)
        port = int(str(server.get("port", 5432)))
        opened = Line(str(server["host"]), port)
        with Store(url.replace(f":{port}/", f":{opened.port}/")) as store:
            yield opened, open_site(store, tmp_path, furnish(store))
        opened.cut()


@pytest.mark.full
def test_the_server_goes_away_and_comes_back(line: tuple[Line, Site]) -> None:
    server, site = line
    pages = ("/", "/?q=таргетолог", f"/listing/{site.ids['smm']}", "/sources", "/api/search?q=smm")
    for path in pages:
        site.get(path)
    server.cut()
    for path in pages:
        page = said(site.get(path, 503))
        assert "Данные сейчас недоступны" in page
        assert "voronka_test" not in page
    assert "Справка" in said(site.get("/help"))
    server.mend()
    for path in pages:
        site.get(path)

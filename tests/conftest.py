"""What all tests share: the --full switch, and stores that are thrown away."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databases import database_url
from voronka.store import Store

ERASURE_KEY = "an-invented-key-of-tests"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--full", action="store_true", help="also run the whole matrices (marked full)")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--full"):
        return
    for item in items:
        if item.get_closest_marker("full"):
            item.add_marker(pytest.mark.skip(reason="a whole matrix: runs with --full"))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store in a folder of its own."""
    with Store(f"sqlite:///{tmp_path / 'voronka.sqlite3'}") as opened:
        yield opened


@pytest.fixture(params=["sqlite", "postgresql"])
def any_store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty store, once on each database."""
    with database_url(request.param, tmp_path) as url, Store(url, lambda: ERASURE_KEY) as opened:
        yield opened

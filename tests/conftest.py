"""What all tests share: the --full switch, the databases they run on, and stores that are thrown away."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from sqlalchemy import make_url

from tests.databases import DATABASES, database_url
from voronka.store import Store

ERASURE_KEY = "an-invented-key-of-tests"

# how long an example takes is a benchmark's question, and machines are noisy
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--full", action="store_true", help="also run the whole matrices (marked full), on each database")
    parser.addoption("--database", choices=DATABASES, help="run on this database alone what would run on SQLite")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "database" in metafunc.fixturenames:
        chosen = metafunc.config.getoption("--database")
        names = DATABASES if metafunc.config.getoption("--full") else (chosen or DATABASES[0],)
        metafunc.parametrize("database", names, scope="session")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--full"):
        return
    for item in items:
        if item.get_closest_marker("full"):
            item.add_marker(pytest.mark.skip(reason="a whole matrix: runs with --full"))


def key_of(url: str) -> Callable[[], str] | None:
    """The secret of the suppression list where no data folder lies beside the database; None: SQLite makes its own."""
    return None if url.startswith("sqlite") else lambda: ERASURE_KEY


@pytest.fixture
def only_files(database: str) -> None:
    """Skips a test of SQLite's own files on another database."""
    if database != "sqlite":
        pytest.skip("a server's files are its own")


@pytest.fixture
def store_url(database: str, tmp_path: Path) -> Iterator[str]:
    """The URL of an empty database in a folder of its own; with --full once on each database."""
    with database_url(database, tmp_path) as url:
        yield url


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of an empty store, to be copied: its migrations take longer than most tests."""
    path = tmp_path_factory.mktemp("empty") / "voronka.sqlite3"
    with Store(f"sqlite:///{path}"):
        return path


@pytest.fixture
def store(store_url: str, empty_file: Path) -> Iterator[Store]:
    """An empty store; with --full once on each database."""
    if store_url.startswith("sqlite"):
        shutil.copyfile(empty_file, str(make_url(store_url).database))
    with Store(store_url, key_of(store_url)) as opened:
        yield opened


@pytest.fixture(params=DATABASES)
def any_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of an empty database, once on each database, in the quick run too."""
    with database_url(request.param, tmp_path) as url:
        yield url


@pytest.fixture
def any_store(any_url: str, empty_file: Path) -> Iterator[Store]:
    """An empty store, once on each database, in the quick run too."""
    if any_url.startswith("sqlite"):
        shutil.copyfile(empty_file, str(make_url(any_url).database))
    with Store(any_url, lambda: ERASURE_KEY) as opened:
        yield opened

"""What the crawlers' tests share."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.crawlers.support import NOW
from voronka.store import Store


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a store without posts, whose clock stands at NOW."""
    path = tmp_path_factory.mktemp("store") / "empty.sqlite3"
    with Store(f"sqlite:///{path}") as store:
        store.claim(NOW)
    return path


@pytest.fixture
def store(empty_store: Path, tmp_path: Path) -> Iterator[Store]:
    """A store of one's own."""
    path = tmp_path / "voronka.sqlite3"
    shutil.copy(empty_store, path)
    with Store(f"sqlite:///{path}") as opened:
        yield opened

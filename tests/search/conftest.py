"""A store with a frozen clock, its builder, and a search over it."""

from pathlib import Path

import pytest

from search.service import Search
from tests.search.builder import NOW, Builder
from voronka.clock import Clock
from voronka.settings import Settings
from voronka.store import Store


@pytest.fixture
def builder(store: Store) -> Builder:
    store.clock = Clock(NOW)
    return Builder(store)


@pytest.fixture
def search(store: Store, builder: Builder, tmp_path: Path) -> Search:
    return Search(store, Settings(data=tmp_path))

"""Scenes over stores that are thrown away."""

import pytest

from tests.alerts.scene import Scene
from tests.search.builder import NOW, Builder
from voronka.clock import Clock
from voronka.store import Store


@pytest.fixture
def scene(store: Store) -> Scene:
    store.clock = Clock(NOW)
    return Scene(store, Builder(store))

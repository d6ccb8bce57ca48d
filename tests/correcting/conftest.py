"""A store with three channels, and somebody who corrects what was read from them."""

import pytest

from tests.test_ingest import AT
from voronka.correcting import Correcting
from voronka.sources import Source, SourceKind
from voronka.store import Store


@pytest.fixture
def store(store: Store) -> Store:
    """With --full every case on every database."""
    store.claim(AT)
    store.declare(Source(name, name.upper(), SourceKind.TELEGRAM) for name in ("kanal_a", "kanal_b", "kanal_v"))
    return store


@pytest.fixture
def person(store: Store) -> Correcting:
    return Correcting(store, "Проверяющая")

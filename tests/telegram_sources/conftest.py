"""A server of Telegram's protocol on loopback, and a reader on it."""

from collections.abc import Iterator

import pytest

from tests.telegram_sources.mtproto import Server
from tests.telegram_sources.scene import Scene, new_scene
from voronka.store import Store


@pytest.fixture
def server() -> Iterator[Server]:
    """A running server; at the end it must have seen no defect."""
    with Server.running() as running:
        yield running


@pytest.fixture
def scene(server: Server, store: Store, monkeypatch: pytest.MonkeyPatch) -> Scene:
    """A reader with a session that is logged in."""
    return new_scene(server, store, monkeypatch)

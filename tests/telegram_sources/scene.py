"""A reader and a server in one test: what is read, into which store, and what was slept meanwhile."""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from pydantic import SecretStr

from telegram_sources.client import Patience
from telegram_sources.collecting import Reading, collect
from telegram_sources.session import Credentials
from tests.crawlers.support import channel, saving, stored
from tests.telegram_sources.mtproto import Server
from voronka.cli.stopping import Stop
from voronka.ingest import Ingest
from voronka.model import RawPost
from voronka.sources import RunReport
from voronka.store import Store, telegram
from voronka.store.posts import Saved
from voronka.store.telegram import ChannelState

QUICK = Patience(timeout=3, attempts=2, pause=0.01, calls=1)


class Clock:
    """The time that a client's waits are counted in; sleeping moves it on and takes none."""

    def __init__(self) -> None:
        self.slept: list[float] = []

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        await asyncio.sleep(0)

    def time(self) -> float:
        return time.time() + sum(self.slept)


@dataclass(frozen=True)
class RawDesk:
    """Stores posts without reading what is in them."""

    save: Callable[[Sequence[RawPost]], Sequence[Saved]]
    ingest: Ingest
    pages: list[int] = field(default_factory=list)

    def take(self, raws: Sequence[RawPost]) -> Sequence[Saved]:
        self.pages.append(len(raws))
        return self.save(raws)

    def take_out(self, source: str, external_ids: Sequence[str]) -> int:
        return self.ingest.take_out(source, external_ids)


@dataclass
class Scene:
    """One account on one server, read into one store."""

    server: Server
    store: Store
    reading: Reading
    clock: Clock
    stop: Stop

    def read(self, *names: str, **values: Any) -> list[RunReport]:
        """Collect channels; further values as of Reading."""
        return collect([channel(name) for name in names or ("kanal",)], replace(self.reading, **values))

    def posts(self, name: str = "kanal") -> dict[int, RawPost]:
        """What the store holds of a channel, erased posts left out."""
        return {
            int(number): one.raw for number, one in stored(self.store, name).items() if one.raw.text or one.raw.payload
        }

    def versions(self, name: str = "kanal") -> dict[int, int]:
        """The number of each post's newest version."""
        return {int(number): one.version for number, one in stored(self.store, name).items()}

    def state(self, name: str = "kanal") -> ChannelState:
        """Where the reader stands."""
        with self.store.reading() as connection:
            found = telegram.state_of(connection, name)
        assert found is not None
        return found

    def waits(self, now: datetime) -> dict[str, datetime]:
        """The calls that are left alone."""
        with self.store.reading() as connection:
            return telegram.waits(connection, now)


def new_scene(server: Server, store: Store, monkeypatch: pytest.MonkeyPatch) -> Scene:
    """A scene with a session that is logged in, on a store without sources."""
    clock = Clock()
    # Telethon remembers floods by this clock
    monkeypatch.setattr("telethon.client.users.time", SimpleNamespace(time=clock.time))
    stop = Stop()
    reading = Reading(
        store=store,
        credentials=Credentials(1, SecretStr("hash"), SecretStr(server.session())),
        desk=RawDesk(saving(store), Ingest(store)),
        stop=stop,
        pause=0,
        patience=QUICK,
        sleep=clock.sleep,
    )
    return Scene(server, store, reading, clock, stop)


def days(number: float) -> timedelta:
    return timedelta(days=number)

"""Holds the leases of a collection: taken before a source is read, renewed meanwhile, given up at the end."""

import asyncio
from collections.abc import Iterable
from contextlib import suppress
from typing import Protocol

from voronka.errors import VoronkaError
from voronka.store import Store
from voronka.store.leases import RENEW_SECONDS, owner_name


class OnLoss(Protocol):
    """Called for a source that is not ours to read any more: it was switched off, or another process has its lease."""

    def __call__(self, name: str, *, switched_off: bool) -> None: ...


class Leases:
    """The leases of one collection."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.owner = owner_name()
        self.held: set[str] = set()

    def take(self, names: Iterable[str]) -> None:
        """Lease those that nobody else reads."""
        self.held |= self.store.take_leases(names, self.owner)

    def confirm(self, name: str) -> bool:
        """Whether a lease is still ours; it is then held for longer."""
        if name not in self.store.renew_leases([name], self.owner):
            self.held.discard(name)
        return name in self.held

    def give_up(self, names: Iterable[str]) -> None:
        """End leases; those that cannot be ended run out by themselves."""
        names = self.held & set(names)
        self.held -= names
        with suppress(VoronkaError):
            self.store.give_up_leases(names, self.owner)

    async def keep(self, on_loss: OnLoss) -> None:
        """Renew all leases for as long as this task lives."""
        while True:
            await asyncio.sleep(RENEW_SECONDS)
            # a writer that waits too long for another: the next renewal still comes in time
            with suppress(VoronkaError):
                self.renew(on_loss)

    def renew(self, on_loss: OnLoss) -> None:
        """Renew all leases once; raises VoronkaError where the store fails."""
        ours = self.store.renew_leases(self.held, self.owner)
        for name in self.held - ours:
            on_loss(name, switched_off=False)
        self.held &= ours
        for state in self.store.sources(ours):
            if state.disabled_by_admin:
                on_loss(state.source.name, switched_off=True)

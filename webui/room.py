"""What every page needs of its surroundings: the store, the search and the settings of this application."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, cast

from flask import current_app

from voronka.listing import Listing
from voronka.settings import Settings
from voronka.sources import SourceKind
from voronka.store import Store

if TYPE_CHECKING:
    from search.service import Search


@dataclass(frozen=True, slots=True)
class Room:
    """The parts an application was made with."""

    store: Store
    search: "Search"
    settings: Settings

    def now(self) -> datetime:
        """The current time of the store: a demo's stands still."""
        return self.store.clock.now()

    def listing(self, number: int) -> Listing | None:
        """A listing that everybody may see; one that was joined to another gives that other."""
        # a larger number is no id, and no database's integer
        found = self.store.listing(number) if 0 < number < 2**31 else None
        return None if found is None or found.owner_team is not None else found

    def source_labels(self) -> dict[str, str]:
        """What each source is called in a word or two: a channel by its name, a site by its title."""
        return {
            state.source.name: state.source.name if state.source.kind is SourceKind.TELEGRAM else state.source.title
            for state in self.store.sources()
        }


def room() -> Room:
    """The room of the application that serves this request."""
    return cast(Room, current_app.extensions["voronka"])

"""What every page needs of its surroundings: the store, the search and the settings of this application."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, cast

from flask import current_app

from voronka.listing import Listing
from voronka.query import Query
from voronka.resumes.taking import SOURCE as RESUMES
from voronka.settings import Settings
from voronka.sources import SourceKind
from voronka.store import Store

if TYPE_CHECKING:
    from search.service import Answer, Search


@dataclass(frozen=True, slots=True)
class Room:
    """The parts an application was made with; ``team`` tells in which team the one who asks works now, None in none."""

    store: Store
    search: "Search"
    settings: Settings
    team: Callable[[], str | None]

    def now(self) -> datetime:
        """The current time of the store: a demo's stands still."""
        return self.store.clock.now()

    def ask(self, query: Query) -> "Answer":
        """Answer a query by what everybody may see and what is the asking team's own.

        Every page searches by this; whose team's it is says the session, never an address.
        """
        return self.search.ask(replace(query, team=self.team()))

    def listing(self, number: int) -> Listing | None:
        """A listing that everybody may see, or the team's own; one that was joined to another gives that other."""
        # a larger number is no id, and no database's integer
        found = self.store.listing(number) if 0 < number < 2**31 else None
        return None if found is None or found.owner_team not in {None, self.team()} else found

    def listings(self, numbers: Iterable[int]) -> list[Listing]:
        """The same for several at once, in the order asked for, each once; those that are gone are left out."""
        found = self.store.living(number for number in numbers if 0 < number < 2**31)
        mine = {None, self.team()}
        return [listing for listing in found if listing.owner_team in mine]

    def source_labels(self) -> dict[str, str]:
        """What each source is called in a word or two: a channel by its name, a site by its title.

        Resumes have theirs before there are any: nobody is told whether some team has brought some in.
        """
        return {RESUMES.name: RESUMES.title} | {
            state.source.name: state.source.name if state.source.kind is SourceKind.TELEGRAM else state.source.title
            for state in self.store.sources()
        }


def room() -> Room:
    """The room of the application that serves this request."""
    return cast(Room, current_app.extensions["voronka"])

"""The narrow door to any search engine. Values in, values out: whoever asks knows no Whoosh.

Another engine (a distributed one, say) takes this one's place by passing ``tests/search/conformance.py``.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from voronka.errors import VoronkaError
from voronka.model import Kind
from voronka.query import Query, Results
from voronka.store import Store
from voronka.store.check import Fault

MAX_FACET: Final = 200
"""So many values of a facet are counted out at most; those that the query names always are."""
FRESH_HOURS: Final = 24
DEFAULT_KINDS: Final = (Kind.VACANCY, Kind.CANDIDATE, Kind.DIGEST)
"""What is found where a query names no kinds."""


class NoIndexError(VoronkaError):
    """There is no index that can be read: it was never made, is damaged, or is of another version. Make it anew."""


class IndexBeingMadeError(VoronkaError):
    """The index cannot be read and is being made anew, ``since`` this moment (UTC).

    ``failed``: the last try came to nothing (the log says why), and it is tried again.
    """

    def __init__(self, since: datetime, *, failed: bool) -> None:
        now = "could not be made anew and is tried again" if failed else "is being made anew"
        super().__init__(f"the search index {now}, since {since:%Y-%m-%d %H:%M} UTC; ask again in a while")
        self.since = since
        self.failed = failed


@dataclass(frozen=True, slots=True)
class EngineStatus:
    """How an index stands: listings in it, how many changes of the store it has not seen, its size on disk in bytes."""

    listings: int
    behind: int
    size: int
    version: str


class Engine(Protocol):
    """Executes queries on listings and follows a store's change log."""

    def search(self, query: Query, now: datetime) -> Results:
        """Answer a query as of a moment; hits carry no snippets. Raises NoIndexError where there is no index."""

    def has_words(self, text: str, team: str | None) -> bool:
        """Whether a listing that a team may know of has all words of a text as they are, old and closed ones included.

        Where none has, the last word may be the beginning of a longer one. Raises NoIndexError where there is no index.
        """

    def catch_up(self, store: Store) -> int:
        """Bring the index up to the store, making it anew where needed; gives the number of listings written."""

    def rebuild(self, store: Store) -> int:
        """Make the index anew from the store; gives the number of listings in it."""

    def scrub(self, store: Store) -> bool:
        """Bring the index up to the store and leave in its files nothing of what is gone; False: try again later."""

    def status(self, store: Store) -> EngineStatus:
        """How the index stands against a store."""

    def faults(self, store: Store) -> list[Fault]:
        """What is wrong with the index, or differs from the store; changes nothing."""

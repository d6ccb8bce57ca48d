"""Search as the page and the command line use it: an engine over the settings' folder, with cards and snippets."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, TypeVar

from search.engine import Engine, EngineStatus, NoIndexError
from search.keeper import Keeper
from search.partners import Partner, partners
from search.percolator import Percolator
from search.readable import Readable, readable
from search.snippet import snippet
from search.whoosh_engine import WhooshEngine
from search.words import read_words
from voronka.listing import Listing
from voronka.model import Kind, Posting
from voronka.privacy import public
from voronka.query import Query, Results
from voronka.settings import Settings
from voronka.store import Store
from voronka.store.check import Fault

_T = TypeVar("_T")
_MASKED: Final = 2000
"""So many candidates' masked cards are kept in memory."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Results and, for each hit in order, its card; candidates' contacts are masked unless they were to be revealed."""

    results: Results
    listings: tuple[Listing, ...]


class Search:
    """Answers queries about a store; ``engine`` is Whoosh in the data folder unless another is given."""

    def __init__(self, store: Store, settings: Settings, engine: Engine | None = None) -> None:
        self._store: Final = store
        self._masked: OrderedDict[int, tuple[Listing, Listing, Readable]] = OrderedDict()
        self._lock = threading.Lock()
        self._engine: Final[Engine] = engine or WhooshEngine(settings.index_folder, stale_days=settings.stale_days)
        self._keeper: Final = Keeper(self.catch_up)
        self._percolator: Final = Percolator(settings.stale_days)
        self._percolating = threading.Lock()

    def ask(self, query: Query, *, reveal: bool = False) -> Answer:
        """Answer a query as of the store's clock.

        Has the index made where there is none that can be read, and raises IndexBeingMadeError where that takes long.
        ``reveal`` gives the cards with candidates' contacts, for those who may see them; snippets are masked all the
        same. A hit that the store no longer has, or that is another team's by now, is left out.
        """
        now = self._store.clock.now()
        results = self._results(query, now)
        words = read_words(query.text)
        scores = {hit.listing_id: hit for hit in results.hits}
        hits, cards = [], []
        for listing in self._store.listings(scores):
            if listing.owner_team is None or listing.owner_team == query.team:
                seen, text = self._seen(listing)
                hits.append(replace(scores[listing.id], snippet=snippet(words, text.passages)))
                cards.append(listing if reveal else seen)
        return Answer(replace(results, hits=hits), tuple(cards))

    def _results(self, query: Query, now: datetime) -> Results:
        return self._asked(lambda: self._engine.search(query, now))

    def _asked(self, ask: Callable[[], _T]) -> _T:
        try:
            answer = ask()
        except NoIndexError:
            self._keeper.mend()
            try:
                answer = ask()
            except NoIndexError as error:
                raise self._keeper.waiting() from error
        self._keeper.mended()
        return answer

    def fitting(self, queries: Mapping[int, Query], listing_ids: Sequence[int]) -> dict[int, list[int]]:
        """For each of these listings the numbers of the queries that find it now, as ``ask`` would.

        The index has to be caught up. Its cost grows with what fits and not with the number of queries, but for those
        that are asked for the first time. Raises IndexBeingMadeError as ``ask`` does.
        """
        with self._percolating:
            self._percolator.keep(queries)
            now = self._store.clock.now()
            return dict(self._percolator.fitting(self._store.listings(listing_ids), now, self._has_words))

    def partners(
        self, posting: Posting, *, candidate: bool, team: str | None = None, most: int = 5, but: int | None = None
    ) -> list[Partner]:
        """The best of the other side for a posting, with the reasons; ``candidate``: it is a person's.

        Candidates come with their contacts. Raises IndexBeingMadeError as ``ask`` does.
        """
        now = self._store.clock.now()

        def ask(query: Query) -> list[int]:
            return [hit.listing_id for hit in self._results(query, now).hits]

        return partners(
            posting, candidate=candidate, team=team, now=now, ask=ask, listings=self._store.listings, most=most, but=but
        )

    def _has_words(self, text: str, team: str | None) -> bool:
        return self._asked(lambda: self._engine.has_words(text, team))

    def _seen(self, listing: Listing) -> tuple[Listing, Readable]:
        """The listing as a stranger sees it, and its words; candidates' are remembered, for masking takes long."""
        if listing.kind is not Kind.CANDIDATE:
            return listing, readable(listing, seen=listing)
        with self._lock:
            known = self._masked.get(listing.id)
        if known is None or known[0] != listing:
            seen = public(listing)
            known = listing, seen, readable(listing, seen=seen)
            with self._lock:
                self._masked[listing.id] = known
                self._masked.move_to_end(listing.id)
                if len(self._masked) > _MASKED:
                    self._masked.popitem(last=False)
        return known[1], known[2]

    def follow(self) -> None:
        """Begin to bring the index up to the store, beside whatever is asked of it meanwhile."""
        self._keeper.start()

    def catch_up(self) -> int:
        """Bring the index up to the store; gives the number of listings written."""
        return self._engine.catch_up(self._store)

    def rebuild(self) -> int:
        """Make the index anew from the store; gives the number of listings in it."""
        return self._engine.rebuild(self._store)

    def scrub(self) -> bool:
        """Bring the index up to the store, leaving nothing in its files of what is gone; False: try again later."""
        with self._lock:
            self._masked.clear()
        return self._engine.scrub(self._store)

    def status(self) -> EngineStatus:
        """How the index stands against the store."""
        return self._engine.status(self._store)

    def faults(self) -> list[Fault]:
        """What is wrong with the index, or differs from the store; changes nothing."""
        return self._engine.faults(self._store)

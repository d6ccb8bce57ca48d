"""Which of many queries a new listing fits: the search the other way round.

Queries are kept by what a listing must have to fit them: the two rarest things that each asks for. So a listing is
compared with those alone that share both with it, and most of the others are not even looked at. What is compared is
judged exactly as the index would (tests hold both together): also a word that may be the beginning of a longer one,
which depends on what else there is; that is asked of the index.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Final

from search.compiled import Compiled, Subject
from search.document import document, microseconds
from voronka.listing import Listing
from voronka.query import Query

_MOST_PAIRS: Final = 200
HasWords = Callable[[str, str | None], bool]
"""Whether the index has a listing with all words of a text as they are, among those that a team may know of."""


class Percolator:
    """Queries by number, kept from one batch of listings to the next."""

    def __init__(self, stale_days: int) -> None:
        self._stale_days = stale_days
        self._queries: dict[int, Compiled] = {}
        self._index: dict[str, dict[str, set[int]]] = {}

    def keep(self, queries: Mapping[int, Query]) -> None:
        """Hold these queries and no others; those that are the same as before cost next to nothing."""
        for number, known in list(self._queries.items()):
            query = queries.get(number)
            if query is not known.query and query != known.query:
                self._forget(number)
        for number, query in queries.items():
            if number not in self._queries:
                compiled = self._queries[number] = Compiled(query)
                for first, second in _pairs(compiled):
                    self._index.setdefault(first, {}).setdefault(second, set()).add(number)

    def _forget(self, number: int) -> None:
        for first, second in _pairs(self._queries.pop(number)):
            seconds = self._index[first]
            seconds[second].discard(number)
            if not seconds[second]:
                del seconds[second]
            if not seconds:
                del self._index[first]

    def fitting(
        self, listings: Iterable[Listing], now: datetime, has_words: HasWords
    ) -> Iterator[tuple[int, list[int]]]:
        """For each listing its id and the numbers of the queries that it fits, ascending."""
        moment = microseconds(now)
        known: dict[tuple[str, str | None], bool] = {}
        for listing in listings:
            subject = Subject(document(listing))
            found = []
            for number in sorted(self._candidates(subject)):
                compiled = self._queries[number]
                if not compiled.passes(subject, moment, self._stale_days):
                    continue
                if not compiled.has_words(subject):
                    if not compiled.may_begin(subject):
                        continue
                    asked = compiled.query.text, compiled.query.team
                    if asked not in known:
                        known[asked] = has_words(*asked)
                    if known[asked]:
                        continue
                found.append(number)
            yield listing.id, found

    def _candidates(self, subject: Subject) -> set[int]:
        found: set[int] = set()
        keys = subject.keys
        for first in self._index.keys() & keys:
            seconds = self._index[first]
            for second in seconds.keys() & keys:
                found |= seconds[second]
        return found


def _pairs(compiled: Compiled) -> Iterator[tuple[str, str]]:
    """The pairs of keys one of which a listing must have both of, to fit; "" where one thing says enough."""
    rarest = sorted(compiled.conjuncts(), key=lambda one: one.share)[:2]
    firsts = rarest[0].keys
    seconds = rarest[1].keys if len(rarest) > 1 and len(firsts) * len(rarest[1].keys) <= _MOST_PAIRS else ("",)
    return ((first, second) for first in firsts for second in seconds)

"""Whether the index equals the store: the same listings, as they are now, in files that are whole."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from search.document import judged, microseconds
from search.engine import NoIndexError
from search.schema import KINDS
from search.snapshot import Snapshot
from voronka.listing import Listing
from voronka.store import Store
from voronka.store.check import Fault

REBUILD: Final = "voronka index --rebuild"
_DAY: Final = 86_400_000_000  # microseconds
_BATCH: Final = 500
_EXAMPLES: Final = 3


def compare(snapshot: Snapshot, store: Store) -> Iterator[Fault]:
    """Faults of an index that has seen all of the store's changes; goes through the store in pages."""
    order = np.argsort(snapshot.ids[snapshot.alive])
    places = np.flatnonzero(snapshot.alive)[order]
    indexed = snapshot.ids[places]
    if len(indexed) != len(np.unique(indexed)):
        yield Fault(f"{len(indexed) - len(np.unique(indexed))} listings are in the index twice", REBUILD)
    missing, stale, found = Few(), Few(), 0
    after = 0
    while ids := store.member_ids(after, _BATCH):
        after = ids[-1]
        at = np.searchsorted(indexed, ids)
        there = (at < len(indexed)) & (indexed[np.minimum(at, len(indexed) - 1)] == ids) if len(indexed) else at < 0
        found += int(there.sum())
        missing.add(number for number, here in zip(ids, there, strict=True) if not here)
        place = {number: int(places[a]) for number, a, here in zip(ids, at, there, strict=True) if here}
        stale.add(one.id for one in store.listings(list(place)) if not _same(snapshot, place[one.id], one))
    if missing.number:
        yield Fault(f"{missing} of the store are not in the index", REBUILD)
    if len(np.unique(indexed)) > found:
        yield Fault(f"{len(np.unique(indexed)) - found} listings are in the index and not in the store", REBUILD)
    if stale.number:
        yield Fault(f"{stale} are in the index as they were once", REBUILD)


class Few:
    """Counts listings and remembers the first of them."""

    def __init__(self) -> None:
        self.number = 0
        self.first: list[int] = []

    def add(self, ids: Iterator[int]) -> None:
        """Count these, too."""
        for number in ids:
            self.number += 1
            if self.number <= _EXAMPLES:
                self.first.append(number)

    def __str__(self) -> str:
        more = " …" if self.number > _EXAMPLES else ""
        return f"{self.number} listings ({', '.join(map(str, self.first))}{more})"


def _same(snapshot: Snapshot, place: int, listing: Listing) -> bool:
    return (
        int(snapshot.posted[place]) == microseconds(listing.posted_at)
        # of sightings only another day is worth indexing again
        and int(snapshot.seen[place]) // _DAY == microseconds(listing.alive_at) // _DAY
        and bool(snapshot.closed[place]) == listing.closed
        and (bool(snapshot.standard[place]), bool(snapshot.suspicious[place])) == judged(listing)
        and KINDS[int(snapshot.kind[place])] == listing.kind
    )


def unreadable(error: NoIndexError) -> Fault:
    """The fault of an index that cannot be opened."""
    return Fault(str(error).partition("; make")[0], REBUILD)

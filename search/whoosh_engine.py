"""The default engine: Whoosh keeps terms, postings and facts on disk; queries are evaluated on them with numpy.

Several processes may read; one at a time writes. A commit holds, together with the listings, the place in the store's
change log that they are of: a process that is killed at any moment loses nothing, and doing the same again is harmless.
"""

import json
import logging
import pickle
import struct
import threading
import zlib
from collections.abc import Iterable, Iterator, Set
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Final

from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex
from whoosh.index import IndexError as WhooshIndexError

from search.check import REBUILD, compare, unreadable
from search.document import document, microseconds
from search.engine import FRESH_HOURS, EngineStatus, NoIndexError
from search.filters import Filters, facet, filters, kind_counts, stale, visible
from search.folder import IndexFolder
from search.merging import MergePolicy, merge_policy, merge_stained
from search.ranking import any_has, best, find
from search.schema import FINGERPRINT, fields, schema, state_fields
from search.segment import PostingsCache, Segment
from search.snapshot import Snapshot
from search.words import read_words
from voronka.errors import VoronkaError
from voronka.query import FACETS, MAX_PAGE_SIZE, Hit, Query, Results
from voronka.store import Store
from voronka.store.check import Fault

_log = logging.getLogger(__name__)

_WRITER_MB: Final = 32  # no slower than more, and the peak stays flat
_BATCH: Final = 500
_CHANGES: Final = 5000
_HOUR: Final = 3_600_000_000
_FACET_FIELDS: Final = {
    "kind": "kinds", "group": "groups", "role": "roles", "seniority": "seniority", "format": "formats",
    "employment": "employment", "city": "cities", "company": "companies", "source": "sources",
}  # fmt: skip
# what reading a damaged or half-deleted file raises in Whoosh, pickle, struct and numpy
_DAMAGE: Final = (
    WhooshIndexError, OSError, EOFError, struct.error, pickle.UnpicklingError, zlib.error, ValueError, KeyError,
    IndexError, TypeError, AttributeError, AssertionError, ImportError, UnicodeDecodeError,
)  # fmt: skip


class WhooshEngine:
    """An Engine over a folder.

    ``stale_days``: older listings are hidden; ``lock_wait``: so many seconds it waits for another writer.
    """

    def __init__(self, folder: Path, *, stale_days: int, lock_wait: float = 10.0) -> None:
        self._folder = IndexFolder(folder)
        self._stale_days = stale_days
        self._lock_wait = lock_wait
        self._cache = PostingsCache()
        self._segments: dict[str, Segment] = {}
        self._opened: tuple[tuple[int, ...], Snapshot] | None = None
        self._opening = threading.Lock()

    # -- asking --------------------------------------------------------------------------------------------------

    def search(self, query: Query, now: datetime) -> Results:
        """Answer a query as of a moment; raises NoIndexError where there is no index that can be read."""
        snapshot = self._snapshot()
        try:
            return self._answer(snapshot, query, now)
        except _DAMAGE:
            # either a file was damaged after it was opened, or this is our own mistake, which must not pass for it
            self._folder.forget()
            self._folder.verify(self._folder.current().folder)
            raise

    def has_words(self, text: str, team: str | None) -> bool:
        """Whether a listing that a team may know of has all words of a text as they are."""
        snapshot = self._snapshot()
        return any_has(snapshot, read_words(text), visible(snapshot, team))

    def _answer(self, snapshot: Snapshot, query: Query, now: datetime) -> Results:
        moment = microseconds(now)
        known = visible(snapshot, query.team)
        words = read_words(query.text)
        found = find(snapshot, words, known, moment)
        base = known & found.mask
        old = stale(snapshot, moment, self._stale_days)
        shown = base if query.stale else base & ~old
        asked = filters(snapshot, query, moment)
        passing = asked.all_but()
        hits = shown & passing
        relevant = query.order == "relevance" and bool(words.required)
        # without words the order of relevance is the date, but what one should beware of comes last
        ranks = {"pay": snapshot.by_pay, "date": snapshot.by_date}.get(query.order, snapshot.by_trust)
        size = min(max(query.size, 1), MAX_PAGE_SIZE)
        first = (max(query.page, 1) - 1) * size
        page = best(hits, ranks, found.scores if relevant else None, first, size)
        return Results(
            total=int(hits.sum()),
            hits=[Hit(int(snapshot.ids[number]), float(found.scores[number])) for number in page],
            facets=_facets(snapshot, query, shown, asked),
            hidden_stale=0 if query.stale else int((base & passing & old).sum()),
            fresh=int((hits & (snapshot.posted >= moment - FRESH_HOURS * _HOUR)).sum()),
            kinds_total=kind_counts(snapshot, shown & asked.all_but("kind")),
        )

    def status(self, store: Store) -> EngineStatus:
        """How the index stands against a store; all of it is behind where there is none."""
        last = store.last_change()
        try:
            snapshot = self._snapshot()
        except NoIndexError:
            return EngineStatus(listings=0, behind=last, size=0, version=FINGERPRINT)
        behind = max(last - _seq(snapshot), 0)
        return EngineStatus(snapshot.count, behind, self._folder.size(), FINGERPRINT)

    def faults(self, store: Store) -> list[Fault]:
        """What is wrong with the index, or differs from the store; reads all of its files anew."""
        last = store.last_change()
        self._folder.forget()
        try:
            snapshot = self._open()
        except NoIndexError as error:
            # none is needed before anything was stored
            return [unreadable(error)] if last or self._folder.stamp() else []
        if not _follows(snapshot, store):
            return [Fault(f"the index in {self._folder.path} is not of this store", REBUILD)]
        behind = last - _seq(snapshot)
        if behind:
            return [Fault(f"the index has not seen {behind} changes of the store", "voronka index")]
        return list(compare(snapshot, store))

    # -- following -----------------------------------------------------------------------------------------------

    def catch_up(self, store: Store) -> int:
        """Bring the index up to the store; gives the number of listings written.

        An index that is missing, damaged, of another version or of another store is made anew. Where another process is
        writing, waits briefly, then leaves the work to it.
        """
        with self._folder.writing(self._lock_wait) as mine:
            if not mine:
                _log.warning("the index in %s is being written by another process; left to it", self._folder.path)
                return 0
            try:
                snapshot = self._open()
            except NoIndexError as error:
                if self._folder.path.joinpath("current.json").exists():
                    _log.warning("%s: it is made anew", error)
                return self._build(store)
            if not _follows(snapshot, store):
                _log.warning("the index in %s is not of this store: it is made anew", self._folder.path)
                return self._build(store)
            self._folder.keep_only(self._folder.current().folder)
            written = 0
            while True:
                place, ids = store.changes(_seq(snapshot), _CHANGES)
                if not ids:
                    return written
                if len(ids) > max(snapshot.count, _BATCH):
                    return self._build(store)
                self._apply(snapshot, store, place, ids)
                written += len(ids)
                snapshot = self._open()

    def rebuild(self, store: Store) -> int:
        """Make the index anew beside the old one, then put it in its place; gives the number of listings in it."""
        with self._folder.writing(self._lock_wait) as mine:
            if not mine:
                _log.warning("the index in %s is being written by another process; left to it", self._folder.path)
                return 0
            return self._build(store)

    def scrub(self, store: Store) -> bool:
        """Bring the index up to the store, and leave nothing in its files of listings that are gone or were others.

        Segments with deleted listings are written anew, which takes as long as indexing what lives in them. False where
        another process is writing.
        """
        self.catch_up(store)
        with self._folder.writing(self._lock_wait) as mine:
            if not mine:
                return False
            snapshot = self._open()
            self._folder.keep_only(self._folder.current().folder)
            stained = snapshot.stained()
            if stained:
                policy = partial(merge_stained, stained=stained)
                self._write(
                    _open_index(self._folder.current().folder), [], store, _seq(snapshot), snapshot, policy=policy
                )
                self._folder.seal(self._folder.current().folder)
            return _seq(snapshot) == store.last_change()

    def _build(self, store: Store) -> int:
        place = store.last_change()  # what changes from here on is caught up with later, perhaps twice
        folder = self._folder.new_generation()
        try:
            index = FileIndex.create(FileStorage(str(folder)), schema())
            written = self._write(index, _all_listings(store), store, place, Snapshot([], []))
            self._folder.seal(folder)
            self._folder.make_current(folder, FINGERPRINT)
        except (OSError, VoronkaError):
            self._folder.discard(folder)
            raise
        self._segments = {}
        return written

    def _apply(self, snapshot: Snapshot, store: Store, place: int, ids: list[int]) -> None:
        folder = self._folder.current().folder
        batches = (ids[start : start + _BATCH] for start in range(0, len(ids), _BATCH))
        with self._folder.restored(folder):
            self._write(_open_index(folder), batches, store, place, snapshot, set(ids))
        self._folder.seal(folder)

    def _write(
        self,
        index: Any,
        batches: Iterable[list[int]],
        store: Store,
        place: int,
        snapshot: Snapshot,
        replaced: Set[int] = frozenset(),
        policy: MergePolicy = merge_policy,
    ) -> int:
        """One commit: the replaced listings and the old state go, the listings of the batches and a new state come."""
        writer = index.writer(limitmb=_WRITER_MB)
        done = False
        written = 0
        try:
            for number in [*snapshot.documents_of(replaced), *snapshot.states]:
                writer.delete_document(int(number))
            for batch in batches:
                for listing in store.listings(batch):
                    writer.add_document(**fields(document(listing)))
                    written += 1
            writer.add_document(**state_fields(_state(store, place)))
            writer.commit(mergetype=policy)
            done = True
        finally:
            if not done:
                _abandon(writer)
        return written

    # -- opening -------------------------------------------------------------------------------------------------

    def _snapshot(self) -> Snapshot:
        """The newest commit, opened anew where another process (or this one) has written since."""
        stamp = self._folder.stamp()
        opened = self._opened
        if opened is not None and opened[0] == stamp and stamp:
            return opened[1]
        with self._opening:
            stamp = self._folder.stamp()
            if self._opened is None or self._opened[0] != stamp or not stamp:
                self._opened = (stamp, self._open())
            return self._opened[1]

    def _open(self) -> Snapshot:
        current = self._folder.current()
        if current.version != FINGERPRINT:
            raise NoIndexError(f"the index in {self._folder.path} is of version {current.version}, not {FINGERPRINT}")
        self._folder.verify(current.folder)
        try:
            # never Searcher.refresh() or reader(reuse=…): they bring deleted documents back (see docs/search.md)
            reader = _open_index(current.folder).reader()
            leaves = [leaf for leaf, _ in reader.leaf_readers()]
            known = self._segments
            segments = {
                name: known.get(name) or Segment(name, leaf, self._cache)
                for leaf in leaves
                if (name := leaf.segment().segment_id())
            }
            deleted = [sorted(leaf.deleted_docs_set) for leaf in leaves]
            snapshot = Snapshot(list(segments.values()), deleted)
        except _DAMAGE as error:
            raise NoIndexError(f"the index in {current.folder} cannot be read ({error!r})") from error
        if len(snapshot.states) != 1:
            raise NoIndexError(f"the index in {current.folder} does not say what it is of")
        self._segments = segments
        return snapshot


def _abandon(writer: Any) -> None:
    """Cancel a writer, whatever state it is in: on a full disk it cannot even close its files."""
    try:
        writer.cancel()
    except _DAMAGE as error:
        _log.debug("a writer could not be cancelled", exc_info=error)
        writer.writelock.release()


def _open_index(folder: Path) -> Any:
    return FileIndex(FileStorage(str(folder)), schema())


def _facets(snapshot: Snapshot, query: Query, shown: Any, asked: Filters) -> dict[str, list[tuple[str, int]]]:
    return {
        name: facet(snapshot, name, shown & asked.without(name), getattr(query, _FACET_FIELDS[name])) for name in FACETS
    }


def _all_listings(store: Store) -> Iterator[list[int]]:
    last = 0
    while batch := store.listing_ids(last, _BATCH):
        yield batch
        last = batch[-1]


def _state(store: Store, place: int) -> str:
    return json.dumps({"seq": place, "listing": _logged(store, place)})


def _logged(store: Store, place: int) -> int | None:
    """Which listing the store's log names at a place: tells whether an index is of this store."""
    reached, ids = store.changes(place - 1, 1)
    return ids[0] if ids and reached == place else None


def _noted(snapshot: Snapshot) -> dict[str, Any]:
    noted: dict[str, Any] = json.loads(next(iter(snapshot.states.values())))
    return noted


def _seq(snapshot: Snapshot) -> int:
    return int(_noted(snapshot)["seq"])


def _follows(snapshot: Snapshot, store: Store) -> bool:
    noted = _noted(snapshot)
    seq = int(noted["seq"])
    return seq <= store.last_change() and (seq == 0 or _logged(store, seq) == noted["listing"])

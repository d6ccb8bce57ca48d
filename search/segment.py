"""One segment of a Whoosh index as numpy arrays. A segment never changes: its arrays outlive commits.

Only Whoosh's public interface is used (lexicon, postings, column_reader). Deletions are not a segment's: see snapshot.
"""

import threading
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from search.schema import FACT_TYPE, FACTS, STATE, VALUE_FIELDS

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

_CACHE_BYTES: Final = 64 * 2**20
_MAX_EXPANDED: Final = 1000


@dataclass(frozen=True, slots=True)
class Postings:
    """Where a term stands: ascending documents and how often it stands in each."""

    documents: Ints
    counts: Floats

    @property
    def size(self) -> int:
        """Bytes in memory."""
        return self.documents.nbytes + self.counts.nbytes


NO_POSTINGS: Final = Postings(np.empty(0, np.int64), np.empty(0, np.float64))


class PostingsCache:
    """The postings last asked for, over all segments, at most so many bytes of them; safe between threads."""

    def __init__(self, limit: int = _CACHE_BYTES) -> None:
        self._limit = limit
        self._size = 0
        self._kept: OrderedDict[tuple[Any, ...], Postings] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: tuple[Any, ...]) -> Postings | None:
        """What is kept under a key."""
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
            return found

    def put(self, key: tuple[Any, ...], postings: Postings) -> None:
        """Keep postings, dropping those not asked for longest."""
        with self._lock:
            if key not in self._kept:
                self._kept[key] = postings
                self._size += postings.size
            while self._size > self._limit and len(self._kept) > 1:
                _, dropped = self._kept.popitem(last=False)
                self._size -= dropped.size


class Segment:
    """The facts and values of a segment, read when it is opened, and its postings, read when asked for."""

    def __init__(self, name: str, reader: Any, cache: PostingsCache) -> None:
        self.name: Final = name
        self.size: Final = int(reader.doc_count_all())
        self._reader = reader
        self._cache = cache
        self._lock = threading.Lock()  # a reader's file has one place it reads at
        column = reader.column_reader(FACTS)
        records = b"".join(column[number] for number in range(self.size))
        self.facts: Final = np.frombuffer(records, dtype=FACT_TYPE)
        self.values: Final = {field: list(self._values(field)) for field in VALUE_FIELDS}

    def _values(self, field: str) -> Iterator[tuple[str, Ints]]:
        if field in self._reader.indexed_field_names():
            for term in self._reader.lexicon(field):
                documents = np.fromiter(self._reader.postings(field, term).all_ids(), np.int64)
                yield term.decode(), documents

    def state(self) -> dict[int, str]:
        """The index's own states that were written into this segment, by document."""
        numbers = np.flatnonzero(self.facts["id"] == 0)
        return {int(number): str(self._reader.stored_fields(int(number))[STATE]) for number in numbers}

    def postings(self, field: str, term: str) -> Postings:
        """Where a term stands in a field."""
        key = (self.name, field, term)
        found = self._cache.get(key)
        if found is None:
            with self._lock:
                found = self._read(field, term)
            self._cache.put(key, found)
        return found

    def _read(self, field: str, term: str) -> Postings:
        if (field, term) not in self._reader:
            return NO_POSTINGS
        documents, counts = [], []
        matcher = self._reader.postings(field, term)
        while matcher.is_active():
            documents.append(matcher.id())
            counts.append(matcher.weight())
            matcher.next()
        return Postings(np.array(documents, np.int64), np.array(counts, np.float64))

    def run(self, field: str, terms: tuple[str, ...]) -> Postings:
        """Where terms follow one another, and how often."""
        if len(terms) == 1:
            return self.postings(field, terms[0])
        key = (self.name, field, terms)
        found = self._cache.get(key)
        if found is None:
            found = self._read_run(field, terms)
            self._cache.put(key, found)
        return found

    def _read_run(self, field: str, terms: tuple[str, ...]) -> Postings:
        each = [self.postings(field, term).documents for term in dict.fromkeys(terms)]
        common = min(each, key=len)
        for documents in each:
            common = np.intersect1d(common, documents, assume_unique=True)
        if not len(common):
            return NO_POSTINGS
        with self._lock:
            places = {term: self._places(field, term, common) for term in dict.fromkeys(terms)}
        numbers, counts = [], []
        for at, document in enumerate(common):
            starts = places[terms[0]][at]
            for distance, term in enumerate(terms[1:], start=1):
                starts = starts[np.isin(starts + distance, places[term][at], assume_unique=True)]
            if len(starts):
                numbers.append(document)
                counts.append(len(starts))
        return Postings(np.array(numbers, np.int64), np.array(counts, np.float64))

    def _places(self, field: str, term: str, documents: Ints) -> list[npt.NDArray[np.int32]]:
        matcher = self._reader.postings(field, term)
        found = []
        for document in documents:
            matcher.skip_to(int(document))
            found.append(np.frombuffer(matcher.value(), np.int32))
        return found

    def continued(self, field: str, prefix: str) -> list[str]:
        """The first terms of a field that begin so, in order; at most a thousand."""
        with self._lock:
            found = self._reader.expand_prefix(field, prefix)
            return [term.decode() for term, _ in zip(found, range(_MAX_EXPANDED), strict=False)]

"""The whole index at one commit: its segments' arrays joined, with what was deleted taken into account.

A document's number is its place in the joined arrays. A snapshot never changes and may be used by several threads.
"""

from collections import Counter
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass
from typing import Final

import numpy as np

from search.schema import FACT_TYPE, VALUE_FIELDS, split_company
from search.segment import NO_POSTINGS, Bools, Floats, Ints, Postings, Segment


@dataclass(frozen=True, slots=True)
class Values:
    """The values of one field over the index: pairs (code, document), and the names of the codes.

    ``keys`` are what filters compare (for companies without legal form and case), ``names`` are what is shown.
    """

    keys: dict[str, int]
    names: list[str]
    codes: Ints
    documents: Ints

    def mask(self, wanted: Sequence[str], size: int, key: Callable[[str], str] = str) -> Bools:
        """Which documents have any of the wanted values."""
        found = np.zeros(size, np.bool_)
        codes = [code for value in wanted if (code := self.keys.get(key(value))) is not None]
        if codes:
            found[self.documents[np.isin(self.codes, codes)]] = True
        return found

    def counts(self, chosen: Bools) -> Ints:
        """How many of the chosen documents have each code."""
        return np.bincount(self.codes[chosen[self.documents]], minlength=len(self.names)).astype(np.int64)


class Snapshot:
    """All segments of one commit; ``deleted`` holds for each the numbers of its deleted documents."""

    def __init__(self, segments: Sequence[Segment], deleted: Sequence[Sequence[int]]) -> None:
        self.segments: Final = tuple(segments)
        self.starts: Final = [0, *np.cumsum([segment.size for segment in segments]).tolist()]
        self.size: Final = int(self.starts[-1])
        facts = np.concatenate([np.empty(0, FACT_TYPE), *(segment.facts for segment in segments)])
        alive = facts["id"] != 0
        states: dict[int, str] = {}
        for start, segment, gone in zip(self.starts, segments, deleted, strict=False):
            alive[[start + number for number in gone]] = False
            states |= {start + n: state for n, state in segment.state().items() if n not in set(gone)}
        self.states: Final = states
        self.alive: Final[Bools] = alive
        self.ids: Final[Ints] = facts["id"].astype(np.int64)
        self.posted: Final[Ints] = facts["posted"].astype(np.int64)
        self.seen: Final[Ints] = facts["alive"].astype(np.int64)
        self.closed: Final[Bools] = facts["closed"].astype(np.bool_)
        self.standard: Final[Bools] = facts["standard"].astype(np.bool_)
        self.suspicious: Final[Bools] = facts["suspicious"].astype(np.bool_)
        self.kind: Final[Ints] = facts["kind"].astype(np.int64)
        self.pay_low: Final[Ints] = facts["pay_low"].astype(np.int64)
        self.pay_high: Final[Ints] = facts["pay_high"].astype(np.int64)
        self.experience: Final[Floats] = facts["experience"].astype(np.float64)
        self.title_length: Final[Floats] = facts["title_length"].astype(np.float64)
        self.text_length: Final[Floats] = facts["text_length"].astype(np.float64)
        self.count: Final = int(alive.sum())
        self.mean_title: Final = max(float(self.title_length[alive].mean()) if self.count else 1.0, 1.0)
        self.mean_text: Final = max(float(self.text_length[alive].mean()) if self.count else 1.0, 1.0)
        self.by_date: Final[Ints] = self._ranks(-self.posted)
        self.by_trust: Final[Ints] = self._ranks(self.suspicious.astype(np.int64))
        self.by_pay: Final[Ints] = self._ranks(-(self.pay_low + self.pay_high))
        self.values: Final = {field: self._joined(field) for field in VALUE_FIELDS}

    def _ranks(self, key: Ints) -> Ints:
        """Each document's place in an order: by the key, then newer first, then by id."""
        ranks = np.empty(self.size, np.int64)
        ranks[np.lexsort((self.ids, -self.posted, key))] = np.arange(self.size)
        return ranks

    def _joined(self, field: str) -> Values:
        pieces: list[tuple[str, str, Ints]] = []
        for start, segment in zip(self.starts, self.segments, strict=False):
            for value, documents in segment.values[field]:
                key, name = split_company(value) if field == "company" else (value, value)
                pieces.append((key, name, documents + start))
        keys = {key: code for code, key in enumerate(dict.fromkeys(key for key, _, _ in pieces))}
        spelled: dict[str, Counter[str]] = {key: Counter() for key in keys}
        for key, name, documents in pieces:
            spelled[key][name] += int(self.alive[documents].sum())
        # the commonest spelling is shown; at a draw the first of the alphabet
        names = [min(found, key=lambda name: (-found[name], name)) for found in spelled.values()]
        codes = [np.full(len(documents), keys[key], np.int64) for key, _, documents in pieces]
        none = np.empty(0, np.int64)
        return Values(
            keys,
            names,
            np.concatenate([none, *codes]),
            np.concatenate([none, *(documents for _, _, documents in pieces)]),
        )

    def run(self, field: str, terms: tuple[str, ...]) -> Postings:
        """Where terms follow one another (or one term stands) in living documents."""
        pieces = []
        for start, segment in zip(self.starts, self.segments, strict=False):
            found = segment.run(field, terms)
            if len(found.documents):
                living = self.alive[found.documents + start]
                pieces.append(Postings(found.documents[living] + start, found.counts[living]))
        if not pieces:
            return NO_POSTINGS
        return Postings(
            np.concatenate([piece.documents for piece in pieces]), np.concatenate([piece.counts for piece in pieces])
        )

    def continued(self, field: str, prefix: str) -> list[str]:
        """The terms of a field that begin so."""
        return sorted({term for segment in self.segments for term in segment.continued(field, prefix)})

    def stained(self) -> frozenset[str]:
        """The names of segments whose files still hold listings that were deleted from them."""
        found = {
            segment.name
            for start, segment in zip(self.starts, self.segments, strict=False)
            if not self.alive[start : start + segment.size][segment.facts["id"] != 0].all()
        }
        return frozenset(found)

    def documents_of(self, ids: Set[int]) -> Ints:
        """The numbers of the living documents of these listings."""
        return np.flatnonzero(self.alive & np.isin(self.ids, sorted(ids)))

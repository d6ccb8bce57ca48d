"""Which documents a query's words find, and how well: BM25F over text and title, with a mild preference for new posts.

The figures come from living documents only, so that neither merges nor deletions nor segments change a score.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from search.schema import TEXT, TITLE
from search.segment import Bools, Floats, Ints
from search.snapshot import Snapshot
from search.words import Clause, Words

K1: Final = 1.2
B_TEXT: Final = 0.6
B_TITLE: Final = 0.4
TITLE_WEIGHT: Final = 3.0
FRESH_WEIGHT: Final = 0.3
FRESH_HALF_LIFE: Final = 14 * 86_400e6
"""In this many microseconds the preference for a new post halves (14 days); a post of this moment gains 30 %."""


SUNK: Final = 0.01
"""What is left of the score of a listing that a flag says to beware of: it comes after what fits less."""


@dataclass(frozen=True, slots=True)
class Found:
    """Which documents the words find (all of them where nothing is asked for), and their scores."""

    mask: Bools
    scores: Floats


def find(snapshot: Snapshot, words: Words, visible: Bools, now: int) -> Found:
    """Find and score; ``visible`` are the documents the asker may know of, ``now`` is in microseconds.

    Where nothing visible has all words, the last one may be the beginning of a longer word.
    """
    found = _find(snapshot, words, now)
    if words.prefix is None or (found.mask & visible).any():
        return found
    terms = snapshot.continued(TEXT, words.prefix)
    if not terms:
        return found
    longer = Clause(tuple((term,) for term in terms))
    return _find(snapshot, Words((*words.required[:-1], longer), words.excluded), now)


def any_has(snapshot: Snapshot, words: Words, visible: Bools) -> bool:
    """Whether a visible document has all words as they are."""
    mask = visible.copy()
    for clause in words.required:
        mask &= _counts(snapshot, TEXT, clause) > 0
    for clause in words.excluded:
        mask &= _counts(snapshot, TEXT, clause) == 0
    return bool(mask.any())


def _find(snapshot: Snapshot, words: Words, now: int) -> Found:
    mask = snapshot.alive.copy()
    scores = np.zeros(snapshot.size)
    for clause in words.required:
        text, title = _counts(snapshot, TEXT, clause), _counts(snapshot, TITLE, clause)
        has = text > 0
        mask &= has
        weight = text / _norm(snapshot.text_length, snapshot.mean_text, B_TEXT)
        weight += TITLE_WEIGHT * title / _norm(snapshot.title_length, snapshot.mean_title, B_TITLE)
        number = int(has.sum())
        rarity = np.log(1 + (snapshot.count - number + 0.5) / (number + 0.5))
        scores += rarity * weight / (K1 + weight)
    for clause in words.excluded:
        mask &= _counts(snapshot, TEXT, clause) == 0
    age = np.maximum(now - snapshot.posted, 0)
    scores *= 1 + FRESH_WEIGHT * np.exp2(-age / FRESH_HALF_LIFE)
    scores[snapshot.suspicious] *= SUNK
    return Found(mask, scores)


def _norm(lengths: Floats, mean: float, b: float) -> Floats:
    norm: Floats = 1 - b + b * lengths / mean
    return norm


def _counts(snapshot: Snapshot, field: str, clause: Clause) -> Floats:
    """How often a clause stands in each document; a compound's spellings overlap, so the commoner of them counts."""
    counts = np.zeros(snapshot.size)
    for run in clause.alternatives:
        found = snapshot.run(field, run)
        counts[found.documents] = np.maximum(counts[found.documents], found.counts)
    return counts


def best(mask: Bools, ranks: Ints, scores: Floats | None, first: int, size: int) -> list[int]:
    """One page of the documents of a mask: by score, the highest first, then by rank; without scores by rank."""
    documents = np.flatnonzero(mask)
    last = first + size
    key = ranks[documents] if scores is None else -scores[documents]
    if 0 < last < len(documents):
        # only what can stand on the page is sorted; equal keys at its end stay in
        documents = documents[key <= np.partition(key, last - 1)[last - 1]]
        key = ranks[documents] if scores is None else -scores[documents]
    page: list[int] = documents[np.lexsort((ranks[documents], key))][first:last].tolist()
    return page

"""The terms of a document by place, as every engine and the percolator have them."""

from array import array
from collections.abc import Iterable
from typing import Final

from search.analysis import tokens
from search.document import Document

_GAP: Final = 100
"""Places between two passages, so that no phrase runs from one into the next."""


def texts(document: Document) -> list[str]:
    """All that is searched of a document, passage by passage."""
    return [document.title, document.company, *document.passages, *document.skills]


def terms(passages: Iterable[str]) -> tuple[dict[str, "array[int]"], int]:
    """Each term with its places, and how many words there are (compounds written together are not counted again)."""
    places: dict[str, array[int]] = {}
    start = length = 0
    for passage in passages:
        last = -1
        for token in tokens(passage):
            last = token.place
            known = places.get(token.term)
            if known is None:
                places[token.term] = array("i", (start + last,))
            else:
                known.append(start + last)
            length += not token.whole
        start += last + 1 + _GAP
    return places, length

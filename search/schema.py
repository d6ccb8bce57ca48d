"""The Whoosh schema: what a Document becomes in the index. Texts are not stored, only terms, places and facts."""

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
from whoosh.columns import FixedBytesColumn
from whoosh.fields import COLUMN, STORED, FieldType, Schema
from whoosh.formats import Existence, Format

from search import analysis
from search import document as documents
from search.document import MAX_VALUE, Document
from search.places import terms, texts
from voronka.model import Kind

FINGERPRINT: Final = f"whoosh-1.{documents.VERSION}.{analysis.VERSION}"
"""Names everything that decides what is in the index; an index of another fingerprint is made anew."""

VALUE_FIELDS: Final = ("group", "role", "seniority", "format", "employment", "city", "company", "source", "team")
"""Fields that hold values to filter by and to count."""
TITLE: Final = "title"
TEXT: Final = "text"
FACTS: Final = "facts"
STATE: Final = "state"

FACT_TYPE: Final = np.dtype(
    [
        ("id", "<i8"),
        ("posted", "<i8"),
        ("alive", "<i8"),
        ("pay_low", "<i8"),
        ("pay_high", "<i8"),
        ("experience", "<f8"),
        ("title_length", "<i4"),
        ("text_length", "<i4"),
        ("kind", "u1"),
        ("closed", "u1"),
        ("standard", "u1"),
        ("suspicious", "u1"),
    ]
)
"""The numbers of one listing as one record: -1 for no pay, NaN for no experience; id 0 is the index's own state."""
KINDS: Final = tuple(Kind)
_DISPLAY: Final = "\t"


class _Places(Format):  # type: ignore[misc]  # Whoosh has no types
    """A posting's value is the places of the term in the text, four bytes each."""

    posting_size = -1

    def __init__(self) -> None:
        self.field_boost = 1.0
        self.options: dict[str, Any] = {}


class ValueField(FieldType):  # type: ignore[misc]  # Whoosh has no types
    """A field of whole values: indexes a sequence of strings as they are."""

    def __init__(self) -> None:
        super().__init__(Existence(), None)

    def index(self, value: Any, **_options: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Terms of a sequence of strings, as Whoosh wants them."""
        return ((one.encode(), 1, 1.0, b"") for one in dict.fromkeys(one[:MAX_VALUE] for one in value) if one)


class TermsField(FieldType):  # type: ignore[misc]  # Whoosh has no types
    """A field of terms that were read already: indexes a mapping of term to its places."""

    def __init__(self) -> None:
        super().__init__(_Places(), None)

    def index(self, value: Any, **_options: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Terms with their number as weight and their places as value, as Whoosh wants them."""
        for term, places in value.items():
            yield term.encode(), len(places), float(len(places)), places.tobytes()


def schema() -> Schema:
    """The schema, in which only the index's own state is stored."""
    return Schema(
        **{name: ValueField() for name in VALUE_FIELDS},
        **{TITLE: TermsField(), TEXT: TermsField(), STATE: STORED(), FACTS: COLUMN(_facts_column())},
    )


def _facts_column() -> FixedBytesColumn:
    return FixedBytesColumn(FACT_TYPE.itemsize, default=b"\0" * FACT_TYPE.itemsize)


def fields(document: Document) -> dict[str, Any]:
    """A document as Whoosh's fields."""
    title, title_length = terms([document.title])
    text, text_length = terms(texts(document))
    pay = document.pay
    facts = np.array(
        (
            document.id,
            document.posted,
            document.alive,
            -1 if pay is None else pay.low,
            -1 if pay is None else pay.high,
            np.nan if document.experience is None else document.experience,
            title_length,
            text_length,
            KINDS.index(document.kind),
            document.closed,
            document.standard,
            document.suspicious,
        ),
        dtype=FACT_TYPE,
    )
    return {
        "group": document.groups,
        "role": document.roles,
        "seniority": document.seniority,
        "format": document.formats,
        "employment": document.employment,
        "city": document.cities,
        "company": (f"{document.company_key}{_DISPLAY}{document.company}",) if document.company else (),
        "source": document.sources,
        "team": (document.team,) if document.team else (),
        TITLE: title,
        TEXT: text,
        FACTS: facts.tobytes(),
    }


def state_fields(state: str) -> dict[str, Any]:
    """The index's own state as a document, which is committed together with the listings it speaks of."""
    return {STATE: state, FACTS: b"\0" * FACT_TYPE.itemsize}


def split_company(value: str) -> tuple[str, str]:
    """A value of the field company: (key, name as shown)."""
    key, _, shown = value.partition(_DISPLAY)
    return key, shown

"""Which fields an item has, as ``voronka.quality`` counts them; pure.

A board's are those that can be read out of its JobPosting alone, whatever its text tells: only so a property that went
away is noticed.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from voronka.extract.jobposting import overlay
from voronka.model import Kind, Posting, RawPost, Reading
from voronka.quality import Item

PROPERTIES: Final[Mapping[str, tuple[str, ...]]] = {
    "title": ("title", "name"),
    "pay": ("baseSalary",),
    "place": ("jobLocation", "jobLocationType"),
    "company": ("hiringOrganization",),
    "employment": ("employmentType",),
    "text": ("description",),
    "date": ("datePosted",),
}
"""A board's fields, and the properties of its JobPosting that they come from."""

_EVERY_ITEM: Final = frozenset({"text", "date", "posting"})
_OF_BOARD: Final = frozenset(PROPERTIES)
_OF_POSTING: Final = frozenset({"title", "role", "pay", "place", "contacts"})
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d|\d{1,2}\.\d{1,2}\.20\d\d")
_LEAST_TEXT: Final = 40


def board_item(raw: RawPost) -> Item:
    """What a board's item has."""
    if "resume" in raw.payload:
        return _resume_item(raw)
    data = raw.payload.get("jobposting")
    if not isinstance(data, Mapping):
        return Item(raw.external_id, frozenset({"posting"}), frozenset(), raw.posted_at)
    filled = {"posting", *_of_posting(overlay(Posting(), data))} & (_OF_BOARD | {"posting"})
    if len(_text(data.get("description"))) >= _LEAST_TEXT:
        filled.add("text")
    if _DATE.match(_text(data.get("datePosted"))):
        filled.add("date")
    return Item(raw.external_id, _OF_BOARD | {"posting"}, frozenset(filled), raw.posted_at)


def _resume_item(raw: RawPost) -> Item:
    """What a board's resume has; nothing else is asked of it, for people tell of themselves as they like."""
    data = raw.payload["resume"]
    there = {
        "title": isinstance(data, Mapping) and _text(data.get("title")),
        "text": len(raw.text.strip()) >= _LEAST_TEXT,
    }
    filled = frozenset(name for name, value in there.items() if value)
    return Item(raw.external_id, frozenset(there), filled, raw.posted_at)


def channel_item(raw: RawPost, kind: Kind | None, postings: Sequence[Posting]) -> Item:
    """What a channel's post has; of a post that was not read (``kind`` None) nothing is asked."""
    if kind is None:
        return Item(raw.external_id, frozenset(), frozenset(), raw.posted_at)
    filled = {name for name, there in (("text", raw.text.strip()), ("date", raw.posted_at)) if there}
    of = _EVERY_ITEM
    if postings:
        filled |= {"posting"} | {name for posting in postings for name in _of_posting(posting)}
        of |= _OF_POSTING if kind is Kind.CANDIDATE else _OF_POSTING | {"company"}
    return Item(raw.external_id, of, frozenset(filled) & of, raw.posted_at)


def reading_item(raw: RawPost, reading: Reading | str) -> Item:
    """What a post has that was read just now; ``reading`` is a line where it could not be read."""
    return (
        channel_item(raw, None, ()) if isinstance(reading, str) else channel_item(raw, reading.kind, reading.postings)
    )


def _of_posting(posting: Posting) -> set[str]:
    there = {
        "title": posting.title,
        "role": posting.roles not in ((), ("other",)),
        "pay": posting.salary,
        "place": posting.cities or posting.formats,
        "company": posting.company,
        "employment": posting.employment,
        "contacts": posting.contacts,
    }
    return {name for name, value in there.items() if value}


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""

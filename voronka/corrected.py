"""What is read out of a post, with what people corrected in it: asked for whenever a post is read."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from voronka.corrections import (
    VERDICTS,
    WITHOUT_POSTING,
    Anchor,
    Correction,
    Field,
    anchors,
    corrected,
    from_json,
    settle,
)
from voronka.model import CORRECTED, Evidence, Kind, Posting, RawPost, Reading
from voronka.store import corrections as rows
from voronka.store.posts import StoredPost

_log = logging.getLogger(__name__)
ReadAs = Callable[[RawPost, Kind], Reading | str]
Noted = Sequence[tuple[Correction, dict[int, Anchor]]]


def applied(connection: sa.Connection, stored: StoredPost, reading: Reading, read_as: ReadAs) -> Reading:
    """The reading of a post with its corrections; they move to where their postings stand by now.

    ``read_as`` reads the post as one of another kind, or gives the line that says why it could not.
    """
    noted = rows.of_post(connection, stored.id)
    if not noted:
        return reading
    reading = of_kind(stored.raw, reading, noted, read_as)
    now = anchors(stored.raw.text, reading.postings)
    places = settled(noted, now)
    gone = min([0, *places.values(), *places])
    for place, at in places.items():
        if at < 0 <= place:
            gone -= 1
            places[place] = gone
    rows.move(connection, stored.id, places, dict(enumerate(now)))
    return with_fields(reading, noted, places)


def of_kind(raw: RawPost, reading: Reading, noted: Noted, read_as: ReadAs) -> Reading:
    """The reading as of the kind that a person gave last, if anybody did."""
    said = [one.value for one, _ in noted if one.field is Field.KIND]
    if not said:
        return reading
    kind = Kind(said[-1])
    if kind is not reading.kind:
        again = read_as(raw, kind)
        if isinstance(again, str):
            _log.warning(again)
            # a person's word holds though nothing more can be read: a candidate's contacts stay hidden
            bare = () if kind in WITHOUT_POSTING else (Posting(end=len(raw.text)),)
            again = Reading(kind, 1.0, (), bare)
        reading = again
    return replace(reading, confidence=1.0, reasons=(Evidence(CORRECTED),))


def settled(noted: Noted, now: Sequence[Anchor]) -> dict[int, int]:
    """Place at which a correction was made → place of its posting by now; a negative one where it is gone."""
    known = {place: anchor for _, of_it in noted for place, anchor in of_it.items()}
    found = settle(known, now)
    return {place: found.get(place, min(place, -1)) for place in known}


def with_fields(reading: Reading, noted: Noted, places: dict[int, int]) -> Reading:
    """The reading with the newest correction of each field of each posting."""
    values: dict[int, dict[Field, Any]] = {}
    for one, _ in noted:
        if one.field is not Field.KIND and one.field not in VERDICTS:
            at = places[one.spot.position]
            values.setdefault(at, {})[one.field] = from_json(one.field, one.value)
    postings = tuple(corrected(posting, values.get(at, {})) for at, posting in enumerate(reading.postings))
    return replace(reading, postings=postings)

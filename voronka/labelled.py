"""Corrected posts as labelled posts: what the text says by today's rules, with what people corrected in it.

The form is the labelling guide's, a post a line: {"id", "channel", "posted", "text", "links", "label"}.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa

from voronka.corrected import of_kind, settled, with_fields
from voronka.corrections import POSTING_FIELDS, Field, anchors
from voronka.extract import read
from voronka.extract.label import to_label
from voronka.model import Kind, Link, RawPost, Reading
from voronka.store import Store, moving, posts
from voronka.store import corrections as rows
from voronka.store import listings as cards
from voronka.store.posts import StoredPost

_BATCH: Final = 200


@dataclass(frozen=True, slots=True)
class Labelled:
    """A corrected post in the guide's form; ``is_candidate``: it is personal data."""

    row: dict[str, Any]
    is_candidate: bool


def labelled_posts(store: Store) -> Iterator[Labelled]:
    """All posts with a correction that stands, by their ids; one whose posting is no longer there is left out.

    A label says what the text says: a page's structured data do not count, and links count by their addresses alone, as
    ``voronka extract`` reads the same row.
    """
    last = 0
    while True:
        with store.reading() as connection:
            ids = rows.corrected_posts(connection, last, _BATCH)
            found = [_labelled(connection, stored) for stored in posts.by_ids(connection, ids)]
        if not ids:
            return
        yield from (one for one in found if one is not None)
        last = ids[-1]


def _labelled(connection: sa.Connection, stored: StoredPost) -> Labelled | None:
    raw, noted = stored.raw, rows.of_post(connection, stored.id)
    links = list(dict.fromkeys(link.url for link in raw.links))
    bare = RawPost(raw.source, raw.external_id, raw.text, links=tuple(map(Link, links)), posted_at=stored.posted_at)
    reading = of_kind(bare, _read(bare), noted, _read)
    places = settled(noted, anchors(raw.text, reading.postings))
    if not any(
        one.field is Field.KIND or (one.field in POSTING_FIELDS and places[one.spot.position] >= 0) for one, _ in noted
    ):
        return None
    reading = with_fields(reading, noted, places)
    row = {
        "id": f"{raw.source}/{raw.external_id}",
        "channel": raw.source,
        "posted": stored.posted_at.isoformat(),
        "text": raw.text,
        "links": links,
        "label": to_label(reading),
    }
    of_people = Kind.CANDIDATE in (reading.kind, *moving.kinds(connection, cards.of_posts(connection, [stored.id])))
    return Labelled(row, of_people)


def _read(raw: RawPost, as_kind: Kind | None = None) -> Reading:
    return read(raw.text, raw.links, raw.source, raw.posted_at, None, as_kind)

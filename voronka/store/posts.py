"""Raw posts in the store: versions of what a source said, and the reading of the newest one."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from voronka.closing import Closing
from voronka.codec import evidence_to_json, links_from_json, links_to_json
from voronka.model import RawPost, Reading
from voronka.store.storable import storable_post
from voronka.store.tables import post, post_version

# numbers that change all the time, and which messages are one album: no new version
_VOLATILE = frozenset({"views", "reactions", "album"})

# Asked for every post that comes, and made once: to make them takes longer than to ask.
_BY_NAMES = sa.select(post).where(
    post.c.source == sa.bindparam("of"), post.c.external_id.in_(sa.bindparam("names", expanding=True))
)
_NEW_POST = sa.insert(post).returning(post.c.id)
_NEW_VERSION = sa.insert(post_version)
_SAID = (
    sa.select(post.c.external_id, post_version.c.digest)
    .join(post_version, sa.and_(post_version.c.post_id == post.c.id, post_version.c.version == post.c.version))
    .where(
        post.c.source == sa.bindparam("of"),
        post.c.external_id.in_(sa.bindparam("names", expanding=True)),
        post.c.closed.is_(False),
        post.c.erased_at.is_(None),
    )
)
_SET_READING = sa.update(post).where(post.c.id == sa.bindparam("of"))


class Saved(StrEnum):
    """What saving a raw post did; KEPT_OUT: it was erased, and nothing of it was stored."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    KEPT_OUT = "kept_out"


@dataclass(frozen=True, slots=True)
class StoredPost:
    """A post as stored: its row's id, the newest version, and when it was first and last seen."""

    id: int
    version: int
    raw: RawPost
    posted_at: datetime
    first_seen_at: datetime
    seen_at: datetime


def digest(raw: RawPost) -> str:
    """A hash of all that makes a version: text, links and payload but for its volatile numbers."""
    payload = {k: v for k, v in raw.payload.items() if k not in _VOLATILE}
    content = [raw.text, links_to_json(raw.links), payload]
    return hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode("utf-8")).hexdigest()


def said_already(connection: sa.Connection, raws: Sequence[RawPost]) -> set[tuple[str, str]]:
    """Which of these posts (source, id) say what the store has of them, and stand: neither closed nor erased."""
    wanted = {(raw.source, raw.external_id): raw for raw in raws if not raw.closed}
    found: set[tuple[str, str]] = set()
    for source in {source for source, _ in wanted}:
        for chunk in chunks([name for of, name in wanted if of == source]):
            rows = connection.execute(_SAID, {"of": source, "names": chunk})
            found |= {
                (source, row.external_id) for row in rows if row.digest == digest(wanted[source, row.external_id])
            }
    return found


class Known(dict[tuple[str, str], sa.Row[Any] | None]):
    """What the store has of the posts of a page (source, id), asked for at once."""

    def __init__(self, connection: sa.Connection, raws: Iterable[RawPost]) -> None:
        names: dict[str, set[str]] = {}
        for raw in raws:
            names.setdefault(raw.source, set()).add(raw.external_id)
        super().__init__({(of, name): None for of, named in names.items() for name in named})
        for of, named in names.items():
            for chunk in chunks(sorted(named)):
                rows = connection.execute(_BY_NAMES, {"of": of, "names": chunk})
                self.update({(of, row.external_id): row for row in rows})


def save(
    connection: sa.Connection,
    raw: RawPost,
    now: datetime,
    known: Known | None = None,
    reading: Reading | None = None,
    generation: int = 0,
) -> tuple[Saved, StoredPost]:
    """Store a raw post: a first version, a further one if anything was changed, or only that it was seen again.

    A post that was erased is not taken in again. ``known`` is what the store has of this post and others; what this
    changes is taken out of it. ``reading`` is noted of a post that is new, as ``set_reading`` does.
    """
    raw = storable_post(raw)
    fetched = raw.fetched_at or now
    key = raw.source, raw.external_id
    row = (known if known is not None and key in known else Known(connection, [raw])).pop(key)
    if row is None:
        posted = raw.posted_at or fetched
        post_id = connection.execute(
            _NEW_POST,
            {
                "source": raw.source,
                "external_id": raw.external_id,
                "owner_team": raw.owner_team,
                "url": raw.url,
                "version": 1,
                "posted_at": posted,
                "first_seen_at": now,
                "seen_at": now,
                "closed": raw.closed,
                "closed_reason": raw.closed_reason if raw.closed else None,
                "closed_at": now if raw.closed else None,
                "valid_until": raw.valid_until,
                **({} if reading is None else _of_reading(reading, generation)),
            },
        ).scalar_one()
        _insert_version(connection, post_id, 1, raw, fetched)
        return Saved.NEW, StoredPost(post_id, 1, raw, posted, now, now)
    if row.erased_at is not None:
        return Saved.KEPT_OUT, StoredPost(row.id, row.version, raw, row.posted_at, row.first_seen_at, row.seen_at)
    known = connection.execute(
        sa.select(post_version.c.digest).where(post_version.c.post_id == row.id, post_version.c.version == row.version)
    ).scalar_one()
    posted = raw.posted_at or row.posted_at
    values: dict[str, Any] = {
        "seen_at": now,
        "missed": 0,
        "closed": raw.closed,
        "url": raw.url or row.url,
        "posted_at": posted,
        "valid_until": raw.valid_until,
    }
    if row.closed != raw.closed:
        values |= {
            "closed_reason": raw.closed_reason if raw.closed else None,
            "closed_at": now if raw.closed else None,
        }
    saved, version = Saved.UNCHANGED, row.version
    if known != digest(raw):
        saved, version = Saved.CHANGED, row.version + 1
        _insert_version(connection, row.id, version, raw, fetched)
    elif row.closed != raw.closed or row.posted_at != posted:
        saved = Saved.CHANGED
    connection.execute(sa.update(post).where(post.c.id == row.id).values(version=version, **values))
    return saved, StoredPost(row.id, version, raw, posted, row.first_seen_at, row.seen_at)


def _insert_version(connection: sa.Connection, post_id: int, version: int, raw: RawPost, fetched: datetime) -> None:
    connection.execute(
        _NEW_VERSION,
        {
            "post_id": post_id,
            "version": version,
            "digest": digest(raw),
            "text": raw.text,
            "links": links_to_json(raw.links),
            "payload": dict(raw.payload),
            "edited_at": raw.edited_at,
            "fetched_at": fetched,
        },
    )


def set_reading(connection: sa.Connection, post_id: int, reading: Reading, generation: int) -> None:
    """Note what was read out of a post's newest version."""
    connection.execute(_SET_READING, {"of": post_id, **_of_reading(reading, generation)})


def _of_reading(reading: Reading, generation: int) -> dict[str, Any]:
    return {
        "kind": reading.kind,
        "confidence": reading.confidence,
        "reasons": [evidence_to_json(reason) for reason in reading.reasons],
        "generation": generation,
    }


def set_generation(connection: sa.Connection, post_id: int, generation: int) -> None:
    """Note that a reparse has dealt with a post it could not read."""
    connection.execute(sa.update(post).where(post.c.id == post_id).values(generation=generation))


def select_posts() -> sa.Select[Any]:
    """Posts with their newest version."""
    return sa.select(
        post,
        post_version.c.text,
        post_version.c.links,
        post_version.c.payload,
        post_version.c.edited_at,
        post_version.c.fetched_at,
    ).join(post_version, sa.and_(post_version.c.post_id == post.c.id, post_version.c.version == post.c.version))


def from_row(row: sa.Row[Any]) -> StoredPost:
    """A row of select_posts() as a value."""
    raw = RawPost(
        source=row.source,
        external_id=row.external_id,
        text=row.text,
        url=row.url,
        links=links_from_json(row.links),
        payload=row.payload,
        posted_at=row.posted_at,
        edited_at=row.edited_at,
        fetched_at=row.fetched_at,
        closed=row.closed,
        closed_reason=row.closed_reason,
        valid_until=row.valid_until,
        owner_team=row.owner_team,
    )
    return StoredPost(row.id, row.version, raw, row.posted_at, row.first_seen_at, row.seen_at)


def older_generation(
    connection: sa.Connection, generation: int, limit: int, after: StoredPost | None = None
) -> list[StoredPost]:
    """The next posts that a reparse to ``generation`` has to read, oldest first; ``after``: those it follows upon."""
    wanted = sa.and_(post.c.generation < generation, post.c.erased_at.is_(None))
    if after is not None:
        # in this form both databases walk the index of posted_at from here on
        later = sa.or_(post.c.posted_at > after.posted_at, post.c.id > after.id)
        wanted = sa.and_(post.c.posted_at >= after.posted_at, later, wanted)
    rows = connection.execute(select_posts().where(wanted).order_by(post.c.posted_at, post.c.id).limit(limit))
    return [from_row(row) for row in rows]


def still_older(connection: sa.Connection, batch: Iterable[StoredPost], generation: int) -> list[StoredPost]:
    """Those of a batch that nobody has changed, erased or read to ``generation`` since it was fetched."""
    kept = list(batch)
    rows = connection.execute(
        sa.select(post.c.id, post.c.version).where(
            post.c.id.in_([stored.id for stored in kept]), post.c.generation < generation, post.c.erased_at.is_(None)
        )
    )
    now = {row.id: row.version for row in rows}
    return [stored for stored in kept if now.get(stored.id) == stored.version]


def count_older(connection: sa.Connection, generation: int) -> int:
    """How many posts a reparse to ``generation`` has still to read."""
    number: int = connection.execute(
        sa.select(sa.func.count()).select_from(post).where(post.c.generation < generation, post.c.erased_at.is_(None))
    ).scalar_one()
    return number


def known(connection: sa.Connection, source: str, external_ids: Iterable[str]) -> dict[str, datetime]:
    """Which of these ids of a source are stored, with the time each was last fetched as a new version."""
    found: dict[str, datetime] = {}
    for chunk in chunks(list(external_ids)):
        rows = connection.execute(
            sa.select(post.c.external_id, post_version.c.fetched_at)
            .join(post_version, sa.and_(post_version.c.post_id == post.c.id, post_version.c.version == post.c.version))
            .where(post.c.source == source, post.c.external_id.in_(chunk))
        )
        found.update((row.external_id, row.fetched_at) for row in rows)
    return found


def open_names(connection: sa.Connection, source: str) -> list[str]:
    """The ids of a source's posts that are neither closed nor erased."""
    wanted = sa.and_(post.c.source == source, post.c.closed.is_(False), post.c.erased_at.is_(None))
    return list(connection.execute(sa.select(post.c.external_id).where(wanted)).scalars())


def teams(connection: sa.Connection, source: str) -> set[str]:
    """The teams that posts of a source belong to; those that are erased are nobody's."""
    owned = sa.and_(post.c.source == source, post.c.owner_team.is_not(None), post.c.erased_at.is_(None))
    return set(connection.execute(sa.select(post.c.owner_team).where(owned).distinct()).scalars())


def names_between(connection: sa.Connection, source: str, first: datetime, last: datetime) -> list[str]:
    """The ids of a source's posts of this span of time, both ends included, but of those that are erased."""
    wanted = sa.and_(post.c.source == source, post.c.posted_at.between(first, last), post.c.erased_at.is_(None))
    return list(connection.execute(sa.select(post.c.external_id).where(wanted)).scalars())


def one(connection: sa.Connection, source: str, external_id: str) -> StoredPost | None:
    """A post by its name in its source; None also for one that is erased."""
    wanted = sa.and_(post.c.source == source, post.c.external_id == external_id, post.c.erased_at.is_(None))
    row = connection.execute(select_posts().where(wanted)).one_or_none()
    return None if row is None else from_row(row)


def by_ids(connection: sa.Connection, post_ids: Iterable[int]) -> list[StoredPost]:
    """The posts of these rows, without those that are erased."""
    found: list[StoredPost] = []
    for chunk in chunks(sorted(set(post_ids))):
        rows = connection.execute(select_posts().where(post.c.id.in_(chunk), post.c.erased_at.is_(None)))
        found += [from_row(row) for row in rows]
    return found


def kinds(connection: sa.Connection, post_ids: Iterable[int]) -> dict[int, str | None]:
    """What these posts are, by their rows; None for one that could not be read."""
    found: dict[int, str | None] = {}
    for chunk in chunks(sorted(set(post_ids))):
        found |= {
            row.id: row.kind
            for row in connection.execute(sa.select(post.c.id, post.c.kind).where(post.c.id.in_(chunk)))
        }
    return found


def sighted(connection: sa.Connection, source: str, external_ids: Iterable[str], now: datetime) -> list[int]:
    """Note that a source still has these items; what was closed only for want of them is open again.

    Gives the ids of those whose last sighting was on another day, or that are open again.
    """
    moved: list[int] = []
    for chunk in chunks(list(external_ids)):
        these = sa.and_(post.c.source == source, post.c.external_id.in_(chunk))
        absent = sa.and_(these, post.c.closed_reason == Closing.ABSENT)
        rows = connection.execute(sa.select(post.c.id, post.c.seen_at, post.c.closed_reason).where(these))
        moved += [row.id for row in rows if row.seen_at.date() != now.date() or row.closed_reason == Closing.ABSENT]
        connection.execute(sa.update(post).where(absent).values(closed=False, closed_reason=None, closed_at=None))
        connection.execute(sa.update(post).where(these).values(seen_at=now, missed=0))
    return moved


def chunks(values: list[Any], size: int = 400) -> Iterator[list[Any]]:
    """Lists of at most ``size``: databases limit how many parameters a statement takes."""
    for start in range(0, len(values), size):
        yield values[start : start + size]

"""A source's items as quality is measured on them: with what was read out of each."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from voronka.codec import posting_from_json
from voronka.model import Kind, Posting, RawPost
from voronka.store.posts import chunks, from_row, select_posts
from voronka.store.tables import post, post_version, posting


@dataclass(frozen=True, slots=True)
class Stored:
    """An item: the newest version's hash, its kind (None: not read yet), and its postings in their order."""

    raw: RawPost
    digest: str
    kind: Kind | None
    postings: tuple[Posting, ...]


def newest(connection: sa.Connection, name: str, limit: int) -> list[Stored]:
    """The last items of a source, newest first."""
    wanted = sa.and_(post.c.source == name, post.c.erased_at.is_(None))
    return _read(connection, _select().where(wanted).order_by(post.c.posted_at.desc(), post.c.id.desc()).limit(limit))


def these(connection: sa.Connection, name: str, external_ids: Iterable[str]) -> dict[str, Stored]:
    """Those of these items that are stored and not erased, by id."""
    found: dict[str, Stored] = {}
    for chunk in chunks(list(external_ids)):
        wanted = sa.and_(post.c.source == name, post.c.external_id.in_(chunk), post.c.erased_at.is_(None))
        found |= {item.raw.external_id: item for item in _read(connection, _select().where(wanted))}
    return found


def _select() -> sa.Select[Any]:
    return select_posts().add_columns(post_version.c.digest)


def _read(connection: sa.Connection, wanted: sa.Select[Any]) -> list[Stored]:
    rows = connection.execute(wanted).all()
    postings: dict[int, list[Posting]] = {}
    for chunk in chunks([row.id for row in rows]):
        select = sa.select(posting.c.post_id, posting.c.data).where(posting.c.post_id.in_(chunk))
        for found in connection.execute(select.order_by(posting.c.post_id, posting.c.position)):
            postings.setdefault(found.post_id, []).append(posting_from_json(found.data))
    return [
        Stored(
            raw=from_row(row).raw,
            digest=row.digest,
            kind=None if row.kind is None else Kind(row.kind),
            postings=tuple(postings.get(row.id, ())),
        )
        for row in rows
    ]

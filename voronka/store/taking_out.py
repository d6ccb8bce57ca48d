"""Taking posts out of the store: what a source deleted, what somebody asked to have erased, what came to its end."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa

from voronka.store import card_work
from voronka.store.cleaning import note_uncleaned
from voronka.store.listings import log_changes, of_posts
from voronka.store.posts import chunks
from voronka.store.rereading import forget_examples
from voronka.store.sources import forget_excerpts
from voronka.store.tables import correction, post, post_version, posting, posting_key

ASKED: Final = "asked"
"""The reason of posts that somebody asked to have erased: they stay out for good."""

DELETED: Final = "deleted"
"""The reason of posts that their source, or whoever brought them in, has deleted."""

ENDED: Final = "retention"
"""The reason of candidates' posts that came to their end."""


def take_out(connection: sa.Connection, source: str, external_ids: Iterable[str], reason: str, now: datetime) -> int:
    """Erase posts of a source by their ids; those that are erased already stay as they are. Gives how many."""
    number = 0
    for chunk in chunks(list(external_ids)):
        rows = connection.execute(
            sa.select(post.c.id).where(
                post.c.source == source, post.c.external_id.in_(chunk), post.c.erased_at.is_(None)
            )
        )
        ids = list(rows.scalars())
        erase_posts(connection, ids, reason, now)
        number += len(ids)
    return number


def erase_posts(connection: sa.Connection, post_ids: Sequence[int], reason: str, now: datetime) -> None:
    """Blank the text, links, payload and digest of all versions of these posts; drop what was read out of them.

    The rows stay, marked, so that the posts are not taken in again. Their listings are logged as changed.
    """
    if post_ids:
        note_uncleaned(connection)
    for chunk in chunks(list(post_ids)):
        log_changes(connection, of_posts(connection, chunk))
        drop_reading(connection, chunk)
        forget_excerpts_of(connection, chunk)
        connection.execute(
            sa.update(post_version)
            .where(post_version.c.post_id.in_(chunk))
            .values(text="", links=[], payload={}, digest="")
        )
        connection.execute(
            sa.update(post)
            .where(post.c.id.in_(chunk))
            .values(
                erased_at=now,
                erased_reason=reason,
                url=None,
                listing_id=None,
                kind=None,
                confidence=None,
                reasons=[],
                missed=0,
                valid_until=None,
            )
        )


def forget_excerpts_of(connection: sa.Connection, post_ids: Sequence[int]) -> None:
    """Take what was cut from these posts out of the drift reports of their sources and the report of the reparse."""
    items: dict[str, list[str]] = {}
    for row in _names(connection, post_ids):
        items.setdefault(row.source, []).append(row.external_id)
    for name, external_ids in items.items():
        forget_excerpts(connection, name, external_ids)
        forget_examples(connection, [f"{name}/{external_id}" for external_id in external_ids])


def _names(connection: sa.Connection, post_ids: Sequence[int]) -> list[sa.Row[Any]]:
    query = sa.select(post.c.source, post.c.external_id).where(post.c.id.in_(post_ids))
    return list(connection.execute(query))


def drop_reading(connection: sa.Connection, post_ids: Sequence[int]) -> None:
    """Delete what was read out of these posts, and what people noted on it."""
    card_work.forget(connection, of_posts(connection, post_ids), post_ids)
    own = sa.select(posting.c.id).where(posting.c.post_id.in_(post_ids)).scalar_subquery()
    connection.execute(sa.delete(posting_key).where(posting_key.c.posting_id.in_(own)))
    connection.execute(sa.delete(posting).where(posting.c.post_id.in_(post_ids)))
    noted = sa.or_(correction.c.post_id.in_(post_ids), correction.c.other_post_id.in_(post_ids))
    connection.execute(sa.delete(correction).where(noted))


def blank_former_versions(connection: sa.Connection, post_id: int, current: int) -> None:
    """Of the versions of a post before the current one keep the digest alone: a person's post is kept once."""
    former = sa.and_(post_version.c.post_id == post_id, post_version.c.version < current, post_version.c.text != "")
    if connection.execute(sa.update(post_version).where(former).values(text="", links=[], payload={})).rowcount:
        note_uncleaned(connection)
        forget_examples(connection, [f"{row.source}/{row.external_id}" for row in _names(connection, [post_id])])

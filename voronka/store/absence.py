"""What a source no longer has, counted by healthy reads: a board's item is closed, a channel's post deleted."""

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa

from voronka.closing import MISSES, Closing
from voronka.sources import SourceKind
from voronka.store.listings import log_changes, of_posts
from voronka.store.posts import chunks
from voronka.store.tables import post, source
from voronka.store.taking_out import take_out


def note_absent(connection: sa.Connection, name: str, external_ids: Iterable[str], now: datetime) -> int:
    """Count one healthy read of a source in which these of its posts were not there.

    At the second in a row a channel's post is erased and a site's item is closed; whatever sees a post again sets its
    count back. Gives how many were erased or closed.
    """
    kind = connection.execute(sa.select(source.c.kind).where(source.c.name == name)).scalar_one()
    open_ones = sa.and_(post.c.source == name, post.c.erased_at.is_(None))
    if kind == SourceKind.SITE:
        open_ones = sa.and_(open_ones, post.c.closed.is_(False))
    gone: list[sa.Row[tuple[int, str]]] = []
    for chunk in chunks(list(external_ids)):
        these = sa.and_(open_ones, post.c.external_id.in_(chunk))
        connection.execute(sa.update(post).where(these).values(missed=post.c.missed + 1))
        gone += connection.execute(sa.select(post.c.id, post.c.external_id).where(these, post.c.missed >= MISSES))
    if kind == SourceKind.SITE:
        close(connection, [row.id for row in gone], Closing.ABSENT, now)
    else:
        take_out(connection, name, [row.external_id for row in gone], "deleted", now)
    return len(gone)


def close(connection: sa.Connection, post_ids: Iterable[int], reason: Closing, now: datetime) -> None:
    """Close posts; a listing is closed when all of its posts are."""
    for chunk in chunks(list(post_ids)):
        connection.execute(
            sa.update(post).where(post.c.id.in_(chunk)).values(closed=True, closed_reason=reason, closed_at=now)
        )
        log_changes(connection, of_posts(connection, chunk))


def close_expired(connection: sa.Connection, now: datetime) -> int:
    """Close what is past the date that its own source gave; gives how many posts."""
    past = sa.and_(post.c.closed.is_(False), post.c.erased_at.is_(None), post.c.valid_until < now)
    ids = list(connection.execute(sa.select(post.c.id).where(past)).scalars())
    close(connection, ids, Closing.EXPIRED, now)
    return len(ids)

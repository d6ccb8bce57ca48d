"""What a source no longer has, counted by healthy reads: a board's vacancy is closed, all else deleted."""

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa

from voronka.closing import MISSES, Closing
from voronka.model import Kind
from voronka.sources import SourceKind
from voronka.store.listings import log_changes, of_posts
from voronka.store.posts import chunks
from voronka.store.tables import post, source
from voronka.store.taking_out import take_out


def note_absent(connection: sa.Connection, name: str, external_ids: Iterable[str], now: datetime) -> int:
    """Count one healthy read of a source in which these of its posts were not there.

    At the second in a row a site's vacancy is closed; a channel's post and a person's resume are erased. Whatever sees
    a post again sets its count back. Gives how many were erased or closed.
    """
    kind = connection.execute(sa.select(source.c.kind).where(source.c.name == name)).scalar_one()
    open_ones = sa.and_(post.c.source == name, post.c.erased_at.is_(None))
    is_site = kind == SourceKind.SITE
    if is_site:
        open_ones = sa.and_(open_ones, sa.or_(post.c.closed.is_(False), post.c.kind == Kind.CANDIDATE))
    gone: list[sa.Row[tuple[int, str, str | None]]] = []
    for chunk in chunks(list(external_ids)):
        these = sa.and_(open_ones, post.c.external_id.in_(chunk))
        connection.execute(sa.update(post).where(these).values(missed=post.c.missed + 1))
        rows = sa.select(post.c.id, post.c.external_id, post.c.kind).where(these, post.c.missed >= MISSES)
        gone += connection.execute(rows)
    closing = [row for row in gone if is_site and row.kind != Kind.CANDIDATE]
    close(connection, [row.id for row in closing], Closing.ABSENT, now)
    take_out(connection, name, [row.external_id for row in gone if row not in closing], "deleted", now)
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

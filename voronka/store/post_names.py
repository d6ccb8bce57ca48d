"""Posts of a source by what their ids begin with: all that one sender sent."""

from datetime import datetime

import sqlalchemy as sa

from voronka.store.tables import post


def names_beginning(connection: sa.Connection, source: str, head: str) -> list[str]:
    """The ids of a source's posts that begin so, but of those that are erased."""
    query = sa.select(post.c.external_id).where(_beginning(source, head), post.c.erased_at.is_(None))
    return list(connection.execute(query).scalars())


def count_taken(connection: sa.Connection, source: str, head: str, since: datetime) -> int:
    """How many posts whose ids begin so came in since then, also those that are erased by now."""
    query = sa.select(sa.func.count()).select_from(post)
    return int(connection.execute(query.where(_beginning(source, head), post.c.first_seen_at >= since)).scalar_one())


def _beginning(source: str, head: str) -> sa.ColumnElement[bool]:
    return sa.and_(post.c.source == source, post.c.external_id.startswith(head, autoescape=True))

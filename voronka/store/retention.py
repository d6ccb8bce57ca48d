"""The end of life of candidates' posts."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from voronka.model import Kind
from voronka.store.tables import post


def ended(connection: sa.Connection, now: datetime, days: int) -> list[int]:
    """The posts of candidates that no source has shown for so many days; also those that could not be read."""
    a_candidates = sa.or_(post.c.kind == Kind.CANDIDATE, post.c.kind.is_(None))
    wanted = sa.and_(a_candidates, post.c.erased_at.is_(None), post.c.seen_at < now - timedelta(days=days))
    return list(connection.execute(sa.select(post.c.id).where(wanted)).scalars())

"""Posts that a team brought in itself."""

from collections.abc import Sequence

import sqlalchemy as sa

from voronka.store.tables import post, posting


def of_listing(connection: sa.Connection, team: str, source: str, listing_id: int) -> Sequence[int]:
    """A team's posts of a source that are in a listing."""
    own = _of(team, source)
    found = sa.select(post.c.id).join(posting, posting.c.post_id == post.c.id)
    return list(connection.execute(found.where(own, posting.c.listing_id == listing_id).distinct()).scalars())


def newest(connection: sa.Connection, team: str, source: str, limit: int) -> Sequence[int]:
    """The listings of a team's newest posts of a source, the newest first, each once."""
    newest_first = (
        sa.select(posting.c.listing_id)
        .join(post, post.c.id == posting.c.post_id)
        .where(_of(team, source))
        .group_by(posting.c.listing_id)
        .order_by(sa.func.max(post.c.posted_at).desc(), posting.c.listing_id.desc())
        .limit(limit)
    )
    return list(connection.execute(newest_first).scalars())


def _of(team: str, source: str) -> sa.ColumnElement[bool]:
    return sa.and_(post.c.owner_team == team, post.c.source == source, post.c.erased_at.is_(None))

"""Counts for those who watch over a store, and whether it is the one that this program can work on."""

from dataclasses import dataclass

import sqlalchemy as sa

from voronka.store.tables import listing, post, posting


@dataclass(frozen=True, slots=True)
class Figures:
    """How many posts and listings of each kind there are; a post that could not be read is "unread"."""

    posts: dict[str, int]
    listings: dict[str, int]


def figures(connection: sa.Connection) -> Figures:
    """Count; a listing counts where at least one posting or post is in it."""
    posts = connection.execute(
        sa.select(post.c.kind, sa.func.count()).where(post.c.erased_at.is_(None)).group_by(post.c.kind)
    )
    lived_in = sa.or_(
        sa.exists().where(posting.c.listing_id == listing.c.id), sa.exists().where(post.c.listing_id == listing.c.id)
    )
    cards = connection.execute(sa.select(listing.c.kind, sa.func.count()).where(lived_in).group_by(listing.c.kind))
    return Figures({kind or "unread": number for kind, number in posts}, {kind: number for kind, number in cards})

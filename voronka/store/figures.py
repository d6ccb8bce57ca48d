"""Counts for those who watch over a store, and whether it is the one that this program can work on."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from voronka.store.tables import listing, post, posting, source


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


def stats(connection: sa.Connection) -> dict[str, Any]:
    """Cumulative counts, in the form of the ``stats`` command; nothing in it depends on the clock."""
    by_kind: dict[str, Counter[str]] = {}
    rows = connection.execute(
        sa.select(post.c.source, post.c.kind, sa.func.count())
        .where(post.c.erased_at.is_(None))
        .group_by(post.c.source, post.c.kind)
    )
    for name, kind, number in rows:
        by_kind.setdefault(name, Counter())[kind or "unread"] += number
    names = sorted(connection.execute(sa.select(source.c.name)).scalars())  # databases sort words each its way
    postings = connection.execute(sa.select(sa.func.count()).select_from(posting)).scalar_one()
    cards = connection.execute(sa.select(sa.func.count(posting.c.listing_id.distinct()))).scalar_one()
    articles = connection.execute(
        sa.select(sa.func.count()).select_from(post).where(post.c.listing_id.is_not(None))
    ).scalar_one()
    merged = connection.execute(
        sa.select(sa.func.count()).select_from(listing).where(listing.c.merged_into.is_not(None))
    ).scalar_one()
    total: Counter[str] = sum(by_kind.values(), Counter())
    return {
        "totals": {
            "posts": total.total(),
            "postings": postings,
            "listings": cards + articles,
            "joined": postings - cards,
            "kinds": _kinds(total),
            "merged": merged,
        },
        "sources": {
            name: {"posts": by_kind.get(name, Counter()).total(), "kinds": _kinds(by_kind.get(name, Counter()))}
            for name in names
        },
    }


def _kinds(counts: Counter[str]) -> dict[str, int]:
    return {kind: counts.get(kind, 0) for kind in ("vacancy", "candidate", "digest", "content", "promo")}

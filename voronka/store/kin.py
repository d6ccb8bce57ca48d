"""Which stored postings a new one might belong to: found by shared blocking keys, fetched for grouping to judge."""

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final

import sqlalchemy as sa

from voronka.store.listings import NEWEST
from voronka.store.posts import chunks
from voronka.store.tables import post, post_version, posting

CROWD: Final = 150
"""A key that more listings share says too little, and what it costs would grow with the store: it is left out."""


def candidates(
    connection: sa.Connection,
    keys: Iterable[str],
    *,
    owner_team: str | None,
    not_of_post: int,
    generation: int,
    limit: int = 80,
) -> list[int]:
    """Listings with a member that shares a blocking key: those that share most first, at most ``limit``."""
    wanted = sorted(keys)
    if not wanted:
        return []
    values: dict[str, Any] = {f"k{number}": key for number, key in enumerate(wanted)}
    values |= {"post": not_of_post, "generation": generation, "team": owner_team}
    sharing: dict[int, list[int]] = {}
    for place, number in connection.execute(_sharing(len(wanted), public=owner_team is None), values):
        sharing.setdefault(place, []).append(number)
    shared = Counter(number for found in sharing.values() if len(found) <= CROWD for number in found)
    return sorted(shared, key=lambda number: (-shared[number], number))[:limit]


@lru_cache(maxsize=128)
def _sharing(keys: int, *, public: bool) -> sa.TextClause:
    """For each of so many keys (k0, k1, …) its place and its listings, one more than a crowd at most."""
    team = "o.owner_team IS NULL" if public else "o.owner_team = :team"
    each = (
        f"SELECT * FROM (SELECT DISTINCT {number} AS place, p.listing_id FROM posting_key k "  # noqa: S608  (own numbers)
        "JOIN posting p ON p.id = k.posting_id JOIN post o ON o.id = p.post_id "
        f"WHERE k.key = :k{number} AND p.post_id != :post AND p.generation >= :generation AND {team} "
        f"LIMIT {CROWD + 1}) AS s{number}"
        for number in range(keys)
    )
    return sa.text(" UNION ALL ".join(each))


def members(connection: sa.Connection, listing_ids: Iterable[int], generation: int) -> list[sa.Row[Any]]:
    """The postings of these listings with their posts, for grouping; JSON as text, for most are known already."""
    # of a payload, which may be long, only what grouping looks at
    origin = post_version.c.payload["forward"]
    as_text = [
        sa.cast(value, sa.Text).label(name)
        for name, value in (("data", posting.c.data), ("links", post_version.c.links), ("forward", origin))
    ]
    found: list[sa.Row[Any]] = []
    for chunk in chunks(list(listing_ids)):
        query = (
            sa.select(
                posting.c.post_id,
                posting.c.listing_id,
                posting.c.position,
                posting.c.kind,
                post.c.source,
                post.c.external_id,
                post.c.posted_at,
                post_version.c.text,
                *as_text,
            )
            .join(post, post.c.id == posting.c.post_id)
            .join(post_version, NEWEST)
            .where(posting.c.listing_id.in_(chunk), posting.c.generation >= generation)
            .order_by(posting.c.id)
        )
        found += connection.execute(query)
    return found


def is_taken(connection: sa.Connection, listing_id: int, *, not_of_post: int, generation: int) -> bool:
    """Whether a listing has members of this generation from other posts."""
    query = sa.select(posting.c.id).where(
        posting.c.listing_id == listing_id, posting.c.post_id != not_of_post, posting.c.generation >= generation
    )
    return connection.execute(query.limit(1)).first() is not None

"""Which stored postings a new one might belong to: found by shared blocking keys, fetched for grouping to judge.

What it costs does not grow with the store: of each key only the newest postings are looked at, rare keys count for
more than common ones, and only the best listings are given.
"""

from collections.abc import Iterable, Sequence
from math import log2
from typing import Any, Final, NamedTuple

import sqlalchemy as sa

from voronka.store.id_lists import as_list, ids_of
from voronka.store.listings import NEWEST
from voronka.store.tables import post, post_version, posting

CROWD: Final = 24
"""Of a key that more postings share the newest are looked at; it says little, and counts for little."""

_POSTINGS: Final = 80
_LISTINGS: Final = 40
_FAINT: Final = 0.04
"""A listing that shares so much less than the best one does so by chance."""
MEMBERS: Final = 40
"""Of a listing with more members the newest are compared."""

# What it says that two postings share a key of this kind, see voronka.grouping.keys; the same words, the post itself.
_SAYS: Final = {"x": 10.0, "r": 10.0, "f": 10.0, "u": 6.0, "c": 5.0, "k": 2.5, "n": 2.5, "p": 1.5, "t": 1.0}
_SAME_WORDS: Final = frozenset("xr")


# Asked for every posting that comes, and made once: to make them takes longer than to ask.
_HOMES: Final = (
    sa.select(posting.c.id, posting.c.listing_id, posting.c.post_id, posting.c.generation, post.c.owner_team)
    .join(post, post.c.id == posting.c.post_id)
    .where(posting.c.id.in_(ids_of("ids")))
)
_NEWEST_FIRST: Final = sa.func.row_number().over(partition_by=posting.c.listing_id, order_by=posting.c.id.desc())
_RANKED: Final = (
    sa.select(posting.c.id, _NEWEST_FIRST.label("age"))
    .where(posting.c.listing_id.in_(ids_of("ids")), posting.c.generation >= sa.bindparam("generation"))
    .subquery()
)
_MEMBERS: Final = (
    sa.select(
        posting.c.id,
        posting.c.post_id,
        posting.c.listing_id,
        posting.c.kind,
        *(sa.cast(posting.c.data[name], sa.Text).label(name) for name in ("roles", "cities", "seniority")),
    )
    .join(_RANKED, _RANKED.c.id == posting.c.id)
    .where(_RANKED.c.age <= MEMBERS)
    .order_by(posting.c.id)
)
_WHOLE: Final = (
    sa.select(
        posting.c.post_id,
        posting.c.listing_id,
        posting.c.position,
        posting.c.kind,
        post.c.source,
        post.c.external_id,
        post.c.posted_at,
        post_version.c.text,
        sa.cast(posting.c.data, sa.Text).label("data"),
        sa.cast(post_version.c.links, sa.Text).label("links"),
        # of a payload, which may be long, only what grouping looks at
        sa.cast(post_version.c.payload["forward"], sa.Text).label("forward"),
    )
    .join(post, post.c.id == posting.c.post_id)
    .join(post_version, NEWEST)
    .where(posting.c.id.in_(ids_of("ids")))
    .order_by(posting.c.id)
)


# A row a key, not a row a posting: of so many short rows each costs more when fetched by itself.
# A reparse writes the keys of what it reads anew, oldest first. So on SQLite, where the index of keys has them in the
# order in which they were written, the newest are those read anew and nearest in time; elsewhere they are chosen.
_SHARING_ON_SQLITE: Final = sa.text(
    "SELECT asked.value, (SELECT group_concat(posting_id) FROM "
    "(SELECT posting_id FROM posting_key WHERE key = asked.value ORDER BY rowid DESC LIMIT :most)) "
    "FROM json_each(:keys) AS asked"
).bindparams(most=CROWD + 1)
_SHARING: Final = sa.text(
    "SELECT asked.value, ARRAY(SELECT k.posting_id FROM posting_key k JOIN posting p ON p.id = k.posting_id "
    "WHERE k.key = asked.value AND p.generation >= :generation ORDER BY k.posting_id DESC LIMIT :most) "
    "FROM json_array_elements_text(CAST(:keys AS JSON)) WITH ORDINALITY AS asked(value, place) ORDER BY asked.place"
).bindparams(most=CROWD + 1)


class Candidates(NamedTuple):
    """Listings that share keys, those that share most first, and which of them may have the very same words."""

    listings: list[int]
    same_words: frozenset[int]


def candidates(
    connection: sa.Connection, keys: Iterable[str], *, owner_team: str | None, not_of_post: int, generation: int
) -> Candidates:
    """Listings with a member of this team, read in this generation or later, that shares a blocking key."""
    wanted = sorted(keys)
    if not wanted:
        return Candidates([], frozenset())
    sharing = _sharing(connection, wanted, generation)
    weights: dict[int, float] = {}
    same: set[int] = set()
    for key, found in sharing:
        kind = key[0]
        says = _SAYS.get(kind, 1.0) / (1 + log2(len(found))) / (4 if len(found) > CROWD else 1)
        for number in found[:CROWD]:
            weights[number] = weights.get(number, 0.0) + says
        if kind in _SAME_WORDS:
            same.update(found)
    best = sorted(weights, key=lambda number: (-weights[number], -number))[:_POSTINGS]
    listings: dict[int, float] = {}
    same_words = set()
    for number, home in _homes(connection, best, owner_team, not_of_post, generation):
        listings[home] = max(listings.get(home, 0.0), weights[number])
        if number in same:
            same_words.add(home)
    least = _FAINT * max(listings.values(), default=0.0)
    ranked = sorted((home for home in listings if listings[home] >= least), key=lambda home: (-listings[home], home))
    return Candidates(ranked[:_LISTINGS], frozenset(same_words))


def _sharing(connection: sa.Connection, keys: Sequence[str], generation: int) -> list[tuple[str, list[int]]]:
    """Each key that postings have, with the newest of them, one more than a crowd at most."""
    values: dict[str, Any] = {"keys": as_list(keys)}
    if connection.dialect.name == "sqlite":
        rows = connection.execute(_SHARING_ON_SQLITE, values).all()
        return [(key, [int(number) for number in found.split(",")]) for key, found in rows if found]
    rows = connection.execute(_SHARING, values | {"generation": generation}).all()
    return [(key, found) for key, found in rows if found]


def _homes(
    connection: sa.Connection, posting_ids: list[int], owner_team: str | None, not_of_post: int, generation: int
) -> list[tuple[int, int]]:
    """Those of these postings that may be joined with, each with its listing."""
    # told apart here: asked for a team, SQLite goes through all posts of it, of which it thinks that there are few
    return [
        (number, home)
        for number, home, of_post, read_in, team in connection.execute(_HOMES, {"ids": as_list(posting_ids)}).all()
        if of_post != not_of_post and read_in >= generation and team == owner_team
    ]


def members(connection: sa.Connection, listing_ids: Iterable[int], generation: int) -> list[sa.Row[Any]]:
    """The newest postings of these listings in brief: what fields say that is needed to tell them apart; JSON as text.

    (id, post_id, listing_id, kind, roles, cities, seniority)
    """
    values = {"ids": as_list(listing_ids), "generation": generation}
    return list(connection.execute(_MEMBERS, values).all())


def whole(connection: sa.Connection, posting_ids: Iterable[int]) -> list[sa.Row[Any]]:
    """Postings with their posts, for grouping; JSON as text, for most are known already."""
    return list(connection.execute(_WHOLE, {"ids": as_list(posting_ids)}).all())


def is_taken(connection: sa.Connection, listing_id: int, *, not_of_post: int, generation: int) -> bool:
    """Whether a listing has members of this generation from other posts."""
    query = sa.select(posting.c.id).where(
        posting.c.listing_id == listing_id, posting.c.post_id != not_of_post, posting.c.generation >= generation
    )
    return connection.execute(query.limit(1)).first() is not None

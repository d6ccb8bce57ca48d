"""Postings that move from one listing to another: where they live, who waits outside, where an empty listing leads."""

from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from voronka.corrections import Spot
from voronka.store.posts import chunks
from voronka.store.tables import listing, post, posting


def homes(connection: sa.Connection, spots: Iterable[Spot], owner_team: str | None, generation: int) -> list[int]:
    """The listings in which these postings live, of this team and read in this generation or later."""
    wanted = set(spots)
    found: set[int] = set()
    for chunk in chunks(sorted({spot.post_id for spot in wanted})):
        rows = connection.execute(
            sa.select(posting.c.post_id, posting.c.position, posting.c.listing_id)
            .join(post, post.c.id == posting.c.post_id)
            .where(
                posting.c.post_id.in_(chunk),
                posting.c.generation >= generation,
                post.c.owner_team.is_(None) if owner_team is None else post.c.owner_team == owner_team,
            )
        )
        found |= {row.listing_id for row in rows if Spot(row.post_id, row.position) in wanted}
    return sorted(found)


def lead_on(connection: sa.Connection, left: int, to: int) -> bool:
    """Let the address of a listing lead to where its last member went; does nothing while it has members."""
    step = sa.update(listing).where(listing.c.id == left, ~_inhabited(left)).values(merged_into=to)
    return connection.execute(step).rowcount > 0


def ended(connection: sa.Connection, listing_ids: Iterable[int]) -> int:
    """How many of these listings have no member any more and lead to no other."""
    wanted = sorted(set(listing_ids))
    if not wanted:
        return 0
    query = sa.select(sa.func.count()).where(
        listing.c.id.in_(wanted), listing.c.merged_into.is_(None), ~_inhabited(listing.c.id)
    )
    number: int = connection.execute(query).scalar_one()
    return number


def _inhabited(number: int | sa.ColumnElement[int]) -> sa.ColumnElement[bool]:
    return sa.or_(sa.exists().where(posting.c.listing_id == number), sa.exists().where(post.c.listing_id == number))


def hold_back(connection: sa.Connection, post_ids: Iterable[int], no_longer: int | None = None) -> None:
    """Let nothing be joined with these posts' postings; ``no_longer``: the generation of those still held back."""
    for chunk in chunks(sorted(set(post_ids))):
        step = sa.update(posting).where(posting.c.post_id.in_(chunk))
        if no_longer is None:
            connection.execute(step.values(generation=-1))
        else:
            connection.execute(step.where(posting.c.generation < 0).values(generation=no_longer))


def spots_of(connection: sa.Connection, listing_ids: Iterable[int]) -> list[Spot]:
    """The postings of these listings, those of the newest posts first."""
    found = connection.execute(
        sa.select(posting.c.post_id, posting.c.position)
        .join(post, post.c.id == posting.c.post_id)
        .where(posting.c.listing_id.in_(sorted(set(listing_ids))))
        .order_by(post.c.posted_at.desc(), post.c.id.desc(), posting.c.position)
    )
    return [Spot(row.post_id, row.position) for row in found]


def home(connection: sa.Connection, spot: Spot) -> int | None:
    """The listing in which a posting lives, or the card of its post where that has no such posting."""
    inside = sa.and_(posting.c.post_id == spot.post_id, posting.c.position == spot.position)
    number: int | None = connection.execute(sa.select(posting.c.listing_id).where(inside)).scalar_one_or_none()
    if number is None:
        card = sa.select(post.c.listing_id).where(post.c.id == spot.post_id)
        number = connection.execute(card).scalar_one_or_none()
    return number


def put_into(connection: sa.Connection, spots: Sequence[Spot], listing_id: int) -> None:
    """Put postings into a listing as they are."""
    for spot in spots:
        connection.execute(
            sa.update(posting)
            .where(posting.c.post_id == spot.post_id, posting.c.position == spot.position)
            .values(listing_id=listing_id)
        )


def set_why(connection: sa.Connection, spot: Spot, why: tuple[str, float, str]) -> None:
    """Say why a posting is in its listing."""
    connection.execute(
        sa.update(posting)
        .where(posting.c.post_id == spot.post_id, posting.c.position == spot.position)
        .values(why_rule=why[0], why_score=why[1], why=why[2])
    )


def kinds(connection: sa.Connection, listing_ids: Iterable[int]) -> set[str]:
    """What these listings are."""
    rows = sa.select(listing.c.kind).where(listing.c.id.in_(sorted(set(listing_ids)))).distinct()
    return set(connection.execute(rows).scalars())

"""Which new listings were found for which filters, and how far the store's change log was read for that."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import sqlalchemy as sa

from voronka.store.card_work import leading_to
from voronka.store.facts import get_meta, set_meta
from voronka.store.listings import last_change
from voronka.store.posts import chunks
from voronka.store.tables import alert_match, listing, membership, post, posting, saved_filter

_PLACE: Final = "alerts.place"
_SLACK: Final = timedelta(minutes=10)
"""A post's time is of before its page was stored: a filter saved meanwhile does not miss it."""


@dataclass(frozen=True, slots=True)
class Sought:
    """A filter as it is matched: its query's text, for a team; new is what is of a greater number and came in since."""

    text: str
    team: str
    after_listing: int
    since: datetime


def place(connection: sa.Connection) -> int | None:
    """How far the change log was read; None where it never was."""
    noted = get_meta(connection, _PLACE)
    return None if noted is None else int(noted)


def set_place(connection: sa.Connection, seq: int) -> None:
    """Note how far the change log was read."""
    set_meta(connection, _PLACE, str(seq))


def begin_here(connection: sa.Connection) -> None:
    """From now on the change log is read; does nothing where it is being read already."""
    if place(connection) is None:
        set_place(connection, last_change(connection))


def sought(connection: sa.Connection) -> Mapping[int, Sought]:
    """All filters whose owners are in their team, also those that are paused or only counted."""
    member = sa.and_(
        membership.c.account_id == saved_filter.c.account_id, membership.c.team_id == saved_filter.c.team_id
    )
    columns = saved_filter.c
    query = sa.select(
        columns.id, columns.query, columns.team_id, columns.after_listing, columns.since
    ).join(membership, member)  # fmt: skip
    return {row.id: Sought(row.query, row.team_id, row.after_listing, row.since) for row in connection.execute(query)}


def came_in(connection: sa.Connection, listing_ids: Collection[int]) -> Mapping[int, datetime]:
    """When the oldest post of each of these listings was first stored."""
    found: dict[int, datetime] = {}
    for chunk in chunks(sorted(listing_ids)):
        for home, query in (
            (posting.c.listing_id, sa.select(posting.c.listing_id, post.c.first_seen_at).join_from(posting, post)),
            (post.c.listing_id, sa.select(post.c.listing_id, post.c.first_seen_at)),
        ):
            for number, moment in connection.execute(query.where(home.in_(chunk))):
                found[number] = min(found.get(number, moment), moment)
    return found


def is_new(one: Sought, listing_id: int, moment: datetime | None) -> bool:
    """Whether a listing came in after a filter was saved: neither an old one that was posted again, nor one that old
    posts were only now put into."""
    return listing_id > one.after_listing and moment is not None and moment >= one.since - _SLACK


def add(
    connection: sa.Connection, found: Mapping[int, Collection[int]], filters: Mapping[int, Sought], now: datetime
) -> int:
    """Note listings with the filters that they fit; gives how many were not known.

    One that was found before, or that another was joined to which was found before, is known. A filter that is gone
    by now, or was changed since it was compared, found nothing.
    """
    home = leading_to(connection, found)
    known: set[tuple[int, int]] = set()
    for chunk in chunks(sorted(home)):
        rows = connection.execute(
            sa.select(alert_match.c.filter_id, alert_match.c.listing_id).where(alert_match.c.listing_id.in_(chunk))
        )
        known |= {(row.filter_id, home[row.listing_id]) for row in rows}
    compared = sorted({number for numbers in found.values() for number in numbers})
    there = {
        row.id
        for chunk in chunks(compared)
        for row in connection.execute(
            sa.select(saved_filter.c.id, saved_filter.c.query, saved_filter.c.since).where(saved_filter.c.id.in_(chunk))
        )
        if (row.query, row.since) == (filters[row.id].text, filters[row.id].since)
    }
    new = [
        {"filter_id": number, "listing_id": listing_id, "found_at": now}
        for listing_id, numbers in found.items()
        for number in sorted(numbers)
        if number in there and (number, listing_id) not in known
    ]
    if new:
        connection.execute(sa.insert(alert_match), new)
    return len(new)


def now_at(connection: sa.Connection, listing_ids: Sequence[int]) -> Mapping[int, int]:
    """Where these listings are by now: themselves, or what they were joined to."""
    at = {number: number for number in listing_ids}
    while True:
        query = sa.select(listing.c.id, listing.c.merged_into).where(listing.c.merged_into.is_not(None))
        moved = {
            row.id: row.merged_into
            for chunk in chunks(sorted(set(at.values())))
            for row in connection.execute(query.where(listing.c.id.in_(chunk)))
        }
        if not moved:
            return at
        at = {number: moved.get(where, where) for number, where in at.items()}

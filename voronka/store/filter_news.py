"""What of a saved filter is new to somebody: which listings, and how many in all of one's filters."""

from collections.abc import Sequence

import sqlalchemy as sa

from voronka.store.alert_matches import now_at
from voronka.store.tables import alert_match, listing, saved_filter, saved_filter_look

MOST = 500
"""So many new listings of a filter are told apart from the others."""


def mark(connection: sa.Connection, account_id: int, filter_id: int) -> int:
    """Up to which match somebody has looked at a filter; 0 for never."""
    own = sa.and_(saved_filter_look.c.filter_id == filter_id, saved_filter_look.c.account_id == account_id)
    return connection.execute(sa.select(saved_filter_look.c.match_id).where(own)).scalar_one_or_none() or 0


def found_after(connection: sa.Connection, filter_id: int, match_id: int) -> Sequence[int]:
    """The listings that a filter found after a match, where they are by now; the newest first."""
    later = sa.and_(alert_match.c.filter_id == filter_id, alert_match.c.id > match_id)
    query = sa.select(alert_match.c.listing_id).where(later).order_by(alert_match.c.id.desc()).limit(MOST)
    found = list(connection.execute(query).scalars())
    at = now_at(connection, found)
    return list(dict.fromkeys(at[number] for number in found))


def total(connection: sa.Connection, account_id: int, team_id: str) -> int:
    """How many listings are new to a person in their own filters in a team, paused ones left out; each once."""
    looks = sa.and_(saved_filter_look.c.filter_id == saved_filter.c.id, saved_filter_look.c.account_id == account_id)
    query = (
        sa.select(sa.func.count(sa.func.coalesce(listing.c.merged_into, listing.c.id).distinct()))
        .select_from(saved_filter)
        .join(alert_match, alert_match.c.filter_id == saved_filter.c.id)
        .join(listing, listing.c.id == alert_match.c.listing_id)
        .outerjoin(saved_filter_look, looks)
        .where(
            saved_filter.c.account_id == account_id,
            saved_filter.c.team_id == team_id,
            saved_filter.c.paused.is_(False),
            alert_match.c.id > sa.func.coalesce(saved_filter_look.c.match_id, 0),
        )
    )
    return connection.execute(query).scalar_one()

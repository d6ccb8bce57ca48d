"""The log of looks at candidates' contacts. Times are the real world's, also in a demo."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa

from voronka.store.tables import account, contact_look, team


@dataclass(frozen=True, slots=True)
class Look:
    """One look: who, of which team, at which listing, when."""

    id: int
    name: str
    email: str
    team_name: str
    listing_id: int
    at: datetime


def note(connection: sa.Connection, account_id: int, team_id: str, listing_id: int) -> None:
    """Note a look."""
    row = {"account_id": account_id, "team_id": team_id, "listing_id": listing_id, "at": datetime.now(UTC)}
    connection.execute(sa.insert(contact_look).values(row))


def looks(connection: sa.Connection, team_id: str | None, before: int | None, limit: int) -> Sequence[Look]:
    """Looks of a team, or of all (None), the newest first, those before a number."""
    query = (
        sa.select(
            contact_look.c.id, account.c.name, account.c.email, team.c.name.label("team_name"),
            contact_look.c.listing_id, contact_look.c.at,
        )
        .join(account, account.c.id == contact_look.c.account_id)
        .join(team, team.c.id == contact_look.c.team_id)
        .order_by(contact_look.c.id.desc())
        .limit(limit)
    )  # fmt: skip
    if team_id is not None:
        query = query.where(contact_look.c.team_id == team_id)
    if before is not None:
        query = query.where(contact_look.c.id < before)
    return [Look(**row._mapping) for row in connection.execute(query)]

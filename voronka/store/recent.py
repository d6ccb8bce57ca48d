"""What people searched for last: a few addresses of the search page each, for themselves alone."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import parse_qsl

import sqlalchemy as sa

from voronka.store.tables import recent_search

KEPT: Final = 10
LONGEST: Final = 1000
"""Characters of an address; a longer one is not kept."""
_ONE_GO: Final = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Recent:
    """A search: its number and the parameters of its address."""

    id: int
    params: str


def note(connection: sa.Connection, account_id: int, params: str, now: datetime | None = None) -> None:
    """Note a search as the newest; one that only adds to the one just before, or takes from it, replaces that."""
    at = now or datetime.now(UTC)
    mine = recent_search.c.account_id == account_id
    rows = connection.execute(sa.select(recent_search).where(mine).order_by(recent_search.c.id.desc())).all()
    gone = [row.id for row in rows if row.params == params] + [row.id for row in rows[KEPT - 1 :]]
    if rows and at - rows[0].at < _ONE_GO and _one_goes_on(rows[0].params, params):
        gone.append(rows[0].id)
    if gone:
        connection.execute(sa.delete(recent_search).where(recent_search.c.id.in_(gone)))
    connection.execute(sa.insert(recent_search).values(account_id=account_id, params=params, at=at))


def _one_goes_on(former: str, params: str) -> bool:
    a, b = ({pair for pair in parse_qsl(one) if pair[0] not in {"order", "kind"}} for one in (former, params))
    return bool(a and b) and (a <= b or b <= a)


def of(connection: sa.Connection, account_id: int) -> list[Recent]:
    """A person's last searches, the newest first."""
    rows = connection.execute(
        sa.select(recent_search.c.id, recent_search.c.params)
        .where(recent_search.c.account_id == account_id)
        .order_by(recent_search.c.id.desc())
        .limit(KEPT)
    )
    return [Recent(row.id, row.params) for row in rows]


def forget(connection: sa.Connection, account_id: int, number: int | None = None) -> None:
    """Forget one of a person's searches, or all of them."""
    mine = recent_search.c.account_id == account_id
    if number is not None:
        mine = sa.and_(mine, recent_search.c.id == number)
    connection.execute(sa.delete(recent_search).where(mine))

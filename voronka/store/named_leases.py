"""Leases of work that one process does at a time, by the name of the work; of the same making as those of sources."""

from datetime import UTC, datetime

import sqlalchemy as sa

from voronka.store.leases import LEASE, is_gone
from voronka.store.tables import lease


def hold(connection: sa.Connection, name: str, owner: str, now: datetime | None = None) -> bool:
    """Take a lease, or hold one's own for longer; gives whether it is ours now."""
    now = now or datetime.now(UTC)
    row = connection.execute(sa.select(lease).where(lease.c.name == name)).one_or_none()
    values = {"owner": owner, "until": now + LEASE}
    if row is None:
        connection.execute(sa.insert(lease).values(name=name, **values))
        return True
    if row.owner != owner and row.until > now and not is_gone(row.owner):
        return False
    connection.execute(sa.update(lease).where(lease.c.name == name).values(values))
    return True


def give_up(connection: sa.Connection, name: str, owner: str) -> None:
    """End a lease, where it is still ours."""
    connection.execute(sa.delete(lease).where(lease.c.name == name, lease.c.owner == owner))

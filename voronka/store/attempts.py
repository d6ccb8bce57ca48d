"""Attempts that may not be made too often, counted for all processes that serve a store."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from voronka.store.tables import attempt


def begin(connection: sa.Connection, key: str, most: int, span: timedelta, now: datetime) -> int:
    """Note an attempt, and give 0; or note nothing, and give the seconds until the next one is allowed.

    At most ``most`` attempts under a key are allowed within ``span``. Those that are older are forgotten.
    """
    connection.execute(sa.delete(attempt).where(attempt.c.at <= now - span))
    own = connection.execute(
        sa.select(attempt.c.at).where(attempt.c.key == key).order_by(attempt.c.at.desc()).limit(most)
    )
    moments = list(own.scalars())
    if len(moments) >= most:
        return max(1, int((moments[-1] + span - now).total_seconds()) + 1)
    connection.execute(sa.insert(attempt).values(key=key, at=now))
    return 0


def forget(connection: sa.Connection, key: str) -> None:
    """Forget the attempts under a key."""
    connection.execute(sa.delete(attempt).where(attempt.c.key == key))

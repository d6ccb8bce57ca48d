"""Where the reader of Telegram's own API stands: a row a channel, and the calls that Telegram wants left alone."""

from dataclasses import asdict, dataclass
from datetime import datetime

import sqlalchemy as sa

from voronka.store.tables import telegram_channel, telegram_wait


@dataclass(frozen=True, slots=True)
class ChannelState:
    """A channel as its reader knows it.

    ``channel_id`` names it for ever, ``access_hash`` lets ``account`` ask for it, ``username`` is the one it had last.
    ``pts`` is the place in the log of its updates from which on the difference is asked for; None: never begun.
    ``last_id`` is the highest id of a message that was read. The history was read from ``since`` on; None: not yet.

    A reading of the history that is under way has come to the message ``back_id``, goes to before ``back_until`` (None:
    to the newest), and began at ``back_since``. ``polled_at`` is when the difference was last read to its end.
    """

    source: str
    channel_id: int
    access_hash: int
    account: int
    username: str | None = None
    pts: int | None = None
    last_id: int = 0
    since: datetime | None = None
    back_id: int | None = None
    back_until: datetime | None = None
    back_since: datetime | None = None
    polled_at: datetime | None = None


def state_of(connection: sa.Connection, source: str) -> ChannelState | None:
    """Where the reader stands in a channel; None where it never was there."""
    row = connection.execute(sa.select(telegram_channel).where(telegram_channel.c.source == source)).one_or_none()
    return None if row is None else ChannelState(**row._mapping)


def states(connection: sa.Connection) -> list[ChannelState]:
    """All channels that were ever read, by the names of their sources."""
    rows = connection.execute(sa.select(telegram_channel))
    return sorted((ChannelState(**row._mapping) for row in rows), key=lambda state: state.source)


def keep(connection: sa.Connection, state: ChannelState) -> None:
    """Note where the reader stands in a channel."""
    values = asdict(state)
    changed = connection.execute(
        sa.update(telegram_channel).where(telegram_channel.c.source == state.source).values(**values)
    )
    if not changed.rowcount:
        connection.execute(sa.insert(telegram_channel).values(**values))


def begin_anew(connection: sa.Connection, source: str) -> None:
    """Forget what was read of a channel, but not who it is: looking a name up is what Telegram minds most."""
    connection.execute(
        sa.update(telegram_channel)
        .where(telegram_channel.c.source == source)
        .values(pts=None, last_id=0, since=None, back_id=None, back_until=None, back_since=None, polled_at=None)
    )


def waits(connection: sa.Connection, now: datetime) -> dict[str, datetime]:
    """The calls ("contacts.resolveUsername") that are to be left alone at ``now``, and until when."""
    rows = connection.execute(sa.select(telegram_wait).where(telegram_wait.c.until > now))
    return {row.method: row.until for row in rows}


def wait(connection: sa.Connection, method: str, until: datetime) -> None:
    """Leave a call alone until this moment."""
    changed = connection.execute(sa.update(telegram_wait).where(telegram_wait.c.method == method).values(until=until))
    if not changed.rowcount:
        connection.execute(sa.insert(telegram_wait).values(method=method, until=until))

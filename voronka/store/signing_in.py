"""Sessions of people who signed in, and one-time links; of both the store keeps hashes. Times are the real world's."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

import sqlalchemy as sa

from voronka.accounts import IDLE, LIFETIMES, LONGEST, OneTimeLink, Purpose, Role, SignedIn, digest, new_secret
from voronka.store.tables import account_session, one_time_link

_NOTED_EVERY: Final = timedelta(minutes=5)


def begin(connection: sa.Connection, account_id: int, team_id: str | None, agent: str, now: datetime) -> str:
    """Begin a session; gives its secret. Sessions that are over are forgotten."""
    connection.execute(sa.delete(account_session).where(~_alive(now)))
    secret = new_secret()
    row = {"account_id": account_id, "team_id": team_id, "created_at": now, "seen_at": now, "agent": agent[:200]}
    connection.execute(sa.insert(account_session).values(digest=digest(secret), **row))
    return secret


def of(connection: sa.Connection, secret: str, now: datetime) -> tuple[int, str | None, bool] | None:
    """Whose session this is, in which team, and whether its being seen should be noted; None where it is over."""
    row = connection.execute(
        sa.select(account_session).where(account_session.c.digest == digest(secret), _alive(now))
    ).one_or_none()
    return None if row is None else (row.account_id, row.team_id, now - row.seen_at >= _NOTED_EVERY)


def seen(connection: sa.Connection, secret: str, now: datetime) -> None:
    """Note that a session is in use."""
    connection.execute(sa.update(account_session).where(account_session.c.digest == digest(secret)).values(seen_at=now))


def work_in(connection: sa.Connection, secret: str, team_id: str) -> None:
    """Go on in another team."""
    connection.execute(
        sa.update(account_session).where(account_session.c.digest == digest(secret)).values(team_id=team_id)
    )


def sessions(connection: sa.Connection, account_id: int, now: datetime) -> Sequence[SignedIn]:
    """A person's sessions, the newest first."""
    rows = connection.execute(
        sa.select(account_session)
        .where(account_session.c.account_id == account_id, _alive(now))
        .order_by(account_session.c.created_at.desc(), account_session.c.digest)
    )
    return [SignedIn(row.digest, row.created_at, row.seen_at, row.agent) for row in rows]


def end(connection: sa.Connection, account_id: int, one: str | None = None, but: str | None = None) -> int:
    """End a person's session, named by its digest, or all but one; gives how many ended."""
    own = sa.delete(account_session).where(account_session.c.account_id == account_id)
    if one is not None:
        own = own.where(account_session.c.digest == one)
    if but is not None:
        own = own.where(account_session.c.digest != but)
    return connection.execute(own).rowcount


def _alive(now: datetime) -> sa.ColumnElement[bool]:
    return sa.and_(account_session.c.seen_at > now - IDLE, account_session.c.created_at > now - LONGEST)


def make_link(connection: sa.Connection, link: OneTimeLink, now: datetime) -> str:
    """A one-time link; gives its secret. Former ones for the same are void, and those that are over are forgotten."""
    same = sa.and_(
        one_time_link.c.purpose == link.purpose.value,
        one_time_link.c.email.is_(None) if link.email is None else one_time_link.c.email == link.email,
        one_time_link.c.team_id.is_(None) if link.team is None else one_time_link.c.team_id == link.team,
    )
    connection.execute(sa.delete(one_time_link).where(sa.or_(same, one_time_link.c.expires_at <= now)))
    secret = new_secret()
    connection.execute(
        sa.insert(one_time_link).values(
            digest=digest(secret),
            purpose=link.purpose.value,
            email=link.email,
            account_id=link.account_id,
            team_id=link.team,
            role=None if link.role is None else link.role.value,
            created_by=link.created_by,
            expires_at=now + LIFETIMES[link.purpose],
        )
    )
    return secret


def link_of(connection: sa.Connection, secret: str, now: datetime) -> OneTimeLink | None:
    """What a link is for; None where there is none, or it was used, or is over."""
    row = connection.execute(
        sa.select(one_time_link).where(one_time_link.c.digest == digest(secret), one_time_link.c.expires_at > now)
    ).one_or_none()
    return None if row is None else _link(row)


def use(connection: sa.Connection, secret: str) -> bool:
    """Use a link up; gives whether it was still there, so that of two at once one comes through."""
    return connection.execute(sa.delete(one_time_link).where(one_time_link.c.digest == digest(secret))).rowcount > 0


def invitations(connection: sa.Connection, team_id: str, now: datetime) -> Sequence[OneTimeLink]:
    """The open invitations of a team."""
    rows = connection.execute(
        sa.select(one_time_link)
        .where(one_time_link.c.team_id == team_id, one_time_link.c.expires_at > now)
        .order_by(one_time_link.c.email)
    )
    return [_link(row) for row in rows]


def take_back(connection: sa.Connection, team_id: str, email: str) -> bool:
    """Void a team's invitation of an address; gives whether there was one."""
    mine = sa.and_(one_time_link.c.team_id == team_id, one_time_link.c.email == email)
    return connection.execute(sa.delete(one_time_link).where(mine)).rowcount > 0


def _link(row: sa.Row[tuple[object, ...]]) -> OneTimeLink:
    values = row._mapping
    return OneTimeLink(
        Purpose(values["purpose"]),
        values["email"],
        values["account_id"],
        values["team_id"],
        None if values["role"] is None else Role(values["role"]),
        values["created_by"],
    )

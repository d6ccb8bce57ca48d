"""Accounts, teams and memberships: rows of people who sign in."""

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime

import sqlalchemy as sa

from voronka.accounts import Account, Membership, Role
from voronka.errors import RefusedError
from voronka.store import saved_filters
from voronka.store.tables import account, account_session, membership, one_time_link, team


def any_account(connection: sa.Connection) -> bool:
    """Whether anybody has an account (a demo's invented people count as well)."""
    return connection.execute(sa.select(account.c.id).limit(1)).first() is not None


def create_team(connection: sa.Connection, name: str, team_id: str | None = None) -> str:
    """A new team; gives its id."""
    number = team_id or secrets.token_hex(8)
    connection.execute(sa.insert(team).values(id=number, name=name, created_at=datetime.now(UTC)))
    return number


def team_name(connection: sa.Connection, team_id: str) -> str:
    """What a team is called; empty where there is none."""
    return connection.execute(sa.select(team.c.name).where(team.c.id == team_id)).scalar_one_or_none() or ""


def teams_named(connection: sa.Connection, given: str) -> list[str]:
    """The ids of the teams of this name, or the one of this id."""
    found = sa.select(team.c.id).where(sa.or_(team.c.name == given, team.c.id == given)).order_by(team.c.created_at)
    return list(connection.execute(found).scalars())


def create_account(
    connection: sa.Connection,
    email: str,
    name: str,
    password: str | None,
    *,
    site_admin: bool = False,
    demo: bool = False,
) -> int:
    """A new account with the hash of a password; raises RefusedError where the address has one already."""
    if find(connection, email) is not None:
        raise RefusedError("account.taken", "there is an account of this address already")
    number: int = connection.execute(
        sa.insert(account)
        .values(
            email=email, name=name, password=password, site_admin=site_admin, demo=demo, created_at=datetime.now(UTC)
        )
        .returning(account.c.id)
    ).scalar_one()
    return number


def find(connection: sa.Connection, email: str) -> tuple[int, str | None] | None:
    """The id and the password's hash of an address's account; None where it has none."""
    row = connection.execute(sa.select(account.c.id, account.c.password).where(account.c.email == email)).one_or_none()
    return None if row is None else (row.id, row.password)


def get(connection: sa.Connection, number: int) -> Account | None:
    """An account with its teams by name."""
    row = connection.execute(sa.select(account).where(account.c.id == number)).one_or_none()
    if row is None:
        return None
    teams = connection.execute(
        sa.select(membership.c.team_id, team.c.name, membership.c.role)
        .join(team, team.c.id == membership.c.team_id)
        .where(membership.c.account_id == number)
        .order_by(team.c.name, team.c.id)
    )
    own = tuple(Membership(one.team_id, one.name, Role(one.role)) for one in teams)
    return Account(row.id, row.email, row.name, row.site_admin, row.demo, own)


def set_password(connection: sa.Connection, number: int, hashed: str) -> None:
    """Another password: it ends all sessions and all links for a forgotten one."""
    connection.execute(sa.update(account).where(account.c.id == number).values(password=hashed))
    connection.execute(sa.delete(account_session).where(account_session.c.account_id == number))
    connection.execute(sa.delete(one_time_link).where(one_time_link.c.account_id == number))


def make_site_admin(connection: sa.Connection, number: int) -> None:
    """Let a person run the installation."""
    connection.execute(sa.update(account).where(account.c.id == number).values(site_admin=True))


def join(connection: sa.Connection, number: int, team_id: str, role: Role) -> None:
    """Take a person into a team, or give them another role there."""
    mine = sa.and_(membership.c.account_id == number, membership.c.team_id == team_id)
    if not connection.execute(sa.update(membership).where(mine).values(role=role.value)).rowcount:
        row = {"account_id": number, "team_id": team_id, "role": role.value, "created_at": datetime.now(UTC)}
        connection.execute(sa.insert(membership).values(row))


def members(connection: sa.Connection, team_id: str) -> Sequence[tuple[Account, Role]]:
    """Who is in a team, by name; their other teams are not told."""
    rows = connection.execute(
        sa.select(account, membership.c.role)
        .join(membership, membership.c.account_id == account.c.id)
        .where(membership.c.team_id == team_id)
        .order_by(account.c.name, account.c.id)
    )
    return [(Account(row.id, row.email, row.name, row.site_admin, row.demo), Role(row.role)) for row in rows]


def change_role(connection: sa.Connection, team_id: str, number: int, role: Role | None) -> bool:
    """Another role in a team, or out of it (None); gives whether the person was a member.

    What becomes of the saved filters of one who goes: see ``voronka.store.saved_filters.leave``.
    Raises RefusedError where a team would be left without an admin that had one.
    """
    roles = {one.id: its for one, its in members(connection, team_id)}
    if number not in roles:
        return False
    admins = [one for one, its in roles.items() if its is Role.ADMIN]
    if admins == [number] and role is not Role.ADMIN and len(roles) > 1:
        raise RefusedError("team.last_admin", "the last admin of a team cannot leave it or take another role")
    mine = sa.and_(membership.c.account_id == number, membership.c.team_id == team_id)
    if role is None:
        connection.execute(sa.delete(membership).where(mine))
        saved_filters.leave(connection, number, team_id)
    else:
        connection.execute(sa.update(membership).where(mine).values(role=role.value))
    return True

"""Vacancies that teams write here: their drafts, how each stands, what was done to it. Times are the store's clock's.

What everybody sees of a vacancy is the post of its number, never the draft.
"""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

import sqlalchemy as sa

from voronka.accounts import Role, digest, new_secret
from voronka.contact_marks import Mark, contacts_in, strings_of
from voronka.store import accounts
from voronka.store.cleaning import note_uncleaned
from voronka.store.tables import account, post, team, vacancy, vacancy_edit

SOURCE: Final = "voronka"
_PROLONGED: Final = timedelta(days=30)
"""So long after a vacancy's end the link of its letter still prolongs it."""


class State(StrEnum):
    """How a vacancy stands; what waits or was refused was never published."""

    DRAFT = "draft"
    WAITING = "waiting"
    REFUSED = "refused"
    PUBLISHED = "published"
    EXPIRED = "expired"
    CLOSED = "closed"


class Act(StrEnum):
    """What is done to a vacancy."""

    BEGAN = "began"
    CHANGED = "changed"
    ASKED = "asked"
    REFUSED = "refused"
    PUBLISHED = "published"
    PROLONGED = "prolonged"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Row:
    """A vacancy as its team has it; ``asked_at``: it waits for the site's admin since then, also a changed one."""

    id: int
    team: str
    account: int
    draft: dict[str, Any]
    version: int
    created_at: datetime
    changed_at: datetime
    asked_at: datetime | None
    refused: str
    published_at: datetime | None
    valid_until: datetime | None
    closed_at: datetime | None

    def state(self, now: datetime) -> State:
        """How it stands."""
        if self.published_at is None or self.valid_until is None:
            return State.WAITING if self.asked_at else State.REFUSED if self.refused else State.DRAFT
        if self.closed_at is not None:
            return State.CLOSED
        return State.EXPIRED if self.valid_until <= now else State.PUBLISHED


@dataclass(frozen=True, slots=True)
class Edit:
    """What was done; ``by`` is "" for the holder of a letter's link."""

    act: Act
    at: datetime
    by: str
    fields: Sequence[str]


@dataclass(frozen=True, slots=True)
class Ending:
    """A vacancy that ends soon, and the addresses of those who are to know: see ``concerned``."""

    row: Row
    emails: Sequence[str]


def add(connection: sa.Connection, of_team: str, by: int, draft: dict[str, Any], now: datetime) -> int:
    """Keep a new draft; gives the vacancy's number."""
    row = {"team_id": of_team, "account_id": by, "draft": draft, "version": 1, "created_at": now, "changed_at": now}
    number: int = connection.execute(sa.insert(vacancy).values(refused="", **row).returning(vacancy.c.id)).scalar_one()
    note(connection, number, by, Act.BEGAN, now)
    return number


def get(connection: sa.Connection, number: int) -> Row | None:
    """A vacancy; None where there is none."""
    if not 0 < number < 2**31:
        return None
    row = connection.execute(sa.select(vacancy).where(vacancy.c.id == number)).one_or_none()
    return None if row is None else _row(row)


def of_team(connection: sa.Connection, number: str, limit: int = 200) -> Sequence[Row]:
    """A team's vacancies, those changed last first."""
    mine = sa.select(vacancy).where(vacancy.c.team_id == number)
    newest = mine.order_by(vacancy.c.changed_at.desc(), vacancy.c.id.desc()).limit(limit)
    return [_row(row) for row in connection.execute(newest)]


def waiting(connection: sa.Connection) -> Sequence[tuple[Row, str]]:
    """What waits for the site's admin, with the team's name; what came first first."""
    found = sa.select(vacancy, team.c.name).join(team, team.c.id == vacancy.c.team_id)
    asked = found.where(vacancy.c.asked_at.is_not(None)).order_by(vacancy.c.asked_at, vacancy.c.id)
    return [(_row(row), row.name) for row in connection.execute(asked)]


def write(connection: sa.Connection, row: Row, draft: dict[str, Any], now: datetime) -> bool:
    """Another draft in the place of the one that ``row`` has; gives False where somebody was faster."""
    same = sa.and_(vacancy.c.id == row.id, vacancy.c.version == row.version)
    values = {"draft": draft, "version": row.version + 1, "changed_at": now}
    written = connection.execute(sa.update(vacancy).where(same).values(values)).rowcount == 1
    if written:
        note_uncleaned(connection)
    return written


def ask(connection: sa.Connection, number: int, by: int, now: datetime) -> None:
    """Put it into the queue of the site's admin."""
    _set(connection, number, asked_at=now, refused="")
    note(connection, number, by, Act.ASKED, now)


def refuse(connection: sa.Connection, number: int, by: int | None, reason: str, now: datetime) -> None:
    """Take it out of the queue, unpublished."""
    _set(connection, number, asked_at=None, refused=reason)
    note(connection, number, by, Act.REFUSED, now)


def publish(connection: sa.Connection, number: int, by: int | None, until: datetime, now: datetime) -> None:
    """Note that it stands until then."""
    first = sa.func.coalesce(vacancy.c.published_at, now)
    values = {"published_at": first, "valid_until": until, "closed_at": None, "asked_at": None, "refused": ""}
    _set(connection, number, **values)
    note(connection, number, by, Act.PUBLISHED, now)


def prolong(connection: sa.Connection, number: int, by: int | None, until: datetime, now: datetime) -> None:
    """Note that it stands until then; the letter's link is void."""
    _set(connection, number, valid_until=until, prolonging=None)
    note(connection, number, by, Act.PROLONGED, now)


def close(connection: sa.Connection, number: int, by: int, now: datetime) -> None:
    """Note that it is closed; the letter's link is void."""
    _set(connection, number, closed_at=now, asked_at=None, prolonging=None)
    note(connection, number, by, Act.CLOSED, now)


def remove(connection: sa.Connection, number: int) -> None:
    """Forget it with its history."""
    connection.execute(sa.delete(vacancy_edit).where(vacancy_edit.c.vacancy_id == number))
    connection.execute(sa.delete(vacancy).where(vacancy.c.id == number))
    note_uncleaned(connection)


def note(
    connection: sa.Connection, number: int, by: int | None, act: Act, now: datetime, fields: Sequence[str] = ()
) -> None:
    """Write down what was done."""
    row = {"vacancy_id": number, "account_id": by, "act": act.value, "at": now, "fields": list(fields)}
    connection.execute(sa.insert(vacancy_edit).values(row))


def history(connection: sa.Connection, number: int, limit: int = 50) -> Sequence[Edit]:
    """What was done to a vacancy, the last first."""
    found = sa.select(vacancy_edit, account.c.name).outerjoin(account, account.c.id == vacancy_edit.c.account_id)
    newest = found.where(vacancy_edit.c.vacancy_id == number).order_by(vacancy_edit.c.id.desc()).limit(limit)
    return [Edit(Act(row.act), row.at, row.name or "", tuple(row.fields)) for row in connection.execute(newest)]


def published(connection: sa.Connection, now: datetime, limit: int) -> Sequence[tuple[int, datetime]]:
    """The numbers of vacancies that everybody sees, each with when its public words or its term were changed last."""
    name = sa.cast(vacancy.c.id, sa.String)
    stands = sa.and_(post.c.source == SOURCE, post.c.external_id == name, post.c.erased_at.is_(None))
    open_ = sa.and_(vacancy.c.published_at.is_not(None), vacancy.c.closed_at.is_(None), vacancy.c.valid_until > now)
    told = (Act.PUBLISHED.value, Act.PROLONGED.value)
    last = sa.select(sa.func.max(vacancy_edit.c.at)).where(
        vacancy_edit.c.vacancy_id == vacancy.c.id, vacancy_edit.c.act.in_(told)
    )
    found = sa.select(vacancy.c.id, last.scalar_subquery().label("at")).where(open_, sa.exists().where(stands))
    return [(row.id, row.at) for row in connection.execute(found.order_by(vacancy.c.id.desc()).limit(limit))]


def ending(connection: sa.Connection, now: datetime, before: datetime) -> Sequence[Ending]:
    """Published vacancies that end before a moment, whose authors were not yet told of that end."""
    open_ = sa.and_(vacancy.c.published_at.is_not(None), vacancy.c.closed_at.is_(None), vacancy.c.valid_until > now)
    untold = sa.or_(vacancy.c.reminded_of.is_(None), vacancy.c.reminded_of != vacancy.c.valid_until)
    soon = sa.select(vacancy).where(open_, untold, vacancy.c.valid_until <= before).order_by(vacancy.c.id)
    found = [(row, concerned(connection, row)) for row in map(_row, connection.execute(soon))]
    return [Ending(row, emails) for row, emails in found if emails]


def concerned(connection: sa.Connection, row: Row) -> Sequence[str]:
    """Who is written to about a vacancy: its author, or the team's admins when they left; no demo's people."""
    there = [(one, role) for one, role in accounts.members(connection, row.team) if not one.demo]
    author = [one.email for one, _role in there if one.id == row.account]
    return author or [one.email for one, role in there if role is Role.ADMIN]


def new_link(connection: sa.Connection, number: int) -> str:
    """Another secret of the link that prolongs a vacancy: the former one is void."""
    secret = new_secret()
    _set(connection, number, prolonging=digest(secret))
    return secret


def reminded(connection: sa.Connection, row: Row) -> None:
    """Note that the author was told of this end."""
    _set(connection, row.id, reminded_of=row.valid_until)


def of_link(connection: sa.Connection, secret: str, now: datetime) -> Row | None:
    """Which vacancy a letter's link prolongs; None for no link, or one that is void or over."""
    mine = sa.and_(vacancy.c.prolonging == digest(secret), vacancy.c.closed_at.is_(None))
    row = connection.execute(sa.select(vacancy).where(mine, vacancy.c.valid_until > now - _PROLONGED)).one_or_none()
    return None if row is None else _row(row)


def forget_with(connection: sa.Connection, marks: Set[Mark]) -> None:
    """Forget the vacancies whose drafts have one of these contacts."""
    for row in connection.execute(sa.select(vacancy.c.id, vacancy.c.draft)).all():
        if contacts_in(strings_of(row.draft), marks) & marks:
            remove(connection, row.id)


def is_trusted(connection: sa.Connection, number: str) -> bool:
    """Whether a team's vacancies are published without the site's admin looking at them."""
    found = sa.select(team.c.trusted_at).where(team.c.id == number)
    return connection.execute(found).scalar_one_or_none() is not None


def trust(connection: sa.Connection, number: str, since: datetime | None) -> bool:
    """Trust a team from now on, or no more (None); gives whether there is one."""
    return connection.execute(sa.update(team).where(team.c.id == number).values(trusted_at=since)).rowcount == 1


def trusted(connection: sa.Connection) -> Sequence[tuple[str, str, datetime]]:
    """Trusted teams by name: id, name, since when."""
    found = sa.select(team).where(team.c.trusted_at.is_not(None)).order_by(team.c.name, team.c.id)
    return [(row.id, row.name, row.trusted_at) for row in connection.execute(found)]


def not_trusted(connection: sa.Connection) -> Sequence[tuple[str, str]]:
    """The other teams by name: id and name."""
    found = sa.select(team.c.id, team.c.name).where(team.c.trusted_at.is_(None)).order_by(team.c.name, team.c.id)
    return [(row.id, row.name) for row in connection.execute(found)]


def _set(connection: sa.Connection, number: int, **values: Any) -> None:
    connection.execute(sa.update(vacancy).where(vacancy.c.id == number).values(values))


def _row(row: sa.Row[Any]) -> Row:
    return Row(
        row.id, row.team_id, row.account_id, row.draft, row.version, row.created_at, row.changed_at, row.asked_at,
        row.refused, row.published_at, row.valid_until, row.closed_at,
    )  # fmt: skip

"""Channels of teams, and the messages of vacancies in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import sqlalchemy as sa

from voronka.accounts import digest, new_secret
from voronka.store.tables import crosspost, team_channel

_CODE: Final = timedelta(hours=1)
"""So long a code that is to be posted in a channel is good."""
_SHORT: Final = 12
MARK: Final = "voronka-"
"""How such a code begins, so that it is told apart from anything else that is posted."""
RIGHTS: Final = ("post", "edit", "delete")
"""What the bot has to be allowed to do with messages in a channel."""


@dataclass(frozen=True, slots=True)
class Channel:
    """A team's channel; ``username`` is "" for one without a public name, ``lacks`` rights of RIGHTS not given."""

    chat_id: int
    title: str
    username: str
    lacks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Crosspost:
    """A vacancy's message; ``shown`` is the digest of what it says, ``problem`` a code ("" for none).

    ``tries`` below 0: a person has to say what is to be done.
    """

    vacancy: int
    chat_id: int
    message_id: int | None
    wanted: bool
    shown: str
    tries: int
    due_at: datetime | None
    problem: str


def channel(connection: sa.Connection, team: str) -> Channel | None:
    """A team's channel; None for none."""
    linked = sa.and_(team_channel.c.team_id == team, team_channel.c.chat_id.is_not(None))
    row = connection.execute(sa.select(team_channel).where(linked)).one_or_none()
    return None if row is None else Channel(row.chat_id, row.title, row.username, tuple(row.lacks.split()))


def new_code(connection: sa.Connection, team: str, now: datetime) -> str:
    """A code that proves that a channel is the team's when it is posted there; the former one is void."""
    code = MARK + new_secret()[:_SHORT]
    values = {"code": digest(code), "code_at": now}
    known = sa.update(team_channel).where(team_channel.c.team_id == team)
    if not connection.execute(known.values(values)).rowcount:
        connection.execute(sa.insert(team_channel).values(team_id=team, title="", username="", **values))
    return code


def prove(connection: sa.Connection, code: str, found: Channel, now: datetime) -> bool:
    """Link the channel in which a code was posted; gives whether the code is one that is good. It is void then."""
    mine = sa.and_(team_channel.c.code == digest(code), team_channel.c.code_at > now - _CODE)
    values = {"chat_id": found.chat_id, "title": found.title[:200], "username": found.username, "linked_at": now}
    values["lacks"] = " ".join(found.lacks)
    update = sa.update(team_channel).where(mine).values(code=None, code_at=None, **values)
    return connection.execute(update).rowcount == 1


def note_rights(connection: sa.Connection, chat_id: int, lacks: Sequence[str]) -> None:
    """Write down which of RIGHTS the bot has not been given in a channel, if it is a team's."""
    here = sa.update(team_channel).where(team_channel.c.chat_id == chat_id)
    connection.execute(here.values(lacks=" ".join(lacks)))


def unlink(connection: sa.Connection, team: str) -> None:
    """Forget a team's channel; its messages stay as they are."""
    connection.execute(sa.delete(team_channel).where(team_channel.c.team_id == team))


def get(connection: sa.Connection, vacancy: int) -> Crosspost | None:
    """A vacancy's message; None for none."""
    row = connection.execute(sa.select(crosspost).where(crosspost.c.vacancy_id == vacancy)).one_or_none()
    return None if row is None else _row(row)


def every(connection: sa.Connection) -> Sequence[Crosspost]:
    """All messages that are there or wanted, but for those about which a person has to decide."""
    open_ = sa.or_(crosspost.c.wanted, crosspost.c.message_id.is_not(None))
    found = sa.select(crosspost).where(open_, crosspost.c.tries >= 0).order_by(crosspost.c.vacancy_id)
    return [_row(row) for row in connection.execute(found)]


def want(connection: sa.Connection, vacancy: int, chat_id: int) -> None:
    """Have a vacancy posted to a channel, or tried again; a message in another one stays where it is."""
    old = get(connection, vacancy)
    values: dict[str, Any] = {"chat_id": chat_id, "wanted": True, "tries": 0, "due_at": None, "problem": ""}
    if old is None:
        connection.execute(sa.insert(crosspost).values(vacancy_id=vacancy, shown="", **values))
        return
    if old.chat_id != chat_id:
        values |= {"message_id": None, "shown": ""}
    note(connection, vacancy, **values)


def note(connection: sa.Connection, vacancy: int, **values: Any) -> None:
    """Write down how a message stands; ``values`` are columns."""
    connection.execute(sa.update(crosspost).where(crosspost.c.vacancy_id == vacancy).values(values))


def forget(connection: sa.Connection, vacancy: int) -> None:
    """The message is gone, and nobody wants it."""
    connection.execute(sa.delete(crosspost).where(crosspost.c.vacancy_id == vacancy))


def _row(row: sa.Row[Any]) -> Crosspost:
    return Crosspost(
        row.vacancy_id, row.chat_id, row.message_id, row.wanted, row.shown, row.tries, row.due_at, row.problem
    )

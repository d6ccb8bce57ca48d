"""Messages of alerts as rows: opened with what they tell before they are sent, closed after.

A message is ``open`` while it is being sent. One that is found open later was left by a process that died: it may have
been delivered or not, as one that is ``doubtful``; both are sent again. ``waiting`` was surely not delivered. The ends
are ``sent``, ``failed`` (given up) and ``void`` (nothing of it is left to tell, or its owner does not want it).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa

from voronka.saved_filters import Draft, Pace, Way
from voronka.store.alert_matches import now_at
from voronka.store.facts import get_meta, set_meta
from voronka.store.saved_filters import read_row
from voronka.store.tables import (
    account,
    alert_match,
    alert_message,
    alert_told,
    alert_way,
    membership,
    saved_filter,
)

OPEN, DOUBTFUL, WAITING = "open", "doubtful", "waiting"
SENT, FAILED, VOID = "sent", "failed", "void"
_UNDONE: Final = (OPEN, DOUBTFUL, WAITING)
_AFTER: Final = {Way.EMAIL: saved_filter.c.email_after, Way.TELEGRAM: saved_filter.c.telegram_after}


@dataclass(frozen=True, slots=True)
class Reader:
    """Who is told by a filter's messages, and how: ``address`` is an e-mail address, ``chat_id`` Telegram's chat."""

    filter_id: int
    account_id: int
    team: str
    draft: Draft
    address: str
    chat_id: int | None
    token: str


@dataclass(frozen=True, slots=True)
class Message:
    """A message that is to be sent.

    ``again``: it may have been delivered before, for a process that was sending it died (``left``), or the connection.
    """

    id: int
    filter_id: int
    tries: int
    again: bool
    created_at: datetime
    left: bool = False


@dataclass(frozen=True, slots=True)
class Undelivered:
    """A message that did not go out, or not surely, for its owner to see."""

    filter_id: int
    filter_name: str
    way: Way
    given_up: bool
    problem: str
    created_at: datetime
    retry_at: datetime | None


def _readers(way: Way) -> sa.Select[Any]:
    """Filters whose owners want to be told by a way, may be, and can be reached."""
    member = sa.and_(
        membership.c.account_id == saved_filter.c.account_id, membership.c.team_id == saved_filter.c.team_id
    )
    own_way = sa.and_(alert_way.c.account_id == saved_filter.c.account_id, alert_way.c.way == way.value)
    query = (
        sa.select(saved_filter, account.c.email, alert_way.c.chat_id)
        .join(account, account.c.id == saved_filter.c.account_id)
        .join(membership, member)
        .outerjoin(alert_way, own_way)
        .where(
            saved_filter.c.paused.is_(False),
            saved_filter.c.pace != Pace.NEVER.value,
            _AFTER[way].is_not(None),
            sa.func.coalesce(alert_way.c.off, sa.false()).is_(sa.false()),
        )
    )
    return query.where(alert_way.c.chat_id.is_not(None)) if way is Way.TELEGRAM else query


def _reader(row: sa.Row[Any]) -> Reader:
    return Reader(row.id, row.account_id, row.team_id, read_row(row), row.email, row.chat_id, row.unsubscribe_token)


def _untold(way: Way, since: datetime) -> sa.ColumnElement[bool]:
    told = sa.exists().where(
        alert_told.c.filter_id == alert_match.c.filter_id,
        alert_told.c.way == way.value,
        alert_told.c.listing_id == alert_match.c.listing_id,
    )
    return sa.and_(
        alert_match.c.filter_id == saved_filter.c.id,
        alert_match.c.id > _AFTER[way],
        alert_match.c.found_at > since,
        ~told,
    )


def waiting(connection: sa.Connection, way: Way, since: datetime) -> Sequence[tuple[Reader, datetime]]:
    """Those for whom something was found after ``since`` that was not told yet, with when the oldest of it was found;
    those who wait longest first."""
    oldest = sa.select(sa.func.min(alert_match.c.found_at)).where(_untold(way, since)).scalar_subquery()
    rows = connection.execute(_readers(way).add_columns(oldest.label("oldest")))
    found = [(_reader(row), row.oldest) for row in rows if row.oldest is not None]
    return sorted(found, key=lambda one: (one[1], one[0].filter_id))


def reader(connection: sa.Connection, filter_id: int, way: Way) -> Reader | None:
    """Who is told by a filter; None where nobody is by this way at present."""
    row = connection.execute(_readers(way).where(saved_filter.c.id == filter_id)).one_or_none()
    return None if row is None else _reader(row)


def open_one(connection: sa.Connection, filter_id: int, way: Way, since: datetime, now: datetime) -> Message | None:
    """Open the message of all that is to be told of a filter; None where there is nothing by now."""
    query = sa.select(alert_match.c.id, alert_match.c.listing_id).join(
        saved_filter, saved_filter.c.id == alert_match.c.filter_id
    )
    wanted = sa.and_(saved_filter.c.id == filter_id, _untold(way, since))
    found = connection.execute(query.where(wanted).order_by(alert_match.c.id)).all()
    if not found:
        return None
    row = {"filter_id": filter_id, "way": way.value, "state": OPEN, "tries": 0, "created_at": now, "problem": ""}
    number = connection.execute(sa.insert(alert_message).values(row).returning(alert_message.c.id)).scalar_one()
    own = {"filter_id": filter_id, "way": way.value, "message_id": number}
    connection.execute(sa.insert(alert_told), [{**own, "listing_id": one.listing_id} for one in found])
    mark = {_AFTER[way].name: found[-1].id}
    connection.execute(sa.update(saved_filter).where(saved_filter.c.id == filter_id).values(mark))
    return Message(number, filter_id, 0, False, now)


def undone(connection: sa.Connection, way: Way, now: datetime) -> Sequence[Message]:
    """Messages that are to be sent again by now, the oldest first; to be asked by who holds the lease alone."""
    due = sa.or_(alert_message.c.retry_at.is_(None), alert_message.c.retry_at <= now)
    rows = connection.execute(
        sa.select(alert_message)
        .where(alert_message.c.way == way.value, alert_message.c.state.in_(_UNDONE), due)
        .order_by(alert_message.c.id)
    )
    return [
        Message(row.id, row.filter_id, row.tries, row.state != WAITING, row.created_at, row.state == OPEN)
        for row in rows
    ]


def begin_again(connection: sa.Connection, message: Message) -> Message:
    """Note that a message is being sent again; where a process died over it, that counts as a try."""
    tries = message.tries + message.left
    _set(connection, message.id, state=OPEN, retry_at=None, tries=tries)
    return replace(message, tries=tries)


def tells(connection: sa.Connection, message: Message, way: Way) -> list[int]:
    """The listings of a message where they are by now, each once; those told by another message are left out."""
    own = sa.select(alert_told.c.listing_id).where(alert_told.c.message_id == message.id)
    found = list(connection.execute(own.order_by(alert_told.c.listing_id)).scalars())
    at = now_at(connection, found)
    moved = [where for number, where in at.items() if where != number]
    others = sa.select(alert_told.c.listing_id).where(
        alert_told.c.filter_id == message.filter_id,
        alert_told.c.way == way.value,
        alert_told.c.message_id != message.id,
        alert_told.c.listing_id.in_(moved),
    )
    told = set(connection.execute(others).scalars()) if moved else set()
    return list(dict.fromkeys(at[number] for number in found if at[number] not in told))


def close(connection: sa.Connection, message: Message, reader: Reader, way: Way, now: datetime) -> None:
    """Note that a message was delivered: the way works."""
    _set(connection, message.id, state=SENT, sent_at=now, tries=message.tries + 1, retry_at=None, problem="")
    own = sa.and_(alert_way.c.account_id == reader.account_id, alert_way.c.way == way.value)
    connection.execute(sa.update(alert_way).where(own).values(problem=None, problem_at=None))


def void(connection: sa.Connection, number: int) -> None:
    """Give a message up without a word: there is nothing left to tell, or nobody to tell it."""
    _set(connection, number, state=VOID, retry_at=None)


def not_sent(
    connection: sa.Connection, message: Message, state: str, problem: str, retry_at: datetime | None, *, counts: bool
) -> None:
    """Note that a message did not go out, or not surely; ``counts``: as one of its tries."""
    tries = message.tries + counts
    _set(connection, message.id, state=state, problem=problem[:500], retry_at=retry_at, tries=tries)


def _set(connection: sa.Connection, number: int, **values: Any) -> None:
    connection.execute(sa.update(alert_message).where(alert_message.c.id == number).values(values))


def undelivered(connection: sa.Connection, account_id: int, since: datetime) -> Sequence[Undelivered]:
    """A person's messages that wait for another try, and those given up after ``since``; the newest first."""
    state = alert_message.c.state
    rows = connection.execute(
        sa.select(alert_message, saved_filter.c.name)
        .join(saved_filter, saved_filter.c.id == alert_message.c.filter_id)
        .where(saved_filter.c.account_id == account_id, alert_message.c.problem != "")
        .where(sa.or_(state.in_(_UNDONE), sa.and_(state == FAILED, alert_message.c.created_at > since)))
        .order_by(alert_message.c.id.desc())
    )
    return [
        Undelivered(
            row.filter_id, row.name, Way(row.way), row.state == FAILED, row.problem, row.created_at, row.retry_at
        )
        for row in rows
    ]


# -- a way that rests for everybody ------------------------------------------------------------------------------------


def rests_until(connection: sa.Connection, way: Way) -> datetime | None:
    """Until when nothing is to be sent by a way: its server is not there, or asked for that."""
    noted = get_meta(connection, f"alerts.rest.{way.value}")
    return None if not noted else datetime.fromisoformat(noted)


def rest(connection: sa.Connection, way: Way, until: datetime) -> None:
    """Send nothing by a way until a moment."""
    set_meta(connection, f"alerts.rest.{way.value}", until.isoformat())

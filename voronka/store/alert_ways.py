"""How people are reached: Telegram's chats, and ways that are off because somebody does not want or take anything."""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from voronka.accounts import OneTimeLink, Purpose
from voronka.saved_filters import Problem, Way, Ways, WayState
from voronka.store import signing_in
from voronka.store.tables import account, alert_way


def of(connection: sa.Connection, account_id: int) -> Ways:
    """A person's ways."""
    rows = connection.execute(sa.select(alert_way).where(alert_way.c.account_id == account_id))
    return Ways(
        {
            Way(row.way): WayState(
                row.chat_id, None if row.problem is None else Problem(row.problem), row.problem_at, row.off
            )
            for row in rows
        }
    )


def telegram_code(connection: sa.Connection, account_id: int, now: datetime) -> str:
    """A code that links a chat with the bot to a person (``/start CODE``), once and soon; former ones are void."""
    email = connection.execute(sa.select(account.c.email).where(account.c.id == account_id)).scalar_one()
    return signing_in.make_link(connection, OneTimeLink(Purpose.TELEGRAM, email, account_id, None, None, None), now)


def link_telegram(connection: sa.Connection, code: str, chat_id: int, now: datetime) -> str | None:
    """Link a chat by a code; gives the person's name, None where the code is none (any more)."""
    link = signing_in.link_of(connection, code, now)
    if link is None or link.purpose is not Purpose.TELEGRAM or link.account_id is None:
        return None
    if not signing_in.use(connection, code):
        return None
    unlink_chat(connection, chat_id)  # a chat is one person's
    _set(connection, link.account_id, Way.TELEGRAM, chat_id=chat_id, problem=None, problem_at=None, off=False)
    name: str = connection.execute(sa.select(account.c.name).where(account.c.id == link.account_id)).scalar_one()
    return name


def unlink_telegram(connection: sa.Connection, account_id: int) -> None:
    """Forget a person's chat."""
    own = sa.and_(alert_way.c.account_id == account_id, alert_way.c.way == Way.TELEGRAM.value)
    connection.execute(sa.delete(alert_way).where(own))


def unlink_chat(connection: sa.Connection, chat_id: int) -> bool:
    """Forget whose a chat is (``/stop``); gives whether it was anybody's."""
    return connection.execute(sa.delete(alert_way).where(alert_way.c.chat_id == chat_id)).rowcount > 0


def move_chat(connection: sa.Connection, account_id: int, chat_id: int) -> None:
    """A chat has another number now."""
    _set(connection, account_id, Way.TELEGRAM, chat_id=chat_id)


def note_problem(connection: sa.Connection, account_id: int, way: Way, problem: Problem, *, off: bool) -> None:
    """Note what is wrong with a person's way; ``off``: nothing is sent until they say so."""
    _set(connection, account_id, way, problem=problem.value, problem_at=datetime.now(UTC), off=off)


def try_again(connection: sa.Connection, account_id: int, way: Way) -> None:
    """Let a way that is off be tried again."""
    _set(connection, account_id, way, problem=None, problem_at=None, off=False)


def _set(connection: sa.Connection, account_id: int, way: Way, **values: Any) -> None:
    own = sa.and_(alert_way.c.account_id == account_id, alert_way.c.way == way.value)
    if not connection.execute(sa.update(alert_way).where(own).values(values)).rowcount:
        row = {"account_id": account_id, "way": way.value, "off": False}
        connection.execute(sa.insert(alert_way).values(row | values))

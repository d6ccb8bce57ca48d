"""Requests of people who ask to be erased. Times are the real world's, also in a demo."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from voronka.accounts import digest, new_secret
from voronka.erasure_requests import KEPT, UNPROVED, ErasureRequest, State, Wanted, new_code
from voronka.store.cleaning import note_uncleaned
from voronka.store.tables import erasure_request

_WAITING = (State.OPEN.value, State.PROVED.value)


def _from_row(row: sa.Row[Any]) -> ErasureRequest:
    return ErasureRequest(
        row.id, row.code, State(row.state), row.target, row.sender, row.answer_to, row.language, row.reason,
        row.created_at, row.proved_at, row.closed_at,
    )  # fmt: skip


def add(
    connection: sa.Connection, asked: Wanted, answer_to: str, language: str, now: datetime, *, by_letter: bool
) -> tuple[str, str | None]:
    """Take a request in; gives the secret of its page and (``by_letter``) that of the link that confirms it."""
    secret, confirming = new_secret(), new_secret() if by_letter else None
    connection.execute(
        sa.insert(erasure_request).values(
            digest=digest(secret), confirming=None if confirming is None else digest(confirming), code=new_code(),
            state=State.OPEN.value, target=asked.target, sender=asked.sender, answer_to=answer_to, language=language,
            created_at=now,
        )
    )  # fmt: skip
    return secret, confirming


def of_secret(connection: sa.Connection, secret: str) -> ErasureRequest | None:
    """The request whose page this secret opens."""
    row = connection.execute(sa.select(erasure_request).where(erasure_request.c.digest == digest(secret)))
    found = row.one_or_none()
    return None if found is None else _from_row(found)


def of_letter(connection: sa.Connection, secret: str) -> ErasureRequest | None:
    """The request that this secret of a letter confirms, while it waits for that."""
    mine = sa.and_(erasure_request.c.confirming == digest(secret), erasure_request.c.state == State.OPEN.value)
    found = connection.execute(sa.select(erasure_request).where(mine)).one_or_none()
    return None if found is None else _from_row(found)


def get(connection: sa.Connection, number: int) -> ErasureRequest | None:
    """A request by its number."""
    found = connection.execute(sa.select(erasure_request).where(erasure_request.c.id == number)).one_or_none()
    return None if found is None else _from_row(found)


def waiting(connection: sa.Connection) -> Sequence[ErasureRequest]:
    """The queue: those that came first stand first."""
    query = sa.select(erasure_request).where(erasure_request.c.state.in_(_WAITING)).order_by(erasure_request.c.id)
    return [_from_row(row) for row in connection.execute(query)]


def closed(connection: sa.Connection, limit: int) -> Sequence[ErasureRequest]:
    """Those that were answered, the newest first."""
    query = (
        sa.select(erasure_request)
        .where(erasure_request.c.closed_at.is_not(None))
        .order_by(erasure_request.c.closed_at.desc(), erasure_request.c.id.desc())
        .limit(limit)
    )
    return [_from_row(row) for row in connection.execute(query)]


def prove(connection: sa.Connection, number: int, now: datetime) -> bool:
    """Note that a request is proved; False where it waits for no proof."""
    mine = sa.and_(erasure_request.c.id == number, erasure_request.c.state == State.OPEN.value)
    values = {"state": State.PROVED.value, "proved_at": now, "confirming": None}
    return connection.execute(sa.update(erasure_request).where(mine).values(values)).rowcount > 0


def close(connection: sa.Connection, number: int, state: State, reason: str, now: datetime) -> bool:
    """Note the answer, and blank what the person wrote; False where it was answered already."""
    mine = sa.and_(erasure_request.c.id == number, erasure_request.c.state.in_(_WAITING))
    blank = {"target": "", "sender": "", "answer_to": "", "confirming": None}
    values = {**blank, "state": state.value, "reason": reason, "closed_at": now}
    changed = connection.execute(sa.update(erasure_request).where(mine).values(values)).rowcount > 0
    if changed:
        note_uncleaned(connection)
    return changed


def prune(connection: sa.Connection, now: datetime) -> int:
    """Forget what nobody proved in time, and what was closed long ago; gives how many."""
    unproved = sa.and_(erasure_request.c.state == State.OPEN.value, erasure_request.c.created_at < now - UNPROVED)
    old = sa.or_(unproved, erasure_request.c.closed_at < now - KEPT)
    number = connection.execute(sa.delete(erasure_request).where(old)).rowcount
    if number:
        note_uncleaned(connection)
    return number

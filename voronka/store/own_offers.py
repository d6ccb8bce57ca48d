"""People's own offers: what waits for the link of a letter, and which post a link is for. Times are the real ones."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import sqlalchemy as sa

from voronka.accounts import digest, new_secret
from voronka.contact_marks import Mark, contacts_in, strings_of
from voronka.store.cleaning import note_uncleaned
from voronka.store.tables import own_offer, post

SOURCE: Final = "voronka_people"
LIFETIME: Final = timedelta(days=2)
"""A draft that nobody publishes ends so long after it was written."""


@dataclass(frozen=True, slots=True)
class Row:
    """An offer; ``draft`` is None once it is published: then its words stand in the post ``name``."""

    id: int
    address: str
    name: str
    draft: dict[str, Any] | None
    consent: str
    created_at: datetime
    published_at: datetime | None


def add(connection: sa.Connection, address: str, name: str, draft: dict[str, Any], consent: str, now: datetime) -> str:
    """Keep a draft; gives the secret of its link."""
    secret = new_secret()
    row = {"address": address, "name": name, "draft": draft, "consent": consent, "created_at": now}
    connection.execute(sa.insert(own_offer).values(digest=digest(secret), **row))
    return secret


def of(connection: sa.Connection, secret: str, now: datetime) -> Row | None:
    """What a link is for; None where there is none, the draft is over, or the post was erased."""
    query = sa.select(own_offer).where(own_offer.c.digest == digest(secret), _alive(now))
    row = connection.execute(query).one_or_none()
    return None if row is None else _row(row)


def of_address(connection: sa.Connection, address: str, now: datetime) -> Sequence[Row]:
    """The offers of an address, the newest first."""
    query = sa.select(own_offer).where(own_offer.c.address == address, _alive(now))
    return [_row(row) for row in connection.execute(query.order_by(own_offer.c.id.desc()))]


def write(connection: sa.Connection, number: int, draft: dict[str, Any] | None, published_at: datetime | None) -> None:
    """Another draft of an offer, or none where it is published."""
    mine = own_offer.c.id == number
    connection.execute(sa.update(own_offer).where(mine).values(draft=draft, published_at=published_at))
    note_uncleaned(connection)


def renew(connection: sa.Connection, number: int) -> str:
    """Another secret for an offer's link: the former one is void."""
    secret = new_secret()
    connection.execute(sa.update(own_offer).where(own_offer.c.id == number).values(digest=digest(secret)))
    return secret


def remove(connection: sa.Connection, number: int) -> None:
    """Forget an offer."""
    connection.execute(sa.delete(own_offer).where(own_offer.c.id == number))
    note_uncleaned(connection)


def forget_ended(connection: sa.Connection, now: datetime) -> int:
    """Forget drafts that are over and links of posts that were erased; gives how many."""
    gone = connection.execute(sa.delete(own_offer).where(~_alive(now))).rowcount
    if gone:
        note_uncleaned(connection)
    return gone


def forget_drafts_with(connection: sa.Connection, marks: Set[Mark]) -> None:
    """Forget the drafts that have one of these contacts."""
    for row in connection.execute(sa.select(own_offer).where(own_offer.c.draft.is_not(None))).all():
        if contacts_in(strings_of(row.draft), marks) & marks:
            remove(connection, row.id)


def _alive(now: datetime) -> sa.ColumnElement[bool]:
    # an erased post has its name no more
    stands = sa.exists().where(
        post.c.source == SOURCE, post.c.external_id == own_offer.c.name, post.c.erased_at.is_(None)
    )
    waits = sa.and_(own_offer.c.published_at.is_(None), own_offer.c.created_at > now - LIFETIME)
    return sa.or_(waits, stands)


def _row(row: sa.Row[Any]) -> Row:
    return Row(row.id, row.address, row.name, row.draft, row.consent, row.created_at, row.published_at)

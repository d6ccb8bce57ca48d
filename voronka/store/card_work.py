"""What people do with cards: a person's star, hiding and having seen; a team's notes and tags.

All of it hangs on a listing's number. A listing that was joined to another brings its own along: it is read together
with all that lead to it. It goes with the last post of the listing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final, Literal

import sqlalchemy as sa

from voronka.store.tables import (
    account,
    alert_match,
    alert_told,
    card_mark,
    card_note,
    card_tag,
    listing,
    post,
    posting,
)

Mark = Literal["starred", "hidden", "seen"]
_COLUMNS: Final = {"starred": "starred_at", "hidden": "hidden_at", "seen": "seen_at"}


@dataclass(frozen=True, slots=True)
class Note:
    """A note of somebody in the team."""

    id: int
    author: str
    text: str
    at: datetime


@dataclass(slots=True)
class Work:
    """What a person marked and a team wrote on one card."""

    starred: bool = False
    hidden: bool = False
    seen: bool = False
    notes: list[Note] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)


def of(connection: sa.Connection, account_id: int, team_id: str, listing_ids: Sequence[int]) -> Mapping[int, Work]:
    """The work on each of these listings."""
    works = {number: Work() for number in listing_ids}
    home = leading_to(connection, listing_ids)
    if not home:
        return works
    mine = sa.and_(card_mark.c.account_id == account_id, card_mark.c.team_id == team_id)
    for row in connection.execute(sa.select(card_mark).where(mine, card_mark.c.listing_id.in_(home))):
        work = works[home[row.listing_id]]
        work.starred |= row.starred_at is not None
        work.hidden |= row.hidden_at is not None
        work.seen |= row.seen_at is not None
    notes = (
        sa.select(card_note, account.c.name)
        .join(account, account.c.id == card_note.c.account_id)
        .where(card_note.c.team_id == team_id, card_note.c.listing_id.in_(home))
        .order_by(card_note.c.id)
    )
    for row in connection.execute(notes):
        works[home[row.listing_id]].notes.append(Note(row.id, row.name, row.text, row.at))
    tags = sa.select(card_tag).where(card_tag.c.team_id == team_id, card_tag.c.listing_id.in_(home))
    for row in connection.execute(tags.order_by(card_tag.c.tag)):
        if row.tag not in works[home[row.listing_id]].tags:
            works[home[row.listing_id]].tags.append(row.tag)
    return works


def leading_to(connection: sa.Connection, listing_ids: Iterable[int]) -> dict[int, int]:
    """These listings and those that were joined to them, each with the one of these where it is now."""
    home = {number: number for number in listing_ids}
    newest = list(home)
    while newest:
        query = sa.select(listing.c.id, listing.c.merged_into).where(listing.c.merged_into.in_(newest))
        found = {row.id: home[row.merged_into] for row in connection.execute(query) if row.id not in home}
        home |= found
        newest = list(found)
    return home


def mark(connection: sa.Connection, account_id: int, team_id: str, listing_id: int, what: Mark, *, on: bool) -> None:
    """Set a mark on a card or take it off."""
    column = _COLUMNS[what]
    value = datetime.now(UTC) if on else None
    mine = sa.and_(card_mark.c.account_id == account_id, card_mark.c.team_id == team_id)
    numbers = [listing_id] if on else list(leading_to(connection, [listing_id]))
    changed = connection.execute(
        sa.update(card_mark).where(mine, card_mark.c.listing_id.in_(numbers)).values({column: value})
    )
    if on and not changed.rowcount:
        row = {"account_id": account_id, "team_id": team_id, "listing_id": listing_id, column: value}
        connection.execute(sa.insert(card_mark).values(row))


def starred(connection: sa.Connection, account_id: int, team_id: str, limit: int) -> list[int]:
    """The numbers that a person starred, the newest first; one may lead to another listing by now."""
    query = (
        sa.select(card_mark.c.listing_id)
        .where(
            card_mark.c.account_id == account_id, card_mark.c.team_id == team_id, card_mark.c.starred_at.is_not(None)
        )
        .order_by(card_mark.c.starred_at.desc())
        .limit(limit)
    )
    return list(connection.execute(query).scalars())


def add_note(connection: sa.Connection, account_id: int, team_id: str, listing_id: int, text: str) -> None:
    """Write a note on a card, for the team."""
    row = {"account_id": account_id, "team_id": team_id, "listing_id": listing_id, "text": text}
    connection.execute(sa.insert(card_note).values(at=datetime.now(UTC), **row))


def remove_note(connection: sa.Connection, team_id: str, number: int) -> bool:
    """Take a team's note away; gives whether there was one."""
    mine = sa.and_(card_note.c.id == number, card_note.c.team_id == team_id)
    return connection.execute(sa.delete(card_note).where(mine)).rowcount > 0


def tag(connection: sa.Connection, team_id: str, listing_id: int, word: str, *, on: bool) -> None:
    """Tag a card, or take a tag off."""
    numbers = list(leading_to(connection, [listing_id]))
    same = sa.and_(card_tag.c.team_id == team_id, card_tag.c.listing_id.in_(numbers), card_tag.c.tag == word)
    connection.execute(sa.delete(card_tag).where(same))
    if on:
        connection.execute(sa.insert(card_tag).values(team_id=team_id, listing_id=listing_id, tag=word))


def forget(connection: sa.Connection, listing_ids: Iterable[int], leaving: Sequence[int]) -> None:
    """Forget the work on those of these listings that have no post but the ``leaving`` ones; and who was told."""
    for number in set(listing_ids):
        stays = sa.or_(
            sa.exists().where(posting.c.listing_id == number, posting.c.post_id.not_in(leaving)),
            sa.exists().where(post.c.listing_id == number, post.c.id.not_in(leaving)),
        )
        if connection.execute(sa.select(stays)).scalar():
            continue
        numbers = list(leading_to(connection, [number]))
        for table in (card_mark, card_note, card_tag, alert_told, alert_match):
            connection.execute(sa.delete(table).where(table.c.listing_id.in_(numbers)))

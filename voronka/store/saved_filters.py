"""Saved filters as rows: made, changed, shared, looked at. What is a team's is asked for by the team, never by id.

Times are the real world's, but for ``since``, which is compared with when posts came in, by the store's own clock.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from voronka.accounts import Role, digest, new_secret
from voronka.errors import RefusedError
from voronka.saved_filters import MOST, Draft, Pace, SavedFilter, checked, query_from_text, query_to_text
from voronka.store import alert_matches
from voronka.store.tables import (
    account,
    alert_match,
    alert_message,
    alert_told,
    listing,
    membership,
    saved_filter,
    saved_filter_look,
)


def create(connection: sa.Connection, account_id: int, team_id: str, draft: Draft, now: datetime) -> int:
    """Save a filter; gives its id. ``now`` is the store's clock: only what comes in from now on is new.

    Raises RefusedError where something in it is wrong, or the person has too many.
    """
    draft = checked(draft)
    alert_matches.begin_here(connection)
    own = sa.and_(saved_filter.c.account_id == account_id, saved_filter.c.team_id == team_id)
    if connection.execute(sa.select(sa.func.count()).select_from(saved_filter).where(own)).scalar_one() >= MOST:
        raise RefusedError("filter.too_many", f"a person has at most {MOST} saved filters in a team", most=MOST)
    mark = newest_match(connection)
    row = {
        "account_id": account_id,
        "team_id": team_id,
        "paused": False,
        "created_at": datetime.now(UTC),
        "unsubscribe_token": new_secret(),
        "email_after": mark if draft.email else None,
        "telegram_after": mark if draft.telegram else None,
    }
    values = row | _from_now_on(connection, now) | _values(draft)
    number: int = connection.execute(sa.insert(saved_filter).values(values).returning(saved_filter.c.id)).scalar_one()
    _note_look(connection, number, account_id, mark)
    return number


def of_team(connection: sa.Connection, account_id: int, team_id: str) -> Sequence[SavedFilter]:
    """A person's filters in a team, then those that others share there, each by name, with what is new to the asker."""
    shown = sa.or_(saved_filter.c.account_id == account_id, saved_filter.c.shared)
    rows = connection.execute(_select(account_id).where(saved_filter.c.team_id == team_id, shown)).all()
    new = _new(connection, account_id, [row.id for row in rows])
    found = [_filter(row, new.get(row.id, 0)) for row in rows]
    return sorted(found, key=lambda one: (one.account_id != account_id, one.name.casefold(), one.id))


def everybody(connection: sa.Connection) -> Sequence[SavedFilter]:
    """All filters of the store; ``new`` counts all that each has found."""
    found = sa.select(alert_match.c.filter_id, sa.func.count()).group_by(alert_match.c.filter_id)
    counts = {row[0]: row[1] for row in connection.execute(found)}
    rows = connection.execute(_select(None).order_by(saved_filter.c.id))
    return [_filter(row, counts.get(row.id, 0)) for row in rows]


def get(connection: sa.Connection, account_id: int, team_id: str, number: int) -> SavedFilter | None:
    """One of those; None where there is none that this person may see."""
    shown = sa.or_(saved_filter.c.account_id == account_id, saved_filter.c.shared)
    query = _select(account_id).where(saved_filter.c.id == number, saved_filter.c.team_id == team_id, shown)
    row = connection.execute(query).one_or_none()
    return None if row is None else _filter(row, _new(connection, account_id, [number]).get(number, 0))


def edit(connection: sa.Connection, account_id: int, team_id: str, number: int, draft: Draft, now: datetime) -> bool:
    """Change a person's own filter; gives whether there was one.

    Where it asks for something else from now on, what it found and did not tell yet is forgotten, and only what comes
    in after ``now`` (the store's clock) is new. A way that is switched on tells what is found from then on.
    """
    row = _own_row(connection, account_id, team_id, number)
    if row is None:
        return False
    draft = checked(draft)
    values = _values(draft)
    if values["query"] != row.query:
        values |= _from_now_on(connection, now)
        told = sa.select(alert_told.c.listing_id).where(alert_told.c.filter_id == number)
        untold = sa.and_(alert_match.c.filter_id == number, alert_match.c.listing_id.not_in(told))
        connection.execute(sa.delete(alert_match).where(untold))
        _note_look(connection, number, account_id, newest_match(connection))
    mark, silent = newest_match(connection), row.pace == Pace.NEVER
    for name, wanted in (("email_after", draft.email), ("telegram_after", draft.telegram)):
        former = getattr(row, name)
        values[name] = None if not wanted else mark if former is None or silent else former
    connection.execute(sa.update(saved_filter).where(saved_filter.c.id == number).values(values))
    return True


def pause(connection: sa.Connection, account_id: int, team_id: str, number: int, *, on: bool) -> bool:
    """Pause a person's own filter, or let it go on; gives whether there was one.

    While it is paused what fits is counted and not told; what was found meanwhile is not told later either.
    """
    row = _own_row(connection, account_id, team_id, number)
    if row is None:
        return False
    values: dict[str, Any] = {"paused": on}
    if row.paused and not on:
        mark = newest_match(connection)
        ways = ("email_after", "telegram_after")
        values |= {name: mark for name in ways if getattr(row, name) is not None}
    connection.execute(sa.update(saved_filter).where(saved_filter.c.id == number).values(values))
    return True


def share(connection: sa.Connection, account_id: int, team_id: str, number: int, *, on: bool) -> bool:
    """Show a person's own filter to the team, or no longer; gives whether there was one."""
    own = _own(account_id, team_id, number)
    return connection.execute(sa.update(saved_filter).where(own).values(shared=on)).rowcount > 0


def delete(connection: sa.Connection, account_id: int, team_id: str, number: int) -> bool:
    """Delete a person's own filter with all that it found and told; gives whether there was one."""
    if _own_row(connection, account_id, team_id, number) is None:
        return False
    _delete(connection, [number])
    return True


def look(connection: sa.Connection, account_id: int, team_id: str, number: int) -> bool:
    """Note that somebody looked at a filter: nothing is new to them any more. Gives whether they may see it."""
    if get(connection, account_id, team_id, number) is None:
        return False
    _note_look(connection, number, account_id, newest_match(connection))
    return True


def matches(connection: sa.Connection, number: int, limit: int) -> Sequence[tuple[int, datetime]]:
    """The listings that a filter found, and when, the newest first; some may be gone or joined to others by now."""
    query = (
        sa.select(alert_match.c.listing_id, alert_match.c.found_at)
        .where(alert_match.c.filter_id == number)
        .order_by(alert_match.c.id.desc())
        .limit(limit)
    )
    return [(row.listing_id, row.found_at) for row in connection.execute(query)]


# -- secrets in addresses ----------------------------------------------------------------------------------------------


def new_feed(connection: sa.Connection, account_id: int, team_id: str, number: int) -> str | None:
    """Give a person's own filter a private feed; gives the secret of its address, which is kept as a hash and shown
    once. A former address is void. None where there is no such filter."""
    secret = new_secret()
    own = sa.update(saved_filter).where(_own(account_id, team_id, number))
    return secret if connection.execute(own.values(feed_digest=digest(secret))).rowcount else None


def drop_feed(connection: sa.Connection, account_id: int, team_id: str, number: int) -> bool:
    """Void the address of a filter's feed; gives whether there was such a filter."""
    own = sa.update(saved_filter).where(_own(account_id, team_id, number))
    return connection.execute(own.values(feed_digest=None)).rowcount > 0


def of_feed(connection: sa.Connection, secret: str) -> SavedFilter | None:
    """The filter of a feed's address; None where there is none, or its owner is not in the team any more."""
    return _of_secret(connection, saved_filter.c.feed_digest == digest(secret))


def of_unsubscribe(connection: sa.Connection, token: str) -> SavedFilter | None:
    """The filter whose letters a token stops; None where there is none."""
    return _of_secret(connection, saved_filter.c.unsubscribe_token == token)


def unsubscribe(connection: sa.Connection, token: str) -> bool:
    """Send no more letters of a filter; gives whether there is one. Doing it twice is no mistake."""
    one = sa.update(saved_filter).where(saved_filter.c.unsubscribe_token == token)
    return connection.execute(one.values(email_after=None)).rowcount > 0


def _of_secret(connection: sa.Connection, same: sa.ColumnElement[bool]) -> SavedFilter | None:
    member = sa.exists().where(
        membership.c.account_id == saved_filter.c.account_id, membership.c.team_id == saved_filter.c.team_id
    )
    row = connection.execute(_select(None).where(same, member)).one_or_none()
    return None if row is None else _filter(row, 0)


# -- people who leave --------------------------------------------------------------------------------------------------


def leave(connection: sa.Connection, account_id: int, team_id: str | None = None) -> None:
    """What becomes of a person's filters when they leave a team, or go altogether (None).

    Their own go. Those they shared stay with the team: an admin of it gets them, or whoever is there, and is told of
    nothing until they say so; where nobody is left they go, too.
    """
    own = saved_filter.c.account_id == account_id
    looks = sa.select(saved_filter.c.id)
    if team_id is not None:
        own = sa.and_(own, saved_filter.c.team_id == team_id)
        looks = looks.where(saved_filter.c.team_id == team_id)
    forget = sa.delete(saved_filter_look).where(saved_filter_look.c.account_id == account_id)
    connection.execute(forget.where(saved_filter_look.c.filter_id.in_(looks)))
    gone = []
    for row in connection.execute(sa.select(saved_filter).where(own)).all():
        heir = _heir(connection, row.team_id, account_id) if row.shared else None
        if heir is None:
            gone.append(row.id)
            continue
        values = {"account_id": heir, "pace": Pace.NEVER.value, "email_after": None, "telegram_after": None}
        undone = sa.and_(alert_message.c.filter_id == row.id, alert_message.c.sent_at.is_(None))
        connection.execute(sa.update(alert_message).where(undone).values(state="void"))
        secrets = {"feed_digest": None, "unsubscribe_token": new_secret()}
        connection.execute(sa.update(saved_filter).where(saved_filter.c.id == row.id).values(values | secrets))
        connection.execute(
            sa.delete(saved_filter_look).where(
                saved_filter_look.c.filter_id == row.id, saved_filter_look.c.account_id == heir
            )
        )
        _note_look(connection, row.id, heir, newest_match(connection))
    _delete(connection, gone)


def _heir(connection: sa.Connection, team_id: str, but: int) -> int | None:
    rows = connection.execute(
        sa.select(membership.c.account_id, membership.c.role)
        .where(membership.c.team_id == team_id, membership.c.account_id != but)
        .order_by(membership.c.account_id)
    ).all()
    admins = [row.account_id for row in rows if row.role == Role.ADMIN]
    return next(iter(admins + [row.account_id for row in rows]), None)


# -- rows --------------------------------------------------------------------------------------------------------------


def newest_match(connection: sa.Connection) -> int:
    """The highest number of a match; what is found later has a greater one."""
    return connection.execute(sa.select(sa.func.max(alert_match.c.id))).scalar_one() or 0


def read_row(row: sa.Row[Any]) -> Draft:
    """What a row says of its filter."""
    quiet = None if row.quiet_from is None else (row.quiet_from, row.quiet_until)
    return Draft(
        name=row.name,
        query=query_from_text(row.query, row.team_id),
        pace=Pace(row.pace),
        email=row.email_after is not None,
        telegram=row.telegram_after is not None,
        shared=row.shared,
        zone=row.zone,
        hour=row.hour,
        quiet=quiet,
        language=row.language,
    )


def _values(draft: Draft) -> dict[str, Any]:
    return {
        "shared": draft.shared,
        "name": draft.name,
        "query": query_to_text(draft.query),
        "language": draft.language,
        "pace": draft.pace.value,
        "zone": draft.zone,
        "hour": draft.hour,
        "quiet_from": None if draft.quiet is None else draft.quiet[0],
        "quiet_until": None if draft.quiet is None else draft.quiet[1],
    }


def _from_now_on(connection: sa.Connection, now: datetime) -> dict[str, Any]:
    newest = connection.execute(sa.select(sa.func.max(listing.c.id))).scalar_one() or 0
    return {"after_listing": newest, "since": now}


def _own(account_id: int, team_id: str, number: int) -> sa.ColumnElement[bool]:
    return sa.and_(
        saved_filter.c.id == number, saved_filter.c.account_id == account_id, saved_filter.c.team_id == team_id
    )


def _own_row(connection: sa.Connection, account_id: int, team_id: str, number: int) -> sa.Row[Any] | None:
    return connection.execute(sa.select(saved_filter).where(_own(account_id, team_id, number))).one_or_none()


def _select(account_id: int | None) -> sa.Select[Any]:
    looks = sa.and_(
        saved_filter_look.c.filter_id == saved_filter.c.id,
        saved_filter_look.c.account_id == (saved_filter.c.account_id if account_id is None else account_id),
    )
    return (
        sa.select(saved_filter, account.c.name.label("owner"), saved_filter_look.c.at.label("looked_at"))
        .join(account, account.c.id == saved_filter.c.account_id)
        .outerjoin(saved_filter_look, looks)
    )


def _filter(row: sa.Row[Any], new: int) -> SavedFilter:
    return SavedFilter(
        id=row.id,
        account_id=row.account_id,
        owner=row.owner,
        team=row.team_id,
        draft=read_row(row),
        paused=row.paused,
        feed=row.feed_digest is not None,
        created_at=row.created_at,
        looked_at=row.looked_at,
        new=new,
    )


def _new(connection: sa.Connection, account_id: int, numbers: Sequence[int]) -> Mapping[int, int]:
    """How many matches of each filter a person has not looked at; of a filter never looked at, all."""
    looks = sa.and_(
        saved_filter_look.c.filter_id == alert_match.c.filter_id, saved_filter_look.c.account_id == account_id
    )
    # a listing that was joined to another is the other one's by now
    query = (
        sa.select(
            alert_match.c.filter_id, sa.func.count(sa.func.coalesce(listing.c.merged_into, listing.c.id).distinct())
        )
        .join(listing, listing.c.id == alert_match.c.listing_id)
        .outerjoin(saved_filter_look, looks)
        .where(
            alert_match.c.filter_id.in_(numbers),
            alert_match.c.id > sa.func.coalesce(saved_filter_look.c.match_id, 0),
        )
        .group_by(alert_match.c.filter_id)
    )
    return {row[0]: row[1] for row in connection.execute(query)} if numbers else {}


def _note_look(connection: sa.Connection, number: int, account_id: int, match_id: int) -> None:
    values = {"match_id": match_id, "at": datetime.now(UTC)}
    own = sa.and_(saved_filter_look.c.filter_id == number, saved_filter_look.c.account_id == account_id)
    if not connection.execute(sa.update(saved_filter_look).where(own).values(values)).rowcount:
        connection.execute(sa.insert(saved_filter_look).values(filter_id=number, account_id=account_id, **values))


def _delete(connection: sa.Connection, numbers: Sequence[int]) -> None:
    for table in (alert_told, alert_message, alert_match, saved_filter_look):
        connection.execute(sa.delete(table).where(table.c.filter_id.in_(numbers)))
    connection.execute(sa.delete(saved_filter).where(saved_filter.c.id.in_(numbers)))

"""Corrections in the store: kept apart from what was read, never overwritten; what is withdrawn keeps its row."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa

from voronka.corrections import VERDICTS, Anchor, Correction, Field, Spot, Verdicts
from voronka.model import Kind
from voronka.store.posts import chunks
from voronka.store.tables import correction, post, posting

_LIVE = correction.c.undone_at.is_(None)
_ACT = correction.c.value["act"].as_integer()

# Asked for every post that is read, and made once: to make them takes longer than to ask.
_OF: Final[sa.BindParameter[Any]] = sa.bindparam("of")
_OF_POST: Final = (
    sa.select(correction)
    .where(sa.or_(correction.c.post_id == _OF, correction.c.other_post_id == _OF), _LIVE)
    .order_by(correction.c.id)
)
_A_VERDICT: Final = sa.and_(correction.c.field.in_(VERDICTS), _LIVE)
_ANY_VERDICT: Final = sa.select(correction.c.id).where(_A_VERDICT).limit(1)
_ANY: Final = sa.select(correction.c.id).where(_LIVE).limit(1)
_KINDS_READ: Final = sa.select(posting.c.kind).where(posting.c.listing_id == _OF).distinct()
_KINDS_SAID: Final = (
    sa.select(correction.c.post_id, correction.c.value)
    .join(posting, posting.c.post_id == correction.c.post_id)
    .where(posting.c.listing_id == _OF, correction.c.field == Field.KIND, _LIVE)
    .order_by(correction.c.id)
)


def _from_row(row: sa.Row[Any]) -> Correction:
    return Correction(
        id=row.id,
        act=row.value["act"],
        field=Field(row.field),
        spot=Spot(row.post_id, row.position),
        other=None if row.other_post_id is None else Spot(row.other_post_id, row.other_position),
        value=row.value["value"],
        before=row.value["before"],
        author=row.author,
        created_at=row.created_at,
        undone_at=row.undone_at,
    )


def any_stands(connection: sa.Connection) -> bool:
    """Whether anything that people said stands: while nothing does, none of what follows need be asked."""
    return connection.execute(_ANY).first() is not None


def insert(
    connection: sa.Connection,
    field: Field,
    rows: Sequence[tuple[Spot, Spot | None, Mapping[str, Any]]],
    author: str,
    now: datetime,
) -> int:
    """Note what was said at once: (posting, the other one of a verdict, JSON of value, before and anchors) each.

    Gives the number under which all of it is undone.
    """
    act = 0
    for spot, other, value in rows:
        values = {
            "field": field,
            "post_id": spot.post_id,
            "position": spot.position,
            "other_post_id": other.post_id if other else None,
            "other_position": other.position if other else None,
            "value": {"act": act, **value},
            "author": author,
            "created_at": now,
        }
        number: int = connection.execute(sa.insert(correction).returning(correction.c.id), values).scalar_one()
        if not act:
            act = number
            own = {**value, "act": act}
            connection.execute(sa.update(correction).where(correction.c.id == number).values(value=own))
    return act


def of_post(connection: sa.Connection, post_id: int) -> list[tuple[Correction, dict[int, Anchor]]]:
    """What stands of a post, oldest first, each with the anchors of those of its postings that are in this post.

    A verdict on two postings is given once; a correction of the kind has no anchor.
    """
    found = []
    for row in connection.execute(_OF_POST, {"of": post_id}):
        known = {}
        if row.post_id == post_id and row.value.get("anchor"):
            known[row.position] = Anchor.from_json(row.value["anchor"])
        if row.other_post_id == post_id:
            known[row.other_position] = Anchor.from_json(row.value["other_anchor"])
        found.append((_from_row(row), known))
    return found


def move(connection: sa.Connection, post_id: int, places: Mapping[int, int], now: Mapping[int, Anchor]) -> None:
    """Take the corrections of a post's postings along: former place → place, with the anchor of the place."""
    sides = (
        ("position", "anchor", correction.c.post_id),
        ("other_position", "other_anchor", correction.c.other_post_id),
    )
    for column, name, owner in sides:
        for row in connection.execute(sa.select(correction).where(owner == post_id, _LIVE)).all():
            if row.value.get(name) is None:
                continue
            was = getattr(row, column)
            place = places.get(was, was)
            anchor = now[place].to_json() if place in now else row.value[name]
            if place != was or anchor != row.value[name]:
                values = {column: place, "value": {**row.value, name: anchor}}
                connection.execute(sa.update(correction).where(correction.c.id == row.id).values(values))


def verdicts(connection: sa.Connection, post_ids: Iterable[int]) -> Verdicts:
    """All that was said of these posts' postings, and of those that are thereby the same."""
    if connection.execute(_ANY_VERDICT).first() is None:
        return Verdicts()
    found: dict[int, Correction] = {}
    asked: set[int] = set()
    waiting = set(post_ids)
    while waiting:
        for chunk in chunks(sorted(waiting)):
            of_them = sa.or_(correction.c.post_id.in_(chunk), correction.c.other_post_id.in_(chunk))
            for row in connection.execute(sa.select(correction).where(_A_VERDICT, of_them)):
                found[row.id] = _from_row(row)
        asked |= waiting
        ends = {s.post_id for one in found.values() if one.field is Field.SAME for s in (one.spot, one.other) if s}
        waiting = ends - asked
    pairs = [(one.field, (one.spot, one.other)) for one in found.values() if one.other is not None]
    return Verdicts(
        [(a, b) for field, (a, b) in pairs if field is Field.SAME and b is not None],
        [(a, b) for field, (a, b) in pairs if field is Field.APART and b is not None],
    )


def between(connection: sa.Connection, field: Field, some: Iterable[Spot], others: Iterable[Spot]) -> list[Correction]:
    """The verdicts of a kind that stand between a posting here and one there."""
    ours, theirs = set(some), set(others)
    found: dict[int, Correction] = {}
    for chunk in chunks(sorted({spot.post_id for spot in ours})):
        of_them = sa.or_(correction.c.post_id.in_(chunk), correction.c.other_post_id.in_(chunk))
        for row in connection.execute(sa.select(correction).where(correction.c.field == field, _LIVE, of_them)):
            one = _from_row(row)
            if one.other and ((one.spot in ours and one.other in theirs) or (one.spot in theirs and one.other in ours)):
                found[one.id] = one
    return [found[number] for number in sorted(found)]


def kind_of(connection: sa.Connection, listing_id: int, *, said: bool = True) -> Kind | None:
    """What a listing with postings is; None where it has none.

    What a person said that its posts are goes before what was read; where members disagree it is a candidate, whose
    contacts are masked. ``said`` False: it is known that nobody has corrected anything.
    """
    kinds = set(connection.execute(_KINDS_READ, {"of": listing_id}).scalars())
    if not kinds:
        return None
    return (_said(connection, listing_id) if said else None) or (
        Kind.CANDIDATE if Kind.CANDIDATE in kinds else Kind.VACANCY
    )


def _said(connection: sa.Connection, listing_id: int) -> Kind | None:
    rows = connection.execute(_KINDS_SAID, {"of": listing_id})
    said = {row.post_id: Kind(row.value["value"]) for row in rows}.values()
    if not said:
        return None
    return Kind.CANDIDATE if Kind.CANDIDATE in said else Kind.VACANCY


def withdraw(connection: sa.Connection, ids: Sequence[int], now: datetime) -> None:
    """Take corrections back; their rows stay."""
    for chunk in chunks(list(ids)):
        connection.execute(sa.update(correction).where(correction.c.id.in_(chunk)).values(undone_at=now))


def of_act(connection: sa.Connection, number: int) -> list[Correction]:
    """All that was said at once under a number, also what was taken back since; empty where there is no such number."""
    rows = connection.execute(sa.select(correction).where(_ACT.in_([number])).order_by(correction.c.id))
    return [_from_row(row) for row in rows]


def acts(connection: sa.Connection, before: int | None, limit: int) -> list[list[Correction]]:
    """What was said at once, newest first, of the numbers under ``before``; also what was taken back."""
    heads = sa.select(correction.c.id).where(correction.c.id == _ACT).order_by(correction.c.id.desc()).limit(limit)
    if before is not None:
        heads = heads.where(correction.c.id < before)
    found: dict[int, list[Correction]] = {number: [] for number in connection.execute(heads).scalars()}
    for chunk in chunks(list(found)):
        for row in connection.execute(sa.select(correction).where(_ACT.in_(chunk)).order_by(correction.c.id)):
            found[row.value["act"]].append(_from_row(row))
    return list(found.values())


def corrected_posts(connection: sa.Connection, after: int, limit: int) -> list[int]:
    """Posts with a corrected kind or field that stands, ascending, a page after ``after``."""
    rows = connection.execute(
        sa.select(correction.c.post_id)
        .join(post, post.c.id == correction.c.post_id)
        .where(correction.c.field.not_in(VERDICTS), _LIVE, correction.c.post_id > after, post.c.erased_at.is_(None))
        .distinct()
        .order_by(correction.c.post_id)
        .limit(limit)
    )
    return list(rows.scalars())

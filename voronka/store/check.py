"""Whether the store is sound: what must hold between its tables, asked in SQL, so that memory does not grow with it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa

from voronka.corrections import Field
from voronka.model import Kind
from voronka.store.tables import change, correction, listing, post, post_version, posting, posting_key

_EXAMPLES: Final = 3
_BACKUP: Final = "restore a backup"
_REPARSE: Final = "voronka reparse"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and what to do: a command, or words where none will do."""

    what: str
    do: str


def faults(connection: sa.Connection) -> Iterator[Fault]:
    """All that is wrong with a store, one line a kind of fault with its number and some examples."""
    if connection.dialect.name == "sqlite":
        yield from _file(connection)
    for rule in _RULES:
        subject = rule.rows().subquery()
        number = connection.execute(sa.select(sa.func.count()).select_from(subject)).scalar_one()
        if number:
            some = connection.execute(sa.select(subject).limit(_EXAMPLES))
            names = ", ".join("/".join(map(str, row)) for row in some)
            yield Fault(f"{number} {rule.words}: {names}{' …' if number > _EXAMPLES else ''}", rule.do)


def _file(connection: sa.Connection) -> Iterator[Fault]:
    """What SQLite finds wrong with its own file."""
    for (line,) in connection.exec_driver_sql("PRAGMA integrity_check(5)"):
        if line != "ok":
            yield Fault(f"the database file is damaged: {' '.join(str(line).split())}", _BACKUP)
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchmany(_EXAMPLES)
    if broken:
        tables = ", ".join(f"{row[0]} row {row[1]} (no {row[2]})" for row in broken)
        yield Fault(f"rows that belong to nothing: {tables}", _BACKUP)


@dataclass(frozen=True, slots=True)
class _Rule:
    words: str
    do: str
    rows: Callable[[], sa.Select[Any]]


_POST_NAME: Final = (post.c.source, post.c.external_id)
_LIVING: Final = post.c.erased_at.is_(None)
_ARTICLES: Final = (Kind.CONTENT, Kind.PROMO)


def _without_current_version() -> sa.Select[Any]:
    current = sa.and_(post_version.c.post_id == post.c.id, post_version.c.version == post.c.version)
    return sa.select(*_POST_NAME).outerjoin(post_version, current).where(post_version.c.post_id.is_(None))


def _newer_than_current() -> sa.Select[Any]:
    return (
        sa.select(*_POST_NAME, post_version.c.version)
        .join(post_version, post_version.c.post_id == post.c.id)
        .where(post_version.c.version > post.c.version)
    )


def _orphans(table: sa.Table, column: str, parent: sa.Table) -> Callable[[], sa.Select[Any]]:
    """Rows of a table whose parent is not there; those that name none are no orphans."""
    key, own = parent.primary_key.columns[0], table.c[column]

    def rows() -> sa.Select[Any]:
        there = sa.select(sa.literal(1)).where(key == own).exists()
        return sa.select(own).select_from(table).where(own.is_not(None), ~there)

    return rows


def _unread_out() -> sa.Select[Any]:
    has_postings = sa.select(sa.literal(1)).where(posting.c.post_id == post.c.id).exists()
    article = post.c.kind.in_(_ARTICLES)
    right = sa.or_(
        sa.and_(article, post.c.listing_id.is_not(None), ~has_postings),
        sa.and_(~article, post.c.listing_id.is_(None), has_postings),
    )
    return sa.select(*_POST_NAME).where(_LIVING, post.c.kind.is_not(None), ~right)


def _of_another_kind() -> sa.Select[Any]:
    """Listings whose kind or team is not their members'. One candidate among them makes a candidate of a listing."""
    member = sa.select(sa.literal(1)).where(posting.c.listing_id == listing.c.id)
    person = member.where(posting.c.kind == Kind.CANDIDATE).exists()
    said = member.join(correction, correction.c.post_id == posting.c.post_id).where(
        correction.c.field == Field.KIND, correction.c.undone_at.is_(None)
    )
    wrong = sa.or_(
        sa.and_(person, listing.c.kind != Kind.CANDIDATE),
        sa.and_(member.exists(), ~person, listing.c.kind != Kind.VACANCY),
    )
    other_team = (
        sa.select(listing.c.id)
        .join(posting, posting.c.listing_id == listing.c.id)
        .join(post, post.c.id == posting.c.post_id)
        .where(post.c.owner_team.is_distinct_from(listing.c.owner_team))
    )
    positions = sa.select(listing.c.id).where(wrong, ~said.exists())
    articles = (
        sa.select(listing.c.id)
        .join(post, post.c.listing_id == listing.c.id)
        .where(sa.or_(post.c.kind != listing.c.kind, post.c.owner_team.is_distinct_from(listing.c.owner_team)))
    )
    return sa.select(sa.union(positions, other_team, articles).subquery())


def _merged_with_members() -> sa.Select[Any]:
    position = sa.select(sa.literal(1)).where(posting.c.listing_id == listing.c.id).exists()
    article = sa.select(sa.literal(1)).where(post.c.listing_id == listing.c.id).exists()
    return sa.select(listing.c.id).where(listing.c.merged_into.is_not(None), sa.or_(position, article))


def _merged_nowhere() -> sa.Select[Any]:
    """Listings from which no way leads to one that was not joined to another: they go round in a circle."""
    ends = sa.select(listing.c.id).where(listing.c.merged_into.is_(None)).cte("led", recursive=True)
    ends = ends.union(sa.select(listing.c.id).join(ends, listing.c.merged_into == ends.c.id))
    led = sa.select(sa.literal(1)).where(ends.c.id == listing.c.id).exists()
    return sa.select(listing.c.id).where(~led)


def _erased_with_text() -> sa.Select[Any]:
    left = sa.or_(
        post_version.c.text != "",
        post_version.c.digest != "",
        sa.cast(post_version.c.links, sa.Text) != "[]",
        sa.cast(post_version.c.payload, sa.Text) != "{}",
    )
    said = sa.select(sa.literal(1)).where(post_version.c.post_id == post.c.id, left).exists()
    read = sa.select(sa.literal(1)).where(posting.c.post_id == post.c.id).exists()
    return sa.select(*_POST_NAME).where(~_LIVING, sa.or_(said, read, post.c.listing_id.is_not(None)))


def _former_texts_of_people() -> sa.Select[Any]:
    former = sa.and_(post_version.c.post_id == post.c.id, post_version.c.version < post.c.version)
    return (
        sa.select(*_POST_NAME, post_version.c.version)
        .join(post_version, former)
        .where(post.c.kind == Kind.CANDIDATE, post_version.c.text != "")
    )


_RULES: Final = (
    _Rule("posts have no current version", _BACKUP, _without_current_version),
    _Rule("versions are newer than their post's current one", _BACKUP, _newer_than_current),
    _Rule("versions belong to no post", _BACKUP, _orphans(post_version, "post_id", post)),
    _Rule("postings belong to no post", _BACKUP, _orphans(posting, "post_id", post)),
    _Rule("postings are in no listing", _REPARSE, _orphans(posting, "listing_id", listing)),
    _Rule("articles are in no listing", _REPARSE, _orphans(post, "listing_id", listing)),
    _Rule("blocking keys belong to no posting", _REPARSE, _orphans(posting_key, "posting_id", posting)),
    _Rule("posts were read, but not what was read out of them is there", _REPARSE, _unread_out),
    _Rule("listings have a member of another kind or team", _REPARSE, _of_another_kind),
    _Rule("listings were joined to another and have members still", _REPARSE, _merged_with_members),
    _Rule("listings were joined to others in a circle", _BACKUP, _merged_nowhere),
    _Rule(
        "posts are erased and still hold something",
        "take their source out: voronka sources disable NAME --purge",
        _erased_with_text,
    ),
    _Rule("former versions of candidates' posts hold their text", _REPARSE, _former_texts_of_people),
    _Rule(
        "changes are of listings that never were", "voronka index --rebuild", _orphans(change, "listing_id", listing)
    ),
)


def member_ids(connection: sa.Connection, after: int, limit: int) -> list[int]:
    """Ids of the listings that have a member, ascending, in pages: what the index must hold."""
    positions = sa.select(posting.c.listing_id.label("id")).where(posting.c.listing_id > after).distinct()
    articles = sa.select(post.c.listing_id.label("id")).where(post.c.listing_id > after)
    pages = [one.order_by(sa.text("id")).limit(limit).subquery() for one in (positions, articles)]
    both = sa.union(*(sa.select(one.c.id) for one in pages)).subquery()
    return list(connection.execute(sa.select(both.c.id).order_by(both.c.id).limit(limit)).scalars())

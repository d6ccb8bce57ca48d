"""Listings in the store: reading cards whole, writing which posting belongs to which, and the change log."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa

from voronka.codec import links_from_json, posting_from_json, posting_to_json
from voronka.listing import Appearance, Listing, put_together
from voronka.model import Kind, Posting
from voronka.sources import SourceKind
from voronka.store.posts import chunks
from voronka.store.tables import change, listing, post, post_version, posting, posting_key, source

NEWEST = sa.and_(post_version.c.post_id == post.c.id, post_version.c.version == post.c.version)
_POST = (
    post.c.id.label("post_id"),
    post.c.source,
    source.c.title.label("source_title"),
    source.c.kind.label("source_kind"),
    post.c.external_id,
    post.c.url,
    post.c.kind.label("post_kind"),
    post.c.posted_at,
    post.c.seen_at,
    post.c.closed,
    post.c.closed_reason,
    post.c.closed_at,
    post_version.c.text,
    post_version.c.links,
    post_version.c.payload,
    post_version.c.edited_at,
)

# Asked for every post that comes, and made once: to make them takes longer than to ask.
_OF: Final[sa.BindParameter[Any]] = sa.bindparam("of")
_OF_POST: Final = sa.select(posting).where(posting.c.post_id == _OF).order_by(posting.c.position)
_ARTICLE_OF: Final = sa.select(post.c.listing_id).where(post.c.id == _OF)
_POSTING: Final = sa.select(posting.c.id).where(posting.c.post_id == _OF, posting.c.position == sa.bindparam("at"))
_NEW_POSTING: Final = sa.insert(posting).returning(posting.c.id)
_NEW_KEYS: Final = sa.insert(posting_key)
_NEW_CHANGES: Final = sa.insert(change)
_NEW_LISTING: Final = sa.insert(listing).returning(listing.c.id)
_SET_KIND: Final = sa.update(listing).where(listing.c.id == _OF)


def read(connection: sa.Connection, ids: Iterable[int]) -> list[Listing]:
    """The listings of these ids that exist and have a member, in the order asked for."""
    wanted = list(dict.fromkeys(ids))
    heads: dict[int, Any] = {}
    members: dict[int, list[Appearance]] = defaultdict(list)
    for chunk in chunks(wanted):
        for row in connection.execute(sa.select(listing).where(listing.c.id.in_(chunk))):
            heads[row.id] = row
        positions = (
            sa.select(*_POST, posting)
            .join(post, post.c.id == posting.c.post_id)
            .join(post_version, NEWEST)
            .join(source, source.c.name == post.c.source)
            .where(posting.c.listing_id.in_(chunk))
        )
        for row in connection.execute(positions):
            found = _appearance(row, posting_from_json(row.data), row.why, row.why_rule, row.why_score, row.position)
            members[row.listing_id].append(found)
        articles = (
            sa.select(*_POST, post.c.listing_id)
            .join(post_version, NEWEST)
            .join(source, source.c.name == post.c.source)
            .where(post.c.listing_id.in_(chunk))
        )
        for row in connection.execute(articles):
            members[row.listing_id].append(_appearance(row, None))
    listings = []
    for number in wanted:
        if members[number]:
            appearances = tuple(sorted(members[number], key=lambda a: (a.posted_at, a.post_id), reverse=True))
            postings = [a.posting for a in appearances if a.posting is not None]
            posting_ = put_together(postings, appearances[0].posted_at.date())
            head = heads[number]
            listings.append(Listing(number, Kind(head.kind), appearances, posting_, head.owner_team))
    return listings


def _appearance(
    row: sa.Row[Any],
    read_posting: Posting | None,
    why: str = "",
    why_rule: str = "",
    why_score: float | None = None,
    position: int = 0,
) -> Appearance:
    forward = row.payload.get("forward") or {}
    return Appearance(
        post_id=row.post_id,
        source=row.source,
        source_title=row.source_title,
        source_kind=SourceKind(row.source_kind),
        external_id=row.external_id,
        url=row.url,
        text=row.text,
        links=links_from_json(row.links),
        post_kind=Kind(row.post_kind),
        posting=read_posting,
        posted_at=row.posted_at,
        edited_at=row.edited_at,
        seen_at=row.seen_at,
        closed=row.closed,
        closed_reason=row.closed_reason,
        closed_at=row.closed_at,
        forward=forward.get("name") or forward.get("url") if isinstance(forward, dict) else None,
        why=why,
        why_rule=why_rule,
        why_score=why_score,
        position=position,
    )


def resolve(connection: sa.Connection, number: int) -> int | None:
    """The id under which a listing lives now (it may have been joined to another); None where there is none."""
    seen = set()
    while number not in seen:
        seen.add(number)
        row = connection.execute(sa.select(listing.c.merged_into).where(listing.c.id == number)).one_or_none()
        if row is None:
            return None
        if row.merged_into is None:
            return number
        number = int(row.merged_into)
    return None


def create(connection: sa.Connection, kind: Kind, owner_team: str | None) -> int:
    """A new, empty listing."""
    number: int = connection.execute(_NEW_LISTING, {"kind": kind, "owner_team": owner_team}).scalar_one()
    return number


def set_kind(connection: sa.Connection, number: int, kind: Kind) -> None:
    """A listing's kind follows its members."""
    connection.execute(_SET_KIND, {"of": number, "kind": kind, "merged_into": None})


def merge(connection: sa.Connection, loser: int, winner: int) -> None:
    """All members of one listing go to another; the old address leads there."""
    connection.execute(sa.update(posting).where(posting.c.listing_id == loser).values(listing_id=winner))
    connection.execute(sa.update(listing).where(listing.c.id == loser).values(merged_into=winner))
    log_changes(connection, [loser, winner])


def log_changes(connection: sa.Connection, ids: Iterable[int]) -> None:
    """Note that these listings must be indexed again."""
    rows = [{"listing_id": number} for number in dict.fromkeys(ids)]
    if rows:
        connection.execute(_NEW_CHANGES, rows)


def changes(connection: sa.Connection, after: int, limit: int = 5000) -> tuple[int, list[int]]:
    """The listings changed after a place in the log, each once, and the place reached."""
    rows = connection.execute(sa.select(change).where(change.c.seq > after).order_by(change.c.seq).limit(limit)).all()
    return (rows[-1].seq if rows else after), list(dict.fromkeys(row.listing_id for row in rows))


def last_change(connection: sa.Connection) -> int:
    """The newest place in the log; 0 where nothing ever changed."""
    return connection.execute(sa.select(sa.func.max(change.c.seq))).scalar_one() or 0


def all_ids(connection: sa.Connection, after: int, limit: int) -> list[int]:
    """Ids of listings that were not joined to another, ascending, in pages."""
    rows = connection.execute(
        sa.select(listing.c.id)
        .where(listing.c.id > after, listing.c.merged_into.is_(None))
        .order_by(listing.c.id)
        .limit(limit)
    )
    return list(rows.scalars())


def newest(connection: sa.Connection, kinds: Iterable[Kind], limit: int) -> list[int]:
    """Public listings of these kinds in the order of their newest open posts."""
    home = sa.func.coalesce(posting.c.listing_id, post.c.listing_id)
    rows = connection.execute(
        sa.select(listing.c.id)
        .select_from(post)
        .outerjoin(posting, posting.c.post_id == post.c.id)
        .join(listing, listing.c.id == home)
        .where(
            listing.c.kind.in_(list(kinds)),
            listing.c.owner_team.is_(None),
            post.c.owner_team.is_(None),
            post.c.closed.is_(False),
        )
        .order_by(post.c.posted_at.desc(), post.c.id.desc(), posting.c.position)
        .limit(limit * 5)  # reposts give a listing several times
    )
    return list(dict.fromkeys(rows.scalars()))[:limit]


def of_post(connection: sa.Connection, post_id: int) -> list[sa.Row[Any]]:
    """The postings of a post as rows (id, position, listing_id, kind, data), by position."""
    return list(connection.execute(_OF_POST, {"of": post_id}))


def of_posts(connection: sa.Connection, post_ids: Sequence[int]) -> list[int]:
    """The listings that these posts are in."""
    found: set[int] = set()
    for chunk in chunks(list(post_ids)):
        found |= set(connection.execute(sa.select(posting.c.listing_id).where(posting.c.post_id.in_(chunk))).scalars())
        cards = sa.select(post.c.listing_id).where(post.c.id.in_(chunk), post.c.listing_id.is_not(None))
        found |= set(connection.execute(cards).scalars())
    return sorted(found)


def article_of(connection: sa.Connection, post_id: int) -> int | None:
    """The listing that is the card of a content or promo post."""
    number: int | None = connection.execute(_ARTICLE_OF, {"of": post_id}).scalar_one()
    return number


def set_article(connection: sa.Connection, post_id: int, number: int | None) -> None:
    """Make a listing the card of a post without postings (or take that back)."""
    connection.execute(sa.update(post).where(post.c.id == post_id).values(listing_id=number))


def put_posting(
    connection: sa.Connection,
    post_id: int,
    position: int,
    kind: Kind,
    read_posting: Posting,
    listing_id: int,
    why: tuple[str, float, str] | None,
    keys: Iterable[str],
    generation: int,
    *,
    first: bool = False,
) -> int:
    """Write one posting of a post, new or over the former one (``first``: there is none); gives its row's id."""
    values = {
        "kind": kind,
        "listing_id": listing_id,
        "why_rule": why[0] if why else "",
        "why_score": why[1] if why else None,
        "why": why[2] if why else "",
        "data": posting_to_json(read_posting),
        "generation": generation,
    }
    number: int | None = None
    if not first:
        number = connection.execute(_POSTING, {"of": post_id, "at": position}).scalar_one_or_none()
    if number is None:
        values |= {"post_id": post_id, "position": position}
        number = int(connection.execute(_NEW_POSTING, values).scalar_one())
    else:
        connection.execute(sa.update(posting).where(posting.c.id == number).values(**values))
        connection.execute(sa.delete(posting_key).where(posting_key.c.posting_id == number))
    rows = [{"posting_id": number, "key": key} for key in {key[:120] for key in keys}]
    if rows:
        connection.execute(_NEW_KEYS, rows)
    return number


def drop_postings(connection: sa.Connection, ids: Sequence[int]) -> None:
    """Take postings away (a post was edited and has fewer)."""
    for chunk in chunks(list(ids)):
        connection.execute(sa.delete(posting_key).where(posting_key.c.posting_id.in_(chunk)))
        connection.execute(sa.delete(posting).where(posting.c.id.in_(chunk)))


def touched_days(before: datetime, after: datetime) -> bool:
    """Whether a sighting moved to another day: only then is it worth indexing a board's listing again."""
    return before.date() != after.date()

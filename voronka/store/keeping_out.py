"""Rows of erased posts by which they are known again: they hold no word, and of a name with words only a keyed hash.

A channel's post is named by a number, which tells nothing; a board's by the path of its page, which may be a person's
name.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa

from voronka.model import RawPost
from voronka.store.posts import chunks
from voronka.store.storable import LONGEST_NAME, storable
from voronka.store.tables import post, post_version, source
from voronka.store.taking_out import erase_posts
from voronka.suppression import Hasher, name_mark

SUPPRESSED: Final = "suppressed"
"""The reason of posts that are out only as long as an entry of the suppression list keeps them out."""

_HIDDEN: Final = re.compile(r"erased:[0-9a-f]{64}")


def hidden_name(hasher: Hasher, source_name: str, external_id: str) -> str:
    """The id under which an erased post's row stands: a number as it is, anything else hashed."""
    name: str = storable(external_id)[:LONGEST_NAME]
    if re.fullmatch("[0-9]{1,20}", name) or _HIDDEN.fullmatch(name):
        return name
    return f"erased:{hasher.digest(name_mark(source_name, name))}"


def erase_unnamed(
    connection: sa.Connection, hasher: Hasher, post_ids: Sequence[int], reason: str, now: datetime
) -> None:
    """Erase posts as ``erase_posts`` does, and hide their names, also where their source's reader keeps them."""
    erase_posts(connection, post_ids, reason, now)
    hidden: dict[str, set[str]] = {}
    for chunk in chunks(list(post_ids)):
        rows = connection.execute(sa.select(post.c.id, post.c.source, post.c.external_id).where(post.c.id.in_(chunk)))
        for row in rows.all():
            name = hidden_name(hasher, row.source, row.external_id)
            if name != row.external_id:
                connection.execute(sa.update(post).where(post.c.id == row.id).values(external_id=name))
                hidden.setdefault(row.source, set()).add(row.external_id)
    for source_name, names in hidden.items():
        state = connection.execute(sa.select(source.c.state).where(source.c.name == source_name)).scalar_one()
        values = {"state": _without(state, names)}
        connection.execute(sa.update(source).where(source.c.name == source_name).values(**values))


def _without(state: dict[str, Any], names: set[str]) -> dict[str, Any]:
    """What a reader keeps, without what it keeps by these names."""
    return {
        key: {name: one for name, one in value.items() if name not in names} if isinstance(value, dict) else value
        for key, value in state.items()
    }


def erased_among(connection: sa.Connection, hasher: Hasher | None, name: str, external_ids: Iterable[str]) -> set[str]:
    """Which of these ids of a source are those of erased posts."""
    by_name = {one if hasher is None else hidden_name(hasher, name, one): one for one in external_ids}
    by_name |= {one: one for one in by_name.values()}
    found: set[str] = set()
    for chunk in chunks(list(by_name)):
        these = sa.and_(post.c.source == name, post.c.external_id.in_(chunk), post.c.erased_at.is_not(None))
        found |= {by_name[one] for one in connection.execute(sa.select(post.c.external_id).where(these)).scalars()}
    return found


def reason(connection: sa.Connection, post_id: int) -> str | None:
    """Why a post was erased; None for one that was not."""
    found: str | None = connection.execute(sa.select(post.c.erased_reason).where(post.c.id == post_id)).scalar_one()
    return found


def keep_out(connection: sa.Connection, hasher: Hasher, raw: RawPost, now: datetime) -> int:
    """Erase a post that is on the list, or note a new one without a word of it; gives its row's id."""
    name = hidden_name(hasher, raw.source, raw.external_id)
    names = [name, storable(raw.external_id)[:LONGEST_NAME]]
    rows = connection.execute(
        sa.select(post.c.id, post.c.erased_at).where(post.c.source == raw.source, post.c.external_id.in_(names))
    ).all()
    for row in rows:
        if row.erased_at is None:
            erase_unnamed(connection, hasher, [row.id], SUPPRESSED, now)
    if rows:
        return int(rows[0].id)
    values = {
        "source": raw.source, "external_id": name, "owner_team": raw.owner_team, "version": 1,
        "posted_at": raw.posted_at or now, "first_seen_at": now, "seen_at": now,
        "erased_at": now, "erased_reason": SUPPRESSED,
    }  # fmt: skip
    number: int = connection.execute(sa.insert(post).returning(post.c.id), values).scalar_one()
    blank = {"post_id": number, "version": 1, "digest": "", "text": "", "links": [], "payload": {}, "fetched_at": now}
    connection.execute(sa.insert(post_version), blank)
    return number


def forget_suppressed(connection: sa.Connection) -> None:
    """Delete the rows that only the list kept out: the next crawl looks at those posts anew."""
    ids = list(connection.execute(sa.select(post.c.id).where(post.c.erased_reason == SUPPRESSED)).scalars())
    for chunk in chunks(ids):
        connection.execute(sa.delete(post_version).where(post_version.c.post_id.in_(chunk)))
        connection.execute(sa.delete(post).where(post.c.id.in_(chunk)))

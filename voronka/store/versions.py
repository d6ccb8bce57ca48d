"""All versions of posts, for those who have to look at every word that is kept, and posts with parts taken out."""

from typing import NamedTuple

import sqlalchemy as sa

from voronka.codec import links_to_json
from voronka.model import Kind, RawPost
from voronka.store.cleaning import note_uncleaned
from voronka.store.posts import StoredPost, chunks, digest, from_row
from voronka.store.tables import post, post_version
from voronka.store.taking_out import forget_excerpts_of


class Versions(NamedTuple):
    """A post's versions that have a text, newest last, and what it was read as (None where it was not).

    ``version`` of each is that of the post, not of the text.
    """

    kind: Kind | None
    texts: list[StoredPost]

    @property
    def newest(self) -> StoredPost:
        """The newest version."""
        return self.texts[-1]


def versions_after(connection: sa.Connection, post_id: int, limit: int) -> list[Versions]:
    """The next posts after ``post_id`` that are not erased, by id."""
    wanted = sa.select(post.c.id).where(post.c.id > post_id, post.c.erased_at.is_(None)).order_by(post.c.id)
    return versions_of(connection, list(connection.execute(wanted.limit(limit)).scalars()))


def versions_of(connection: sa.Connection, post_ids: list[int]) -> list[Versions]:
    """Those of these posts that are not erased, by id."""
    found: dict[int, Versions] = {}
    for chunk in chunks(sorted(post_ids)):
        columns = [column for column in post_version.c if column.name not in ("post_id", "version", "digest")]
        newest = post_version.c.version == post.c.version
        rows = connection.execute(
            sa.select(post, *columns)
            .join(post_version, post_version.c.post_id == post.c.id)
            .where(post.c.id.in_(chunk), post.c.erased_at.is_(None), sa.or_(post_version.c.text != "", newest))
            .order_by(post.c.id, post_version.c.version)
        )
        for row in rows:
            kind = None if row.kind is None else Kind(row.kind)
            found.setdefault(row.id, Versions(kind, [])).texts.append(from_row(row))
    return list(found.values())


def rewrite(connection: sa.Connection, stored: StoredPost, raw: RawPost) -> None:
    """Put ``raw``, of which parts were erased, in the place of a post's newest version; blank its former ones."""
    note_uncleaned(connection)
    forget_excerpts_of(connection, [stored.id])
    former = sa.and_(post_version.c.post_id == stored.id, post_version.c.version < stored.version)
    connection.execute(sa.update(post_version).where(former).values(text="", links=[], payload={}, digest=""))
    newest = sa.and_(post_version.c.post_id == stored.id, post_version.c.version == stored.version)
    values = {"text": raw.text, "links": links_to_json(raw.links), "payload": dict(raw.payload), "digest": digest(raw)}
    connection.execute(sa.update(post_version).where(newest).values(**values))

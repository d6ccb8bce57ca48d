"""Taking a source out of the store with all that came from it."""

import sqlalchemy as sa

from voronka.store.listings import log_changes, of_posts
from voronka.store.posts import chunks
from voronka.store.sources import forget_excerpts
from voronka.store.tables import post, post_version, source
from voronka.store.taking_out import drop_reading


def purge_source(connection: sa.Connection, name: str) -> int:
    """Delete the posts of a source, their versions and postings; listings with other members live on.

    The source's row stays, with an empty state, so that it can be told from one never heard of. Gives the number of
    posts.
    """
    ids = list(connection.execute(sa.select(post.c.id).where(post.c.source == name)).scalars())
    erased = sa.select(sa.func.count()).where(post.c.source == name, post.c.erased_at.is_(None))
    number: int = connection.execute(erased).scalar_one()
    for chunk in chunks(ids):
        log_changes(connection, of_posts(connection, chunk))
        drop_reading(connection, chunk)
        connection.execute(sa.delete(post_version).where(post_version.c.post_id.in_(chunk)))
        connection.execute(sa.delete(post).where(post.c.id.in_(chunk)))
    forget_excerpts(connection, name)
    connection.execute(sa.update(source).where(source.c.name == name).values(state={}))
    return number

"""Taking a source out of the store with all that came from it."""

import sqlalchemy as sa

from voronka.store.listings import log_changes
from voronka.store.tables import post, post_version, posting, posting_key, source


def purge_source(connection: sa.Connection, name: str) -> int:
    """Delete the posts of a source, their versions and postings; listings with other members live on.

    The source's row stays, with an empty state, so that it can be told from one never heard of. Gives the number of
    posts.
    """
    of_source = sa.select(post.c.id).where(post.c.source == name).scalar_subquery()
    postings = sa.select(posting.c.id).where(posting.c.post_id.in_(of_source)).scalar_subquery()
    touched = set(
        connection.execute(
            sa.select(posting.c.listing_id)
            .where(posting.c.post_id.in_(of_source))
            .union(sa.select(post.c.listing_id).where(post.c.source == name, post.c.listing_id.is_not(None)))
        ).scalars()
    )
    connection.execute(sa.delete(posting_key).where(posting_key.c.posting_id.in_(postings)))
    connection.execute(sa.delete(posting).where(posting.c.post_id.in_(of_source)))
    connection.execute(sa.delete(post_version).where(post_version.c.post_id.in_(of_source)))
    number = connection.execute(sa.delete(post).where(post.c.source == name)).rowcount
    connection.execute(sa.update(source).where(source.c.name == name).values(state={}))
    log_changes(connection, sorted(touched))
    return int(number)

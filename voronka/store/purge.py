"""Taking a source out of the store with all that came from it."""

import sqlalchemy as sa

from voronka.store import telegram
from voronka.store.cleaning import note_uncleaned
from voronka.store.listings import log_changes, of_posts
from voronka.store.posts import chunks
from voronka.store.rereading import forget_examples_of_source
from voronka.store.sources import forget_excerpts
from voronka.store.tables import post, post_version, source
from voronka.store.taking_out import ASKED, drop_reading


def purge_source(connection: sa.Connection, name: str) -> int:
    """Delete the posts of a source, their versions and postings; listings with other members live on.

    The source's row stays, with an empty state, so that it can be told from one never heard of; so do the rows, blank,
    of posts that somebody asked to have erased: they stay out if the source ever comes back. Gives the number of posts.
    """
    note_uncleaned(connection)
    gone = sa.and_(post.c.source == name, sa.or_(post.c.erased_reason.is_(None), post.c.erased_reason != ASKED))
    ids = list(connection.execute(sa.select(post.c.id).where(gone)).scalars())
    erased = sa.select(sa.func.count()).where(post.c.source == name, post.c.erased_at.is_(None))
    number: int = connection.execute(erased).scalar_one()
    for chunk in chunks(ids):
        log_changes(connection, of_posts(connection, chunk))
        drop_reading(connection, chunk)
        connection.execute(sa.delete(post_version).where(post_version.c.post_id.in_(chunk)))
        connection.execute(sa.delete(post).where(post.c.id.in_(chunk)))
    forget_excerpts(connection, name)
    forget_examples_of_source(connection, name)
    connection.execute(sa.update(source).where(source.c.name == name).values(state={}))
    telegram.begin_anew(connection, name)
    return number

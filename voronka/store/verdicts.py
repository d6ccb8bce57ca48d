"""What a post was taken for when it was read, as it is kept beside the post."""

from collections.abc import Iterable

import sqlalchemy as sa

from voronka.codec import evidence_from_json
from voronka.model import Evidence
from voronka.store.posts import chunks
from voronka.store.tables import post

Verdicts = dict[int, tuple[float, tuple[Evidence, ...]]]


def verdicts(connection: sa.Connection, post_ids: Iterable[int]) -> Verdicts:
    """How sure the kind of each post is (0 to 1) and the reasons for it, by the post's row."""
    found: Verdicts = {}
    for chunk in chunks(sorted(set(post_ids))):
        wanted = sa.select(post.c.id, post.c.confidence, post.c.reasons).where(post.c.id.in_(chunk))
        for row in connection.execute(wanted):
            found[row.id] = row.confidence or 0.0, tuple(evidence_from_json(reason) for reason in row.reasons or ())
    return found

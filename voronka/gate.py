"""The gate before the store: each post is judged by the suppression list, in the transaction that would store it."""

from collections.abc import Sequence

import sqlalchemy as sa

from voronka.model import Kind, Posting, RawPost, Reading
from voronka.store import Store, keeping_out, suppression
from voronka.suppression import Hasher, admit


class Gate:
    """Judges posts within one transaction; nobody can put anything on the list meanwhile."""

    def __init__(self, store: Store, connection: sa.Connection, hasher: Hasher) -> None:
        self._now = store.clock.now()
        self._connection = connection
        self._hasher = hasher
        self._open = suppression.is_empty(connection)

    @classmethod
    def of(cls, store: Store, connection: sa.Connection) -> "Gate | None":
        """The gate of a store; None where nothing was ever erased by request, and so everything may pass."""
        hasher = store.hasher(connection)
        return None if hasher is None else cls(store, connection, hasher)

    def admit(self, raw: RawPost, reading: Reading | str) -> RawPost | None:
        """The post as it may be stored: see ``voronka.suppression.admit``; None also for one that is erased."""
        # one that is named by a number is known again when it is saved
        named = keeping_out.hidden_name(self._hasher, raw.source, raw.external_id) != raw.external_id
        if named and keeping_out.erased_among(self._connection, self._hasher, raw.source, [raw.external_id]):
            return None
        if self._open:
            return raw
        kind: Kind | None = None if isinstance(reading, str) else reading.kind
        postings: Sequence[Posting] = () if isinstance(reading, str) else reading.postings
        return admit(raw, kind, postings, lambda marks: suppression.listed(self._connection, self._hasher, marks))

    def keep_out(self, raw: RawPost) -> int:
        """Leave no word of a post that was not admitted; gives its row's id."""
        return keeping_out.keep_out(self._connection, self._hasher, raw, self._now)

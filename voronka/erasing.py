"""Erasing by request: what an erasure would take, the erasure itself, and taking it back.

First what is to stay out goes onto the suppression list, so that no crawl brings it in meanwhile; then every stored
version of every post is looked at, in batches. One that is killed is simply given again.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import sqlalchemy as sa

from voronka.codec import posting_from_json
from voronka.contact_marks import Mark, read_contact
from voronka.errors import VoronkaError
from voronka.gate import Gate
from voronka.ingest import Ingest
from voronka.model import Kind, RawPost
from voronka.store import Store, card_work, keeping_out, own_offers, purge, suppression, vacancies
from voronka.store import listings as cards
from voronka.store import sources as source_rows
from voronka.store import versions as stored_versions
from voronka.store.posts import StoredPost
from voronka.store.taking_out import ASKED
from voronka.store.versions import Versions
from voronka.suppression import (
    CONTACTS,
    admit,
    contact_marks,
    part_mark,
    part_marks,
    post_marks,
    source_mark,
    text_mark,
    without,
)

_BATCH: Final = 500


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be erased: all that has any of ``marks``, the posts of a source, and the members of a listing.

    ``members`` maps ids of posts to the positions in them that are the listing's. ``about`` says it without naming
    anybody.
    """

    about: str
    marks: frozenset[Mark]
    members: Mapping[int, frozenset[int]] = field(default_factory=dict)
    source: str | None = None


@dataclass(slots=True)
class Toll:
    """What an erasure takes: whole posts and digests that lose a part, by source, and the cards that they are in.

    ``former`` counts posts of which a former version alone is blanked.
    """

    whole: Counter[str] = field(default_factory=Counter)
    parts: Counter[str] = field(default_factory=Counter)
    former: int = 0
    listings: set[int] = field(default_factory=set)

    def __bool__(self) -> bool:
        return bool(self.whole or self.parts or self.former)


class Eraser:
    """Erases from a store. The index and the files follow: see ``search.tidying``."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._ingest = Ingest(store)

    # -- what is to be erased ------------------------------------------------------------------------------------

    def listing(self, number: int, *, contacts: bool = True) -> Order:
        """A card: its posts (of a digest its part), reposts of their texts, and all that has a candidate's contacts.

        Without ``contacts`` those of a candidate are left alone: they are an agency's. Raises VoronkaError where there
        is no such card.
        """
        found = self._store.listing(number) if 0 < number < 2**31 else None
        if found is None:
            raise VoronkaError(f"there is no listing {number}")
        marks: set[Mark | None] = set()
        members: dict[int, set[int]] = {}
        with self._store.reading() as connection:
            for seen in found.appearances:
                here = [row for row in cards.of_post(connection, seen.post_id) if row.listing_id == found.id]
                members[seen.post_id] = {row.position for row in here}
        for seen in found.appearances:
            posting = seen.posting
            if posting is not None and seen.post_kind is Kind.DIGEST:
                words = seen.text[posting.start : posting.end]
                marks |= {text_mark(words), part_mark(seen.source, seen.external_id, words)}
            else:
                marks.add(text_mark(seen.text))
            if contacts and found.kind is Kind.CANDIDATE and posting is not None:
                marks |= contact_marks(posting.contacts)
        positions = {number: frozenset(places) for number, places in members.items()}
        return Order(f"listing {found.id}", frozenset(mark for mark in marks if mark is not None), positions)

    def contact(self, words: str) -> Order:
        """All posts that have a contact; raises VoronkaError where the words are none."""
        mark = read_contact(words)
        return Order(mark.kind, frozenset({mark}))

    def source(self, name: str) -> Order:
        """A source with all it brought; raises VoronkaError where there is none of this name."""
        if self._store.source(name) is None:
            raise VoronkaError(f"no source is named {name}; see: voronka sources")
        return Order("source", frozenset({source_mark(name)}), source=name)

    # -- what it takes -------------------------------------------------------------------------------------------

    def survey(self, order: Order) -> Toll:
        """What an erasure would take; nothing is changed."""
        toll = Toll()
        if order.source is not None:
            state = self._store.source(order.source)
            toll.whole[order.source] = state.posts if state is not None else 0
            return toll
        after = 0
        while True:
            with self._store.reading() as connection:
                batch = stored_versions.versions_after(connection, after, _BATCH)
                for versions in batch:
                    self._judge(connection, order, versions, toll)
            if not batch:
                return toll
            after = batch[-1].newest.id

    def _judge(self, connection: sa.Connection, order: Order, versions: Versions, toll: Toll) -> bool:
        """Count into ``toll`` what an erasure does to a post."""
        stored = versions.newest
        left = self._left(connection, order, versions)
        if left is not stored.raw:
            (toll.whole if left is None else toll.parts)[stored.raw.source] += 1
            toll.listings |= self._losing(connection, order, stored, whole=left is None)
            return True
        former = any(post_marks(one.raw, order.marks) & order.marks for one in versions.texts[:-1])
        toll.former += former
        return former

    def _left(self, connection: sa.Connection, order: Order, versions: Versions) -> RawPost | None:
        """What is left of the newest version of a post; the very same where nothing of it goes."""
        stored, digest = versions.newest, versions.kind is Kind.DIGEST
        raw, positions = stored.raw, order.members.get(stored.id)
        if positions is None and not digest:
            return None if post_marks(raw, order.marks) & order.marks else raw
        rows = cards.of_post(connection, stored.id) if digest else []
        postings = [posting_from_json(row.data) for row in rows]
        if positions is not None:
            mine = [posting for row, posting in zip(rows, postings, strict=True) if row.position in positions]
            rest = without(raw, mine) if len(mine) < len(postings) else None
            if rest is None:
                return None
            raw, postings = rest, []
        return admit(raw, versions.kind, postings, lambda marks: order.marks & marks)

    @staticmethod
    def _losing(connection: sa.Connection, order: Order, stored: StoredPost, *, whole: bool) -> set[int]:
        """The cards that a post, or some parts of a digest, are taken from."""
        if whole:
            return set(cards.of_posts(connection, [stored.id]))
        positions = order.members.get(stored.id, frozenset())
        return {
            row.listing_id
            for row in cards.of_post(connection, stored.id)
            if row.position in positions or part_marks(stored.raw, posting_from_json(row.data)) & order.marks
        }

    # -- doing it ------------------------------------------------------------------------------------------------

    def carry_out(self, order: Order, reason: str = "") -> Toll:
        """Erase, and put what is to stay out onto the list with a reason; gives what was taken."""
        now = self._store.clock.now()
        why = f"{order.about}: {reason}" if reason else order.about
        with self._store.writing() as connection:
            suppression.add(connection, self._store.new_hasher(connection), order.marks, why, now)
            contacts = {mark for mark in order.marks if mark.kind in CONTACTS}
            own_offers.forget_drafts_with(connection, contacts)
            vacancies.forget_with(connection, contacts)
            if order.source is not None:
                source_rows.set_disabled(connection, order.source, disabled=True)
                return Toll(whole=Counter({order.source: purge.purge_source(connection, order.source)}))
        toll = Toll()
        after = 0
        while True:
            with self._store.reading() as connection:
                batch = stored_versions.versions_after(connection, after, _BATCH)
                hit = [versions for versions in batch if self._judge(connection, order, versions, Toll())]
            if hit:
                self._erase(order, [versions.newest.id for versions in hit], toll)
            if not batch:
                return toll
            after = batch[-1].newest.id

    def _erase(self, order: Order, post_ids: list[int], toll: Toll) -> None:
        """Erase from these posts, as they are by now."""
        now = self._store.clock.now()
        with self._store.writing() as connection:
            hasher = self._store.new_hasher(connection)
            gate = Gate(self._store, connection, hasher)
            for versions in stored_versions.versions_of(connection, post_ids):
                if not self._judge(connection, order, versions, toll):
                    continue
                stored = versions.newest
                left = self._left(connection, order, versions)
                if left is stored.raw:
                    stored_versions.rewrite(connection, stored, left)
                elif left is None and stored.id in order.members:
                    keeping_out.erase_unnamed(connection, hasher, [stored.id], ASKED, now)
                else:
                    self._ingest.replace(connection, stored, left, gate)
            card_work.forget(connection, toll.listings, [])  # parts of digests, too

    # -- taking it back ------------------------------------------------------------------------------------------

    def is_erased(self, source: str) -> bool:
        """Whether a source is on the list."""
        with self._store.reading() as connection:
            hasher = self._store.hasher(connection)
            return hasher is not None and suppression.find(connection, hasher, source_mark(source)) is not None

    def lift_contact(self, words: str) -> bool:
        """Take a contact off the list; False where it is not on it. What was erased stays erased until a crawl."""
        return self._lift_mark(read_contact(words))

    def lift_source(self, name: str) -> bool:
        """Take a source off the list; it stays switched off."""
        return self._lift_mark(source_mark(name))

    def _lift_mark(self, mark: Mark) -> bool:
        with self._store.writing() as connection:
            hasher = self._store.hasher(connection)
            number = None if hasher is None else suppression.find(connection, hasher, mark)
            return number is not None and bool(_lift(connection, [number]))

    def lift(self, numbers: list[int]) -> int:
        """Take entries off the list by their numbers; gives how many there were."""
        with self._store.writing() as connection:
            return _lift(connection, numbers)


def _lift(connection: sa.Connection, numbers: list[int]) -> int:
    removed = suppression.remove(connection, numbers)
    if removed:
        keeping_out.forget_suppressed(connection)
    return removed

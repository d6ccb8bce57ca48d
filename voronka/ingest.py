"""RawPost in → postings and listings in the store: the one way by which anything gets into a card.

Each page of posts is one transaction; a process that dies in the middle leaves the pages before it whole, and doing a
page again changes nothing.
"""

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import sqlalchemy as sa

from voronka import corrected, grouping, joining
from voronka.closing import Closing, post_says_closed
from voronka.corrections import Spot
from voronka.gate import Gate
from voronka.items import item_of
from voronka.model import Kind, RawPost, Reading
from voronka.readers import Readers
from voronka.reading import read_safely
from voronka.rereading import Moves
from voronka.rules import rules
from voronka.store import Store, corrections, moving, posts, rereading, taking_out, versions
from voronka.store import listings as cards
from voronka.store.facts import get_meta
from voronka.store.posts import Saved, StoredPost
from voronka.store.storable import storable_post

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one raw post: whether it was new, and the listings it touched.

    ``fault`` says that it is kept raw but could not be read; the next ``reparse`` tries again.
    """

    saved: Saved
    post_id: int
    kind: Kind | None = None
    listing_ids: tuple[int, ...] = ()
    fault: str = ""


class Ingest:
    """Takes raw posts into a store, reading and joining what is new or changed; ``readers`` help in reading many."""

    def __init__(self, store: Store, readers: Readers | None = None) -> None:
        self.store = store
        self.readers = readers
        self.generation = 0  # that of the store, as each transaction finds it

    def add_page(self, raws: Sequence[RawPost]) -> list[Outcome]:
        """Take in a page of posts, whole or not at all; raises VoronkaError where the store fails."""
        now = self.store.clock.now()
        raws = [storable_post(raw) for raw in raws]
        readings = self._read_what_is_new(raws)  # outside the transaction: other writers need not wait for it
        raws = [_closed_by_itself(raw, reading) for raw, reading in zip(raws, readings, strict=True)]
        outcomes = []
        touched: set[int] = set()
        with self.store.writing() as connection:
            self.generation = generation_of(connection)  # another process may have begun a reparse
            rereading.note_read_under(connection, rules())
            gate = Gate.of(self.store, connection)
            said = corrections.any_stands(connection)
            known = posts.Known(connection, raws)
            for given, first_reading in zip(raws, readings, strict=True):
                raw, reading = given, first_reading
                if gate is not None and reading is None:
                    reading = read_safely(raw)
                if gate is not None and reading is not None and (admitted := gate.admit(raw, reading)) is not raw:
                    if admitted is None:
                        outcomes.append(Outcome(Saved.KEPT_OUT, gate.keep_out(raw)))
                        continue
                    raw, reading = admitted, read_safely(admitted)
                read_well = reading if isinstance(reading, Reading) and not said else None
                saved, stored = posts.save(connection, raw, now, known, read_well, self.generation)
                if saved is Saved.KEPT_OUT:
                    outcomes.append(Outcome(saved, stored.id))
                    continue
                if saved is Saved.UNCHANGED:
                    if cards.touched_days(stored.seen_at, now):
                        touched |= _listings_of(connection, stored.id)
                    outcomes.append(Outcome(saved, stored.id))
                    continue
                if reading is None:  # somebody else has changed it meanwhile
                    reading = read_safely(raw)
                if isinstance(reading, str):
                    posts.set_generation(connection, stored.id, self.generation)
                    if any(row.kind == Kind.CANDIDATE for row in cards.of_post(connection, stored.id)):
                        taking_out.blank_former_versions(connection, stored.id, stored.version)
                    outcomes.append(Outcome(saved, stored.id, fault=reading))
                    continue
                noted = reading is read_well and saved is Saved.NEW
                homes = self._apply(connection, stored, reading, 0, said=said, first=saved is Saved.NEW, noted=noted)
                outcomes.append(Outcome(saved, stored.id, reading.kind, tuple(sorted(homes))))
                touched |= homes
            cards.log_changes(connection, sorted(touched))
        return outcomes

    def ahead(self, raws: Iterable[RawPost]) -> None:
        """Begin to read posts that ``add_page`` will be given, beside what is done until then."""
        if self.readers is None:
            return
        wanted = [storable_post(raw) for raw in raws]
        if len(wanted) > 1:  # of one, to ask takes as long as to read it in vain
            with self.store.reading() as connection:
                known = posts.said_already(connection, wanted)
            wanted = [raw for raw in wanted if (raw.source, raw.external_id) not in known]
        self.readers.ahead(wanted)

    def _read_what_is_new(self, raws: Sequence[RawPost]) -> list[Reading | str | None]:
        """What posts say; None for those that say what they said before: nothing will be asked of it."""
        with self.store.reading() as connection:
            known = posts.said_already(connection, raws)
        read = iter(self.read([raw for raw in raws if (raw.source, raw.external_id) not in known]))
        return [None if (raw.source, raw.external_id) in known else next(read) for raw in raws]

    def read(self, raws: Sequence[RawPost]) -> list[Reading | str]:
        """What posts say, in their order."""
        return [read_safely(raw) for raw in raws] if self.readers is None else self.readers.read(raws)

    def take_out(self, source: str, external_ids: Sequence[str]) -> int:
        """Erase posts that their source has deleted; gives how many there were."""
        with self.store.writing() as connection:
            return taking_out.take_out(connection, source, external_ids, taking_out.DELETED, self.store.clock.now())

    def reparse(self, progress: Callable[[int, int], None] | None = None) -> int:
        """Read and join every stored post again: see ``voronka.reparsing``; gives the number of posts read."""
        from voronka.reparsing import Reparse

        return Reparse(self).run(progress)

    def replace(
        self, connection: sa.Connection, stored: StoredPost, admitted: RawPost | None, gate: Gate, among: int = 0
    ) -> None:
        """Put what is left of a post after an erasure in its place, and read that; None: nothing is left.

        ``among`` is as of a reparse: the oldest generation that its postings may be joined with.
        """
        if admitted is None:
            gate.keep_out(stored.raw)
            return
        versions.rewrite(connection, stored, admitted)
        touched = _listings_of(connection, stored.id)
        reading = read_safely(admitted)
        if isinstance(reading, str):
            taking_out.drop_reading(connection, [stored.id])
            posts.set_generation(connection, stored.id, self.generation)
        else:
            said = corrections.any_stands(connection)
            touched |= self._apply(connection, replace(stored, raw=admitted), reading, among, said=said)
        cards.log_changes(connection, sorted(touched))

    def read_again(self, connection: sa.Connection, post_ids: Sequence[int], first: Sequence[int] = ()) -> set[int]:
        """Read some posts of the store again and join them as if they came just now; gives the listings touched.

        They come oldest first, but those that are ``first`` before the others, which makes them keep their listings.
        """
        rereading.note_read_under(connection, rules())
        moving.hold_back(connection, post_ids)
        touched: set[int] = set()
        said = corrections.any_stands(connection)
        found = posts.by_ids(connection, post_ids)
        for stored in sorted(found, key=lambda post: (post.id not in first, post.posted_at, post.id)):
            reading = read_safely(stored.raw)
            if isinstance(reading, str):
                _log.warning(reading)
            else:
                touched |= self._apply(connection, stored, reading, 0, said=said)
        cards.log_changes(connection, sorted(touched))
        moving.hold_back(connection, post_ids, no_longer=self.generation)
        return touched

    def _apply(
        self,
        connection: sa.Connection,
        stored: StoredPost,
        reading: Reading,
        among: int,
        *,
        said: bool,
        first: bool = False,
        noted: bool = False,
    ) -> set[int]:
        """Write a post's reading, as people corrected it, and join its postings; see ``write``."""
        if said:
            reading = corrected.applied(connection, stored, reading, read_safely)
        return self.write(connection, stored, reading, among, Moves(), said=said, first=first, noted=noted)

    def write(
        self,
        connection: sa.Connection,
        stored: StoredPost,
        reading: Reading,
        among: int,
        moves: Moves,
        *,
        said: bool,
        first: bool = False,
        noted: bool = False,
    ) -> set[int]:
        """Write a post's reading and join its postings; gives the listings touched, which whoever asks has to log.

        ``among`` is the oldest generation that postings may be joined with: during a reparse only what was read anew.
        ``moves`` counts what becomes of listings. ``said`` False: it is known that nobody has corrected anything.
        ``first``: the post is new, so that nothing of it need be looked for; ``noted``: the reading was saved with it.
        """
        team = stored.raw.owner_team
        former = {} if first else {row.position: row for row in cards.of_post(connection, stored.id)}
        card = None if first else cards.article_of(connection, stored.id)
        made: set[int] = set()
        taken: set[int] = set()
        left = {row.listing_id for row in former.values()} | (set() if card is None else {card})
        touched = set(left)
        if reading.kind is Kind.CANDIDATE or any(row.kind == Kind.CANDIDATE for row in former.values()):
            taking_out.blank_former_versions(connection, stored.id, stored.version)
        if not noted:
            posts.set_reading(connection, stored.id, reading, self.generation)
        cards.drop_postings(connection, [row.id for place, row in former.items() if place >= len(reading.postings)])
        if reading.postings:
            if card is not None:
                cards.set_article(connection, stored.id, None)
            kind = Kind.CANDIDATE if reading.kind is Kind.CANDIDATE else Kind.VACANCY
            for position, posting in enumerate(reading.postings):
                was = former[position].listing_id if position in former else None if position else card
                item = item_of(stored, kind, posting, position)
                newcomer = joining.Member(Spot(stored.id, position), item)
                keys = grouping.keys(item)
                found, why, merged = joining.join(connection, newcomer, team, among, was, taken, keys, said)
                moves.joined += len(merged)
                if found is None:
                    found = joining.own_listing(connection, stored.id, kind, team, among, was, taken)
                    moves.note_own(was, found)
                    made |= {found} if was is None else set()
                cards.put_posting(
                    connection, stored.id, position, kind, posting, found, why, keys, self.generation, first=first
                )
                if was is not None and was != found:
                    moves.joined += moving.lead_on(connection, was, found)
                taken.add(found)
                touched |= {found, *merged}
        else:
            if card is None:
                was = former[0].listing_id if 0 in former else None
                # it takes over a number only where nobody lives, not even one that is still to be read anew
                card = joining.own_listing(connection, stored.id, reading.kind, team, -1, was, set())
                cards.set_article(connection, stored.id, card)
                moves.note_own(was, card)
                if was is not None and was != card:
                    moves.joined += moving.lead_on(connection, was, card)
            cards.set_kind(connection, card, reading.kind)
            taken.add(card)
            touched.add(card)
        # what this post has just made is of its kind, unless people say otherwise
        for number in sorted(touched if said else touched - made):
            of_members = corrections.kind_of(connection, number, said=said)
            if of_members is not None:
                cards.set_kind(connection, number, of_members)
        moves.gone += moving.ended(connection, left - taken)
        return touched


def generation_of(connection: sa.Connection) -> int:
    """The number of the last reparse."""
    return int(get_meta(connection, rereading.GENERATION) or 0)


def _closed_by_itself(raw: RawPost, reading: Reading | str | None) -> RawPost:
    """The post, closed where its own text says so; a page of a board is judged by its spider."""
    if raw.closed or "jobposting" in raw.payload or not isinstance(reading, Reading):
        return raw
    if reading.kind is Kind.VACANCY and post_says_closed(raw.text):
        return replace(raw, closed=True, closed_reason=Closing.SAID)
    return raw


def _listings_of(connection: sa.Connection, post_id: int) -> set[int]:
    found = {row.listing_id for row in cards.of_post(connection, post_id)}
    card = cards.article_of(connection, post_id)
    return found if card is None else found | {card}

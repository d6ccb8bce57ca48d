"""RawPost in → postings and listings in the store: the one way by which anything gets into a card.

Each page of posts is one transaction; a process that dies in the middle leaves the pages before it whole, and doing a
page again changes nothing.
"""

import logging
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import PurePath
from typing import Any

import sqlalchemy as sa

from voronka import grouping
from voronka.closing import Closing, post_says_closed
from voronka.codec import links_from_json, posting_from_json
from voronka.extract import read
from voronka.gate import Gate
from voronka.model import Kind, Link, Posting, RawPost, Reading
from voronka.store import Store, posts, taking_out, versions
from voronka.store import listings as cards
from voronka.store.posts import Saved, StoredPost

_log = logging.getLogger(__name__)
_GENERATION = "generation"
_REPARSE_BATCH = 200


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
    """Takes raw posts into a store, reading and joining what is new or changed."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.generation = int(store.meta(_GENERATION) or 0)

    def add_page(self, raws: Sequence[RawPost]) -> list[Outcome]:
        """Take in a page of posts, whole or not at all; raises VoronkaError where the store fails."""
        now = self.store.clock.now()
        readings = [read_safely(raw) for raw in raws]  # outside the transaction: other writers need not wait for it
        raws = [_closed_by_itself(raw, reading) for raw, reading in zip(raws, readings, strict=True)]
        outcomes = []
        with self.store.writing() as connection:
            gate = Gate.of(self.store, connection)
            for given, first_reading in zip(raws, readings, strict=True):
                raw, reading = given, first_reading
                if gate is not None and (admitted := gate.admit(raw, reading)) is not raw:
                    if admitted is None:
                        outcomes.append(Outcome(Saved.KEPT_OUT, gate.keep_out(raw)))
                        continue
                    raw, reading = admitted, read_safely(admitted)
                saved, stored = posts.save(connection, raw, now)
                if saved is Saved.KEPT_OUT:
                    outcomes.append(Outcome(saved, stored.id))
                    continue
                if saved is Saved.UNCHANGED:
                    if cards.touched_days(stored.seen_at, now):
                        cards.log_changes(connection, _listings_of(connection, stored.id))
                    outcomes.append(Outcome(saved, stored.id))
                    continue
                if isinstance(reading, str):
                    if any(row.kind == Kind.CANDIDATE for row in cards.of_post(connection, stored.id)):
                        taking_out.blank_former_versions(connection, stored.id, stored.version)
                    outcomes.append(Outcome(saved, stored.id, fault=reading))
                    continue
                touched = self._apply(connection, stored, reading, among=0)
                outcomes.append(Outcome(saved, stored.id, reading.kind, tuple(sorted(touched))))
        return outcomes

    def take_out(self, source: str, external_ids: Sequence[str]) -> int:
        """Erase posts that their source has deleted; gives how many there were."""
        with self.store.writing() as connection:
            return taking_out.take_out(connection, source, external_ids, "deleted", self.store.clock.now())

    def reparse(self, progress: Callable[[int, int], None] | None = None) -> int:
        """Read and join every stored post again; listings keep their ids where their members stay together.

        Goes by batches and, begun again after a crash, on from where it was. ``progress`` is told (done, all).
        Gives the number of posts read.
        """
        with self.store.reading() as connection:
            begun = bool(posts.older_generation(connection, self.generation, 1))
        if not begun:
            self.generation += 1
            self.store.set_meta(_GENERATION, str(self.generation))
        with self.store.reading() as connection:
            total = posts.count_older(connection, self.generation)
        done = 0
        while True:
            with self.store.writing() as connection:
                batch = posts.older_generation(connection, self.generation, _REPARSE_BATCH)
                gate = Gate.of(self.store, connection)
                for stored in batch:
                    reading = read_safely(stored.raw)
                    if gate is not None and (admitted := gate.admit(stored.raw, reading)) is not stored.raw:
                        self.replace(connection, stored, admitted, gate, among=self.generation)
                    elif isinstance(reading, str):
                        _log.warning(reading)
                        posts.set_generation(connection, stored.id, self.generation)
                    else:
                        self._apply(connection, stored, reading, among=self.generation)
            if not batch:
                return done
            done += len(batch)
            if progress is not None:
                progress(done, total)

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
        cards.log_changes(connection, _listings_of(connection, stored.id))
        reading = read_safely(admitted)
        if isinstance(reading, str):
            taking_out.drop_reading(connection, [stored.id])
            posts.set_generation(connection, stored.id, self.generation)
        else:
            self._apply(connection, replace(stored, raw=admitted), reading, among)

    def _apply(self, connection: sa.Connection, stored: StoredPost, reading: Reading, among: int) -> set[int]:
        """Write a post's reading and join its postings; gives the listings touched.

        ``among`` is the oldest generation that postings may be joined with: during a reparse only what was read anew.
        """
        team = stored.raw.owner_team
        touched = set(_listings_of(connection, stored.id))
        former = {row.position: row for row in cards.of_post(connection, stored.id)}
        if reading.kind is Kind.CANDIDATE or any(row.kind == Kind.CANDIDATE for row in former.values()):
            taking_out.blank_former_versions(connection, stored.id, stored.version)
        posts.set_reading(connection, stored.id, reading, self.generation)
        cards.drop_postings(connection, [row.id for place, row in former.items() if place >= len(reading.postings)])
        card = cards.article_of(connection, stored.id)
        if reading.postings:
            if card is not None:
                cards.set_article(connection, stored.id, None)
            kind = Kind.CANDIDATE if reading.kind is Kind.CANDIDATE else Kind.VACANCY
            taken: set[int] = set()
            for position, posting in enumerate(reading.postings):
                was = former[position].listing_id if position in former else None
                item = _item(stored, kind, posting, position)
                found, why, merged = self._join(connection, stored.id, item, team, among, was, taken)
                if found is None:
                    found = self._own_listing(connection, stored.id, kind, team, among, was, taken)
                cards.set_kind(connection, found, kind)
                keys = grouping.keys(item)
                cards.put_posting(connection, stored.id, position, kind, posting, found, why, keys, self.generation)
                taken.add(found)
                touched |= {found, *merged}
        else:
            if card is None:
                card = cards.create(connection, reading.kind, team)
                cards.set_article(connection, stored.id, card)
            cards.set_kind(connection, card, reading.kind)
            touched.add(card)
        cards.log_changes(connection, sorted(touched))
        return touched

    def _own_listing(
        self,
        connection: sa.Connection,
        post_id: int,
        kind: Kind,
        team: str | None,
        among: int,
        was: int | None,
        taken: set[int],
    ) -> int:
        """The listing of a posting that joins no other: its former one if nobody else lives there, else a new one."""
        if (
            was is not None
            and was not in taken
            and not cards.is_taken(connection, was, not_of_post=post_id, generation=among)
        ):
            return was
        return cards.create(connection, kind, team)

    def _join(
        self,
        connection: sa.Connection,
        post_id: int,
        item: grouping.Item,
        team: str | None,
        among: int,
        was: int | None,
        taken: set[int],
    ) -> tuple[int | None, grouping.Why | None, list[int]]:
        """The listing that a posting belongs to, the reason, and listings that thereby turned out to be the same."""
        numbers = cards.candidates(
            connection, grouping.keys(item), owner_team=team, not_of_post=post_id, generation=among
        )
        groups: dict[int, list[grouping.Item]] = {}
        for row in cards.members(connection, numbers, among):
            if row.post_id != post_id:
                groups.setdefault(row.listing_id, []).append(_stored_item(row))
        matches = [
            (why.score, number == was, -number, why)
            for number, group in groups.items()
            if number not in taken and (why := grouping.may_join(item, group)) is not None
        ]
        if not matches:
            return None, None, []
        # the strongest reason wins; at a draw the former listing, then the oldest
        _, _, negative, why = max(matches, key=lambda match: match[:3])
        winner = -negative
        merged = []
        together = [*groups[winner], item]
        for other in sorted(-match[2] for match in matches if -match[2] != winner):
            if _all_join(groups[other], together):
                cards.merge(connection, other, winner)
                together += groups[other]
                merged.append(other)
        return winner, why, merged


def _all_join(newcomers: list[grouping.Item], group: list[grouping.Item]) -> bool:
    """Whether every newcomer can join the group, one after another."""
    waiting, grown = list(newcomers), list(group)
    while waiting:
        able = [item for item in waiting if grouping.may_join(item, grown) is not None]
        if not able:
            return False
        grown += able
        waiting = [item for item in waiting if item not in able]
    return True


def read_safely(raw: RawPost) -> Reading | str:
    """The reading of a post, or the line that says why it could not be read."""
    try:
        return read(raw.text, raw.links, channel=raw.source, posted=raw.posted_at, payload=raw.payload)
    except Exception as error:  # noqa: BLE001  (one post that the extractor trips over must not keep its page out)
        _log.debug("the extractor failed", exc_info=error)
        # the exception's own words may be the post's
        where = traceback.extract_tb(error.__traceback__)[-1]
        failed = f"{type(error).__name__} in {PurePath(where.filename).name}:{where.lineno}"
        return f"{raw.source}/{raw.external_id}: kept raw, the extractor failed on it ({failed}); please report it"


def _closed_by_itself(raw: RawPost, reading: Reading | str) -> RawPost:
    """The post, closed where its own text says so; a page of a board is judged by its spider."""
    if raw.closed or "jobposting" in raw.payload or isinstance(reading, str):
        return raw
    if reading.kind is Kind.VACANCY and post_says_closed(raw.text):
        return replace(raw, closed=True, closed_reason=Closing.SAID)
    return raw


def _listings_of(connection: sa.Connection, post_id: int) -> list[int]:
    found = [row.listing_id for row in cards.of_post(connection, post_id)]
    card = cards.article_of(connection, post_id)
    return found if card is None else [*found, card]


def _item(stored: StoredPost, kind: Kind, posting: Posting, position: int) -> grouping.Item:
    raw = stored.raw
    return _make_item(
        f"{raw.source}/{raw.external_id}/{position}",
        kind,
        posting,
        raw.text,
        raw.source,
        stored.posted_at,
        raw.payload,
        raw.links,
    )


def _stored_item(row: sa.Row[Any]) -> grouping.Item:
    key = f"{row.source}/{row.external_id}/{row.position}"
    posting, links = posting_from_json(row.data), links_from_json(row.links)
    return _make_item(key, Kind(row.kind), posting, row.text, row.source, row.posted_at, row.payload, links)


def _make_item(
    key: str,
    kind: Kind,
    posting: Posting,
    text: str,
    source: str,
    posted_at: datetime,
    payload: Mapping[str, Any],
    links: Sequence[Link],
) -> grouping.Item:
    shared = (posting.start, posting.end) != (0, len(text))
    forward = payload.get("forward")
    origin = (forward.get("url") or forward.get("name")) if isinstance(forward, Mapping) else None
    return grouping.Item(
        key=key,
        kind=kind,
        posting=posting,
        text=text[posting.start : posting.end] if shared else text,
        source=source,
        posted_at=posted_at,
        forward=origin,
        links=tuple(link.url for link in links),
        shared=shared,
    )

"""Saved filters tell their owners what is new: matching, and messages.

What came in since the change log was read last is matched and noted, in one transaction with the place in the log. Then
messages are sent, by one process at a time (a lease). A message and what it tells are written before it is sent and
closed after; a listing is told once by each way of a filter, for that is a unique key. A process that dies between the
sending and the closing leaves the message open, and the next one sends it **again**: nothing is lost, and at most that
one message comes twice. The letter has the same Message-ID then, by which most mailboxes show it once; a Telegram
message, which has no such thing, says that it may be a repeat. The same goes for a connection that breaks midway.

What reads listings, knows which fit a query and sends is passed in. Times of messages are the real world's.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Final

from voronka.alert_messages import Site
from voronka.alert_sending import TOO_OLD, Outlets, Sending, Told
from voronka.alert_times import is_due
from voronka.query import Query
from voronka.saved_filters import Way, query_from_text, query_to_text
from voronka.store import Store, alert_matches, named_leases
from voronka.store import alert_messages as rows
from voronka.store import listings as cards
from voronka.store.alert_matches import Sought
from voronka.store.leases import owner_name

Fitting = Callable[[Mapping[int, Query], Sequence[int]], Mapping[int, Sequence[int]]]
"""Which of these queries, by number, each of these listings fits."""

LEASE: Final = "alerts"
NEWS: Final = timedelta(days=30)
"""A listing that came in longer ago is no news, whatever becomes of it: `reparse` touches all there are."""
_BATCH: Final = 500


class Alerts:
    """Finds what is new for whom and tells them. ``site`` None: links cannot be made, so nothing is sent."""

    def __init__(
        self,
        store: Store,
        fitting: Fitting,
        outlets: Outlets,
        site: Site | None,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._store = store
        self._fitting = fitting
        self._outlets = outlets
        self._site = site
        self._now = now
        self._owner = owner_name()

    def run(self, stopped: Callable[[], bool] = lambda: False) -> Told:
        """Match what came in, then send what is due; the index has to be caught up. ``stopped`` is asked in between.

        Raises VoronkaError where the store or the index fails; what was noted before is kept.
        """
        told = Told()
        if not self._hold():
            return replace(told, left_out=True)
        try:
            told.found = self.match(stopped)
            if self._site is not None:
                for way in Way:
                    if self._outlets.has(way):
                        self._tell(way, self._site, told, stopped)
        finally:
            with self._store.writing() as connection:
                named_leases.give_up(connection, LEASE, self._owner)
        return told

    def _hold(self) -> bool:
        with self._store.writing() as connection:
            return named_leases.hold(connection, LEASE, self._owner)

    # -- matching ------------------------------------------------------------------------------------------------------

    def match(self, stopped: Callable[[], bool] = lambda: False) -> int:
        """Note the new listings that fit a filter, up to the end of the change log; gives how many pairs were found."""
        found = 0
        while not stopped():
            with self._store.reading() as connection:
                # of one state: to a filter that is saved later, what is changed here is not new
                filters = alert_matches.sought(connection)
                place = alert_matches.place(connection) or 0
                reached, changed = cards.changes(connection, place, _BATCH)
            if not filters:
                self._skip()
                break
            if not changed:
                break
            fitting = self._new_ones(filters, changed)
            with self._store.writing() as connection:
                if not named_leases.hold(connection, LEASE, self._owner):
                    break
                found += alert_matches.add(connection, fitting, filters, self._now())
                alert_matches.set_place(connection, reached)
        return found

    def _skip(self) -> None:
        """Where nobody seeks anything, what came in is new to none."""
        with self._store.writing() as connection:
            if not alert_matches.sought(connection):
                alert_matches.set_place(connection, cards.last_change(connection))

    def _new_ones(self, filters: Mapping[int, Sought], changed: Sequence[int]) -> dict[int, list[int]]:
        """The filters to which each of these listings is new, and which it fits."""
        oldest = min(one.after_listing for one in filters.values())
        listing_ids = [number for number in changed if number > oldest]
        if not listing_ids:
            return {}
        first = self._store.clock.now() - NEWS
        with self._store.reading() as connection:
            came_in = alert_matches.came_in(connection, listing_ids)
        moments = {number: moment for number, moment in came_in.items() if moment >= first}
        if not moments:
            return {}
        queries = {
            number: query for number, one in filters.items() if (query := _query(one.text, one.team)) is not None
        }
        found = {
            listing_id: [n for n in numbers if alert_matches.is_new(filters[n], listing_id, moments.get(listing_id))]
            for listing_id, numbers in self._fitting(queries, list(moments)).items()
        }
        return {listing_id: numbers for listing_id, numbers in found.items() if numbers}

    # -- telling -------------------------------------------------------------------------------------------------------

    def _tell(self, way: Way, site: Site, told: Told, stopped: Callable[[], bool]) -> None:
        """Send what is due by a way: first what could not be sent before."""
        now = self._now()
        with self._store.reading() as connection:
            rests_until = rows.rests_until(connection, way)
            undone = rows.undone(connection, way, now)
            waiting = rows.waiting(connection, way, now - TOO_OLD)
        if rests_until is not None and now < rests_until:
            return
        sending = Sending(self._store, self._outlets, way, site, told, now=self._now, hold=self._hold)
        for message in undone:
            if stopped() or not sending.again(message):
                return
        for reader, oldest in waiting:
            if stopped() or (is_due(reader.draft, oldest, self._now()) and not sending.new(reader)):
                return


@lru_cache(maxsize=50_000)
def _query(text: str, team: str) -> Query | None:
    """The query of a filter; None where something in it is not known any more (a role's code): too much would fit."""
    query = query_from_text(text, team)
    return query if query_to_text(query) == text else None

"""The store: the truth about posts, postings, listings and sources, and the only SQL of the program.

SQLite in WAL mode by default, PostgreSQL by URL. All methods open their own transaction; ``writing()`` joins several.
"""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from voronka.clock import Clock
from voronka.errors import VoronkaError
from voronka.health import Health
from voronka.listing import Listing
from voronka.model import Kind, RawPost
from voronka.rereading import Report
from voronka.secret_files import ERASURE_KEY, secret_of
from voronka.sources import RunReport, Source, SourceState
from voronka.store import (
    absence,
    attempts,
    check,
    erasure_requests,
    facts,
    keeping_out,
    leases,
    own_offers,
    rereading,
    retention,
    sample,
    suppression,
)
from voronka.store import figures as counting
from voronka.store import listings as listing_rows
from voronka.store import posts as post_rows
from voronka.store import purge as purging
from voronka.store import sources as source_rows
from voronka.store.check import Fault
from voronka.store.database import Database
from voronka.store.suppression import Key
from voronka.store.taking_out import ENDED
from voronka.suppression import Hasher

_LIVE = "live"


class Store:
    """One store at a database URL; opening it brings its tables up to date.

    ``clock`` tells the time for everything that reads this store: a demo's stands still at the recording's instant.
    ``erasure_key`` gives the secret with which erased things are hashed; default: made once, beside SQLite's file.
    """

    def __init__(self, url: str, erasure_key: Key | None = None) -> None:
        self.database = Database(url)
        self._erasure_key = erasure_key or self._key_beside
        mode = self.meta("mode")
        self.demo_at: datetime | None = None if mode in (None, _LIVE) else datetime.fromisoformat(mode)
        self.clock = Clock(self.demo_at)

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections."""
        self.database.close()

    def reading(self) -> AbstractContextManager[sa.Connection]:
        """A connection that sees one state of the store."""
        return self.database.reading()

    def writing(self) -> AbstractContextManager[sa.Connection]:
        """A transaction: all or nothing."""
        return self.database.writing()

    # -- what kind of store this is ------------------------------------------------------------------------------

    def meta(self, key: str) -> str | None:
        """A fact about the store itself."""
        with self.reading() as connection:
            return facts.get_meta(connection, key)

    def set_meta(self, key: str, value: str) -> None:
        """Note a fact about the store itself."""
        with self.writing() as connection:
            facts.set_meta(connection, key, value)

    def claim(self, demo_at: datetime | None) -> None:
        """Say before collecting whether this store holds live data (None) or a demo recorded at an instant.

        Raises VoronkaError where it already holds the other: invented and real posts are never mixed.
        """
        mode = self.meta("mode")
        wanted = _LIVE if demo_at is None else demo_at.astimezone(UTC).isoformat()
        if mode is None:
            self.set_meta("mode", wanted)
            self.demo_at, self.clock = demo_at, Clock(demo_at)
        elif mode != wanted:
            was, now = ("a demo", "live data") if mode != _LIVE else ("live data", "a demo")
            raise VoronkaError(
                f"the store {self.database.where} holds {was} and takes no {now}: "
                "choose another folder with VORONKA_DATA"
            )

    # -- what was erased -----------------------------------------------------------------------------------------

    def _key_beside(self) -> str:
        file = self.database.url.database
        if not self.database.is_sqlite or not file or file == ":memory:":
            raise VoronkaError("no key for the suppression list is at hand; set VORONKA_ERASURE_KEY")
        return secret_of(Path(file).parent / ERASURE_KEY)

    def hasher(self, connection: sa.Connection) -> Hasher | None:
        """What hashes for the suppression list; None where nothing was ever hashed."""
        return suppression.hasher(connection, self._erasure_key)

    def new_hasher(self, connection: sa.Connection) -> Hasher:
        """The same in a transaction that is about to hash something."""
        hasher = suppression.hasher(connection, self._erasure_key, make=True)
        assert hasher is not None
        return hasher

    def erased(self, name: str, external_ids: Iterable[str]) -> set[str]:
        """Which of these ids of a source are those of erased posts: they need not be asked for."""
        with self.reading() as connection:
            return keeping_out.erased_among(connection, self.hasher(connection), name, external_ids)

    def ended_candidates(self, days: int) -> int:
        """How many posts of candidates were not seen for so many days."""
        with self.reading() as connection:
            return len(retention.ended(connection, self.clock.now(), days))

    def end_candidates(self, days: int) -> int:
        """Erase the posts of candidates that were not seen for so many days; gives how many.

        With them go what people wrote of themselves and never confirmed, and links to what was erased.
        """
        now = self.clock.now()
        with self.writing() as connection:
            own_offers.forget_ended(connection, datetime.now(UTC))
            ids = retention.ended(connection, now, days)
            if ids:
                keeping_out.erase_unnamed(connection, self.new_hasher(connection), ids, ENDED, now)
        return len(ids)

    def forget_requests(self) -> int:
        """Forget requests to be erased that nobody proved in time, and closed ones of long ago; gives how many."""
        with self.writing() as connection:
            return erasure_requests.prune(connection, datetime.now(UTC))

    # -- sources -------------------------------------------------------------------------------------------------

    def declare(self, declared: Iterable[Source]) -> None:
        """Bring the declared sources into the store."""
        with self.writing() as connection:
            source_rows.declare(connection, declared)

    def sources(self, names: Iterable[str] | None = None) -> list[SourceState]:
        """The sources as the store knows them."""
        with self.reading() as connection:
            return source_rows.states(connection, names)

    def source(self, name: str) -> SourceState | None:
        """One source by its name."""
        return next(iter(self.sources([name])), None)

    def set_state(self, name: str, state: dict[str, Any]) -> None:
        """Note where a source's reader stands."""
        with self.writing() as connection:
            source_rows.set_state(connection, name, state)

    def set_disabled(self, name: str, *, disabled: bool) -> bool:
        """Switch a source off or on; False where there is none of this name."""
        with self.writing() as connection:
            return source_rows.set_disabled(connection, name, disabled=disabled)

    def purge_source(self, name: str) -> int:
        """Erase all posts of a source, with what was read out of them; gives their number."""
        with self.writing() as connection:
            return purging.purge_source(connection, name)

    def start_run(self, name: str) -> int:
        """Begin a run of a source; gives its id."""
        with self.writing() as connection:
            return source_rows.start_run(connection, name, self.clock.now())

    def finish_run(self, run_id: int, report: RunReport) -> None:
        """Note how a run ended."""
        with self.writing() as connection:
            source_rows.finish_run(connection, run_id, report)

    def runs(self, name: str, limit: int = 20) -> list[RunReport]:
        """The newest runs of a source, newest first."""
        with self.reading() as connection:
            return source_rows.runs(connection, name, limit)

    def recent_runs(self, limit: int = 24) -> dict[str, list[RunReport]]:
        """The newest runs of each source that has any, newest first."""
        with self.reading() as connection:
            return source_rows.recent_runs(connection, limit)

    def last_healthy(self, name: str) -> Health:
        """What was measured after a source's last run that succeeded."""
        with self.reading() as connection:
            return source_rows.last_healthy(connection, name)

    def wait_until(self, names: Iterable[str], moment: datetime) -> None:
        """Do not ask these sources before ``moment``."""
        with self.writing() as connection:
            source_rows.wait_until(connection, names, moment)

    def take_leases(self, names: Iterable[str], owner: str) -> set[str]:
        """Lease those of these sources that no other process reads; gives their names."""
        with self.writing() as connection:
            return leases.take(connection, names, owner)

    def renew_leases(self, names: Iterable[str], owner: str) -> set[str]:
        """Hold leases for longer; gives the names of those that are still ours."""
        with self.writing() as connection:
            return leases.renew(connection, names, owner)

    def give_up_leases(self, names: Iterable[str], owner: str) -> None:
        """End leases."""
        with self.writing() as connection:
            leases.give_up(connection, names, owner)

    def newest(self, name: str, limit: int) -> list[sample.Stored]:
        """The last items of a source with what was read out of them, newest first."""
        with self.reading() as connection:
            return sample.newest(connection, name, limit)

    def stored(self, name: str, external_ids: Iterable[str]) -> dict[str, sample.Stored]:
        """Items of a source with what was read out of them, by id; those that are not stored are left out."""
        with self.reading() as connection:
            return sample.these(connection, name, external_ids)

    def known(self, name: str, external_ids: Iterable[str]) -> dict[str, datetime]:
        """Which of these ids of a source are stored, with the time each was last fetched as a new version."""
        with self.reading() as connection:
            return post_rows.known(connection, name, external_ids)

    def open_names(self, name: str) -> list[str]:
        """The ids of a source's posts that are neither closed nor erased."""
        with self.reading() as connection:
            return post_rows.open_names(connection, name)

    def names_between(self, name: str, first: datetime, last: datetime) -> list[str]:
        """The ids of a source's posts of this span of time, both ends included, but of those that are erased."""
        with self.reading() as connection:
            return post_rows.names_between(connection, name, first, last)

    def note_absent(self, name: str, external_ids: Iterable[str]) -> int:
        """Count a healthy read of a source in which these posts were not there: see ``voronka.store.absence``."""
        with self.writing() as connection:
            return absence.note_absent(connection, name, external_ids, self.clock.now())

    def close_expired(self) -> int:
        """Close the posts that are past the date their own source gave; gives how many."""
        with self.writing() as connection:
            return absence.close_expired(connection, self.clock.now())

    def raw(self, name: str, external_id: str) -> RawPost | None:
        """The newest version of a source's item as it was stored; None also where it is erased."""
        with self.reading() as connection:
            stored = post_rows.one(connection, name, external_id)
        return None if stored is None else stored.raw

    def sighted(self, name: str, external_ids: Iterable[str]) -> None:
        """Note that a source still has these items, though they were not read again: they live on."""
        with self.writing() as connection:
            moved = post_rows.sighted(connection, name, external_ids, self.clock.now())
            listing_rows.log_changes(connection, listing_rows.of_posts(connection, moved))

    # -- listings ------------------------------------------------------------------------------------------------

    def listings(self, ids: Iterable[int]) -> list[Listing]:
        """Cards whole, in the order asked for; ids that are gone or have no member are left out."""
        with self.reading() as connection:
            return listing_rows.read(connection, ids)

    def listing(self, number: int) -> Listing | None:
        """One card; the id of one that was joined to another gives that other."""
        with self.reading() as connection:
            now = listing_rows.resolve(connection, number)
            return None if now is None else next(iter(listing_rows.read(connection, [now])), None)

    def living(self, numbers: Iterable[int]) -> list[Listing]:
        """Cards as ``listing`` gives each, all in one go: in the order asked for, each once, without those gone."""
        with self.reading() as connection:
            now = [listing_rows.resolve(connection, number) for number in numbers]
            return listing_rows.read(connection, [number for number in now if number is not None])

    def newest_listings(self, kinds: Iterable[Kind], limit: int) -> list[Listing]:
        """Public cards of these kinds by their newest open post, newest first: what a page shows without an index."""
        with self.reading() as connection:
            return listing_rows.read(connection, listing_rows.newest(connection, kinds, limit))

    def listing_ids(self, after: int = 0, limit: int = 1000) -> list[int]:
        """Ids of all cards, ascending, a page after ``after``; for rebuilding the index."""
        with self.reading() as connection:
            return listing_rows.all_ids(connection, after, limit)

    def changes(self, after: int, limit: int = 5000) -> tuple[int, list[int]]:
        """Listings changed after a place in the change log (each once; some may be gone), and the place reached."""
        with self.reading() as connection:
            return listing_rows.changes(connection, after, limit)

    def last_change(self) -> int:
        """The newest place in the change log."""
        with self.reading() as connection:
            return listing_rows.last_change(connection)

    # -- who may try ---------------------------------------------------------------------------------------------

    def begin_attempt(self, key: str, most: int, span: timedelta, now: datetime) -> int:
        """Note an attempt and give 0, or give the seconds to wait: see ``voronka.store.attempts``."""
        with self.writing() as connection:
            return attempts.begin(connection, key, most, span, now)

    def forget_attempts(self, key: str) -> None:
        """Forget the attempts under a key."""
        with self.writing() as connection:
            attempts.forget(connection, key)

    # -- soundness -----------------------------------------------------------------------------------------------

    def faults(self) -> list[Fault]:
        """What is wrong with the store itself; empty where it is sound."""
        found: list[Fault] = []
        try:
            with self.reading() as connection:
                found.extend(check.faults(connection))
        except VoronkaError as error:
            found.append(Fault(str(error), "restore a backup"))
        return found

    def member_ids(self, after: int, limit: int) -> list[int]:
        """Ids of the listings that have a member, ascending, a page after ``after``: what an index must hold."""
        with self.reading() as connection:
            return check.member_ids(connection, after, limit)

    # -- reading again -------------------------------------------------------------------------------------------

    def last_reparse(self) -> Report | None:
        """What the last reparse did, or has done so far; None where there never was one."""
        with self.reading() as connection:
            return rereading.last_report(connection)

    def is_current(self, rules: str) -> bool:
        """Whether every post was read, and joined, under these rules."""
        with self.reading() as connection:
            return rereading.is_current(connection, rules)

    # -- figures -------------------------------------------------------------------------------------------------

    def figures(self) -> counting.Figures:
        """How many posts and listings of each kind there are."""
        with self.reading() as connection:
            return counting.figures(connection)

    def stats(self) -> dict[str, Any]:
        """Cumulative counts, in the form of the ``stats`` command; nothing in it depends on the clock."""
        with self.reading() as connection:
            return counting.stats(connection)


__all__ = ["Store"]

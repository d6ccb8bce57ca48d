"""Reading and joining every stored post again, by batches, so that it goes on where it was after a crash."""

import logging
from collections.abc import Callable, Sequence
from typing import Final

import sqlalchemy as sa

from voronka import corrected
from voronka.gate import Gate
from voronka.ingest import Ingest, generation_of
from voronka.model import Reading
from voronka.reading import read_safely
from voronka.rereading import Known, Report
from voronka.rules import rules
from voronka.store import corrections, posts, rereading
from voronka.store import listings as cards
from voronka.store.facts import set_meta
from voronka.store.posts import StoredPost

_log = logging.getLogger(__name__)
_BATCH: Final = 200


class Reparse:
    """One reparse of an ingest's store."""

    def __init__(self, ingest: Ingest) -> None:
        self._ingest = ingest
        self._store = ingest.store

    def run(self, progress: Callable[[int, int], None] | None = None) -> int:
        """Read and join every stored post again; listings keep their ids where their members stay together.

        Goes by batches and, begun again after a crash, on from where it was, unless the rules have changed since.
        ``progress`` is told (done, all). Gives the number of posts read; what changed is noted in the store.
        """
        total = self._begin()
        done = 0
        last: StoredPost | None = None
        batch = self._older(None)
        while batch or last is not None:
            if not batch:
                last, batch = None, self._older(None)  # what came in meanwhile with an older date
                continue
            last = batch[-1]
            found = self._ingest.read([stored.raw for stored in batch])  # as in add_page: nobody waits for it
            readings = dict(zip((stored.id for stored in batch), found, strict=True))
            following = self._older(last)
            if self._ingest.readers is not None:
                self._ingest.readers.ahead(stored.raw for stored in following)
            with self._store.writing() as connection:
                done += self._batch(connection, batch, readings)
            batch = following
            if progress is not None:
                progress(done, total)
        with self._store.writing() as connection:
            if generation_of(connection) == self._ingest.generation:  # else another process has begun anew
                rereading.finish(connection, self._store.clock.now())
        return done

    def _older(self, after: StoredPost | None) -> Sequence[StoredPost]:
        with self._store.reading() as connection:
            return posts.older_generation(connection, self._ingest.generation, _BATCH, after=after)

    def _begin(self) -> int:
        """Go on with an unfinished reparse by these rules, or begin one; gives how many posts there are to read."""
        with self._store.writing() as connection:
            self._ingest.generation = generation_of(connection)
            unfinished = posts.older_generation(connection, self._ingest.generation, 1)
            if not unfinished or not rereading.go_on(connection, self._ingest.generation, rules()):
                self._ingest.generation += 1
                set_meta(connection, rereading.GENERATION, str(self._ingest.generation))
                rereading.begin(
                    connection, Report(self._ingest.generation, rules(), self._store.clock.now().isoformat())
                )
            return posts.count_older(connection, self._ingest.generation)

    def _batch(self, connection: sa.Connection, batch: Sequence[StoredPost], readings: dict[int, Reading | str]) -> int:
        """Write and join what a batch reads as now, and count it in the report; gives the number of posts."""
        gate = Gate.of(self._store, connection)
        said = corrections.any_stands(connection)
        report = rereading.report_of(connection, self._ingest.generation)
        waiting = posts.still_older(connection, batch, self._ingest.generation)
        kinds = posts.kinds(connection, [stored.id for stored in waiting])
        touched: set[int] = set()
        for stored in waiting:
            reading, name = readings[stored.id], f"{stored.raw.source}/{stored.raw.external_id}"
            if gate is not None and (admitted := gate.admit(stored.raw, reading)) is not stored.raw:
                self._ingest.replace(connection, stored, admitted, gate, among=self._ingest.generation)
                report.kept_out += 1
                report.forget([name])
            elif isinstance(reading, str):
                _log.warning(reading)
                posts.set_generation(connection, stored.id, self._ingest.generation)
                report.unreadable += 1
            else:
                known = Known(kinds[stored.id], [row.data for row in cards.of_post(connection, stored.id)])
                if said:
                    reading = corrected.applied(connection, stored, reading, read_safely)
                report.note(name, known, reading)
                touched |= self._ingest.write(
                    connection, stored, reading, self._ingest.generation, report.listings, said=said
                )
            report.read += 1
        cards.log_changes(connection, sorted(touched))
        rereading.set_report(connection, report)
        return len(waiting)

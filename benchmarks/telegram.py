"""How fast a channel is read over MTProto on loopback, and how much memory that takes.

    python -m benchmarks.telegram [--messages 20000] [--ingest]

The server of the tests runs in a process of its own. RawPosts alone are read and stored; with ``--ingest`` they are
joined, too. Seconds are those of the clock and, beside it, of this process: the server and other work use the same
cores.
"""

import argparse
import multiprocessing
import resource
import tempfile
import time
from collections.abc import Sequence
from multiprocessing.connection import Connection
from pathlib import Path

from pydantic import SecretStr

from benchmarks.invented import raws
from telegram_sources.collecting import Reading, collect
from telegram_sources.session import Credentials
from voronka.cli.channels import IngestDesk
from voronka.cli.stopping import Stop
from voronka.ingest import Ingest
from voronka.model import RawPost
from voronka.sources import Source, SourceKind
from voronka.store import Store
from voronka.store import posts as post_rows
from voronka.store.posts import Saved


def serve(number: int, line: Connection) -> None:
    """A server with one channel of so many invented posts; tells a session, and waits until it is done with."""
    from tests.telegram_sources.mtproto import Server

    with Server.running() as server:
        channel = server.channel("kanal")
        for raw in raws(number):
            channel.post(raw.text, date=raw.posted_at)
        line.send(server.session())
        line.recv()
        line.send(server.counts)


class RawDesk:
    """Stores posts without reading them."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def take(self, posts: Sequence[RawPost]) -> Sequence[Saved]:
        """Store a page in one transaction."""
        now = self.store.clock.now()
        with self.store.writing() as connection:
            return [post_rows.save(connection, raw, now)[0] for raw in posts]

    def take_out(self, _source: str, external_ids: Sequence[str]) -> int:
        """Nothing is deleted here."""
        return len(external_ids) * 0


def main() -> None:
    """Measure once."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=20_000)
    parser.add_argument("--ingest", action="store_true", help="also read and join")
    options = parser.parse_args()
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    server = context.Process(target=serve, args=(options.messages, theirs), daemon=True)
    server.start()
    session = ours.recv()
    with tempfile.TemporaryDirectory() as folder, Store(f"sqlite:///{Path(folder) / 'store.sqlite3'}") as store:
        desk = IngestDesk(Ingest(store)) if options.ingest else RawDesk(store)
        source = Source("kanal", "kanal", SourceKind.TELEGRAM, url="https://t.me/kanal")
        credentials = Credentials(1, SecretStr("hash"), SecretStr(session))
        at_rest = peak()
        begun, used = time.perf_counter(), time.process_time()
        [report] = collect([source], Reading(store, credentials, desk, Stop(), pause=0))
        seconds, used = time.perf_counter() - begun, time.process_time() - used
    ours.send("done")
    assert report.new == options.messages, report
    print(f"{report.new} messages, {ours.recv()}")
    print(f"{report.new / seconds:.0f} a second by the clock, {report.new / used:.0f} of this process's time")
    print(f"peak memory {peak():.0f} MB, at rest {at_rest:.0f} MB")


def peak() -> float:
    """The kernel's peak of this process, MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()

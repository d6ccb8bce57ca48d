"""How fast posts are taken in, by stage, and how fast their listings are indexed: medians of three runs.

    python -m benchmarks.ingest [--posts 2000] [--url URL]

read: the extractor. join: finding what a posting might be the same as, and judging it. store: all the rest, the
transaction included. The store is a new SQLite file, or the (empty) database of --url. Time is this process's, so that
other work on the machine does not count (nor does that of a database server).
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import voronka.ingest
import voronka.joining
from benchmarks.invented import SOURCES, raws
from search.service import Search
from voronka.ingest import Ingest
from voronka.postfile import pages
from voronka.settings import Settings
from voronka.store import Store

RUNS = 3


class Watch:
    """Adds up the seconds that calls of a function take."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self.function = function
        self.seconds = 0.0

    def __call__(self, *rest: Any, **more: Any) -> Any:
        begun = time.process_time()
        try:
            return self.function(*rest, **more)
        finally:
            self.seconds += time.process_time() - begun


def measure(store: Store, folder: Path, number: int, run: int) -> dict[str, float]:
    """Seconds of each stage; every run takes in other posts."""
    store.declare(SOURCES)
    ingest = Ingest(store)
    read, join = Watch(voronka.ingest.read_safely), Watch(voronka.joining.join)
    voronka.ingest.read_safely, voronka.joining.join = read, join
    begun = time.process_time()
    for page in pages(raws(number, seed=run)):
        ingest.add_page(page)
    whole = time.process_time() - begun
    voronka.ingest.read_safely, voronka.joining.join = read.function, join.function
    search = Search(store, Settings(data=folder))
    begun = time.process_time()
    listings = search.rebuild()
    indexing = time.process_time() - begun
    return {
        "read": number / read.seconds,
        "join": number / join.seconds,
        "store": number / (whole - read.seconds - join.seconds),
        "ingest, all of it": number / whole,
        "index (listings)": listings / indexing,
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--posts", type=int, default=2_000)
    parser.add_argument("--url", help="an empty database; what is stored is purged after each run")
    options = parser.parse_args()
    found = []
    for run in range(RUNS):
        with (
            tempfile.TemporaryDirectory() as folder,
            Store(options.url or f"sqlite:///{folder}/store.sqlite3") as store,
        ):
            found.append(measure(store, Path(folder), options.posts, run))
            if options.url:
                for source in SOURCES:
                    store.purge_source(source.name)
    for stage in found[0]:
        print(f"{stage:20}{statistics.median(one[stage] for one in found):8.0f} a second")


if __name__ == "__main__":
    main()

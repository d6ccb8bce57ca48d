"""Whether memory stays flat: the peak of each stage over invented posts, told ten times on the way.

    python -m benchmarks.memory [--posts 100000] [--folder FOLDER] [--stages import reparse index stats check]
    python -m benchmarks.memory --stages fill index stats check

"fill" writes the posts straight into the store, without reading and joining them, in a fraction of the time. Each stage
runs in a process of its own on the store that the stage before it left in FOLDER (default: a temporary one). Peaks are
the kernel's in MB, after every tenth of the work; what is loaded before any work is "at rest".
"""

import argparse
import multiprocessing
import random
import resource
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from benchmarks.invented import SOURCES, raws
from benchmarks.search import fill
from search.service import Search
from voronka.ingest import Ingest
from voronka.listing import Listing
from voronka.postfile import pages
from voronka.settings import Settings
from voronka.store import Store

_SAMPLES: Final = 10


class Tape:
    """Prints the peak of this process after every tenth of a number of posts."""

    def __init__(self, stage: str, number: int) -> None:
        self.number = number
        self.told = 0
        self.begun = time.perf_counter()
        print(f"{stage:8} at rest {peak():6.0f} MB", flush=True)

    def show(self, done: int) -> None:
        """Told how many posts are done."""
        if done * _SAMPLES >= (self.told + 1) * self.number:
            self.told = done * _SAMPLES // self.number
            print(f"{done:16,} {peak():6.0f} MB {time.perf_counter() - self.begun:8.0f} s", flush=True)


def peak() -> float:
    """The most memory that this process has ever held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def import_posts(folder: Path, number: int) -> None:
    """Take the posts in, a hundred a page, as ``voronka import`` does."""
    with Store(Settings(data=folder).url) as store:
        store.declare(SOURCES)
        ingest = Ingest(store)
        tape = Tape("import", number)
        done = 0
        for page in pages(raws(number)):
            done += len(ingest.add_page(page))
            tape.show(done)


def reparse(folder: Path, number: int) -> None:
    """Read all posts again."""
    with Store(Settings(data=folder).url) as store:
        tape = Tape("reparse", number)
        Ingest(store).reparse(lambda done, _total: tape.show(done))


def index(folder: Path, number: int) -> None:
    """Make the index anew, then ask it once."""
    settings = Settings(data=folder)
    with Store(settings.url) as store:
        tape = Tape("index", number)
        pages, done = store.listings, 0

        def watched(ids: Iterable[int]) -> list[Listing]:
            nonlocal done
            found = pages(ids)
            done += len(found)
            tape.show(done)
            return found

        store.listings = watched  # type: ignore[method-assign]  # told of each page that the build reads
        Search(store, settings).rebuild()
        print(f"{'built':>16} {peak():6.0f} MB {time.perf_counter() - tape.begun:8.0f} s")


def stats(folder: Path, number: int) -> None:
    """Count."""
    with Store(Settings(data=folder).url) as store:
        tape = Tape("stats", number)
        store.stats()
        tape.show(number)


def check(folder: Path, number: int) -> None:
    """Look for faults."""
    settings = Settings(data=folder)
    with Store(settings.url) as store:
        tape = Tape("check", number)
        assert [*store.faults(), *Search(store, settings).faults()] == []
        tape.show(number)


def fill_in(folder: Path, number: int) -> None:
    """Write listings straight into the store."""
    with Store(Settings(data=folder).url) as store:
        tape = Tape("fill", number)
        fill(store, number, random.Random(1))
        tape.show(number)


STAGES: Final[dict[str, Callable[[Path, int], None]]] = {
    "import": import_posts,
    "reparse": reparse,
    "index": index,
    "stats": stats,
    "check": check,
    "fill": fill_in,
}


def main() -> None:
    """Run the stages one after another."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--posts", type=int, default=100_000)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--stages", nargs="*", choices=STAGES, default=list(STAGES)[:-1])
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary)
        for stage in options.stages:
            process = multiprocessing.get_context("spawn").Process(target=STAGES[stage], args=(folder, options.posts))
            process.start()
            process.join()


if __name__ == "__main__":
    main()

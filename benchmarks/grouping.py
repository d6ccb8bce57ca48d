"""How fast posts are read and joined, how soon the first is read, and whether joining grows with the store.

    python -m benchmarks.grouping [--posts 1000] [--sizes 1000 10000 100000] [--folder FOLDER] [--probes 20]

Extract + group: as ``voronka group`` does, pure and on one core, posts of 600 characters at the mean; each round is a
process of its own, with nothing remembered, and other posts. Start-up: import and first reading in a new process.
Growth: see ``benchmarks.growth``; with --folder the stores are kept there and used again. Medians; all times are those
of the process, so that other work on the machine does not count.
"""

import argparse
import multiprocessing
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from benchmarks.growth import Cost, Growth, tell
from benchmarks.invented import raws
from voronka.extract import read
from voronka.grouping import Item, compare, group, keys
from voronka.model import Kind
from voronka.store import Store

_ROUNDS: Final = 5
_MORE: Final = 4
_START: Final = """
import time
from voronka.extract import read
read("SMM-менеджер в пекарню «Пышкин дом», Казань, офис, опыт от года. 70 000–90 000 ₽ на руки. Отклик: @pyshkin_hr")
print(time.process_time())
"""


def one_round(work: tuple[int, int]) -> tuple[float, float, float, float, float]:
    """Read and join posts: seconds of reading, of joining, the mean length, seconds of keys and of comparing a pair."""
    number, seed = work
    posts = list(raws(number, seed, _MORE))
    begun = time.process_time()
    items = []
    for post in posts:
        reading = read(post.text, post.links, channel=post.source, posted=post.posted_at)
        kind = Kind.CANDIDATE if reading.kind is Kind.CANDIDATE else Kind.VACANCY
        for position, posting in enumerate(reading.postings):
            shared = (posting.start, posting.end) != (0, len(post.text))
            text = post.text[posting.start : posting.end] if shared else post.text
            key = f"{post.source}/{post.external_id}/{position}"
            items.append(Item(key, kind, posting, text, post.source, post.posted_at, shared=shared))
    reading_time = time.process_time() - begun
    begun = time.process_time()
    group(items)
    joining_time = time.process_time() - begun
    fresh = [Item(f"again/{n}", i.kind, i.posting, f"{i.text}\n.", i.source, i.posted_at) for n, i in enumerate(items)]
    begun = time.process_time()
    for item in fresh:
        keys(item)
    keys_time = (time.process_time() - begun) / len(fresh)
    begun = time.process_time()
    for a, b in zip(fresh, fresh[3:], strict=False):
        compare(a, b)
    pair_time = (time.process_time() - begun) / max(1, len(fresh) - 3)
    return reading_time, joining_time, statistics.mean(len(post.text) for post in posts), keys_time, pair_time


def speed(number: int) -> None:
    """Measure and print posts a second."""
    with multiprocessing.get_context("spawn").Pool(1, maxtasksperchild=1) as pool:
        rounds = pool.map(one_round, [(number, seed) for seed in range(_ROUNDS)], chunksize=1)
    read_s, join_s, length, keys_s, pair_s = (statistics.median(column) for column in zip(*rounds, strict=True))
    both = statistics.median(number / (one[0] + one[1]) for one in rounds)
    print(f"extract + group        {both:8.0f} posts/s ({number} posts of {length:.0f} characters at the mean)")
    print(f"  extract              {number / read_s:8.0f} posts/s")
    print(f"  group                {number / join_s:8.0f} posts/s")
    print(f"keys, first sight      {keys_s * 1e3:8.2f} ms a posting")
    print(f"compare, remembered    {pair_s * 1e3:8.3f} ms a pair", flush=True)


def start_up() -> None:
    """Measure and print how soon the first post is read."""
    times = [
        float(subprocess.run([sys.executable, "-c", _START], capture_output=True, check=True, text=True).stdout)
        for _ in range(_ROUNDS)
    ]
    print(f"start-up, first read   {statistics.median(times):8.2f} s", flush=True)


def growth(folder: Path, sizes: Sequence[int], probes: int) -> None:
    """Measure and print what joining costs at each size."""
    costs: dict[int, Cost] = {}
    former, grown = None, None
    for size in sorted(sizes):
        file = folder / f"{size}.sqlite3"
        there = file.exists()
        if not there and former is not None:
            shutil.copy(former, file)
        with Store(f"sqlite:///{file}") as store:
            grown = Growth(store, after=grown)
            grown.grow(size, write=not there)
            costs[size] = grown.measure(probes)
        former = file
    tell(costs)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--posts", type=int, default=1_000)
    parser.add_argument("--sizes", type=int, nargs="*", default=[1_000, 10_000, 100_000])
    parser.add_argument("--probes", type=int, default=20)
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    if options.posts:
        speed(options.posts)
        start_up()
    if options.sizes:
        with tempfile.TemporaryDirectory() as temporary:
            folder = options.folder or Path(temporary)
            folder.mkdir(parents=True, exist_ok=True)
            growth(folder, options.sizes, options.probes)


if __name__ == "__main__":
    main()

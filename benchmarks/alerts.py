"""How long it takes to find which of many saved filters new listings fit.

    python -m benchmarks.alerts [--filters 10000] [--listings 1000]

Filters are of five forms that people save: a role and a town, a role done remotely with pay, a word and a town, two
words, an employer. First: with all filters new; again: as a process does that goes on. Reading and tokenising the
listings is part of both.
"""

import argparse
import random
import resource
import tempfile
import time
from pathlib import Path

from benchmarks.search import CITIES, NOW, fill
from search.service import Search
from voronka.clock import Clock
from voronka.query import Query
from voronka.roles import ROLES
from voronka.settings import Settings
from voronka.store import Store


def queries(number: int, vocabulary: list[str], chance: random.Random) -> dict[int, Query]:
    """Filters by number."""
    roles, words = list(ROLES), vocabulary[:1500]

    def one(form: int) -> Query:
        role, city, word = chance.choice(roles), chance.choice(CITIES), chance.choice(words)
        return (
            Query(roles=(role,), cities=(city,)),
            Query(roles=(role,), formats=("remote",), salary_min=chance.randrange(60, 300) * 1000),
            Query(text=word, cities=(city,)),
            Query(text=f"{word} {chance.choice(words)}"),
            Query(companies=(f"Ромашка {chance.randrange(50)}",)),
        )[form]

    return {n: one(n % 5) for n in range(number)}


def main() -> None:
    """Fill, ask, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--filters", type=int, default=10_000)
    parser.add_argument("--listings", type=int, default=1000)
    options = parser.parse_args()
    chance = random.Random(1)
    with tempfile.TemporaryDirectory() as folder, Store(f"sqlite:///{folder}/store.sqlite3") as store:
        store.clock = Clock(NOW)
        vocabulary = fill(store, options.listings, chance)
        Search(store, Settings(data=Path(folder))).rebuild()
        ids = store.listing_ids(0, options.listings)
        print(f"{'filters':>10}{'first':>10}{'again':>10}{'pairs found':>14}")
        for number in (options.filters // 10, options.filters):
            asked, times, found = queries(number, vocabulary, random.Random(2)), [], 0
            search = Search(store, Settings(data=Path(folder)))
            for _ in range(2):
                start = time.perf_counter()
                found = sum(map(len, search.fitting(asked, ids).values()))
                times.append(time.perf_counter() - start)
            print(f"{number:10}{times[0]:8.2f} s{times[1]:8.2f} s{found:14}")
        print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()

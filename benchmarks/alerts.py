"""How long it takes to find which of many saved filters new listings fit.

    python -m benchmarks.alerts [--filters 10000] [--listings 1000]

Filters are of five forms that people save: a role and a town, a role done remotely with pay, a word and a town, two
words, an employer. First: with all filters new; again: as a process does that goes on. Whole: what `alerts run` does,
from the change log to the noted matches. Reading and tokenising the listings is part of all. Seconds by the clock, and
of this process's own time.
"""

import argparse
import random
import resource
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path

import sqlalchemy as sa

from benchmarks.search import CITIES, NOW, fill
from search.service import Search
from voronka.accounts import Role
from voronka.alert_sending import Outlets
from voronka.alerts import Alerts
from voronka.clock import Clock
from voronka.query import Query
from voronka.roles import ROLES
from voronka.saved_filters import Draft, query_to_text
from voronka.settings import Settings
from voronka.store import Store, accounts, alert_matches, saved_filters
from voronka.store.tables import saved_filter, saved_filter_look


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


def save(store: Store, asked: dict[int, Query]) -> None:
    """Write filters straight into the store; all listings are new to them."""
    old = NOW - timedelta(days=365)
    with store.writing() as connection:
        team = accounts.create_team(connection, "Команда")
        owner = accounts.create_account(connection, "anna@kit.example", "Анна", None)
        accounts.join(connection, owner, team, Role.MANAGER)
        draft = Draft("Фильтр", Query())
        first = saved_filters.create(connection, owner, team, draft, old)
        row = dict(connection.execute(sa.select(saved_filter)).one()._mapping)
        connection.execute(sa.delete(saved_filter_look))
        connection.execute(sa.delete(saved_filter).where(saved_filter.c.id == first))
        rows = [
            row | {"id": n + 1, "query": query_to_text(query), "after_listing": 0, "unsubscribe_token": str(n)}
            for n, query in asked.items()
        ]
        connection.execute(sa.insert(saved_filter), rows)
        alert_matches.set_place(connection, 0)


def timed(work: Callable[[], int]) -> tuple[float, float, int]:
    """Seconds by the clock and of this process, and what came of it."""
    clock, own = time.perf_counter(), time.process_time()
    found = work()
    return time.perf_counter() - clock, time.process_time() - own, found


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
        settings = Settings(data=Path(folder))
        Search(store, settings).rebuild()
        ids = store.listing_ids(0, options.listings)

        def ask(search: Search, asked: dict[int, Query]) -> int:
            return sum(map(len, search.fitting(asked, ids).values()))

        print(f"{'filters':>10}{'first':>16}{'again':>16}{'found':>10}")
        for number in (options.filters // 10, options.filters):
            asked = queries(number, vocabulary, random.Random(2))
            search = Search(store, settings)
            first = timed(partial(ask, search, asked))
            again = timed(partial(ask, search, asked))
            times = "".join(f"{clock:8.2f} ({own:.2f})" for clock, own, _ in (first, again))
            print(f"{number:10}{times}{again[2]:10}")
        save(store, queries(options.filters, vocabulary, random.Random(2)))
        search = Search(store, settings)
        clock, own, found = timed(Alerts(store, search.fitting, Outlets(), None).match)
        print(f"whole, {options.filters} filters: {clock:.2f} ({own:.2f}), {found} found")
        print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()

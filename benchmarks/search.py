"""How fast the index is built and the search page is answered, over invented listings in a store of their own.

    python -m benchmarks.search [--listings 20000] [--queries 300]

The UI query is what a page asks for: one or two words, two filters, newest first, all facets, 20 cards with snippets.
Cold: with nothing in the caches, the first query of a new process. Times include reading the cards from the store.
"""

import argparse
import random
import resource
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from search.service import Search
from voronka.clock import Clock
from voronka.model import Contacts, Kind, Posting, RawPost, Reading, Salary, Seniority, WorkFormat
from voronka.query import Query
from voronka.roles import ROLES
from voronka.settings import Settings
from voronka.sources import Source, SourceKind
from voronka.store import Store, posts
from voronka.store import listings as cards

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
CITIES = ("Москва", "Санкт-Петербург", "Казань", "Екатеринбург", "Новосибирск", "Пермь", "Самара", "Томск")
SENTENCES = (
    "Ищем специалиста, который возьмёт на себя {a} и {b}.",
    "Нужно уверенно знать {a}, понимать {b} и не бояться цифр.",
    "Мы делаем {a} для малого бизнеса и хотим вырасти вдвое.",
    "Условия: оформление, {a}, отпуск, корпоративный {b}.",
    "Задачи: {a}, отчёты, {b}, работа с подрядчиками.",
    "Будет плюсом опыт в {a} или {b}.",
)
BASES = ("аналит", "реклам", "контен", "трафик", "дизай", "бренд", "марке", "продаж", "клиент", "сервис")
ENDINGS = ("ика", "а", "ор", "ист", "ение", "овка", "ция", "ник")


def words(chance: random.Random, count: int = 4000) -> list[str]:
    """An invented vocabulary, a tenth of it in Latin letters."""
    made = [f"{chance.choice(BASES)}{chance.choice('абвгдклмнпрст')}{chance.choice(ENDINGS)}" for _ in range(count)]
    return [w if n % 10 else f"tool{n}" for n, w in enumerate(made)]


def fill(store: Store, count: int, chance: random.Random) -> list[str]:
    """Write listings straight into the store, one in five a candidate; gives the vocabulary."""
    vocabulary = words(chance)
    weights = [1 / (rank + 10) for rank in range(len(vocabulary))]
    store.declare(Source(f"kanal_{n}", f"Канал {n}", SourceKind.TELEGRAM) for n in range(8))
    roles = list(ROLES)
    for start in range(0, count, 1000):
        with store.writing() as connection:
            for number in range(start, min(start + 1000, count)):
                drawn = chance.choices(vocabulary, weights, k=60)
                lines = [
                    chance.choice(SENTENCES).format(a=drawn[2 * n], b=" ".join(drawn[2 * n : 2 * n + 2]))
                    for n in range(14)
                ]
                role = chance.choice(roles)
                person = number % 5 == 0
                contacts = Contacts(telegram=(f"chelovek_{number}",))
                text = "\n".join([ROLES[role].ru, *lines, f"Писать: @chelovek_{number}"])
                low = chance.randrange(40, 300) * 1000
                posting = Posting(
                    title=ROLES[role].ru,
                    roles=(role,),
                    seniority=chance.choice((None, *Seniority)),
                    salary=chance.choice((None, Salary(low, low + 40_000))),
                    formats=chance.choice(((), (WorkFormat.REMOTE,), (WorkFormat.OFFICE,))),
                    cities=(chance.choice(CITIES),),
                    company=None if person else f"Ромашка {chance.randrange(count // 20 + 1)}",
                    contacts=contacts,
                    end=len(text),
                )
                kind = Kind.CANDIDATE if person else Kind.VACANCY
                raw = RawPost(
                    f"kanal_{number % 8}",
                    str(number),
                    text,
                    posted_at=NOW - timedelta(minutes=chance.randrange(60 * 24 * 40)),
                )
                _, stored = posts.save(connection, raw, NOW)
                posts.set_reading(connection, stored.id, Reading(kind, 1.0, (), (posting,)), 0)
                card = cards.create(connection, kind, None)
                cards.put_posting(connection, stored.id, 0, kind, posting, card, None, [], 0)
                cards.log_changes(connection, [card])
    return vocabulary


def measure(ask: Callable[[Query], object], queries: list[Query]) -> tuple[float, float]:
    """Milliseconds, p50 and p95."""
    times = []
    for query in queries:
        start = time.perf_counter()
        ask(query)
        times.append((time.perf_counter() - start) * 1000)
    times.sort()
    return times[len(times) // 2], times[int(len(times) * 0.95)]


def main() -> None:
    """Fill, build, ask, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--listings", type=int, default=20_000)
    parser.add_argument("--queries", type=int, default=300)
    options = parser.parse_args()
    chance = random.Random(1)
    with tempfile.TemporaryDirectory() as folder, Store(f"sqlite:///{folder}/store.sqlite3") as store:
        store.clock = Clock(NOW)
        vocabulary = fill(store, options.listings, chance)
        settings = Settings(data=Path(folder))
        search = Search(store, settings)
        start = time.perf_counter()
        search.rebuild()
        seconds = time.perf_counter() - start
        print(f"build       {options.listings / seconds:8.0f} docs/s   {search.status().size / 2**20:.0f} MB on disk")
        frequent = vocabulary[:300]
        ui = [
            Query(
                text=chance.choice(frequent),
                kinds=(Kind.VACANCY,),
                cities=(chance.choice(CITIES),),
                order="date",
            )
            for _ in range(options.queries)
        ]
        start = time.perf_counter()
        search = Search(store, settings)
        search.ask(ui[0])
        print(f"open+ask    {(time.perf_counter() - start) * 1000:8.0f} ms")
        rows = {
            "UI": ui,
            "UI, people": [replace(query, kinds=(Kind.CANDIDATE,)) for query in ui],
            "relevance": [replace(query, order="relevance", cities=()) for query in ui],
            "two words": [replace(query, text=f"{query.text} {chance.choice(frequent)}", cities=()) for query in ui],
            "phrase": [replace(query, text='"для малого бизнеса"', cities=()) for query in ui],
            "no words": [replace(query, text="") for query in ui],
        }
        print(f"{'':12}{'cold p50':>10}{'p95':>8}{'warm p50':>10}{'p95':>8}   ms")
        for name, queries in rows.items():
            cold = measure(Search(store, settings).ask, queries)
            warm_search = Search(store, settings)
            measure(warm_search.ask, queries)
            warm = measure(warm_search.ask, queries)
            print(f"{name:12}{cold[0]:10.1f}{cold[1]:8.1f}{warm[0]:10.1f}{warm[1]:8.1f}")
        print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:8.0f} MB")


if __name__ == "__main__":
    main()

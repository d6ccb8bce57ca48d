"""How long the server takes for each page of a person of HR who works in a store of 20,000 invented listings.

    python -m benchmarks.pages [--listings 20000] [--rounds 100] [--profile PAGE]

Every page is asked for through the whole application (session, permissions, masking, templates), each time with other
words or another listing. CPU is the time of this process alone: on a busy machine it is the figure to go by.
The target is a p95 of 150 ms. ``--profile`` shows where one page spends its time.
"""

import argparse
import cProfile
import itertools
import logging
import pstats
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from urllib.parse import quote

import structlog
from flask import Flask
from flask.testing import FlaskClient

from benchmarks.search import CITIES, NOW, fill
from search.service import Search
from voronka.accounts import Role
from voronka.clock import Clock
from voronka.roles import ROLES
from voronka.settings import Settings
from voronka.store import Store, accounts, card_work, signing_in
from webui import create_app
from webui.signed_in import KEY

TARGET: Final = 150
_STARRED: Final = 40
_TOKEN: Final = "a-token-of-a-benchmark"
Page = Callable[[FlaskClient], int]


def sign_in(app: Flask, store: Store) -> FlaskClient:
    """A browser in which somebody of HR has signed in who starred cards and wrote on them, and searched."""
    with store.writing() as connection:
        team = accounts.create_team(connection, "Команда")
        number = accounts.create_account(connection, "hr@kit.example", "Анна", None)
        accounts.join(connection, number, team, Role.HR)
        secret = signing_in.begin(connection, number, team, "a benchmark", datetime.now(UTC))
        for listing in range(1, _STARRED + 1):
            card_work.mark(connection, number, team, listing, "starred", on=True)
            card_work.add_note(connection, number, team, listing, "позвонить в четверг")
            card_work.tag(connection, team, listing, "короткий список", on=True)
    browser = app.test_client()
    with browser.session_transaction() as session:
        session[KEY] = secret
        session["csrf_token"] = _TOKEN
    return browser


def pages(chance: random.Random, count: int, words: list[str]) -> dict[str, Page]:
    """The pages by name; each call is another one of its sort."""
    roles = [role.ru.lower() for role in ROLES.values()]
    persons: Iterator[int] = itertools.cycle(chance.sample(range(0, count, 5), count // 5))
    vacancies: Iterator[int] = itertools.cycle(
        number for number in chance.sample(range(count), count // 2) if number % 5
    )

    def get(path: Callable[[], str], **headers: str) -> Page:
        return lambda browser: browser.get(path(), headers=headers).status_code

    def post(path: Callable[[], str], **fields: str) -> Page:
        data = {"csrf_token": _TOKEN, **fields}
        return lambda browser: browser.post(path(), data=data, headers={"HX-Request": "true"}).status_code

    def typed() -> str:
        return f"{chance.choice(roles)} {chance.choice(CITIES)} до {chance.randrange(80, 300)}к"

    def four() -> str:
        return "/compare?" + "&".join(f"id={next(persons) + 1}" for _ in range(4))

    return {
        "first page": get(lambda: "/"),
        "search, typed": get(lambda: f"/?q={quote(typed())}"),
        "search, words": get(
            lambda: f"/?q={quote(chance.choice(words))}&city={quote(chance.choice(CITIES))}&order=date"
        ),
        "people, typed": get(lambda: f"/?kind=candidate&q={quote(typed())}"),
        "people, all": get(lambda: f"/?kind=candidate&page={chance.randrange(1, 50)}"),
        "nothing found": get(lambda: f"/?q={quote(typed())}&company=нет&exp_max=1"),
        "vacancy": get(lambda: f"/listing/{next(vacancies) + 1}"),
        "candidate": get(lambda: f"/listing/{next(persons) + 1}"),
        "pane": get(lambda: f"/listing/{next(persons) + 1}?pane", **{"HX-Request": "true"}),
        "contacts": post(lambda: f"/listing/{next(persons) + 1}/contacts"),
        "star": post(lambda: f"/listing/{next(vacancies) + 1}/mark", mark="starred", on="1"),
        "compare four": get(four),
        "starred": get(lambda: "/starred"),
        "account": get(lambda: "/account"),
        "sources": get(lambda: "/sources"),
        "help": get(lambda: "/help"),
    }


def measure(page: Page, browser: FlaskClient, rounds: int) -> tuple[list[float], list[float]]:
    """Milliseconds of each round, by the clock and of this process; the codes have to be good."""
    wall, cpu = [], []
    for _ in range(rounds):
        start, used = time.perf_counter(), time.process_time()
        status = page(browser)
        wall.append((time.perf_counter() - start) * 1000)
        cpu.append((time.process_time() - used) * 1000)
        if status >= 400:
            raise SystemExit(f"a page answered {status}")
    return sorted(wall), sorted(cpu)


def main() -> None:
    """Fill, ask for every page, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--listings", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--profile", metavar="PAGE")
    options = parser.parse_args()
    chance = random.Random(1)
    with tempfile.TemporaryDirectory() as folder, Store(f"sqlite:///{folder}/store.sqlite3") as store:
        store.clock = Clock(NOW)
        vocabulary = fill(store, options.listings, chance)
        settings = Settings(data=Path(folder))
        search = Search(store, settings)
        search.rebuild()
        app = create_app(store, search, settings)
        structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
        app.extensions["voronka_looks"].most = 10**6
        browser = sign_in(app, store)
        found = pages(chance, options.listings, vocabulary[:300])
        if options.profile:
            page = found[options.profile]
            measure(page, browser, 5)
            with cProfile.Profile() as profile:
                measure(page, browser, options.rounds)
            pstats.Stats(profile).sort_stats("cumulative").print_stats(60)
            return
        print(f"{'':16}{'p50':>8}{'p95':>8}{'CPU p50':>10}{'p95':>8}   ms, {options.listings} listings")
        for name, page in found.items():
            measure(page, browser, 3)
            wall, cpu = measure(page, browser, options.rounds)
            at = int(len(wall) * 0.95)
            over = "  over" if wall[at] > TARGET else ""
            print(f"{name:16}{wall[len(wall) // 2]:8.0f}{wall[at]:8.0f}{cpu[len(cpu) // 2]:10.0f}{cpu[at]:8.0f}{over}")


if __name__ == "__main__":
    main()

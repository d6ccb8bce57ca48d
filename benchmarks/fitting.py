"""How often labelled postings find one of the same first role on the other side among their first five, and how fast.

    python -m benchmarks.fitting FILE… [--listings 20000]

FILE has labelled posts, a JSON object a line, as the labelling guide says. They are taken in as any post; what the
program reads of them decides, the labels only judge. A posting counts whose first role (by its label) also occurs on
the other side. With ``--listings`` the time of one request is measured over invented listings.
"""

import argparse
import json
import random
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.search import NOW, fill
from search.service import Search
from voronka.clock import Clock
from voronka.ingest import Ingest
from voronka.listing import Listing
from voronka.model import Kind, Link, RawPost
from voronka.settings import Settings
from voronka.sources import Source, SourceKind
from voronka.store import Store

MOST = 5


def rows(files: Sequence[Path]) -> Iterator[dict[str, Any]]:
    """The labelled posts of the files."""
    for file in files:
        yield from map(json.loads, file.read_text(encoding="utf-8").splitlines())


def judge(files: Sequence[Path], folder: Path) -> tuple[int, int, list[str]]:
    """How many postings found one of their role in the first five, of how many; and those that did not."""
    posts = list(rows(files))
    times = [datetime.fromisoformat(row["posted"]) for row in posts]
    labels = {row["id"]: row["label"] for row in posts}
    settings = Settings(data=folder)
    with Store(f"sqlite:///{folder / 'voronka.sqlite3'}") as store:
        # all are read as on the day after the last; those of a year ago are as good as today's
        store.clock = Clock(max(times) + timedelta(days=1))
        store.claim(store.clock.now())
        store.declare(Source(name, name, SourceKind.TELEGRAM) for name in {row["channel"] for row in posts})
        ingest = Ingest(store)
        for row, at in zip(posts, times, strict=True):
            links = tuple(map(Link, row.get("links", ())))
            ingest.add_page([RawPost(row["channel"], row["id"], row["text"], links=links, posted_at=at)])
        search = Search(store, replace_stale(settings))
        search.catch_up()
        known = [one for one in store.listings(store.listing_ids()) if truth(one, labels) is not None]
        return _judge(known, labels, search)


def replace_stale(settings: Settings) -> Settings:
    """Settings under which nothing is stale."""
    return settings.model_copy(update={"stale_days": 10_000})


def truth(listing: Listing, labels: dict[str, Any]) -> tuple[bool, str] | None:
    """Whether a listing is a candidate's by its label, and its first role; None for one that has no such label."""
    newest = listing.newest
    label = labels.get(newest.external_id)
    if label is None or label["kind"] not in ("vacancy", "candidate", "digest"):
        return None
    if newest.position >= len(label["postings"]):
        return None
    return label["kind"] == "candidate", label["postings"][newest.position]["roles"][0]


def _judge(known: Sequence[Listing], labels: dict[str, Any], search: Search) -> tuple[int, int, list[str]]:
    labelled = {
        (name, place): (label["kind"] == "candidate", posting["roles"][0])
        for name, label in labels.items()
        if label["kind"] in ("vacancy", "candidate", "digest")
        for place, posting in enumerate(label["postings"])
    }
    there = Counter(labelled.values())
    # what stands in no listing of its own (read as nothing, or joined to another) has found nothing, too
    asked = {key: own for key, own in labelled.items() if there[not own[0], own[1]]}
    missed = {key: f"{key[0]} {own[1]}" for key, own in asked.items()}
    for listing in known:
        if listing.posting is None:
            continue
        best = search.partners(listing.posting, candidate=listing.kind is Kind.CANDIDATE, most=MOST, but=listing.id)
        found = {truth(one.listing, labels) for one in best}
        for one in listing.appearances:  # joined posts may bear different labels: each is judged by its own
            key = one.external_id, one.position
            if key in asked and (not asked[key][0], asked[key][1]) in found:
                missed.pop(key, None)
    return len(asked) - len(missed), len(asked), list(missed.values())


def measure(count: int, folder: Path) -> list[float]:
    """Milliseconds of requests over invented listings."""
    chance = random.Random(7)
    with Store(f"sqlite:///{folder / 'voronka.sqlite3'}") as store:
        store.clock = Clock(NOW)
        fill(store, count, chance)
        search = Search(store, Settings(data=folder))
        search.catch_up()
        some = [one for one in store.listings(chance.sample(store.listing_ids(), 200)) if one.posting]
        taken = []
        for listing in some:
            assert listing.posting is not None
            begun = time.perf_counter()
            search.partners(listing.posting, candidate=listing.kind is Kind.CANDIDATE, but=listing.id)
            taken.append(1000 * (time.perf_counter() - begun))
    return taken


def main() -> None:
    """Print both."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
    parser.add_argument("--listings", type=int, default=20_000)
    given = parser.parse_args()
    if given.files:
        with tempfile.TemporaryDirectory() as folder:
            found, asked, missed = judge(given.files, Path(folder))
        print(f"{found} of {asked} found one of the same first role among the first {MOST}: {found / asked:.3f}")
        for line in missed:
            print(f"  not {line}")
    if given.listings:
        with tempfile.TemporaryDirectory() as folder:
            taken = sorted(measure(given.listings, Path(folder)))
        p95 = taken[int(0.95 * len(taken))]
        print(f"{given.listings} listings: {statistics.median(taken):.0f} ms a request, p95 {p95:.0f} ms")


if __name__ == "__main__":
    main()

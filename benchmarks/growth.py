"""What one posting's joining costs in stores of different sizes: candidates looked up in SQLite, and judged.

The stores are not read and joined post by post, which would take hours: postings, their keys (``grouping.keys``, as
ingest writes them) and their listings, known by construction, are written straight into the tables. Of a hundred
postings 42 are vacancies of employers that differ in how much they hire, 30 are reposts of anything that came before,
11 are people's offers, 10 are an agency's, with its one contact, and 7 are of one mould: the same text with another
employer, town and pay. What chance made twice (one contact, role, town and pay) the rules would have joined: so a few
probes tie together two listings that are apart by construction.
"""

import random
import statistics
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final

import sqlalchemy as sa

from benchmarks.invented import CITIES, SOURCES, TITLES, candidate, repost, vacancy
from voronka import conflict, fingerprint, grouping, items, joining, traits
from voronka.codec import posting_to_json
from voronka.corrections import Spot
from voronka.items import item_of
from voronka.model import Contacts, Kind, Posting, RawPost, Salary
from voronka.store import Store
from voronka.store.posts import StoredPost, digest
from voronka.store.tables import listing, post, post_version, posting, posting_key

_BEGIN: Final = datetime(2026, 6, 1, tzinfo=UTC)
_AGENCY: Final = "kadry_demo"
_SORTS: Final = ("vacancy",) * 42 + ("repost",) * 30 + ("person",) * 11 + ("agency",) * 10 + ("mould",) * 7
PROBES: Final = (
    "vacancy", "repost", "person", "agency", "mould", "agency again", "mould again", "retold", "agency retold",
)  # fmt: skip
"""What is joined to measure: new postings of each sort, and reposts and shortened retellings of what is there."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One posting of the store, or one that comes: ``home`` is the number of the listing it belongs to."""

    sort: str
    kind: Kind
    text: str
    posting: Posting
    home: int


def pieces(chance: random.Random) -> Iterator[Piece]:
    """Postings without end, the same for the same ``chance``."""
    made: list[Piece] = []
    while True:
        sort = chance.choice(_SORTS)
        if sort == "repost" and made:
            made.append(again(chance.choice(made), chance))
        else:
            made.append(new("vacancy" if sort == "repost" else sort, len(made) + 1, chance))
        yield made[-1]


def new(sort: str, home: int, chance: random.Random) -> Piece:
    """A posting that was never there before."""
    if sort == "person":
        text, read = candidate(chance)
        return Piece(sort, Kind.CANDIDATE, text, replace(read, end=len(text)), home)
    if sort == "mould":
        text, read = _mould(chance)
        return Piece(sort, Kind.VACANCY, text, replace(read, end=len(text)), home)
    made = vacancy(chance, firm=int(chance.paretovariate(0.6)) % 20_000)
    text, read = made.text, made.posting
    if sort == "agency":
        text = text.replace(f"Компания «{read.company}» ищет сотрудника.", "Ищем сотрудника нашему клиенту.")
        text = text.replace(f"@{read.contacts.telegram[0]}", f"@{_AGENCY}")
        read = replace(read, company=None, contacts=Contacts(telegram=(_AGENCY,)))
    return Piece(sort, Kind.VACANCY, text, replace(read, end=len(text)), home)


def again(first: Piece, chance: random.Random) -> Piece:
    """A repost, as another channel would dress it."""
    text = repost(first.text, chance.randrange(20)) if first.sort != "repost" else f"UP\n{first.text}"
    return Piece("repost", first.kind, text, replace(first.posting, end=len(text)), first.home)


def retold(first: Piece) -> Piece:
    """The same told in half as many tasks, with another greeting."""
    lines = first.text.split("\n")
    tasks = [line for line in lines if line[:2] in ("• ", "✅ ")]
    text = "\n".join(["Добрый день всем", *(line for line in lines if line not in tasks[::2])])
    return Piece("retold", first.kind, text, replace(first.posting, end=len(text)), first.home)


def _mould(chance: random.Random) -> tuple[str, Posting]:
    title, role = TITLES[3]
    city, pay, firm = chance.choice(CITIES), chance.randrange(40, 200), f"Лавка {chance.randrange(50_000)}"
    text = (
        f"{title}, {city}\n\nСалон «{firm}» набирает команду.\n\nЧто делать:\n• встречать гостей и показывать кухни\n"
        "• считать проекты и вести их до сборки\n• звонить тем, кто был у нас весной\n• держать витрину в порядке\n\n"
        f"Что даём: {pay} 000 ₽ на руки, наставник, график 2/2, форма за наш счёт.\nПисать: @salon{firm[6:]}"
    )
    contacts = Contacts(telegram=(f"salon{firm[6:]}",))
    salary = Salary(pay * 1000, pay * 1000)
    return text, Posting(title, (role,), salary=salary, cities=(city,), company=firm, contacts=contacts)


class Growth:
    """A store that grows, and what joining costs in it; ``after``: it is a copy of that one, and goes on from it."""

    def __init__(self, store: Store, after: "Growth | None" = None) -> None:
        self.store = store
        self.stream: Iterator[Piece] = pieces(random.Random(7)) if after is None else after.stream
        self.size: int = 0 if after is None else after.size
        sorts = ("vacancy", "repost", "agency", "mould", "person")
        self.kept: dict[str, list[Piece]] = {sort: [] for sort in sorts} if after is None else after.kept
        store.declare(SOURCES)

    def grow(self, size: int, *, write: bool = True) -> None:
        """Write postings until there are so many; not ``write``: they are there already."""
        chance = random.Random(size)
        while self.size < size:
            batch = [next(self.stream) for _ in range(min(1_000, size - self.size))]
            for piece in batch:
                kept = self.kept[piece.sort]  # a sample of all
                if len(kept) < 500:
                    kept.append(piece)
                else:
                    kept[chance.randrange(500)] = piece
            if write:
                self._write(batch)
            self.size += len(batch)

    def _write(self, batch: list[Piece]) -> None:
        rows: dict[sa.Table, list[dict[str, object]]] = {
            table: [] for table in (listing, post, post_version, posting, posting_key)
        }
        for number, piece in enumerate(batch, self.size + 1):
            stored = self._stored(number, piece)
            if piece.home == number:
                rows[listing].append({"id": number, "kind": piece.kind})
            at = stored.posted_at
            rows[post].append(
                {"id": number, "source": stored.raw.source, "external_id": str(number), "version": 1,
                 "posted_at": at, "first_seen_at": at, "seen_at": at, "kind": piece.kind}
            )  # fmt: skip
            rows[post_version].append(
                {"post_id": number, "version": 1, "digest": digest(stored.raw), "text": piece.text, "links": [],
                 "payload": {}, "fetched_at": at}
            )  # fmt: skip
            rows[posting].append(
                {"id": number, "post_id": number, "position": 0, "kind": piece.kind, "listing_id": piece.home,
                 "data": posting_to_json(piece.posting)}
            )  # fmt: skip
            keys = grouping.keys(item_of(stored, piece.kind, piece.posting, 0))
            rows[posting_key] += [{"posting_id": number, "key": key} for key in keys]
        with self.store.writing() as connection:
            for table, values in rows.items():
                if values:
                    connection.execute(sa.insert(table), values)

    def _stored(self, number: int, piece: Piece) -> StoredPost:
        at = _BEGIN + timedelta(minutes=number)
        raw = RawPost(f"kanal_{number % 20}", str(number), piece.text, posted_at=at)
        return StoredPost(number, 1, raw, at, at, at)

    def probes(self, number: int) -> Iterator[tuple[str, Piece]]:
        """So many postings of each sort, as they might come next."""
        chance = random.Random(1)
        for index in range(number * len(PROBES)):
            sort = PROBES[index % len(PROBES)]
            of, _, how = sort.partition(" ")
            if sort == "repost":
                yield sort, again(chance.choice([one for kept in self.kept.values() for one in kept]), chance)
            elif sort == "retold":
                yield sort, retold(chance.choice(self.kept["vacancy"]))
            elif how:
                first = chance.choice(self.kept[of])
                yield sort, again(first, chance) if how == "again" else retold(first)
            else:
                yield sort, new(sort, 0, chance)

    def measure(self, number: int) -> "Cost":
        """Join so many postings of each sort and take all back; memory holds nothing at first, then what was met."""
        for remembered in (
            fingerprint._fingerprint, fingerprint._bands, traits._traits, traits.people,
            conflict.view, items._decoded,
        ):  # fmt: skip
            remembered.cache_clear()
        cost = Cost()
        with self.store.database.engine.connect() as connection:
            for index, (sort, piece) in enumerate(self.probes(number)):
                stored = self._stored(self.size + 1 + index, piece)
                item = item_of(stored, piece.kind, piece.posting, 0)
                connection.exec_driver_sql("BEGIN")
                begun = time.process_time()
                found, _, merged = joining.join(
                    connection, joining.Member(Spot(stored.id, 0), item), None, 0, None, set(), grouping.keys(item)
                )
                cost.seconds[sort] = [*cost.seconds.get(sort, []), time.process_time() - begun]
                connection.rollback()
                right = found == piece.home if piece.home else found is None
                cost.wrong[sort] += not right or bool(merged)
        return cost


class Cost:
    """Seconds of each joining by sort of posting, and how many were joined otherwise than by construction."""

    def __init__(self) -> None:
        self.seconds: dict[str, list[float]] = {}
        self.wrong: Counter[str] = Counter()

    def median(self, sort: str | None = None) -> float:
        """Milliseconds of one joining: of a sort, or of all sorts alike."""
        found = self.seconds[sort] if sort else [one for of_sort in self.seconds.values() for one in of_sort]
        return statistics.median(found) * 1_000


def tell(costs: dict[int, Cost]) -> None:
    """Print a table: a row a sort, a column a size, and the last against the first."""
    sizes = list(costs)
    print(f"\n{'joining one posting, ms':26}" + "".join(f"{size:>10,}" for size in sizes) + f"{'growth':>10}")
    for sort in (*PROBES, None):
        middle = [costs[size].median(sort) for size in sizes]
        wrong = "/".join(str(costs[size].wrong[sort]) for size in sizes) if sort else ""
        print(
            f"{sort or 'all':26}" + "".join(f"{m:10.2f}" for m in middle) + f"{middle[-1] / middle[0]:10.2f}   {wrong}"
        )

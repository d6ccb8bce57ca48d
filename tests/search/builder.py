"""Puts invented listings straight into a store, without the extractor."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from voronka.model import Contacts, Kind, Posting, RawPost, Reading, Salary
from voronka.sources import Source, SourceKind
from voronka.store import Store, posts
from voronka.store import listings as cards

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def rub(low: int | None, high: int | None, **more: Any) -> Salary:
    return Salary(low, high, **more)


@dataclass
class Builder:
    """``add`` gives the id of the new listing; ``edit`` and ``remove`` change one, as a source's news would."""

    store: Store
    number: int = 0

    def __post_init__(self) -> None:
        self.store.demo_at = NOW
        self.declare("kanal_a", "kanal_b")
        self.declare("doska", kind=SourceKind.SITE)

    def declare(self, *names: str, kind: SourceKind = SourceKind.TELEGRAM) -> None:
        self.store.declare(Source(name, name.title(), kind) for name in names)

    def add(
        self,
        text: str,
        *,
        kind: Kind = Kind.VACANCY,
        source: str = "kanal_a",
        days: float = 1,
        seen_days: float | None = None,
        closed: bool = False,
        team: str | None = None,
        to: int | None = None,
        **facts: Any,
    ) -> int:
        self.number += 1
        raw = RawPost(
            source,
            str(self.number),
            text,
            url=f"https://t.me/{source}/{self.number}",
            posted_at=NOW - timedelta(days=days),
            closed=closed,
            owner_team=team,
        )
        return self._put(raw, kind, facts, NOW - timedelta(days=days if seen_days is None else seen_days), to)

    def add_many(self, rows: list[tuple[str, dict[str, Any]]]) -> list[int]:
        return [self.add(text, **options) for text, options in rows]

    def _put(self, raw: RawPost, kind: Kind, facts: dict[str, Any], seen: datetime, to: int | None) -> int:
        article = kind in (Kind.CONTENT, Kind.PROMO)
        posting = Posting(**{"end": len(raw.text), **facts})
        with self.store.writing() as connection:
            _, stored = posts.save(connection, raw, seen)
            reading = Reading(kind, 1.0, (), () if article else (posting,))
            posts.set_reading(connection, stored.id, reading, 0)
            number = to if to is not None else cards.create(connection, kind, raw.owner_team)
            if article:
                cards.set_article(connection, stored.id, number)
            else:
                cards.put_posting(connection, stored.id, 0, kind, posting, number, None, [], 0)
            cards.log_changes(connection, [number])
        return number

    def edit(self, number: int, text: str, **facts: Any) -> None:
        """A new version of the newest post of a listing."""
        [listing] = self.store.listings([number])
        newest = listing.newest
        raw = RawPost(
            newest.source, newest.external_id, text, posted_at=newest.posted_at, owner_team=listing.owner_team
        )
        was = listing.posting or Posting()
        posting = replace(was, contacts=Contacts(), start=0, end=len(text), evidence={}, **facts)
        known = {name: getattr(posting, name) for name in Posting.__dataclass_fields__}
        self._put(raw, listing.kind, known, NOW, number)

    def merge(self, loser: int, winner: int) -> None:
        with self.store.writing() as connection:
            cards.merge(connection, loser, winner)

    def remove_source(self, name: str) -> None:
        self.store.purge_source(name)

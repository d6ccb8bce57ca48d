"""The lineage of a listing: when it was first and last seen, where, how its pay changed, when it was opened again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from voronka.listing import Appearance, Listing
from voronka.model import Salary


@dataclass(frozen=True, slots=True)
class Pay:
    """A pay that a source stated, otherwise than the last one that was stated before (the first: at all)."""

    at: datetime
    source: str
    salary: Salary


@dataclass(frozen=True, slots=True)
class Lineage:
    """What became of a listing over time.

    ``last_at`` is the last sign of life, as of ``Listing.alive_at``. ``sources`` are their names in the order in which
    they first had it, ``pay`` oldest first. ``reopened`` are the times at which it was posted anew after every post
    before had been closed.
    """

    first_at: datetime
    last_at: datetime
    sources: tuple[str, ...]
    pay: tuple[Pay, ...]
    reopened: tuple[datetime, ...]


def lineage(listing: Listing) -> Lineage:
    """The lineage of a listing, told from its appearances as they are read now."""
    oldest_first = sorted(listing.appearances, key=lambda a: (a.posted_at, a.post_id))
    return Lineage(
        first_at=listing.first_posted_at,
        last_at=listing.alive_at,
        sources=tuple(dict.fromkeys(a.source for a in oldest_first)),
        pay=tuple(_pay(oldest_first)),
        reopened=tuple(a.posted_at for n, a in enumerate(oldest_first) if reopens(a, oldest_first[:n])),
    )


def reopens(now: Appearance, before: Sequence[Appearance]) -> bool:
    """Whether a post came when every post before it was closed, so that the listing is open again."""
    return bool(before) and all(a.closed and a.closed_at is not None and a.closed_at <= now.posted_at for a in before)


def _pay(oldest_first: Iterable[Appearance]) -> Iterable[Pay]:
    last = None
    for appearance in oldest_first:
        salary = appearance.posting.salary if appearance.posting is not None else None
        if salary is not None and salary != last:
            yield Pay(appearance.posted_at, appearance.source, salary)
            last = salary

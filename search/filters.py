"""A query's filters as masks over a snapshot, and facets counted with them."""

from dataclasses import dataclass
from functools import reduce
from typing import Final

import numpy as np

from search.document import MAX_VALUE, company_key
from search.engine import DEFAULT_KINDS, MAX_FACET
from search.schema import KINDS
from search.segment import Bools
from search.snapshot import Snapshot
from voronka.model import WorkFormat
from voronka.query import Query

_DAY: Final = 86_400_000_000
_LISTS: Final = {
    "group": "groups",
    "role": "roles",
    "seniority": "seniority",
    "format": "formats",
    "employment": "employment",
    "city": "cities",
    "company": "companies",
    "source": "sources",
}
_PLACE: Final = "place"


@dataclass(frozen=True, slots=True)
class Filters:
    """Masks by the name of the filter; ``place`` stands for city and format where both are one filter."""

    masks: dict[str, Bools]
    size: int

    def all_but(self, *names: str) -> Bools:
        """Documents that pass every filter but these."""
        masks = [mask for name, mask in self.masks.items() if name not in names]
        return reduce(np.logical_and, masks, np.ones(self.size, np.bool_))

    def without(self, facet: str) -> Bools:
        """Documents that pass every filter but the facet's own."""
        own = (facet, _PLACE) if facet in ("city", "format") else (facet,)
        return self.all_but(*own)


def visible(snapshot: Snapshot, team: str | None) -> Bools:
    """The documents that a team may know of: public ones and its own."""
    teams = snapshot.values["team"]
    private = np.zeros(snapshot.size, np.bool_)
    private[teams.documents] = True
    own = teams.mask((team,), snapshot.size, _cut) if team else np.zeros(snapshot.size, np.bool_)
    return snapshot.alive & (~private | own)


def stale(snapshot: Snapshot, now: int, days: int) -> Bools:
    """The documents without a sign of life for more than ``days``, and the closed ones."""
    return snapshot.closed | (snapshot.seen < now - days * _DAY)


def filters(snapshot: Snapshot, query: Query, now: int) -> Filters:
    """The masks of all filters that a query sets; the kinds' is always set."""
    kinds = [KINDS.index(kind) for kind in query.kinds or DEFAULT_KINDS]
    masks: dict[str, Bools] = {"kind": np.isin(snapshot.kind, kinds)}
    for name, attribute in _LISTS.items():
        wanted = getattr(query, attribute)
        if wanted:
            masks[name] = snapshot.values[name].mask(wanted, snapshot.size, company_key if name == "company" else _cut)
    if "city" in masks and WorkFormat.REMOTE in query.formats:
        masks[_PLACE] = _place(snapshot, query, masks.pop("city"))
        del masks["format"]
    if query.salary_min is not None or query.salary_max is not None:
        masks["pay"] = snapshot.pay_low >= 0
        if query.salary_min is not None:
            masks["pay"] &= snapshot.pay_high >= query.salary_min
        if query.salary_max is not None:
            masks["pay"] &= snapshot.pay_low <= query.salary_max
    if query.experience_max is not None:
        masks["experience"] = snapshot.experience <= query.experience_max  # false where none is said (NaN)
    if query.days is not None:
        masks["days"] = snapshot.posted >= now - query.days * _DAY
    if query.standard:
        masks["standard"] = snapshot.standard
    if query.trusted:
        masks["trusted"] = ~snapshot.suspicious
    return Filters(masks, snapshot.size)


def _place(snapshot: Snapshot, query: Query, in_city: Bools) -> Bools:
    """In one of the cities (there in one of the other formats, if any is asked for), or remote."""
    formats = snapshot.values["format"]
    others = [value for value in query.formats if value != WorkFormat.REMOTE]
    there = in_city & formats.mask(others, snapshot.size) if others else in_city
    return there | formats.mask((WorkFormat.REMOTE,), snapshot.size)


def facet(snapshot: Snapshot, name: str, chosen: Bools, wanted: tuple[str, ...]) -> list[tuple[str, int]]:
    """The values of a facet with their counts, most frequent first, then by the alphabet; MAX_FACET at most.

    Values that the query names are counted out even if they come later.
    """
    if name == "kind":
        return sorted(kind_counts(snapshot, chosen).items(), key=lambda pair: (-pair[1], pair[0]))
    values = snapshot.values[name]
    counts = values.counts(chosen)
    found = sorted(((values.names[code], int(counts[code])) for code in np.flatnonzero(counts)), key=_order)
    key = company_key if name == "company" else _cut
    named = {key(value) for value in wanted}
    return found[:MAX_FACET] + [pair for pair in found[MAX_FACET:] if key(pair[0]) in named]


def kind_counts(snapshot: Snapshot, chosen: Bools) -> dict[str, int]:
    """How many of the chosen documents are of each kind; kinds of which there are none are left out."""
    counts = np.bincount(snapshot.kind[chosen], minlength=len(KINDS))
    return {kind.value: int(counts[code]) for code, kind in enumerate(KINDS) if counts[code]}


def _order(pair: tuple[str, int]) -> tuple[int, str]:
    return -pair[1], pair[0]


def _cut(value: str) -> str:
    return value[:MAX_VALUE]

"""What a user asks (Query) and what a search answers (Results): values only, for any engine.

A Query is also the state of the search page's URL and, later, a saved filter. ``to_params`` and ``from_params`` are
inverse: ``Query.from_params(query.to_params()) == query``.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any, Final, Self, TypeVar

from voronka.model import Employment, Kind, Seniority, WorkFormat
from voronka.roles import GROUPS, ROLES

_T = TypeVar("_T")

ORDERS: Final = ("relevance", "date", "pay")
MAX_TEXT: Final = 300
MAX_PAGE_SIZE: Final = 100
MAX_VALUES: Final = 30
FACETS: Final = ("kind", "group", "role", "seniority", "format", "employment", "city", "company", "source")
"""The facets every engine counts, by their names in Results."""

# parameter of the URL → field of Query, for fields that hold several values
_LISTS: Final = {
    "role": "roles",
    "group": "groups",
    "seniority": "seniority",
    "format": "formats",
    "employment": "employment",
    "city": "cities",
    "company": "companies",
    "source": "sources",
}
_NUMBERS: Final = {"pay_min": "salary_min", "pay_max": "salary_max", "days": "days", "exp_max": "experience_max"}
_SWITCHES: Final = ("standard", "trusted", "stale")
_CLOSED: Final[dict[str, frozenset[str]]] = {
    "roles": frozenset(ROLES),
    "groups": frozenset(GROUPS),
    "seniority": frozenset(Seniority),
    "formats": frozenset(WorkFormat),
    "employment": frozenset(Employment),
}


@dataclass(frozen=True, slots=True)
class Query:
    """A search: words and filters. Values of one list are alternatives; fields are joined by "and".

    Exception: a city and the format remote together mean either (who seeks "Казань или удалённо" wants both).
    ``salary_min`` and ``salary_max`` are roubles a month: listings whose pay reaches at least ``salary_min`` and starts
    at most at ``salary_max``; a listing without pay is left out when either is set. ``days`` limits the age of the
    newest post. ``experience_max``: asks for at most so many years. ``standard``: vacancies that meet the standard only
    (voronka.standard). ``trusted`` leaves out what a flag says to beware of. ``team`` None sees public listings only.
    ``kinds`` empty means vacancies, digests' positions and candidates; content and promo come only when named.
    """

    text: str = ""
    kinds: tuple[Kind, ...] = ()
    roles: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    seniority: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    employment: tuple[str, ...] = ()
    cities: tuple[str, ...] = ()
    companies: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    salary_min: int | None = None
    salary_max: int | None = None
    experience_max: float | None = None
    days: int | None = None
    standard: bool = False
    trusted: bool = False
    stale: bool = False
    order: str = "relevance"
    page: int = 1
    size: int = 20
    team: str | None = None

    def to_params(self) -> list[tuple[str, str]]:
        """The query as URL parameters, defaults left out, in a fixed order; ``team`` is never part of a URL."""
        params: list[tuple[str, str]] = [("q", self.text)] if self.text else []
        params += [("kind", kind.value) for kind in self.kinds]
        for name, attribute in _LISTS.items():
            params += [(name, str(value)) for value in getattr(self, attribute)]
        for name, attribute in _NUMBERS.items():
            value = getattr(self, attribute)
            if value is not None:
                params.append((name, f"{value:g}" if isinstance(value, float) else str(value)))
        params += [(name, "1") for name in _SWITCHES if getattr(self, name)]
        if self.order != "relevance":
            params.append(("order", self.order))
        if self.page > 1:
            params.append(("page", str(self.page)))
        if self.size != 20:
            params.append(("size", str(self.size)))
        return params

    @classmethod
    def from_params(cls, params: Iterable[tuple[str, str]], team: str | None = None) -> Self:
        """Read URL parameters, ignoring what is unknown or malformed, for a URL comes from outside.

        ``team`` is never read from the URL: it is the caller's.
        """
        given: dict[str, list[str]] = {}
        for name, raw in params:
            value = "".join(c for c in raw if c.isprintable()).strip()
            if value and len(given.setdefault(name, [])) < MAX_VALUES:
                given[name].append(value[:MAX_TEXT])
        values: dict[str, Any] = {"text": given.get("q", [""])[-1], "team": team}
        values["kinds"] = _unique(Kind(v) for v in given.get("kind", []) if v in set(Kind))
        for name, attribute in _LISTS.items():
            known = _CLOSED.get(attribute)
            values[attribute] = _unique(v for v in given.get(name, []) if known is None or v in known)
        for name, attribute in _NUMBERS.items():
            values[attribute] = _number(given.get(name, [""])[-1], whole=attribute != "experience_max")
        for name in _SWITCHES:
            values[name] = given.get(name, [""])[-1] == "1"
        order = given.get("order", [""])[-1]
        values["order"] = order if order in ORDERS else "relevance"
        values["page"] = min(int(_number(given.get("page", [""])[-1]) or 1) or 1, 10_000)
        values["size"] = min(int(_number(given.get("size", [""])[-1]) or 20) or 20, MAX_PAGE_SIZE)
        return cls(**values)

    def without(self, attribute: str, value: object = None) -> "Query":
        """This query with one value of a list field (or, with None, the whole field) taken away, on the first page."""
        default = next(f.default for f in fields(self) if f.name == attribute)
        current = getattr(self, attribute)
        if value is not None and isinstance(current, tuple):
            default = tuple(v for v in current if v != value)
        changes: dict[str, Any] = {attribute: default, "page": 1}
        return replace(self, **changes)


def _unique(values: Iterable[_T]) -> tuple[_T, ...]:
    return tuple(dict.fromkeys(values))


def _number(text: str, *, whole: bool = True) -> int | float | None:
    if whole:
        text = re.sub(r",(?=\d{3}(?!\d))", "", text)  # 80,000 as English writes it
    try:
        value = float(text.replace(",", ".").replace("\u00a0", "").replace(" ", ""))
    except ValueError:
        return None
    if not 0 <= value < 1e9:  # also refuses nan
        return None
    return int(value) if whole else value


@dataclass(frozen=True, slots=True)
class Understood:
    """A typed query read as filters: the Query with what was recognised, and which words gave which filter.

    ``taken`` maps a field of Query ("roles", "cities", "salary_min", …) to the words it was read from.
    """

    query: Query
    taken: dict[str, str] = field(default_factory=dict)

    @property
    def searched(self) -> Query:
        """The Query as it is searched: a trade that no role names but "other" is looked for by its words as well."""
        if self.query.roles != ("other",):
            return self.query
        words = (self.taken.get("roles", ""), self.query.text)
        return replace(self.query, text=" ".join(word for word in words if word))


@dataclass(frozen=True, slots=True)
class Hit:
    """One found listing: its id, its score (only comparable within one answer), and why it was found.

    ``snippet`` is plain text (contacts of candidates masked) in pieces: (words, is a match).
    """

    listing_id: int
    score: float
    snippet: tuple[tuple[str, bool], ...] = ()


@dataclass(frozen=True, slots=True)
class Results:
    """One page of an answer, the whole count, and the facets.

    ``facets`` maps each name of FACETS to (value, count), most frequent first; a facet is counted with every filter
    applied but its own. ``hidden_stale`` counts what would be found besides with ``stale``; ``fresh`` counts listings
    whose newest post is at most 24 hours old; ``kinds_total`` counts by kind with all filters but the kinds'.
    """

    total: int
    hits: Sequence[Hit]
    facets: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    hidden_stale: int = 0
    fresh: int = 0
    kinds_total: dict[str, int] = field(default_factory=dict)

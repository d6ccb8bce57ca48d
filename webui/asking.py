"""What a request of the search page asks: the URL's parameters and the typed words, put together to one Query.

Typed words are understood (``voronka.extract.understand``): "таргетолог казань от 80" asks by role, city and pay, and
searches the rest as text. What was typed says a field anew: it stands instead of the URL's value of the same field.
As soon as anything is changed by a click, what was understood becomes explicit: every URL made here carries the rest
words as ``q`` and all filters as parameters. ``exact=1`` takes the words as they are, without understanding them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import lru_cache
from typing import Any, Final
from urllib.parse import urlencode

from voronka.extract.understand import understand
from voronka.model import Kind
from voronka.query import Query
from voronka.roles import roles_of_group

TABS: Final[dict[str, tuple[Kind, ...]]] = {
    "vacancies": (),
    "candidates": (Kind.CANDIDATE,),
    "materials": (Kind.CONTENT,),
}
"""The tabs of the page and the kinds that stand for them in a URL; no kind is the first tab."""

_UNDERSTANDABLE: Final = (
    "kinds", "roles", "groups", "seniority", "formats", "employment", "cities", "companies", "sources",
    "salary_min", "salary_max", "experience_max", "days",
)  # fmt: skip
_DEFAULTS: Final[dict[str, Any]] = {f.name: f.default for f in fields(Query)}


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: the words as typed, what is asked in the end, and which words gave which filter.

    ``opened`` is the listing in the reading pane: None is the first found, 0 a closed pane. ``saved`` is the saved
    filter that was opened, with the match up to which its reader had looked at it before.
    """

    typed: str
    explicit: Query
    query: Query
    taken: Mapping[str, str] = field(default_factory=dict)
    exact: bool = False
    opened: int | None = None
    saved: tuple[int, int] | None = None

    @property
    def tab(self) -> str:
        """The name of the tab that is shown."""
        if Kind.CANDIDATE in self.query.kinds:
            return "candidates"
        return "materials" if self.query.kinds else "vacancies"

    @property
    def promo(self) -> bool:
        """Whether advertisements are shown among the materials."""
        return Kind.PROMO in self.query.kinds

    def url(self, path: str = "/", **changes: Any) -> str:
        """The address of this search with fields of its Query changed, from the first page on unless ``page``."""
        query = replace(self.query, **{"page": 1, **changes})
        return self.url_of(query, path)

    def url_of(self, query: Query, path: str = "/") -> str:
        """The address of a search with all filters explicit."""
        return self._address(path, query, exact=self.is_exact(query), closed=self.opened == 0)

    def is_exact(self, query: Query) -> bool:
        """Whether the address of a query must say that its words are not to be understood."""
        return bool(query.text) and (self.exact or _is_understood(query.text))

    def same_url(self) -> str:
        """The address of this very request, tidied."""
        query = replace(self.explicit, text=self.typed)
        return self._address("/", query, exact=self.exact, closed=self.opened == 0)

    def close_url(self) -> str:
        """The address of this search without a reading pane."""
        return self._address("/", self.query, exact=self.is_exact(self.query), closed=True)

    def literal_url(self) -> str:
        """The address that searches the typed words as they are."""
        query = replace(self.explicit, text=self.typed, page=1)
        return self._address("/", query, exact=True, closed=self.opened == 0)

    def opening(self, number: int, since: int) -> str:
        """The address of this search as a saved filter, looked at up to a match before."""
        return replace(self, saved=(number, since)).url()

    def without_saved(self) -> str:
        """The address of this search as no saved filter."""
        return address("/", self.query, exact=self.is_exact(self.query), closed=self.opened == 0)

    def feed_url(self) -> str:
        """The address of this search's feed."""
        return address("/feed", replace(self.query, page=1, size=20, order="relevance"),
                       exact=self.is_exact(self.query))  # fmt: skip

    def saved_params(self) -> list[tuple[str, str]]:
        """What addresses and forms carry of the saved filter."""
        return [] if self.saved is None else [("saved", str(self.saved[0])), ("since", str(self.saved[1]))]

    def _address(self, path: str, query: Query, *, exact: bool, closed: bool) -> str:
        return address(path, query, self.saved_params(), exact=exact, closed=closed)


def ask(params: Iterable[tuple[str, str]]) -> Asked:
    """Read a request of the page; what is unknown or malformed is ignored."""
    given = list(params)
    explicit = Query.from_params(given)
    explicit = replace(explicit, kinds=_tab_kinds(explicit.kinds))
    last = dict(given)
    exact = last.get("exact") == "1"
    query, taken = (explicit, {}) if exact else merged(explicit)
    query = replace(query, kinds=_tab_kinds(query.kinds))
    saved = _number(last.get("saved", ""))
    opened = None if not saved else (saved, _number(last.get("since", "")) or 0)
    return Asked(explicit.text, explicit, query, taken, exact, _number(last.get("open", "")), opened)


def merged(explicit: Query) -> tuple[Query, dict[str, str]]:
    """The explicit Query with its text understood, and the words that each field was read from."""
    if not explicit.text:
        return explicit, {}
    understood = understand(explicit.text)
    changes = {
        name: value
        for name in _UNDERSTANDABLE
        if (value := getattr(understood.query, name)) not in (None, _DEFAULTS[name])
    }
    return replace(explicit, text=understood.searched.text, **changes), dict(understood.taken)


def for_engine(query: Query) -> Query:
    """The Query as it is searched: the tab's kinds spelled out, and a group's roles beside single roles.

    Between fields the engine joins by "and"; on the page a group and a role of another group mean either.
    """
    kinds = query.kinds or (Kind.VACANCY, Kind.DIGEST)
    if not (query.groups and query.roles):
        return replace(query, kinds=kinds)
    roles = [role for group in query.groups for role in roles_of_group(group)]
    return replace(query, kinds=kinds, groups=(), roles=tuple(dict.fromkeys([*query.roles, *roles])))


def address(
    path: str, query: Query, more: Iterable[tuple[str, str]] = (), *, exact: bool = False, closed: bool = False
) -> str:
    """A path with a query, and what else is said, as its parameters."""
    params = query.to_params()
    if exact:
        params.append(("exact", "1"))
    if closed:
        params.append(("open", "0"))
    params += more
    return f"{path}?{urlencode(params)}" if params else path


@lru_cache(maxsize=256)
def _is_understood(text: str) -> bool:
    """Whether a text would be read as a filter, or as other words; a page asks this for each of its links."""
    understood = understand(text)
    return bool(understood.taken) or understood.query.text != text


def _tab_kinds(kinds: tuple[Kind, ...]) -> tuple[Kind, ...]:
    if Kind.VACANCY in kinds or Kind.DIGEST in kinds:
        return ()
    if Kind.CANDIDATE in kinds:
        return (Kind.CANDIDATE,)
    if Kind.PROMO in kinds:
        return (Kind.CONTENT, Kind.PROMO)
    return kinds


def _number(value: str) -> int | None:
    # what is longer is no id, and no database's integer
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else None

"""A saved filter that the search page shows: what of the list is new to its reader, and whether it asks for more now.

What the page offers where none is: to save the search.
"""

from dataclasses import dataclass

from voronka.saved_filters import SavedFilter, query_to_text
from voronka.store import filter_news, saved_filters
from webui import filter_forms, permissions, signed_in
from webui.asking import Asked, address
from webui.room import room


@dataclass(frozen=True, slots=True)
class Opened:
    """A filter, whether it is the reader's own, the listings that were new when it was opened, and whether the search
    was changed since (``changed``)."""

    filter: SavedFilter
    own: bool
    new: frozenset[int]
    changed: bool


@dataclass(frozen=True, slots=True)
class Saving:
    """How the search can be saved: ``query`` is what a form sends; who is not signed in has ``url`` alone."""

    query: str
    url: str
    may: bool


def opened_filter(asked: Asked) -> Opened | None:
    """The saved filter of an address; None where there is none that the reader may see."""
    person, membership = signed_in.person(), signed_in.membership()
    if asked.saved is None or person is None or membership is None or not permissions.may("saved filters"):
        return None
    number, since = asked.saved
    with room().store.reading() as connection:
        one = saved_filters.get(connection, person.id, membership.team, number)
        new = [] if one is None else filter_news.found_after(connection, number, since)
    if one is None:
        return None
    return Opened(one, one.account_id == person.id, frozenset(new), not filter_forms.is_same(one.query, asked.query))


def saving(asked: Asked) -> Saving | None:
    """What saves a search; None for who may not, signed in or not."""
    may = permissions.may("saved filters")
    if not may and signed_in.person() is not None:
        return None
    query = filter_forms.kept(asked.query)
    return Saving(query_to_text(query), address("/filters/new", query), may)

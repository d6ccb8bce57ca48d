"""Candidates for a vacancy and vacancies for a candidate: looked up in the index by role, then weighed one by one."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from search.fitting import Fit, fit
from voronka.listing import Listing
from voronka.model import Kind, Posting, WorkFormat
from voronka.query import Query
from voronka.roles import ROLES

_LOOKED_AT: Final = 60
"""So many of each way of asking are weighed, the newest."""
_OFFERS: Final = (Kind.VACANCY, Kind.DIGEST)
_WORD: Final = re.compile(r"[^\W\d_]+")
_SHORT: Final = 3


@dataclass(frozen=True, slots=True)
class Partner:
    """A listing of the other side, and how well it fits."""

    listing: Listing
    fit: Fit


def behind(posting: Posting, *, candidate: bool, team: str | None = None) -> Query | None:
    """The search behind the fitting ones of a posting: role, and place or remote; to be kept as a filter.

    Pay is no part of it: a search by pay leaves out whoever names none. A trade that is none of ours is looked for by
    the words of a short title; None where there is neither role nor such a title.
    """
    roles = _ours(posting)
    text = "" if roles else _short_title(posting)
    if not roles and not text:
        return None
    return Query(
        text=text,
        kinds=_OFFERS if candidate else (Kind.CANDIDATE,),
        roles=roles,
        cities=posting.cities,
        formats=(WorkFormat.REMOTE.value,) if WorkFormat.REMOTE in posting.formats else (),
        trusted=True,
        team=team,
    )


def queries(posting: Posting, *, candidate: bool, team: str | None) -> list[Query]:
    """What the index is asked, the closest first: role (or title) and place, role, other roles, the group of roles."""
    first = posting.roles[0]
    by_date = Query(order="date", size=_LOOKED_AT, trusted=True, team=team)
    asked = replace(by_date, kinds=_OFFERS if candidate else (Kind.CANDIDATE,))
    near = behind(posting, candidate=candidate, team=team)
    found = [] if near is None else [replace(near, order="date", size=_LOOKED_AT, roles=_ours(posting)[:1])]
    if found and first == "other":
        found.append(replace(asked, text=_short_title(posting)))
    found.append(replace(asked, roles=(first,)))
    if len(posting.roles) > 1:
        found.append(replace(asked, roles=posting.roles[1:]))
    if ROLES[first].group != "other":
        found.append(replace(asked, groups=(ROLES[first].group,)))
    return found


def _ours(posting: Posting) -> tuple[str, ...]:
    return tuple(role for role in posting.roles if role != "other")


def _short_title(posting: Posting) -> str:
    """The words of a title that is a name of a trade rather than a sentence; "" for others."""
    words = _WORD.findall(posting.title or "")
    return " ".join(words).casefold() if len(words) <= _SHORT else ""


def partners(
    posting: Posting,
    *,
    candidate: bool,
    team: str | None,
    now: datetime,
    ask: Callable[[Query], Sequence[int]],
    listings: Callable[[Sequence[int]], Sequence[Listing]],
    most: int,
    but: int | None = None,
) -> list[Partner]:
    """The best of the other side, the best first; ``but`` is the posting's own listing.

    The index is asked by ``ask`` (numbers of listings, which that team may see), no more often than is needed for as
    many as are wanted; ``listings`` gives their cards. What a flag says to beware of is never offered.
    """
    numbers: dict[int, None] = {}
    for query in queries(posting, candidate=candidate, team=team):
        numbers |= dict.fromkeys(ask(query))
        if len(numbers) >= 2 * _LOOKED_AT or (len(numbers) >= 4 * most and not query.cities + query.formats):
            break
    numbers.pop(but or 0, None)
    found = []
    for listing in listings(list(numbers)):
        other = listing.posting
        if other is None or (listing.owner_team is not None and listing.owner_team != team):
            continue
        age = now - listing.posted_at
        weighed = fit(other, posting, age) if candidate else fit(posting, other, age)
        if weighed.worth_showing:
            found.append(Partner(listing, weighed))
    found.sort(key=lambda one: (-one.fit.rank, -one.fit.score, -one.listing.posted_at.timestamp(), one.listing.id))
    return found[:most]

"""Saved filters: a Query with a name, and how its owner wants to be told of what is new; values only."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Final
from urllib.parse import parse_qsl, urlencode
from zoneinfo import ZoneInfo

from voronka.errors import RefusedError
from voronka.query import Query

MOST: Final = 100
"""So many filters a person may have in a team."""
LANGUAGES: Final = ("ru", "en")
_DAY: Final = 24 * 60
_LONGEST_NAME: Final = 100
_LONGEST_QUERY: Final = 8000


class Pace(StrEnum):
    """When a filter's owner is told: never means that what is new is only counted, and stands in the feed."""

    NEVER = "never"
    NOW = "now"
    DAILY = "daily"
    WEEKLY = "weekly"


class Way(StrEnum):
    """By what a message goes out. The feed is no way: it is fetched."""

    EMAIL = "email"
    TELEGRAM = "telegram"


class Problem(StrEnum):
    """What is wrong with a way of a person."""

    REFUSED = "refused"
    """The mail server of the address refuses it for good: off until the person switches it on again."""
    BLOCKED = "blocked"
    """The person blocked the bot, or left: off until the person links it anew."""
    FAILED = "failed"
    """A message was tried for days and given up; later ones are tried again."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What a person says of a filter; see ``checked``.

    ``quiet`` are the first and the last minute of the day (the last not included) between which nothing is sent, over
    midnight where the first is the later; ``hour`` is when digests go. Both are in ``zone``. ``language`` is that of
    the messages.
    """

    name: str
    query: Query
    pace: Pace = Pace.NEVER
    email: bool = False
    telegram: bool = False
    shared: bool = False
    zone: str = "Europe/Moscow"
    hour: int = 9
    quiet: tuple[int, int] | None = None
    language: str = "ru"


@dataclass(frozen=True, slots=True)
class SavedFilter:
    """A saved filter as somebody in the team sees it.

    ``feed`` says whether it has a private feed; ``new`` counts what fits and came in since the asker looked last
    (``looked_at``). Only the owner is told of anything, and only the owner changes it.
    """

    id: int
    account_id: int
    owner: str
    team: str
    draft: Draft
    paused: bool
    feed: bool
    created_at: datetime
    looked_at: datetime | None = None
    new: int = 0

    @property
    def name(self) -> str:
        """What it is called."""
        return self.draft.name

    @property
    def query(self) -> Query:
        """What it asks for, in its team."""
        return self.draft.query


@dataclass(frozen=True, slots=True)
class WayState:
    """How a person is reached by a way: Telegram's chat, what is wrong, and whether it is off because of that."""

    chat_id: int | None = None
    problem: Problem | None = None
    problem_at: datetime | None = None
    off: bool = False


@dataclass(frozen=True, slots=True)
class Ways:
    """The ways of a person; one that nothing is known of is just well."""

    known: Mapping[Way, WayState] = field(default_factory=dict)

    def __getitem__(self, way: Way) -> WayState:
        return self.known.get(way, WayState())


def checked(draft: Draft) -> Draft:
    """The draft in the form in which it is kept; raises RefusedError where something in it is wrong."""
    name = " ".join("".join(c if c.isprintable() else " " for c in draft.name).split())[:_LONGEST_NAME]
    if not name:
        raise RefusedError("filter.name", "a saved filter wants a name")
    try:
        ZoneInfo(draft.zone)
    except (KeyError, ValueError, OSError) as error:
        raise RefusedError("filter.zone", "there is no such time zone") from error
    if not 0 <= draft.hour < 24:
        raise RefusedError("filter.hour", "an hour is 0 to 23")
    quiet = draft.quiet
    if quiet is not None and not all(0 <= minute < _DAY for minute in quiet):
        raise RefusedError("filter.quiet", "quiet hours are times of the day")
    if quiet is not None and quiet[0] == quiet[1]:
        quiet = None
    if len(query_to_text(draft.query)) > _LONGEST_QUERY:
        raise RefusedError("filter.too_long", "a saved filter cannot ask for so much at once")
    language = draft.language if draft.language in LANGUAGES else LANGUAGES[0]
    return replace(draft, name=name, quiet=quiet, language=language, query=_kept(draft.query))


def _bare(query: Query) -> Query:
    return replace(query, page=1, size=20, team=None)


def _kept(query: Query) -> Query:
    """The query in the form in which an address gives it back, whatever it was made of."""
    for _ in range(2):  # cut at its most, a text may end with a space
        query = query_from_text(query_to_text(query), None)
    return query


def query_to_text(query: Query) -> str:
    """A Query as the search page's address has it, in a fixed order; without page, size and team."""
    return urlencode(_bare(query).to_params())


def query_from_text(text: str, team: str | None) -> Query:
    """The Query of such an address, as a team asks it."""
    return Query.from_params(parse_qsl(text), team)

"""What a filter would have told within the last week, as its page shows it before it is saved or changed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from search.engine import IndexBeingMadeError
from voronka.alert_preview import preview
from voronka.listing import Listing
from voronka.query import Query
from voronka.saved_filters import Draft, Pace
from webui.cards import Card, card
from webui.room import room


@dataclass(frozen=True, slots=True)
class Message:
    """One message: when it would have gone, or will (``to_come``), and what it tells."""

    at: datetime
    to_come: bool
    cards: Sequence[Card]


@dataclass(frozen=True, slots=True)
class Week:
    """The messages of the last week, the newest first; of a filter that only counts all in one, without a time."""

    messages: Sequence[Message]
    total: int
    only_counts: bool


def week(draft: Draft, team: str, now: datetime) -> Week | None:
    """What the last week would have told by a draft; None while the index cannot be asked."""
    here = room()

    def ask(query: Query) -> Sequence[Listing]:
        return here.search.ask(replace(query, team=team)).listings

    try:
        planned = preview(draft, ask, now)
    except IndexBeingMadeError:
        return None
    days = here.settings.stale_days
    messages = [
        Message(one.at, one.at > now, [card(listing, now, days) for listing in one.listings]) for one in planned
    ]
    total = sum(len(one.cards) for one in messages)
    only_counts = draft.pace is Pace.NEVER
    if only_counts and messages:
        messages = [Message(now, False, [found for one in messages for found in one.cards])]
    return Week(messages, total, only_counts)

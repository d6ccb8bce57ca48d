"""What a filter would have told within the last days, had it been there."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from voronka.alert_times import goes_at
from voronka.listing import Listing
from voronka.query import MAX_PAGE_SIZE, Query
from voronka.saved_filters import Draft, Pace

DAYS: Final = 7


@dataclass(frozen=True, slots=True)
class Planned:
    """One message: when it would have gone (or will, for a digest that is still to come), and what it tells."""

    at: datetime
    listings: tuple[Listing, ...]


def preview(draft: Draft, ask: Callable[[Query], Sequence[Listing]], now: datetime, days: int = DAYS) -> list[Planned]:
    """The messages of the last days, the newest first; with pace "never" one a listing, as it would be counted.

    ``ask`` gives the cards that a query finds. Of the newest hundred listings; those that were posted before and only
    again since are not new. A listing counts from when it was posted, for when it would have been collected nobody
    knows.
    """
    first = now - timedelta(days=days)
    query = replace(draft.query, days=days, order="date", page=1, size=MAX_PAGE_SIZE)
    messages: dict[datetime, list[Listing]] = {}
    for card in ask(query):
        if card.first_posted_at >= first:
            at = card.first_posted_at if draft.pace is Pace.NEVER else goes_at(draft, card.first_posted_at)
            messages.setdefault(at, []).append(card)
    return [Planned(at, tuple(cards)) for at, cards in sorted(messages.items(), reverse=True)]

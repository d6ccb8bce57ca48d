"""A listing opened for reading: its facts, its text, how to answer, where it was posted, and what is like it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from search.engine import IndexBeingMadeError
from voronka.lineage import Lineage, lineage
from voronka.listing import Listing
from voronka.model import Kind, Posting, WorkFormat
from voronka.privacy import public
from voronka.query import Query
from webui import words
from webui.admin_auth import is_admin
from webui.answers import Answer, answers
from webui.cards import Card, card
from webui.facts import Fact, answers_ended, facts, unknown
from webui.hostile import safe_url
from webui.original import Original, original
from webui.room import Room
from webui.standard_view import Remark, StandardView, standard_view, unlawful, warnings
from webui.timeline import Moment, timeline

SIMILAR = 4


@dataclass(frozen=True, slots=True)
class Reading:
    """An opened listing; ``hidden`` says that its contacts are masked, ``source_url`` is the newest post's address.

    ``answers_ended`` is the last day to answer where it is past. ``warnings`` say what to beware of, ``unlawful`` what
    the law forbids to ask for, ``standard`` how a vacancy stands to the standard. ``unknown`` are facts that it does
    not give, ``kind_name`` says what it is, ``other_kinds`` what it may be instead: for who may correct them.
    """

    card: Card
    facts: Sequence[Fact]
    original: Original
    answers: Sequence[Answer]
    timeline: Sequence[Moment]
    lineage: Lineage
    similar: Sequence[Card]
    hidden: bool
    source_url: str | None
    closed_at: datetime | None
    closed_why: str
    answers_ended: str
    unknown: Sequence[tuple[str, str]]
    kind_name: str
    other_kinds: Sequence[tuple[str, str]]
    warnings: Sequence[Remark]
    unlawful: Sequence[Remark]
    standard: StandardView | None


def reading(unmasked: Listing, room: Room) -> Reading:
    """Open a listing; a candidate's is masked before anything else is done with it."""
    listing = public(unmasked)
    now, days = room.now(), room.settings.stale_days
    today = now.astimezone(room.settings.zone).date()
    closing, posting = listing.closing, listing.posting or Posting()
    opened = card(listing, now, days)
    return Reading(
        card=opened,
        facts=facts(listing, today),
        original=original(listing.newest),
        answers=answers(listing),
        timeline=timeline(listing),
        lineage=lineage(listing),
        similar=[card(found, now, days) for found in _similar(listing, room)],
        hidden=listing.kind is Kind.CANDIDATE,
        source_url=safe_url(listing.newest.url),
        closed_at=closing.closed_at if closing is not None else None,
        closed_why=words.closing(closing.closed_reason) if closing is not None else "",
        answers_ended=answers_ended(listing, today),
        unknown=unknown(listing, today),
        kind_name=words.kind(listing.newest.post_kind),
        other_kinds=_other_kinds(listing),
        warnings=warnings(posting),
        unlawful=unlawful(posting),
        standard=standard_view(listing, opened.title),
    )


def _other_kinds(listing: Listing) -> list[tuple[str, str]]:
    """The kinds that one may say it is; that a candidate is none only the site's admin may say."""
    if listing.kind is Kind.CANDIDATE and not is_admin():
        return []
    return [(code.value, words.kind(code)) for code in Kind if code is not listing.newest.post_kind]


def _similar(listing: Listing, room: Room) -> list[Listing]:
    """Listings of the same kind and first role in the same city, or remote ones where there is no city."""
    posting = listing.posting
    if posting is None or not posting.roles or posting.roles[0] == "other":
        return []
    formats = (WorkFormat.REMOTE,) if WorkFormat.REMOTE in posting.formats and not posting.cities else ()
    query = Query(
        kinds=(listing.kind,), roles=posting.roles[:1], cities=posting.cities, formats=formats, order="date",
        size=SIMILAR + 1,
    )  # fmt: skip
    try:
        found = room.ask(query).listings
    except IndexBeingMadeError:
        return []
    return [other for other in found if other.id != listing.id][:SIMILAR]

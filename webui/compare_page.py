"""Two to four cards side by side: a table of facts in which rows that differ are marked. The address is the state."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from flask import Blueprint, render_template, request, url_for

from voronka.listing import Listing
from voronka.model import Kind
from voronka.privacy import public
from voronka.query import Query
from voronka.store import card_work
from webui import signed_in, words, work_page
from webui.answers import Answer, answers
from webui.cards import Card, card
from webui.facts import Fact, facts
from webui.hostile import safe_url
from webui.i18n import _
from webui.room import room

pages = Blueprint("compare", __name__)
MOST: Final = 4
_OFFERED: Final = 6
_FIELDS: Final = (
    "roles", "salary", "cities", "formats", "employment", "seniority", "experience_years", "company", "skills",
    "deadline", "starts", "language",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    """One card of the comparison: its facts by field, how to answer, and the address of the page without it."""

    card: Card
    facts: dict[str, Fact]
    answers: Sequence[Answer]
    hidden: bool
    source_url: str | None
    kind_name: str
    without: str
    posted_at: datetime


@dataclass(frozen=True, slots=True)
class Row:
    """One fact of all columns, "" where it is not known; whether they differ in it."""

    name: str
    values: Sequence[str]
    differs: bool


@dataclass(frozen=True, slots=True)
class Offer:
    """A card that may be added, and the address of the page with it."""

    card: Card
    url: str


@pages.get("/compare")
def show() -> str:
    """The cards of the address side by side, and what may be added to them."""
    here = room()
    asked = _numbers(request.args.getlist("id"))
    by_number = {number: here.listing(number) for number in asked}
    found = {listing.id: listing for listing in by_number.values() if listing is not None}
    missing = [number for number, listing in by_number.items() if listing is None]
    left_out = len(found) > MOST
    listings = list(found.values())[:MOST]
    work_page.load([listing.id for listing in listings])
    numbers = [listing.id for listing in listings]
    columns = [_column(listing, numbers) for listing in listings]
    return render_template(
        "compare.html",
        columns=columns,
        rows=_rows(columns) if columns else [],
        offers=_offers(listings) if len(listings) < MOST else [],
        numbers=numbers,
        missing=missing,
        left_out=left_out,
        most=MOST,
    )


def _numbers(given: Iterable[str]) -> list[int]:
    """What was asked for, in order, each once: typed numbers may carry a sign № or stand beside each other."""
    words_given = " ".join(one[:40] for one in list(given)[: 2 * MOST]).replace("№", " ").replace(",", " ").split()
    numbers = [int(word) for word in words_given if word.isascii() and word.isdigit() and len(word) < 10]
    return list(dict.fromkeys(numbers))[: 2 * MOST]


def _url(numbers: Iterable[int]) -> str:
    return url_for("compare.show", id=list(numbers))


def _column(unmasked: Listing, numbers: Sequence[int]) -> Column:
    here = room()
    listing = public(unmasked)
    today = here.now().astimezone(here.settings.zone).date()
    return Column(
        card=card(listing, here.now(), here.settings.stale_days),
        facts={fact.field: fact for fact in facts(listing, today)},
        answers=answers(listing),
        hidden=listing.kind is Kind.CANDIDATE,
        source_url=safe_url(listing.newest.url),
        kind_name=words.kind(listing.kind),
        without=_url(number for number in numbers if number != listing.id),
        posted_at=listing.posted_at,
    )


def _rows(columns: Sequence[Column]) -> list[Row]:
    """The facts that any column has; what all are (the kind) stands only where they differ."""
    rows = []
    kinds = [column.kind_name for column in columns]
    if len(set(kinds)) > 1:
        rows.append(Row(_("Вид"), kinds, differs=True))
    for name in _FIELDS:
        values = [column.facts[name].value if name in column.facts else "" for column in columns]
        if any(values):
            rows.append(Row(words.field(name), values, len(set(values)) > 1))
    warnings = [column.card.warning for column in columns]
    if any(warnings):
        rows.append(Row(_("На что обратить внимание"), warnings, len(set(warnings)) > 1))
    return rows


def _offers(listings: Sequence[Listing]) -> list[Offer]:
    """What may be added: the person's starred cards, then listings of the same kind and role."""
    here, numbers = room(), [listing.id for listing in listings]
    found: dict[int, Listing] = {}
    person, membership = signed_in.person(), signed_in.membership()
    if person is not None and membership is not None:
        with here.store.reading() as connection:
            starred = card_work.starred(connection, person.id, membership.team, _OFFERED + MOST)
        for listing in here.listings(starred):
            if not listings or listing.kind is listings[0].kind:
                found.setdefault(listing.id, listing)
    first = listings[0] if listings else None
    if first is not None and first.posting is not None and len(found) < _OFFERED:
        query = Query(kinds=(first.kind,), roles=first.posting.roles[:1], order="date", size=_OFFERED + MOST)
        for listing in here.search.ask(query).listings:
            found.setdefault(listing.id, listing)
    rest = [listing for listing in found.values() if listing.id not in numbers][:_OFFERED]
    now, days = here.now(), here.settings.stale_days
    return [Offer(card(listing, now, days), _url([*numbers, listing.id])) for listing in rest]

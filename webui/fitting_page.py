"""Who fits a vacancy, and which vacancies fit a candidate, beside its page or on one of its own."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from search.partners import behind
from voronka.model import Kind, Posting
from voronka.saved_filters import query_to_text
from voronka.vacancies import life
from voronka.vacancies.draft import Draft
from webui import cards, signed_in
from webui.cards import Card
from webui.fitting_words import reasons
from webui.hostile import line
from webui.i18n import _
from webui.room import room

pages = Blueprint("fitting", __name__)


@dataclass(frozen=True, slots=True)
class Fitting:
    """One of the other side with its reasons: words, and whether each speaks for it."""

    card: Card
    reasons: Sequence[tuple[str, bool]]


@pages.get("/listing/<int:number>/fitting")
def of_listing(number: int) -> str | Response:
    """The fitting ones of a listing."""
    here = room()
    listing = here.listing(number)
    if listing is None or listing.posting is None or listing.kind not in (Kind.VACANCY, Kind.DIGEST, Kind.CANDIDATE):
        abort(404)
    if listing.id != number:
        return redirect(url_for("fitting.of_listing", number=listing.id), 301)
    back = url_for("listing.show", number=number)
    return _page(listing.posting, cards.title_of(listing), back, candidate=listing.kind is Kind.CANDIDATE, but=number)


@pages.get("/vacancies/<int:number>/fitting")
def of_draft(number: int) -> str:
    """The fitting candidates of a team's own vacancy, also of a draft."""
    store = room().store
    row = life.find(store, signed_in.team(), number) or abort(404)
    posting = Draft.from_json(row.draft).posting
    title = line(posting.title or "") or _("Без названия")
    return _page(posting, title, url_for("posting.one", number=number), candidate=False)


def _page(posting: Posting, title: str, back: str, *, candidate: bool, but: int | None = None) -> str:
    here, team = room(), signed_in.team()
    found = here.search.partners(posting, candidate=candidate, team=team, but=but)
    query = behind(posting, candidate=candidate)
    shown = [Fitting(cards.card(one.listing, here.now(), here.settings.stale_days), reasons(one.fit)) for one in found]
    part = "HX-Request" in request.headers
    return render_template(
        "_fitting.html" if part else "fitting.html",
        fitting=shown, candidate=candidate, title=title, back=back, query=query and query_to_text(query), level="h2",
    )  # fmt: skip

"""Work with cards: star, hide, note, tag; a form each, so that all of it works without JavaScript."""

from collections.abc import Sequence
from typing import Final, cast

from flask import Blueprint, Flask, abort, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from voronka.accounts import Account
from voronka.listing import Listing
from voronka.store import card_work
from voronka.store.card_work import Mark, Work
from webui import signed_in
from webui.cards import card
from webui.forms import safe_path
from webui.room import room

pages = Blueprint("work", __name__)
_MARKS: Final = ("starred", "hidden")
_LONGEST_NOTE: Final = 2000
_LONGEST_TAG: Final = 40
_STARRED: Final = 200
_PAGE: Final = 20


def init(app: Flask) -> None:
    """Let templates ask what was done with a card."""
    app.add_template_global(work_of)


def load(numbers: Sequence[int]) -> None:
    """Read the work on these cards in one go; for whoever is in no team there is none."""
    person, membership = signed_in.person(), signed_in.membership()
    if person is None or membership is None:
        return
    with room().store.reading() as connection:
        g.setdefault("work", {}).update(card_work.of(connection, person.id, membership.team, numbers))


def work_of(number: int) -> Work | None:
    """The work on a card; None for whoever is in no team."""
    if signed_in.membership() is None:
        return None
    if number not in g.get("work", {}):
        load([number])
    return cast("Work | None", g.work.get(number))


def note_seen(number: int) -> None:
    """Note that the person has opened a listing; once."""
    work = work_of(number)
    if work is not None and not work.seen:
        person, team = _mine()
        with room().store.writing() as connection:
            card_work.mark(connection, person.id, team, number, "seen", on=True)


def _mine() -> tuple[Account, str]:
    person, membership = signed_in.person(), signed_in.membership()
    if person is None or membership is None:
        abort(403)
    return person, membership.team


def _listing(number: int) -> Listing:
    return room().listing(number) or abort(404)


def _back(number: int) -> Response:
    return redirect(safe_path(request.form.get("next"), url_for("listing.show", number=number)), 303)


@pages.post("/listing/<int:number>/mark")
def mark(number: int) -> Response | str:
    """Star or hide a card, or take that back; leads back, or gives the buttons anew for a page that replaces them."""
    (person, team), listing = _mine(), _listing(number)
    what = request.form.get("mark", "")
    if what not in _MARKS:
        abort(400)
    with room().store.writing() as connection:
        on = request.form.get("on") == "1"
        card_work.mark(connection, person.id, team, listing.id, cast(Mark, what), on=on)
    if "HX-Request" in request.headers:
        back = safe_path(request.form.get("next"), "/")
        place = "l" if request.form.get("place") == "l" else "c"  # in the list and in the pane beside it at once
        return render_template("acts.html", number=listing.id, back=back, place=place)
    return _back(listing.id)


@pages.post("/listing/<int:number>/note")
def add_note(number: int) -> Response:
    """Write a note on a card."""
    (person, team), listing = _mine(), _listing(number)
    text = request.form.get("text", "").replace("\r\n", "\n").strip()[:_LONGEST_NOTE]
    if text:
        with room().store.writing() as connection:
            card_work.add_note(connection, person.id, team, listing.id, text)
    return _back(listing.id)


@pages.post("/listing/<int:number>/note/<int:note>/remove")
def remove_note(number: int, note: int) -> Response:
    """Take a note of the team away."""
    (_person, team), listing = _mine(), _listing(number)
    with room().store.writing() as connection:
        if note >= 2**31 or not card_work.remove_note(connection, team, note):
            abort(404)
    return _back(listing.id)


@pages.post("/listing/<int:number>/tag")
def tag(number: int) -> Response:
    """Tag a card, or take a tag off."""
    (_person, team), listing = _mine(), _listing(number)
    word = " ".join(request.form.get("tag", "").lower().split())[:_LONGEST_TAG]
    if word and word.isprintable():
        with room().store.writing() as connection:
            card_work.tag(connection, team, listing.id, word, on=request.form.get("on") == "1")
    return _back(listing.id)


@pages.get("/starred")
def starred() -> str:
    """The cards that one starred, the newest star first, a page at a time."""
    person, team = _mine()
    here = room()
    page = min(max(request.args.get("page", 1, type=int), 1), _STARRED // _PAGE)
    with here.store.reading() as connection:
        numbers = card_work.starred(connection, person.id, team, _STARRED)
    found = here.listings(numbers[(page - 1) * _PAGE : page * _PAGE])
    load([listing.id for listing in found])
    cards = [card(listing, here.now(), here.settings.stale_days) for listing in found]
    return render_template("starred.html", cards=cards, page=page, more=len(numbers) > page * _PAGE)

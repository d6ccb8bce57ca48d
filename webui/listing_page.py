"""One listing as a page, and the same for the search page's reading pane."""

from flask import Blueprint, Response, abort, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from webui import work_page
from webui.reading import reading
from webui.room import room

pages = Blueprint("listing", __name__)


@pages.get("/listing/<int:number>")
def show(number: int) -> AnyResponse:
    """A listing; the address of one that was joined to another leads there for good."""
    here = room()
    listing = here.listing(number)
    if listing is None:
        abort(404)
    pane = "pane" in request.args
    if listing.id != number:
        return redirect(url_for("listing.show", number=listing.id, pane="" if pane else None), 301)
    work_page.note_seen(listing.id)
    template = "pane.html" if pane else "listing.html"
    response: Response = make_response(render_template(template, opened=reading(listing, here)))
    return response

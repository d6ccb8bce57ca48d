"""A candidate's contacts, for HR who asks for them: each look is noted before it is answered. And the log of looks."""

from typing import Final, cast

from flask import Blueprint, Flask, abort, current_app, make_response, render_template, request
from werkzeug.wrappers import Response

from voronka.model import Kind
from voronka.store import looks
from webui import signed_in
from webui.admin_auth import admin_required
from webui.admin_page import Entry, add_entry
from webui.answers import answers
from webui.attempts import Attempts
from webui.errors import Refused
from webui.hostile import safe_url
from webui.i18n import _
from webui.reading import reading
from webui.room import room

pages = Blueprint("contacts", __name__)
_EXTENSION: Final = "voronka_looks"
_PAGE: Final = 50
_MOST: Final = 100
"""So many looks in ten minutes: enough for a day's work in one go, too few to carry the store away."""


def init(app: Flask) -> None:
    """Count looks, and lead from the admin's entrance to their log."""
    app.extensions[_EXTENSION] = Attempts(app.extensions["voronka"].store, f"{app.secret_key!s}:looks", _MOST, 600)
    add_entry(
        app,
        Entry(
            "/admin/looks",
            "user",
            title=lambda: _("Просмотры контактов"),
            about=lambda: _("Кто и когда смотрел контакты кандидатов"),
        ),
    )


@pages.after_request
def _keep_nothing(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response


@pages.post("/listing/<int:number>/contacts")
def show(number: int) -> Response:
    """The listing with its contacts, after the look is noted."""
    here, who, membership = room(), signed_in.person(), signed_in.membership()
    listing = here.listing(number) or abort(404)
    if who is None or membership is None:
        abort(403)
    if listing.kind is not Kind.CANDIDATE:
        abort(404)
    if cast(Attempts, current_app.extensions[_EXTENSION]).begin(f"account {who.id}"):
        raise Refused(429, _("Слишком много просмотров подряд"), _("Продолжите через десять минут."))
    with here.store.writing() as connection:
        looks.note(connection, who.id, membership.team, listing.id)
    source = safe_url(listing.newest.url)
    return make_response(
        render_template(
            "listing.html", opened=reading(listing, here), contacts=answers(listing), contacts_source=source
        )
    )


@pages.get("/team/looks")
def of_team() -> str:
    """Looks of one's own team, for its admin."""
    membership = signed_in.membership() or abort(403)
    return _log(membership.team)


@pages.get("/admin/looks")
@admin_required
def of_all() -> str:
    """All looks, for who runs the installation."""
    return _log(None)


def _log(team: str | None) -> str:
    before = request.args.get("before", type=int)
    with room().store.reading() as connection:
        found = looks.looks(connection, team, before if before and before < 2**62 else None, _PAGE + 1)
    older = found[_PAGE - 1].id if len(found) > _PAGE else None
    return render_template("looks.html", looks=found[:_PAGE], older=older, first=before is None, team=team)

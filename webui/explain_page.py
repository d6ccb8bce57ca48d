"""Why a post was read as it was, for the admin: a listing's posts, or a text that is pasted and kept nowhere."""

from typing import Final

from flask import Blueprint, Flask, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from voronka.explaining import Explained, explain
from voronka.explaining_stored import explain_one
from voronka.model import RawPost
from voronka.postfile import NO_CHANNEL
from webui.admin_auth import admin_required
from webui.admin_page import Entry, add_entry
from webui.explain_words import Shown, shown
from webui.i18n import _
from webui.room import room

pages = Blueprint("explaining", __name__, url_prefix="/admin/explain")

LONGEST: Final = 15_000
"""Characters of a pasted text; of a post that is all that counts, and it fits into a form of 64 KB."""
_MOST: Final = 12
"""Posts of one listing that are explained; the newest."""


def init(app: Flask) -> None:
    """Lead from the admin's entrance here."""
    add_entry(
        app,
        Entry(
            "/admin/explain",
            "search",
            title=lambda: _("Как прочитано"),
            about=lambda: _("Вставить текст и увидеть, что и по каким словам из него прочитано"),
        ),
    )


@pages.get("")
@admin_required
def show() -> str | Response:
    """The box for a text."""
    return render_template("explain_text.html", text="", line="", posts=[], longest=LONGEST)


@pages.post("")
@admin_required
def text() -> str | Response | tuple[str, int]:
    """A pasted text explained; nothing of it is stored."""
    given = request.form.get("text", "").replace("\r\n", "\n").strip("\n")
    if not given.strip():
        line = _("Вставьте текст публикации.")
        return render_template("explain_text.html", text="", line=line, posts=[], longest=LONGEST), 400
    raw = RawPost(NO_CHANNEL, "text", given[:LONGEST], posted_at=room().now())
    found = [_shown(explain(raw, ""))]
    return render_template("explain_text.html", text=given[:LONGEST], line="", posts=found, longest=LONGEST)


@pages.get("/<int:number>")
@admin_required
def listing(number: int) -> str | Response:
    """The posts of a listing; the address of one that was joined to another leads there."""
    here = room()
    found = here.listing(number)
    if found is None:
        abort(404)
    if found.id != number:
        return redirect(url_for("explaining.listing", number=found.id), 301)
    explained = explain_one(here.store, found)
    posts = [_shown(one) for one in explained[:_MOST]]
    return render_template(
        "explain_listing.html", listing=found, posts=posts, older=max(len(explained) - _MOST, 0), kind=found.kind.value
    )


@pages.after_request
def _keep_nothing(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response


def _shown(one: Explained) -> Shown:
    here = room()
    return shown(one, here.now().astimezone(here.settings.zone).date())

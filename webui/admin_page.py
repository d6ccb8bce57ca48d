"""The entrance for the admin: one page that leads to all that can be done there."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, cast

from flask import Blueprint, Flask, current_app, render_template
from werkzeug.wrappers import Response

from webui.admin_auth import admin_required

pages = Blueprint("admin", __name__, url_prefix="/admin")
_EXTENSION: Final = "voronka_admin_entries"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the entrance; title, about and note are asked for when it is shown, in the reader's language.

    ``icon`` is an icon of the sprite; ``note`` says what waits there ("3 источника не читаются"), empty for nothing.
    """

    path: str
    icon: str
    title: Callable[[], str]
    about: Callable[[], str]
    note: Callable[[], str] = lambda: ""


def add_entry(app: Flask, entry: Entry) -> None:
    """Put a line on the entrance."""
    app.extensions.setdefault(_EXTENSION, []).append(entry)


@pages.get("")
@admin_required
def show() -> str | Response:
    """The entrance."""
    entries = cast("list[Entry]", current_app.extensions.get(_EXTENSION, []))
    return render_template("admin.html", entries=entries)


@pages.after_request
def _keep_nothing(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response

"""Recent searches: a short menu at the search field, of the person who is signed in and for nobody else."""

from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit

from flask import Blueprint, Flask, abort, g, redirect, request, session
from werkzeug.wrappers import Response

from voronka.model import Kind
from voronka.store import recent
from webui import signed_in
from webui.asking import Asked, ask
from webui.chips import chips
from webui.forms import safe_path
from webui.i18n import _
from webui.room import room

pages = Blueprint("recent", __name__, url_prefix="/recent")
_SHOWN: Final = 90
_QUIET: Final = "forgot a search"
"""In the session from forgetting to the page that it leads back to: that one is not noted anew."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the menu: its number, what it says, where it leads."""

    id: int
    said: str
    url: str


def init(app: Flask) -> None:
    """Let templates ask for the menu."""
    app.add_template_global(recent_searches)


def note(asked: Asked) -> None:
    """Note what was asked for, where it says anything and is not merely leafed through."""
    who = signed_in.person()
    query = asked.query
    if who is None or query.page > 1 or session.pop(_QUIET, False):
        return
    wanted = replace(query, page=1, size=20, order="relevance")
    params = wanted.to_params()
    if not any(name not in {"kind", "stale"} for name, _value in params):
        return
    if asked.is_exact(wanted):
        params.append(("exact", "1"))
    address = urlencode(params)
    if len(address) > recent.LONGEST or next((one.params for one in _known(who.id)), "") == address:
        return
    with room().store.writing() as connection:
        recent.note(connection, who.id, address)
    g.pop("recent", None)


def _known(account_id: int) -> list[recent.Recent]:
    if "recent" not in g:
        with room().store.reading() as connection:
            g.recent = recent.of(connection, account_id)
    found: list[recent.Recent] = g.recent
    return found


def recent_searches() -> list[Line]:
    """The menu of the person who is signed in; empty for a stranger."""
    who = signed_in.person()
    if who is None:
        return []
    known = _known(who.id)
    labels = room().source_labels() if any("source=" in one.params for one in known) else {}
    return [Line(one.id, _said(one.params, labels), f"/?{one.params}") for one in known]


def _said(params: str, labels: dict[str, str]) -> str:
    asked = ask(parse_qsl(params))
    parts = [chip.value for chip in chips(asked, labels) if chip.attribute != "text"]
    if asked.query.text:
        parts.insert(0, asked.query.text)
    if Kind.CANDIDATE in asked.query.kinds:
        parts.append(_("кандидаты"))
    elif asked.query.kinds:
        parts.append(_("материалы"))
    whole = " · ".join(parts)
    return whole if len(whole) <= _SHOWN else whole[: _SHOWN - 1].rstrip(" ·") + "…"


@pages.post("/remove")
def remove() -> Response:
    """Take one search out of the menu, or all of them (no number)."""
    who = signed_in.person() or abort(403)
    given = request.form.get("one", "")
    if given and not (given.isdecimal() and len(given) < 19):
        abort(400)
    with room().store.writing() as connection:
        recent.forget(connection, who.id, int(given) if given else None)
    back = safe_path(request.form.get("next"), "/")
    if urlsplit(back).path == "/":
        session[_QUIET] = True
    return redirect(back, 303)

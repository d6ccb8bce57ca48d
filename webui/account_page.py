"""One's own account: sessions to look at and end, another password, the team to work in."""

from datetime import UTC, datetime

from flask import Blueprint, abort, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from voronka.accounts import Account, digest, hash_password, is_password
from voronka.errors import RefusedError
from voronka.store import accounts, signing_in
from webui import signed_in
from webui.i18n import _
from webui.refusals import reason
from webui.room import room

pages = Blueprint("account", __name__, url_prefix="/account")


@pages.after_request
def _keep_nothing(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response


def _me() -> Account:
    return signed_in.person() or abort(403)


def _here() -> str:
    return digest(signed_in.current() or "")


@pages.get("")
def show() -> str:
    """Who one is, where one is signed in."""
    return _page()


def _page(line: str = "") -> str:
    with room().store.reading() as connection:
        sessions = signing_in.sessions(connection, _me().id, datetime.now(UTC))
    return render_template("account.html", me=_me(), sessions=sessions, here=_here(), line=line)


@pages.post("/password")
def password() -> Response | tuple[str, int]:
    """Another password: all other sessions end."""
    me, store = _me(), room().store
    with store.reading() as connection:
        found = accounts.find(connection, me.email)
    if not is_password(None if found is None else found[1], request.form.get("old", "")):
        return _page(_("Нынешний пароль не подошёл.")), 422
    try:
        hashed = hash_password(request.form.get("password", ""), me.email)
    except RefusedError as error:
        return _page(reason(error)), 422
    team = signed_in.membership()
    with store.writing() as connection:
        accounts.set_password(connection, me.id, hashed)
    signed_in.begin(me.id, None if team is None else team.team)
    flash(_("Пароль сменён, остальные входы закрыты."))
    return redirect("/account", 303)


@pages.post("/sessions/end")
def end_session() -> Response:
    """End one session of one's own, or all but this."""
    one = request.form.get("one")
    with room().store.writing() as connection:
        if one:
            signing_in.end(connection, _me().id, one=one[:64])
        else:
            signing_in.end(connection, _me().id, but=_here())
    return redirect("/account", 303)


@pages.post("/team")
def work_in() -> Response:
    """Go on in another team of one's own."""
    wanted = request.form.get("team", "")
    if wanted not in {one.team for one in _me().memberships}:
        abort(404)
    with room().store.writing() as connection:
        signing_in.work_in(connection, signed_in.current() or "", wanted)
    return redirect("/account", 303)

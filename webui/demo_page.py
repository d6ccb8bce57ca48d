"""Signing in as one of a demo's three invented people by one click: in demo stores, and nowhere else."""

from typing import Final

import sqlalchemy as sa
from flask import Blueprint, Flask, abort, redirect, request
from werkzeug.wrappers import Response

from voronka.accounts import Role
from voronka.store import accounts
from webui import signed_in
from webui.forms import safe_path
from webui.i18n import _
from webui.room import room

pages = Blueprint("demo", __name__)
_TEAM: Final = "demo"


def init(app: Flask) -> None:
    """Let the sign-in form offer the demo's people."""
    app.add_template_global(demo_people)


def _people() -> dict[Role, str]:
    """Who may be chosen, by the role in the demo's team."""
    return {
        Role.HR: _("Анна, HR"),
        Role.MANAGER: _("Борис, нанимающий руководитель"),
        Role.ADMIN: _("Вера, администратор команды"),
    }


def demo_people() -> list[tuple[str, str]]:
    """Code and name of those whom a visitor may be; none but in a demo store."""
    return [] if room().store.demo_at is None else [(role.value, name) for role, name in _people().items()]


@pages.post("/demo/sign-in")
def sign_in() -> Response:
    """Be one of the three."""
    here = room()
    if here.store.demo_at is None:
        abort(404)
    who = request.form.get("who", "")
    if who not in {role.value for role in _people()}:
        abort(400)
    with here.store.writing() as connection:
        number = _account(connection, Role(who))
    signed_in.begin(number, _TEAM)
    back = safe_path(request.form.get("next"), "/")
    return redirect(back if back != "/" else "/?kind=candidate", 303)


def _account(connection: sa.Connection, role: Role) -> int:
    """The account of one of them, made where it is not there yet; it has no password."""
    email = f"{role.value}@demo.example"
    known = accounts.find(connection, email)
    if known is not None:
        found = accounts.get(connection, known[0])
        return known[0] if found is not None and found.demo else abort(404)
    if not accounts.team_name(connection, _TEAM):
        accounts.create_team(connection, _("Студия «Ветка»"), _TEAM)
    number = accounts.create_account(connection, email, _people()[role].partition(",")[0], None, demo=True)
    accounts.join(connection, number, _TEAM, role)
    return number

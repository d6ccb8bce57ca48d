"""The people of one's team, for its admin: invitations, roles, who leaves. The team is the session's."""

from datetime import UTC, datetime

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from voronka.accounts import Membership, OneTimeLink, Purpose, Role, normal_email
from voronka.errors import RefusedError
from voronka.mail import Letter
from voronka.store import accounts, signing_in
from webui import signed_in, words
from webui.i18n import _
from webui.letters import letters
from webui.refusals import reason
from webui.room import room

pages = Blueprint("team", __name__, url_prefix="/team")


@pages.after_request
def _keep_nothing(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response


def _mine() -> Membership:
    return signed_in.membership() or abort(404)


@pages.get("")
def show() -> str:
    """Who is in the team, who is invited."""
    return _page()


def _page(line: str = "", link: str = "", email: str = "") -> str:
    mine = _mine()
    with room().store.reading() as connection:
        members = accounts.members(connection, mine.team)
        invited = signing_in.invitations(connection, mine.team, datetime.now(UTC))
    return render_template(
        "team.html", mine=mine, members=members, invited=invited, roles=[(r.value, words.team_role(r)) for r in Role],
        line=line, link=link, email=email,
    )  # fmt: skip


@pages.post("/invite")
def invite() -> str | tuple[str, int] | Response:
    """Invite an address: by mail, or by a link that is shown once where no mail can be sent."""
    mine, me = _mine(), signed_in.person()
    assert me is not None, "only who is signed in comes here"
    try:
        email, role = normal_email(request.form.get("email", "")), _role()
    except RefusedError as error:
        return _page(reason(error), email=request.form.get("email", "")[:254]), 422
    with room().store.writing() as connection:
        wanted = OneTimeLink(Purpose.INVITATION, email, None, mine.team, role, me.id)
        secret = signing_in.make_link(connection, wanted, datetime.now(UTC))
    path = url_for("sign_in.link", secret=secret)
    if not letters().work:
        return _page(link=(letters().base or request.host_url.rstrip("/")) + path, email=email)
    subject = _("Приглашение в «Воронку»: %(team)s", team=mine.team_name)
    text = _(
        "%(who)s приглашает вас в команду «%(team)s». Откройте в течение недели:\n%(url)s",
        who=me.name, team=mine.team_name, url=f"{letters().base}{path}",
    )  # fmt: skip
    letters().send(lambda: Letter(email, subject, text))
    flash(_("Приглашение отправлено: %(email)s.", email=email))
    return redirect("/team", 303)


def _role() -> Role:
    wanted = request.form.get("role", "")
    return Role(wanted) if wanted in set(Role) else abort(400)


@pages.post("/invitations/take-back")
def take_back() -> Response:
    """Void an invitation."""
    with room().store.writing() as connection:
        if not signing_in.take_back(connection, _mine().team, request.form.get("email", "")[:254]):
            abort(404)
    return redirect("/team", 303)


@pages.post("/members/<int:number>/role")
def change_role(number: int) -> Response | tuple[str, int]:
    """Give a member another role."""
    return _change(number, _role())


@pages.post("/members/<int:number>/remove")
def remove(number: int) -> Response | tuple[str, int]:
    """Take a member out of the team; the account stays."""
    return _change(number, None)


def _change(number: int, role: Role | None) -> Response | tuple[str, int]:
    if number >= 2**31:
        abort(404)
    try:
        with room().store.writing() as connection:
            if not accounts.change_role(connection, _mine().team, number, role):
                abort(404)
    except RefusedError as error:
        return _page(reason(error)), 422
    return redirect("/team", 303)

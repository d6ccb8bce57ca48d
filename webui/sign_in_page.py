"""Signing in and out, a forgotten password, and what the holder of a one-time link does.

No answer tells whether an address has an account: the same words, after the same work.
"""

from datetime import UTC, datetime
from typing import Final, cast

import structlog
from flask import Blueprint, Flask, abort, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from voronka.accounts import (
    OneTimeLink,
    Purpose,
    Role,
    hash_password,
    is_password,
    normal_email,
    normal_name,
)
from voronka.errors import RefusedError
from voronka.mail import Letter
from voronka.store import Store, accounts, signing_in
from webui import signed_in
from webui.attempts import Attempts
from webui.forms import safe_path
from webui.i18n import _
from webui.letters import letters
from webui.refusals import reason
from webui.room import room
from webui.russian import counted

pages = Blueprint("sign_in", __name__)
log = structlog.get_logger(__name__)
_EXTENSION: Final = "voronka_sign_in"
_SECONDS: Final = 600
_PLACE: Final = "PLACE"


class Limits:
    """How often an address of the network, and it with an e-mail address, may try; counted for all workers."""

    def __init__(self, store: Store, key: str) -> None:
        self.pair = Attempts(store, f"{key}:pair", 5, _SECONDS)
        self.network = Attempts(store, f"{key}:network", 30, _SECONDS)
        self.letters = Attempts(store, f"{key}:letters", 3, _SECONDS)

    def begin(self, email: str) -> int:
        """Count an attempt and give 0, or the seconds to wait."""
        address = request.remote_addr or ""
        return self.network.begin(address) or self.pair.begin(_pair(email))

    def forget(self, email: str) -> None:
        """Forget the attempts with an e-mail address."""
        self.pair.forget(_pair(email))


def _pair(email: str) -> str:
    return f"{email} {request.remote_addr or ''}"


def init(app: Flask) -> None:
    """Keep count of attempts."""
    app.extensions[_EXTENSION] = Limits(app.extensions["voronka"].store, str(app.secret_key))


def _limits() -> Limits:
    return cast(Limits, current_app.extensions[_EXTENSION])


@pages.after_request
def _keep_nothing(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response


Answer = str | Response | tuple[str, int] | tuple[str, int, dict[str, str]]


@pages.get("/sign-in")
def form() -> Answer:
    """The form that asks for address and password."""
    back = safe_path(request.args.get("next"), "/")
    return redirect(back, 303) if signed_in.person() is not None else _form(back)


@pages.post("/sign-in")
def sign_in() -> Answer:
    """Look at address and password."""
    back = safe_path(request.form.get("next"), "/")
    email, password = request.form.get("email", "").strip().lower()[:254], request.form.get("password", "")
    wait = _limits().begin(email)
    if wait:
        return _form(back, _too_many(wait), email), 429, {"Retry-After": str(wait)}
    with room().store.reading() as connection:
        found = accounts.find(connection, email)
    right = is_password(None if found is None else found[1], password)
    if found is None or not right:
        log.warning("a wrong address or password", address=request.remote_addr)
        return _form(back, _("Адрес или пароль не подошли."), email), 401
    _limits().forget(email)
    signed_in.begin(found[0])
    return redirect(back, 303)


@pages.post("/sign-out")
def sign_out() -> Response:
    """End this session."""
    signed_in.end()
    return redirect("/", 303)


def _form(back: str, line: str = "", email: str = "") -> str:
    return render_template("sign_in.html", back=back, line=line, email=email, letters_work=letters().work)


def _too_many(wait: int) -> str:
    minutes = counted(-(-wait // 60), _("минуту|минуты|минут"))
    return _("Слишком много попыток. Попробуйте через %(time)s.", time=minutes)


@pages.get("/forgotten")
def forgotten() -> str:
    """The form that asks where a link goes by which a new password is set."""
    return render_template("forgotten.html", letters_work=letters().work, line="", sent=False)


@pages.post("/forgotten")
def send_reset() -> Answer:
    """Send a link if the address has an account; the answer is the same in any case."""
    if not letters().work:
        abort(404)
    try:
        email = normal_email(request.form.get("email", ""))
    except RefusedError as error:
        return render_template("forgotten.html", letters_work=True, line=reason(error), sent=False), 422
    wait = _limits().network.begin(request.remote_addr or "")
    if wait:
        line = _too_many(wait)
        answer = render_template("forgotten.html", letters_work=True, line=line, sent=False)
        return answer, 429, {"Retry-After": str(wait)}
    store, may, subject = room().store, _limits().letters, _("Новый пароль для «Воронки»")
    base, path = letters().base, url_for("sign_in.link", secret=_PLACE)
    text = _(
        "Чтобы задать новый пароль, откройте в течение часа:\n%(url)s\n\nЕсли вы этого не просили, ничего не делайте.",
        url="URL",
    )

    def written() -> Letter | None:
        now = datetime.now(UTC)
        with store.reading() as connection:
            found = accounts.find(connection, email)
            who = None if found is None else accounts.get(connection, found[0])
        if who is None or who.demo or may.begin(email):
            return None
        with store.writing() as connection:
            wanted = OneTimeLink(Purpose.RESET, email, who.id, None, None, None)
            secret = signing_in.make_link(connection, wanted, now)
        return Letter(email, subject, text.replace("URL", f"{base}{path.replace(_PLACE, secret)}"))

    letters().send(written)
    return render_template("forgotten.html", letters_work=True, line="", sent=True)


@pages.get("/link/<secret>")
def link(secret: str) -> Answer:
    """What a one-time link is for. Looking at it does not use it up: programs that check mail look, too."""
    return _link_form(_found(secret))


@pages.post("/link/<secret>")
def use_link(secret: str) -> Answer:
    """Do what a one-time link is for, once."""
    found = _found(secret)
    email = found.email or request.form.get("email", "").strip().lower()[:254]
    wait = _limits().begin(email)
    if wait:
        return _link_form(found, _too_many(wait)), 429, {"Retry-After": str(wait)}
    try:
        number, team = _carry_out(found, secret)
    except RefusedError as error:
        return _link_form(found, reason(error)), 422
    _limits().forget(email)
    if number is None:
        abort(404)
    signed_in.begin(number, team)
    if found.purpose is Purpose.RESET:
        flash(_("Пароль сменён, все прежние входы закрыты."))
    return redirect("/account" if found.purpose is Purpose.RESET else "/", 303)


def _found(secret: str) -> OneTimeLink:
    with room().store.reading() as connection:
        found = signing_in.link_of(connection, secret, datetime.now(UTC))
    if found is None or found.purpose is Purpose.TELEGRAM:  # its holder shows it to the bot
        abort(404)
    return found


def _link_form(found: OneTimeLink, line: str = "") -> str:
    team = ""
    if found.team is not None:
        with room().store.reading() as connection:
            team = accounts.team_name(connection, found.team)
    return render_template("link.html", link=found, team=team, line=line, filled=request.form)


def _carry_out(found: OneTimeLink, secret: str) -> tuple[int | None, str | None]:
    """The account to sign in and its team; (None, None) where somebody was faster."""
    store, password = room().store, request.form.get("password", "")
    email = normal_email(found.email or request.form.get("email", ""))
    if found.purpose is Purpose.RESET:
        hashed = hash_password(password, email)
        with store.writing() as connection:
            if not signing_in.use(connection, secret) or found.account_id is None:
                return None, None
            accounts.set_password(connection, found.account_id, hashed)
        return found.account_id, None
    with store.reading() as connection:
        known = accounts.find(connection, email)
    if known is not None:
        if not is_password(known[1], password):
            raise RefusedError("account.taken", "there is an account of this address already")
        name, hashed = "", ""
    else:
        name, hashed = normal_name(request.form.get("name", "")), hash_password(password, email)
    first = found.purpose is Purpose.FIRST_ADMIN
    team_name = normal_name(request.form.get("team", "")) if first else ""
    with store.writing() as connection:
        if not signing_in.use(connection, secret):
            return None, None
        number = known[0] if known else accounts.create_account(connection, email, name, hashed, site_admin=first)
        if first:
            accounts.make_site_admin(connection, number)
        team = found.team or accounts.create_team(connection, team_name)
        accounts.join(connection, number, team, found.role or Role.HR)
    return number, team

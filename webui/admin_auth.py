"""The admin's way in without an account: one token for a data folder, asked for by a form. It is the spare key.

``@admin_required`` stands before a view; ``is_admin()`` tells templates and views who asks.
"""

import hashlib
import hmac
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Final, ParamSpec, TypeVar, cast

import structlog
from flask import Blueprint, Flask, current_app, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from voronka.secret_files import secret_of
from voronka.settings import Settings
from voronka.store import Store
from webui import signed_in
from webui.attempts import Attempts
from webui.forms import safe_path
from webui.i18n import _
from webui.russian import counted

pages = Blueprint("admin_auth", __name__, url_prefix="/admin")
log = structlog.get_logger(__name__)

_EXTENSION: Final = "voronka_admin"
_KEY: Final = "admin"
_MOST_FAILURES: Final = 5
_SECONDS: Final = 600

P = ParamSpec("P")
T = TypeVar("T")


class Gate:
    """Knows the token, and how often somebody tried."""

    def __init__(self, token: str, key: str, store: Store) -> None:
        self._digest = hashlib.sha256(token.encode()).digest()
        # in the session instead of the token: a new token or a new key signs everybody out
        self.mark = hmac.new(key.encode(), b"admin:" + self._digest, hashlib.sha256).hexdigest()[:32]
        self.attempts = Attempts(store, key, _MOST_FAILURES, _SECONDS)

    def opens(self, token: str) -> bool:
        """Whether this is the token; takes the same time for every answer."""
        return hmac.compare_digest(self._digest, hashlib.sha256(token.strip().encode("utf-8", "replace")).digest())


def token_file(settings: Settings) -> Path | None:
    """Where the token is kept; None where the settings name it themselves."""
    return None if settings.admin_token is not None else settings.data / "admin-token"


def init(app: Flask, settings: Settings) -> None:
    """Keep the gate, making a token where none is set; templates may ask ``is_admin()``."""
    path = token_file(settings)
    token = settings.admin_token.get_secret_value() if settings.admin_token is not None else ""
    app.extensions[_EXTENSION] = Gate(
        token if path is None else secret_of(path), str(app.secret_key), app.extensions["voronka"].store
    )
    app.add_template_global(is_admin)


def _gate() -> Gate:
    return cast(Gate, current_app.extensions[_EXTENSION])


def is_admin() -> bool:
    """Whether the one who asks has signed in with the admin's token, or as a person who runs the installation."""
    mark = session.get(_KEY)
    if isinstance(mark, str) and hmac.compare_digest(mark.encode(), _gate().mark.encode()):
        return True
    who = signed_in.person()
    return who is not None and who.site_admin


def admin_required(view: Callable[P, T]) -> Callable[P, T | Response]:
    """A view for the admin alone: others are led to the sign-in form, and from there back to the page."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> T | Response:
        if is_admin():
            return view(*args, **kwargs)
        back = request.full_path.rstrip("?") if request.method == "GET" else None
        return redirect(url_for("admin_auth.form", next=back), 303)

    return guarded


@pages.after_request
def _keep_nothing(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response


@pages.get("/sign-in")
def form() -> str | Response:
    """The form that asks for the token."""
    back = safe_path(request.args.get("next"), url_for("admin.show"))
    return redirect(back, 303) if is_admin() else _form(back)


@pages.post("/sign-in")
def sign_in() -> Response | tuple[str, int] | tuple[str, int, dict[str, str]]:
    """Look at the token."""
    back = safe_path(request.form.get("next"), url_for("admin.show"))
    gate, address = _gate(), request.remote_addr or ""
    wait = gate.attempts.begin(address)
    if wait:
        minutes = counted(-(-wait // 60), _("минуту|минуты|минут"))
        line = _("Слишком много неверных попыток. Попробуйте через %(time)s.", time=minutes)
        return _form(back, line), 429, {"Retry-After": str(wait)}
    if not gate.opens(request.form.get("token", "")):
        log.warning("a wrong admin token", address=address)
        return _form(back, _("Токен не подошёл.")), 401
    gate.attempts.forget(address)
    signed_in.end()  # nothing from before the sign-in lives on, the form's token neither
    session[_KEY] = gate.mark
    return redirect(back, 303)


@pages.post("/sign-out")
def sign_out() -> Response:
    """Forget who asks."""
    signed_in.end()
    return redirect("/", 303)


def _form(back: str, line: str = "") -> str:
    return render_template("admin_sign_in.html", back=back, line=line)

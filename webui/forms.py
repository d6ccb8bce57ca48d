"""Forms that change something: each carries a token of its session, so that no other site can send one in our name."""

import hmac
import secrets
from typing import Final
from urllib.parse import urlsplit

from flask import Flask, request, session
from flask.sessions import SecureCookieSessionInterface

from voronka.secret_files import secret_of
from voronka.settings import Settings
from webui.errors import Refused
from webui.i18n import _

FIELD: Final = "csrf_token"
HEADER: Final = "X-CSRF-Token"
_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
_HOURS: Final = 12
_BY_SECRET: Final = frozenset({"telling.unsubscribe", "prolong.prolong"})
"""What an address allows that is itself a secret of that one thing: mail programs send it without a session."""


class _Sessions(SecureCookieSessionInterface):
    """Signed cookies that go over https only, where the page came by https."""

    def get_cookie_secure(self, app: Flask) -> bool:
        return request.is_secure or super().get_cookie_secure(app)


def init(app: Flask, settings: Settings) -> None:
    """Sign sessions with the data folder's own key, and let no form in without its token."""
    app.secret_key = secret_of(settings.data / "session-key")
    app.session_interface = _Sessions()
    app.config.update(
        SESSION_COOKIE_NAME="voronka",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=(settings.public_url or "").startswith("https://"),
        PERMANENT_SESSION_LIFETIME=_HOURS * 3600,
    )
    app.before_request(_check)
    app.add_template_global(csrf_token)


def csrf_token() -> str:
    """The token of this session for a form's hidden field ``csrf_token`` or the header ``X-CSRF-Token``."""
    if FIELD not in session:
        session[FIELD] = secrets.token_urlsafe(32)
    return str(session[FIELD])


def _check() -> None:
    if request.method in _SAFE or request.routing_exception is not None or request.endpoint in _BY_SECRET:
        return
    known = session.get(FIELD)
    given = request.headers.get(HEADER) or request.form.get(FIELD) or ""
    if not isinstance(known, str) or not hmac.compare_digest(known.encode(), given.encode("utf-8", "replace")):
        raise Refused(
            400,
            _("Форма устарела"),
            _("Вернитесь на страницу, обновите её и отправьте форму ещё раз. Нужны файлы cookie этого сайта."),
        )


def safe_path(wanted: str | None, otherwise: str) -> str:
    """A path of this site to go to next, as somebody asked for it in an address; never another site."""
    if not wanted or not wanted.startswith("/") or wanted.startswith("//") or len(wanted) > 2000:
        return otherwise
    if "\\" in wanted or any(ord(c) < 33 or ord(c) == 127 for c in wanted):
        return otherwise
    try:
        parts = urlsplit(wanted)
    except ValueError:
        return otherwise
    return otherwise if parts.scheme or parts.netloc else wanted

"""How somebody wants the page: language and colours, each a cookie set by a plain link.

``?lang=en`` or ``?theme=dark`` on any address sets the cookie and leads to the same address without it.
"""

from typing import Final
from urllib.parse import quote, urlencode

from flask import Flask, Response, current_app, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from webui.forms import safe_path
from webui.i18n import COOKIE, LANGUAGES, language

THEMES: Final = ("auto", "light", "dark")
"""In the order in which the switch goes through them."""

_CHOICES: Final = {COOKIE: LANGUAGES, "theme": THEMES}
_READING: Final = frozenset({"GET", "HEAD"})
_YEAR: Final = 31_536_000
_MEDIA: Final = {"auto": "screen and (prefers-color-scheme: dark)", "dark": "screen"}


def init(app: Flask) -> None:
    """Take choices from addresses; teach templates how to show and to offer them."""
    app.before_request(_take)
    app.after_request(_vary)
    for known in (theme, next_theme, dark_media, here_with):
        app.add_template_global(known)


def theme() -> str:
    """The colours for this request: "auto" (as the system has it), "light" or "dark"."""
    chosen = request.cookies.get("theme")
    return chosen if chosen in THEMES else "auto"


def next_theme() -> str:
    """What the switch leads to."""
    return THEMES[(THEMES.index(theme()) + 1) % len(THEMES)]


def dark_media() -> str | None:
    """For which media the dark colours hold; None where they never do."""
    return _MEDIA.get(theme())


def here_with(name: str, value: str) -> str:
    """The address of this page with a choice; where the page is a form's answer, its form or the start."""
    if request.method not in _READING and not current_app.url_map.bind("").test(request.path, "GET"):
        return f"/?{name}={value}"
    return f"{quote(request.path)}?{urlencode([*_others(), (name, value)])}"


def _others() -> list[tuple[str, str]]:
    """The parameters of this address that are no choice and not empty."""
    return [pair for pair in request.args.items(multi=True) if pair[0] not in _CHOICES and pair[1]]


def _take() -> AnyResponse | None:
    given = {name: value for name, known in _CHOICES.items() if (value := request.args.get(name)) in known}
    if not given or request.method not in _READING:
        return None
    rest = urlencode(_others())
    response = redirect(safe_path(quote(request.path) + (f"?{rest}" if rest else ""), "/"), 303)
    response.headers["Cache-Control"] = "no-store"
    secure = request.is_secure or bool(current_app.config["SESSION_COOKIE_SECURE"])
    for name, value in given.items():
        response.set_cookie(name, value, max_age=_YEAR, secure=secure, httponly=True, samesite="Lax", path="/")
    return response


def _vary(response: Response) -> Response:
    if response.mimetype == "text/html":
        response.vary.update(("Cookie", "Accept-Language"))
        response.headers.setdefault("Content-Language", language())
    return response

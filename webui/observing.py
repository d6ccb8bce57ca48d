"""What is known of each request: its id, a line of the log, and its place in the metrics.

Routes stand for addresses everywhere, so that neither what somebody typed nor whom they looked at is kept.
"""

import re
import time
import uuid
from typing import Final, cast

import structlog
from flask import Flask, Response, current_app, g, request

from webui.meters import Meters

log = structlog.get_logger(__name__)

_EXTENSION: Final = "voronka_meters"
_HEADER: Final = "X-Request-ID"
_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")
_METHODS: Final = frozenset({"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"})
_UNSAID: Final = frozenset({"/healthz", "/readyz", "/metrics", "/static/<path:filename>"})
"""Asked every few seconds or with every page: a line of the log only where it goes wrong."""


def init(app: Flask) -> None:
    """Begin and end each request here; to be called before anything else hangs itself in."""
    app.extensions[_EXTENSION] = Meters()
    app.logger.disabled = True  # webui.errors tells of failures, without the address
    app.before_request(_begin)
    app.after_request(_end)  # registered first, it comes last and sees what the others made of the answer


def meters() -> Meters:
    """The meters of the application that serves this request."""
    return cast(Meters, current_app.extensions[_EXTENSION])


def route() -> str:
    """The rule that a request's address fits, or "-"; one of few, whatever is asked for."""
    return "-" if request.url_rule is None else request.url_rule.rule


def _begin() -> None:
    structlog.contextvars.clear_contextvars()  # threads are used again and again
    given = request.headers.get(_HEADER, "")
    g.request_id = given if _ID.fullmatch(given) else uuid.uuid4().hex
    g.began = time.perf_counter()
    structlog.contextvars.bind_contextvars(request_id=g.request_id)


def _end(response: Response) -> Response:
    seconds = time.perf_counter() - g.began
    method = request.method if request.method in _METHODS else "-"
    place = route()
    response.headers[_HEADER] = g.request_id
    meters().answered(method, place, response.status_code, seconds)
    if place not in _UNSAID or response.status_code >= 400:
        tell = log.error if response.status_code >= 500 else log.info
        tell("request", method=method, route=place, status=response.status_code, ms=round(seconds * 1000, 1))
    return response

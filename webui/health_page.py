"""Answers for machines: whether the process lives, whether it can do its work, and the meters."""

import hashlib
import hmac
from typing import Final, cast

from flask import Blueprint, Flask, Response, current_app, jsonify, request

from voronka.errors import VoronkaError
from voronka.secret_files import secret_of
from voronka.settings import Settings
from webui.observing import log, meters
from webui.room import room

pages = Blueprint("health", __name__)

_EXTENSION: Final = "voronka_metrics_token"


def init(app: Flask, settings: Settings) -> None:
    """Keep the token of the meters, making one where none is set."""
    own = settings.metrics_token
    token = secret_of(settings.data / "metrics-token") if own is None else own.get_secret_value()
    app.extensions[_EXTENSION] = hashlib.sha256(token.encode()).digest()


@pages.get("/healthz")
def health() -> Response:
    """The process answers; nothing else is asked."""
    return jsonify(status="ok")


@pages.get("/readyz")
def ready() -> tuple[Response, int]:
    """Whether the store answers and is of our revision, and whether there is an index that can be read."""
    try:
        room().store.database.check()
        index = room().search.status()
    except VoronkaError as error:
        log.error("not ready", error=str(error))  # which names the store; the answer does not
        return jsonify(status="unavailable", reason="the store does not answer or is of another revision"), 503
    if index.behind and not index.size:
        return jsonify(status="unavailable", reason="there is no index that can be read", behind=index.behind), 503
    return jsonify(status="ok", listings=index.listings, behind=index.behind), 200


@pages.get("/metrics")
def metrics() -> Response:
    """The meters, for whoever has the token.

    An address is no proof: behind a proxy on the same machine every request comes from loopback.
    """
    kind, _, given = request.headers.get("Authorization", "").partition(" ")
    wanted = cast(bytes, current_app.extensions[_EXTENSION])
    right = hmac.compare_digest(wanted, hashlib.sha256(given.strip().encode("utf-8", "replace")).digest())
    if kind.lower() != "bearer" or not right:
        answer = Response(
            "a token is wanted: Authorization: Bearer …, see docs/deploy.md\n", 401, mimetype="text/plain"
        )
        answer.headers["WWW-Authenticate"] = "Bearer"
        return answer
    return Response(
        meters().text(room()), mimetype="text/plain", content_type="text/plain; version=0.0.4; charset=utf-8"
    )


@pages.after_request
def _keep_nothing(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response

"""Static files under addresses that change with their content, so that a browser may keep them for a year."""

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Final

from flask import Flask, Response, request, url_for

STATIC: Final = Path(__file__).parent / "static"
SPRITE: Final = STATIC / "vendor" / "lucide-1.62.0" / "sprite.svg"
_YEAR: Final = 31_536_000


@lru_cache(maxsize=64)
def content_hash(name: str) -> str:
    """Twelve hexadecimal digits of the SHA-256 of a static file."""
    return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]


@lru_cache(maxsize=1)
def sprite() -> str:
    """The icons in use as one inline SVG."""
    return SPRITE.read_text(encoding="utf-8")


def asset(name: str) -> str:
    """The address of a static file with its hash."""
    return url_for("static", filename=name, v=content_hash(name))


def init(app: Flask) -> None:
    """Let templates call ``asset`` and ``sprite``, and let browsers keep what cannot change."""
    app.add_template_global(asset)
    app.add_template_global(sprite)
    app.after_request(_keep)


def _keep(response: Response) -> Response:
    if request.endpoint == "static" and response.status_code == 200:
        # a vendored file's folder names its version
        versioned = "v" in request.args or "/vendor/" in request.path
        response.cache_control.public = True
        response.cache_control.max_age = _YEAR if versioned else 3600
        response.cache_control.immutable = versioned
        response.cache_control.no_cache = None
    return response

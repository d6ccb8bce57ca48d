"""Under which names this site is reached; under another somebody may have led a browser to it (DNS rebinding)."""

import ipaddress
from typing import Final
from urllib.parse import urlsplit

from flask import Flask, request

from voronka.settings import Settings
from webui.errors import Refused
from webui.i18n import _

_ALWAYS: Final = frozenset({"localhost"})
_FOR_MACHINES: Final = frozenset({"/healthz", "/readyz", "/metrics"})
"""Asked by names of a container's network; what they tell is no secret, or behind a token."""


def init(app: Flask, settings: Settings) -> None:
    """Refuse requests for a name that is neither localhost, an IP address, nor of ``public_url``."""
    public = urlsplit(settings.public_url or "").hostname
    known = _ALWAYS | ({public} if public else frozenset())

    def check() -> None:
        harmless = request.path in _FOR_MACHINES or request.endpoint == "static"  # the refusal's own look
        if not harmless and not _is_known(request.headers.get("Host", ""), known):
            raise Refused(
                400,
                _("Сайт не знает такого имени"),
                _("Откройте его по адресу, который назвал администратор. Администратору: задайте VORONKA_PUBLIC_URL."),
            )

    app.before_request(check)


def _is_known(header: str, known: frozenset[str]) -> bool:
    try:
        parts = urlsplit(f"//{header}")
        host, _port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return False
    if parts.path or parts.query or parts.fragment or "@" in parts.netloc:
        return False
    return host in known or _is_address(host)


def _is_address(host: str) -> bool:
    # who leads a browser astray needs a name of his own
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True

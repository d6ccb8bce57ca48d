"""The page's server: waitress over one listening socket. Asked to end, it finishes the requests it has."""

import socket
import time
from typing import TYPE_CHECKING, Any, Final

from voronka.cli.stopping import Stop
from voronka.errors import VoronkaError
from voronka.settings import Settings

if TYPE_CHECKING:
    from flask import Flask

GRACE: Final = 20.0
"""So many seconds running requests may still take."""
_MAX_HEADER: Final = 32_768


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; raises VoronkaError where the address is taken or not ours."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=1024)
    except OSError as error:
        raise VoronkaError(
            f"cannot listen on {host}:{port} ({error.strerror}); stop what is there or choose another with --port"
        ) from error


def serve_until(stop: Stop, app: "Flask", listener: socket.socket, settings: Settings) -> None:
    """Answer requests until asked to end; then accept no more, and finish those that run, for GRACE seconds at most."""
    from waitress import wasyncore
    from waitress.server import BaseWSGIServer, create_server

    from webui.uploads import MOST

    channels: dict[int, Any] = {}
    proxy: dict[str, Any] = {}
    if settings.trusted_proxy is not None:
        proxy = {
            "trusted_proxy": settings.trusted_proxy,
            "trusted_proxy_count": 1,
            "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto"},
        }
    server = create_server(
        app,
        map=channels,
        sockets=[listener],
        threads=8,
        ident="voronka",
        max_request_header_size=_MAX_HEADER,
        # the application allows less but for files, and says so with a page of its own
        max_request_body_size=MOST + 1_000_000,
        clear_untrusted_proxy_headers=True,
        **proxy,
    )
    assert isinstance(server, BaseWSGIServer), "there is one socket"
    stop.wakes(server.pull_trigger)
    while not stop.asked:
        wasyncore.loop(1.0, True, channels, 1)
    wasyncore.dispatcher.close(server)  # the listening socket alone; waiting threads still wake the loop
    until = time.monotonic() + GRACE
    while _finish(channels) and time.monotonic() < until:
        wasyncore.loop(0.1, True, channels, 1)
    server.task_dispatcher.shutdown(timeout=1)
    wasyncore.close_all(channels)


def _finish(channels: dict[int, Any]) -> bool:
    """Close the connections on which nothing is under way; gives whether there are others."""
    from waitress.channel import HTTPChannel

    open_ones = [one for one in channels.values() if isinstance(one, HTTPChannel)]
    for one in open_ones:
        if not one.requests and not one.total_outbufs_len:
            one.will_close = True
    return bool(open_ones)

"""The search page while the index cannot be read: since when, and what the store gives without it."""

from http import HTTPStatus
from typing import Final

from flask import Response, make_response, render_template

from search.engine import IndexBeingMadeError
from voronka.privacy import public
from webui.asking import Asked, for_engine
from webui.cards import card
from webui.i18n import _
from webui.room import Room

RETRY_AFTER: Final = "15"
"""Seconds after which a program should ask again."""
_SHOWN: Final = 20


def page(asked: Asked, making: IndexBeingMadeError, here: Room) -> Response:
    """The notice and the tab's newest listings, neither searched nor filtered, which the page says."""
    now, days = here.now(), here.settings.stale_days
    listings = here.store.newest_listings(for_engine(asked.query).kinds, _SHOWN)
    html = render_template(
        "no_index.html",
        asked=asked,
        title=title(making),
        making=making,
        cards=[card(public(found), now, days) for found in listings],
    )
    response = make_response(html, HTTPStatus.OK)
    response.headers["Cache-Control"] = "no-store"
    return response


def title(making: IndexBeingMadeError) -> str:
    """The notice in one line."""
    if making.failed:
        return _("Поисковый индекс не удалось создать заново")
    return _("Поисковый индекс создаётся заново")

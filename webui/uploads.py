"""Forms that carry files are larger than others; only for whoever may send them."""

from typing import Final, NamedTuple

from flask import Flask, request

from webui.permissions import ROUTES, may


class Limits(NamedTuple):
    """Bytes of a whole request, bytes of its fields that are no files, number of its fields."""

    whole: int
    fields: int
    parts: int


MOST: Final = 16_000_000
"""Bytes of the largest form; the server has to keep as much on disk for anybody, so it is no more."""
LARGER: Final = {
    "resumes.read": Limits(MOST, 500_000, 60),
    "resumes.store": Limits(12_000_000, 12_000_000, 1500),
    # a pasted text may be anything; a vacancy's own is cut to its length
    "posting.begin": Limits(4_000_000, 4_000_000, 60),
    "exchange.take": Limits(4_500_000, 100_000, 10),
    "posting.save": Limits(200_000, 200_000, 120),
    "posting.preview": Limits(200_000, 200_000, 120),
}


def init(app: Flask) -> None:
    """Before anything looks into a form."""
    app.before_request(_allow)


def _allow() -> None:
    limits = LARGER.get(request.endpoint or "")
    if limits is not None and may(ROUTES[request.endpoint or ""]):
        request.max_content_length, request.max_form_memory_size, request.max_form_parts = limits

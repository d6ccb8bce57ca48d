"""By what a page can be asked whether it has changed since it was read: ETag and Last-Modified; pure."""

from collections.abc import Mapping
from typing import Final

from scrapy.http import Response

Validators = dict[str, str]
"""Request headers."""

_HEADERS: Final[Mapping[str, str]] = {"ETag": "If-None-Match", "Last-Modified": "If-Modified-Since"}
_MAX: Final = 200


def validators_of(response: Response) -> Validators:
    """The headers with which to ask for the page again; none where the site gave nothing to compare by."""
    found = {asked: response.headers.get(given) for given, asked in _HEADERS.items()}
    return {asked: value.decode("latin-1") for asked, value in found.items() if value and len(value) <= _MAX}

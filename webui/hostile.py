"""What comes from outside, made harmless for a page: control characters, addresses."""

import re
from typing import Final
from urllib.parse import urlsplit

# Overrides and isolates of the writing direction could turn the page around them; other controls draw nothing.
_UNSEEN: Final = dict.fromkeys(
    [*range(0x00, 0x09), *range(0x0B, 0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E,
     0x200F, 0x061C, 0x2028, 0x2029],
    "\u200b",
)  # fmt: skip
_SCHEMES: Final = frozenset({"http", "https", "mailto", "tel", "tg"})
_CONTROL: Final = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202e\u2066-\u2069\\]")


def tame(text: str) -> str:
    """The text of the same length with control characters (not line breaks) made zero-width spaces."""
    return text.translate(_UNSEEN)


def line(text: str) -> str:
    """The text as one line: controls gone, white space single."""
    return " ".join(tame(text).replace("\u200b", "").split())


def safe_url(url: str | None) -> str | None:
    """The address if a link may lead there: http(s) with a host, mailto, tel, tg; else None."""
    if not url or len(url) > 2000 or _CONTROL.search(url):
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme not in _SCHEMES:
        return None
    if parts.scheme in {"http", "https"} and (not host or "@" in parts.netloc):
        return None
    return url


def host(url: str) -> str:
    """The host of an address, as a short name for a link."""
    try:
        return (urlsplit(url).hostname or url).removeprefix("www.")
    except ValueError:
        return url

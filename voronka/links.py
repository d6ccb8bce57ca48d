"""Links of a post: what an address means, and whether the words it stands behind say it already; pure."""

import re
from typing import Final
from urllib.parse import unquote, urljoin, urlsplit

_SCHEMES: Final = frozenset({"http", "https", "mailto", "tel", "tg"})


def absolute(href: str, base: str) -> str | None:
    """The address of a link, or None where it leads nowhere (a hashtag's search, a script, a broken address)."""
    href = href.strip()
    if not href or href.startswith(("?", "#")):
        return None
    try:
        url = urljoin(base, href)
        scheme = urlsplit(url).scheme
    except ValueError:  # such as an unfinished IPv6 address
        return None
    return url if scheme in _SCHEMES else None


def says_itself(words: str, url: str) -> bool:
    """Whether the words of a link already name its target."""
    shown = _bare(words)
    if not shown:
        return False
    if words.strip().startswith("@"):
        return _bare(url) == "t.me/" + words.strip()[1:].casefold()
    return shown == _bare(url)


def _bare(address: str) -> str:
    text = unquote(address.strip()).casefold()
    text = re.sub(r"^(?:https?://|mailto:|tel:|tg://)", "", text).removeprefix("www.")
    text = re.sub(r"[\s()-]", "", text) if text.startswith("+") else text
    return text.rstrip("/")

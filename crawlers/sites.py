"""Which hosts are one site, and which addresses that a page names are its own site's; pure."""

from functools import lru_cache
from typing import Final
from urllib.parse import urldefrag, urljoin, urlsplit

import tldextract

from crawlers.addresses import is_address

_MAX_URL: Final = 2_000
_suffixes = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)  # the list that comes with the package


@lru_cache(maxsize=1_000)
def site_of(host: str) -> str:
    """The registrable domain of a host name ("cdn.example.co.uk" → "example.co.uk"); an IP address is itself."""
    parts = _suffixes(host)
    if parts.top_domain_under_public_suffix:
        return parts.top_domain_under_public_suffix
    return host if is_address(host) else ".".join(host.rsplit(".", 2)[-2:])


def is_page_of(url: str, domain: str) -> bool:
    """Whether an address is a page of the site of ``domain`` (its host, with its port where it has one).

    One that is malformed, that names a user or another port, or that two readers may understand differently, is none.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
        own = urlsplit(f"//{domain}")
    except ValueError:
        return False
    if len(url) > _MAX_URL or "@" in parts.netloc or not url.isprintable() or "\\" in url or " " in url:
        return False
    is_ours = site_of(parts.hostname or "") == site_of(own.hostname or "")
    return parts.scheme in ("http", "https") and is_ours and port in (None, 80, 443, own.port)


def joined(base: str, link: str) -> str:
    """The address that a link leads to, without its fragment; empty where it is malformed."""
    try:
        return urldefrag(urljoin(base, link.strip()))[0]
    except ValueError:
        return ""

"""Which addresses of the network are asked: those of the open internet, looked at once more where a socket is made."""

import ipaddress
import re
import socket
from typing import Any, Final

import aiohttp
from aiohttp.abc import ResolveResult

from crawlers.faults import BlockedError

_NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")
_LOCAL_ENDINGS: Final = (".localhost", ".local", ".internal")
_NUMBER: Final = re.compile(r"[0-9]+|0x[0-9a-f]*")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class PrivateAddressError(OSError):
    """A connection into a private network was about to be made."""

    def __init__(self) -> None:
        super().__init__("an address of a private network; it is not followed")


def is_address(host: str) -> bool:
    """Whether a host is given as an IP address, not by name."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet; what is no IP address is not.

    An IPv6 address that stands for an IPv4 one (mapped, NAT64, 6to4) is judged by that one.
    """
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    inner = _inner(parsed)
    if inner is not None:
        return is_public(str(inner))
    strange = parsed.is_multicast or parsed.is_reserved or parsed.is_unspecified or parsed.is_link_local
    site_local = isinstance(parsed, ipaddress.IPv6Address) and parsed.is_site_local
    return parsed.is_global and not strange and not site_local


def is_private_host(host: str) -> bool:
    """Whether a host is plainly of a private network or this machine; where other names lead is seen when resolved."""
    host = host.rstrip(".").lower()
    if ":" in host or _NUMBER.fullmatch(host.rpartition(".")[2]):
        return not is_public(
            host
        )  # 127.1, 0x7f.0.0.1 and 2130706433 are addresses to the system, and none to ipaddress
    return host == "localhost" or host.endswith(_LOCAL_ENDINGS)


def _inner(address: Address) -> ipaddress.IPv4Address | None:
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
    return address.ipv4_mapped or address.sixtofour


class Guard(aiohttp.ThreadedResolver):
    """Resolves names and makes sockets, for public addresses only; ``proxies`` (host, port) are the exception.

    A name is looked at when it is resolved, and the address that is really connected to once more when its socket is
    made: nothing can change between the look and the connection.
    """

    def __init__(self, proxies: frozenset[tuple[str, int]]) -> None:
        super().__init__()
        self._proxies = proxies
        self._proxy_addresses = set(proxies)

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """The addresses of a name; raises BlockedError where one of them is private."""
        found = await super().resolve(host, port, family)
        if (host, port) in self._proxies:
            self._proxy_addresses.update((result["host"], port) for result in found)
        elif not all(is_public(result["host"]) for result in found):
            raise BlockedError(f"{host} leads into a private network; it is not followed")
        return found

    def socket_for(self, addr_info: tuple[Any, ...]) -> socket.socket:
        """A socket for an address that is about to be connected to; raises PrivateAddressError where it may not be."""
        family, kind, protocol, _, address = addr_info
        if not is_public(address[0]) and (address[0], address[1]) not in self._proxy_addresses:
            raise PrivateAddressError
        return socket.socket(family, kind, protocol)

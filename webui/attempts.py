"""How often somebody may be wrong: attempts by address within a span of time, counted in the store for all workers."""

import hashlib
import hmac
import ipaddress
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from voronka.store import Store


class Attempts:
    """Allows ``most`` attempts in ``seconds`` for each address (of IPv6: each network of 64 bits).

    ``key`` keeps the store free of addresses: it holds their keyed hashes, until the span is over. ``now`` is the real
    time, not the store's clock, which stands still in a demo.
    """

    def __init__(
        self,
        store: Store,
        key: str,
        most: int,
        seconds: float,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.store = store
        self.most = most
        self.span = timedelta(seconds=seconds)
        self.now = now
        self._key = key.encode()

    def begin(self, address: str) -> int:
        """Count an attempt and give 0, or give the seconds until this address may try again."""
        return self.store.begin_attempt(self._name(address), self.most, self.span, self.now())

    def forget(self, address: str) -> None:
        """Forget the attempts of an address that was right at last."""
        self.store.forget_attempts(self._name(address))

    def _name(self, address: str) -> str:
        return hmac.new(self._key, _network(address).encode(), hashlib.sha256).hexdigest()


def _network(address: str) -> str:
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if parsed.version == 4:
        return str(parsed)
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((parsed, 64), strict=False))

"""How often somebody may be wrong: failed attempts by address within a span of time, in the memory of this process."""

import ipaddress
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable

_MOST_ADDRESSES = 10_000


class Attempts:
    """Allows ``most`` failures in ``seconds`` for each address (of IPv6: each network of 64 bits)."""

    def __init__(self, most: int, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.most = most
        self.seconds = seconds
        self.clock = clock
        self._failures: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = threading.Lock()

    def wait(self, address: str) -> int:
        """Seconds until this address may try again; 0: now."""
        with self._lock:
            found = self._recent(_network(address))
            if len(found) < self.most:
                return 0
            return max(1, int(found[0] + self.seconds - self.clock()) + 1)

    def failed(self, address: str) -> None:
        """Note a failure."""
        key = _network(address)
        with self._lock:
            found = self._recent(key)
            found.append(self.clock())
            self._failures[key] = found
            self._failures.move_to_end(key)
            while len(self._failures) > _MOST_ADDRESSES:
                self._failures.popitem(last=False)

    def forget(self, address: str) -> None:
        """Forget the failures of an address that was right at last."""
        with self._lock:
            self._failures.pop(_network(address), None)

    def _recent(self, key: str) -> deque[float]:
        found = self._failures.get(key, deque())
        while found and found[0] <= self.clock() - self.seconds:
            found.popleft()
        return found


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

"""How fast a host is asked: Scrapy's AutoThrottle, and never faster than the Crawl-delay of its robots.txt."""

from typing import Final

from scrapy.core.downloader import Slot
from scrapy.crawler import Crawler
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Response

_MAX_CRAWL_DELAY: Final = 60.0


class Throttle(AutoThrottle):
    """A host that answers slowly is asked more slowly; the delay falls no lower than ours and than its Crawl-delay.

    Not there where AUTOTHROTTLE_ENABLED is off (a replay).
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._least: dict[str, float] = {}

    def slow_down(self, host: str, seconds: float) -> None:
        """Keep a host's Crawl-delay from now on, up to a minute."""
        self._least[host] = min(seconds, _MAX_CRAWL_DELAY)
        slot = self.crawler.engine.downloader.slots.get(host)
        if slot is not None:
            self._keep_least(host, slot)

    def _adjust_delay(self, slot: Slot, latency: float, response: Response) -> None:
        super()._adjust_delay(slot, latency, response)
        slots = self.crawler.engine.downloader.slots
        host = next((name for name, known in slots.items() if known is slot), "")
        self._keep_least(host, slot)

    def _keep_least(self, host: str, slot: Slot) -> None:
        least = self._least.get(host)
        if least is not None:
            slot.delay = max(slot.delay, least)
            slot.jitter = 0  # a random half of a Crawl-delay would be less than what was asked for

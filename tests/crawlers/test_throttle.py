"""How fast a host is asked: never faster than its Crawl-delay, and slowly where it answers slowly."""

import time
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Request, Spider
from scrapy.core.downloader import Slot
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Response

from crawlers.demo.build import board_answers
from crawlers.demo.warc import Answer
from crawlers.settings import crawl_settings
from crawlers.throttle import Throttle
from tests.crawlers.support import serving
from tests.crawlers.test_board import ORIGIN, SOURCE, THREE
from voronka.settings import Settings
from voronka.sources import RunStatus
from voronka.store import Store

HOST = "doska.example"


class Host:
    """A host of which Scrapy's downloader has a slot, and answers of it."""

    def __init__(self, **values: Any) -> None:
        settings = crawl_settings(Settings(), overrides={"TWISTED_REACTOR_ENABLED": False, **values})
        crawler = Crawler(Spider, settings)
        self.downloader = SimpleNamespace(slots={}, _delay=settings["DOWNLOAD_DELAY"])
        crawler.engine = SimpleNamespace(downloader=self.downloader)  # type: ignore[assignment]  # all it looks at
        self.throttle = Throttle(crawler)
        self.throttle._spider_opened(Spider("x"))
        self.renew()

    def renew(self) -> None:
        """A slot as Scrapy makes it: at the beginning, and anew after a minute of rest."""
        self.slot = self.downloader.slots[HOST] = Slot(1, self.downloader._delay, 0.5)

    def answers(self, seconds: float, status: int = 200) -> float:
        """The delay after an answer that took so long."""
        request = Request(f"https://{HOST}/", meta={"download_slot": HOST, "download_latency": seconds})
        self.throttle._response_downloaded(Response(request.url, status=status), request, Spider("x"))
        return self.slot.delay


def test_a_host_rests_twice_as_long_as_it_takes_to_answer() -> None:
    host = Host()
    assert host.slot.delay == 2
    assert host.answers(0.1) == 2
    assert host.answers(15) == 30
    assert host.answers(0.1, 500) == 30  # an error comes quickly and says nothing
    assert [host.answers(0.1) for _ in range(8)][-1] == 2
    assert host.answers(300) == 60


def test_a_crawl_delay_is_the_least_and_is_not_shortened_by_chance() -> None:
    host = Host()
    host.throttle.slow_down(HOST, 7)
    assert {host.slot.download_delay() for _ in range(20)} == {7}
    assert host.answers(0.1) == 7
    assert host.answers(10) == 20
    host.renew()
    assert host.answers(0.1) == 7
    host.throttle.slow_down(HOST, 86_400)
    assert host.slot.delay == 60
    host.throttle.slow_down("drugoy.example", 9)  # not asked yet


def test_a_shorter_crawl_delay_than_ours_changes_nothing() -> None:
    host = Host()
    host.throttle.slow_down(HOST, 1)
    assert host.answers(0.1) == 2


def test_a_replay_knows_no_delays() -> None:
    with pytest.raises(NotConfigured):
        Host(AUTOTHROTTLE_ENABLED=False)


def test_a_crawl_delay_of_robots_txt_is_kept(store: Store) -> None:
    asked: list[float] = []

    def note(url: str, headers: object) -> None:
        asked.append(time.monotonic())

    robots = f"{ORIGIN}/robots.txt"
    slow = Answer(robots, b"User-agent: *\nCrawl-delay: 0.05\n", "text/plain")
    with serving({**{answer.url: answer for answer in board_answers(THREE)}, robots: slow}) as web:
        web.routes.append(note)
        (report,) = web.collect(store, [SOURCE], AUTOTHROTTLE_ENABLED=True)
    assert report.status is RunStatus.OK
    assert len(asked) == 6  # robots.txt twice, the sitemap, three vacancies
    assert asked[-1] - asked[2] > 0.12

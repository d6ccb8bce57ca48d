"""Downloader middlewares that keep us polite: robots.txt, Retry-After, and never a way round a barrier."""

import asyncio
import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final, Self
from urllib.parse import urljoin, urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from scrapy.robotstxt import ProtegoRobotParser, RobotParser

from crawlers.addresses import is_private_host
from crawlers.faults import DOWNLOAD, BlockedError, SourceError, fault_of
from crawlers.job import sleep_unless
from crawlers.page import refuse_page
from crawlers.sites import site_of
from crawlers.spider import SourceSpider
from crawlers.throttle import Throttle
from voronka.errors import VoronkaError

MAX_WAIT: Final = 60
_MAX_WAITS: Final = 3
_REFUSED: Final = {
    401: "asks to log in",
    403: "refuses to be read",
    407: "wants a proxy's login",
    451: "is barred by law",
}
_LOGIN: Final = re.compile(
    r"(?i)(?:^|[/._-])(?:log-?in|sign-?in|auth|authorize|sso|oauth2?|passport|consent|(?:show)?captcha|blocked)(?:[/._-]|$)"
)


def is_robots(request: Request) -> bool:
    """Whether this is our asking for a robots.txt."""
    return bool(request.meta.get("dont_obey_robotstxt"))


class Polite:
    """A middleware that knows whose crawl it stands in."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    @property
    def spider(self) -> SourceSpider:
        assert isinstance(self.crawler.spider, SourceSpider)
        return self.crawler.spider


class RobotsTxt(RobotsTxtMiddleware):
    """Obeys robots.txt as RFC 9309 has it: none (4xx) allows all, one that cannot be had (5xx, no answer) forbids all.

    Its Crawl-delay is kept where it is longer than ours.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._asked: dict[str, asyncio.Task[RobotParser | None]] = {}

    async def robot_parser(self, request: Request) -> RobotParser | None:
        """The rules of the request's host; raises SourceError where they cannot be had."""
        parts = urlsplit(request.url)
        if parts.netloc not in self._asked:
            url = f"{parts.scheme}://{parts.netloc}/robots.txt"
            self._asked[parts.netloc] = asyncio.create_task(self._read(url, request))
        return await self._asked[parts.netloc]

    async def _read(self, url: str, request: Request) -> RobotParser | None:
        asking = Request(url, priority=self.DOWNLOAD_PRIORITY, meta={"dont_obey_robotstxt": True}, callback=NO_CALLBACK)
        try:
            response = await self.crawler.engine.download_async(asking)
        except (*DOWNLOAD, VoronkaError) as error:
            fault = fault_of(error, url)
            fault.url = fault.url or url
            raise fault from error
        if response.status >= 500 or response.status == 429:
            raise SourceError(f"answered {response.status}; without robots.txt nothing is read, collect later", url=url)
        if response.status != 200:
            return None
        rules = ProtegoRobotParser(response.body, self.crawler.spider)
        self._slow_down(rules, request)
        return rules

    def _slow_down(self, rules: ProtegoRobotParser, request: Request) -> None:
        delay = rules.rp.crawl_delay(self.crawler.settings["USER_AGENT"])
        throttle = self.crawler.get_extension(Throttle)
        if delay and throttle is not None:
            throttle.slow_down(urlsplit(request.url).hostname or "", float(delay))


class Budget(Polite):
    """Ends a run that asks for more than VORONKA_MAX_REQUESTS pages, robots.txt and repetitions included.

    It sees every request, also those that a redirect makes: what a spider is ``never`` to ask goes no further either.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.left = crawler.settings.getint("VORONKA_MAX_REQUESTS")

    def process_request(self, request: Request) -> None:
        """Count a request; raises SourceError where there have been too many, or where it is never to be made."""
        if self.spider.never is not None and self.spider.never.search(request.url):
            raise SourceError("is an address that this source never asks (it may cost money); it was not asked")
        self.left -= 1
        if self.left < 0:
            raise SourceError(
                "the budget of a run is spent (VORONKA_MAX_REQUESTS); the rest is for the next one, or set it higher"
            )


class RefuseRedirects(Polite):
    """Lets redirects lead only to http(s) pages of the same site that are no login, consent or captcha."""

    def process_response(self, request: Request, response: Response) -> Response:
        """Raise BlockedError for a barrier, SourceError for another site's page; neither is followed."""
        location = response.headers.get("Location")
        if not 300 <= response.status < 400 or location is None:
            return response
        target = urljoin(request.url, location.decode("utf-8", "replace"))
        parts = urlsplit(target)
        host = parts.hostname or ""
        shown = target[:200]
        if parts.scheme not in ("http", "https"):
            raise BlockedError(f"leads to {shown}, which is no http(s) address; it is not followed")
        if _LOGIN.search(parts.path) or _LOGIN.search(host):
            raise BlockedError(
                f"leads to {shown}: the site asks to log in or to prove who we are; we do not go round it"
            )
        if is_private_host(host) and not self.crawler.settings.getbool("VORONKA_ALLOW_PRIVATE"):
            raise BlockedError(f"leads to {shown}, an address of a private network; it is not followed")
        own = site_of(urlsplit(request.url).hostname or "")
        if site_of(host) != own and host not in self.spider.redirect_hosts:
            raise SourceError(  # no refusal: a vacancy may have moved to its employer's own site
                f"leads to another site, {shown}; if that is right, name it in the spider's redirect_hosts"
            )
        return response


class RefuseBlocked(Polite):
    """Stops at 403 and the like, and at a captcha, a login or a placeholder."""

    def process_response(self, request: Request, response: Response) -> Response:
        """Raise BlockedError where the site does not want to be read."""
        if is_robots(request):
            return response
        if response.status in _REFUSED:
            raise BlockedError(
                self.spider.why_refused(response)
                or f"answered {response.status}: the site {_REFUSED[response.status]}; "
                "ask its owner for permission, or switch the source off"
            )
        if b"<" in response.body[:1000]:
            refuse_page(response.body[:200_000].decode("utf-8", "replace"))
        return response


class RetryAfter(Polite):
    """Waits as long as a site asks for where that is at most MAX_WAIT seconds; otherwise stops and says until when."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._until = 0.0

    async def process_request(self, request: Request) -> None:  # noqa: ARG002  (Scrapy passes it)
        """Hold requests back while the site wants to be left alone."""
        while (wait := self._until - asyncio.get_running_loop().time()) > 0 and not self.spider.job.stopping.is_set():
            await sleep_unless(self.spider.job.stopping, wait)

    async def process_response(self, request: Request, response: Response) -> Response | Request:
        """Ask again after the time that the site names."""
        header = response.headers.get("Retry-After")
        if response.status not in (429, 503) or (response.status == 503 and header is None):
            return response
        now = datetime.now(UTC)  # a server's waiting time is of the real world, also in a test with a stopped clock
        wait = seconds_to_wait(header.decode("latin-1") if header else "", now)
        if wait is None:
            raise BlockedError(f"answered {response.status} without saying until when; collect again later")
        tries = request.meta.get("voronka_waits", 0)
        if wait > MAX_WAIT or tries >= _MAX_WAITS:
            until = now + timedelta(seconds=wait)
            line = f"answered {response.status}: wants to be left alone until {until:%Y-%m-%d %H:%M} UTC"
            raise BlockedError(line, until=until)
        if self.spider.job.replay is None:
            self._until = max(self._until, asyncio.get_running_loop().time() + wait)
        return request.replace(dont_filter=True, meta={**request.meta, "voronka_waits": tries + 1})


def seconds_to_wait(header: str, now: datetime) -> float | None:
    """The seconds of a Retry-After header, which holds seconds or an HTTP date; None where it is neither."""
    header = header.strip()
    if header.isdigit():
        return float(header[:9])
    try:
        moment = parsedate_to_datetime(header)
    except ValueError:
        return None
    return max(0.0, (moment - now).total_seconds()) if moment.tzinfo else None

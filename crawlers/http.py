"""Downloads over http(s) with aiohttp: certificates verified, sizes and times limited, no private addresses."""

import asyncio
import ssl
import time
from functools import cache
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
from scrapy import Request
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
)
from scrapy.http import Headers, Response
from scrapy.responsetypes import responsetypes

from crawlers.addresses import Guard, PrivateAddressError, is_private_host
from crawlers.faults import BlockedError, SourceError
from crawlers.job import Job

_CONNECT_SECONDS = 10
_OWN_HEADERS = ("Accept", "Accept-Encoding", "Content-Type", "User-Agent")  # those that Scrapy sets itself


class HttpHandler(BaseDownloadHandler):
    """Scrapy's download handler for http and https."""

    lazy = True

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.max_bytes = crawler.settings.getint("DOWNLOAD_MAXSIZE")
        self.seconds = crawler.settings.getfloat("DOWNLOAD_TIMEOUT")
        self.allow_private = crawler.settings.getbool("VORONKA_ALLOW_PRIVATE")
        self._session: aiohttp.ClientSession | None = None
        self._proxy = cache(_proxy)  # to look through the environment takes a tenth of asking for a page

    def target(self, request: Request) -> tuple[str, dict[str, str]]:
        """The URL to ask for ``request``, and further headers."""
        return request.url, {}

    async def download_request(self, request: Request) -> Response:
        """Ask for a page, unless the collection is being stopped.

        Raises Scrapy's download exceptions, and BlockedError for a private address.
        """
        job: Job | None = getattr(self.crawler.spider, "job", None)
        if job is None:
            return await self._ask(request)
        asking = asyncio.create_task(self._ask(request))
        stopped = asyncio.create_task(job.stopping.wait())
        await asyncio.wait({asking, stopped}, return_when=asyncio.FIRST_COMPLETED)
        stopped.cancel()
        if not asking.done():
            asking.cancel()
            raise SourceError("stopped")
        return await asking

    async def _ask(self, request: Request) -> Response:
        url, further = self.target(request)
        parts = urlsplit(url)
        host = parts.hostname or ""
        proxy = self._proxy(parts.scheme, host)
        if not self.allow_private and is_private_host(host):
            raise BlockedError(f"{host} is an address of a private network; it is not followed")
        headers = [(k.decode("latin-1"), v.decode("latin-1")) for k, vs in request.headers.items() for v in vs]
        begun = time.monotonic()
        try:
            async with self._open().request(
                request.method,
                url,
                headers=[*headers, *further.items()],
                data=request.body or None,
                allow_redirects=False,
                proxy=proxy,
            ) as answer:
                request.meta["download_latency"] = time.monotonic() - begun  # by which crawlers.throttle goes
                return await self._read(request, answer)
        except TimeoutError as error:
            raise DownloadTimeoutError(url) from error
        except aiohttp.ClientConnectorDNSError as error:
            raise CannotResolveHostError(url) from error
        except aiohttp.ClientConnectorCertificateError as error:
            raise DownloadFailedError(f"the certificate of {host} is not valid") from error
        except aiohttp.ClientConnectorError as error:
            if isinstance(error.os_error, PrivateAddressError):
                raise BlockedError(f"{host}: {error.os_error}") from error
            raise DownloadConnectionRefusedError(url) from error
        except aiohttp.ClientPayloadError as error:
            raise ResponseDataLossError(url) from error
        except (aiohttp.ClientError, ssl.SSLError) as error:
            raise DownloadFailedError(str(error) or type(error).__name__) from error

    async def _read(self, request: Request, answer: aiohttp.ClientResponse) -> Response:
        body = bytearray()
        if (answer.content_length or 0) > self.max_bytes:
            raise DownloadCancelledError(request.url)
        async for chunk in answer.content.iter_any():
            body += chunk
            if len(body) > self.max_bytes:
                raise DownloadCancelledError(request.url)
        headers = Headers(list(answer.headers.items()))
        return build_response(request.url, answer.status, headers, bytes(body))

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            guard = None if self.allow_private else Guard(_proxies())
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(
                    ssl=ssl.create_default_context(),
                    resolver=guard,
                    socket_factory=None if guard is None else guard.socket_for,
                ),
                cookie_jar=aiohttp.DummyCookieJar(),
                auto_decompress=False,  # Scrapy does, and limits the size
                timeout=aiohttp.ClientTimeout(total=self.seconds, connect=_CONNECT_SECONDS),
                skip_auto_headers=_OWN_HEADERS,
            )
        return self._session

    async def close(self) -> None:
        """Close all connections."""
        if self._session is not None:
            await self._session.close()


def build_response(url: str, status: int, headers: Headers, body: bytes) -> Response:
    """A response of the class that fits its content type, or else its body."""
    kind = responsetypes.from_args(headers=headers, url=url, body=body)
    return kind(url=url, status=status, headers=headers, body=body)


def _proxy(scheme: str, host: str) -> str | None:
    proxy = getproxies().get(scheme)
    return None if proxy is None or proxy_bypass(host) else proxy


def _proxies() -> frozenset[tuple[str, int]]:
    """Host and port of the proxies that the environment names: they may stand in a private network."""
    named = getproxies()
    found = (urlsplit(named[scheme]) for scheme in ("http", "https") if scheme in named)
    return frozenset(
        (parts.hostname, parts.port or (443 if parts.scheme == "https" else 80)) for parts in found if parts.hostname
    )

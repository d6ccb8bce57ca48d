"""The download handler by which benchmarks lead any host to their server on loopback."""

from urllib.parse import urlsplit

from scrapy import Request

from crawlers.http import HttpHandler


class Handler(HttpHandler):
    """Sends the request for any host to 127.0.0.1, at the port that VORONKA_PORT of Scrapy's settings names."""

    def target(self, request: Request) -> tuple[str, dict[str, str]]:
        """The same path there."""
        parts = urlsplit(request.url)
        return f"http://127.0.0.1:{self.crawler.settings.getint('VORONKA_PORT')}{parts.path}", {}

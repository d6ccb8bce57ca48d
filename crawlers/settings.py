"""Scrapy's settings: polite by default, nothing open to the outside, nothing of the machine read or followed."""

from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from voronka.settings import Settings

BOT_NAME = "voronka"
SPIDER_MODULES = ["crawlers.spiders"]
SPIDER_LOADER_WARN_ONLY = False

USER_AGENT = f"Voronka/{version('voronka')}"  # a collection adds the contact
ROBOTSTXT_OBEY = True
CONCURRENT_REQUESTS = 8
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = 2.0
CONCURRENT_ITEMS = 1  # Scrapy makes so many tasks for each answer; ours gives a request or two
# crawlers.throttle: a host rests for as long as it took to answer, at least for DOWNLOAD_DELAY
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_TARGET_CONCURRENCY = 0.5
AUTOTHROTTLE_MAX_DELAY = 60.0

DOWNLOAD_TIMEOUT = 30
DOWNLOAD_MAXSIZE = 5_000_000
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_VERIFY_CERTIFICATES = True
RETRY_TIMES = 2
RETRY_HTTP_CODES = [500, 502, 503, 504, 408]
# A name that is not resolved and a refused connection do not get better within seconds.
RETRY_EXCEPTIONS = ["scrapy.exceptions.DownloadFailedError", "scrapy.exceptions.ResponseDataLossError"]
REDIRECT_MAX_TIMES = 5
METAREFRESH_ENABLED = False

COOKIES_ENABLED = False
HTTPPROXY_ENABLED = False  # crawlers.http takes the proxy of the environment itself
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
MEMUSAGE_ENABLED = False
REFERER_ENABLED = True
REFERRER_POLICY = "same-origin"
LOG_ENABLED = False
EXTENSIONS: dict[str, int | None] = {
    "scrapy.extensions.logstats.LogStats": None,
    "scrapy.extensions.throttle.AutoThrottle": None,
    "crawlers.throttle.Throttle": 0,
}

# A plain asyncio loop: a process may collect as often as it likes, and no reactor stays behind.
TWISTED_REACTOR_ENABLED = False
DOWNLOAD_HANDLERS: dict[str, str | None] = {
    "http": "crawlers.http.HttpHandler",
    "https": "crawlers.http.HttpHandler",
    "data": None,
    "file": None,
    "ftp": None,
    "s3": None,
}
DOWNLOADER_MIDDLEWARES: dict[str, int | None] = {
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "crawlers.politeness.RobotsTxt": 100,
    "crawlers.politeness.Budget": 570,  # after Scrapy's own retrying (550): each try counts
    "crawlers.politeness.RetryAfter": 555,  # before Scrapy's own retrying (550)
    "crawlers.politeness.RefuseBlocked": 560,
    "crawlers.politeness.RefuseRedirects": 605,  # before Scrapy's own redirecting (600)
}

VORONKA_ALLOW_PRIVATE = False
"""Whether addresses of private networks and of this machine may be asked; only tests say so."""

VORONKA_MAX_REQUESTS = 1000

_REPLAY: dict[str, Any] = {
    "HTTPCACHE_ENABLED": True,
    "HTTPCACHE_STORAGE": "crawlers.replay.RecordingStorage",
    "HTTPCACHE_POLICY": "scrapy.extensions.httpcache.DummyPolicy",
    "HTTPCACHE_IGNORE_MISSING": True,
    "HTTPCACHE_IGNORE_HTTP_CODES": [],
    "DOWNLOAD_DELAY": 0,
    "AUTOTHROTTLE_ENABLED": False,
    "RETRY_ENABLED": False,
    "DOWNLOAD_HANDLERS": {
        **DOWNLOAD_HANDLERS,
        "http": "crawlers.replay.NoNetworkHandler",
        "https": "crawlers.replay.NoNetworkHandler",
    },
}


def user_agent(contact: str | None) -> str:
    """Who we are and, where it is set, how to reach whoever runs this."""
    return f"{USER_AGENT} (+{contact})" if contact else USER_AGENT


def crawl_settings(
    settings: Settings, replay: Path | None = None, overrides: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """The settings of a collection."""
    values = {name: value for name, value in globals().items() if name.isupper() and not name.startswith("_")}
    values |= {
        "USER_AGENT": user_agent(settings.contact),
        "DOWNLOAD_DELAY": settings.download_delay,
        "DOWNLOAD_MAXSIZE": settings.max_page_bytes,
        "VORONKA_MAX_REQUESTS": settings.max_requests,
    }
    if replay is not None:
        values |= {**_REPLAY, "VORONKA_REPLAY": str(replay)}
    values |= dict(overrides or {})
    return {"AUTOTHROTTLE_START_DELAY": values["DOWNLOAD_DELAY"], **values}

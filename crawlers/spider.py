"""The base of all spiders: requests that report their failure, and a job that takes what is read."""

import re
from collections.abc import Callable
from typing import Any, ClassVar

import scrapy
from scrapy.http import Response
from twisted.python.failure import Failure

from crawlers.faults import SourceError, fault_of
from crawlers.job import Job
from voronka.sources import Source


class SourceSpider(scrapy.Spider):
    """A spider that reads one source into a job.

    Its callbacks raise VoronkaError (best a SourceError) where the source cannot be read on: the run then ends as
    failed with that line. What was taken before is kept. ``in_demo`` sources are in the
    demo's recording, ``demo_only`` nowhere else. ``redirect_hosts`` names other hosts that answers of this
    source may lead to. ``never`` is found in addresses that are not asked whatever leads to them.
    """

    source: ClassVar[Source | None] = None
    demo_only: ClassVar[bool] = False
    in_demo: ClassVar[bool] = False
    redirect_hosts: ClassVar[frozenset[str]] = frozenset()
    never: ClassVar[re.Pattern[str] | None] = None

    def __init__(self, job: Job, **kwargs: Any) -> None:
        super().__init__(name=job.source.name, **kwargs)
        self.job = job

    def ask(self, url: str, callback: Callable[..., Any], **kwargs: Any) -> scrapy.Request:
        """A request for a page of this source; further arguments as of ``scrapy.Request``."""
        return scrapy.Request(url, callback=callback, errback=self.failed, dont_filter=True, **kwargs)

    def failed(self, failure: Failure) -> None:
        """A page could not be had: the run ends. A spider that can do without one page overrides this."""
        raise self.fault(failure)

    def why_refused(self, response: Response) -> str | None:  # noqa: ARG002  (for those that override it)
        """Why a site refuses (401, 403 …) and what to do, where its answer says more than its status; else None."""
        return None

    @staticmethod
    def fault(failure: Failure) -> SourceError:
        """What a failed request means, naming its page."""
        request = getattr(failure, "request", None)
        url = request.url if request is not None else ""
        assert failure.value is not None
        fault = fault_of(failure.value, url)
        # a new one: Scrapy takes an errback that raises the very same exception for one that did nothing
        return type(fault)(
            str(fault), url=fault.url or url, unreachable=fault.unreachable, until=fault.until, lost=fault.lost
        )

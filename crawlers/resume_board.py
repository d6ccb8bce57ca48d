"""The base of boards that show people's resumes beside vacancies."""

import re
from typing import Any, ClassVar, Final

from scrapy.http import Response

from crawlers.board import BROKE_OFF, BoardSpider, Item
from crawlers.faults import PassingError, SourceError
from crawlers.page import is_whole, text_of
from crawlers.resume import is_withdrawn, read_resume
from crawlers.sitemap import canonical_id
from voronka.model import RawPost

RESUME_PATH: Final = re.compile(r"(?i)/(?:resumes?|rezume|cv|candidates?|kandidat\w{0,3}|резюме|кандидаты)/[^/]")


class ResumeBoardSpider(BoardSpider):
    """Reads a board whose sitemap also names resumes: pages whose path ``resume_path`` is found in.

    A resume that is gone, that says it is hidden or that asks not to be indexed is absent, also where the sitemap names
    it: the second time in a row it is erased.
    """

    resume_path: ClassVar[re.Pattern[str]] = RESUME_PATH

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.withdrawn: set[str] = set()

    def is_item(self, path: str) -> bool:
        """Whether a page is a vacancy's or a resume's by its path."""
        return super().is_item(path) or self.resume_path.search(path) is not None

    def read_item(self, response: Response, item: Item) -> RawPost | None:
        """The item as a post, or None where it is gone; raises SourceError where the page is none."""
        if self.resume_path.search(item.id) is None:
            return super().read_item(response, item)
        if response.status in (404, 410):
            return self.gone(item)
        html = text_of(response)
        if is_withdrawn(html):
            return self.gone(item)
        if "<html" in html[:1_000].lower() and not is_whole(html):
            raise PassingError(BROKE_OFF)
        moved = canonical_id(response.url) != item.id
        page = None if moved else read_resume(html, response.url, now=self.now, zone=self.zone)
        if page is None:
            if item.known and moved:
                return self.gone(item)
            raise SourceError("no resume on the page: neither a Person nor a title with a text")
        return RawPost(
            source=self.job.source.name,
            external_id=item.id,
            text=page.text,
            url=item.url,
            links=page.links,
            payload={"resume": page.wish},
            posted_at=page.posted_at,
            fetched_at=self.now,
        )

    def gone(self, item: Item) -> RawPost | None:
        """A vacancy is closed; a resume is noted as absent."""
        if self.resume_path.search(item.id) is None:
            return super().gone(item)
        if item.known:
            self.withdrawn.add(item.id)
            self.recognised += 1
            self.job.take([], seen=1)
        else:
            self.no_vacancy[item.id] = self.now.isoformat()
        return None

    def note_absent(self) -> None:
        """Note what the sitemaps do not name any more, and resumes that were withdrawn."""
        super().note_absent()
        self.job.absent(self.withdrawn)

"""The base of sources that answer JSON.

A source states where in an answer its items stand, which values each must have, and what a row says::

    class ExampleApi(JsonApiSpider):
        endpoint = "https://jobs.example/api/vacancies"
        rows_at = "results.items"
        required = ("id", "title")

        def listed(self, row: Row) -> Listed | None: …
"""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, ClassVar, Final

from scrapy.http import Response

from crawlers.faults import Lost, SourceError
from crawlers.listing import Ask, Listed, ListingSpider, Page, as_markup
from crawlers.page import refuse_page, text_of
from voronka.health import Rate

Row = Mapping[str, Any]
_MAX_ROWS: Final = 5_000


class JsonApiSpider(ListingSpider):
    """Reads a JSON API. ``rows_at`` and each of ``required``, ``counts`` … are paths of keys ("company.name").

    ``rows_at`` must be there exactly once, as a list, and at each of ``counts`` a whole number. A row that lacks one of
    ``required`` is left out with a warning; a page most of whose rows lack one is an error. ``detail_required`` is the
    same for an item's own answer. ``listed`` gives None for a row that is not wanted.
    """

    endpoint: ClassVar[str]
    rows_at: ClassVar[str] = ""
    required: ClassVar[tuple[str, ...]] = ("id",)
    counts: ClassVar[tuple[str, ...]] = ()
    detail_required: ClassVar[tuple[str, ...]] = ()

    def asks(self, since: datetime | None) -> Iterable[Ask]:  # noqa: ARG002  (for those that override it)
        """The endpoint alone."""
        return [Ask(self.endpoint)]

    def listed(self, row: Row) -> Listed | None:
        """What a row says."""
        raise NotImplementedError  # each site has its own keys

    def more(self, data: Any, rows: int, ask: Ask) -> Iterable[Ask]:  # noqa: ARG002  (for those that override it)
        """The pages that come after this one, which held so many ``rows``."""
        return ()

    def shown(self, data: Any) -> str:
        """An answer, or an item of it, as it is shown where its form has changed."""
        return as_markup(data)

    def rows(self, data: Any, url: str) -> list[Any]:
        """The rows of an answer; raises SourceError where they are not where they should be."""
        found = at(data, self.rows_at) if self.rows_at else data
        if not isinstance(found, list):
            keys = ", ".join(list(data)[:10]) if isinstance(data, Mapping) else type(data).__name__
            raise SourceError(
                f"the answer has no list {self.rows_at or 'of items'} (there are: {keys}); its form may have changed",
                url=url,
                lost=Lost("posting", Rate(0, 1), self.shown(data)[:2000]),
            )
        self.is_capped = self.is_capped or len(found) > _MAX_ROWS
        return found[:_MAX_ROWS]

    def read(self, response: Response, ask: Ask) -> Page:
        """The items of an answer."""
        data = json_of(response)
        rows = self.rows(data, response.url)
        self._count(data, response.url)
        items: list[Listed] = []
        unwanted = 0
        lacking: dict[str, int] = {}
        for row in rows:
            missing = lacking_of(row, self.required)
            if missing is not None:
                lacking[missing] = lacking.get(missing, 0) + 1
                continue
            item = self.listed(row)
            if item is None:
                unwanted += 1
            else:
                items.append(item)
        self._judge(rows, lacking, response.url)
        skipped = [f"{response.url}: {count} of {len(rows)} items have no {path}" for path, count in lacking.items()]
        return Page(items, unwanted, tuple(self.more(data, len(rows), ask)), skipped)

    def _count(self, data: Any, url: str) -> None:
        """Without how many there are, or how many pages, nobody knows whether all were read."""
        lacking = [path for path in self.counts if not isinstance(at(data, path), int)]
        if lacking:
            raise SourceError(f"the answer has no {lacking[0]}; its form may have changed", url=url)

    def detail(self, response: Response) -> Row:
        """An item's own answer; raises SourceError where it lacks what it must have."""
        row = json_of(response)
        missing = lacking_of(row, self.detail_required)
        if missing is not None:
            raise SourceError(f"the answer has no {missing}; its form may have changed", url=response.url)
        assert isinstance(row, dict)
        return row

    def _judge(self, rows: list[Any], lacking: dict[str, int], url: str) -> None:
        """Most items without what all must have is another form, and no news."""
        if rows and sum(lacking.values()) * 2 > len(rows):
            path, count = max(lacking.items(), key=lambda pair: pair[1])
            raise SourceError(
                f"{count} of {len(rows)} items have no {path}; the form of the answer may have changed",
                url=url,
                lost=Lost("posting", Rate(len(rows) - count, len(rows)), self.shown(rows[0])),
            )


def json_of(response: Response) -> Any:
    """The answer as JSON; raises SourceError (BlockedError for a captcha or a login) where it is something else."""
    text = text_of(response)
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        if "<" in text[:1000]:
            refuse_page(text)
            raise SourceError("answered a page in place of JSON; look at it in a browser", url=response.url) from error
        raise SourceError("the answer is no JSON, or broke off; collect again later", url=response.url) from error


def at(data: Any, path: str) -> Any:
    """The value at a path of keys; None where there is none."""
    for key in path.split("."):
        data = data.get(key) if isinstance(data, Mapping) else None
    return data


def lacking_of(row: Any, paths: Iterable[str]) -> str | None:
    """The first of these paths at which a row has nothing."""
    if not isinstance(row, Mapping):
        return "keys"
    return next((path for path in paths if at(row, path) in (None, "", [], {})), None)


def texts(data: Any, path: str, key: str = "") -> list[str]:
    """The texts of a list at a path: its strings, or those that its objects have under ``key``."""
    found = at(data, path)
    rows = found if isinstance(found, list) else []
    values = (at(row, key) if key else row for row in rows[:100])
    return [value for value in values if isinstance(value, str) and value]

"""Remotive: remote vacancies in marketing and sales by its public API."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from crawlers.build_posting import REMOTE, build_posting
from crawlers.json_api import JsonApiSpider, Row
from crawlers.listing import Ask, Listed, as_markup
from voronka.sources import Source, SourceKind

CATEGORIES: Final = ("marketing", "sales-business")
_OF_TIME: Final = re.compile(r"(?i)hour|day|week|month|year|ann|/ ?(?:h|d|w|mo?|yr?)\b|\bp\.?a\b")


class RemotiveSpider(JsonApiSpider):
    """Reads two categories, at most four times a day, as Remotive asks."""

    name = "remotive"
    in_demo = True
    endpoint = "https://remotive.com/api/remote-jobs"
    rows_at = "jobs"
    required = ("id", "url", "title", "publication_date")
    every = timedelta(hours=6)
    zone = ZoneInfo("UTC")
    source = Source(
        name="remotive",
        title="Remotive",
        kind=SourceKind.SITE,
        url="https://remotive.com/",
        about="Удалённые вакансии в маркетинге и продажах, на английском",
        basis="публичный API: со ссылкой, не чаще четырёх раз в день; выключен, пока вы не прочли условия",
        enabled=False,
        about_en="Remote vacancies in marketing and sales, in English",
        basis_en="public API: with a link to Remotive, at most four times a day; off until you have read its terms",
    )

    def asks(self, since: datetime | None) -> Iterable[Ask]:  # noqa: ARG002  (has no news alone)
        """The categories."""
        return [Ask(f"{self.endpoint}?category={name}") for name in CATEGORIES]

    def listed(self, row: Row) -> Listed:
        """A vacancy."""
        posted = self.moment(row["publication_date"])
        posting = build_posting(
            title=row["title"], url=row["url"], company=row.get("company_name"), pay=yearly(row.get("salary")),
            formats=[REMOTE], employment=row.get("job_type"), description=row.get("description"), posted=posted,
        )  # fmt: skip
        return Listed(str(row["id"]), str(row["url"]), posting, posted_at=posted, markup=as_markup(row))


def yearly(pay: object) -> str:
    """The pay in Remotive's words, which is of a year where they name no other time."""
    words = pay.strip() if isinstance(pay, str) else ""
    return f"{words} a year" if words and not _OF_TIME.search(words) else words

"""Remote OK: remote vacancies in marketing and sales by its public API."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final

from crawlers.build_posting import REMOTE, build_posting
from crawlers.json_api import JsonApiSpider, Row
from crawlers.listing import Ask, Listed, as_markup
from voronka.sources import Source, SourceKind

TAGS: Final = ("marketing", "sales")


class RemoteOkSpider(JsonApiSpider):
    """Reads two tags; the first row of an answer is its legal notice."""

    name = "remoteok"
    in_demo = True
    endpoint = "https://remoteok.com/api"
    required = ("id", "position", "url", "date")
    lists_all = False
    every = timedelta(hours=6)
    source = Source(
        name="remoteok",
        title="Remote OK",
        kind=SourceKind.SITE,
        url="https://remoteok.com/",
        about="Удалённые вакансии в маркетинге и продажах, на английском",
        basis="публичный API: с прямой ссылкой и упоминанием Remote OK; выключен, пока вы не прочли условия",
        enabled=False,
        about_en="Remote vacancies in marketing and sales, in English",
        basis_en="public API: with a direct link and Remote OK named; off until you have read its terms",
    )

    def asks(self, since: datetime | None) -> Iterable[Ask]:  # noqa: ARG002  (has no news alone)
        """The tags."""
        return [Ask(f"{self.endpoint}?tags={tag}") for tag in TAGS]

    def rows(self, data: Any, url: str) -> list[Any]:
        """The vacancies, without the notice."""
        return [row for row in super().rows(data, url) if not (isinstance(row, dict) and "legal" in row)]

    def listed(self, row: Row) -> Listed:
        """A vacancy; its pay is of a year, in dollars."""
        posted = self.moment(row["date"])
        posting = build_posting(
            title=row["position"], url=row["url"], company=row.get("company"), formats=[REMOTE],
            low=row.get("salary_min"), high=row.get("salary_max"), currency="USD", unit="YEAR",
            description=row.get("description"), posted=posted,
        )  # fmt: skip
        return Listed(str(row["id"]), str(row["url"]), posting, posted_at=posted, markup=as_markup(row))

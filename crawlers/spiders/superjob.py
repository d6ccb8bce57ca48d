"""SuperJob: its API, by the key of an application; without one it is not read."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from scrapy.http import Response

from crawlers.build_posting import REMOTE, build_posting
from crawlers.faults import SourceError
from crawlers.json_api import JsonApiSpider, Row, at
from crawlers.listing import Ask, Listed, as_markup
from crawlers.slices import Slice
from voronka.closing import Closing
from voronka.sources import Source, SourceKind

CATALOGUES: Final = "234,438"
"""Marketing, advertising, PR; sales."""
CAP: Final = 500
PER_PAGE: Final = 100
WINDOW: Final = timedelta(days=30)


class SuperjobSpider(JsonApiSpider):
    """Reads the search of SuperJob's API, cut into slices of time none of which is capped."""

    name = "superjob"
    in_demo = True
    endpoint = "https://api.superjob.ru/2.0/vacancies/"
    rows_at = "objects"
    required = ("id", "profession", "link", "date_published")
    counts = ("total",)
    has_since = True
    source = Source(
        name="superjob",
        title="SuperJob",
        kind=SourceKind.SITE,
        url="https://www.superjob.ru/",
        about="Вакансии в маркетинге и продажах",
        basis="API SuperJob с ключом приложения, по его условиям; без ключа не читается",
        about_en="Vacancies in marketing and sales",
        basis_en="SuperJob's API by an application's key, on its terms; not read without one",
        needs="superjob_key",
    )

    def headers(self) -> dict[str, str]:
        """The application's key."""
        key = self.job.settings.superjob_key
        if key is None:
            raise SourceError("a key is wanted: set VORONKA_SUPERJOB_KEY (an application's, api.superjob.ru)")
        return {**super().headers(), "X-Api-App-Id": key.get_secret_value()}

    def asks(self, since: datetime | None) -> Iterable[Ask]:
        """All of the last 30 days, or what was published since."""
        return [self._ask(Slice(since or self.now - WINDOW, self.now))]

    def _ask(self, part: Slice) -> Ask:
        return Ask(search_url(part), part)

    def more(self, data: Any, rows: int, ask: Ask) -> Sequence[Ask]:
        """The next page; or the halves of a slice of which the end would not be shown."""
        part: Slice = ask.about
        total = at(data, "total")
        if total > CAP and part.page == 0:
            halves = part.halves()
            if halves is not None:
                return [self._ask(half) for half in reversed(halves)]
            self.is_capped = True
        if part.page * PER_PAGE + rows >= min(total, CAP):
            return []
        if not rows:
            raise SourceError(f"the list breaks off after {part.page * PER_PAGE} of {total} items", url=ask.url)
        return [self._ask(part.next())]

    def listed(self, row: Row) -> Listed:
        """A vacancy."""
        posted = self.moment(row["date_published"])
        posting = build_posting(
            title=row["profession"],
            url=row["link"],
            company=row.get("firm_name"),
            cities=[at(row, "town.title")],
            low=row.get("payment_from"),
            high=row.get("payment_to"),
            currency={"rub": "RUB"}.get(str(row.get("currency")), row.get("currency")),
            formats=[REMOTE] if at(row, "place_of_work.id") == 2 else [],
            employment=at(row, "type_of_work.title"),
            experience=at(row, "experience.title"),
            description=row.get("vacancyRichText") or row.get("candidat"),
            posted=posted,
        )
        closed = Closing.SAID if row.get("is_archive") is True or row.get("is_closed") is True else None
        return Listed(str(row["id"]), str(row["link"]), posting, posted_at=posted, closed=closed, markup=as_markup(row))

    def why_refused(self, response: Response) -> str | None:
        """A refusal is mostly the key's."""
        return f"answered {response.status}: SuperJob does not take the key; is VORONKA_SUPERJOB_KEY right?"


def search_url(part: Slice) -> str:
    """The address of a page of the search within a slice of time."""
    values = {
        "catalogues": CATALOGUES,
        "date_published_from": int(part.since.timestamp()),
        "date_published_to": int(part.until.timestamp()),
        "count": PER_PAGE,
        "page": part.page,
    }
    return f"{SuperjobSpider.endpoint}?{urlencode(values)}"

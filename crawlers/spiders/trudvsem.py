"""trudvsem.ru («Работа России»): the state's open data of vacancies, asked by words, kept by title and category."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from crawlers.build_posting import HYBRID, REMOTE, build_posting
from crawlers.faults import SourceError
from crawlers.json_api import JsonApiSpider, Row, at, texts
from crawlers.listing import Ask, Listed, as_markup
from voronka.sources import Source, SourceKind

QUERIES: Final = (
    "маркетолог", "менеджер по маркетингу", "директор по маркетингу", "SMM", "таргетолог", "копирайтер",
    "менеджер по рекламе", "PR-менеджер", "бренд-менеджер", "менеджер по продажам", "руководитель отдела продаж",
    "коммерческий директор",
)  # fmt: skip
LIMIT: Final = 100
_MARKETING: Final = re.compile(r"(?i)маркетинг|реклам|\bpr\b|связ\w{1,3} с общественност")
_TITLE: Final = re.compile(
    r"(?i)маркет[ио]|\bsmm\b|\bсмм|таргетолог|копирайт|реклам|\bpr\b|\bpr-|пиар|бренд|\bseo\b|трафик|директолог|контент"
    r"|продаж|сбыт|коммерческ|\bsales\b"
)
_TOWN: Final = re.compile(r"\b(?:г\.|г|город)\s{1,3}([А-ЯЁ][А-Яа-яЁё-]{1,30}(?:\s[А-ЯЁ][а-яё-]{1,30})?)")


class TrudvsemSpider(JsonApiSpider):
    """Reads the open data API; ``offset`` is the number of a page."""

    name = "trudvsem"
    in_demo = True
    custom_settings = {"DOWNLOAD_TIMEOUT": 90}  # noqa: RUF012  (replies take 10–22 s)
    endpoint = "https://opendata.trudvsem.ru/api/v1/vacancies"
    rows_at = "results.vacancies"
    required = ("vacancy.id", "vacancy.job-name")
    counts = ("meta.total",)
    has_since = True
    every = timedelta(hours=2)
    max_requests = 120
    source = Source(
        name="trudvsem",
        title="Работа России",
        kind=SourceKind.SITE,
        url="https://trudvsem.ru/",
        about="Вакансии в маркетинге и продажах из государственной базы",
        basis="открытые данные: API Роструда (opendata.trudvsem.ru), опубликованный для любого использования",
        about_en="Vacancies in marketing and sales from the state's base",
        basis_en="open data: Rostrud's API (opendata.trudvsem.ru), published for any use",
    )

    def asks(self, since: datetime | None) -> Iterable[Ask]:
        """The first page of each query."""
        return [self._ask(words, since, 0) for words in QUERIES]

    def _ask(self, words: str, since: datetime | None, page: int) -> Ask:
        return Ask(search_url(words, since, page), (words, since, page))

    def rows(self, data: Any, url: str) -> list[Any]:
        """The rows; where nothing was found there is no list."""
        return [] if at(data, "meta.total") == 0 else super().rows(data, url)

    def more(self, data: Any, rows: int, ask: Ask) -> Iterable[Ask]:
        """The next page, until all of the total have been seen."""
        words, since, page = ask.about
        total = at(data, "meta.total")
        if page * LIMIT + rows >= total:
            return []
        if rows < LIMIT:
            raise SourceError(f"the list breaks off after {page * LIMIT + rows} of {total} items", url=ask.url)
        return [self._ask(words, since, page + 1)]

    def listed(self, row: Row) -> Listed | None:
        """A vacancy, where its title or category is of our fields."""
        job = row["vacancy"]
        title = str(job["job-name"])
        if not _TITLE.search(title) and not _MARKETING.search(str(at(job, "category.specialisation"))):
            return None
        posted = self.moment(job.get("creation-date"))
        places = [*texts(job, "addresses.address", "location"), str(at(job, "region.name") or "")]
        schedule = " ".join(str(job.get(key) or "") for key in ("schedule", "employment"))
        remote = [REMOTE] if re.search(r"(?i)удал[её]нн|дистанц", schedule) else []
        years = at(job, "requirement.experience")
        url = str(job.get("vac_url") or f"https://trudvsem.ru/vacancy/card/{job['id']}")
        posting = build_posting(
            title=title,
            url=url,
            company=at(job, "company.name"),
            cities=[town_of(places)],
            low=_number(job.get("salary_min")),
            high=_number(job.get("salary_max")),
            formats=[*remote, *([HYBRID] if "гибрид" in schedule.lower() else [])],
            employment=job.get("employment"),
            schedule=job.get("schedule"),
            experience=f"от {years} лет" if isinstance(years, int) and years > 0 else "",
            description=_texts(job),
            contact=", ".join(texts(job, "contact_list", "contact_value")),
            posted=posted,
        )
        return Listed(str(job["id"]), url, posting, posted_at=posted, markup=as_markup(job))


def search_url(words: str, since: datetime | None = None, page: int = 0) -> str:
    """The address of a page of a query."""
    values: dict[str, Any] = {"text": words, "offset": page, "limit": LIMIT}
    if since is not None:
        values["modifiedFrom"] = f"{since:%Y-%m-%dT%H:%M:%SZ}"
    return f"{TrudvsemSpider.endpoint}?{urlencode(values)}"


def _texts(job: Row) -> str:
    parts = (job.get("duty"), at(job, "requirement.qualification"), at(job, "requirement.education"))
    return "<br>".join(part for part in parts if isinstance(part, str) and part)


def _number(value: object) -> float | None:
    try:
        return float(str(value)) or None
    except ValueError:
        return None


def town_of(places: list[str]) -> str:
    """The town of an address, or else the first place that is given: a region."""
    found = next((match for place in places if (match := _TOWN.search(place))), None)
    return found[1] if found else next((place for place in reversed(places) if place), "")

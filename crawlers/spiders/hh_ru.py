"""hh.ru: its API, by the token of an application or an employer; without one it is not read."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, ClassVar, Final
from urllib.parse import urlencode

from scrapy.http import Response

from crawlers.build_posting import FIELD, HYBRID, OFFICE, REMOTE, build_posting
from crawlers.faults import BlockedError, SourceError
from crawlers.jobposting import Posting
from crawlers.json_api import JsonApiSpider, Row, at, json_of, texts
from crawlers.listing import Ask, Listed, Page, as_markup
from crawlers.settings import user_agent
from crawlers.slices import Slice
from voronka.closing import Closing
from voronka.sources import Source, SourceKind

API: Final = "https://api.hh.ru"
ROLES: Final = ("68", "3", "70", "106", "37", "170", "55", "2", "163")
"""Marketer, SMM, sales manager, head of sales, CMO, head of marketing, copywriter, PR, marketing analyst."""
RUSSIA: Final = "113"
CAP: Final = 2_000
PER_PAGE: Final = 100
WINDOW: Final = timedelta(days=30)
_UNITS: Final = {"MONTH": "MONTH", "HOUR": "HOUR"}
_MODES: Final = {"FLY_IN_FLY_OUT": "за вахту", "SERVICE": "за услугу", "SHIFT": "за смену"}
FORMATS: Final = {"ON_SITE": OFFICE, "REMOTE": REMOTE, "HYBRID": HYBRID, "FIELD_WORK": FIELD}
_EMPLOYMENT: Final = {"FULL": "FULL_TIME", "PART": "PART_TIME", "PROJECT": "CONTRACTOR"}
_HIGHLIGHT: Final = re.compile(r"</?highlighttext>")


class HhSpider(JsonApiSpider):
    """Reads hh.ru's search, cut into slices of time and area none of which is capped."""

    name = "hh_ru"
    in_demo = True
    endpoint = f"{API}/vacancies"
    rows_at = "items"
    required = ("id", "name", "alternate_url", "published_at")
    counts = ("found", "pages")
    detail_required: ClassVar[tuple[str, ...]] = (*required, "description")
    has_since = True
    max_requests = 900
    max_details = 100
    source = Source(
        name="hh_ru",
        title="hh.ru",
        kind=SourceKind.SITE,
        url="https://hh.ru/",
        about="Вакансии в маркетинге и продажах",
        basis="API hh.ru с ключом приложения или работодателя, по его условиям; без ключа не читается",
        about_en="Vacancies in marketing and sales",
        basis_en="hh.ru's API by the token of an application or employer, on its terms; not read without one",
        needs="hh_token",
    )

    def headers(self) -> dict[str, str]:
        """The token, and who we are as hh.ru requires it."""
        settings = self.job.settings
        if settings.hh_token is None:
            raise SourceError("a token is wanted: set VORONKA_HH_TOKEN (an application's or employer's, dev.hh.ru)")
        if settings.contact is None:
            raise SourceError("hh.ru answers only those who name a contact: set VORONKA_CONTACT")
        own = user_agent(None)
        return {
            **super().headers(),
            "Authorization": f"Bearer {settings.hh_token.get_secret_value()}",
            "HH-User-Agent": f"{own} ({settings.contact})",
        }

    def asks(self, since: datetime | None) -> Iterable[Ask]:
        """All of the last 30 days, or what was published since."""
        return [self._ask(Slice(since or self.now - WINDOW, self.now, RUSSIA))]

    def _ask(self, part: Slice) -> Ask:
        return Ask(search_url(part, self.endpoint), part)

    def read(self, response: Response, ask: Ask) -> Page:
        """A page of the search, or the areas within one that holds too much."""
        if not response.url.startswith(f"{API}/areas/"):
            return super().read(response, ask)
        data = json_of(response)
        inner = texts(data, "areas", "id")
        if not inner and at(data, "areas") != []:
            raise SourceError("the answer has no areas; its form may have changed", url=response.url)
        if not inner:
            line = f"more than {CAP} items within ten minutes in area {ask.about.area}; some are not seen"
            self.is_capped = True
            return Page(more=[self._ask(ask.about.next())], skipped=[line])
        return Page(more=[self._ask(replace(ask.about, area=area)) for area in inner])

    def more(self, data: Any, rows: int, ask: Ask) -> Sequence[Ask]:
        """The next page; or the parts of a slice of which the end would not be shown."""
        part: Slice = ask.about
        found, pages = at(data, "found"), at(data, "pages")
        if found > CAP and part.page == 0:  # what it shows of it is taken all the same
            halves = part.halves()
            if halves is not None:
                return [self._ask(half) for half in reversed(halves)]
            return [Ask(f"{API}/areas/{part.area}", part)]
        if part.page + 1 >= min(pages, CAP // PER_PAGE):
            return []
        if not rows:
            raise SourceError(f"the list breaks off at page {part.page} of {pages}", url=ask.url)
        return [self._ask(part.next())]

    def listed(self, row: Row) -> Listed:
        """A vacancy as the search shows it: with a summary in place of its text."""
        parts = (at(row, f"snippet.{key}") for key in ("responsibility", "requirement"))
        summary = "<br>".join(part for part in parts if isinstance(part, str))
        return self._listed(row, _HIGHLIGHT.sub("", summary), f"{API}/vacancies/{row['id']}")

    def read_detail(self, response: Response, item: Listed) -> Listed:
        """The whole vacancy."""
        row = self.detail(response)
        if row["id"] != item.id:
            raise SourceError(f"another vacancy was answered: {row['id']}"[:100], url=response.url)
        return self._listed(row, str(row["description"]), None)

    def _listed(self, row: Row, description: str, detail: str | None) -> Listed:
        published = self.moment(row["published_at"])
        return Listed(
            id=str(row["id"]),
            url=str(row["alternate_url"]),
            posting=posting_of(row, description, published),
            posted_at=published,
            closed=Closing.SAID if row.get("archived") is True else None,
            detail=detail,
            modified=published,
            markup=as_markup(row),
        )

    def why_refused(self, response: Response) -> str | None:
        """What hh.ru says of a refusal; nothing of it is gone round."""
        kinds = texts(_json_or_none(response), "errors", "type") + texts(_json_or_none(response), "errors", "value")
        if "captcha_required" in kinds:
            return "hh.ru asks for a captcha (captcha_required); we do not go round it: it is asked again later"
        if {"oauth", "bad_authorization", "token_expired", "token_revoked"} & set(kinds):
            return "hh.ru does not take the token (expired or revoked): get another one and set VORONKA_HH_TOKEN"
        return (
            f"answered {response.status}: hh.ru gives vacancies to tokens of applications and employers only; "
            "is VORONKA_HH_TOKEN one of them?"
        )


def search_url(part: Slice, endpoint: str = f"{API}/vacancies") -> str:
    """The address of a page of the search within a slice."""
    values = [
        *(("professional_role", role) for role in ROLES),
        ("area", part.area),
        ("date_from", f"{part.since:%Y-%m-%dT%H:%M:%S+0000}"),
        ("date_to", f"{part.until:%Y-%m-%dT%H:%M:%S+0000}"),
        ("order_by", "publication_time"),
        ("per_page", PER_PAGE),
        ("page", part.page),
    ]
    return f"{endpoint}?{urlencode(values)}"


def posting_of(row: Row, description: str, published: datetime | None) -> Posting:
    """What hh.ru says of a vacancy as a JobPosting."""
    pay = row.get("salary_range") or row.get("salary") or {}
    mode = str(at(pay, "mode.id") or "MONTH")
    unit = _UNITS.get(mode)
    low, high = at(pay, "from"), at(pay, "to")
    ends = " ".join(f"{word} {value}" for word, value in (("от", low), ("до", high)) if value)
    formats = [FORMATS[name] for name in texts(row, "work_format", "id") if name in FORMATS]
    if not formats and at(row, "schedule.id") == "remote":
        formats = [REMOTE]
    return build_posting(
        title=row["name"],
        url=row["alternate_url"],
        company=at(row, "employer.name"),
        cities=[at(row, "area.name")],
        low=low if unit else None,
        high=high if unit else None,
        currency=at(pay, "currency"),
        unit=unit or "MONTH",
        gross=at(pay, "gross"),
        pay=f"{ends} {at(pay, 'currency') or ''} {_MODES.get(mode, '')}" if ends else "",
        formats=formats,
        employment=_EMPLOYMENT.get(str(at(row, "employment_form.id")))
        or at(row, "employment_form.name")
        or at(row, "employment.name"),
        experience=at(row, "experience.name"),
        description=description,
        skills=texts(row, "key_skills", "name"),
        posted=published,
    )


def _json_or_none(response: Response) -> Any:
    try:
        return json_of(response)
    except (SourceError, BlockedError):
        return None

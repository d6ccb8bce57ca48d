"""hh.ru: the resumes that an employer's token finds, for that employer's team alone; no resume is opened.

Only what the search itself shows is taken. Opening a resume counts against the employer's limit of views, and its
contacts cost a paid one: an address of a single resume is never asked, whatever leads to it. People open it on hh.ru.
"""

import re
from collections.abc import AsyncIterator, Mapping
from typing import Any, Final

import scrapy
from scrapy.http import Response

from crawlers.build_posting import REMOTE, build_posting
from crawlers.faults import SourceError
from crawlers.jobposting import Posting
from crawlers.json_api import Row, at, texts
from crawlers.listing import Listed
from crawlers.resume import resume_text, wish_of
from crawlers.spiders.hh_ru import API, FORMATS, HhSpider
from voronka.sources import Source, SourceKind
from voronka.store import accounts, posts

_PAST: Final = 5


class HhResumesSpider(HhSpider):
    """Reads hh.ru's search of resumes into posts that belong to the team that the setting names."""

    name = "hh_resumes"
    endpoint = f"{API}/resumes"
    required = ("id", "title", "alternate_url", "updated_at")
    max_details = 0
    in_demo = False
    detail_required = ()
    never = re.compile(r"(?i)/resumes/|with_?contact")
    source = Source(
        name="hh_resumes",
        title="hh.ru, резюме",
        kind=SourceKind.SITE,
        url="https://hh.ru/",
        about="Резюме в маркетинге и продажах для команды, чей ключ работодателя задан; видны только ей",
        basis="API hh.ru с ключом работодателя и его доступом к резюме, по его условиям; контакты не открываются",
        about_en="Resumes in marketing and sales for the team whose employer's token is set; shown to it alone",
        basis_en="hh.ru's API by an employer's token and access to resumes, on its terms; no contact is opened",
        needs="hh_resumes_team",
    )

    async def start(self) -> AsyncIterator[scrapy.Request]:
        """Find the team, then ask for the first page."""
        self.team = self._team()
        async for request in super().start():
            yield request

    def _team(self) -> str:
        """The id of the team of the setting; raises SourceError where there is none, or others have resumes here."""
        given = self.job.settings.hh_resumes_team
        if self.job.replay is not None:
            return "replay"  # a recording's store has no teams, and shows what is a team's to nobody
        if given is None:
            raise SourceError("a team is wanted: set VORONKA_HH_RESUMES_TEAM to the name of the token's team")
        with self.job.store.reading() as connection:
            found = accounts.teams_named(connection, given)
            others = posts.teams(connection, self.job.source.name) - set(found)
        if len(found) != 1:
            raise SourceError(
                f"{len(found)} teams are called «{given}», one is wanted: VORONKA_HH_RESUMES_TEAM takes a name or an id"
            )
        if others:
            name = self.job.source.name
            raise SourceError(
                "the resumes that are stored belong to another team, which alone may keep them; to begin anew for this "
                f"one: voronka sources disable {name} --purge, then voronka sources enable {name}"
            )
        return found[0]

    def listed(self, row: Row) -> Listed:
        """A resume as the search shows it."""
        updated = self.moment(row["updated_at"])
        return Listed(str(row["id"]), str(row["alternate_url"]), posting_of(row), posted_at=updated, modified=updated)

    def content(self, posting: Posting) -> tuple[str, Mapping[str, Any]]:
        """The wish for a job; neither name nor contact is in it."""
        return resume_text(posting), {"resume": wish_of(posting)}

    def shown(self, data: Any) -> str:
        """Of people's data the names of the fields alone."""
        return ", ".join(map(str, data)) if isinstance(data, Mapping) else ""

    def why_refused(self, response: Response) -> str | None:
        """What hh.ru says of a refusal, and what else it may be."""
        return f"{super().why_refused(response)} Resumes want an employer's token with access to hh.ru's resumes."


def posting_of(row: Row) -> Posting:
    """What hh.ru's search says of a person as a JobPosting of the job that is wanted."""
    months = at(row, "total_experience.months")
    remote = "REMOTE" in texts(row, "work_format", "id") or "remote" in texts(row, "schedules", "id")
    formats = [FORMATS[name] for name in texts(row, "work_format", "id") if name in FORMATS]
    past = [line for line in map(_job, _rows(row, "experience")[:_PAST]) if line]
    posting = build_posting(
        title=row["title"],
        cities=[at(row, "area.name")],
        low=at(row, "salary.amount"),
        currency=at(row, "salary.currency"),
        formats=formats or ([REMOTE] if remote else []),
        employment=", ".join(texts(row, "employment_form", "name") or texts(row, "employments", "name")),
        description="\n".join(("Опыт работы:", *past)) if past else "",
        skills=texts(row, "skill_set"),
    )
    if isinstance(months, int) and not isinstance(months, bool) and 0 <= months < 720:
        posting["experienceRequirements"] = {"monthsOfExperience": months}
    return posting


def _job(one: Any) -> str:
    """A job of the past in a line."""
    parts = [value for name in ("position", "company") if isinstance(value := at(one, name), str) and value]
    since, until = (str(at(one, name) or "")[:7] for name in ("start", "end"))
    years = f" ({since} – {until or 'по настоящее время'})" if since else ""
    return f"- {', '.join(parts)}{years}" if parts else ""


def _rows(row: Row, path: str) -> list[Any]:
    found = at(row, path)
    return found if isinstance(found, list) else []

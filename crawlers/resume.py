"""A person's page as a candidate: from its schema.org Person, or else from its title and main text; pure.

Neither a name nor a contact goes into the structured data. Contacts stand in the text, where they are masked as those
of any candidate.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from parsel import Selector

from crawlers.build_posting import REMOTE, build_posting, moment_of
from crawlers.jobposting import Posting, json_ld_nodes, microdata_nodes
from crawlers.posting_text import cities, contacts, experience, name_of, posting_text
from crawlers.vacancy import read_unmarked
from voronka.model import Link

_KEPT: Final = (
    "title", "jobLocation", "jobLocationType", "baseSalary", "employmentType", "workHours", "experienceRequirements",
    "skills",
)  # fmt: skip
_HIDDEN: Final = re.compile(
    r"(?i)^\W{0,8}(?:(?:это |данное )?резюме|анкета|профиль|соискатель|кандидат)\b.{0,40}?"
    r"\b(?:скрыт[оаы]?|удал[её]н[оаы]?|закрыт[оаы]?|в архиве|архивировано|не найден[оа]?|недоступ\w{1,3}|неактив\w{1,3}"
    r"|снят[оа]?|больше не ищет|не ищет работу|наш[её]л работу|нашла работу)\b"
)
_NO_INDEX: Final = re.compile(r"(?i)\b(?:noindex|none|noarchive)\b")
_MAX_NOTICE: Final = 160


@dataclass(frozen=True, slots=True)
class ResumePage:
    """What a person's page says; ``wish`` is the job that is wanted as the properties of a JobPosting."""

    text: str
    wish: Posting
    links: tuple[Link, ...] = ()
    posted_at: datetime | None = None


def is_withdrawn(html: str) -> bool:
    """Whether a person's page says that it is hidden, or asks search engines not to keep it."""
    page = Selector(html)
    rules = page.xpath("//meta[translate(@name, 'ROBTS', 'robts') = 'robots']/@content").getall()
    if any(_NO_INDEX.search(rule) for rule in rules):
        return True
    texts = page.xpath("//body//text()[not(ancestor::aside or ancestor::a or ancestor::script or ancestor::style)]")
    lines = (" ".join(text.get().split()) for text in texts)
    return any(len(line) < _MAX_NOTICE and _HIDDEN.search(line) for line in lines)


def read_resume(html: str, url: str, *, now: datetime, zone: ZoneInfo) -> ResumePage | None:
    """Read a person's page; None where it is none: a list of people, a page without title or text."""
    page = Selector(html)
    person = next(_people(page, url), None)
    if person is not None:
        return _marked(person, page, url, now, zone)
    plain = read_unmarked(html, now, zone)
    if plain is None:
        return None
    title = plain.text.split("\n", 1)[0]
    return ResumePage(plain.text, {"title": title}, plain.links, plain.posted_at)


def _people(page: Selector, url: str) -> Iterator[Mapping[str, Any]]:
    """The persons with a trade that a page tells of; several of them are a list, which is no person's page."""
    for found in (json_ld_nodes(page, "Person"), microdata_nodes(page, url, "Person")):
        people = [person for person in found if _title(person)]
        if len(people) == 1:
            yield people[0]


def _marked(person: Mapping[str, Any], page: Selector, url: str, now: datetime, zone: ZoneInfo) -> ResumePage:
    work = _first(person.get("hasOccupation"))
    wish = _first(person.get("seeks"))
    pay = work.get("estimatedSalary") or wish.get("baseSalary") or wish.get("price")
    places = cities(person.get("workLocation")) or cities(person.get("address")) or cities(person.get("homeLocation"))
    where = " ".join(map(str, (wish.get("jobLocationType"), work.get("jobLocationType"), person.get("workLocation"))))
    profile = next(iter([*json_ld_nodes(page, "ProfilePage"), *microdata_nodes(page, url, "ProfilePage")]), {})
    posted = moment_of(
        profile.get("dateModified") or profile.get("dateCreated") or person.get("dateModified"), now, zone
    )
    posting = build_posting(
        title=_title(person),
        cities=places,
        formats=[REMOTE] if re.search(r"(?i)telecommute|remote|удал[её]нн", where) else [],
        employment=name_of(wish.get("employmentType") or work.get("employmentType")),
        experience=experience(work.get("experienceRequirements") or person.get("experienceRequirements")),
        description=person.get("description") or work.get("description"),
        skills=[name_of(one) for one in _list(person.get("knowsAbout") or work.get("skills"))],
        contact=contacts({**person, "name": "", "url": ""}),
    )
    needed = work.get("experienceRequirements") or person.get("experienceRequirements")
    if isinstance(needed, Mapping) and _months({"experienceRequirements": needed}) is not None:
        posting["experienceRequirements"] = needed
    if pay:
        posting["baseSalary"] = pay if isinstance(pay, str | int | float | Mapping) else _first(pay)
    return ResumePage(resume_text(posting), wish_of(posting), (), min(posted, now) if posted else None)


def resume_text(posting: Posting) -> str:
    """A JobPosting made from a person's page as text; how long they have worked stands there in years and months."""
    months = _months(posting)
    if months is not None:
        years, rest = divmod(months, 12)
        parts = [f"{years} {_counted(years)}" if years else "", f"{rest} мес." if rest else ""]
        posting = posting | {"experienceRequirements": " ".join(filter(None, parts)) or "без опыта"}
    return f"Резюме: {posting_text(posting)}"


def _months(posting: Mapping[str, Any]) -> int | None:
    needed = posting.get("experienceRequirements")
    months = needed.get("monthsOfExperience") if isinstance(needed, Mapping) else None
    return months if isinstance(months, int) and not isinstance(months, bool) and 0 <= months < 720 else None


def _counted(years: int) -> str:
    if years % 10 == 1 and years % 100 != 11:
        return "год"
    return "года" if years % 10 in (2, 3, 4) and years % 100 not in (12, 13, 14) else "лет"


def wish_of(posting: Posting) -> Posting:
    """What of a JobPosting made from a person's page is kept as data: the job that is wanted, nothing of the person."""
    return {name: posting[name] for name in _KEPT if name in posting}


def _title(person: Mapping[str, Any]) -> str:
    named = (person.get("jobTitle"), _first(person.get("seeks")).get("name"), person.get("hasOccupation"))
    return next((words for words in map(name_of, named) if words), "")


def _first(value: Any) -> Mapping[str, Any]:
    """The first object of a value that may be one or a list."""
    return next((item for item in _list(value) if isinstance(item, Mapping)), {})


def _list(value: Any) -> list[Any]:
    return value[:50] if isinstance(value, list) else [] if value is None else [value]

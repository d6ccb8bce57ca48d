"""Reads a post: its kind, its positions, and the fields of each with where they were read."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from types import MappingProxyType
from typing import Any, Final, TypeVar

from voronka.extract import (
    company,
    company_named,
    contacts,
    dates,
    employment,
    experience,
    flags,
    jobposting,
    kind,
    language,
    nominative,
    place,
    role_choice,
    salary,
    skills,
    stated,
    work_format,
)
from voronka.extract import seniority as levels
from voronka.extract import split as splits
from voronka.extract import title as titles
from voronka.extract.document import Document
from voronka.extract.parts import Part, Split
from voronka.extract.title import Title
from voronka.extract.title_extent import MAX_TITLE
from voronka.model import Contacts, Evidence, Kind, Link, Posting, Reading

MAX_TEXT: Final = 60_000
"""Characters of a post that are read; a longer text is read up to there."""

_ZONE: Final = timezone(timedelta(hours=3))
"""Moscow's, in which the day of a post is counted ("завтра")."""

_EARLY: Final = 150
"""Characters at a posting's beginning in which one word of a trade is enough where the title names none."""

_OBJECT: Final = 4
"""Characters after a word of no trade from which a title says what the position is about."""

# After "ищем …" and "работу …" a name stands in another case.
_GOVERNED: Final = frozenset({"title.sought", "title.self"})

_T = TypeVar("_T")
_Range = tuple[int, int]


def read(
    text: str,
    links: Sequence[Link] = (),
    channel: str | None = None,
    posted: datetime | None = None,
    payload: Mapping[str, Any] | None = None,
    as_kind: Kind | None = None,
) -> Reading:
    """What a post says: its kind with reasons, and a posting for each position or person. Never raises on any text.

    ``as_kind`` is a person's word on what the post is: the text is read as one of that kind.

    ``payload["jobposting"]``, a schema.org JobPosting, makes the post a vacancy and overrides what the text gave,
    and ``payload["form"]``, its author's own words on each field, both;
    ``payload["resume"]``, the same properties of the job that a person wants, makes it a candidate.
    ``posted`` is the day till which a job "по настоящее время" lasts.
    """
    today = posted.astimezone(_ZONE).date() if posted else None
    doc = Document(text[:MAX_TEXT], links, channel)
    data = (payload or {}).get("jobposting")
    if isinstance(data, Mapping) and data and as_kind in (None, Kind.VACANCY):
        whole = _posting(doc, Kind.VACANCY, Part(0, len(doc.text), None), (), today)
        reason = Evidence("jobposting", text=str(data.get("title") or "")[:200])
        whole, form = jobposting.overlay(whole, data), (payload or {}).get("form")
        said = stated.overlay(whole, form) if isinstance(form, Mapping) else whole
        return Reading(Kind.VACANCY, 1.0, (reason,), (said,))
    wish = (payload or {}).get("resume")
    if isinstance(wish, Mapping) and wish and as_kind in (None, Kind.CANDIDATE):
        person = _posting(doc, Kind.CANDIDATE, Part(0, len(doc.text), None), (), today)
        reason = Evidence("resume", text=str(wish.get("title") or "")[:200])
        return Reading(Kind.CANDIDATE, 1.0, (reason,), (jobposting.overlay(person, wish, "resume"),))
    split = splits.find(doc)
    if as_kind is not None:
        return Reading(as_kind, 1.0, (), _postings(doc, as_kind, split, today))
    verdict = kind.find(doc, split)
    return Reading(verdict.kind, verdict.confidence, verdict.reasons, _postings(doc, verdict.kind, split, today))


_FORMS: Final = {
    Kind.DIGEST: ("digest",),
    Kind.VACANCY: ("positions", "digest"),
    Kind.CANDIDATE: ("people",),
}


def _postings(doc: Document, of_kind: Kind, split: Split, today: date | None) -> tuple[Posting, ...]:
    if of_kind in (Kind.CONTENT, Kind.PROMO):
        return ()
    if split.form in _FORMS[of_kind]:
        return tuple(_posting(doc, of_kind, part, split.shared, today) for part in split.parts)
    return (_posting(doc, of_kind, Part(0, len(doc.text), None), (), today),)


@dataclass(slots=True)
class _Fields:
    """Values found so far with their evidence."""

    evidence: dict[str, tuple[Evidence, ...]]

    def take(self, name: str, found: tuple[_T, Evidence] | None) -> _T | None:
        if found is None:
            return None
        self.evidence[name] = (found[1],)
        return found[0]

    def take_all(self, name: str, found: tuple[tuple[_T, ...], tuple[Evidence, ...]]) -> tuple[_T, ...]:
        if found[0]:
            self.evidence[name] = found[1]
        return found[0]


def _posting(doc: Document, of_kind: Kind, part: Part, shared: Sequence[_Range], today: date | None) -> Posting:
    text, own = doc.text, (part.start, part.end)
    title = part.title or titles.find(doc, of_kind, *own)
    # A common tail says more of all positions than the heading before them; of a digest only the heading counts.
    ranges = [own, *reversed(shared)]
    fields = _Fields({})
    codes = _roles(doc, title, own, shared, fields)
    level = levels.find((title.start, title.end) if title else None, text, of_kind, *own)
    pay_ranges = [own] if of_kind is Kind.DIGEST else ranges
    posting = Posting(
        title=_title(doc, title, own, fields),
        roles=codes,
        seniority=fields.take("seniority", level),
        salary=fields.take("salary", _first(pay_ranges, lambda a, b: salary.find(text, of_kind, a, b))),
        formats=fields.take_all("formats", _first_of(ranges, lambda a, b: work_format.find(text, of_kind, a, b))),
        employment=fields.take_all("employment", _first_of(ranges, lambda a, b: employment.find(text, of_kind, a, b))),
        cities=fields.take_all("cities", _first_of(ranges, lambda a, b: place.find(text, of_kind, a, b))),
        company=fields.take("company", _company(doc, title, of_kind, pay_ranges, shared)),
        experience_years=fields.take(
            "experience_years", _first(pay_ranges, lambda a, b: experience.find(text, of_kind, a, b, today))
        ),
        contacts=_contacts(doc, of_kind, part, pay_ranges, fields),
        skills=fields.take_all("skills", skills.find_in(text, ranges, fields.evidence.get("company", ()))),
        deadline=fields.take("deadline", _first(ranges, lambda a, b: dates.deadline(text, of_kind, a, b, today))),
        starts=fields.take("starts", _first(ranges, lambda a, b: dates.starts(text, of_kind, a, b, today))),
        language=fields.take("language", language.find(text)),
        start=part.start,
        end=part.end,
        evidence=MappingProxyType(fields.evidence),
    )
    return flags.judged(doc, of_kind, posting, ranges)


def _first(
    ranges: Sequence[_Range], find: Callable[[int, int], tuple[_T, Evidence] | None]
) -> tuple[_T, Evidence] | None:
    return next((found for a, b in ranges if (found := find(a, b)) is not None), None)


def _company(
    doc: Document, title: Title | None, of_kind: Kind, ranges: Sequence[_Range], shared: Sequence[_Range]
) -> tuple[str, Evidence] | None:
    """The employer of a posting; of a digest's line the heading's, where that says for whom all lines are."""
    found = _first(ranges, lambda a, b: company.find(doc, title, of_kind, a, b))
    if found is None and of_kind is Kind.DIGEST and shared:
        return company_named.of_heading(doc, *shared[0])
    return found


def _first_of(
    ranges: Sequence[_Range], find: Callable[[int, int], tuple[tuple[_T, ...], tuple[Evidence, ...]]]
) -> tuple[tuple[_T, ...], tuple[Evidence, ...]]:
    for a, b in ranges:
        found = find(a, b)
        if found[0]:
            return found
    return (), ()


def _title(doc: Document, title: Title | None, own: _Range, fields: _Fields) -> str | None:
    if title is not None:
        span, rule = (title.start, title.end), title.rule
    else:
        # No role word anywhere: the first line that has words, as a board's card or a short note would have it.
        row = next((row for row in doc.rows if row.words < row.end and own[0] <= row.start < own[1]), None)
        if row is None:
            return None
        begin = titles.after_label(doc, row)
        span, rule = (begin, min(row.end, begin + MAX_TITLE)), "title.first_line"
    fields.evidence["title"] = (doc.evidence(rule, *span),)
    return nominative.of(doc.text[span[0] : span[1]].strip(), governed=rule in _GOVERNED)


def _roles(
    doc: Document, title: Title | None, own: _Range, shared: Sequence[_Range], fields: _Fields
) -> tuple[str, ...]:
    chosen = role_choice.choose(doc.folded, title.mentions) if title else ()
    rule = "roles.title"
    if not chosen:
        body = None
        if title is None or not title.certain:
            # "Руководитель интернет-магазина" has an object of its own: the body must speak of another trade often.
            whole = title is not None and title.mentions and title.end - title.mentions[0].end > _OBJECT
            body = role_choice.of_body(doc.mentions_between(*own), own[0] + _EARLY, often=bool(whole))
            if title is not None and title.mentions and all(m.how == "generic" for m in title.mentions):
                # "Открываем отдел продаж. Руководитель отдела: …"
                above = [m for a, b in shared if b <= own[0] for m in doc.mentions_between(a, b)]
                body = body or role_choice.of_body(above, own[0])
                body = role_choice.of_head(title.mentions[0], body) if body else None
        chosen, rule = ((body,) if body else ()), "roles.body"
    if not chosen:
        if title is not None:
            fields.evidence["roles"] = (doc.evidence("roles.none_fits", title.start, title.end),)
        return ("other",)
    if title and len(chosen) == 1 and rule == "roles.title":
        second = role_choice.doubling(
            doc.folded, title.end, doc.mentions_between(title.end, min(title.end + 120, own[1]))
        )
        chosen += (second,) if second and second.code != chosen[0].code else ()
    fields.evidence["roles"] = tuple(doc.evidence(rule, m.start, m.end) for m in chosen)
    if chosen[0].code == "lead_generation" and role_choice.answers_calls(
        chosen[0].matched, doc.folded[own[0] : own[1]]
    ):
        return ("other",)
    return tuple(m.code for m in chosen)


def _contacts(doc: Document, of_kind: Kind, part: Part, ranges: Sequence[_Range], fields: _Fields) -> Contacts:
    links = doc.links if part.links is None else part.links
    for index, (a, b) in enumerate(ranges):
        given = links if index or part.links is not None or len(ranges) == 1 else _own(links, a, b)
        found, where = contacts.find(doc.text, given, of_kind, doc.channel, a, b)
        if found:
            fields.evidence["contacts"] = where
            return found
    return Contacts()


def _own(links: Sequence[Link], start: int, end: int) -> tuple[Link, ...]:
    """The hidden links inside a part; those without a known place belong to the whole post."""
    return tuple(link for link in links if link.start is not None and start <= link.start < end)

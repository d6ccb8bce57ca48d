"""Values to JSON and back: how postings, links and evidence are kept in the store."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from voronka.model import (
    Contacts,
    Employment,
    Evidence,
    Flag,
    FlagCode,
    Link,
    Period,
    Posting,
    Salary,
    Seniority,
    WorkFormat,
)


def evidence_to_json(evidence: Evidence) -> list[Any]:
    """[rule, start, end, text]."""
    return [evidence.rule, evidence.start, evidence.end, evidence.text]


def evidence_from_json(row: list[Any]) -> Evidence:
    """The inverse of evidence_to_json."""
    return Evidence(row[0], row[1], row[2], row[3])


def _evidences(rows: Iterable[list[Any]]) -> tuple[Evidence, ...]:
    return tuple(map(evidence_from_json, rows))


def _date(day: str | None) -> date | None:
    return date.fromisoformat(day) if day else None


def posting_to_json(posting: Posting) -> dict[str, Any]:
    """Every field of a posting as JSON values; "as_read" only where a person corrected it."""
    row: dict[str, Any] = {
        "title": posting.title,
        "roles": list(posting.roles),
        "seniority": posting.seniority,
        "salary": None if posting.salary is None else asdict(posting.salary),
        "formats": list(posting.formats),
        "employment": list(posting.employment),
        "cities": list(posting.cities),
        "company": posting.company,
        "experience_years": posting.experience_years,
        "contacts": {k: list(v) for k, v in asdict(posting.contacts).items()},
        "skills": list(posting.skills),
        "deadline": posting.deadline.isoformat() if posting.deadline else None,
        "starts": posting.starts.isoformat() if posting.starts else None,
        "language": posting.language,
        "flags": [[flag.code, [evidence_to_json(e) for e in flag.evidence]] for flag in posting.flags],
        "signs": [evidence_to_json(e) for e in posting.signs],
        "start": posting.start,
        "end": posting.end,
        "evidence": {name: [evidence_to_json(e) for e in found] for name, found in posting.evidence.items()},
    }
    return row if posting.as_read is None else {**row, "as_read": posting_to_json(posting.as_read)}


def salary_from_json(row: Mapping[str, Any] | None) -> Salary | None:
    """The inverse of ``asdict(salary)``."""
    return None if row is None else Salary(**{**row, "period": Period(row["period"])})


def posting_from_json(row: Mapping[str, Any]) -> Posting:
    """The inverse of posting_to_json; what an older version did not write is empty."""
    return Posting(
        title=row["title"],
        roles=tuple(row["roles"]),
        seniority=Seniority(row["seniority"]) if row["seniority"] else None,
        salary=salary_from_json(row["salary"]),
        formats=tuple(WorkFormat(v) for v in row["formats"]),
        employment=tuple(Employment(v) for v in row["employment"]),
        cities=tuple(row["cities"]),
        company=row["company"],
        experience_years=row["experience_years"],
        contacts=Contacts(**{k: tuple(v) for k, v in row["contacts"].items()}),
        skills=tuple(row.get("skills", ())),
        deadline=_date(row.get("deadline")),
        starts=_date(row.get("starts")),
        language=row.get("language"),
        flags=tuple(Flag(FlagCode(code), _evidences(found)) for code, found in row.get("flags", ())),
        signs=_evidences(row.get("signs", ())),
        start=row["start"],
        end=row["end"],
        evidence={name: _evidences(found) for name, found in row["evidence"].items()},
        as_read=posting_from_json(row["as_read"]) if row.get("as_read") else None,
    )


def links_to_json(links: Iterable[Link]) -> list[dict[str, Any]]:
    """Links with their words and offsets."""
    return [asdict(link) for link in links]


def links_from_json(rows: Iterable[Mapping[str, Any]]) -> tuple[Link, ...]:
    """The inverse of links_to_json."""
    return tuple(Link(**row) for row in rows)

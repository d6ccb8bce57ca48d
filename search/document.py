"""Listing → what the index holds of it."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from search.pay import Pay, monthly
from search.readable import readable
from voronka.extract.skills import spellings
from voronka.listing import Listing
from voronka.model import Kind
from voronka.roles import ROLES
from voronka.standard import is_suspicious, standard

VERSION: Final = 2
"""Raised whenever the same listing gives another document: an index made with another version is made anew."""

MAX_VALUE: Final = 250
"""Longer values are cut, in the index and in filters alike."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
_LEGAL_FORM: Final = re.compile(
    r"(?<!\w)(?:ооо|оао|зао|пао|нао|ао|ип|тоо|чуп|уп|llc|ltd|inc|gmbh|corp|co|plc)(?!\w)\.?", re.IGNORECASE
)
_NO_WORD: Final = re.compile(r"[\W_]+")
_MAX_COMPANY: Final = 100


@dataclass(frozen=True, slots=True)
class Document:
    """The fields of one listing. Moments are microseconds since 1970 (UTC); ``team`` is "" for a public listing.

    ``skills`` are words as well: of each skill all its spellings, so that it is found however it was written.
    ``company_key`` is the company's name without legal form, quotes and case; ``company`` is the name as it is shown.
    """

    id: int
    kind: Kind
    groups: tuple[str, ...]
    roles: tuple[str, ...]
    seniority: tuple[str, ...]
    formats: tuple[str, ...]
    employment: tuple[str, ...]
    cities: tuple[str, ...]
    company_key: str
    company: str
    sources: tuple[str, ...]
    team: str
    posted: int
    alive: int
    closed: bool
    pay: Pay | None
    experience: float | None
    standard: bool
    suspicious: bool
    title: str
    passages: tuple[str, ...]
    skills: tuple[str, ...]


def document(listing: Listing) -> Document:
    """What is indexed of a listing; a candidate's words are masked."""
    words = readable(listing, for_index=True)
    posting = listing.posting
    company = " ".join(words.company.split())[:_MAX_COMPANY]
    roles = tuple(dict.fromkeys(posting.roles)) if posting is not None else ()
    meets, suspicious = judged(listing)
    return Document(
        id=listing.id,
        kind=listing.kind,
        groups=tuple(dict.fromkeys(ROLES[code].group for code in roles if code in ROLES)),
        roles=roles,
        seniority=(posting.seniority.value,) if posting is not None and posting.seniority is not None else (),
        formats=tuple(f.value for f in posting.formats) if posting is not None else (),
        employment=tuple(e.value for e in posting.employment) if posting is not None else (),
        cities=tuple(dict.fromkeys(posting.cities)) if posting is not None else (),
        company_key=company_key(company),
        company=company,
        sources=tuple(dict.fromkeys(a.source for a in listing.appearances)),
        team=listing.owner_team or "",
        posted=microseconds(listing.posted_at),
        alive=microseconds(listing.alive_at),
        closed=listing.closed,
        pay=monthly(posting.salary) if posting is not None else None,
        experience=posting.experience_years if posting is not None else None,
        standard=meets,
        suspicious=suspicious,
        title=words.title,
        passages=words.passages,
        skills=tuple("; ".join(spellings(skill)) for skill in posting.skills) if posting is not None else (),
    )


def judged(listing: Listing) -> tuple[bool, bool]:
    """Whether a listing is a vacancy that meets the standard, and whether a flag says to beware of it."""
    posting = listing.posting
    if posting is None or listing.kind is Kind.CANDIDATE:
        return False, False
    return standard(posting).met, is_suspicious(posting)


def microseconds(moment: datetime) -> int:
    """Microseconds since 1970, exact."""
    return (moment - _EPOCH) // _MICROSECOND


def company_key(name: str) -> str:
    """A company's name without legal form, quotes, punctuation and case; "" where nothing is left of it."""
    folded = name.casefold().replace("ё", "е")
    bare = _NO_WORD.sub(" ", _LEGAL_FORM.sub(" ", folded)).strip()
    return (bare or _NO_WORD.sub(" ", folded).strip())[:_MAX_COMPANY]

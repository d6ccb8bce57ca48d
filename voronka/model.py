"""The domain's values: what a source said (RawPost), what was read out of it (Posting), and their vocabulary.

All datetimes are timezone-aware UTC. All values are immutable; the store turns them into rows and back.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any


class Kind(StrEnum):
    """What a post is."""

    VACANCY = "vacancy"
    CANDIDATE = "candidate"
    DIGEST = "digest"
    CONTENT = "content"
    PROMO = "promo"


class Seniority(StrEnum):
    """Level of a position; LEAD runs people or a function."""

    INTERN = "intern"
    JUNIOR = "junior"
    MIDDLE = "middle"
    SENIOR = "senior"
    LEAD = "lead"


class WorkFormat(StrEnum):
    """Where the work is done."""

    REMOTE = "remote"
    OFFICE = "office"
    HYBRID = "hybrid"
    FIELD = "field"


class Employment(StrEnum):
    """How much and on what terms."""

    FULL = "full"
    PART = "part"
    PROJECT = "project"
    INTERNSHIP = "internship"


class Period(StrEnum):
    """What a sum of pay is for; PROJECT is a sum for the task, the text, the video."""

    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    PROJECT = "project"


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a post: hidden behind words of its text, or a button under it.

    ``start`` and ``end`` are offsets of the words in the post's text; None for a button or where unknown.
    """

    url: str
    text: str = ""
    start: int | None = None
    end: int | None = None
    button: bool = False


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a value was read: offsets into the post's text, the words themselves, and the rule's name.

    A value that came from structured data has no offsets (``start`` and ``end`` are None); its rule names the property,
    such as "jobposting.baseSalary".
    """

    rule: str
    start: int | None = None
    end: int | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Salary:
    """Pay in units of a currency (ISO 4217) for a period; at least one of ``min`` and ``max`` is set.

    ``gross`` is None where the text does not say; ``variable`` is true where a percentage or bonus comes on top.
    """

    min: int | None
    max: int | None
    currency: str = "RUB"
    period: Period = Period.MONTH
    gross: bool | None = None
    variable: bool = False


@dataclass(frozen=True, slots=True)
class Contacts:
    """Ways to answer a posting: telegram names (lower case, no @), phones (E.164), e-mails, links."""

    telegram: tuple[str, ...] = ()
    phone: tuple[str, ...] = ()
    email: tuple[str, ...] = ()
    url: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.telegram or self.phone or self.email or self.url)


class FlagCode(StrEnum):
    """What a reader of a post should be warned of or know, whatever the position is.

    SCAM asks for money, documents or a card, BAIT promises an income without a job, MISMATCH more than the duties are
    worth. AGENCY seeks for a client; HIDDEN keeps the employer's name back. The rest are limits that the law forbids
    in a vacancy (DISCRIMINATION).
    """

    SCAM = "scam"
    BAIT = "bait"
    MISMATCH = "mismatch"
    AGENCY = "agency"
    HIDDEN = "hidden"
    AGE = "age"
    SEX = "sex"
    FAMILY = "family"
    ORIGIN = "origin"
    RESIDENCE = "residence"
    LOOKS = "looks"


SUSPICIOUS = (FlagCode.SCAM, FlagCode.BAIT, FlagCode.MISMATCH)
"""Flags that say: beware."""
DISCRIMINATION = (
    FlagCode.AGE, FlagCode.SEX, FlagCode.FAMILY, FlagCode.ORIGIN, FlagCode.RESIDENCE, FlagCode.LOOKS,
)  # fmt: skip
"""Flags that say: the law forbids to ask this (article 64 of the Labour Code, 13.11.1 of the Code of Offences)."""


@dataclass(frozen=True, slots=True)
class Flag:
    """A warning or a trait of a posting with the words that gave it (at least one piece of evidence)."""

    code: FlagCode
    evidence: tuple[Evidence, ...]


EVIDENCE_FIELDS = (
    "title", "roles", "seniority", "salary", "formats",
    "employment", "cities", "company", "experience_years", "contacts",
    "skills", "deadline", "starts", "language",
)  # fmt: skip
"""The fields of a posting that carry evidence, in the order they are shown."""

CORRECTED = "corrected"
"""The rule named by the evidence of a value that a person put in the place of what was read; it has no offsets."""


@dataclass(frozen=True, slots=True)
class Posting:
    """One position sought or one person's offer, as read out of a post.

    ``skills`` are tools and languages by their usual names ("Яндекс Директ", "английский B2"); ``deadline`` is the last
    day to answer, ``starts`` the first day of work; ``language`` is that of the text, ISO 639-1. ``signs`` are the
    signs of a serious vacancy that the text gives, each named by its rule.

    ``start`` and ``end`` bound the part of the post's text that speaks of this posting. ``evidence`` maps a name of
    EVIDENCE_FIELDS to where its value was read. Where a person corrected a field, ``as_read`` is the posting as the
    text gave it.
    """

    title: str | None = None
    roles: tuple[str, ...] = ("other",)
    seniority: Seniority | None = None
    salary: Salary | None = None
    formats: tuple[WorkFormat, ...] = ()
    employment: tuple[Employment, ...] = ()
    cities: tuple[str, ...] = ()
    company: str | None = None
    experience_years: float | None = None
    contacts: Contacts = Contacts()
    skills: tuple[str, ...] = ()
    deadline: date | None = None
    starts: date | None = None
    language: str | None = None
    flags: tuple[Flag, ...] = ()
    signs: tuple[Evidence, ...] = ()
    start: int = 0
    end: int = 0
    evidence: Mapping[str, tuple[Evidence, ...]] = field(default_factory=lambda: MappingProxyType({}))
    as_read: "Posting | None" = None

    def is_corrected(self, name: str) -> bool:
        """Whether a person corrected the field of this name."""
        return any(evidence.rule == CORRECTED for evidence in self.evidence.get(name, ()))


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read out of one post: its kind with the reasons for it, and its postings.

    Content and promo have no postings; a vacancy and a candidate have at least one.
    """

    kind: Kind
    confidence: float
    reasons: tuple[Evidence, ...] = ()
    postings: tuple[Posting, ...] = ()


@dataclass(frozen=True, slots=True)
class RawPost:
    """What a source said, word for word.

    ``source`` and ``external_id`` name the post for ever ("digital_jobster", "1234"); a changed post is a new version
    of the same pair. ``payload`` is structured data as the source gave it: a schema.org JobPosting under the key
    "jobposting", what its author said in a form under "form" (see ``voronka.extract.stated``), under "resume" the same
    properties of the job that a person wants (never a name or a contact), a forward's origin under "forward" ({"name",
    "url"}), views under "views", the ids of an album's messages under "album", on what ground a team keeps a resume
    under "ground"; under "kind" what whoever brought the post says that it is (a Kind's code): then nothing is guessed.
    ``text`` is plain text with line breaks. ``closed_reason`` is one of ``voronka.closing.Closing`` where it is closed;
    ``valid_until``: the source itself says that it stands until then.
    ``owner_team`` None means public.
    """

    source: str
    external_id: str
    text: str
    url: str | None = None
    links: tuple[Link, ...] = ()
    payload: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    posted_at: datetime | None = None
    edited_at: datetime | None = None
    fetched_at: datetime | None = None
    closed: bool = False
    closed_reason: str | None = None
    valid_until: datetime | None = None
    owner_team: str | None = None

    @property
    def stated_kind(self) -> Kind | None:
        """What whoever brought the post says that it is."""
        said = self.payload.get("kind")
        return Kind(said) if said in tuple(Kind) else None

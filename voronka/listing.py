"""The card: all appearances of one vacancy, one person or one article, and the facts put together from them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Final

from voronka.model import EVIDENCE_FIELDS, Contacts, Evidence, Flag, FlagCode, Kind, Link, Posting
from voronka.sources import SourceKind


@dataclass(frozen=True, slots=True)
class Appearance:
    """One post in which the listing was seen: the post's text and links, and the posting that was read there.

    ``posting`` is None for a content or promo card. ``why`` and ``why_score`` say why it was joined (empty for the
    first). ``seen_at`` is the last time the source still had it.
    """

    post_id: int
    source: str
    source_title: str
    source_kind: SourceKind
    external_id: str
    url: str | None
    text: str
    links: tuple[Link, ...]
    post_kind: Kind
    posting: Posting | None
    posted_at: datetime
    edited_at: datetime | None
    seen_at: datetime
    closed: bool = False
    closed_reason: str | None = None
    closed_at: datetime | None = None
    forward: str | None = None
    why: str = ""
    why_rule: str = ""
    why_score: float | None = None
    position: int = 0
    """Which of the post's postings it is, from 0."""


@dataclass(frozen=True, slots=True)
class Listing:
    """One card. ``appearances`` are newest first and never empty; ``posting`` is put together from all of them."""

    id: int
    kind: Kind
    appearances: tuple[Appearance, ...]
    posting: Posting | None
    owner_team: str | None = None

    @property
    def newest(self) -> Appearance:
        """The newest appearance, whose text is the card's."""
        return self.appearances[0]

    @property
    def posted_at(self) -> datetime:
        """When it was posted last."""
        return max(a.posted_at for a in self.appearances)

    @property
    def first_posted_at(self) -> datetime:
        """When it was posted first."""
        return min(a.posted_at for a in self.appearances)

    @property
    def alive_at(self) -> datetime:
        """The last sign of life: a channel's post counts from its date, a board's from when it was last seen there."""
        return max(a.seen_at if a.source_kind is SourceKind.SITE else a.posted_at for a in self.appearances)

    @property
    def closed(self) -> bool:
        """Whether every place that held it says that it is closed."""
        return all(a.closed for a in self.appearances)

    @property
    def closing(self) -> Appearance | None:
        """The appearance by which a closed listing was closed: the last one to be; None for an open listing."""
        if not self.closed:
            return None
        return max(self.appearances, key=lambda a: (a.closed_at is not None, a.closed_at or a.seen_at))

    @property
    def title(self) -> str:
        """The position's title, or the first line of a text that has none."""
        if self.posting is not None and self.posting.title:
            return self.posting.title
        return headline(self.newest.text)

    def is_stale(self, now: datetime, days: int) -> bool:
        """Whether the last sign of life is more than ``days`` ago."""
        return self.alive_at < now - timedelta(days=days)


_DAYS: Final = ("deadline", "starts")


def headline(text: str, limit: int = 110) -> str:
    """The first line that has letters, cut at a word; for posts without a title."""
    for line in text.splitlines():
        words = line.strip(" \t*_#—–-•·|")
        if sum(c.isalpha() for c in words) >= 3:
            return words if len(words) <= limit else words[:limit].rsplit(" ", 1)[0].rstrip(" ,;:—–-") + "…"
    return ""


def put_together(postings: Sequence[Posting], newest: date | None = None) -> Posting | None:
    """One posting of several, the first being the newest: its values stand, what it lacks comes from the others.

    Contacts are united, and so are flags (by their code) and signs (by their rule). A day that only an older post names
    is not taken where it lay behind on ``newest``, the day of the newest post. Evidence stays with the value it belongs
    to only where that value is the first posting's own. A person's word stands: also where it says that there is
    nothing, and where a newer post is misread as the corrected one was.
    """
    if not postings:
        return None
    first, others = postings[0], postings[1:]
    changes: dict[str, Any] = {}
    evidence = dict(first.evidence)
    for name in EVIDENCE_FIELDS:
        if name == "contacts" or first.is_corrected(name):
            continue
        own, empty = getattr(first, name), (None, (), ("other",) if name == "roles" else None)
        word = next((p for p in others if p.is_corrected(name) and getattr(p.as_read, name) == own), None)
        if word is not None:
            changes[name], evidence[name] = getattr(word, name), word.evidence[name]
        elif own in empty:
            given = next((p for p in others if p.is_corrected(name) or getattr(p, name) not in empty), None)
            if given is not None and newest is not None and name in _DAYS and getattr(given, name) < newest:
                continue
            if given is not None and getattr(given, name) not in empty:
                changes[name] = getattr(given, name)
                evidence.pop(name, None)
    contacts = Contacts(
        **{
            kind: tuple(dict.fromkeys(value for p in postings for value in getattr(p.contacts, kind)))
            for kind in ("telegram", "phone", "email", "url")
        }
    )
    flags, signs = _flags(postings), _signs(postings)
    return replace(first, contacts=contacts, evidence=evidence, flags=flags, signs=signs, **changes)


def _flags(postings: Sequence[Posting]) -> tuple[Flag, ...]:
    """The flags of all postings, each code once, with all its evidence."""
    found: dict[FlagCode, dict[str, Evidence]] = {}
    for at, posting in enumerate(postings):
        for flag in posting.flags:
            for evidence in flag.evidence:
                found.setdefault(flag.code, {}).setdefault(evidence.text, _elsewhere(evidence) if at else evidence)
    return tuple(Flag(code, tuple(found[code].values())) for code in FlagCode if code in found)


def _signs(postings: Sequence[Posting]) -> tuple[Evidence, ...]:
    """The signs of all postings, the newest post's words of each."""
    found: dict[str, Evidence] = {}
    for at, posting in enumerate(postings):
        for sign in posting.signs:
            found.setdefault(sign.rule, _elsewhere(sign) if at else sign)
    return tuple(found.values())


def _elsewhere(evidence: Evidence) -> Evidence:
    """Evidence out of another post than the one whose text is shown: its words remain, its offsets say nothing."""
    return replace(evidence, start=None, end=None)

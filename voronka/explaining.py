"""Why a post was read as it was: each value with its rule and words, the kind with what spoke for and against it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from itertools import pairwise
from typing import Any, Final

from voronka.codec import posting_to_json
from voronka.extract import read
from voronka.extract.sides import Side, sides
from voronka.listing import Appearance, Listing
from voronka.model import CORRECTED, EVIDENCE_FIELDS, Evidence, Flag, Kind, Posting, RawPost
from voronka.privacy import mask, masked_evidence, public

_EMPTY: Final = (None, (), ("other",))
_STRUCTURED: Final = frozenset({"jobposting", "resume"})
"""Rules of what a page's markup or an API itself says of an item."""


@dataclass(frozen=True, slots=True)
class Told:
    """One value: its field, the value as the model has it, and where it was read.

    ``number`` is its own among all values of the post, from 1. ``corrected``: a person put it there, and ``as_read`` is
    what the text gave.
    """

    number: int
    field: str
    value: Any
    evidence: tuple[Evidence, ...]
    corrected: bool = False
    as_read: Any = None


@dataclass(frozen=True, slots=True)
class Read:
    """One posting of a post (``position`` from 1) with its values; ``why`` it was joined to its listing, or ""."""

    position: int
    posting: Posting
    told: tuple[Told, ...]
    listing: int | None = None
    why: str = ""
    why_rule: str = ""
    why_score: float | None = None

    @property
    def flags(self) -> tuple[Flag, ...]:
        """The warnings, each with its evidence."""
        return self.posting.flags


@dataclass(frozen=True, slots=True)
class Explained:
    """One post. ``sides`` are weighed by today's rules; ``kind_corrected``: a person said what it is.

    ``structured``: the source's own data say what it is. ``masked``: a candidate's contacts are blotted out.
    """

    name: str
    text: str
    kind: Kind
    confidence: float
    sides: tuple[Side, ...]
    readings: tuple[Read, ...]
    posted: datetime | None = None
    kind_corrected: bool = False
    structured: bool = False
    masked: bool = False
    url: str | None = None


def explain(raw: RawPost, name: str) -> Explained:
    """A post that is in no store, by today's rules; nothing of it is masked."""
    reading = read(raw.text, raw.links, raw.source, raw.posted_at, raw.payload, raw.stated_kind)
    return Explained(
        name=name,
        text=raw.text,
        kind=reading.kind,
        confidence=reading.confidence,
        sides=sides(raw.text, raw.links, raw.source),
        readings=_readings(Read(at, posting, ()) for at, posting in enumerate(reading.postings, 1)),
        posted=raw.posted_at,
        structured=bool(reading.reasons) and reading.reasons[0].rule in _STRUCTURED,
    )


def explain_listings(
    listings: Iterable[Listing], verdicts: Mapping[int, tuple[float, Sequence[Evidence]]], only: int | None = None
) -> tuple[Explained, ...]:
    """The posts of listings as they were read, the newest first, each with its postings in these listings.

    ``verdicts`` are the posts' confidence and reasons as they are kept, by the posts' rows; ``only`` that post is told
    of. Contacts of candidates are masked.
    """
    found: dict[int, list[tuple[Listing, Appearance, Appearance]]] = {}
    for listing in listings:
        for before, after in zip(listing.appearances, public(listing).appearances, strict=True):
            if only in (None, before.post_id):
                found.setdefault(before.post_id, []).append((listing, before, after))
    return tuple(_of_post(members, *verdicts.get(number, (0.0, ()))) for number, members in found.items())


def _of_post(
    members: Sequence[tuple[Listing, Appearance, Appearance]], confidence: float, reasons: Sequence[Evidence]
) -> Explained:
    # where one of a post's listings is a person's, the post is shown as that one is
    listing, before, after = max(members, key=lambda member: member[0].kind is Kind.CANDIDATE)
    is_masked = listing.kind is Kind.CANDIDATE
    weighed = sides(before.text, before.links, before.source)
    if is_masked:
        weighed = tuple(_masked(side, after.text) for side in weighed)
    rules = {reason.rule for reason in reasons}
    return Explained(
        name=before.source if is_masked else f"{before.source}/{before.external_id}",
        text=after.text,
        kind=before.post_kind,
        confidence=confidence,
        sides=weighed,
        readings=_readings(_joined(members)),
        posted=before.posted_at,
        kind_corrected=CORRECTED in rules,
        structured=not _STRUCTURED.isdisjoint(rules),
        masked=is_masked,
        url=after.url,
    )


def _joined(members: Sequence[tuple[Listing, Appearance, Appearance]]) -> Iterator[Read]:
    for listing, before, after in sorted(members, key=lambda member: member[1].position):
        if before.posting is not None and after.posting is not None:
            posting = replace(after.posting, as_read=before.posting.as_read)
            yield Read(before.position + 1, posting, (), listing.id, before.why, before.why_rule, before.why_score)


def _masked(side: Side, text: str) -> Side:
    """Reasons whose words are read anew from the masked text; words that stand nowhere in it are masked themselves."""
    words = masked_evidence((reason for _, reason in side.reasons), text)
    reasons = ((weight, one) for (weight, _), one in zip(side.reasons, words, strict=True))
    return replace(
        side,
        reasons=tuple(
            (weight, one if one.start is not None else replace(one, text=mask(one.text))) for weight, one in reasons
        ),
    )


def _readings(found: Iterable[Read]) -> tuple[Read, ...]:
    """The readings with their values, numbered through."""
    number, whole = 0, []
    for one in found:
        told = []
        for field in EVIDENCE_FIELDS:
            posting, value = one.posting, getattr(one.posting, field)
            corrected = posting.is_corrected(field)
            if not corrected and (value in _EMPTY or (field == "contacts" and not value)):
                continue
            number += 1
            as_read = getattr(posting.as_read, field) if corrected and posting.as_read is not None else None
            told.append(Told(number, field, value, posting.evidence.get(field, ()), corrected, as_read))
        whole.append(replace(one, told=tuple(told)))
    return tuple(whole)


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a text with the values that were read there; none for words of which nothing was read."""

    text: str
    told: tuple[Told, ...] = ()


def pieces(explained: Explained, limit: int | None = None) -> list[Piece]:
    """The text of a post in pieces (at most ``limit`` characters of it), each with the values read from its words."""
    text = explained.text if limit is None else explained.text[:limit]
    spans = [
        (one.start, min(one.end, len(text)), told)
        for reading in explained.readings
        for told in reading.told
        for one in told.evidence
        if one.start is not None and one.end is not None and 0 <= one.start < min(one.end, len(text))
    ]
    cuts = sorted({0, len(text), *(edge for start, end, _ in spans for edge in (start, end))})
    begins: dict[int, list[int]] = {}
    for number, (start, _, _) in enumerate(spans):
        begins.setdefault(start, []).append(number)
    found: list[Piece] = []
    active: list[int] = []
    for left, right in pairwise(cuts):
        active = [number for number in (*active, *begins.get(left, ())) if spans[number][1] > left]
        told = {spans[number][2].number: spans[number][2] for number in active}
        found.append(Piece(text[left:right], tuple(told[number] for number in sorted(told))))
    return found


def to_json(explained: Explained) -> dict[str, Any]:
    """An explanation as JSON values: what the words of ``voronka explain`` say."""
    return {
        "name": explained.name,
        "posted": explained.posted.isoformat() if explained.posted else None,
        "url": explained.url,
        "text": explained.text,
        "kind": explained.kind.value,
        "confidence": explained.confidence,
        "kind_corrected": explained.kind_corrected,
        "structured": explained.structured,
        "masked": explained.masked,
        "sides": [
            {
                "kind": side.kind.value,
                "weight": side.weight,
                "reasons": [{"weight": round(weight, 2), **asdict(reason)} for weight, reason in side.reasons],
            }
            for side in explained.sides
        ],
        "postings": [_posting_to_json(reading) for reading in explained.readings],
    }


def _posting_to_json(reading: Read) -> dict[str, Any]:
    row = posting_to_json(reading.posting)
    before = posting_to_json(reading.posting.as_read) if reading.posting.as_read is not None else {}
    return {
        "position": reading.position,
        "start": reading.posting.start,
        "end": reading.posting.end,
        "listing": reading.listing,
        "joined": {"why": reading.why, "rule": reading.why_rule, "score": reading.why_score} if reading.why else None,
        "fields": [
            {
                "number": told.number,
                "field": told.field,
                "value": row[told.field],
                "evidence": [asdict(one) for one in told.evidence],
                "corrected": told.corrected,
                **({"as_read": before.get(told.field)} if told.corrected else {}),
            }
            for told in reading.told
        ],
        "flags": [{"code": flag.code.value, "evidence": [asdict(e) for e in flag.evidence]} for flag in reading.flags],
        "signs": [asdict(sign) for sign in reading.posting.signs],
    }

"""What a vacancy's reader should be warned of or know: scam, bait, agency, what the law forbids to ask for."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from voronka.extract import age_limits, cue_hits, pay_mismatch, sex_limits, signs
from voronka.extract import lazy as re
from voronka.extract.document import Document
from voronka.extract.kind import EXAMINED, footer
from voronka.model import SUSPICIOUS, Evidence, Flag, FlagCode, Kind, Posting

_Found = tuple[float, Evidence]
"""Evidence with its weight."""
_MOST: Final = 4
"""Pieces of evidence that a flag keeps."""
_BAIT_OUTWEIGHED: Final = 0.3
"""What each sign of a real employer takes from the weight of bait."""
# Who is seen at work is chosen by looks: the law knows such requirements of the work itself.
_ON_CAMERA: Final = re.compile(
    r"\b(?:ugc|модел[ьиея]\w{0,2}\b|фотомодел|актер|актрис|кастинг|в кадре|на камеру|перед камерой"
    r"|съемк[аеиу] (?:ролик|рилс|реклам)"
    r"|массовк|натурщи|промо-?модел)"
)
_SEEN: Final = frozenset({FlagCode.AGE, FlagCode.SEX, FlagCode.LOOKS})
_REAL: Final = frozenset(
    {"sign.seriousness.official", "sign.seriousness.address", "sign.seriousness.duties", "sign.seriousness.conditions"}
)


def judged(doc: Document, kind: Kind, posting: Posting, ranges: Sequence[tuple[int, int]]) -> Posting:
    """The posting with its signs of seriousness and its flags; a candidate's has none.

    ``ranges`` are the posting's own part of the text and, after it, what it shares with other postings.
    """
    if kind not in (Kind.VACANCY, Kind.DIGEST):
        return posting
    told = signs.find(doc, kind, ranges)
    return replace(posting, signs=told, flags=_find(doc, kind, posting, told, ranges))


def _find(
    doc: Document, kind: Kind, posting: Posting, told: Sequence[Evidence], ranges: Sequence[tuple[int, int]]
) -> tuple[Flag, ...]:
    """The flags of a vacancy's posting as it was read, each with its evidence; ``told`` are its signs."""
    found: dict[FlagCode, list[_Found]] = {}
    for start, end in ranges if kind is Kind.VACANCY else ranges[:1]:
        for code, one in _read(doc, start, end):
            found.setdefault(code, []).append(one)
    mismatch = pay_mismatch.find(doc, posting, *ranges[0])
    if mismatch:
        found[FlagCode.MISMATCH] = [(1.0, evidence) for evidence in mismatch]
    if found.keys() & _SEEN and any(_ON_CAMERA.search(doc.folded, a, b) for a, b in ranges):
        found = {code: reasons for code, reasons in found.items() if code not in _SEEN}
    weights = {code: sum({e.rule: weight for weight, e in reasons}.values()) for code, reasons in found.items()}
    if FlagCode.BAIT in weights:
        weights[FlagCode.BAIT] -= _BAIT_OUTWEIGHED * len({sign.rule for sign in told} & _REAL)
    return tuple(Flag(code, _kept(found[code])) for code in FlagCode if weights.get(code, 0) >= 1)


def _read(doc: Document, start: int, end: int) -> Iterator[tuple[FlagCode, _Found]]:
    hits = [hit for hit in cue_hits.hits("flag", doc.folded, start, end) if not doc.is_quoted(hit.start)]
    # what a channel advertises under a post is not the post's author's
    closing = footer(doc, min(len(doc.text), EXAMINED)) if any(hit.cue.code in SUSPICIOUS for hit in hits) else end
    for hit in hits:
        if hit.cue.code not in SUSPICIOUS or hit.start < closing or hit.start >= EXAMINED:
            yield FlagCode(hit.cue.code), (hit.cue.weight, doc.evidence(hit.cue.rule, hit.start, hit.end))
    for code, finder in ((FlagCode.AGE, age_limits.find), (FlagCode.SEX, sex_limits.find)):
        for rule, at, to in finder(doc, start, end):
            yield code, (1.0, doc.evidence(rule, at, to))


def _kept(found: Iterable[_Found]) -> tuple[Evidence, ...]:
    """The weightiest evidence, each rule's first words, none of them inside others."""
    kept: list[_Found] = []
    for weight, one in sorted(found, key=lambda f: (f[1].start or 0, -(f[1].end or 0))):
        inside = any((e.end or 0) >= (one.end or 0) for _, e in kept)
        if not inside and one.rule not in {e.rule for _, e in kept}:
            kept.append((weight, one))
    return tuple(evidence for _, evidence in sorted(kept, key=lambda f: -f[0])[:_MOST])

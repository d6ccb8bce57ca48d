"""What a vacancy's reader should be warned of or know: scam, bait, agency, what the law forbids to ask for."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from voronka.extract import age_limits, cue_table, pay_mismatch, sex_limits, signs
from voronka.extract.document import Document
from voronka.model import Evidence, Flag, FlagCode, Kind, Posting

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


def judged(doc: Document, kind: Kind, posting: Posting, ranges: Sequence[tuple[int, int]]) -> Posting:
    """The posting with its signs of seriousness and its flags."""
    signed = replace(posting, signs=signs.find(doc, kind, ranges))
    return replace(signed, flags=find(doc, kind, signed, ranges))


def find(doc: Document, kind: Kind, posting: Posting, ranges: Sequence[tuple[int, int]]) -> tuple[Flag, ...]:
    """The flags of a vacancy's posting as it was read, each with its evidence; a candidate's posting has none.

    ``ranges`` are the posting's own part of the text and, after it, what it shares with other postings.
    """
    if kind not in (Kind.VACANCY, Kind.DIGEST):
        return ()
    found: dict[FlagCode, list[Evidence]] = {}
    weights: dict[FlagCode, dict[str, float]] = {}
    for start, end in ranges if kind is Kind.VACANCY else ranges[:1]:
        for hit in cue_table.hits("flag", doc.folded, start, end):
            code = FlagCode(hit.cue.code)
            if not doc.is_quoted(hit.start):
                weights.setdefault(code, {})[hit.cue.rule] = hit.cue.weight
                found.setdefault(code, []).append(doc.evidence(hit.cue.rule, hit.start, hit.end))
        for code, finder in ((FlagCode.AGE, age_limits.find), (FlagCode.SEX, sex_limits.find)):
            for rule, at, to in finder(doc, start, end):
                weights.setdefault(code, {})[rule] = 1.0
                found.setdefault(code, []).append(doc.evidence(rule, at, to))
    mismatch = pay_mismatch.find(doc, posting, *ranges[0])
    if mismatch:
        weights[FlagCode.MISMATCH] = {"flag.mismatch": 1.0}
        found[FlagCode.MISMATCH] = list(mismatch)
    if found.keys() & _SEEN and any(_ON_CAMERA.search(doc.folded, a, b) for a, b in ranges):
        for code in _SEEN:
            weights.pop(code, None)
    weighed = {code: sum(rules.values()) for code, rules in weights.items()}
    if FlagCode.BAIT in weighed:
        weighed[FlagCode.BAIT] -= _BAIT_OUTWEIGHED * _real(posting.signs)
    return tuple(Flag(code, _distinct(found[code])) for code in FlagCode if weighed.get(code, 0) >= 1)


_REAL: Final = frozenset(
    {"sign.seriousness.official", "sign.seriousness.address", "sign.seriousness.duties", "sign.seriousness.conditions"}
)


def _real(signs: Iterable[Evidence]) -> int:
    return len({sign.rule for sign in signs} & _REAL)


def _distinct(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Each rule's first words, none of them inside others."""
    kept: list[Evidence] = []
    for one in sorted(evidence, key=lambda e: (e.start or 0, -(e.end or 0))):
        inside = any(other.start <= one.start and one.end <= other.end for other in kept)  # type: ignore[operator]
        if not inside and (one.rule not in {other.rule for other in kept}):
            kept.append(one)
    return tuple(kept[:_MOST])

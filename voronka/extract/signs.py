"""Signs of a serious vacancy, each with its words: why and when somebody is needed, what is to be done, who asks.

A sign's rule is "sign.<of what>.<name>": "sign.need.growth", "sign.term.reply", "sign.seriousness.official".
"""

from collections.abc import Iterator, Sequence
from itertools import chain

from voronka.extract import cue_hits, duties, employer_shown
from voronka.extract.document import Document
from voronka.model import Evidence, Kind


def find(doc: Document, kind: Kind, ranges: Sequence[tuple[int, int]]) -> tuple[Evidence, ...]:
    """The signs that the text of a vacancy gives, one of each name, in the text's order.

    ``ranges`` are the posting's own part and, after it, what it shares with other postings.
    """
    if kind not in (Kind.VACANCY, Kind.DIGEST):
        return ()
    found: dict[str, Evidence] = {}
    for start, end in ranges if kind is Kind.VACANCY else ranges[:1]:
        finders = (duties.find(doc, start, end), _cues(doc, start, end), employer_shown.find(doc, start, end))
        for rule, at, to in chain(*finders):
            found.setdefault(rule, doc.evidence(rule, at, to))
    return tuple(sorted(found.values(), key=lambda e: e.start or 0))


def _cues(doc: Document, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    for hit in cue_hits.hits("sign", doc.folded, start, end):
        one = hit.cue.code in ("duties", "conditions", "site")  # one sign, whichever way it is said
        yield f"sign.seriousness.{hit.cue.code}" if one else hit.cue.rule, hit.start, hit.end

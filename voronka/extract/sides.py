"""What spoke for each kind of a post, not only for the one that won: for whoever asks why."""

from collections.abc import Sequence
from dataclasses import dataclass

from voronka.extract import kind
from voronka.extract import split as splits
from voronka.extract.document import Document
from voronka.extract.reader import MAX_TEXT
from voronka.model import Evidence, Kind, Link


@dataclass(frozen=True, slots=True)
class Side:
    """A kind, what it weighs all in all (what other sides explain is taken off), and each reason with its weight."""

    kind: Kind
    weight: float
    reasons: tuple[tuple[float, Evidence], ...]


def sides(text: str, links: Sequence[Link] = (), channel: str | None = None) -> tuple[Side, ...]:
    """All kinds for which anything speaks, the heaviest first; their reasons, too."""
    doc = Document(text[:MAX_TEXT], links, channel)
    scales = kind.weigh(doc, splits.find(doc))
    found = [
        Side(one, round(scales.weights[one], 2), tuple(sorted(scales.reasons[one], key=lambda reason: -reason[0])))
        for one in Kind
        if scales.reasons[one] or scales.weights[one] > 0
    ]
    return tuple(sorted(found, key=lambda side: -side.weight))

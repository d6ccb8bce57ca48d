"""The parts of a post: one position or person each, and what holds for all of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from voronka.extract.document import Document
from voronka.extract.title import Title
from voronka.extract.ways import PHONE, Ways
from voronka.model import Link

MAX_PARTS: Final = 60

CONTACT: Final = Ways(
    r"(?<![\w.])@[a-z]\w{3,}|https?://|\bt\.me/|\b[\w.+-]{1,40}@[\w-]{1,40}\.\w",
    (
        PHONE,
        r"www\.(?<=\bwww\.)",
        r"[→➡👉-] ?(?:подать|откликн|подробн|смотреть|перейти|ссылка|читать|описание)",
    ),
)


@dataclass(frozen=True, slots=True)
class Part:
    """One position's part of a post, with the title found at its beginning and the hidden links that belong to it."""

    start: int
    end: int
    title: Title | None
    links: tuple[Link, ...] | None = None


@dataclass(frozen=True, slots=True)
class Split:
    """The parts of a post; ``shared`` are the offsets of what holds for each of them (a heading, a common tail).

    ``form`` is "digest", "positions" (of one employer), "people" or "whole" (then there are no parts).
    """

    form: str = "whole"
    parts: tuple[Part, ...] = ()
    shared: tuple[tuple[int, int], ...] = field(default=())


def around(doc: Document, parts: Sequence[Part]) -> tuple[tuple[int, int], ...]:
    """What stands before and after all parts, where there is something."""
    end = min(len(doc.text), doc.head)
    around = ((0, parts[0].start), (parts[-1].end, end))
    return tuple((a, b) for a, b in around if doc.folded[a:b].strip())

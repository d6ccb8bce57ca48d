"""What speaks for each kind of post: the rows of kind_cues.tsv."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from voronka.model import Kind


@dataclass(frozen=True, slots=True)
class Cue:
    """One row: the kind it speaks for, a rule's name, the weight of a hit, how many count, a multi-line pattern."""

    kind: Kind
    name: str
    weight: float
    cap: int
    pattern: str


@cache
def cues() -> tuple[Cue, ...]:
    """All rows, in the file's order."""
    source = (Path(__file__).parent / "kind_cues.tsv").read_text(encoding="utf-8")
    rows = []
    for line in source.splitlines():
        if line and not line.startswith("#"):
            kind, name, weight, cap, pattern = line.split("\t")
            rule = f"kind.{kind}.{name.replace(' ', '_')}"
            rows.append(Cue(Kind(kind), rule, float(weight), int(cap), pattern))
    return tuple(rows)

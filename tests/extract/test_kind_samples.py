"""Kinds and numbers of positions over posts written for the purpose, with floors that may only rise.

``known.jsonl`` is what the rules were written with; the other files were written before the rules were tried on them
and have not been used to mend them.
"""

import json
from pathlib import Path

import pytest

from voronka.extract import read
from voronka.model import Kind, Link

SAMPLES = Path(__file__).parent.parent / "samples" / "kinds"


def wrong(name: str) -> tuple[list[str], int]:
    """What was read wrong, a line a post, and how many posts there are."""
    rows = [json.loads(line) for line in (SAMPLES / name).read_text(encoding="utf-8").splitlines()]
    found = []
    for row in rows:
        reading = read(row["text"], [Link(url) for url in row.get("links", [])])
        if (reading.kind, len(reading.postings)) != (row["kind"], row["positions"]):
            found.append(f"{row['id']}: {row['kind']} {row['positions']}, read {reading.kind} {len(reading.postings)}")
    return found, len(rows)


@pytest.mark.parametrize(("name", "floor"), [("known.jsonl", 1.0), ("held_out.jsonl", 0.95)])
def test_kinds_and_positions_are_read(name: str, floor: float) -> None:
    errors, total = wrong(name)
    assert 1 - len(errors) / total >= floor, errors


def test_the_samples_hold_every_kind_and_no_text_twice() -> None:
    files = [path.read_text(encoding="utf-8").splitlines() for path in sorted(SAMPLES.glob("*.jsonl"))]
    rows = [json.loads(line) for lines in files for line in lines]
    assert {row["kind"] for row in rows} == set(Kind)
    assert len({row["text"] for row in rows}) == len({row["id"] for row in rows}) == len(rows)

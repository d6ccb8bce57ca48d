"""Fields of postings over posts written for the purpose, with a floor a field that may only rise.

``known.jsonl`` is what the rules were mended with; ``held_out.jsonl`` was written in one go before that, measured once
(docs/fields.md has those figures), and only then looked into. Both are labelled files as `./run voronka extract` takes
them, with the labels beside the texts.
"""

import json
import re
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import pytest

from voronka.extract import read
from voronka.extract.label import to_label
from voronka.model import Link

SAMPLES = Path(__file__).parent.parent / "samples" / "fields"
LISTS = ("roles", "formats", "employment", "cities")
FIELDS = ("title", "seniority", "salary", "company", "experience_years", "contacts", *LISTS)
LEAST_LIKE = 0.85
"""How like the labelled title a title must be: the program may give the nominative."""

FLOORS = {
    "known.jsonl": {
        "title": 0.98,
        "roles": 1.0,
        "seniority": 0.98,
        "salary": 0.99,
        "formats": 0.97,
        "employment": 1.0,
        "cities": 1.0,
        "company": 0.99,
        "experience_years": 0.97,
        "contacts": 0.99,
    },
    "held_out.jsonl": {
        "title": 0.92,
        "roles": 0.99,
        "seniority": 0.99,
        "salary": 0.97,
        "formats": 0.98,
        "employment": 0.98,
        "cities": 0.99,
        "company": 0.99,
        "experience_years": 0.99,
        "contacts": 0.99,
    },
}


def plain(value: Any) -> str:
    return re.sub(r"[^0-9a-zа-я]+", " ", str(value or "").lower().replace("ё", "е")).strip()


def like(a: dict[str, Any], b: dict[str, Any]) -> float:
    return SequenceMatcher(None, plain(a["title"]), plain(b["title"])).ratio()


def same(field: str, wanted: dict[str, Any], got: dict[str, Any]) -> bool:
    if field == "title":
        return like(wanted, got) >= LEAST_LIKE
    if field in LISTS:
        return set(map(plain, wanted[field])) == set(map(plain, got[field]))
    if field == "company":
        return plain(wanted[field]) == plain(got[field])
    if field == "contacts":
        return all(set(wanted[field][way]) == set(got[field][way]) for way in wanted[field])
    return bool(wanted[field] == got[field])


def wrong(name: str) -> tuple[dict[str, list[str]], int]:
    """What was read wrong of each field, and how many postings are labelled; one not found is wrong in each."""
    faults: dict[str, list[str]] = {field: [] for field in FIELDS}
    total = 0
    for line in (SAMPLES / name).read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        rest = to_label(read(row["text"], [Link(url) for url in row["links"]]))["postings"]
        for wanted in row["label"]["postings"]:
            total += 1
            likeness = [like(wanted, posting) for posting in rest]
            got = rest.pop(likeness.index(max(likeness))) if rest else None
            for field in FIELDS:
                if got is None or not same(field, wanted, got):
                    faults[field].append(f"{row['id']}: {got and got[field]!r} for {wanted[field]!r}")
    return faults, total


@pytest.mark.parametrize("name", FLOORS)
def test_fields_are_read(name: str) -> None:
    faults, total = wrong(name)
    assert total > 90
    below = {field: faults[field] for field, floor in FLOORS[name].items() if 1 - len(faults[field]) / total < floor}
    assert below == {}

"""Labelled files against what is read: which fields of which postings differ."""

import json
import re
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from voronka.extract import read
from voronka.extract.label import to_label
from voronka.model import Link

LISTS = ("roles", "formats", "employment", "cities")
FIELDS = ("title", "seniority", "salary", "company", "experience_years", "contacts", *LISTS)
LEAST_LIKE = 0.85
"""How like the labelled title a title must be: the program may give the nominative."""


def plain(value: Any) -> str:
    return re.sub(r"[^0-9a-zа-я]+", " ", str(value or "").lower().replace("ё", "е")).strip()


def like(a: dict[str, Any], b: dict[str, Any]) -> float:
    return SequenceMatcher(None, plain(a["title"]), plain(b["title"])).ratio()


def same(field: str, wanted: dict[str, Any], got: dict[str, Any]) -> bool:
    if field == "title":
        return like(wanted, got) >= LEAST_LIKE
    if field == "first_role":
        return bool(wanted["roles"][:1] == got["roles"][:1])
    if field in LISTS:
        return set(map(plain, wanted[field])) == set(map(plain, got[field]))
    if field == "company":
        return plain(wanted[field]) == plain(got[field])
    if field == "contacts":
        return all(set(wanted[field][way]) == set(got[field][way]) for way in wanted[field])
    return bool(wanted[field] == got[field])


def wrong(path: Path, fields: tuple[str, ...] = FIELDS) -> tuple[dict[str, list[str]], dict[str, int]]:
    """What was read wrong of each field, and how many of each are labelled; a posting not found is wrong in each.

    Beside the fields of postings stand "kind" and "number" (of postings), which are counted by posts.
    """
    faults: dict[str, list[str]] = {field: [] for field in ("kind", "number", *fields)}
    totals = dict.fromkeys(faults, 0)
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        label = to_label(read(row["text"], [Link(url) for url in row["links"]]))
        rest = label["postings"]
        for field, got, wanted in (
            ("kind", label["kind"], row["label"]["kind"]),
            ("number", len(rest), len(row["label"]["postings"])),
        ):
            totals[field] += 1
            if got != wanted:
                faults[field].append(f"{row['id']}: {got!r} for {wanted!r}")
        for wanted in row["label"]["postings"]:
            likeness = [like(wanted, posting) for posting in rest]
            found = rest.pop(likeness.index(max(likeness))) if rest else None
            for field in fields:
                totals[field] += 1
                if found is None or not same(field, wanted, found):
                    key = "roles" if field == "first_role" else field
                    faults[field].append(f"{row['id']}: {found and found[key]!r} for {wanted[key]!r}")
    return faults, totals

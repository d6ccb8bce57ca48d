"""Whole postings and résumés in the forms of boards, agencies, chats and speech (samples/fields/boards.jsonl)."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from voronka.extract import contacts, employment, experience, place, salary, work_format
from voronka.model import Kind

POSTS = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "samples/fields/boards.jsonl").read_text(encoding="utf-8").splitlines()
]


def pay(text: str, kind: Kind) -> list[Any] | None:
    found = salary.find(text, kind)
    if found is None:
        return None
    value = found[0]
    return [value.min, value.max, value.currency, value.period.value, value.gross, value.variable]


@pytest.mark.parametrize("post", POSTS, ids=[post["id"] for post in POSTS])
def test_a_whole_post(post: dict[str, Any]) -> None:
    text, kind = post["text"], Kind(post["kind"])
    today = date.fromisoformat(post["posted"]) if "posted" in post else None
    years = experience.find(text, kind, today=today)
    ways = contacts.find(text, (), kind, None)[0]
    assert {
        "salary": pay(text, kind),
        "formats": sorted(work_format.find(text, kind)[0]),
        "employment": sorted(employment.find(text, kind)[0]),
        "cities": sorted(place.find(text, kind)[0]),
        "experience": years and years[0],
        "contacts": sorted([*(f"@{name}" for name in ways.telegram), *ways.phone, *ways.email, *ways.url]),
    } == post["expect"]

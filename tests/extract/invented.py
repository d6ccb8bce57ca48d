"""Posts that we invented (invented.jsonl): every person, company and address in them is made up."""

import json
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Expected:
    """What a position of a post is."""

    title: str
    role: str
    company: str | None
    seniority: str | None


@dataclass(frozen=True)
class Post:
    """A post, its kind, its hidden links and its positions (none: not looked at)."""

    kind: str
    text: str
    postings: tuple[Expected, ...]
    links: tuple[str, ...]


def _read() -> tuple[Post, ...]:
    lines = Path(__file__).with_suffix(".jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    return tuple(
        Post(row["kind"], row["text"], tuple(Expected(**p) for p in row["postings"]), tuple(row["links"]))
        for row in rows
    )


POSTS = _read()

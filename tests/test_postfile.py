"""Posts from JSON Lines: what is no post is named and left out."""

import json
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from voronka.errors import VoronkaError
from voronka.model import Link, RawPost
from voronka.postfile import pages, read_posts

ZONE = ZoneInfo("Europe/Moscow")


def read(tmp_path: Path, text: str) -> tuple[list[RawPost], list[str]]:
    path, warnings = tmp_path / "posts.jsonl", list[str]()
    path.write_text(text, encoding="utf-8")
    return list(read_posts(path, ZONE, warnings.append)), warnings


def test_a_post(tmp_path: Path) -> None:
    row = {
        "id": "a-1",
        "channel": "kanal",
        "posted": "2026-11-20T12:00:00+03:00",
        "text": "Ё\nдва",
        "links": ["https://a.example"],
    }
    posts, warnings = read(tmp_path, json.dumps(row))
    assert warnings == []
    assert posts == [
        RawPost(
            "kanal",
            "a-1",
            "Ё\nдва",
            links=(Link("https://a.example"),),
            posted_at=datetime(2026, 11, 20, 9, tzinfo=UTC),
        )
    ]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{", "no JSON"),
        ("[" * 100_000, "no JSON"),
        ("[1]", "object"),
        ('{"id": "a"}', "are wanted"),
        ('{"id": null, "text": "x"}', "are wanted"),
        ('{"id": "a", "text": 5}', "are wanted"),
    ],
)
def test_a_line_that_is_no_post_is_named_and_the_rest_goes_on(tmp_path: Path, line: str, words: str) -> None:
    posts, warnings = read(tmp_path, line + '\n\n{"id": 2, "text": "x"}\n')
    assert [post.external_id for post in posts] == ["2"]
    assert words in warnings[0]
    assert ":1:" in warnings[0]


@pytest.mark.parametrize("posted", ["yesterday", "0001-01-01T00:00:00+03:00", 5])
def test_an_unreadable_moment_is_unknown(tmp_path: Path, posted: object) -> None:
    posts, warnings = read(tmp_path, json.dumps({"id": "a", "text": "x", "posted": posted}))
    assert posts[0].posted_at is None
    assert "posted" in warnings[0]


def test_no_file() -> None:
    with pytest.raises(VoronkaError, match="No such file"):
        list(read_posts(Path("nowhere.jsonl"), ZONE, print))


def test_pages() -> None:
    posts = [RawPost("a", str(n), "x") for n in range(5)]
    assert [len(page) for page in pages(posts, 2)] == [2, 2, 1]

"""Patterns tried only where their first letters stand find what finditer finds."""

import json
import re
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voronka.extract import all_cues
from voronka.extract.beginnings import BEGINNINGS, beginnings
from voronka.extract.kind_cues import cues
from voronka.extract.make_beginnings import table
from voronka.extract.scan import Scanner
from voronka.extract.text import fold

SAMPLES = Path(__file__).parent.parent / "samples" / "kinds"
TEXTS = [
    fold(json.loads(line)["text"])
    for name in ("known.jsonl", "held_out.jsonl")
    for line in (SAMPLES / name).read_text(encoding="utf-8").splitlines()
]
PATTERNS = [
    r"\bab+c|(?<=x)d", r"^\w|q$", r"\d{2}|[a-c]x", r"(?:a|bc){2,3}d", r"(?:ab)?cd(?!e)", r"[^a]b", r".x", r"\Ab",
    r"a{0,2}b(?:c|$)", r"ab{0}c", r"(?=a)\w\w", r"\b-?a", r"\b[1-5]x?", r"a\bx",
    r"\b(?:a|-b|#)c", r"(?<!a )\bb", r"[#-]\b", r"a-\bb", r"(?i:a)b",
    r"^ab", r"^[^\w\n]{0,2}(?:ab|#c)", r"^[^\w\n]{0,2}\b(?:a|bc)", r"\A[^\w\n]{0,2}a|\Ab", r"(?:^|c)a", r"b?^a", r"x^a",
    r"^[^\w\n]?(?:#\w+ ){0,2}[^\w\n]?b", r"^[^\w\n#]*a?$", r"[^\w\n]a", r"abcde 1", r"\babcdeq1|ab|#abcdeq", r"^\d-a",
]  # fmt: skip


def found(patterns: list[str], text: str, start: int, end: int) -> list[list[tuple[int, int]]]:
    by_number = {n: [m.span() for m in matches] for n, matches in Scanner(patterns).scan(text, start, end)}
    return [by_number.get(number, []) for number in range(len(patterns))]


def test_the_cues_of_kinds_match_as_they_would_one_by_one() -> None:
    for text in TEXTS[::7]:
        matched = {cue.name: [m.span() for m in matches] for cue, matches in all_cues.of_kinds(text, len(text))}
        for cue in cues():
            plain = [m.span() for m in re.compile(cue.pattern, re.MULTILINE).finditer(text, 0, len(text))]
            assert matched.get(cue.name, []) == plain, (cue.name, text)


def test_the_beginnings_written_down_are_those_of_the_rows() -> None:
    written = json.loads(files("voronka.extract").joinpath(BEGINNINGS).read_text(encoding="utf-8"))
    assert written == table(), "python -m voronka.extract.make_beginnings writes them anew"


def test_most_cues_are_not_tried_everywhere() -> None:
    everywhere = [cue.name for cue in cues() if beginnings(cue.pattern) is None]
    assert len(everywhere) <= 3, everywhere


@given(
    st.text("aAbBcdeqx1 \n\u0661#-", max_size=40)
    | st.lists(st.sampled_from(["abcdeq1", "abcde", " ", "\n", "#"])).map("".join),
    st.integers(0, 5),
    st.integers(0, 5),
)
@settings(max_examples=300, deadline=None)
def test_it_is_finditer_to_the_letter(text: str, before: int, after: int) -> None:
    start, end = min(before, len(text)), max(len(text) - after, 0)
    assert found(PATTERNS, text, start, end) == [
        [match.span() for match in re.compile(pattern, re.MULTILINE).finditer(text, start, end)] for pattern in PATTERNS
    ]


@pytest.mark.parametrize(
    ("pattern", "starts"),
    [
        ("ищем|ищу", {"ищем", "ищу"}),
        (r"\b(?:мы|вы) ждем", {"\bмы жде", "\bвы жде"}),
        ("^[-*] раз", {"line beginning"}),
        (r"^[^\w\n]{0,6}(?:работа|вахта) для", {"\fработа", "\fвахта "}),
        (r"^[^\w\n]{0,6}(?:работа|#\w+)", {"\fработа", "line beginning"}),
        (r"\Aа|бв", {"text beginning", "бв"}),
        ("(?:а|бв){1,2}г", {"а", "бв"}),
        (r"\^а", {"^а"}),
        ("[ая]б?в", {"абв", "ав", "ябв", "яв"}),
        (".а", None),
        (r"\w+", None),
    ],
)
def test_what_a_match_can_begin_with(pattern: str, starts: set[str] | None) -> None:
    assert beginnings(pattern) == starts

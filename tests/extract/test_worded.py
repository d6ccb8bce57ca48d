"""A pattern tried only where words begin as it does finds what it finds everywhere."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voronka.extract import employment_words, kind, kind_voice, place_words, split_sought, title, work_format_words
from voronka.extract.worded import Worded

PATTERNS = [
    r"\b(?:abc|abd)\w*", r"(?<!\w)a ?\d", r"(?<![\w-])(?:a|bcd)", r"(?<!x )\babc", r"\b[ab]c|\bd", r"ab|\bc",
    r"(?i:a)b",     r"\babc(?: abc)?", r"\b(?:\d-a|11)",
]  # fmt: skip
REAL = [
    module_pattern
    for module in (employment_words, kind, kind_voice, place_words, split_sought, title, work_format_words)
    for module_pattern in vars(module).values()
    if isinstance(module_pattern, Worded)
]
WORDS = st.lists(
    st.sampled_from(["abc", "abd", "a", "b", "c", "d", "1", "-", "_", " ", "\n", "\u200b", "\u0301", "x "]), max_size=14
).map("".join)


@pytest.mark.parametrize("pattern", PATTERNS)
def test_it_is_finditer_to_the_letter(pattern: str) -> None:
    @given(WORDS, st.integers(0, 6), st.integers(0, 6))
    @settings(max_examples=200, deadline=None)
    def holds(text: str, before: int, after: int) -> None:
        start, end = min(before, len(text)), max(len(text) - after, 0)
        plain, quick = re.compile(pattern), Worded(pattern)
        assert [m.span() for m in quick.finditer(text, start, end)] == [
            m.span() for m in plain.finditer(text, start, end)
        ]
        first, found = plain.search(text, start, end), quick.search(text, start, end)
        assert (first and first.span()) == (found and found.span())

    holds()


@pytest.mark.parametrize("pattern", REAL)
def test_the_patterns_of_the_extractor_begin_with_words(pattern: Worded) -> None:
    assert pattern.is_worded, pattern.pattern

"""Folding and words found the quick way are those of the plain way."""

import re

from hypothesis import example, given, settings
from hypothesis import strategies as st

from voronka.extract.text import fold, tokens, tokens_of

TEXTS = st.text("aхсzж1 _.\n-\u0301\u200bЁ", max_size=30)


@given(TEXTS, st.integers(0, 8), st.integers(0, 8))
@example("ab cd", 1, 0)
@example("ab cd", 0, 1)
@settings(max_examples=400, deadline=None)
def test_the_words_of_a_part_are_those_of_it_alone(text: str, before: int, after: int) -> None:
    folded = fold(text)
    start, end = min(before, len(text)), max(len(text) - after, 0)
    assert tokens_of(folded, start, end) == tokens(folded, start, end)


@given(TEXTS)
@settings(max_examples=400, deadline=None)
def test_words_are_letters_and_digits_with_signs_that_are_not_seen(text: str) -> None:
    plain = re.finditer(r"[^\W_](?:[^\W_]|[\u0300-\u036f\u200b])*", text)
    assert [(token.start, token.end) for token in tokens(text)] == [match.span() for match in plain]


@given(st.text("acхсzжq1 ", max_size=30))
@settings(max_examples=400, deadline=None)
def test_a_word_of_two_alphabets_is_turned_wherever_it_stands(text: str) -> None:
    assert fold(text) == " ".join(fold(word) for word in text.split(" "))
    assert len(fold(text)) == len(text)

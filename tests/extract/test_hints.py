"""Patterns that are tried only where a word of theirs stands find all that they would find everywhere."""

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from voronka.extract import contact_words, employment_words, experience_words, salary_words, work_format_words
from voronka.extract.addresses import EMAIL
from voronka.extract.folding import has, lines_with
from voronka.extract.text import fold

SAMPLES = Path(__file__).parents[1] / "samples"
FILES = ("extract/forms.jsonl", "fields/known.jsonl", "fields/held_out.jsonl", "fields/boards.jsonl")


def texts() -> Iterator[str]:
    for name in FILES:
        for line in (SAMPLES / name).read_text(encoding="utf-8").splitlines():
            yield fold(json.loads(line)["text"])


TEXTS = tuple(texts())
HINTED = (
    (work_format_words.REMOTE, work_format_words.REMOTE_HINTS),
    (work_format_words.OFFICE, work_format_words.OFFICE_HINTS),
    (work_format_words.FIELD, work_format_words.FIELD_HINTS),
    (employment_words.FULL, employment_words.FULL_HINTS),
    (employment_words.PART, employment_words.PART_HINTS),
    (employment_words.PROJECT, employment_words.PROJECT_HINTS),
    (employment_words.CANDIDATE_PROJECT, employment_words.CANDIDATE_HINTS),
    (salary_words.NET, salary_words.TAXES),
    (salary_words.GROSS, salary_words.TAXES),
    (salary_words.VARIABLE, salary_words.BONUSES),
)
ANCHORED = (
    (work_format_words.HOME, work_format_words.AT_HOME),
    (employment_words.HOURS, employment_words.HOUR),
    (employment_words.HOURS_AFTER, employment_words.HOUR),
    (experience_words.NONE, experience_words.EXPERIENCE),
    (experience_words.BARE, experience_words.EXPERIENCE),
)
SPELLINGS = (
    contact_words.AT,
    contact_words.LINK,
    contact_words.SPOKEN,
    contact_words.EMAIL_SPOKEN,
    contact_words.PHONE_LIKE,
    EMAIL,
)


def spans(matches: Iterable[re.Match[str]]) -> list[tuple[int, int]]:
    return [match.span() for match in matches]


@pytest.mark.parametrize(("pattern", "words"), HINTED)
def test_a_word_stands_in_all_that_is_found(pattern: re.Pattern[str], words: tuple[str, ...]) -> None:
    found = [match.group() for text in TEXTS for match in re.compile(pattern.pattern).finditer(text)]
    assert len(found) > 3
    assert [words_of for words_of in found if not has(words_of, words)] == []


@pytest.mark.parametrize(("pattern", "anchor"), ANCHORED)
def test_an_anchor_stands_in_the_lines_of_all_that_is_found(pattern: re.Pattern[str], anchor: re.Pattern[str]) -> None:
    for text in TEXTS:
        lines = lines_with(text, anchor, 0, len(text))
        assert spans(m for a, b in lines for m in pattern.finditer(text, a, b)) == spans(pattern.finditer(text))


@pytest.mark.parametrize("pattern", SPELLINGS)
def test_spellings_of_contacts(pattern: re.Pattern[str]) -> None:
    for text in TEXTS:
        assert spans(contact_words.finds(pattern, text, 0, len(text))) == spans(pattern.finditer(text))


def test_lines_are_joined_where_they_touch() -> None:
    text = "a\nx\nb\nx\nc\nd\nx"
    assert [text[a:b] for a, b in lines_with(text, re.compile("x"), 0, len(text))] == ["x\nb", "x\nc", "x"]
    assert [text[a:b] for a, b in lines_with(text, re.compile("x"), 3, 8)] == ["x\n"]

"""The tokenizer: what survives as a word, which forms meet, offsets, and hostile input."""

import itertools
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import MAX_CHARACTERS, MAX_WORD, tokens

TERMS = [
    ("Ищем Менеджера", ["искать", "менеджер"]),
    ("ёлка Елка", ["елка", "елка"]),
    ("C++ и C#", ["c++", "и", "c#"]),
    ("С++ С#", ["c++", "c#"]),  # typed with a Cyrillic С
    ("C++17", ["c++", "17"]),
    (".NET, .net", [".net", ".net"]),
    ("1С 1C 1с", ["1c", "1c", "1c"]),
    ("b2b В2В B2B", ["b2b", "b2b", "b2b"]),
    ("SMM", ["smm"]),
    ("cмм", ["смм"]),  # its first letter is Latin
    ("3D 3д", ["3d", "3д"]),
    ("#маркетинг @kanal", ["маркетинг", "kanal"]),
    ("reels ads saas", ["reel", "ads", "saas"]),
    ("e-com", ["ecom", "e", "com"]),
    ("реал-тайм", ["реалтайм", "реал", "тайм"]),
    ("реал‑тайм реал–тайм", ["реалтайм", "реал", "тайм"] * 2),  # other dashes
    ("SMM-менеджеров", ["smmменеджер", "smm", "менеджер"]),
    ("node.js R&D", ["nodejs", "node", "js", "rd", "r", "d"]),
    ("конец.Начало", ["конец", "начало"]),
    ("24-7 80-120к", ["24", "7", "80", "120k"]),
    ("один_два", ["один", "два"]),
    ("мар\u200bке\u00adтолог", ["маркетолог"]),
    ("и\u0306од", ["йод"]),
    ("𝐒𝐌𝐌", ["smm"]),
    ("сммщика таргетологов лидгена", ["сммщик", "таргетолог", "лидген"]),
    ("холодные холодных холодный", ["холодный"] * 3),
    ("😀🔥 — ! •••", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "expected"), TERMS)
def test_terms(text: str, expected: list[str]) -> None:
    assert [token.term for token in tokens(text)] == expected


def test_offsets_and_places() -> None:
    text = "Ищем SMM-менеджера, C++"
    found = [(text[t.start : t.end], t.place, t.whole) for t in tokens(text)]
    assert found == [
        ("Ищем", 0, False),
        ("SMM-менеджера", 1, True),
        ("SMM", 1, False),
        ("менеджера", 2, False),
        ("C++", 3, False),
    ]


@pytest.mark.parametrize("text", ["AA\U00017000", "A\U00017000я", "я\U00017000"])
def test_a_letter_without_a_name_is_a_letter(text: str) -> None:
    assert [token.term for token in tokens(text)] == [text.lower()]


@given(st.text(max_size=300))
def test_any_text_gives_sound_tokens(text: str) -> None:
    found = list(tokens(text))
    for token in found:
        assert 0 <= token.start < token.end <= len(text)
        assert 0 < len(token.term) <= MAX_WORD
        assert token.term == token.term.lower()
    parts = [token for token in found if not token.whole]
    assert [token.place for token in parts] == list(range(len(parts)))
    assert all(one.end <= two.start for one, two in itertools.pairwise(parts))


@given(st.text(alphabet="абвгежийклмнопрстуьяАБВЁё -1", max_size=80))
def test_case_and_composition_say_nothing(text: str) -> None:
    terms = [token.term for token in tokens(text)]
    assert [token.term for token in tokens(text.upper().replace("ё", "Ё"))] == terms
    assert [token.term for token in tokens(unicodedata.normalize("NFD", text))] == terms


@pytest.mark.parametrize(
    "hostile",
    ["😀", "а\u200b", "a", "а-", "a.", "c+", "\u200b", "a\u0301\u0327", "ш\u034f", "-", "мm", ". ", "a" * 499 + " "],
)
def test_a_megabyte_of_anything_is_bounded(hostile: str) -> None:
    text = hostile * (1_000_000 // len(hostile))
    start = time.process_time()
    found = list(tokens(text))
    assert time.process_time() - start < 5
    assert all(token.end <= MAX_CHARACTERS for token in found)

"""Ways to answer looked for only where they can begin are those that one pattern finds."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voronka.extract.document import Document
from voronka.extract.parts import CONTACT
from voronka.extract.text import fold
from voronka.extract.ways import runs

PLAIN = re.compile(
    r"(?<![\w.])@[a-z]\w{3,}|https?://|\bt\.me/|\b[\w.+-]{1,40}@[\w-]{1,40}\.\w|(?:\+7|\b8|"
    r"\b7)[ (\-]{0,3}\d{3}[ )\-]{0,3}\d{2,3}[ \-]?\d\d|\bwww\.|"
    r"(?:→|➡|👉|-) ?(?:подать|откликн|подробн|смотреть|перейти|ссылка|читать|описание)"
)
PIECES = st.lists(
    st.sampled_from(
        ["@anna", "a@b.ru", "https://", "t.me/", "+7", "8", "900", "111", "22", "-", "(", ") ", " ", "\n", "www.", "→",
         "подать", "x", ".", "@", "/", "a.b+", "я"]
    ),
    max_size=14,
).map("".join)  # fmt: skip


@given(PIECES, st.integers(0, 6), st.integers(0, 6))
@settings(max_examples=600, deadline=None)
def test_the_first_way_is_that_of_the_whole_pattern(text: str, before: int, after: int) -> None:
    start, end = min(before, len(text)), max(len(text) - after, 0)
    plain, quick = PLAIN.search(text, start, end), CONTACT.search(text, start, end)
    assert (plain and plain.span()) == (quick and quick.span())
    plain, quick = PLAIN.match(text), CONTACT.match(text)
    assert (plain and plain.span()) == (quick and quick.span())


@given(PIECES, st.integers(0, 6), st.integers(0, 6))
@settings(max_examples=200, deadline=None)
def test_runs_hold_every_address_sign_and_no_gap(text: str, before: int, after: int) -> None:
    start, end = min(before, len(text)), max(len(text) - after, 0)
    held = [at for begin, stop in runs(text, start, end) for at in range(begin, stop)]
    assert held == sorted(set(held))
    assert {at for at in range(start, end) if text[at] in "@/"} <= set(held)
    assert not {text[at] for at in held} & {" ", "\n"}


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Пишите smm@таргетолог.example, ищем таргетолога", ["targeted_ads"]),
        ("https://example.org/маркетолог-seo, маркетолог", ["marketer"]),
        ("hr@a.example b@seo.example/x маркетолог t.me/seo", ["marketer"]),
    ],
)
def test_a_role_within_an_address_is_none(text: str, codes: list[str]) -> None:
    assert fold(text) == Document(text).folded
    assert [mention.code for mention in Document(text).mentions] == codes

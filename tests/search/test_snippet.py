"""Snippets: the best passage, matches marked, plain text."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.snippet import LENGTH, Pieces, snippet
from search.words import read_words

TEXT = (
    "SMM-менеджер в кофейню\n\n"
    "Мы открываем третью кофейню и ищем человека, который расскажет о нас всем вокруг.\n"
    "Задачи: вести соцсети, снимать рилсы, отвечать гостям, придумывать конкурсы и следить за отзывами на картах.\n"
    "Опыт в e-com будет плюсом, опыт холодных звонков не нужен. Работа с отзывами и соцсетями в одной команде."
)


def show(query: str, *passages: str) -> str:
    """The snippet with its matches in brackets."""
    return "".join(f"[{text}]" if match else text for text, match in snippet(read_words(query), passages or (TEXT,)))


ROWS = [
    ("рилсы", "снимать [рилсы], отвечать"),
    ("рилс", "снимать [рилсы], отвечать"),
    ("соцсеть отзыв", "Работа с [отзывами] и [соцсетями] в одной команде."),
    ("ecom", "Опыт в [e-com] будет"),
    ("e-com", "Опыт в [e-com] будет"),
    ("smm-менеджера", "[SMM-менеджер] в кофейню"),
    ('"холодные звонки"', "опыт [холодных звонков] не"),
    ("холодный", "опыт [холодных] звонков"),
    ("опыт -рилсы", "[Опыт] в e-com"),
]


@pytest.mark.parametrize(("query", "expected"), ROWS)
def test_matches_are_marked(query: str, expected: str) -> None:
    assert expected in show(query)


@pytest.mark.parametrize("query", ["", "банан", "-банан"])
def test_without_matches_it_begins_after_the_title(query: str) -> None:
    found = show(query)
    assert found.startswith("Мы открываем третью кофейню")
    assert found.endswith("…")
    assert len(found) <= LENGTH + 1


def test_the_text_is_cut_at_words() -> None:
    found = show("конкурсы")
    assert found.startswith("…")
    assert found.endswith("…")
    assert "[конкурсы]" in found
    words = set(TEXT.split())
    assert all(word in words for word in found.replace("[", "").replace("]", "").strip("…").split())


def test_a_later_passage_is_taken_where_it_fits_better() -> None:
    assert "[Томска]" in show("томск", TEXT, "Можно из Томска")


def test_one_line_is_shown_whole() -> None:
    assert show("", "Ищу дизайнера") == "Ищу дизайнера"
    assert show("", "") == ""
    assert show("", "а" * 1000) == "а" * LENGTH + "…"


def test_blots_are_short() -> None:
    assert show("", "Писать\n" + "•" * 12 + " или ••• •• •••• всегда") == "••• или ••• всегда"


@given(
    st.text(alphabet="абв SMM-e.com\n•+ \u200b😀", max_size=600), st.sampled_from(["аб", "e-com", '"а б"', "smm", ""])
)
def test_any_text_gives_a_bounded_snippet(text: str, query: str) -> None:
    pieces: Pieces = snippet(read_words(query), [text])
    assert sum(len(words) for words, _ in pieces) <= 2 * LENGTH + 2
    assert all(words for words, _ in pieces)
    assert not any(one[1] is two[1] for one, two in itertools.pairwise(pieces))

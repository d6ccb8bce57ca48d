"""Costly patterns tried only where they can find something find what they find everywhere."""

import re
from collections.abc import Callable, Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voronka.extract import company, company_named, contact_words, kind_voice, salary_words, text
from voronka.extract.document import Document

Finds = Callable[[str], Iterable[re.Match[str]]]


LANDLINE = "тел. (343) 343-22-11"


def pieces(*parts: str) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(parts), max_size=12).map("".join)


@pytest.mark.parametrize(
    ("quick", "plain", "texts"),
    [
        (
            lambda text: contact_words.finds(contact_words.PHONE_LIKE, text, 0, len(text)),
            contact_words.PHONE_LIKE,
            pieces("+7", "8", "900", "-11-22", "111-22-33", "(999) ", " ", "т.", "/", "\n", "восемь ", "1", LANDLINE),
        ),
        (
            lambda text: kind_voice._named(text, len(text)),
            kind_voice._NAMED,
            pieces("Анна", "Петр ", ", ", ". ", "\n", "Я ", "я", "Это — ", "»", ") ", "🔹", " "),
        ),
        (
            lambda text: company_named.quoted(text, 0, len(text)),
            company_named.QUOTED,
            pieces("компания", " ", "студии", "«", "»", "ель", "\n", ". ", '"'),
        ),
        (
            lambda text: company_named._matches(Document(text), company_named._ORG_LATIN, 0, len(text)),
            company_named._ORG_LATIN,
            pieces("Бутик", "бутик ", "сети ", "клуб ", "онлайн-школа ", "фирма ", "Lesnoy", " ", "\n", "в "),
        ),
        (
            lambda text: company._labels(text, 0, len(text)),
            company._LABEL,
            pieces(
                "команда", "компания", "название компании", "бренд", ": ", " — ", " - ", "ель", "\n", "• ", "клиент"
            ),
        ),
        (
            salary_words.CLAUSE.finditer,
            re.compile(r"(?<!з\.п)(?<!\bт)(?<!\bруб)[.!?;•▪▫🔹🔸✅✔⚡️]\s|[•▪▫🔹🔸]"),
            pieces("з", ".", "п", "т", "руб", " ", "•", "!", "а", "\n"),
        ),
        (
            text._SENTENCE.finditer,
            re.compile(r"[.!?…]+(?=[\s)»\"”]|$)|\n"),
            pieces(".", "!", "…", " ", "\n", ")", "a", "»"),
        ),
    ],
    ids=["phones", "names", "quotes", "organisations", "labels", "clauses", "sentences"],
)
def test_the_quick_way_is_the_plain_way(quick: Finds, plain: re.Pattern[str], texts: st.SearchStrategy[str]) -> None:
    @given(texts)
    @settings(max_examples=300, deadline=None)
    def holds(text: str) -> None:
        assert [match.span() for match in quick(text)] == [match.span() for match in plain.finditer(text)]

    holds()


def test_a_telephone_does_not_go_over_a_lines_end() -> None:
    assert [match[0] for match in contact_words.PHONE_LIKE.finditer("+7\n900111-22-33, +7 900 111-22-33")] == [
        "+7 900 111-22-33"
    ]

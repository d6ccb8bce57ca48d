"""What a query's text asks for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.words import Clause, Words, read_words


def words(*required: str, excluded: tuple[str, ...] = (), prefix: str | None = None) -> Words:
    """Each string is one clause: spellings parted by "|", terms of a run by a space."""

    def clause(spelled: str) -> Clause:
        return Clause(tuple(tuple(run.split()) for run in spelled.split("|")))

    return Words(tuple(map(clause, required)), tuple(map(clause, excluded)), prefix)


ROWS = [
    ("", words()),
    ('   -  " «  ', words()),
    ("Менеджеры", words("менеджер", prefix="менеджеры")),
    ("опыт в продажах", words("опыт", "продажа", prefix="продажах")),
    ("в", words("в")),
    ("маркетинг для", words("маркетинг")),
    ('"опыт в продажах"', words("опыт в продажа")),
    ("«опыт в продажах» b2b", words("опыт в продажа", "b2b", prefix="b2b")),
    ("“опыт” „продаж“", words("опыт", "продажа")),
    ("smm -стажер", words("smm", excluded=("стажер",))),
    ("-стажер smm", words("smm", excluded=("стажер",), prefix="smm")),
    ('smm -"холодные звонки"', words("smm", excluded=("холодный звонок",))),
    ("smm - стажер", words("smm", "стажер", prefix="стажер")),
    ("e-com", words("ecom|e com")),
    ("SMM-менеджер", words("smmменеджер|smm менеджер")),
    ("seo/smm", words("seo", "smm")),
    ("C++ 1С .net", words("c++", "1c", ".net", prefix="net")),
    ('"незакрытая кавычка', words("незакрытый", "кавычка", prefix="кавычка")),
    ("smm smm", words("smm", prefix="smm")),
    ("ab", words("ab")),
]


@pytest.mark.parametrize(("text", "expected"), ROWS)
def test_read_words(text: str, expected: Words) -> None:
    assert read_words(text) == expected


@given(st.text(alphabet='абв ab-"«»“”„./&1+# \u200b', max_size=60))
def test_any_text_is_read(text: str) -> None:
    found = read_words(text)
    assert all(run and all(run) for clause in (*found.required, *found.excluded) for run in clause.alternatives)
    assert found.prefix is None or found.required

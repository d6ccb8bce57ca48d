"""A guarded pattern is tried wherever it can match."""

import re

import pytest

from voronka.guarded import Guarded, starts

_PATTERN = r"(?<!\w)(?:ул|улиц[аеы]|м\.|wb|ozon)(?!\w)"


@pytest.mark.parametrize("text", ["на ул ленина", "(улица", "м.сокол", "на wb,", "_wb", "ozon", "вул м wbx", ""])
def test_it_finds_what_the_plain_pattern_finds(text: str) -> None:
    found = Guarded(_PATTERN).within(starts(text))
    assert re.search(_PATTERN, text) is None or found is not None


def test_it_is_not_tried_where_no_word_begins_so() -> None:
    assert Guarded(_PATTERN).within(starts("кул, смм, продажи")) is None


@pytest.mark.parametrize("pattern", ["ул", r"(?<!\w)у", r"(?<!\w)\w+"])
def test_a_pattern_that_may_begin_with_anything_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match="need not begin"):
        Guarded(pattern).within(frozenset())

"""What every database takes: rows, and whatever JSON may hold."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voronka.model import Link, RawPost
from voronka.store.storable import storable, storable_post

_TEXT = st.text(st.characters(codec=None), max_size=8) | st.sampled_from(["\x00", "\ud83d", r"\u0000", "🔥"])
_LEAF = _TEXT | st.none() | st.booleans() | st.integers() | st.floats()
_JSON = st.recursive(
    _LEAF, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_TEXT, inner, max_size=3), max_leaves=8
)


@pytest.mark.parametrize(
    ("given_", "mended"),
    [
        ("да", "да"),
        ("🔥", "🔥"),
        (r"\u0000", r"\u0000"),
        ("a\x00b", "a\ufffdb"),
        ("a\ud83d", "a\ufffd"),
        (float("nan"), None),
        (1.5, 1.5),
        ({"a\x00": [float("inf"), {"b": "\udc00"}], 7: True}, {"a\ufffd": [None, {"b": "\ufffd"}], "7": True}),
    ],
)
def test_values(given_: Any, mended: Any) -> None:
    assert storable(given_) == mended


@given(_TEXT, _JSON)
def test_a_post_is_mended_wherever_it_has_to_be(text: str, value: Any) -> None:
    raw = RawPost("kanal", text * 200, text, url=text, links=(Link(text, text),), payload={text: value})
    kept = storable_post(raw)
    assert (kept.text, kept.url, kept.payload) == (storable(text), storable(text), storable({text: value}))
    assert kept.external_id == storable(text * 200)[:500]
    assert [(link.url, link.text) for link in kept.links] == [(storable(text), storable(text))]
    assert storable_post(kept) == kept

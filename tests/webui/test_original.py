"""A post's text in pieces: nothing is lost, what was read is marked, links lead only where links may."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.webui.builder import NOW, read, spot
from voronka.listing import Appearance
from voronka.model import Evidence, Kind, Link, Posting
from voronka.sources import SourceKind
from webui.hostile import line, safe_url, tame
from webui.original import LIMIT, contact_url, original


def appearance(text: str, posting: Posting | None = None, kind: Kind = Kind.VACANCY, *links: Link) -> Appearance:
    return Appearance(
        1, "kanal_a", "Канал А", SourceKind.TELEGRAM, "1", None, text, links, kind, posting, NOW, None, NOW
    )  # fmt: skip


def test_evidence_and_links_are_marked_where_they_stand() -> None:
    text = "SMM-менеджер, Казань. Анкета: https://kit.example/a."
    pieces = original(
        appearance(text, read(text, {"title": "SMM-менеджер", "roles": "SMM", "cities": "Казань"}))
    ).pieces
    assert "".join(piece.text for piece in pieces) == text
    assert [(p.text, p.fields) for p in pieces if p.fields] == [
        ("SMM", ("title", "roles")), ("-менеджер", ("title",)), ("Казань", ("cities",)),
    ]  # fmt: skip
    assert [(p.text, p.href) for p in pieces if p.href] == [("https://kit.example/a", "https://kit.example/a")]


def test_a_hidden_link_keeps_its_words() -> None:
    links = [Link("https://kit.example", "тут", 9, 12), Link("javascript:alert(1)", "там", 15, 18)]
    pieces = original(appearance("Отклик — тут и там", None, Kind.VACANCY, *links)).pieces
    assert [(p.text, p.href) for p in pieces if p.href] == [("тут", "https://kit.example")]


def test_a_digests_own_part_stands_out() -> None:
    text = "Раз\nДва\nТри"
    found = original(appearance(text, Posting("Два", start=4, end=7), Kind.DIGEST))
    assert found.part
    assert [p.text for p in found.pieces if p.own] == ["Два"]


def test_a_part_far_down_a_long_digest_is_shown() -> None:
    text = "а" * 100_000 + "Дизайнер" + "б" * 100_000
    found = original(appearance(text, Posting("Дизайнер", start=100_000, end=100_008), Kind.DIGEST))
    assert "Дизайнер" in [p.text for p in found.pieces]
    assert found.cut == len(text) - LIMIT


def test_a_megabyte_is_cut() -> None:
    found = original(appearance("😀" * 1_000_000))
    assert sum(len(p.text) for p in found.pieces) == LIMIT
    assert found.cut == 1_000_000 - LIMIT


@given(st.text(max_size=200), st.lists(st.tuples(st.integers(-5, 250), st.integers(-5, 250)), max_size=8))
def test_whatever_the_offsets_the_text_is_whole(text: str, spans: list[tuple[int, int]]) -> None:
    evidence = {"roles": tuple(Evidence("r", a, b) for a, b in spans), "title": spot("x", "x")}
    posting = replace(Posting("x"), evidence=evidence, start=min(a for a, _ in spans) if spans else 0, end=len(text))
    links = [Link("https://a.example", "", a, b) for a, b in spans]
    found = original(appearance(text, posting, Kind.DIGEST, *links))
    assert "".join(p.text for p in found.pieces) == tame(text)


@pytest.mark.parametrize(
    "url",
    [
        "https://a.example/x?y=1#z",
        "http://a.example",
        "mailto:a@b.example",
        "tel:+79000001122",
        "tg://resolve?domain=x",
    ],
)
def test_addresses_that_may_be_links(url: str) -> None:
    assert safe_url(url) == url


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\nscript:alert(1)", " javascript:alert(1)", "data:text/html,x",
     "vbscript:x", "file:///etc/passwd", "//evil.example", "/path", "https://", "http:///x", "https://[::1",
     "https://user:pass@evil.example", "https://a.example\\@evil.example", "https://a.example/\u202egnp", "", None,
     "https://a.example/" + "x" * 3000],
)  # fmt: skip
def test_addresses_that_may_not(url: str | None) -> None:
    assert safe_url(url) is None


def test_controls_are_tamed_in_place() -> None:
    text = "a\u202eb\u0000c\nd\u2066"
    assert len(tame(text)) == len(text)
    assert not set(tame(text)) & {"\u202e", "\u0000", "\u2066"}
    assert line("  a\u202e \n b ") == "a b"


@pytest.mark.parametrize(
    ("words", "url"),
    [("@kit_hr_demo", "https://t.me/kit_hr_demo"), ("job@kit.example", "mailto:job@kit.example"),
     ("+7 (900) 000-11-22", "tel:+79000001122"), ("8 900 000 11 22", "tel:+79000001122"), ("тг: kit", None),
     ("@a", None), ("a@b.example?bcc=c@d.example", None), ("8 900", None), ("javascript:x", None)],
)  # fmt: skip
def test_a_contact_leads_where_it_says(words: str, url: str | None) -> None:
    assert contact_url(words) == url

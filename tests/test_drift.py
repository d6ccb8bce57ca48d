"""Excerpts of pages: short, from the right place, without ways to write to anybody."""

import json

from voronka.drift import MAX_EXCERPT, former_property, former_words, markup_excerpt, message_excerpt, page_excerpt
from voronka.model import Contacts, Evidence, Kind, Posting, RawPost

FORMER = {
    "@type": "JobPosting",
    "title": "Маркетолог",
    "description": "Длинный текст. " * 40,
    "employmentType": "FULL_TIME",
    "baseSalary": {"@type": "MonetaryAmount", "value": {"minValue": 80_000}},
    "validThrough": "2026-12-01",
}
NOW = {name: value for name, value in FORMER.items() if name != "baseSalary"}


def test_the_place_where_a_property_used_to_be_is_found_by_its_neighbours() -> None:
    page = json.dumps(NOW, ensure_ascii=False, indent=1)
    shown = page_excerpt(page, "pay", FORMER)
    assert shown.startswith('"employmentType"')
    assert "validThrough" in shown
    assert page_excerpt(page.replace("\n", ""), "pay", FORMER).count("employmentType") == 1


def test_a_property_of_another_form_is_shown_itself() -> None:
    page = json.dumps({**NOW, "baseSalary": "по договорённости"}, ensure_ascii=False, indent=1)
    assert page_excerpt(page, "pay", FORMER).startswith('"baseSalary": "по договорённости"')


def test_microdata() -> None:
    page = '<div><h1 itemprop="title">Маркетолог</h1><p itemprop="employmentType">Полная</p><p>от 80 000</p></div>'
    assert page_excerpt(page, "pay", FORMER).startswith('<p itemprop="employmentType">Полная</p><p>от 80 000')


def test_a_page_without_anything_known_shows_its_beginning_and_nothing_long() -> None:
    shown = page_excerpt("<main><p>" + "слово " * 500 + "</p></main>", "pay", None)
    assert shown.startswith("<main><p>слово")
    assert len(shown) <= MAX_EXCERPT
    assert "…" in shown
    assert len(page_excerpt("<b>х</b>" * 500, "pay", None)) <= MAX_EXCERPT


def test_the_former_property() -> None:
    raw = RawPost("doska", "/1", "", payload={"jobposting": FORMER})
    assert json.loads(former_property(raw, "pay")) == {"baseSalary": FORMER["baseSalary"]}
    assert former_property(RawPost("doska", "/1", ""), "pay") == ""


def test_no_way_to_write_to_anybody_is_left() -> None:
    page = json.dumps({"title": "Звоните", "description": "+7 900 000-11-22, @anna_demo, a@pochta.example"})
    for shown in (
        page_excerpt(page, "text", FORMER),
        page_excerpt(json.dumps(json.loads(page), ensure_ascii=False), "text", FORMER),
        markup_excerpt("<p>+7 900 000-11-22 @anna_demo a@pochta.example</p>", words=True),
    ):
        for secret in ("000-11-22", "anna_demo", "pochta"):
            assert secret not in shown
    # what looks like a name and is of the markup stays
    assert '"@type"' in former_property(RawPost("d", "1", "", payload={"jobposting": FORMER}), "pay")


def test_nothing_can_move_a_terminal_or_turn_a_line() -> None:
    shown = markup_excerpt("<p>\x1b[2J\u202eтекст\x07</p>", words=True)
    assert shown == "<p> [2J текст </p>"


def test_a_message_of_unknown_kind_shows_its_tags_only() -> None:
    html = (
        '<div class="wrap"><div class="tgme_widget_message_text js-message_text" title="Анна">'
        "Анна Тайная ищет работу<br>Казань</div></div>"
    )
    shown = message_excerpt(html, None)
    assert shown == '<div class="tgme_widget_message_text js-message_text" title="…">•••<br>•••</div></div>'
    assert message_excerpt(html, Kind.CANDIDATE) == shown
    assert "ищет работу" in message_excerpt(html, Kind.VACANCY)


def test_the_words_around_what_a_field_was_read_from() -> None:
    text = "SMM-менеджер\nКазань, 80 000 ₽\nПисать @kit_hr_demo"
    start = text.index("80 000")
    posting = Posting(
        "SMM", contacts=Contacts(("kit_hr_demo",)), evidence={"salary": (Evidence("r", start, start + 6, "80 000"),)}
    )
    raw = RawPost("kanal", "1", text)
    shown = former_words(raw, "pay", Kind.VACANCY, [posting])
    assert "Казань, 80 000 ₽" in shown
    assert "kit_hr" not in shown
    assert former_words(raw, "pay", Kind.CANDIDATE, [posting]) == ""
    assert former_words(raw, "contacts", Kind.VACANCY, [posting]) == ""

"""What a card says, and what it leaves out."""

import re
from dataclasses import replace

import pytest

from tests.webui.builder import DIGEST, NOW, add, digest_part
from tests.webui.conftest import Site
from voronka.listing import Appearance, Listing
from voronka.model import Employment, Kind, Posting, Salary, Seniority, WorkFormat
from voronka.query import Hit
from voronka.sources import SourceKind
from webui.cards import card, excerpt, place, short


def listing(
    text: str, posting: Posting | None = None, kind: Kind = Kind.VACANCY, post_kind: Kind | None = None
) -> Listing:
    appearance = Appearance(
        1, "kanal_a", "Канал А", SourceKind.TELEGRAM, "1", None, text, (), post_kind or kind, posting, NOW, None, NOW
    )
    return Listing(7, kind, (appearance,), posting)


@pytest.mark.parametrize(
    ("cities", "formats", "said"),
    [
        (("Москва",), (WorkFormat.REMOTE,), "Москва или удалённо"),
        ((), (WorkFormat.REMOTE,), "удалённо"),
        (("Казань",), (WorkFormat.OFFICE,), "Казань"),
        ((), (WorkFormat.OFFICE,), "офис"),
        (("Казань", "Самара"), (WorkFormat.HYBRID,), "Казань, Самара, гибрид"),
        (("А", "Б", "В", "Г", "Д"), (), "А, Б, В +2"),
        ((), (), ""),
    ],
)
def test_the_place(shared: Site, cities: tuple[str, ...], formats: tuple[WorkFormat, ...], said: str) -> None:
    with shared.app.app_context():
        assert place(Posting(cities=cities, formats=formats)) == said


def test_the_excerpt_leaves_out_the_title_and_what_the_card_says_already(shared: Site) -> None:
    text = "🔥 Маркетолог 🔥\nКомпания: Кит\nЗарплата: 5 ₽\n\n— Делать важное.\n— Писать отчёты\n!!!"
    posting = Posting("Маркетолог", ("marketer",), company="Кит", end=len(text))
    assert excerpt(listing(text, posting)) == "Делать важное. Писать отчёты"


def test_the_excerpt_of_a_digest_is_its_own_line() -> None:
    posting = digest_part("Дизайнер")
    assert excerpt(listing(DIGEST, posting, post_kind=Kind.DIGEST)) == "Дизайнер, Москва, 120 000 ₽ — @two_demo"


def test_the_snippet_shows_why_it_was_found(shared: Site) -> None:
    hit = Hit(7, 1.0, (("— нужен ", False), ("Figma", True), ("\n\nи вкус!!!!!", False)))
    with shared.app.app_context():
        made = card(listing("Дизайнер", Posting("Дизайнер", ("designer",))), NOW, 45, hit)
    assert made.snippet == (("нужен ", False), ("Figma", True), (" и вкус!", False))


def test_a_snippet_found_by_the_titles_words_gives_way_to_the_text(shared: Site) -> None:
    text = "Бренд-менеджер\nРазвивать марку мебели"
    posting = Posting("Бренд-менеджер", ("brand_manager",), end=len(text))
    hit = Hit(7, 1.0, (("Бренд", True), ("-менеджер", False)))
    with shared.app.app_context():
        made = card(listing(text, posting), NOW, 45, hit)
    assert made.snippet == (("Развивать марку мебели", False),)


def test_a_snippet_that_says_only_the_title_is_left_out(shared: Site) -> None:
    with shared.app.app_context():
        assert card(listing("Пять советов", kind=Kind.CONTENT), NOW, 45).snippet == ()


def test_tags_are_few_and_do_not_repeat_the_title(shared: Site) -> None:
    posting = Posting(
        "SMM-менеджер", ("smm", "content", "pr"), seniority=Seniority.SENIOR, experience_years=3,
        employment=(Employment.FULL,), salary=Salary(1, 2),
    )  # fmt: skip
    with shared.app.app_context():
        made = card(listing("SMM-менеджер", posting), NOW, 45)
        had = card(listing("SMM-менеджер", posting, kind=Kind.CANDIDATE), NOW, 45)
        none = card(listing("x", replace(posting, experience_years=0)), NOW, 45)
    assert [tag.replace("\u00a0", " ") for tag in made.tags] == ["Контент-менеджер", "Senior", "опыт от 3 лет"]
    assert had.tags[-1].replace("\u00a0", " ") == "опыт 3 года"
    assert none.tags[-1] == "без опыта"


def test_a_company_of_forty_words_is_cut_at_a_word(shared: Site) -> None:
    with shared.app.app_context():
        made = card(listing("Автор", Posting("Автор", ("copywriter",), company="объединение " * 40)), NOW, 45)
    assert len(made.company) <= 81
    assert made.company.endswith("объединение…")
    assert short("одно", 10) == "одно"


def test_a_text_without_words_has_a_name_too(shared: Site) -> None:
    with shared.app.app_context():
        assert card(listing("😀😀😀", kind=Kind.CONTENT), NOW, 45).title == "Без названия"


def test_a_listing_seen_in_many_places_names_two(site: Site) -> None:
    number = site.ids["target"]
    for source in ("kanal_b", "doska"):
        add(site.store, "Таргетолог", Posting("Таргетолог", ("targeted_ads",)), source=source, into=[number], days=5)
    site.app.extensions["voronka"].search.catch_up()
    html = site.get("/?role=targeted_ads")
    assert "kanal_a</span>" in html
    assert "+1" in html
    assert "2\u00a0репоста" in html


def test_the_lineage_is_told_once_and_pay_against_what_was_stated_last(site: Site) -> None:
    number = site.ids["target"]  # 90 000 ₽, three days ago
    for days, salary, closed in ((20, 80_000, True), (9, None, False), (1, 100_000, False)):
        pay = Salary(salary, None) if salary else None
        posting = Posting("Таргетолог", ("targeted_ads",), salary=pay)
        add(site.store, "Таргетолог", posting, source="kanal_b", into=[number], days=days, closed=closed)
    html = site.get(f"/listing/{number}").replace("\u202f", " ").replace("\u00a0", " ")
    where = html[html.index("Где публиковалось") :]
    assert where.count("Впервые") == 1
    assert "2 источника" in where
    changes = re.findall(r"<s>(?:<[^>]+>)*([^<]+).*?<b>(?:<[^>]+>)*([^<]+)", where)
    assert changes == [("от 90 000 ₽", "от 100 000 ₽"), ("от 80 000 ₽", "от 90 000 ₽")]
    assert where.count("открыто снова") == 1


def test_skills_are_tags_where_there_is_room(shared: Site) -> None:
    posting = Posting(
        "Таргетолог", ("targeted_ads",), Seniority.MIDDLE, experience_years=2, skills=("VK Реклама", "Figma", "Excel")
    )
    bare = Posting("Менеджер Ozon", ("marketplaces",), skills=("Ozon", "MPStats"))
    with shared.app.app_context():
        tags = card(listing("Таргетолог", posting), NOW, 45).tags
        others = card(listing("Менеджер Ozon", bare), NOW, 45).tags
    assert list(tags) == ["Middle", "опыт от 2\u00a0лет", "VK Реклама", "Figma"]
    assert "MPStats" in others
    assert "Ozon" not in others

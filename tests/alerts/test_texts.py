"""What letters and Telegram messages say, and what a week would have told."""

from dataclasses import replace
from datetime import timedelta
from html.parser import HTMLParser

import pytest

from telegram_sources.bot_text import as_messages
from tests.alerts.scene import BASE, SMM, Scene
from tests.search.builder import NOW, rub
from voronka.alert_messages import Site, letter, telegram
from voronka.alert_preview import preview
from voronka.listing import Listing
from voronka.mail import Letter
from voronka.model import Kind, WorkFormat
from voronka.query import Query
from voronka.saved_filters import Draft, Pace

SITE = Site(BASE + "/")
RU = Draft("Соцсети <b>", Query("соцсети", cities=("Казань",)))


class Page(HTMLParser):
    """The words and links of a letter."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.links: list[str] = []
        self.tags: set[str] = set()
        self.feed(html)
        self.close()

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links += [value or "" for name, value in attrs if name == "href"]


def written(draft: Draft, cards: list[Listing], *, again: bool = False) -> Letter:
    return letter(draft, cards, SITE, to="anna@kit.example", token="secret", name="alert-1", again=again)


@pytest.fixture
def cards(scene: Scene) -> list[Listing]:
    facts = {"company": "Кит & Ко", "cities": ("Казань",), "formats": (WorkFormat.REMOTE,), "salary": rub(80_000, None)}
    numbers = [
        scene.post("SMM <script>alert(1)</script>", **facts),
        scene.post("Анна Ветрова, @anna_vetr", kind=Kind.CANDIDATE, roles=("targeted_ads",)),
        scene.post("Как не выгореть", kind=Kind.CONTENT),
    ]
    return scene.store.listings(numbers)


def test_a_letter(cards: list[Listing]) -> None:
    found = written(RU, cards)
    assert found.subject == "3 новых объявления по фильтру «Соцсети <b>»"
    assert dict(found.headers) == {
        "List-Unsubscribe": f"<{BASE}/filters/unsubscribe/secret>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    assert found.html is not None
    page = Page(found.html)
    listings = [f"{BASE}/listing/{card.id}" for card in cards]
    asked = "q=%D1%81%D0%BE%D1%86%D1%81%D0%B5%D1%82%D0%B8&city=%D0%9A%D0%B0%D0%B7%D0%B0%D0%BD%D1%8C&exact=1"
    ends = [f"{BASE}/?{asked}", f"{BASE}/filters", f"{BASE}/filters/unsubscribe/secret"]
    assert page.links == [*listings, *ends]
    assert not page.tags & {"script", "b", "img"}
    assert all(url in found.text for url in page.links)
    facts = "Кит & Ко · от\u00a080\u00a0000\u00a0₽ · Казань · удалённо".replace("\u00a0", " ")
    assert facts in found.text
    assert facts in page.words
    assert "anna_vetr" not in found.text + found.html


def test_one_listing_is_the_subject(cards: list[Listing]) -> None:
    assert written(RU, cards[1:2]).subject.startswith("Кандидат: Анна Ветрова, •")
    assert written(replace(RU, language="en"), cards[2:]).subject == "Как не выгореть by the filter “Соцсети <b>”"


def test_a_repeat_says_so(cards: list[Listing]) -> None:
    assert "уже приходило" in written(RU, cards, again=True).text
    assert telegram(RU, cards, SITE, again=True)[0].startswith("Возможно, это сообщение уже приходило")


def test_a_long_letter_names_fifty_and_counts_the_rest(cards: list[Listing]) -> None:
    found = written(RU, cards * 20)
    assert found.html is not None
    assert Page(found.html).links.count(f"{BASE}/listing/{cards[0].id}") == 17
    assert "и ещё 10" in found.text
    assert written(RU, cards * 7).subject.startswith("21 новое")
    assert written(RU, cards * 4).subject.startswith("12 новых объявлений")


def test_a_telegram_message_is_always_one_and_its_links_stand_behind_words(cards: list[Listing]) -> None:
    text, links = telegram(RU, cards, SITE)
    assert [(text[link.start : link.end], link.url) for link in links] == [
        ("SMM <script>alert(1)</script>", f"{BASE}/listing/{cards[0].id}"),
        ("Кандидат: Таргетолог", f"{BASE}/listing/{cards[1].id}"),
        ("Как не выгореть", f"{BASE}/listing/{cards[2].id}"),
        ("Открыть всё в поиске", SITE.search(RU)),
        ("Изменить фильтр", f"{BASE}/filters"),
    ]
    assert "Ветрова" not in text
    longest = Draft("Ш" * 100, Query("ш" * 300, cities=tuple("ы" * 250 + str(n) for n in range(30))))
    assert SITE.search(longest) == f"{BASE}/filters"
    text, links = telegram(longest, cards * 20, SITE, again=True)
    assert len(as_messages(text, links)) == 1
    assert "и ещё 45" in text


def test_contacts_in_a_title_stay_out_of_telegram(scene: Scene) -> None:
    number = scene.post("SMM, писать +7 900 000-00-01", company="@kit_hr")
    text, _ = telegram(RU, scene.store.listings([number]), SITE)
    assert not any(word in text for word in ("000-00-01", "kit_hr"))


def test_what_a_week_would_have_told(scene: Scene) -> None:
    asked: list[Query] = []
    monday = scene.post(days=4.1)
    tuesday, again = scene.post(days=3.2), scene.post(days=3.1)
    old = scene.post(days=9)
    scene.builder.add("SMM снова", to=old, days=1, roles=("smm",))

    def ask(query: Query) -> list[Listing]:
        asked.append(query)
        return scene.store.listings([again, tuesday, monday, old])

    def told(pace: Pace) -> list[tuple[timedelta, list[int]]]:
        messages = preview(Draft("x", SMM, pace), ask, NOW)
        return [(NOW - message.at, [card.id for card in message.listings]) for message in messages]

    # NOW is Friday, three in the afternoon in Moscow
    assert told(Pace.DAILY) == [(timedelta(days=2.25), [again, tuesday]), (timedelta(days=3.25), [monday])]
    assert told(Pace.WEEKLY) == [(timedelta(hours=-66), [again, tuesday, monday])]
    assert [ids for _, ids in told(Pace.NOW)] == [[again], [tuesday], [monday]]
    assert (asked[0].days, asked[0].order, asked[0].size) == (7, "date", 100)

"""Erasing by request: what goes, what stays, that it stays out however it comes again, and taking it back."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from voronka.clock import Clock
from voronka.erasing import Eraser
from voronka.errors import VoronkaError
from voronka.ingest import Ingest
from voronka.listing import Listing
from voronka.model import Kind, Link, RawPost
from voronka.sources import Source, SourceKind
from voronka.store import Store, suppression
from voronka.store.posts import Saved
from voronka.store.tables import metadata

AT = datetime(2026, 11, 20, 9, tzinfo=UTC)
SMM = """SMM-менеджер в сеть пекарен «Пышкин дом»

Обязанности: вести три сообщества, снимать короткие ролики, отвечать на отзывы, собирать отчёт раз в месяц.
Требования: опыт от года, портфолио.
Казань, офис. 70 000–90 000 ₽ на руки.
Отклик: @pyshkin_hr"""
RESUME = """Ищу работу! Меня зовут Варвара, я таргетолог.
Опыт 4 года, вела рекламу ВКонтакте и Telegram Ads для школ танцев.
Удалённо, от 90 000 ₽. Пишите: @varvara_target_demo, +7 (900) 000-77-01"""
SECOND = """Ищу проекты: настройка рекламы ВКонтакте и аудит кампаний для школ и студий. Удалённо, опыт 4 года.
Телефон 8 900 000 77 01"""
ADVICE = "Как пройти собеседование и не поседеть: пять советов от рекрутера. Сохраните себе и перечитайте."
DIGEST = """Вакансии недели

1. Копирайтер в журнал о чае «Пиала», удалённо, 60 000 ₽ — @chai_hr_demo
2. Дизайнер презентаций в бюро «Слайдер», Москва, офис, 120 000 ₽ — @slider_hr_demo
3. Менеджер по продажам окон «Рамка», Самара, от 80 000 ₽ — @ramka_hr_demo"""


@pytest.fixture
def ingest(store: Store) -> Ingest:
    store.claim(AT)
    store.declare(
        [Source(name, name.upper(), SourceKind.TELEGRAM) for name in ("kanal_a", "kanal_b")]
        + [Source("doska", "Доска", SourceKind.SITE)]
    )
    return Ingest(store)


@pytest.fixture
def eraser(store: Store, ingest: Ingest) -> Eraser:
    return Eraser(store)


def post(text: str, name: int | str = 1, source: str = "kanal_a", days: float = 1, **more: object) -> RawPost:
    fields = {"url": f"https://t.me/{source}/{name}", "posted_at": AT - timedelta(days=days), **more}
    return RawPost(source, str(name), text, **fields)  # type: ignore[arg-type]  # names are RawPost's


def add(ingest: Ingest, *posts: RawPost) -> Sequence[Saved]:
    return [outcome.saved for outcome in ingest.add_page(posts)]


def cards(store: Store) -> list[Listing]:
    return store.listings(store.listing_ids())


def card_of(store: Store, words: str) -> Listing:
    [found] = [card for card in cards(store) if words in card.newest.text]
    return found


def whole(store: Store) -> str:
    """Everything in all tables as one text."""
    with store.reading() as connection:
        return "\n".join(
            str(tuple(row)) for table in metadata.sorted_tables for row in connection.execute(sa.select(table))
        )


def gone(store: Store, *words: str) -> bool:
    text = whole(store)
    return not any(word in text for word in words)


# -- a listing -------------------------------------------------------------------------------------------------------


def test_a_listing_goes_with_all_versions_and_stays_out(store: Store, ingest: Ingest, eraser: Eraser) -> None:
    add(ingest, post(SMM, days=5), post(SMM, 7, "kanal_b", days=3), post(RESUME, 2))
    add(ingest, post(SMM + "\nСрочно!", days=5))
    order = eraser.listing(card_of(store, "Пышкин").id)
    assert order.about == f"listing {card_of(store, 'Пышкин').id}"
    assert dict(eraser.survey(order).whole) == {"kanal_a": 1, "kanal_b": 1}
    assert not gone(store, "Пышкин")  # a survey changes nothing
    place = store.last_change()
    assert dict(eraser.carry_out(order).whole) == {"kanal_a": 1, "kanal_b": 1}
    assert gone(store, "Пышкин", "pyshkin_hr", "отзывы", "t.me/kanal_b/7")
    assert store.changes(place)[1] != []
    [card] = cards(store)
    assert card.kind is Kind.CANDIDATE
    assert add(ingest, post(SMM, days=5), post(SMM, 7, "kanal_b")) == [Saved.KEPT_OUT] * 2
    # a repost under a new id, in other dressing, elsewhere
    repost = "🔥🔥 " + SMM.replace("Обязанности", "✅ Обязанности") + "\n\n#smm #казань\nПодписывайтесь на @kanal_b"
    assert add(ingest, post(repost, 40, "kanal_b")) == [Saved.KEPT_OUT]
    # the employer's contact is not suppressed: its other vacancies come in
    assert add(ingest, post(SMM.replace("SMM-менеджер", "Бухгалтер").replace("сообщества", "кассы"), 41)) == [Saved.NEW]
    assert ingest.reparse() == 2


def test_of_a_candidate_the_contacts_go_too(store: Store, ingest: Ingest, eraser: Eraser) -> None:
    add(ingest, post(RESUME), post(SECOND, 5, "kanal_b", days=9), post(SMM, 3))
    number = card_of(store, "Варвара").id
    assert eraser.survey(eraser.listing(number, contacts=False)).whole.total() == 1
    toll = eraser.carry_out(eraser.listing(number))
    assert (toll.whole.total(), len(toll.listings)) == (2, len({number} | toll.listings))
    assert gone(store, "Варвара", "varvara_target_demo", "000-77-01", "+79000007701", "школ и студий")
    assert len(cards(store)) == 1
    anew = "Ищу работу: директолог, Тула, офис. Звоните +7 900 000-77-01"
    assert add(ingest, post(anew, 90, "kanal_b")) == [Saved.KEPT_OUT]
    assert gone(store, "директолог")


def test_of_a_digest_only_the_listings_part_goes(store: Store, ingest: Ingest, eraser: Eraser) -> None:
    add(ingest, post(DIGEST), post(DIGEST, 8, "kanal_b"))
    assert len(cards(store)) == 3
    designer = next(card for card in cards(store) if card.posting and "изайнер" in (card.posting.title or ""))
    order = eraser.listing(designer.id)
    toll = eraser.carry_out(order)
    assert (dict(toll.parts), toll.whole.total()) == ({"kanal_a": 1, "kanal_b": 1}, 0)
    assert gone(store, "Слайдер", "slider_hr_demo")
    assert not gone(store, "Пиала")
    assert not gone(store, "Рамка")
    assert len(cards(store)) == 2
    for card in cards(store):
        assert card.posting is not None
        for found in card.posting.evidence.values():
            for one in found:
                if one.start is not None:
                    assert card.newest.text[one.start : one.end] == one.text
    # the source still shows the whole
    assert add(ingest, post(DIGEST)) == [Saved.UNCHANGED]
    ingest.reparse()
    assert gone(store, "Слайдер", "slider_hr_demo")
    assert add(ingest, post(DIGEST + "\n4. Аналитик, Тверь, 90 000 ₽ — @tver_hr_demo")) == [Saved.CHANGED]
    assert gone(store, "Слайдер", "slider_hr_demo")
    assert not gone(store, "tver_hr_demo")


def test_an_article_and_a_listing_that_is_not_there(store: Store, ingest: Ingest, eraser: Eraser) -> None:
    add(ingest, post(ADVICE))
    eraser.carry_out(eraser.listing(cards(store)[0].id))
    assert cards(store) == []
    assert add(ingest, post(ADVICE, 9)) == [Saved.KEPT_OUT]
    for number in (0, -1, 99, 10**12):
        with pytest.raises(VoronkaError, match="there is no listing"):
            eraser.listing(number)


# -- a contact -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("given", ["+7 900 000-77-01", "@Varvara_Target_demo"])
def test_every_post_with_a_contact_goes_and_stays_out(store: Store, ingest: Ingest, eraser: Eraser, given: str) -> None:
    page = [
        post(RESUME),
        post(RESUME.replace("@varvara_target_demo", "https://t.me/Varvara_Target_Demo"), 2, "kanal_b"),
        post("Кейсы недели: школа танцев. Автор — @varvara_target_demo, 8(900)0007701", 3),
        post("Пишите по ссылке", 4, links=(Link("tg://resolve?domain=varvara_target_demo"), Link("tel:89000007701"))),
        post("Переслано", 5, payload={"forward": {"name": "В", "url": "https://t.me/varvara_target_demo"}}),
        post("С доски", 6, payload={"jobposting": {"contacts": [{"phone": "<b>8 (900) 000-77-01</b>", "n": 1}]}}),
        post(SMM, 8),
    ]  # fmt: skip
    add(ingest, *page)
    add(ingest, post(ADVICE, 7))
    toll = eraser.carry_out(eraser.contact(given))
    by_name = given.startswith("@")
    assert dict(toll.whole) == {"kanal_a": 4, "kanal_b": 1}
    assert gone(store, "Варвара", "arvara" if by_name else "77-01", "Кейсы", "по ссылке")
    stays = "6" if by_name else "5"
    assert {card.newest.external_id for card in cards(store)} == {stays, "7", "8"}
    kept_out = [one for one in page[:6] if one.external_id != stays]
    assert add(ingest, *page[6:], *kept_out) == [Saved.UNCHANGED] + [Saved.KEPT_OUT] * 5
    # by another way to the same channel: under new numbers
    assert add(ingest, *(replace(one, external_id=f"7{one.external_id}") for one in kept_out)) == [Saved.KEPT_OUT] * 5
    assert gone(store, "Варвара", "Кейсы", "по ссылке")


def test_an_edit_that_adds_the_contact_later_is_erased(store: Store, ingest: Ingest, eraser: Eraser) -> None:
    eraser.carry_out(eraser.contact("@varvara_target_demo"))
    add(ingest, post(SMM), post(ADVICE, 2))
    assert add(ingest, post(SMM + "\nИли @varvara_target_demo"), post(ADVICE, 2)) == [Saved.KEPT_OUT, Saved.UNCHANGED]
    assert gone(store, "Пышкин", "varvara")
    assert len(cards(store)) == 1
    assert add(ingest, post(SMM)) == [Saved.KEPT_OUT]


def test_a_contact_in_a_former_version_alone_is_blanked_there(store: Store, ingest: Ingest, eraser: Eraser) -> None:
    add(ingest, post(SMM + "\nИли @varvara_target_demo"))
    add(ingest, post(SMM))
    toll = eraser.carry_out(eraser.contact("varvara_target_demo"))
    assert (toll.whole.total(), toll.former) == (0, 1)
    assert gone(store, "varvara")
    assert len(cards(store)) == 1


def test_of_a_digest_the_parts_with_the_contact_go_or_all_of_it(store: Store, ingest: Ingest, eraser: Eraser) -> None:
    headed = DIGEST.replace("Вакансии недели", "Вакансии недели собрала @slider_hr_demo")
    add(ingest, post(DIGEST), post(headed, 2))
    toll = eraser.carry_out(eraser.contact("t.me/slider_hr_demo"))
    assert (dict(toll.whole), dict(toll.parts)) == ({"kanal_a": 1}, {"kanal_a": 1})
    assert gone(store, "Слайдер", "slider_hr_demo")
    assert not gone(store, "chai_hr_demo")
    assert add(ingest, post(DIGEST), post(headed, 2)) == [Saved.UNCHANGED, Saved.KEPT_OUT]
    only = "Вакансии\n\n1. Дизайнер, Москва, 100 000 ₽ @slider_hr_demo\n2. Дизайнер, Тула, 90 000 ₽ @slider_hr_demo"
    assert add(ingest, post(only, 3)) == [Saved.KEPT_OUT]


def test_a_digest_with_hidden_links_keeps_their_places(store: Store, ingest: Ingest, eraser: Eraser) -> None:
    text = DIGEST.replace("@", "написать ")
    links = tuple(
        Link(f"https://t.me/{name}", name, text.index(name), text.index(name) + len(name))
        for name in ("chai_hr_demo", "slider_hr_demo", "ramka_hr_demo")
    )
    add(ingest, post(text, links=links))
    eraser.carry_out(eraser.contact("@slider_hr_demo"))
    raw = store.raw("kanal_a", "1")
    assert raw is not None
    assert [raw.text[link.start : link.end] for link in raw.links] == ["chai_hr_demo", "ramka_hr_demo"]


def test_a_posts_own_address_erases_it(store: Store, ingest: Ingest, eraser: Eraser) -> None:
    add(ingest, post(SMM), post(ADVICE, 12))
    toll = eraser.carry_out(eraser.contact("https://t.me/kanal_a/1"))
    assert toll.whole.total() == 1
    assert [card.newest.external_id for card in cards(store)] == ["12"]


# -- names with words in them ----------------------------------------------------------------------------------------


def test_a_name_with_words_is_kept_as_a_hash_and_known_again(store: Store, ingest: Ingest, eraser: Eraser) -> None:
    path = "/resume/varvara-targetolog-17"
    page = post(RESUME, path, "doska", url=f"https://doska.example{path}")
    add(ingest, page, post(SMM, "/vacancy/smm-18", "doska"))
    store.set_state("doska", {"checked": {path: AT.isoformat(), "/vacancy/smm-18": AT.isoformat()}, "newest": 1})
    assert store.erased("doska", [path]) == set()
    eraser.carry_out(eraser.contact("+79000007701"))
    assert gone(store, "varvara", "targetolog-17")
    assert store.erased("doska", [path, "/vacancy/smm-18", "17"]) == {path}
    assert add(ingest, page) == [Saved.KEPT_OUT]
    assert add(ingest, replace(page, external_id=path + "-anew")) == [Saved.KEPT_OUT]
    assert store.erased("doska", [path + "-anew"]) == {path + "-anew"}
    assert gone(store, "varvara", "targetolog-17")
    state = store.source("doska")
    assert state is not None
    assert state.state == {"checked": {"/vacancy/smm-18": AT.isoformat()}, "newest": 1}


# -- a source --------------------------------------------------------------------------------------------------------


def test_a_source_goes_and_lets_nothing_in(store: Store, ingest: Ingest, eraser: Eraser) -> None:
    add(ingest, post(SMM, days=5), post(SMM, 7, "kanal_b", days=3), post(ADVICE, 8, "kanal_b"))
    order = eraser.source("kanal_b")
    assert dict(eraser.survey(order).whole) == {"kanal_b": 2}
    assert dict(eraser.carry_out(order, "asked by letter").whole) == {"kanal_b": 2}
    assert [a.source for card in cards(store) for a in card.appearances] == ["kanal_a"]
    state = store.source("kanal_b")
    assert state is not None
    assert not state.enabled
    assert add(ingest, post(ADVICE, 9, "kanal_b")) == [Saved.KEPT_OUT]
    assert gone(store, "поседеть")
    with pytest.raises(VoronkaError, match="no source is named"):
        eraser.source("nobody")
    assert eraser.lift_source("kanal_b")
    assert add(ingest, post(ADVICE, 9, "kanal_b")) == [Saved.NEW]


def test_who_was_erased_stays_out_of_a_source_that_comes_back(store: Store, ingest: Ingest, eraser: Eraser) -> None:
    short = "Ищу работу, таргетолог"
    add(ingest, post(short), post(SMM, 2))
    eraser.carry_out(eraser.listing(card_of(store, short).id))
    assert store.purge_source("kanal_a") == 1
    assert add(ingest, post(short), post(SMM, 2)) == [Saved.KEPT_OUT, Saved.NEW]


# -- the list --------------------------------------------------------------------------------------------------------


def test_the_list_tells_when_and_why_and_never_what(store: Store, ingest: Ingest, eraser: Eraser) -> None:
    add(ingest, post(RESUME))
    number = cards(store)[0].id
    eraser.carry_out(eraser.listing(number), "письмо 12")
    eraser.carry_out(eraser.contact("+7 900 000-77-01"))  # is on it already, and keeps its reason
    eraser.carry_out(eraser.contact("anna@pochta.example"))
    with store.reading() as connection:
        entries = suppression.entries(connection)
    assert sorted((entry.kind, entry.reason) for entry in entries) == [
        ("email", "email"),
        ("phone", f"listing {number}: письмо 12"),
        ("telegram", f"listing {number}: письмо 12"),
        ("text", f"listing {number}: письмо 12"),
    ]
    assert {entry.created_at for entry in entries} == {AT}
    assert gone(store, "anna", "pochta", "77-01", "0007701")  # not "7701": a hash in hex may hold four digits by chance


def test_an_entry_is_lifted_and_posts_come_in_again(store: Store, ingest: Ingest, eraser: Eraser) -> None:
    add(ingest, post(RESUME), post(SECOND, 2))
    assert not eraser.lift_contact("+7 900 000-77-01")
    eraser.carry_out(eraser.contact("+7 900 000-77-01"))
    eraser.carry_out(eraser.contact("@pyshkin_hr"))
    assert add(ingest, post(RESUME), post(SMM, 3)) == [Saved.KEPT_OUT] * 2
    assert eraser.lift_contact("8 (900) 000 77 01")
    assert cards(store) == []
    assert add(ingest, post(RESUME), post(SMM, 3)) == [Saved.NEW, Saved.KEPT_OUT]
    with store.reading() as connection:
        [left] = suppression.entries(connection)
    assert eraser.lift([left.id, 77]) == 1
    assert eraser.lift([left.id]) == 0
    assert add(ingest, post(SMM, 3)) == [Saved.NEW]


def test_without_its_key_nothing_is_let_in(store: Store, ingest: Ingest, eraser: Eraser) -> None:
    eraser.carry_out(eraser.contact("@varvara_target_demo"))
    url = store.database.url.render_as_string(hide_password=False)
    with Store(url, lambda: "another key than before") as other:
        with pytest.raises(VoronkaError, match="made with another key"):
            Ingest(other).add_page([post(RESUME)])
        assert cards(other) == []


def test_a_killed_erasure_is_given_again(
    store: Store, ingest: Ingest, eraser: Eraser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("voronka.erasing._BATCH", 1)
    add(ingest, post(RESUME), post(SECOND, 2), post(SMM, 3))
    erase = Eraser._erase
    done: list[None] = []

    def die(self: Eraser, *rest: object) -> None:
        if done:
            raise KeyboardInterrupt
        erase(self, *rest)  # type: ignore[arg-type]  # handed through
        done.append(None)

    monkeypatch.setattr(Eraser, "_erase", die)
    with pytest.raises(KeyboardInterrupt):
        eraser.carry_out(eraser.contact("+79000007701"))
    assert len(cards(store)) == 2
    assert add(ingest, post(SECOND, 9)) == [Saved.KEPT_OUT]  # what is erased already does not come back meanwhile
    monkeypatch.undo()
    assert Eraser(store).carry_out(eraser.contact("+79000007701")).whole.total() == 1
    assert [card.newest.external_id for card in cards(store)] == ["3"]


# -- the end of candidates' posts ------------------------------------------------------------------------------------


def test_candidates_posts_end_after_their_last_sighting(store: Store, ingest: Ingest) -> None:
    add(ingest, post(RESUME, days=300), post(SECOND, 2), post(SMM, 3), post(RESUME + "\nТула", "/resume/var", "doska"))
    assert store.end_candidates(180) == 0
    store.clock = Clock(AT + timedelta(days=100))
    add(ingest, post(SECOND, 2))
    store.sighted("doska", ["/resume/var"])
    store.clock = Clock(AT + timedelta(days=181))
    assert store.ended_candidates(180) == 1
    assert store.end_candidates(180) == 1
    assert {card.newest.external_id for card in cards(store)} == {"2", "3", "/resume/var"}
    # the same post is not taken in again, what the person posts anew is
    assert add(ingest, post(RESUME), post(RESUME, 77)) == [Saved.KEPT_OUT, Saved.NEW]
    store.clock = Clock(AT + timedelta(days=281))
    assert store.end_candidates(180) == 2
    assert gone(store, "/resume/var", "школ и студий")
    assert store.erased("doska", ["/resume/var"]) == {"/resume/var"}


def test_a_post_that_could_not_be_read_ends_too(store: Store, ingest: Ingest, monkeypatch: pytest.MonkeyPatch) -> None:
    def trip(*_: object, **__: object) -> object:
        raise IndexError

    monkeypatch.setattr("voronka.reading.read", trip)
    add(ingest, post(RESUME))
    store.clock = Clock(AT + timedelta(days=181))
    assert store.end_candidates(180) == 1
    assert gone(store, "Варвара")

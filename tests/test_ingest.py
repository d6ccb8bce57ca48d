"""RawPost in → cards in the store: versions, edits, joins, reparse, and no loss or double work when killed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from voronka.clock import Clock
from voronka.errors import VoronkaError
from voronka.extract import read
from voronka.ingest import Ingest
from voronka.listing import Listing
from voronka.model import Kind, RawPost, Reading
from voronka.reading import read_safely
from voronka.sources import Source, SourceKind
from voronka.store import Store
from voronka.store.posts import Saved
from voronka.store.tables import post_version

AT = datetime(2026, 11, 20, 9, tzinfo=UTC)
SMM = """SMM-менеджер в сеть пекарен «Пышкин дом»

Обязанности: вести три сообщества, снимать короткие ролики, отвечать на отзывы, собирать отчёт раз в месяц.
Требования: опыт от года, портфолио.
Казань, офис. 70 000–90 000 ₽ на руки.
Отклик: @pyshkin_hr"""
SEO = """SEO-специалист в магазин походной мебели «Складной пень»

Обязанности: семантика, структура, технические задания авторам, ссылки.
Удалённо, 100 000 ₽. Отклик: @skladnoy_hr"""
RESUME = """Ищу работу! Меня зовут Варвара, я таргетолог.
Опыт 4 года, вела рекламу ВКонтакте и Telegram Ads для школ танцев.
Удалённо, от 90 000 ₽. Пишите: @varvara_target_demo, +7 (900) 000-77-01"""
ADVICE = "Как пройти собеседование и не поседеть: пять советов от рекрутера. Сохраните себе и перечитайте."


@pytest.fixture
def ingest(store: Store) -> Ingest:
    store.claim(AT)
    store.declare(
        [Source(name, name.upper(), SourceKind.TELEGRAM) for name in ("kanal_a", "kanal_b", "kanal_v")]
        + [Source("doska", "Доска", SourceKind.SITE)]
    )
    return Ingest(store)


def post(text: str, number: int = 1, source: str = "kanal_a", days: float = 1, **more: object) -> RawPost:
    fields = {"url": f"https://t.me/{source}/{number}", "posted_at": AT - timedelta(days=days), **more}
    return RawPost(source, str(number), text, **fields)  # type: ignore[arg-type]  # names are RawPost's


def cards(store: Store) -> list[Listing]:
    return store.listings(store.listing_ids())


def add(ingest: Ingest, *posts: RawPost) -> Sequence[Saved]:
    return [outcome.saved for outcome in ingest.add_page(posts)]


def test_a_post_becomes_a_card_with_evidence(store: Store, ingest: Ingest) -> None:
    assert add(ingest, post(SMM)) == [Saved.NEW]
    [card] = cards(store)
    assert card.kind is Kind.VACANCY
    assert card.posting is not None
    assert card.posting.roles[0] == "smm"
    assert card.posting.cities == ("Казань",)
    for found in card.posting.evidence.values():
        for one in found:
            if one.start is not None:
                assert SMM[one.start : one.end] == one.text


def test_the_same_page_again_changes_nothing(store: Store, ingest: Ingest) -> None:
    page = [post(SMM), post(RESUME, 2), post(ADVICE, 3)]
    add(ingest, *page)
    before, place = store.stats(), store.last_change()
    assert add(ingest, *page) == [Saved.UNCHANGED] * 3
    assert (store.stats(), store.last_change()) == (before, place)
    assert before["totals"]["kinds"] == {"vacancy": 1, "candidate": 1, "digest": 0, "content": 1, "promo": 0}


def test_views_make_no_new_version(store: Store, ingest: Ingest) -> None:
    add(ingest, post(SMM, payload={"views": 10}))
    assert add(ingest, post(SMM, payload={"views": 900})) == [Saved.UNCHANGED]


def test_a_repost_joins_with_the_reason_and_all_sources(store: Store, ingest: Ingest) -> None:
    repost = (
        "UP 🔥🔥\n\n" + SMM.replace("Обязанности", "✅ Обязанности") + "\n\n#smm #казань\nПодписывайтесь на @kanal_b"
    )
    add(ingest, post(SMM, days=5))
    add(ingest, post(repost, 40, "kanal_b", days=1))
    [card] = cards(store)
    assert [a.source for a in card.appearances] == ["kanal_b", "kanal_a"]
    assert card.appearances[0].why
    assert store.stats()["totals"]["joined"] == 1


def test_another_city_or_role_is_another_card(store: Store, ingest: Ingest) -> None:
    add(ingest, post(SMM), post(SMM.replace("Казань", "Самара"), 2), post(SMM.replace("SMM-менеджер", "Бухгалтер"), 3))
    assert len(cards(store)) == 3


def test_an_edit_is_a_new_version_of_the_same_card(store: Store, ingest: Ingest) -> None:
    add(ingest, post(SMM))
    [before] = cards(store)
    assert add(ingest, post(SMM.replace("70 000–90 000", "80 000–95 000"))) == [Saved.CHANGED]
    [after] = cards(store)
    assert after.id == before.id
    assert after.posting is not None
    assert after.posting.salary is not None
    assert after.posting.salary.min == 80_000


def test_an_edit_that_makes_it_another_vacancy_leaves_the_others(store: Store, ingest: Ingest) -> None:
    add(ingest, post(SMM, days=3), post(SMM, 9, "kanal_b", days=2))
    [together] = cards(store)
    add(ingest, post(SEO, 9, "kanal_b", days=2))
    apart = {card.newest.source: card for card in cards(store)}
    assert apart["kanal_a"].id == together.id
    assert apart["kanal_b"].id != together.id


def test_an_advice_is_a_card_of_its_own_and_may_become_a_vacancy(store: Store, ingest: Ingest) -> None:
    add(ingest, post(ADVICE))
    [card] = cards(store)
    assert (card.kind, card.posting) == (Kind.CONTENT, None)
    assert "собеседование" in card.title
    add(ingest, post(SMM))
    [card] = cards(store)
    assert card.kind is Kind.VACANCY


def test_a_post_that_ties_two_cards_together_merges_them_and_the_old_address_lives(
    store: Store, ingest: Ingest
) -> None:
    duties = "Вести три сообщества пекарни, снимать короткие ролики у печи, отвечать на отзывы, придумывать розыгрыши"
    needs = "Нужны опыт от года, портфолио с роликами, любовь к ржаному хлебу, умение договориваться в шесть утра"
    add(ingest, post(f"SMM-менеджер, Казань, офис.\n{duties}.\nОтклик: @pyshkin_hr", 1))
    add(ingest, post(f"Ищем SMM-менеджера в Казань.\n{needs}.\nАнкета: @drugaya_hr", 2, "kanal_b"))
    first, second = (card.id for card in cards(store))
    whole = f"SMM-менеджер, Казань, офис.\n{duties}.\n{needs}.\nОтклик: @pyshkin_hr, @drugaya_hr"
    add(ingest, post(whole, 3, "kanal_v"))
    (card,) = cards(store)
    assert len(card.appearances) == 3
    assert [getattr(store.listing(number), "id", None) for number in (first, second)] == [card.id] * 2


def test_a_private_post_never_joins_a_public_one(store: Store, ingest: Ingest) -> None:
    add(ingest, post(SMM), post(SMM, 2, "kanal_b", owner_team="one"), post(SMM, 3, "kanal_v", owner_team="two"))
    assert sorted(card.owner_team or "" for card in cards(store)) == ["", "one", "two"]


def test_reparse_gives_the_same_cards_under_the_same_ids(store: Store, ingest: Ingest) -> None:
    add(ingest, post(SMM, days=5), post(SEO, 2), post(RESUME, 3), post(ADVICE, 4))
    add(ingest, post("ещё актуально\n" + SMM, 5, "kanal_b"), post(RESUME, 6, "kanal_b", days=0.5))
    before = [(card.id, [a.post_id for a in card.appearances]) for card in cards(store)]
    totals = store.stats()
    assert ingest.reparse() == 6
    assert [(card.id, [a.post_id for a in card.appearances]) for card in cards(store)] == before
    assert store.stats() == totals


def test_a_reparse_that_was_killed_goes_on(store: Store, ingest: Ingest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("voronka.reparsing._BATCH", 2)
    add(ingest, *(post(f"{SMM}\nКод {n}", n, days=n) for n in range(1, 7)))

    def die(done: int, _total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ingest.reparse(die)
    again = Ingest(store)
    assert again.reparse() == 4
    assert Ingest(store).reparse() == 6


def test_a_page_is_stored_whole_or_not_at_all(store: Store, ingest: Ingest) -> None:
    with pytest.raises(VoronkaError):
        ingest.add_page([post(SMM), post(SEO, 2, source="nobody_declared_me")])
    assert cards(store) == []


def test_what_no_database_takes_is_replaced(store: Store, ingest: Ingest) -> None:
    add(ingest, post("SMM-менеджер\x00 в студию \ud83d, Казань, 50 000 ₽, @hr_primer", payload={"a\x00": ["\udc00"]}))
    [card] = cards(store)
    assert "\ufffd" in card.newest.text
    assert add(
        ingest, post("SMM-менеджер\x00 в студию \ud83d, Казань, 50 000 ₽, @hr_primer", payload={"a\x00": ["\udc00"]})
    ) == [Saved.UNCHANGED]


def test_a_megabyte_of_emoji_is_kept_raw(store: Store, ingest: Ingest) -> None:
    add(ingest, post("😀" * 1_000_000))
    [card] = cards(store)
    assert len(card.newest.text) == 1_000_000


def test_a_board_lives_by_its_last_sighting(store: Store, ingest: Ingest) -> None:
    old = replace(post(SMM, source="doska", days=90), url="https://doska.example/1")
    add(ingest, old, post(SEO, 2, days=90))
    alive = {card.newest.source: card.is_stale(AT, 45) for card in cards(store)}
    assert alive == {"doska": False, "kanal_a": True}


def test_purging_a_source_takes_its_posts_and_leaves_the_others(store: Store, ingest: Ingest) -> None:
    add(ingest, post(SMM, days=3), post(SMM, 9, "kanal_b", days=2), post(ADVICE, 10, "kanal_b"))
    place = store.last_change()
    assert store.purge_source("kanal_b") == 2
    [card] = cards(store)
    assert [a.source for a in card.appearances] == ["kanal_a"]
    assert len(store.changes(place)[1]) == 2
    assert store.stats()["sources"]["kanal_b"]["posts"] == 0


def test_a_post_that_the_extractor_trips_over_is_kept_raw_and_read_later(
    store: Store, ingest: Ingest, monkeypatch: pytest.MonkeyPatch
) -> None:
    from voronka.extract import read

    def trip(text: str, *rest: object, **more: object) -> object:
        if "складной" in text.lower():
            raise IndexError("no such group")
        return read(text, *rest, **more)  # type: ignore[arg-type]  # handed through

    monkeypatch.setattr("voronka.reading.read", trip)
    outcomes = ingest.add_page([post(SMM), post(SEO, 2)])
    assert [bool(outcome.fault) for outcome in outcomes] == [False, True]
    assert "kanal_a/2" in outcomes[1].fault
    assert len(cards(store)) == 1
    assert store.stats()["totals"]["posts"] == 2
    monkeypatch.undo()
    ingest.reparse()
    assert len(cards(store)) == 2


def versions(store: Store) -> list[tuple[int, str, bool]]:
    with store.reading() as connection:
        rows = connection.execute(sa.select(post_version).order_by(post_version.c.post_id, post_version.c.version))
        return [(row.version, row.text, bool(row.digest)) for row in rows]


def test_a_listing_is_closed_when_no_open_post_holds_it(store: Store, ingest: Ingest) -> None:
    add(ingest, post(SMM, source="doska", days=3), post(SMM, 9, "kanal_b", days=2))
    add(ingest, post(SMM, source="doska", days=3, closed=True, closed_reason="gone"))
    [card] = cards(store)
    assert not card.closed
    assert card.closing is None
    add(ingest, post(f"❌ Вакансия закрыта\n\n{SMM}", 9, "kanal_b", days=2))
    [card] = cards(store)
    assert card.closing is not None
    assert (card.closed, card.closing.closed_at) == (True, AT)
    assert {a.closed_reason for a in card.appearances} == {"gone", "said"}
    add(ingest, post(SMM, 9, "kanal_b", days=2))
    [card] = cards(store)
    assert not card.closed


def test_a_vacancy_past_its_date_is_closed_without_being_read_again(store: Store, ingest: Ingest) -> None:
    add(ingest, post(SMM, source="doska", valid_until=AT + timedelta(days=2)), post(SEO, 2, "doska"))
    place = store.last_change()
    assert store.close_expired() == 0
    store.clock = Clock(AT + timedelta(days=3))
    assert store.close_expired() == 1
    assert [card.closed for card in cards(store)] == [True, False]
    assert store.changes(place)[1] == [cards(store)[0].id]
    assert store.close_expired() == 0


def test_a_deleted_post_is_blanked_in_all_versions_and_never_taken_in_again(store: Store, ingest: Ingest) -> None:
    add(ingest, post(SMM), post(ADVICE, 2), post(SEO, 3))
    add(ingest, post(SMM + "\nСрочно!"))
    gone = [card.id for card in cards(store)][:2]
    place = store.last_change()
    assert ingest.take_out("kanal_a", ["1", "2", "77"]) == 2
    assert ingest.take_out("kanal_a", ["1"]) == 0
    assert versions(store)[:3] == [(1, "", False), (2, "", False), (1, "", False)]
    assert sorted(store.changes(place)[1]) == sorted(gone)
    [card] = cards(store)
    assert card.newest.external_id == "3"
    assert store.stats()["totals"]["posts"] == 1
    assert store.raw("kanal_a", "1") is None
    assert add(ingest, post(SMM), post(SEO, 3)) == [Saved.KEPT_OUT, Saved.UNCHANGED]
    assert ingest.reparse() == 1
    assert len(cards(store)) == 1


def test_of_a_candidates_former_versions_only_the_digest_is_kept(store: Store, ingest: Ingest) -> None:
    add(ingest, post(RESUME), post(SMM, 2))
    add(ingest, post(RESUME.replace("90 000", "95 000")), post(SMM + "\nСрочно!", 2))
    assert [(version, bool(text), kept) for version, text, kept in versions(store)] == [
        (1, False, True), (2, True, True), (1, True, True), (2, True, True),
    ]  # fmt: skip
    # a post that is no candidate's any more was one
    add(ingest, post(ADVICE))
    assert [bool(text) for _, text, _ in versions(store)[:3]] == [False, False, True]


def test_what_says_the_same_is_not_read_again(store: Store, ingest: Ingest, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second, closed = post(SMM, 1), post(RESUME, 2), post(f"{SEO}\n\nВакансия закрыта", 3)
    ingest.add_page([first, second, closed])
    seen: list[str] = []

    def noted(raw: RawPost) -> Reading | str:
        seen.append(raw.external_id)
        return read_safely(raw)

    monkeypatch.setattr("voronka.ingest.read_safely", noted)
    edited = replace(second, text=f"{RESUME} Опыт 3 года.")
    outcomes = ingest.add_page([first, edited, closed])
    assert [one.saved for one in outcomes] == [Saved.UNCHANGED, Saved.CHANGED, Saved.UNCHANGED]
    assert seen == ["2", "3"], "whether one that is closed says so itself is asked again"
    ingest.take_out(first.source, [first.external_id])
    assert ingest.add_page([first])[0].saved is Saved.KEPT_OUT
    assert store.faults() == []


@pytest.mark.parametrize("order", [(Kind.VACANCY, Kind.CANDIDATE), (Kind.CANDIDATE, Kind.VACANCY)])
def test_one_candidate_among_its_posts_makes_a_candidate_of_a_card(
    store: Store, ingest: Ingest, order: tuple[Kind, Kind], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same words once read as a vacancy and once as a person: in doubt the contacts are masked."""
    kinds = iter(order)
    first, second = (replace(read(RESUME), kind=kind) for kind in (next(kinds), next(kinds)))
    readings = iter((first, second))
    monkeypatch.setattr("voronka.ingest.read_safely", lambda _raw: next(readings))
    ingest.add_page([post(RESUME, 1)])
    ingest.add_page([post(RESUME, 1, "kanal_b")])
    [card] = cards(store)
    assert len(card.appearances) == 2
    assert card.kind is Kind.CANDIDATE
    assert store.faults() == []


def test_a_post_that_stands_on_a_page_twice_is_one(store: Store, ingest: Ingest) -> None:
    edited = post(f"{SMM}\nПишите до пятницы.")
    assert add(ingest, post(SMM), post(SMM), edited) == [Saved.NEW, Saved.UNCHANGED, Saved.CHANGED]
    [card] = cards(store)
    assert card.newest.text == edited.text

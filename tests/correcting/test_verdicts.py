"""The same and not the same: verdicts hold between all they are about."""

import pytest
import sqlalchemy as sa

from tests.correcting.scene import LIST, add, card, spot, towns, whole
from tests.test_ingest import ADVICE, RESUME, SEO, SMM, cards, post
from voronka.correcting import Correcting
from voronka.corrections import Field, Spot
from voronka.errors import RefusedError
from voronka.ingest import Ingest
from voronka.model import Kind
from voronka.store import Store
from voronka.store.tables import correction


def test_apart_splits_one_off_for_ever_and_the_others_keep_the_number(store: Store, person: Correcting) -> None:
    add(store, post(SMM, days=5), post(SMM, 2, "kanal_b", days=4), post(SMM, 3, "kanal_v", days=3))
    [one] = cards(store)
    leaving = spot(store, "kanal_a")
    rest = [Spot(a.post_id, a.position) for a in one.appearances if a.post_id != leaving.post_id]
    done = person.apart([leaving], rest)
    assert done.listing_id != one.id
    parted = whole(store)
    assert parted == {one.id: [("kanal_b", "2", 0), ("kanal_v", "3", 0)], done.listing_id: [("kanal_a", "1", 0)]}
    for _ in range(2):
        Ingest(store).reparse()
        assert whole(store) == parted
    add(store, post(SMM + "\nСрочно!", days=5), post(SMM + "\nСрочно!", 2, "kanal_b", days=4))
    assert whole(store) == parted
    # a third that is the same as either by the rules ties them not together
    add(store, post(SMM, 9, "kanal_b", days=1))
    assert sorted(map(len, whole(store).values())) == [1, 3]
    person.undo(done.numbers[0])
    assert list(whole(store)) == [one.id]
    at_last = store.listing(done.listing_id or 0)
    assert at_last is not None
    assert at_last.id == one.id


def test_the_same_joins_what_the_rules_keep_apart_with_all_their_reposts(store: Store, person: Correcting) -> None:
    samara = SMM.replace("Казань", "Самара").replace("70 000–90 000", "50 000")
    add(store, post(SMM, days=9), post("Ап!\n" + samara, 4, "kanal_b", days=8), post(samara, 2, "kanal_b", days=6))
    add(store, post("Ещё раз\n" + SMM, 3, "kanal_v", days=5))
    kazan, other = card(store, "kanal_a").id, card(store, "kanal_b", 2).id
    assert kazan != other
    place = store.last_change()
    done = person.same([spot(store, "kanal_b", 2)], [spot(store, "kanal_a")])
    assert done.listing_id == kazan
    assert set(store.changes(place)[1]) == {kazan, other}
    [one] = cards(store)
    assert (one.id, len(one.appearances)) == (kazan, 4)
    assert "verdict" in {a.why_rule for a in one.appearances}
    for _ in range(2):
        Ingest(store).reparse()
        assert list(whole(store)) == [kazan]
        moved = store.listing(other)
        assert moved is not None
        assert moved.id == kazan
    add(store, post(samara + "\nСрочно!", 2, "kanal_b", days=6), post(samara, 7, "kanal_v", days=1))
    assert list(whole(store)) == [kazan]
    person.undo(done.numbers[0])
    assert {n: len(found) for n, found in whole(store).items()} == {kazan: 2, other: 3}
    Ingest(store).reparse()
    assert {n: len(found) for n, found in whole(store).items()} == {kazan: 2, other: 3}


def refused(step: object, *given: object) -> RefusedError:
    with pytest.raises(RefusedError) as caught:
        step(*given)  # type: ignore[operator]  # a method of Correcting
    return caught.value


def test_the_same_holds_between_what_has_nothing_in_common(store: Store, person: Correcting) -> None:
    add(store, post(SMM, days=5), post(SMM, 3, "kanal_b", days=4), post(SEO, 2), post(SEO, 4, "kanal_v"))
    smm, seo = (card(store, "kanal_a", number) for number in (1, 2))
    sides = [[Spot(a.post_id, a.position) for a in one.appearances] for one in (smm, seo)]
    done = person.same(*sides)
    Ingest(store).reparse()
    assert list(whole(store)) == [smm.id]
    # without any one of them the others stay together
    Ingest(store).take_out("kanal_v", ["4"])
    person.apart([spot(store, "kanal_b", 3)], [spot(store, "kanal_a", n) for n in (1, 2)])
    Ingest(store).reparse()
    assert sorted(map(len, whole(store).values())) == [1, 2]
    assert card(store, "kanal_a", 1).id == card(store, "kanal_a", 2).id == smm.id
    person.undo(done.numbers[0])
    assert card(store, "kanal_a", 2).id == seo.id


def test_what_is_apart_comes_together_by_no_third(store: Store, person: Correcting) -> None:
    a, b, c = towns(store, "Казань", "Самара", "Тверь")
    person.apart([a], [c])
    tie = person.same([a], [b])
    before = whole(store)
    against = refused(person.same, [b], [c])
    assert (against.code, against.values) == ("same.against", {"numbers": "1"})
    assert whole(store) == before
    # the rules may not do either what a person may not: c and b in the same words
    add(store, post(SMM.replace("Казань", "Самара"), 3, "kanal_a", days=6))
    Ingest(store).reparse()
    assert card(store, "kanal_a", 3).id != card(store, "kanal_a", 2).id == card(store, "kanal_a", 1).id
    person.undo(tie.numbers[0])
    assert card(store, "kanal_a", 3).id == card(store, "kanal_a", 2).id != card(store, "kanal_a", 1).id


def test_the_newest_word_on_a_pair_stands_and_one_by_a_third_is_refused(store: Store, person: Correcting) -> None:
    a, b, c = towns(store, "Казань", "Самара", "Тверь")
    ids = [card(store, "kanal_a", n).id for n in (1, 2, 3)]
    person.same([a], [b])
    person.same([b], [c])
    assert list(whole(store)) == [ids[0]]
    tied = refused(person.apart, [a], [c])
    assert (tied.code, tied.values) == ("apart.tied", {"numbers": "1, 2"})
    person.apart([a], [b, c])
    assert len(whole(store)) == 2
    assert card(store, "kanal_a", 2).id == card(store, "kanal_a", 3).id == ids[0]
    person.same([a], [b, c])
    assert list(whole(store)) == [ids[0]]
    Ingest(store).reparse()
    assert list(whole(store)) == [ids[0]]


def test_a_listing_and_one_of_its_own_are_parted(store: Store, person: Correcting) -> None:
    add(store, post(SMM, days=5), post(SMM, 2, "kanal_b", days=4), post(SMM, 3, "kanal_v", days=3))
    [one] = cards(store)
    members = [Spot(a.post_id, a.position) for a in one.appearances]
    done = person.apart(members, [spot(store, "kanal_v", 3)])
    assert len(whole(store)[one.id]) == 2
    assert done.listing_id == card(store, "kanal_v", 3).id != one.id


def test_the_same_is_no_way_for_a_person_into_a_vacancys_card(store: Store, person: Correcting) -> None:
    a, b, _ = towns(store, "Казань", "Самара", "Тверь")
    person.same([a], [b])
    add(
        store, post("Ищу работу! Меня зовут Варвара, я SMM-менеджер, опыт 4 года. Самара. Пишите: @varvara_smm_demo", 2)
    )
    one, other = card(store, "kanal_a", 2), card(store, "kanal_a", 1)
    assert one.id != other.id
    assert (one.kind, other.kind) == (Kind.CANDIDATE, Kind.VACANCY)


def test_what_cannot_be_the_same_is_refused(store: Store, person: Correcting) -> None:
    add(store, post(SMM), post(RESUME, 2), post(LIST, 3), post(SEO, 4, owner_team="one"))
    smm, resume, seo = (spot(store, "kanal_a", n) for n in (1, 2, 4))
    first, second = (spot(store, "kanal_a", 3, at) for at in (0, 1))
    assert refused(person.same, [smm], [smm]).code == "same.one"
    assert refused(person.same, [smm], [resume]).code == "same.kinds"
    assert refused(person.same, [smm], [seo]).code == "same.teams"
    assert refused(person.same, [first], [second]).code == "same.post"
    assert refused(person.apart, [first], [second]).code == "apart.none"
    assert refused(person.fields, [Spot(smm.post_id, 4)], {Field.SALARY: None}).code == "gone"
    assert refused(person.kind, [999], Kind.PROMO).code == "gone"
    with store.reading() as connection:
        assert connection.execute(sa.select(correction)).first() is None


def test_a_corrected_place_finds_its_twin(store: Store, person: Correcting) -> None:
    _, b = towns(store, "Казань", "Самара")
    assert len(cards(store)) == 2
    done = person.fields([b], {Field.CITIES: ("Казань",)})
    assert (len(cards(store)), done.listing_id) == (1, card(store, "kanal_a", 1).id)
    person.undo(done.numbers[0])
    assert len(cards(store)) == 2


def test_a_verdict_rests_while_its_posting_is_gone(store: Store, person: Correcting) -> None:
    add(store, post(SMM, days=5), post(SMM, 2, "kanal_b", days=4))
    person.apart([spot(store, "kanal_a")], [spot(store, "kanal_b", 2)])
    add(store, post(SEO, 2, "kanal_b", days=4))
    add(store, post(SEO, 5, "kanal_v", days=3))
    assert card(store, "kanal_b", 2).id == card(store, "kanal_v", 5).id
    add(store, post(ADVICE, 2, "kanal_b", days=4))
    add(store, post(SMM, 2, "kanal_b", days=4))
    assert card(store, "kanal_b", 2).id != card(store, "kanal_a").id

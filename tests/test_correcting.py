"""Corrections stand: through reparse, edits, reposts; they are undone; verdicts hold between all they are about."""

import pytest
import sqlalchemy as sa

from tests.test_ingest import ADVICE, AT, RESUME, SEO, SMM, cards, post
from voronka.correcting import Correcting
from voronka.corrections import Field, Spot
from voronka.errors import RefusedError
from voronka.ingest import Ingest
from voronka.listing import Appearance, Listing
from voronka.model import Evidence, Kind, Period, RawPost, Salary, WorkFormat
from voronka.privacy import public
from voronka.sources import Source, SourceKind
from voronka.store import Store
from voronka.store.tables import correction, post_version

CORRECTED = (Evidence("corrected"),)
NEWS = "Вчера прошла встреча пекарей. Обсуждали ржаной хлеб и закваску, спорили о цене муки, пили чай."
LIST = """Три вакансии недели

1. Копирайтер, удалённо, 60 000 ₽ — @one_demo

2. Дизайнер, Москва, 120 000 ₽ — @two_demo

3. SEO-специалист, Самара, от 100 000 ₽ — @three_demo"""


@pytest.fixture
def store(store: Store) -> Store:
    """With --full every case on every database."""
    store.claim(AT)
    store.declare(Source(name, name.upper(), SourceKind.TELEGRAM) for name in ("kanal_a", "kanal_b", "kanal_v"))
    return store


@pytest.fixture
def person(store: Store) -> Correcting:
    return Correcting(store, "Проверяющая")


def add(store: Store, *posts: RawPost) -> None:
    Ingest(store).add_page(posts)


def card(store: Store, source: str, number: int = 1, position: int = 0) -> Listing:
    """The listing in which a post's posting is."""
    return next(c for c in cards(store) for a in c.appearances if name(a) == (source, str(number), position))


def name(appearance: Appearance) -> tuple[str, str, int]:
    return appearance.source, appearance.external_id, appearance.position


def spot(store: Store, source: str, number: int = 1, position: int = 0) -> Spot:
    found = [a for a in card(store, source, number, position).appearances if name(a) == (source, str(number), position)]
    return Spot(found[0].post_id, position)


def whole(store: Store) -> dict[int, list[tuple[str, str, int]]]:
    """Listings by id with their members."""
    return {c.id: sorted(name(a) for a in c.appearances) for c in cards(store)}


def test_corrected_fields_stand_and_say_so_through_reparse(store: Store, person: Correcting) -> None:
    add(store, post(SMM), post(SEO, 2))
    before = whole(store)
    place = store.last_change()
    pay = Salary(95_000, None, "RUB", Period.MONTH, False, True)
    values = {
        Field.ROLES: ("content", "smm"),
        Field.SALARY: pay,
        Field.CITIES: ("Самара",),
        Field.FORMATS: (WorkFormat.HYBRID,),
    }
    done = person.fields([spot(store, "kanal_a")], values)
    assert done.listing_id == card(store, "kanal_a").id
    assert store.changes(place)[1] == [done.listing_id]
    for _ in range(2):
        found = card(store, "kanal_a").posting
        assert found is not None
        assert (found.roles, found.salary, found.cities) == (("content", "smm"), pay, ("Самара",))
        assert found.formats == (WorkFormat.HYBRID,)
        assert [found.evidence[field] for field in values] == [CORRECTED] * 4
        assert found.as_read is not None
        assert found.as_read.cities == ("Казань",)
        assert found.title == "SMM-менеджер"
        assert whole(store) == before
        Ingest(store).reparse()


def test_no_pay_is_a_correction_too_and_is_not_filled_from_an_older_post(store: Store, person: Correcting) -> None:
    add(store, post(SMM, days=5), post("Ещё актуально!\n" + SMM, 2, "kanal_b"))
    person.fields([spot(store, "kanal_b", 2)], {Field.SALARY: None})
    found = card(store, "kanal_b", 2).posting
    assert found is not None
    assert (found.salary, found.evidence["salary"]) == (None, CORRECTED)


def test_a_repost_that_is_misread_in_the_same_way_is_corrected_with_it(store: Store, person: Correcting) -> None:
    add(store, post(SMM, days=5))
    person.fields([spot(store, "kanal_a")], {Field.CITIES: ("Тверь",), Field.SALARY: Salary(1_000, None)})
    add(store, post("🔥🔥 " + SMM + "\n#казань", 2, "kanal_b"))
    [one] = cards(store)
    assert len(one.appearances) == 2
    assert one.posting is not None
    assert (one.posting.cities, one.posting.evidence["cities"]) == (("Тверь",), CORRECTED)
    add(store, post(SMM.replace("70 000–90 000", "99 000"), 3, "kanal_v", days=0.5))
    shown = card(store, "kanal_v", 3).posting
    assert shown is not None
    assert shown.salary is not None
    assert shown.salary.min == 99_000, "another pay is news, not the same misreading"


def test_the_newest_correction_stands_and_undoing_it_brings_the_former_back(store: Store, person: Correcting) -> None:
    add(store, post(SMM))
    where = spot(store, "kanal_a")
    one, two = (person.fields([where], {Field.CITIES: (city,)}).numbers[0] for city in ("Тула", "Тверь"))

    def cities() -> tuple[str, ...]:
        posting = card(store, "kanal_a").posting
        assert posting is not None
        return posting.cities

    assert cities() == ("Тверь",)
    person.undo(two)
    assert cities() == ("Тула",)
    person.undo(one)
    assert cities() == ("Казань",)
    for number, code in ((one, "undo.done"), (77, "undo.none")):
        with pytest.raises(RefusedError) as caught:
            person.undo(number)
        assert caught.value.code == code
    with store.reading() as connection:
        rows = connection.execute(sa.select(correction).order_by(correction.c.id)).all()
    assert [(row.author, row.created_at, row.undone_at) for row in rows] == [("Проверяющая", AT, AT)] * 2


def test_an_edit_keeps_what_it_does_not_touch(store: Store, person: Correcting) -> None:
    add(store, post(SMM))
    person.fields([spot(store, "kanal_a")], {Field.CITIES: ("Тверь",)})
    add(store, post(SMM.replace("70 000–90 000", "80 000–95 000") + "\nПродлеваем до пятницы!"))
    found = card(store, "kanal_a").posting
    assert found is not None
    assert found.cities == ("Тверь",)
    assert found.salary is not None
    assert found.salary.min == 80_000


def test_an_edit_that_makes_it_another_vacancy_lets_the_correction_rest(store: Store, person: Correcting) -> None:
    add(store, post(SMM))
    person.fields([spot(store, "kanal_a")], {Field.SALARY: None, Field.CITIES: ("Тверь",)})
    add(store, post(SEO))
    found = card(store, "kanal_a").posting
    assert found is not None
    assert found.salary is not None
    assert found.cities == ()
    assert found.as_read is None
    Ingest(store).reparse()
    add(store, post(SMM + "\nСрочно!"))
    found = card(store, "kanal_a").posting
    assert found is not None
    assert (found.salary, found.cities) == (None, ("Тверь",))


def test_a_correction_goes_with_its_position(store: Store, person: Correcting) -> None:
    add(store, post(LIST))
    assert len(cards(store)) == 3
    person.fields([spot(store, "kanal_a", 1, 1)], {Field.CITIES: ("Пермь",)})
    first, designer, _ = LIST.split("\n\n")[1:]
    add(
        store,
        post(LIST.replace(first + "\n\n", "").replace("2. ", "1. ").replace("3. ", "2. ") + "\n\n3. РОП, Уфа, @r_demo"),
    )

    def cities() -> list[tuple[str, ...]]:
        found = {a.position: a.posting for c in cards(store) for a in c.appearances}
        return [found[at].cities for at in sorted(found) if (found[at]) is not None]  # type: ignore[union-attr]  # asked

    assert cities() == [("Пермь",), ("Самара",), ("Уфа",)]
    add(store, post(LIST.replace(designer + "\n\n", "").replace("3. ", "2. ") + "\n\n3. РОП, Уфа, @r_demo"))
    assert cities() == [(), ("Самара",), ("Уфа",)], "the designer is gone, and nobody else is in Perm"
    add(store, post(LIST))
    assert cities() == [(), ("Пермь",), ("Самара",)]


def test_a_kind_makes_and_takes_postings_under_the_same_number(store: Store, person: Correcting) -> None:
    add(store, post(NEWS), post(SMM, 2))
    article, vacancy = card(store, "kanal_a").id, card(store, "kanal_a", 2).id
    place = store.last_change()
    made = person.kind([spot(store, "kanal_a").post_id], Kind.VACANCY)
    taken = person.kind([spot(store, "kanal_a", 2).post_id], Kind.CONTENT)
    assert (made.listing_id, taken.listing_id) == (article, vacancy)
    assert set(store.changes(place)[1]) == {article, vacancy}
    for _ in range(2):
        now = {c.id: c for c in cards(store)}
        assert (now[article].kind, now[vacancy].kind) == (Kind.VACANCY, Kind.CONTENT)
        assert now[article].posting is not None
        assert now[vacancy].posting is None
        assert now[article].newest.post_kind is Kind.VACANCY
        assert store.stats()["totals"]["kinds"]["content"] == 1
        Ingest(store).reparse()
    person.fields([spot(store, "kanal_a")], {Field.ROLES: ("pr",)})
    for done in (made, taken):
        person.undo(done.numbers[0])
    now = {c.id: c for c in cards(store)}
    assert (now[article].kind, now[vacancy].kind) == (Kind.CONTENT, Kind.VACANCY)
    person.kind([spot(store, "kanal_a").post_id], Kind.VACANCY)
    again = card(store, "kanal_a").posting
    assert again is not None
    assert again.roles == ("pr",), "what rested is taken up again"


def test_an_article_takes_no_number_that_others_live_under(store: Store, person: Correcting) -> None:
    add(store, post(SMM, days=5), post(SMM, 2, "kanal_b", days=4))
    [one] = cards(store)
    person.kind([spot(store, "kanal_a").post_id], Kind.CONTENT)
    Ingest(store).reparse()
    person.undo(1)
    assert list(whole(store)) == [one.id]
    with store.writing() as connection:  # as if it had been said while this reparse was under way
        connection.execute(sa.update(correction).values(undone_at=None))
    Ingest(store).reparse()
    assert card(store, "kanal_b", 2).id == one.id
    assert sorted((c.kind, len(c.appearances)) for c in cards(store)) == [(Kind.CONTENT, 1), (Kind.VACANCY, 1)]


SECRETS = ("pyshkin_hr", "t.me/kanal")


def hidden(listing: Listing) -> bool:
    return listing.kind is Kind.CANDIDATE and not any(secret in str(public(listing)) for secret in SECRETS)


def test_a_post_corrected_to_candidate_masks_its_card_whoever_else_is_in_it(store: Store, person: Correcting) -> None:
    add(store, post(SMM, days=5), post(SMM + "\nСрочно!", 2, "kanal_b"))
    [one] = cards(store)
    person.kind([spot(store, "kanal_a").post_id], Kind.CANDIDATE)
    assert hidden(card(store, "kanal_a"))
    Ingest(store).reparse()
    add(store, post(SMM + "\nЕщё ищем!", 2, "kanal_b"), post("Ап!\n" + SMM, 3, "kanal_v"))
    [still] = cards(store)
    assert still.id == one.id
    assert len(still.appearances) == 3
    assert hidden(still)


def test_former_versions_of_a_post_corrected_to_candidate_are_blanked(store: Store, person: Correcting) -> None:
    add(store, post(SMM))
    add(store, post(SMM + "\nСрочно!"))
    person.kind([spot(store, "kanal_a").post_id], Kind.CANDIDATE)
    with store.reading() as connection:
        texts = connection.execute(sa.select(post_version.c.text).order_by(post_version.c.version)).scalars().all()
    assert [bool(text) for text in texts] == [False, True]


def test_a_persons_word_holds_though_the_extractor_trips_over_the_post(
    store: Store, person: Correcting, monkeypatch: pytest.MonkeyPatch
) -> None:
    from voronka.extract import read

    def trip(*given: object) -> object:
        if given[-1] is Kind.CANDIDATE:
            raise IndexError("no such group")
        return read(*given)  # type: ignore[arg-type]  # handed through

    add(store, post(SMM))
    monkeypatch.setattr("voronka.ingest.read", trip)
    person.kind([spot(store, "kanal_a").post_id], Kind.CANDIDATE)
    assert hidden(card(store, "kanal_a"))


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


def towns(store: Store, *names: str) -> list[Spot]:
    """Vacancies that differ in the town, in order; each a listing."""
    numbered = list(enumerate(names, 1))
    add(store, *(post(SMM.replace("Казань", town), n, "kanal_a", days=9 - n) for n, town in numbered))
    return [spot(store, "kanal_a", n) for n, _ in numbered]


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


def test_corrections_go_with_an_erased_post(store: Store, person: Correcting) -> None:
    add(store, post(SMM), post(SMM, 2, "kanal_b"))
    person.apart([spot(store, "kanal_a")], [spot(store, "kanal_b", 2)])
    person.fields([spot(store, "kanal_a")], {Field.CITIES: ("Тверь",)})
    Ingest(store).take_out("kanal_a", ["1"])
    with store.reading() as connection:
        assert connection.execute(sa.select(correction)).first() is None
    Ingest(store).reparse()
    assert len(cards(store)) == 1


def test_corrections_stand_in_a_reparse_that_was_killed(
    store: Store, person: Correcting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("voronka.ingest._REPARSE_BATCH", 1)
    spots = towns(store, "Казань", "Самара", "Тверь")
    person.same(spots[:1], spots[2:])

    def die(done: int, _total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Ingest(store).reparse(die)
    person.fields(spots[1:2], {Field.CITIES: ("Уфа",)})
    Ingest(store).reparse()
    assert len(cards(store)) == 2
    assert card(store, "kanal_a", 1).id == card(store, "kanal_a", 3).id
    found = card(store, "kanal_a", 2).posting
    assert found is not None
    assert found.cities == ("Уфа",)

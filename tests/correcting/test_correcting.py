"""Corrections stand: through reparse, edits, reposts; they are undone."""

import pytest
import sqlalchemy as sa

from tests.correcting.scene import LIST, add, card, spot, towns, whole
from tests.test_ingest import AT, SEO, SMM, cards, post
from voronka.correcting import Correcting
from voronka.corrections import Field
from voronka.errors import RefusedError
from voronka.ingest import Ingest
from voronka.listing import Listing
from voronka.model import Evidence, Kind, Period, Salary, WorkFormat
from voronka.privacy import public
from voronka.store import Store
from voronka.store.tables import correction, post_version

CORRECTED = (Evidence("corrected"),)
NEWS = "Вчера прошла встреча пекарей. Обсуждали ржаной хлеб и закваску, спорили о цене муки, пили чай."


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
    monkeypatch.setattr("voronka.reading.read", trip)
    person.kind([spot(store, "kanal_a").post_id], Kind.CANDIDATE)
    assert hidden(card(store, "kanal_a"))


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
    monkeypatch.setattr("voronka.reparsing._BATCH", 1)
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

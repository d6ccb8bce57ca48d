"""Resumes in the store: a team's own, with their ground; removed, ended, erased; read as what they are."""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from tests.resumes import made
from voronka.clock import Clock
from voronka.erasing import Eraser
from voronka.errors import RefusedError
from voronka.ingest import Ingest
from voronka.model import Kind, RawPost
from voronka.resumes import taking
from voronka.resumes.files import Found
from voronka.sources import Source, SourceKind
from voronka.store import Store, accounts
from voronka.store.posts import Saved
from voronka.store.tables import post, post_version

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
LATER = datetime(2027, 8, 1, tzinfo=UTC)
BASIS = taking.basis("consent", "письмо от 3 ноября", 7, "Анна", NOW)
IGOR = Found("igor.txt", made.TEXT)


@pytest.fixture
def team(store: Store) -> str:
    with store.writing() as connection:
        return accounts.create_team(connection, "Бумажный кит")


def take(store: Store, team: str, found: Found = IGOR) -> taking.Taken:
    [taken] = taking.take_in(store, team, [found], BASIS)
    return taken


def test_a_resume_is_the_teams_candidate_with_its_ground(store: Store, team: str) -> None:
    taken = take(store, team)
    assert taken.listing is not None
    listing = store.listing(taken.listing)
    assert listing is not None
    assert (listing.kind, listing.owner_team) == (Kind.CANDIDATE, team)
    assert listing.posting is not None
    assert listing.posting.roles == ("smm",)
    assert listing.posting.contacts.telegram == ("igor_probny_demo",)
    with store.reading() as connection:
        [(_number, kept)] = taking.of_listing(connection, team, taken.listing)
        assert taking.of_listing(connection, "another", taken.listing) == []
    assert kept == taking.Kept(BASIS, "igor.txt", None)
    assert not list(store.faults())


def test_the_same_again_is_the_same_and_another_teams_is_another(store: Store, team: str) -> None:
    first, again = take(store, team), take(store, team)
    with store.writing() as connection:
        other = accounts.create_team(connection, "Ветка")
    theirs = take(store, other)
    assert (first.saved, again.saved) == (Saved.NEW, Saved.UNCHANGED)
    assert first.listing == again.listing != theirs.listing


def test_it_joins_no_public_card_of_the_same_words(store: Store, team: str) -> None:
    store.declare([Source("kanal_a", "А", SourceKind.TELEGRAM)])
    [public] = Ingest(store).add_page([RawPost("kanal_a", "1", made.TEXT, posted_at=NOW)])
    taken = take(store, team)
    assert taken.listing not in public.listing_ids
    assert Ingest(store).reparse() == 2
    assert store.listing(taken.listing or 0) != store.listing(public.listing_ids[0])


def test_what_reads_like_a_vacancy_is_a_candidate_and_stays_one(store: Store, team: str) -> None:
    text = "Требуется таргетолог в команду! Обязанности: настройка рекламы. Условия: оклад 90 000 ₽, офис."
    taken = take(store, team, Found("x.txt", text))
    Ingest(store).reparse()
    listing = store.listing(taken.listing or 0)
    assert listing is not None
    assert listing.kind is Kind.CANDIDATE
    assert not list(store.faults())


def test_removing_erases_and_it_may_be_brought_in_anew(store: Store, team: str) -> None:
    number = take(store, team).listing or 0
    assert taking.remove(store, "another", number) == 0
    assert taking.remove(store, team, number) == 1
    assert store.listing(number) is None
    with store.reading() as connection:
        assert connection.execute(sa.select(post_version.c.text, post_version.c.payload)).all() == [("", {})]
        assert connection.execute(sa.select(post.c.external_id)).scalar_one().startswith("erased:")
    for saved in (Saved.NEW, Saved.UNCHANGED):
        taken = take(store, team)
        assert taken.saved is saved
        assert taken.listing is not None
    assert not list(store.faults())


def test_it_ends_like_every_candidates_post_and_a_new_ground_brings_it_back(store: Store, team: str) -> None:
    take(store, team)
    store.clock = Clock(LATER)
    assert store.end_candidates(180) == 1
    assert take(store, team).saved is Saved.NEW


def test_who_was_erased_on_request_stays_out(store: Store, team: str) -> None:
    take(store, team)
    eraser = Eraser(store)
    assert eraser.carry_out(eraser.contact("@igor_probny_demo")).whole.total() == 1
    again = take(store, team)
    assert (again.saved, again.listing) == (Saved.KEPT_OUT, None)
    other = take(store, team, Found("new.txt", "Ищу работу: SMM-менеджер. Писать @igor_probny_demo"))
    assert other.saved is Saved.KEPT_OUT


def test_erasing_a_listing_takes_it_too(store: Store, team: str) -> None:
    number = take(store, team).listing or 0
    eraser = Eraser(store)
    eraser.carry_out(eraser.listing(number))
    assert store.listing(number) is None
    assert take(store, team).saved is Saved.KEPT_OUT


@pytest.mark.parametrize(
    ("ground", "words", "code"),
    [("", "письмо от 3 ноября", "basis.none"), ("mine", "письмо", "basis.none"), ("consent", " \n ок", "basis.words")],
)
def test_a_ground_is_named_and_shown(ground: str, words: str, code: str) -> None:
    with pytest.raises(RefusedError) as refused:
        taking.basis(ground, words, 1, "Анна", NOW)
    assert refused.value.code == code

"""People who post themselves: drafts, links, versions, removing; nothing of them outlives what they asked for."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from voronka import seeking
from voronka.erasing import Eraser
from voronka.errors import RefusedError
from voronka.ingest import Ingest
from voronka.model import Kind
from voronka.seeking import Found, Offer
from voronka.store import Store
from voronka.store.tables import own_offer, post, post_version

OFFER = Offer(
    role="SEO-специалист", city="Самара", formats=("remote",), pay="от 90 000", experience="3",
    about="Вела блог о растениях, собираю семантику.", contact="@lena_seo_demo, +7 900 000-22-33",
)  # fmt: skip
EMAIL = "lena@pochta.example"


def drafted(store: Store, offer: Offer = OFFER, email: str = EMAIL) -> str:
    return seeking.draft(store, email, offer, "Я согласна")


def found(store: Store, secret: str) -> Found:
    its = seeking.find(store, secret)
    assert its is not None
    return its


def published(store: Store, offer: Offer = OFFER, email: str = EMAIL) -> str:
    secret = drafted(store, offer, email)
    assert seeking.publish(store, found(store, secret), offer)
    return secret


def test_fields_read_as_they_are_meant() -> None:
    posting = OFFER.checked().read()
    assert posting is not None
    assert (posting.roles, posting.cities, posting.formats) == (("seo",), ("Самара",), ("remote",))
    assert posting.salary is not None
    assert posting.salary.min == 90_000
    assert posting.experience_years == 3
    assert posting.contacts.telegram == ("lena_seo_demo",)
    assert posting.contacts.phone == ("+79000002233",)
    assert Offer.from_json(OFFER.to_json()) == OFFER


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"role": "", "about": "ищу"}, "empty"),
        ({"role": "!!!", "about": ""}, "empty"),
        ({"contact": ""}, "contact"),
        ({"contact": "звоните"}, "contact"),
        ({"about": "https://a.example " * 6}, "links"),
    ],
)
def test_what_says_too_little_or_is_spam_is_refused(changes: dict[str, str], code: str) -> None:
    with pytest.raises(RefusedError) as refused:
        replace(OFFER, **changes).checked()  # type: ignore[arg-type]  # names are Offer's
    assert refused.value.code == f"offer.{code}"


def test_fields_are_cut_and_tidied() -> None:
    offer = Offer.from_form({"role": "a\n\x00b" * 100, "about": "x" * 10_000}, ["remote", "remote"])
    assert len(offer.role) == 100
    assert "\n" not in offer.role
    assert len(offer.about) == 6000
    assert offer.formats == ("remote",)
    with pytest.raises(RefusedError):
        Offer.from_form({}, ["moon"])


def test_nothing_is_a_post_until_the_link_is_used(store: Store) -> None:
    secret = drafted(store)
    assert not found(store, secret).published
    assert store.stats()["totals"]["posts"] == 0
    assert seeking.find(store, secret + "x") is None
    assert seeking.publish(store, found(store, secret), OFFER)
    its = found(store, secret)
    listing = store.listing(its.listing or 0)
    assert listing is not None
    assert (listing.kind, listing.owner_team) == (Kind.CANDIDATE, None)
    assert its.row.consent == "Я согласна"
    Ingest(store).reparse()
    assert found(store, secret).offer == OFFER
    assert not list(store.faults())


def test_the_store_keeps_neither_address_nor_secret_and_the_words_once(store: Store) -> None:
    secret = published(store)
    with store.reading() as connection:
        rows = [tuple(row) for row in connection.execute(sa.select(own_offer))]
        assert connection.execute(sa.select(own_offer.c.draft.is_(None))).scalar_one()
    assert EMAIL not in str(rows)
    assert secret not in str(rows)
    assert "lena_seo" not in str(rows)


def test_changing_is_a_new_version_and_leaves_none_of_the_former_words(store: Store) -> None:
    secret = published(store)
    seeking.publish(store, found(store, secret), replace(OFFER, city="Казань"))
    assert found(store, secret).offer.city == "Казань"
    with store.reading() as connection:
        texts = list(connection.execute(sa.select(post_version.c.text).order_by(post_version.c.version)).scalars())
        assert connection.execute(sa.select(post.c.version)).scalar_one() == 2
    assert texts[0] == ""
    assert "Казань" in texts[1]


def test_a_draft_is_changed_without_becoming_a_post(store: Store) -> None:
    secret = drafted(store)
    seeking.change(store, found(store, secret), replace(OFFER, city="Казань"))
    assert found(store, secret).offer.city == "Казань"
    assert store.stats()["totals"]["posts"] == 0


@pytest.mark.parametrize("make", [drafted, published])
def test_removing_erases_it_and_its_link(store: Store, only_files: None, tmp_path: Path, make: object) -> None:
    assert callable(make)
    secret = make(store)
    seeking.remove(store, found(store, secret))
    assert seeking.find(store, secret) is None
    with store.reading() as connection:
        assert connection.execute(sa.select(own_offer)).all() == []
        assert set(connection.execute(sa.select(post_version.c.text)).scalars()) <= {""}
        assert all(one.startswith("erased:") for one in connection.execute(sa.select(post.c.external_id)).scalars())
    assert not list(store.faults())


def test_a_draft_that_nobody_confirms_ends(store: Store) -> None:
    secret, stays = drafted(store), published(store, email="other@pochta.example")
    with store.writing() as connection:
        connection.execute(sa.update(own_offer).values(created_at=datetime.now(UTC) - timedelta(days=3)))
    assert seeking.find(store, secret) is None
    assert seeking.find(store, stays) is not None
    store.end_candidates(180)
    with store.reading() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(own_offer)).scalar_one() == 1


def test_erasing_a_contact_takes_drafts_and_posts_and_their_links(store: Store) -> None:
    waiting, shown = drafted(store), published(store)
    other = drafted(store, replace(OFFER, contact="@somebody_else_demo"))
    eraser = Eraser(store)
    eraser.carry_out(eraser.contact("+7 900 000-22-33"))
    assert seeking.find(store, waiting) is None
    assert seeking.find(store, shown) is None
    assert seeking.find(store, other) is not None
    again = drafted(store)
    with pytest.raises(RefusedError) as refused:
        seeking.publish(store, found(store, again), OFFER)
    assert refused.value.code == "offer.kept_out"
    assert seeking.find(store, again) is None


def test_an_address_publishes_three_at_most(store: Store) -> None:
    for number in range(3):
        published(store, replace(OFFER, role=f"Дизайнер {number}"))
    fourth = drafted(store)
    with pytest.raises(RefusedError) as refused:
        seeking.publish(store, found(store, fourth), OFFER)
    assert refused.value.code == "offer.many"
    published(store, email="other@pochta.example")


def test_a_lost_link_is_made_anew_for_the_address_alone(store: Store) -> None:
    former = published(store)
    assert seeking.new_links(store, "other@pochta.example") == []
    [(about, secret)] = seeking.new_links(store, EMAIL)
    assert about == "SEO-специалист"
    assert seeking.find(store, former) is None
    assert found(store, secret).published

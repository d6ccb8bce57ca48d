"""A vacancy's life: the team's draft, the queue, the post that everybody finds, its end."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests.vacancies.test_markup import PASTED
from voronka.accounts import Role
from voronka.clock import Clock
from voronka.erasing import Eraser
from voronka.errors import RefusedError
from voronka.model import Kind, Posting, Salary
from voronka.store import Store, accounts, vacancies
from voronka.store.tables import post_version, vacancy
from voronka.store.vacancies import Act, Row, State
from voronka.vacancies import life
from voronka.vacancies.draft import Draft


@pytest.fixture
def team(store: Store) -> tuple[str, int]:
    """A team that nobody trusts yet, and somebody in it."""
    with store.writing() as connection:
        by = accounts.create_account(connection, "hr@fikus.example", "Вера", None)
        return accounts.create_team(connection, "Фикус и Ко"), by


def begun(store: Store, team: tuple[str, int], **changes: object) -> Row:
    draft = Draft.of_text(PASTED, store.clock.now())
    number = life.begin(store, *team, replace(draft, posting=replace(draft.posting, **changes)))  # type: ignore[arg-type]
    return again(store, team, number)


def again(store: Store, team: tuple[str, int], number: int) -> Row:
    row = life.find(store, team[0], number)
    assert row is not None
    return row


def shown(store: Store, number: int) -> Posting:
    its = life.public(store, number)
    assert its is not None
    assert its.listing is not None
    listing = store.listing(its.listing)
    assert listing is not None
    assert listing.posting is not None
    assert listing.kind is Kind.VACANCY
    return listing.posting


def later(store: Store, days: float) -> None:
    store.clock = Clock(store.clock.now() + timedelta(days=days))


def test_a_draft_is_the_teams_alone_and_what_a_person_said_wins(store: Store, team: tuple[str, int]) -> None:
    pay = Salary(100_000, 150_000, gross=False)
    row = begun(store, team, salary=pay, company=None, cities=("Самара",))
    assert life.find(store, "another", row.id) is None
    assert life.find(store, None, row.id) is None
    assert life.public(store, row.id) is None
    assert row.state(store.clock.now()) is State.DRAFT
    assert life.publish(store, row, team[1], None, trusted=True) is State.PUBLISHED
    posting = shown(store, row.id)
    assert (posting.salary, posting.company, posting.cities) == (pay, None, ("Самара",))
    assert [one.rule for one in posting.evidence["salary"]] == ["form.salary"]
    assert posting.contacts.telegram == ("fikus_hr_demo",)
    with pytest.raises(RefusedError, match="closed, not removed"):
        life.remove(store, again(store, team, row.id))


def test_a_team_that_is_not_trusted_waits(store: Store, team: tuple[str, int]) -> None:
    row = begun(store, team)
    assert life.publish(store, row, team[1], None) is State.WAITING
    assert life.public(store, row.id) is None
    with store.reading() as connection:
        assert [(one.id, name) for one, name in vacancies.waiting(connection)] == [(row.id, "Фикус и Ко")]
    with pytest.raises(RefusedError, match="reason"):
        life.refuse(store, row, None, " ")
    life.refuse(store, row, None, "нет адреса")
    assert again(store, team, row.id).state(store.clock.now()) is State.REFUSED
    assert life.publish(store, again(store, team, row.id), team[1], None) is State.WAITING
    assert life.approve(store, again(store, team, row.id), None, None) is State.PUBLISHED
    # what is changed afterwards waits again, and until then everybody sees the former words
    row = again(store, team, row.id)
    draft = Draft.from_json(row.draft)
    row = life.save(store, row, team[1], replace(draft, posting=replace(draft.posting, title="Директор")))
    life.publish(store, row, team[1], None)
    assert shown(store, row.id).title != "Директор"
    with store.writing() as connection:
        assert vacancies.trust(connection, team[0], store.clock.now())
    life.publish(store, row, team[1], None)
    assert shown(store, row.id).title == "Директор"
    with store.reading() as connection:
        acts = [(one.act, one.by, one.fields) for one in vacancies.history(connection, row.id)]
        versions = connection.execute(sa.select(sa.func.count()).select_from(post_version)).scalar_one()
    assert acts[0][:2] == (Act.PUBLISHED, "Вера")
    assert (Act.CHANGED, "Вера", ("title",)) in acts
    assert versions == 2


def test_two_who_save_at_once_are_told(store: Store, team: tuple[str, int]) -> None:
    row = begun(store, team)
    draft = Draft.from_json(row.draft)
    life.save(store, row, team[1], replace(draft, country="KZ"))
    with pytest.raises(RefusedError, match="meanwhile"):
        life.save(store, row, team[1], replace(draft, country="BY"))
    with pytest.raises(RefusedError, match="meanwhile"):
        life.approve(store, row, None, None)


def test_it_ends_is_prolonged_by_its_link_and_closed(store: Store, team: tuple[str, int]) -> None:
    row = begun(store, team)
    life.publish(store, row, team[1], None, trusted=True)
    with pytest.raises(RefusedError, match="last 7 days"):
        life.prolong(store, again(store, team, row.id), None)
    later(store, 28)
    now = store.clock.now()
    with store.writing() as connection:
        assert vacancies.ending(connection, now, now + timedelta(days=3)) == [], "nobody is there to be told"
        accounts.join(connection, team[1], team[0], Role.RECRUITER)
        [ending] = vacancies.ending(connection, now, now + timedelta(days=3))
        assert ending.emails == ["hr@fikus.example"]
        secret = vacancies.new_link(connection, row.id)
        vacancies.reminded(connection, ending.row)
        assert vacancies.ending(connection, now, now + timedelta(days=3)) == []
        assert vacancies.of_link(connection, secret + "x", now) is None
        found = vacancies.of_link(connection, secret, now)
    assert found is not None
    life.prolong(store, found, None)
    with store.reading() as connection:
        assert vacancies.of_link(connection, secret, now) is None
        assert [number for number, _at in vacancies.published(connection, now, 9)] == [row.id]
    later(store, 31)
    assert store.close_expired() == 1
    assert again(store, team, row.id).state(store.clock.now()) is State.EXPIRED
    life.publish(store, again(store, team, row.id), team[1], None, trusted=True)
    life.close(store, again(store, team, row.id), team[1])
    its = life.public(store, row.id)
    assert its is not None
    assert its.listing is not None
    listing = store.listing(its.listing)
    assert listing is not None
    assert listing.closed
    with store.reading() as connection:
        assert vacancies.published(connection, store.clock.now(), 9) == []


def test_a_last_day_is_not_prolonged_but_changed(store: Store, team: tuple[str, int]) -> None:
    day = (store.clock.now() + timedelta(days=3)).date()
    row = begun(store, team, deadline=day)
    life.publish(store, row, team[1], None, trusted=True)
    row = again(store, team, row.id)
    assert life.longer(store, row) is None
    with pytest.raises(RefusedError, match="change that first"):
        life.prolong(store, row, None)
    later(store, 10)
    with pytest.raises(RefusedError, match="change that first"):
        life.prolong(store, row, None)
    assert again(store, team, row.id).valid_until == row.valid_until


def test_the_teams_admins_hear_of_the_vacancy_of_one_who_left(store: Store, team: tuple[str, int]) -> None:
    row = begun(store, team)
    with store.writing() as connection:
        accounts.join(connection, team[1], team[0], Role.RECRUITER)
        for number in range(2):
            admin = accounts.create_account(connection, f"admin{number}@fikus.example", f"Админ {number}", None)
            accounts.join(connection, admin, team[0], Role.ADMIN)
        assert vacancies.concerned(connection, row) == ["hr@fikus.example"]
        accounts.change_role(connection, team[0], team[1], None)
        assert vacancies.concerned(connection, row) == ["admin0@fikus.example", "admin1@fikus.example"]


def test_who_is_erased_takes_drafts_along(store: Store, team: tuple[str, int]) -> None:
    row = begun(store, team)
    life.publish(store, row, team[1], None, trusted=True)
    eraser = Eraser(store)
    eraser.carry_out(eraser.contact("@fikus_hr_demo"))
    with store.reading() as connection:
        assert connection.execute(sa.select(vacancy)).all() == []
    assert life.public(store, row.id) is None

"""Invented people with accounts, and their browsers."""

from dataclasses import dataclass
from functools import cache

from flask.testing import FlaskClient

from tests.webui.conftest import Site, post
from voronka.accounts import Role, hash_password
from voronka.store import accounts

PASSWORD = "семь-верст-до-небес"


@dataclass(frozen=True)
class Person:
    """Somebody with an account; ``team`` is the id of theirs, empty for none."""

    id: int
    email: str
    team: str
    password: str = PASSWORD


@cache
def _hashed() -> str:
    return hash_password(PASSWORD)


def hire(site: Site, email: str, role: Role | None, team: str = "", *, site_admin: bool = False) -> Person:
    """An account with a role in a team, a new one where none is named; ``role`` None: in no team."""
    name = email.partition("@")[0].title()
    with site.store.writing() as connection:
        number = accounts.create_account(connection, email, name, _hashed(), site_admin=site_admin)
        if role is not None:
            team = team or accounts.create_team(connection, f"{name} & Co")
            accounts.join(connection, number, team, role)
    return Person(number, email, team)


def sign_in(site: Site, person: Person) -> FlaskClient:
    """A browser in which a person has signed in."""
    browser = site.client
    answer = post(browser, "/sign-in", email=person.email, password=person.password)
    assert answer.status_code == 303, answer.status_code
    return browser

"""Who may do what: every route and method as everybody, with another team's ids; the docs show the same table."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.webui.conftest import Site, post
from tests.webui.people import Person, hire, sign_in
from tests.webui.test_safe import ARGUMENTS
from voronka.accounts import Role
from voronka.store import accounts
from webui.permissions import ROUTES, WHO, Act, Who

DOCS = Path(__file__).parents[2] / "docs" / "accounts.md"
NOT_WALKED = {"OPTIONS", "HEAD"}
ENDING = {"sign_in.sign_out", "admin_auth.sign_out", "account.end_session"}


def person(site: Site, who: Who) -> Person | None:
    if who is Who.STRANGER:
        return None
    role = Role(who.value) if who.value in set(Role) else None
    return hire(site, f"{who.value.replace(' ', '-')}@kit.example", role, site_admin=who is Who.SITE_ADMIN)


def steps(site: Site, alien: int) -> Iterator[tuple[str, str, str]]:
    """(endpoint, method, path) of all that there is; numbers of people are those of another team."""
    for rule in site.app.url_map.iter_rules():
        number = str(alien) if "/members/" in rule.rule else "1"
        built = rule.build({name: ARGUMENTS[name] if name != "number" else number for name in rule.arguments})
        assert built is not None
        for method in sorted((rule.methods or set()) - NOT_WALKED):
            yield rule.endpoint, method, built[1]


def test_every_route_is_in_the_table_and_nothing_else(shared: Site) -> None:
    assert {rule.endpoint for rule in shared.app.url_map.iter_rules()} == set(ROUTES)
    assert set(WHO) == set(Act)


@pytest.mark.parametrize(
    "who",
    [
        who if who in {Who.STRANGER, Who.MANAGER} else pytest.param(who, marks=pytest.mark.full)
        for who in Who
    ],
)  # fmt: skip
def test_everybody_may_do_what_the_table_says_and_nothing_else(site: Site, who: Who) -> None:
    alien = hire(site, "vera@other.example", Role.HR)
    boss = hire(site, "boss@other.example", Role.ADMIN, alien.team)
    one = person(site, who)
    browser: FlaskClient = site.client if one is None else sign_in(site, one)
    # somebody who runs the site and is in no team is both
    now = {who, Who.ALONE} if who is Who.SITE_ADMIN else {who}
    wrong = []
    for endpoint, method, path in steps(site, alien.id):
        answer = browser.get(path) if method == "GET" else post(browser, path, team=alien.team, email=boss.email)
        away = answer.status_code == 303 and "sign-in" in (answer.location or "") and "/sign-in" not in path
        refused = answer.status_code == 403 or away
        if refused == bool(WHO[ROUTES[endpoint]] & now):
            wrong.append((endpoint, method, answer.status_code))
        assert answer.status_code < 500, (endpoint, method)
        answer.close()
        if endpoint in ENDING and one is not None:
            browser = sign_in(site, one)
    assert not wrong
    with site.store.reading() as connection:
        members = {member.id: role for member, role in accounts.members(connection, alien.team)}
    assert members == {alien.id: Role.HR, boss.id: Role.ADMIN}, "another team's people are as they were"


def test_methods_that_no_route_has_are_refused(shared: Site) -> None:
    for method in ("PUT", "DELETE", "PATCH"):
        for path in ("/", "/team", "/account", "/admin"):
            assert shared.client.open(path, method=method).status_code in {400, 405}


def test_the_docs_show_the_table() -> None:
    rows = re.findall(r"^\| `([^`]+)` \|[^|]*\|([^|]*)\|$", DOCS.read_text(encoding="utf-8"), re.MULTILINE)
    shown = {act: {name.strip() for name in names.split(",")} for act, names in rows}
    wanted = {act.value: {"everybody"} if WHO[act] == set(Who) else {who.value for who in WHO[act]} for act in Act}
    assert shown == wanted

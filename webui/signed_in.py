"""Who asks: the person of this request, by a session that the store knows and can end at any time."""

from datetime import UTC, datetime
from typing import Final

from flask import Flask, g, request, session

from voronka.accounts import Account, Membership, digest
from voronka.store import accounts, signing_in
from webui import words
from webui.i18n import _
from webui.room import room

KEY: Final = "sid"


def init(app: Flask) -> None:
    """Let templates ask who is signed in."""
    app.add_template_global(person)
    app.add_template_global(membership)
    app.add_template_filter(words.team_role)
    app.add_template_filter(browser_name)
    app.add_template_filter(inner_quotes)


def inner_quotes(name: str) -> str:
    """A name as it stands inside «quotes»: with the inner ones of its own."""
    return name.replace("«", "„").replace("»", "“")


def browser_name(agent: str) -> str:
    """A browser and its system as far as they can be told: "Firefox, Windows"."""
    systems = ("Android", "iPhone", "iPad", "Windows", "Mac OS", "Linux")
    browsers = ("Edg", "YaBrowser", "OPR", "Firefox", "Chrome", "Safari")
    names = {"Edg": "Edge", "YaBrowser": "Yandex", "OPR": "Opera", "Mac OS": "macOS"}
    found = [next((names.get(one, one) for one in known if one in agent), "") for known in (browsers, systems)]
    return ", ".join(one for one in found if one) or _("Неизвестный браузер")


def person() -> Account | None:
    """Who is signed in; None for a stranger."""
    _look_up()
    found: Account | None = g.person
    return found


def membership() -> Membership | None:
    """The team in which the person works now, and the role there."""
    _look_up()
    found: Membership | None = g.membership
    return found


def team() -> str | None:
    """The id of that team."""
    now = membership()
    return None if now is None else now.team


def ask_no_more() -> None:
    """Do not ask the store from here on who it is: whoever is not known by now is a stranger."""
    if "person" not in g:
        g.person = g.membership = None


def _look_up() -> None:
    if "person" in g:
        return
    g.person = g.membership = None
    secret = session.get(KEY)
    if not isinstance(secret, str):
        return
    store, now = room().store, datetime.now(UTC)
    with store.reading() as connection:
        found = signing_in.of(connection, secret, now)
        account = None if found is None else accounts.get(connection, found[0])
    if found is None or account is None or (account.demo and store.demo_at is None):
        return
    if found[2]:
        with store.writing() as connection:
            signing_in.seen(connection, secret, now)
    g.person = account
    teams = {one.team: one for one in account.memberships}
    g.membership = teams.get(found[1] or "") or next(iter(account.memberships), None)


def begin(account_id: int, team: str | None = None) -> None:
    """Sign a person in: a new session, a new token of forms; nothing from before lives on."""
    end()
    with room().store.writing() as connection:
        secret = signing_in.begin(connection, account_id, team, request.user_agent.string, datetime.now(UTC))
    session[KEY] = secret
    session.permanent = True
    g.pop("person", None)


def end() -> None:
    """Sign out, here and in the store."""
    here, who = current(), person()
    if who is not None and here is not None:
        with room().store.writing() as connection:
            signing_in.end(connection, who.id, one=digest(here))
    session.clear()
    g.pop("person", None)


def current() -> str | None:
    """The secret of this session."""
    secret = session.get(KEY)
    return secret if isinstance(secret, str) else None

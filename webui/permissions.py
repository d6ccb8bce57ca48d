"""Who may do what: the one table, asked before every view. What is not in it nobody may do.

docs/accounts.md shows ``WHO``; a test holds both together, and walks every route as everybody.
"""

from enum import StrEnum
from typing import Final

from flask import Flask, redirect, request, url_for
from werkzeug.wrappers import Response

from voronka.accounts import Role
from webui import signed_in
from webui.admin_auth import is_admin
from webui.errors import Refused
from webui.i18n import _


class Act(StrEnum):
    """What somebody does."""

    READ = "read"
    SEEK = "seek work"
    SIGN_IN = "sign in"
    ERASURE = "be erased"
    ACCOUNT = "own account"
    WORK = "work with cards"
    CORRECT = "correct"
    FILTERS = "saved filters"
    CONTACTS = "contacts"
    RESUMES = "resumes"
    POST = "post vacancies"
    TEAM = "team"
    ADMINISTER = "administer"
    MACHINE = "machine"


class Who(StrEnum):
    """Who does it; a person is what they are in the team in which they work now, and the site's admin besides."""

    STRANGER = "stranger"
    ALONE = "no team"
    HR = Role.HR.value
    RECRUITER = Role.RECRUITER.value
    MANAGER = Role.MANAGER.value
    ADMIN = Role.ADMIN.value
    SITE_ADMIN = "site admin"


_EVERYBODY: Final = frozenset(Who)
_SIGNED_IN: Final = frozenset({Who.ALONE, Who.HR, Who.RECRUITER, Who.MANAGER, Who.ADMIN})

WHO: Final[dict[Act, frozenset[Who]]] = {
    Act.READ: _EVERYBODY,
    Act.SEEK: _EVERYBODY,
    Act.SIGN_IN: _EVERYBODY,
    Act.ERASURE: _EVERYBODY,
    Act.ACCOUNT: _SIGNED_IN,
    Act.WORK: frozenset({Who.HR, Who.RECRUITER, Who.MANAGER, Who.ADMIN}),
    Act.CORRECT: frozenset({Who.HR, Who.RECRUITER, Who.MANAGER, Who.ADMIN, Who.SITE_ADMIN}),
    Act.FILTERS: frozenset({Who.HR, Who.RECRUITER, Who.MANAGER, Who.ADMIN}),
    Act.CONTACTS: frozenset({Who.HR}),
    Act.RESUMES: frozenset({Who.HR}),
    Act.POST: frozenset({Who.HR, Who.RECRUITER, Who.MANAGER, Who.ADMIN}),
    Act.TEAM: frozenset({Who.ADMIN}),
    Act.ADMINISTER: frozenset({Who.SITE_ADMIN}),
    Act.MACHINE: _EVERYBODY,  # what is secret there has a token of its own
}

ROUTES: Final[dict[str, Act]] = {
    "static": Act.READ,
    "search.index": Act.READ,
    "search.api": Act.READ,
    "feeds.public": Act.READ,
    "feeds.private": Act.READ,  # by the secret of its address
    "feeds.opensearch": Act.READ,
    "feeds.suggest": Act.READ,
    "listing.show": Act.READ,
    "fitting.of_listing": Act.READ,
    "vacancy.show": Act.READ,  # what is published, never a draft
    "vacancy.sitemap": Act.READ,
    "vacancy.robots": Act.READ,
    "compare.show": Act.READ,
    "sources.show": Act.READ,
    "help.show": Act.READ,
    "health.health": Act.MACHINE,
    "health.ready": Act.MACHINE,
    "health.metrics": Act.MACHINE,
    "seeking.form": Act.SEEK,
    "seeking.send": Act.SEEK,
    "seeking.lost": Act.SEEK,
    "seeking.send_again": Act.SEEK,
    "seeking.mine": Act.SEEK,
    "seeking.publish": Act.SEEK,
    "seeking.change": Act.SEEK,
    "seeking.remove": Act.SEEK,
    "sign_in.form": Act.SIGN_IN,
    "sign_in.sign_in": Act.SIGN_IN,
    "sign_in.sign_out": Act.SIGN_IN,
    "sign_in.forgotten": Act.SIGN_IN,
    "sign_in.send_reset": Act.SIGN_IN,
    "sign_in.link": Act.SIGN_IN,
    "sign_in.use_link": Act.SIGN_IN,
    "demo.sign_in": Act.SIGN_IN,  # a page that is not there but in demo stores
    "admin_auth.form": Act.SIGN_IN,
    "admin_auth.sign_in": Act.SIGN_IN,
    "admin_auth.sign_out": Act.SIGN_IN,
    "erasure.form": Act.ERASURE,
    "erasure.ask": Act.ERASURE,
    "erasure.state": Act.ERASURE,
    "erasure.confirm": Act.ERASURE,
    "erasure.confirmed": Act.ERASURE,
    "account.show": Act.ACCOUNT,
    "account.password": Act.ACCOUNT,
    "account.end_session": Act.ACCOUNT,
    "account.work_in": Act.ACCOUNT,
    "recent.remove": Act.ACCOUNT,
    "work.mark": Act.WORK,
    "work.add_note": Act.WORK,
    "work.remove_note": Act.WORK,
    "work.tag": Act.WORK,
    "work.starred": Act.WORK,
    "my_filters.show": Act.FILTERS,
    "my_filters.new": Act.FILTERS,
    "my_filters.save": Act.FILTERS,
    "my_filters.edit_form": Act.FILTERS,
    "my_filters.edit": Act.FILTERS,
    "my_filters.change_query": Act.FILTERS,
    "my_filters.open_search": Act.FILTERS,
    "my_filters.pause": Act.FILTERS,
    "my_filters.follow": Act.FILTERS,
    "my_filters.delete": Act.FILTERS,
    "telling.feed": Act.FILTERS,
    "telling.link_telegram": Act.FILTERS,
    "telling.unlink_telegram": Act.FILTERS,
    "telling.try_again": Act.FILTERS,
    "telling.unsubscribe_form": Act.READ,  # by the secret of the letter's link
    "telling.unsubscribe": Act.READ,
    "contacts.show": Act.CONTACTS,
    "resumes.show": Act.RESUMES,
    "resumes.read": Act.RESUMES,
    "resumes.store": Act.RESUMES,
    "resumes.remove": Act.RESUMES,
    "posting.show": Act.POST,
    "posting.new": Act.POST,
    "posting.begin": Act.POST,
    "posting.one": Act.POST,
    "posting.edit": Act.POST,
    "posting.save": Act.POST,
    "posting.preview": Act.POST,
    "posting.publish": Act.POST,
    "posting.close": Act.POST,
    "posting.prolong": Act.POST,
    "posting.remove": Act.POST,
    "fitting.of_draft": Act.POST,
    "places.show": Act.POST,
    "places.code": Act.POST,
    "places.unlink": Act.POST,
    "places.send": Act.POST,
    "places.take_away": Act.POST,
    "exchange.show": Act.POST,
    "exchange.export": Act.POST,
    "exchange.template": Act.POST,
    "exchange.take": Act.POST,
    "exchange.fetch": Act.POST,
    "prolong.ask": Act.READ,  # by the secret of the letter's link
    "prolong.prolong": Act.READ,
    "contacts.of_team": Act.TEAM,
    "contacts.of_all": Act.ADMINISTER,
    "team.show": Act.TEAM,
    "team.invite": Act.TEAM,
    "team.take_back": Act.TEAM,
    "team.change_role": Act.TEAM,
    "team.remove": Act.TEAM,
    "sources.switch": Act.ADMINISTER,
    "admin.show": Act.ADMINISTER,
    "corrections.show": Act.ADMINISTER,
    "corrections.undo": Act.CORRECT,  # one's own; the site's admin any
    "corrections.form": Act.CORRECT,
    "corrections.correct": Act.CORRECT,
    "corrections.apart": Act.CORRECT,
    "erasing.show": Act.ADMINISTER,
    "erasing.preview": Act.ADMINISTER,
    "erasing.erase": Act.ADMINISTER,
    "erasing.lift": Act.ADMINISTER,
    "moderation.show": Act.ADMINISTER,
    "moderation.approve": Act.ADMINISTER,
    "moderation.refuse": Act.ADMINISTER,
    "moderation.trust": Act.ADMINISTER,
    "requests.show": Act.ADMINISTER,
    "requests.one": Act.ADMINISTER,
    "requests.proved": Act.ADMINISTER,
    "requests.erase": Act.ADMINISTER,
    "requests.refuse": Act.ADMINISTER,
    "explaining.show": Act.ADMINISTER,
    "explaining.text": Act.ADMINISTER,
    "explaining.listing": Act.ADMINISTER,
}


def init(app: Flask) -> None:
    """Ask the table before every view; templates may ask ``may("contacts")``."""
    app.before_request(_check)
    app.add_template_global(may)


def is_now() -> frozenset[Who]:
    """What the one who asks is now."""
    found = set()
    person, membership = signed_in.person(), signed_in.membership()
    if person is None:
        found.add(Who.STRANGER)
    else:
        found.add(Who.ALONE if membership is None else Who(membership.role.value))
    if is_admin():
        found.add(Who.SITE_ADMIN)
    return frozenset(found)


def may(act: str) -> bool:
    """Whether the one who asks may do this."""
    allowed = WHO[Act(act)]
    return allowed == _EVERYBODY or not allowed.isdisjoint(is_now())


def _check() -> Response | None:
    if request.endpoint is None or request.routing_exception is not None:
        return None
    act = ROUTES.get(request.endpoint)
    if act is not None and may(act):
        return None
    if act is not None and signed_in.person() is None:
        back = request.full_path.rstrip("?") if request.method == "GET" else None
        door = "admin_auth.form" if act is Act.ADMINISTER else "sign_in.form"
        return redirect(url_for(door, next=back), 303)
    raise Refused(
        403,
        _("Для этого нужны другие права"),
        _("Что кому можно, сказано в справке. Роль меняет администратор команды."),
    )

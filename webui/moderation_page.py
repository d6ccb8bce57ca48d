"""The site's admin's queue of vacancies: what teams that are not trusted yet want to publish, and who is trusted."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from flask import Blueprint, Flask, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from voronka.errors import RefusedError
from voronka.mail import Letter
from voronka.store import Store, vacancies
from voronka.store.vacancies import Row
from voronka.vacancies import life
from voronka.vacancies.draft import Draft
from webui.admin_auth import admin_required
from webui.admin_page import Entry, add_entry
from webui.channels import channels
from webui.draft_changes import Changes, changes
from webui.hostile import line
from webui.i18n import _, in_language
from webui.letters import letters
from webui.public_address import public_address
from webui.refusals import reason
from webui.room import room
from webui.russian import counted
from webui.vacancy_beside import Beside, beside

pages = Blueprint("moderation", __name__, url_prefix="/admin/vacancies")
_REASON: Final = 300
_SHOWN: Final = 30
"""So many are read and shown at once, those that came first."""
_RUSSIAN: Final = "ru"
"""Nobody's language is kept with the account; most of the authors write in it."""


@dataclass(frozen=True, slots=True)
class Case:
    """A vacancy that waits; ``changes``: what is otherwise than everybody sees it, None for a new one."""

    row: Row
    title: str
    team: str
    seen: Beside
    changes: Changes | None


def init(app: Flask) -> None:
    """Lead from the admin's entrance to the queue, and say there what waits."""
    store: Store = app.extensions["voronka"].store

    def note() -> str:
        with store.reading() as connection:
            number = len(vacancies.waiting(connection))
        return counted(number, _("вакансия|вакансии|вакансий")) if number else ""

    add_entry(
        app,
        Entry(
            "/admin/vacancies",
            "inbox",
            title=lambda: _("Вакансии на проверке"),
            about=lambda: _("Первые вакансии новых команд: опубликовать, отклонить, доверять команде"),
            note=note,
        ),
    )


@pages.after_request
def _keep_nothing(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response


@pages.get("")
@admin_required
def show() -> str | Response:
    """What waits, what came first first, and the teams that are trusted."""
    return _page(_cases())


def _cases() -> Sequence[Case]:
    with room().store.reading() as connection:
        waiting = vacancies.waiting(connection)
    return [_case(row, team) for row, team in waiting[:_SHOWN]]


def _case(row: Row, team: str) -> Case:
    here, draft = room(), Draft.from_json(row.draft)
    before = life.public(here.store, row.id)
    now, zone = here.now(), here.settings.zone
    changed = None if before is None else changes(before.draft, draft, team, now, zone)
    title = line(draft.posting.title or "") or _("Без названия")
    return Case(row, title, team, beside(draft, team, now, zone), changed)


def _page(cases: Sequence[Case], line_: str = "") -> str:
    with room().store.reading() as connection:
        trusted, others = vacancies.trusted(connection), vacancies.not_trusted(connection)
    return render_template(
        "moderation.html", cases=cases, trusted=trusted, others=others, line=line_, letters_work=letters().work,
        longest=_REASON,
    )  # fmt: skip


def _waiting(number: int) -> Row:
    """A vacancy of the queue, as it was when the admin looked at it."""
    with room().store.reading() as connection:
        row = vacancies.get(connection, number)
    if row is None or row.asked_at is None:
        abort(404)
    return row


@pages.post("/<int:number>/approve")
@admin_required
def approve(number: int) -> Response | tuple[str, int]:
    """Publish it; what was changed since the admin looked at it is not."""
    here, row = room(), _waiting(number)
    url = public_address(url_for("vacancy.show", number=number))
    if row.version != (request.form.get("version", type=int) or 0):
        said = _("Вакансию № %(number)s изменили, пока вы смотрели: посмотрите снова.", number=number)
        return _page(_cases(), said), 409
    try:
        life.approve(here.store, row, None, url)
    except RefusedError as error:
        return _page(_cases(), reason(error)), 422
    if request.form.get("trust"):
        _trust(row.team, on=True)
    here.search.catch_up()
    channels().keep_up()
    _tell(row, lambda: (_("Вакансия «%(title)s» опубликована", title=_title(row)), url))
    flash(_("Вакансия № %(number)s опубликована.", number=number))
    return redirect(url_for("moderation.show"), 303)


@pages.post("/<int:number>/refuse")
@admin_required
def refuse(number: int) -> Response | tuple[str, int]:
    """Take it out of the queue, and say why."""
    row, why = _waiting(number), request.form.get("reason", "")[:_REASON]
    try:
        life.refuse(room().store, row, None, why)
    except RefusedError as error:
        return _page(_cases(), reason(error)), 422
    url = public_address(url_for("posting.one", number=number))
    said = " ".join(why.split())
    _tell(
        row,
        lambda: (
            _("Вакансия «%(title)s» не опубликована", title=_title(row)),
            _("Причина: %(reason)s\n\nПоправить и отправить снова:\n%(url)s", reason=said, url=url),
        ),
    )
    flash(_("Вакансия № %(number)s отклонена.", number=number))
    return redirect(url_for("moderation.show"), 303)


@pages.post("/trust")
@admin_required
def trust() -> Response:
    """Trust a team from now on, or no more."""
    _trust(request.form.get("team", ""), on=bool(request.form.get("on")))
    flash(_("Записано."))
    return redirect(url_for("moderation.show"), 303)


def _trust(team: str, *, on: bool) -> None:
    store = room().store
    with store.writing() as connection:
        if not vacancies.trust(connection, team, store.clock.now() if on else None):
            abort(404)


def _title(row: Row) -> str:
    return " ".join((Draft.from_json(row.draft).posting.title or "").split())[:90]


def _tell(row: Row, said: Callable[[], tuple[str, str]]) -> None:
    if not letters().work:
        return
    with room().store.reading() as connection:
        emails = vacancies.concerned(connection, row)
    with in_language(_RUSSIAN):
        subject, text = said()
    for email in emails:
        letters().send(partial(Letter, email, subject, text))

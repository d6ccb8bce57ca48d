"""The queue of people who ask to be erased, for the admin: what waits until when, the proof, one click, the answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import structlog
from flask import Blueprint, Flask, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from search.tidying import tidy
from voronka.erasing import Eraser
from voronka.erasure_requests import ErasureRequest, State, mailbox_of, names_sender, order_of
from voronka.listing import Listing
from voronka.mail import Letter
from voronka.privacy import public
from voronka.store import Store, erasure_requests
from webui.admin_auth import admin_required
from webui.admin_page import Entry, add_entry
from webui.channels import channels
from webui.erase_page import lines_of
from webui.erasure_page import inbox
from webui.errors import Refused
from webui.i18n import _, in_language
from webui.letters import letters
from webui.room import room
from webui.russian import counted, plain_day

pages = Blueprint("requests", __name__, url_prefix="/admin/requests")
log = structlog.get_logger(__name__)
_CLOSED: Final = 30
_SHOWN: Final = 20
_REASON: Final = 300


@dataclass(frozen=True, slots=True)
class Line:
    """A request of the queue: until when in words, and whether that day is past."""

    asked: ErasureRequest
    due: str
    late: bool


def init(app: Flask) -> None:
    """Lead from the admin's entrance to the queue, and say there what waits."""
    store: Store = app.extensions["voronka"].store

    def note() -> str:
        with store.reading() as connection:
            number = len(erasure_requests.waiting(connection))
        return counted(number, _("запрос|запроса|запросов")) if number else ""

    add_entry(
        app,
        Entry(
            "/admin/requests",
            "mail",
            title=lambda: _("Запросы на удаление"),
            about=lambda: _("Люди просят себя стереть: доказательство, срок, ответ"),
            note=note,
        ),
    )


@pages.after_request
def _keep_nothing(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response


def _lines(found: Sequence[ErasureRequest]) -> list[Line]:
    today = datetime.now(room().settings.zone).date()
    return [Line(one, plain_day(one.due, today), today > one.due and not one.is_closed) for one in found]


@pages.get("")
@admin_required
def show() -> str | Response:
    """What waits, those that came first first, and what was answered lately."""
    here = room()
    here.store.forget_requests()
    with here.store.reading() as connection:
        waiting = erasure_requests.waiting(connection)
        closed = erasure_requests.closed(connection, _CLOSED)
    return render_template(
        "requests.html", waiting=_lines(waiting), closed=closed, inbox=inbox(), letters_work=letters().work
    )


@pages.get("/<int:number>")
@admin_required
def one(number: int) -> str | Response:
    """One request: what would go, and whether the contact of the proof stands in it."""
    found = _waiting(number)
    eraser = Eraser(room().store)
    order = order_of(eraser, found)
    toll = None if order is None else eraser.survey(order)
    listings: list[Listing] = [] if toll is None else room().store.listings(sorted(toll.listings))
    return render_template(
        "request.html",
        line=_lines([found])[0],
        gone=order is None,
        toll=[] if toll is None else lines_of(toll),
        cards=[public(listing) for listing in listings[:_SHOWN]],
        more=max(len(listings) - _SHOWN, 0),
        own=found.sender != found.target and names_sender(found, listings),
        inbox=inbox(),
        answer_to=_answer_to(found) if letters().work else "",
    )


@pages.post("/<int:number>/proved")
@admin_required
def proved(number: int) -> Response:
    """Note that the code came from the person's own account."""
    found = _waiting(number)
    with room().store.writing() as connection:
        erasure_requests.prove(connection, found.id, datetime.now(UTC))
    flash(_("Запрос № %(number)s: доказательство отмечено.", number=found.id))
    return redirect(url_for("requests.one", number=found.id), 303)


@pages.post("/<int:number>/erase")
@admin_required
def erase(number: int) -> Response:
    """Erase what is asked for, answer, and blank the request."""
    here, found = room(), _waiting(number)
    if found.state is not State.PROVED:
        raise Refused(409, _("Сначала нужно доказательство"), _("Отметьте на странице запроса, что код пришёл."))
    eraser = Eraser(here.store)
    order = order_of(eraser, found)
    if order is not None:
        eraser.carry_out(order, f"request {found.id}")
        here.search.catch_up()
        channels().keep_up()
    _close(found, State.DONE, "")
    clean = tidy(here.store, here.search, at_once=True)
    flash(_("Запрос № %(number)s выполнен.", number=found.id))
    if not clean:
        flash(_("Файлы сейчас заняты и очистятся после следующего сбора."))
    return redirect(url_for("requests.show"), 303)


@pages.post("/<int:number>/refuse")
@admin_required
def refuse(number: int) -> Response:
    """Refuse with a reason, which the person is told, and blank the request."""
    found = _waiting(number)
    why = " ".join(request.form.get("reason", "").split())[:_REASON]
    if not why:
        flash(_("Нужна причина: её прочтёт человек."))
        return redirect(url_for("requests.one", number=found.id), 303)
    _close(found, State.REFUSED, why)
    flash(_("Запрос № %(number)s: в удалении отказано.", number=found.id))
    return redirect(url_for("requests.show"), 303)


def _waiting(number: int) -> ErasureRequest:
    with room().store.reading() as connection:
        found = erasure_requests.get(connection, number) if number < 2**31 else None
    return abort(404) if found is None or found.is_closed else found


def _answer_to(asked: ErasureRequest) -> str:
    """The address that the answer goes to: the one that was given, else that of the proof."""
    return asked.answer_to or (mailbox_of(asked.sender) if asked.proved_at is not None else None) or ""


def _close(asked: ErasureRequest, state: State, why: str) -> None:
    """Note the answer and send it."""
    with room().store.writing() as connection:
        if not erasure_requests.close(connection, asked.id, state, why, datetime.now(UTC)):
            abort(404)
    log.info("a request to be erased was closed", number=asked.id, state=state.value)
    to = _answer_to(asked)
    if not to or not letters().work:
        return
    with in_language(asked.language):
        subject = _("Ответ на запрос об удалении данных")
        if state is State.DONE:
            text = _(
                "Ваш запрос выполнен: если такие публикации были, они стёрты из базы, поиска и файлов и не вернутся "
                "при следующем сборе. Ваши данные из самого запроса тоже стёрты."
            )
        else:
            text = _(
                "В удалении отказано: %(reason)s\n\nВаши данные из самого запроса стёрты. Если вы не согласны, "
                "отправьте новый запрос или обратитесь в Роскомнадзор.",
                reason=why,
            )
    letters().send(lambda: Letter(to, subject, text))

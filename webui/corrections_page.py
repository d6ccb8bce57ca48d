"""Correcting what was read, by people who are signed in: a small form a fact, verdicts on appearances, undo.

Each may take back their own; the site's admin sees all of them in a list and may take back any.
"""

from typing import Final, cast

import structlog
from flask import Blueprint, Flask, abort, current_app, flash, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from voronka.correcting import Correcting, Done
from voronka.correction_history import Act, author_of, history
from voronka.corrections import VERDICTS, Field, Spot
from voronka.errors import RefusedError, VoronkaError
from voronka.given import city_names
from voronka.listing import Listing
from voronka.model import Kind, Period, WorkFormat
from voronka.pay_text import CURRENCIES
from voronka.privacy import public
from voronka.roles import ROLES
from webui import correction_forms as forms
from webui import signed_in, words
from webui.admin_auth import admin_required, is_admin
from webui.admin_page import Entry, add_entry
from webui.attempts import Attempts
from webui.errors import Refused
from webui.i18n import _
from webui.refusals import reason
from webui.room import room

pages = Blueprint("corrections", __name__)
log = structlog.get_logger(__name__)

ADMIN: Final = "admin"
"""The author where nobody is signed in: who holds the admin's token."""
_PAGE: Final = 50
_EXTENSION: Final = "voronka_corrections"
_MOST: Final = 60
"""So many corrections in ten minutes: enough to tidy up, too few to spoil the store."""
_UNDO: Final = "undoable"


def init(app: Flask) -> None:
    """Count corrections, lead from the admin's entrance to the list, let templates say values and name forms."""
    app.extensions[_EXTENSION] = Attempts(
        app.extensions["voronka"].store, f"{app.secret_key!s}:corrections", _MOST, 600
    )
    add_entry(
        app,
        Entry(
            "/admin/corrections",
            "circle-check",
            title=lambda: _("Исправления"),
            about=lambda: _("Что люди исправили в прочитанном; отменить"),
        ),
    )
    app.add_template_global(forms.form_of)
    app.add_template_global(undoable)
    app.add_template_filter(field_name)


def undoable() -> list[int]:
    """The numbers of what this person corrected last; told once."""
    found = session.pop(_UNDO, [])
    return [number for number in found if isinstance(number, int)]


def _author() -> str:
    who = signed_in.person()
    return ADMIN if who is None else author_of(who.id)


def _begin() -> Correcting:
    """Who corrects; raises Refused where it is too often."""
    author = _author()
    if not is_admin() and cast(Attempts, current_app.extensions[_EXTENSION]).begin(author):
        raise Refused(429, _("Слишком много исправлений подряд"), _("Продолжите через десять минут."))
    return Correcting(room().store, author)


def field_name(field: Field) -> str:
    """What a correction is about, in words."""
    names = {
        Field.KIND: _("Вид"),
        Field.SAME: _("То же самое объявление"),
        Field.APART: _("Другое объявление"),
    }
    return names.get(field) or words.field(field.value)


@pages.after_request
def _keep_nothing(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response


@pages.get("/admin/corrections")
@admin_required
def show() -> str:
    """All corrections, newest first."""
    before = request.args.get("before", type=int)
    acts = history(room().store, before if before is None or before < 2**31 else None, _PAGE + 1)
    older = acts[_PAGE - 1].number if len(acts) > _PAGE else None
    lines = [(act, *_words(act)) for act in acts[:_PAGE]]
    return render_template("corrections.html", lines=lines, older=older, first=before is None)


def _words(act: Act) -> tuple[str, str]:
    if act.field in VERDICTS:
        return "", ""
    return forms.said(act.field, act.before), forms.said(act.field, act.value)


@pages.post("/corrections/<int:number>/undo")
def undo(number: int) -> Response:
    """Take a correction back: one's own, the admin any. Leads to the list, or (``back``) to the listing."""
    done = None
    try:
        done = _begin().undo(number, own=not is_admin())
    except RefusedError as error:
        flash(reason(error))
    else:
        flash(_("Исправление № %(number)s отменено.", number=number))
        _catch_up(done)
    if is_admin() and "back" not in request.form:
        return redirect(url_for("corrections.show"), 303)
    home = None if done is None else done.listing_id
    return redirect("/" if home is None else url_for("listing.show", number=home), 303)


@pages.get("/listing/<int:number>/correct/<any(kind, roles, salary, place, same):what>")
def form(number: int, what: str) -> str:
    """The form that corrects a fact of a listing."""
    listing = _listing(number)
    return _form(listing, what, forms.of_listing(listing))


@pages.post("/listing/<int:number>/correct/<any(kind, roles, salary, place, same):what>")
def correct(number: int, what: str) -> Response | tuple[str, int]:
    """Correct a fact and lead to the listing where it is now; what is wrong is told in the form, filled as it was."""
    listing = _listing(number)
    filled = forms.typed(request.form)
    try:
        done = _correct(listing, what, filled)
    except RefusedError as error:
        return _form(listing, what, filled, reason(error)), 422
    if done is None:
        flash(_("Ничего не изменилось."))
    else:
        _finish(done)
    return _to(done, listing)


def _correct(listing: Listing, what: str, filled: forms.Typed) -> Done | None:
    person = _begin()
    if what == "kind":
        wanted, was = forms.kind(filled), listing.newest.post_kind
        if {a.post_kind for a in listing.appearances} == {wanted}:
            return None
        if listing.kind is Kind.CANDIDATE and wanted is not Kind.CANDIDATE and not is_admin():
            raise RefusedError("kind.candidate", "only the site's admin may say that a candidate is none")
        done = person.kind(list(dict.fromkeys(a.post_id for a in listing.appearances)), wanted)
        flash(_changed(field_name(Field.KIND), words.kind(was), words.kind(wanted)))
        return done
    if what == "same":
        other = _other(filled)
        done = person.same(_spots(listing), _spots(other))
        flash(_("Объявления № %(a)s и № %(b)s объединены.", a=listing.id, b=other.id))
        return done
    values = forms.values(what, filled, listing) if listing.posting is not None else {}
    if not values:
        return None
    done = person.fields(_spots(listing), values)
    for field, value in values.items():
        before = getattr(listing.posting, field.value)
        flash(_changed(field_name(field), forms.said(field, before), forms.said(field, value)))
    return done


def _changed(name: str, before: str, after: str) -> str:
    return _("%(name)s: было «%(before)s», стало «%(after)s».", name=name, before=before, after=after)


def _other(filled: forms.Typed) -> Listing:
    text = filled.text("other").strip().removeprefix("№").strip()
    if not text.isdecimal():
        raise RefusedError("same.number", "no number", given=text)
    other = room().listing(int(text))
    if other is None:
        raise RefusedError("target.none", "no listing", given=text)
    return other


@pages.post("/listing/<int:number>/apart")
def apart(number: int) -> Response:
    """Say that one appearance of a listing is another listing; leads to that."""
    listing = _listing(number)
    leaving = Spot(request.form.get("post", -1, type=int), request.form.get("position", -1, type=int))
    spots = _spots(listing)
    done = None
    try:
        if leaving not in spots:
            raise RefusedError("gone", "no such appearance")
        done = _begin().apart([leaving], [spot for spot in spots if spot != leaving])
    except RefusedError as error:
        flash(reason(error))
    else:
        flash(_("Публикация отделена от объявления № %(number)s.", number=listing.id))
        _finish(done)
    return _to(done, listing)


def _listing(number: int) -> Listing:
    return room().listing(number) or abort(404)


def _spots(listing: Listing) -> list[Spot]:
    """The postings of a listing, the newest first; none of an article."""
    return [Spot(a.post_id, a.position) for a in listing.appearances if a.posting is not None]


def _finish(done: Done) -> None:
    """Let it be taken back by a click, and the search know at once."""
    session[_UNDO] = list(done.numbers)
    _catch_up(done)


def _catch_up(done: Done) -> None:
    log.info("corrected", numbers=done.numbers, listing=done.listing_id)
    try:
        room().search.catch_up()
    except VoronkaError as error:
        log.error("index not brought up to date", error=str(error))
        flash(_("Поиск узнает об этом при следующем сборе."))


def _to(done: Done | None, listing: Listing) -> Response:
    number = done.listing_id if done is not None and done.listing_id is not None else listing.id
    return redirect(url_for("listing.show", number=number), 303)


def _form(listing: Listing, what: str, filled: forms.Typed, trouble: str = "") -> str:
    titles = {
        "kind": _("Что это"),
        "roles": _("Роль"),
        "salary": _("Доход"),
        "place": _("Место работы"),
        "same": _("То же самое объявление"),
    }
    return render_template(
        "correct.html",
        listing_id=listing.id,
        listing_title=public(listing).title,
        posts=len({a.post_id for a in listing.appearances}),
        what=what,
        title=titles[what],
        filled=filled,
        trouble=trouble,
        kinds=[(code.value, words.kind(code)) for code in Kind],
        roles=[words.role(code) for code in ROLES],
        cities=city_names() if what == "place" else (),
        formats=[(code.value, words.work_format(code)) for code in WorkFormat],
        currencies=CURRENCIES,
        periods=[(code.value, words.period(code)) for code in Period],
    )

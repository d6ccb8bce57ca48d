"""Erasing by the admin: what goes is shown first and confirmed; the list of what is kept out, without what it is."""

import re
from dataclasses import dataclass
from typing import Final

from flask import Blueprint, Flask, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from search.tidying import tidy
from voronka.erasing import Eraser, Order, Toll
from voronka.errors import VoronkaError
from voronka.listing import Listing
from voronka.privacy import public
from voronka.store import suppression
from voronka.store.suppression import Entry as ListEntry
from webui.admin_auth import admin_required
from webui.admin_page import Entry, add_entry
from webui.channels import channels
from webui.errors import Refused
from webui.i18n import _
from webui.room import room
from webui.russian import counted

pages = Blueprint("erasing", __name__, url_prefix="/admin/erase")

_MAX_WORDS: Final = 300
_SHOWN: Final = 50
_LISTED: Final = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """What a form asks to have erased: a listing's number or a contact, as typed."""

    listing: str = ""
    contact: str = ""
    keep_contacts: bool = False
    reason: str = ""


def init(app: Flask) -> None:
    """Lead from the admin's entrance to erasing."""
    add_entry(
        app,
        Entry(
            "/admin/erase",
            "circle-x",
            title=lambda: _("Удаление данных"),
            about=lambda: _("Стереть объявление или всё с чьим-то контактом, чтобы оно не вернулось"),
        ),
    )


@pages.get("")
@admin_required
def show() -> str | Response:
    """The forms and the list."""
    return _page(Asked(listing=request.args.get("listing", "")[:20]))


@pages.post("/preview")
@admin_required
def preview() -> str | Response | tuple[str, int]:
    """What would go, and a form that confirms it."""
    asked = _asked()
    eraser = Eraser(room().store)
    try:
        order = _order(eraser, asked)
    except VoronkaError:
        return _page(asked, _fault(asked)), 400
    toll = eraser.survey(order)
    listings = room().store.listings(sorted(toll.listings)[:_SHOWN])
    return render_template(
        "erase_preview.html",
        asked=asked,
        listing=_listing(asked),
        lines=lines_of(toll),
        cards=[public(listing) for listing in listings],
        more=max(len(toll.listings) - _SHOWN, 0),
    )


@pages.post("")
@admin_required
def erase() -> Response | tuple[str, int] | str:
    """Erase, and clean the files."""
    asked, here = _asked(), room()
    eraser = Eraser(here.store)
    try:
        order = _order(eraser, asked)
    except VoronkaError:
        return _page(asked, _fault(asked)), 400
    toll = eraser.carry_out(order, asked.reason)
    here.search.catch_up()
    channels().keep_up()
    clean = tidy(here.store, here.search, at_once=True)
    done = toll.whole.total() + toll.parts.total() + toll.former
    return redirect(url_for("erasing.show", done=done, later=None if clean else 1), 303)


@pages.post("/lift")
@admin_required
def lift() -> Response:
    """Take an entry off the list."""
    number = request.form.get("number", "")
    if not re.fullmatch("[0-9]{1,9}", number) or not Eraser(room().store).lift([int(number)]):
        raise Refused(404, _("Такой записи уже нет"), _("Вернитесь к списку и обновите страницу."))
    return redirect(url_for("erasing.show", lifted=1), 303)


@pages.after_request
def _keep_nothing(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response


def _asked() -> Asked:
    form = request.form
    return Asked(
        listing=form.get("listing", "").strip()[:20],
        contact=form.get("contact", "").strip()[:_MAX_WORDS],
        keep_contacts="keep_contacts" in form,
        reason=" ".join(form.get("reason", "").split())[:_MAX_WORDS],
    )


def _order(eraser: Eraser, asked: Asked) -> Order:
    """What is asked for; raises VoronkaError where it is nothing."""
    if asked.contact:
        return eraser.contact(asked.contact)
    number = re.sub(r"\D", "", asked.listing)[:18]
    return eraser.listing(int(number or 0), contacts=not asked.keep_contacts)


def _listing(asked: Asked) -> Listing | None:
    number = re.sub(r"\D", "", asked.listing)[:9]
    return None if asked.contact or not number else room().store.listing(int(number))


def _fault(asked: Asked) -> str:
    if asked.contact:
        return _("Это не похоже на контакт. Нужны телефон, @имя, почта или адрес страницы.")
    return _("Объявления с таким номером нет. Номер стоит на странице объявления, после знака №.")


def lines_of(toll: Toll) -> list[str]:
    """What goes, in words: how much of which source."""
    labels = room().source_labels()
    lines = [
        _("%(posts)s целиком: %(source)s", posts=_posts(number), source=labels.get(name, name))
        for name, number in sorted(toll.whole.items())
    ]
    for name, number in sorted(toll.parts.items()):
        digests = counted(number, _("подборки|подборок|подборок"))
        lines.append(_("часть %(digests)s: %(source)s", digests=digests, source=labels.get(name, name)))
    if toll.former:
        lines.append(_("прежняя редакция: %(posts)s", posts=_posts(toll.former)))
    return lines


def _posts(number: int) -> str:
    return counted(number, _("публикация|публикации|публикаций"))


def _page(asked: Asked, line: str = "") -> str:
    with room().store.reading() as connection:
        entries = suppression.entries(connection)
    done = request.args.get("done", type=int)
    return render_template(
        "erase.html",
        asked=asked,
        line=line,
        entries=[(entry, _kind(entry.kind), _why(entry)) for entry in entries[:_LISTED]],
        older=max(len(entries) - _LISTED, 0),
        done=None if done is None else _posts(max(done, 0)),
        later="later" in request.args,
        lifted="lifted" in request.args,
    )


def _kind(kind: str) -> str:
    names = {
        "phone": _("телефон"),
        "telegram": _("имя в Telegram"),
        "email": _("почта"),
        "url": _("адрес страницы"),
        "text": _("текст"),
        "part": _("часть подборки"),
        "source": _("источник"),
    }
    return names.get(kind, kind)


def _why(entry: ListEntry) -> str:
    """The reason in the reader's language: what an entry is about is kept in English."""
    about, _sign, words = entry.reason.partition(": ")
    number = re.fullmatch(r"listing (\d+)", about)
    said = _("объявление №\u00a0%(number)s", number=number[1]) if number else ""
    asked = re.fullmatch(r"request (\d+)", words or about)
    if asked:
        words = _("запрос №\u00a0%(number)s", number=asked[1])
    return ": ".join(part for part in (said, words) if part)

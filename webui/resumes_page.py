"""Resumes of a team's own: files are read and shown, then stored with the ground on which the team may keep them.

Nothing waits on the server between the two steps: the texts go to the browser and come back from it.
"""

import re
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final, cast

from flask import Blueprint, Flask, abort, current_app, flash, redirect, render_template, request
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from search.tidying import tidy
from voronka.accounts import Account, Membership
from voronka.errors import RefusedError
from voronka.model import Posting
from voronka.present import pay_in_words
from voronka.resumes import files, taking
from voronka.resumes.extraction import MOST_TEXT
from voronka.resumes.files import Found, Opened
from voronka.resumes.taking import Ground, Kept
from voronka.store import team_posts
from voronka.store.posts import Saved
from webui import signed_in
from webui.attempts import Attempts
from webui.cards import Card, card, place
from webui.facts import experience
from webui.hostile import line
from webui.i18n import _, language
from webui.refusals import reason
from webui.room import room
from webui.russian import counted
from webui.uploads import MOST

pages = Blueprint("resumes", __name__)
_EXTENSION: Final = "voronka_resumes"
MOST_FILES: Final = 20
MOST_RESUMES: Final = 200
_MOST_SENDINGS: Final = 30
"""So many forms with files in ten minutes."""
_BUDGET: Final = 30.0
"""Seconds after which no further file of a form is begun."""
_NEWEST: Final = 20

Answer = str | tuple[str, int] | tuple[str, int, dict[str, str]]


@dataclass(frozen=True, slots=True)
class Preview:
    """One resume as it was read; empty strings are left out."""

    found: Found
    title: str
    facts: str
    pay: str
    contacts: Sequence[str]


@dataclass(frozen=True, slots=True)
class Done:
    """What became of one resume: its card, or the line that says why there is none."""

    file: str
    card: Card | None
    line: str


def init(app: Flask) -> None:
    """Count sendings; let a listing show on what ground it is kept."""
    key = f"{app.secret_key!s}:resumes"
    app.extensions[_EXTENSION] = Attempts(app.extensions["voronka"].store, key, _MOST_SENDINGS, 600)
    app.add_template_global(resumes_of)
    app.add_template_global(ground_name)


def ground_name(ground: str) -> str:
    """What a ground is called."""
    names: dict[str, str] = {
        Ground.CONSENT: _("Кандидат дал согласие"),
        Ground.APPLIED: _("Кандидат прислал резюме сам"),
        Ground.CONTRACT: _("Получено по договору с сайтом или агентством"),
    }
    return names.get(ground, ground)


def resumes_of(number: int) -> list[Kept]:
    """On what ground the asking team keeps a listing."""
    team = room().team()
    if team is None:
        return []
    with room().store.reading() as connection:
        return [kept for _number, kept in taking.of_listing(connection, team, number)]


@pages.after_request
def _keep_nothing(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response


def _mine() -> tuple[Account, Membership]:
    person, membership = signed_in.person(), signed_in.membership()
    if person is None or membership is None:
        abort(403)
    return person, membership


@pages.get("/resumes")
def show() -> str:
    """The form, and what the team brought in last."""
    return _page()


def _page(lines: Sequence[str] = ()) -> str:
    _person, mine = _mine()
    here = room()
    with here.store.reading() as connection:
        numbers = team_posts.newest(connection, mine.team, taking.SOURCE.name, _NEWEST)
    cards = [card(found, here.now(), here.settings.stale_days) for found in here.store.listings(numbers)]
    return render_template(
        "resumes.html", team=mine.team_name, lines=lines, filled=request.form, grounds=tuple(Ground), cards=cards,
        most_files=MOST_FILES, most_megabytes=files.MOST_BYTES // 1_000_000, all_megabytes=MOST // 1_000_000 - 1,
        days=here.settings.candidate_days,
    )  # fmt: skip


@pages.post("/resumes/read")
def read() -> Answer:
    """What the files say, to be looked at and then stored."""
    person, _membership = _mine()
    given = [one for one in request.files.getlist("files") if one.filename]
    pasted = request.form.get("text", "")
    if not given and not pasted.strip():
        return _page([_("Выберите файлы или вставьте текст резюме.")]), 422
    if len(given) > MOST_FILES:
        most = counted(MOST_FILES, _("файла|файлов|файлов"))
        return _page([_("За один раз — не больше %(files)s.", files=most)]), 422
    try:
        _basis(person)
    except RefusedError as error:
        return _page([reason(error)]), 422
    wait = cast(Attempts, current_app.extensions[_EXTENSION]).begin(f"account {person.id}")
    if wait:
        minutes = counted(-(-wait // 60), _("минуту|минуты|минут"))
        return (
            _page([_("Слишком много файлов подряд. Продолжите через %(time)s.", time=minutes)]),
            429,
            {"Retry-After": str(wait)},
        )
    found, lines = _opened(given)
    if pasted.strip():
        try:
            found = [*files.open_file(_("вставленный текст"), pasted.encode("utf-8", "replace")).found, *found]
        except RefusedError as error:
            lines.append(f"{_('вставленный текст')}: {reason(error)}")
    if len(found) > MOST_RESUMES:
        lines.append(_("Взяты первые %(number)s: за один раз больше не загрузить.", number=MOST_RESUMES))
    if not found:
        return _page(lines), 422
    previews = [_preview(one) for one in found[:MOST_RESUMES]]
    return render_template("resumes_read.html", previews=previews, lines=lines, filled=request.form)


def _opened(given: Sequence[FileStorage]) -> tuple[list[Found], list[str]]:
    """The texts of all files, and a line for each that gives none."""
    ends = time.monotonic() + _BUDGET

    def opened(one: FileStorage) -> Opened | RefusedError:
        if time.monotonic() > ends:
            return RefusedError("resume.late", "not read: the files before took too long; send this one by itself")
        try:
            return files.open_file(one.filename or "", one.stream.read(files.MOST_BYTES + 1))
        except RefusedError as error:
            return error

    with ThreadPoolExecutor(max_workers=2) as two:
        all_ = list(two.map(opened, given))
    found: list[Found] = []
    lines: list[str] = []
    for one, its in zip(given, all_, strict=True):
        name = line(files.plain_name(one.filename or ""))
        if isinstance(its, RefusedError):
            lines.append(f"{name}: {reason(its)}")
            continue
        found += its.found
        lines += [
            _("%(file)s, строка %(row)s: нет ни роли, ни опыта, ни текста", file=name, row=row)
            for row in its.empty_rows
        ]
        lines += [
            _("%(file)s: прочитано только начало, текст слишком длинный", file=name) for one in its.found if one.cut
        ]
    return found, lines


def _basis(person: Account) -> taking.Basis:
    ground, words = request.form.get("ground", ""), request.form.get("basis", "")
    return taking.basis(ground, words, person.id, person.name, room().now())


def _preview(found: Found) -> Preview:
    posting = taking.preview(found)
    if posting is None:
        return Preview(found, _("Прочитать не удалось: сохранится как текст"), "", "", ())
    contacts = posting.contacts
    ways = (*contacts.phone, *(f"@{name}" for name in contacts.telegram), *contacts.email, *contacts.url)
    return Preview(
        found,
        title=line(posting.title or "") or _("Без названия"),
        facts=_facts(posting),
        pay=pay_in_words(posting.salary, language()) if posting.salary is not None else "",
        contacts=[line(way) for way in ways],
    )


def _facts(posting: Posting) -> str:
    years = posting.experience_years
    known = (place(posting), "" if years is None else _("опыт %(years)s", years=experience(years, candidate=True)))
    return " · ".join(part for part in known if part)


@pages.post("/resumes/store")
def store() -> Answer:
    """Store those that are ticked, as they read by now."""
    person, mine = _mine()
    here = room()
    try:
        basis = _basis(person)
    except RefusedError as error:
        return _page([reason(error)]), 422
    wanted = [number for number in request.form.getlist("take") if re.fullmatch("[0-9]{1,4}", number)]
    found = [its for number in wanted[:MOST_RESUMES] if (its := _given(number)) is not None]
    if not found:
        return _page([_("Ничего не отмечено, сохранять нечего.")]), 422
    taken = taking.take_in(here.store, mine.team, found, basis)
    here.search.catch_up()
    numbers = [one.listing for one in taken if one.listing is not None]
    cards = {
        found.id: card(found, here.now(), here.settings.stale_days)
        for found in here.store.listings(dict.fromkeys(numbers))
    }
    done = [Done(_file(one.found), cards.get(one.listing or 0), _what(one)) for one in taken]
    return render_template("resumes_done.html", done=done, stored=len(numbers))


def _given(number: str) -> Found | None:
    form = request.form
    text = files.tidied(form.get(f"text-{number}", ""))[:MOST_TEXT]
    row = form.get(f"row-{number}", "")
    name = files.plain_name(form.get(f"file-{number}", ""))
    if not any(c.isalpha() for c in text):
        return None
    return Found(name, text, int(row) if re.fullmatch("[0-9]{1,4}", row) else None)


def _file(found: Found) -> str:
    name = line(found.file)
    return name if found.row is None else _("%(file)s, строка %(row)s", file=name, row=found.row)


def _what(one: taking.Taken) -> str:
    if one.saved is Saved.KEPT_OUT:
        return _("не сохранено: этого человека стёрли по его просьбе")
    if one.fault:
        return _("сохранено, но прочитать не удалось: найдётся по словам")
    return _("сохранено") if one.saved is Saved.NEW else _("уже было: обновлены дата и основание")


@pages.post("/resumes/<int:number>/remove")
def remove(number: int) -> Response:
    """Erase what the team itself brought in of a listing."""
    _person, mine = _mine()
    here = room()
    listing = here.listing(number) or abort(404)
    if not taking.remove(here.store, mine.team, listing.id):
        abort(404)
    here.search.catch_up()
    tidy(here.store, here.search)
    flash(_("Резюме удалено."))
    return redirect("/resumes", 303)

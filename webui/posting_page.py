"""A team's vacancies: pasted, corrected beside the text they were read from, published, prolonged, closed."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final, cast

from flask import Blueprint, Flask, abort, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from voronka.accounts import Account, Membership
from voronka.errors import RefusedError
from voronka.extract import read
from voronka.given import city_names
from voronka.model import Employment, Kind, Period, Posting, Seniority, WorkFormat
from voronka.pay_text import CURRENCIES
from voronka.present import pay_in_words
from voronka.roles import ROLES
from voronka.store import vacancies
from voronka.store.vacancies import SOURCE, Row, State
from voronka.vacancies import life
from voronka.vacancies.draft import LONGEST, Draft, cleaned
from voronka.vacancies.markup import COUNTRIES
from webui import signed_in, vacancy_forms, words
from webui.admin_auth import is_admin
from webui.attempts import Attempts
from webui.cards import place
from webui.channels import channels
from webui.correction_forms import Typed
from webui.hostile import line
from webui.i18n import _, language
from webui.letters import letters
from webui.posting_words import STATES, act, left
from webui.public_address import public_address
from webui.refusals import reason
from webui.room import room
from webui.russian import counted
from webui.vacancy_beside import Beside, beside
from webui.vacancy_view import vacancy_view

pages = Blueprint("posting", __name__, url_prefix="/vacancies")
_EXTENSION: Final = "voronka_posting"
_MOST_PARTS: Final = 30
_LETTERS: Final = 40

Answer = str | Response | tuple[str, int] | tuple[str, int, dict[str, str]]


@dataclass(frozen=True, slots=True)
class Item:
    """A vacancy in the team's list."""

    row: Row
    title: str
    state: State
    said: str
    pay: str
    place: str
    left: str


def init(app: Flask) -> None:
    """Count what somebody begins."""
    limit = Attempts(app.extensions["voronka"].store, f"{app.secret_key!r}:posting", 60, 3600)
    app.extensions[_EXTENSION] = limit


@pages.after_request
def _keep_nothing(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response


def _who() -> tuple[Account, Membership]:
    person, membership = signed_in.person(), signed_in.membership()
    if person is None or membership is None:
        abort(403)
    return person, membership


def _mine(number: int) -> Row:
    return life.find(room().store, _who()[1].team, number) or abort(404)


@pages.get("")
def show() -> str:
    """The team's vacancies, what was changed last first."""
    here, team = room(), _who()[1]
    with here.store.reading() as connection:
        rows = vacancies.of_team(connection, team.team)
    return render_template("posting_list.html", items=[_item(row) for row in rows], team=team.team_name)


def _item(row: Row) -> Item:
    now, posting = room().now(), Draft.from_json(row.draft).posting
    state = row.state(now)
    pay = pay_in_words(posting.salary, language()) if posting.salary else ""
    return Item(row, _title(posting), state, STATES[state](), pay, place(posting), left(row, now))


def _title(posting: Posting) -> str:
    return line(posting.title or "") or _("Без названия")


@pages.get("/new")
def new() -> str:
    """The box for a text."""
    return render_template("posting_new.html", text="", line="", longest=LONGEST)


@pages.post("/new")
def begin() -> Answer:
    """Read a pasted text into a draft; of several vacancies in it those that are chosen, a draft each."""
    here, (person, team) = room(), _who()
    given = request.form.get("text", "")
    text, now = cleaned(given), here.now()
    wait = cast(Attempts, current_app.extensions[_EXTENSION]).begin(f"posting {person.id}")
    if wait:
        said = _(
            "Слишком много попыток. Попробуйте через %(time)s.", time=counted(-(-wait // 60), _("минуту|минуты|минут"))
        )
        return (
            render_template("posting_new.html", text=text, line=said, longest=LONGEST),
            429,
            {"Retry-After": str(wait)},
        )
    reading = read(text, (), SOURCE, now, {})
    parts = reading.postings if len(reading.postings) > 1 and reading.kind in (Kind.DIGEST, Kind.VACANCY) else ()
    chosen = request.form.getlist("part", type=int)
    if parts and not chosen:
        shown = [_part(number, one) for number, one in enumerate(parts[:_MOST_PARTS])]
        return render_template("posting_choose.html", text=text, parts=shown, count=len(parts))
    try:
        drafts = [_of_part(text, parts[n]) for n in chosen if 0 <= n < len(parts)] or [Draft.of_text(text, now)]
    except RefusedError as error:
        return render_template("posting_new.html", text=text, line=reason(error), longest=LONGEST), 422
    if len(given.strip()) > len(text) >= LONGEST:
        flash(_("Текст длиннее %(most)s знаков: взято его начало.", most=LONGEST))
    if reading.kind is Kind.CANDIDATE:
        flash(_("Похоже на резюме, а не на вакансию: проверьте поля."))
    numbers = [life.begin(here.store, team.team, person.id, one) for one in drafts]
    if len(numbers) == 1:
        return redirect(url_for("posting.edit", number=numbers[0]), 303)
    flash(_("Создано: %(drafts)s.", drafts=counted(len(numbers), _("черновик|черновика|черновиков"))))
    return redirect(url_for("posting.show"), 303)


def _part(number: int, posting: Posting) -> dict[str, Any]:
    pay = pay_in_words(posting.salary, language()) if posting.salary else ""
    return {"number": number, "title": _title(posting), "pay": pay, "place": place(posting)}


def _of_part(text: str, posting: Posting) -> Draft:
    """One of several vacancies: its own words where they say enough, otherwise the whole text."""
    own = text[posting.start : posting.end].strip()
    return Draft(own if sum(c.isalpha() for c in own) >= _LETTERS else text, posting)


@pages.get("/<int:number>")
def one(number: int) -> str:
    """One vacancy for its team: how it stands, what can be done, how it looks, what was done."""
    here, row = room(), _mine(number)
    now, draft = here.now(), Draft.from_json(row.draft)
    public = life.public(here.store, number)
    with here.store.reading() as connection:
        history = vacancies.history(connection, number)
    return render_template(
        "posting_one.html", item=_item(row), row=row,
        changed=public is not None and bool(public.draft.changed(draft)),
        listing=public.listing if public else None,
        ending=row.valid_until is not None and row.valid_until <= now + life.EARLY,
        longer=life.longer(here.store, row) if public else None,
        view=vacancy_view(draft, _who()[1].team_name, now.astimezone(here.settings.zone).date()),
        history=[(done, act(done.act, done.fields)) for done in history],
    )  # fmt: skip


@pages.get("/<int:number>/edit")
def edit(number: int) -> str:
    """The form beside the text."""
    row = _mine(number)
    draft = Draft.from_json(row.draft)
    return _form(row, vacancy_forms.of_draft(draft), _beside(draft))


def _beside(draft: Draft) -> Beside:
    here = room()
    return beside(draft, _who()[1].team_name, here.now(), here.settings.zone)


def _form(row: Row, filled: Typed, seen: Beside, line_: str = "") -> str:
    return render_template(
        "posting_edit.html", row=row, item=_item(row), filled=filled, seen=seen, line=line_,
        roles=[words.role(code) for code in ROLES if code != "other"], cities=city_names()[:300], currencies=CURRENCIES,
        seniorities=[(one.value, words.seniority(one)) for one in Seniority],
        formats=[(one.value, words.work_format(one)) for one in WorkFormat],
        employments=[(one.value, words.employment(one)) for one in Employment],
        periods=[(one.value, words.period(one)) for one in Period], countries=COUNTRIES,
    )  # fmt: skip


@pages.post("/<int:number>/edit")
def save(number: int) -> Answer:
    """Keep what was written; "do" says what else: publish, look, or read the text anew."""
    here, (person, _team), row = room(), _who(), _mine(number)
    filled, what = vacancy_forms.typed(request.form), request.form.get("do", "")
    if what == "reread":
        try:
            draft = Draft.of_text(filled.text("text"), here.now())
        except RefusedError as error:
            return _form(row, filled, _beside(Draft.from_json(row.draft)), reason(error)), 422
        return _form(row, vacancy_forms.of_draft(draft), _beside(draft))
    try:
        draft = vacancy_forms.to_draft(filled)
    except RefusedError as error:
        return _form(row, filled, _beside(Draft.from_json(row.draft)), reason(error)), 422
    if what == "look":
        return _form(row, filled, _beside(draft))
    version = request.form.get("version", type=int) or 0
    try:
        row = life.save(here.store, replace(row, version=version), person.id, draft)
        flash(_publish(row, person) if what == "publish" else _("Сохранено."))
    except RefusedError as error:
        # a second press writes over what another has written, knowingly
        return _form(_mine(number), filled, _beside(draft), reason(error)), 422
    return redirect(url_for("posting.one", number=number), 303)


def _publish(row: Row, person: Account) -> str:
    url = public_address(url_for("vacancy.show", number=row.id))
    state = life.publish(room().store, row, person.id, url, trusted=is_admin())
    room().search.catch_up()
    channels().keep_up()
    if state is State.PUBLISHED and _mine(row.id).asked_at is None:
        return _("Опубликовано: вакансию видят все.")
    if letters().work:
        return _("Отправлено на проверку: сайт проверяет первые вакансии новых команд. О решении придёт письмо.")
    return _("Отправлено на проверку: сайт проверяет первые вакансии новых команд. Решение будет видно здесь.")


@pages.post("/<int:number>/preview")
def preview(number: int) -> Answer:
    """What stands beside the form, of what is in it now; nothing is kept."""
    _mine(number)
    try:
        draft = vacancy_forms.to_draft(vacancy_forms.typed(request.form))
    except RefusedError as error:
        page = render_template("_posting_line.html", line=reason(error))
        return page, 200, {"HX-Retarget": "#seen-line", "HX-Reswap": "outerHTML"}
    return render_template("_posting_seen.html", seen=_beside(draft))


@pages.post("/<int:number>/publish")
def publish(number: int) -> Response:
    """Publish what is saved."""
    row, person = _mine(number), _who()[0]
    return _done(number, lambda: _publish(row, person))


def _done(number: int, what: Callable[[], str]) -> Response:
    try:
        flash(what())
    except RefusedError as error:
        flash(reason(error))
    room().search.catch_up()
    channels().keep_up()
    return redirect(url_for("posting.one", number=number), 303)


@pages.post("/<int:number>/close")
def close(number: int) -> Response:
    """Close what is published."""
    row, person = _mine(number), _who()[0]

    def done() -> str:
        life.close(room().store, row, person.id)
        return _("Вакансия закрыта.")

    return _done(number, done)


@pages.post("/<int:number>/prolong")
def prolong(number: int) -> Response:
    """Let it stand for another term."""
    row, person = _mine(number), _who()[0]

    def done() -> str:
        life.prolong(room().store, row, person.id)
        return _("Вакансия продлена.")

    return _done(number, done)


@pages.post("/<int:number>/remove")
def remove(number: int) -> Response:
    """Forget a draft."""
    row = _mine(number)
    try:
        life.remove(room().store, row)
    except RefusedError as error:
        flash(reason(error))
        return redirect(url_for("posting.one", number=number), 303)
    flash(_("Черновик удалён."))
    return redirect(url_for("posting.show"), 303)

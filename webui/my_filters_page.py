"""Saved filters: kept by one click, listed with what is new, changed, paused, shared, followed, deleted."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from flask import Blueprint, Flask, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from voronka import bot_talk
from voronka.accounts import Account
from voronka.errors import RefusedError
from voronka.query import Query
from voronka.saved_filters import Draft, SavedFilter, Way, checked, query_from_text, query_to_text
from voronka.store import alert_messages, alert_ways, filter_news, saved_filters
from webui import filter_forms, filter_words, permissions, russian, signed_in
from webui.filter_preview import week
from webui.i18n import _
from webui.letters import letters
from webui.refusals import reason
from webui.room import room

pages = Blueprint("my_filters", __name__, url_prefix="/filters")
_SHOWN_PROBLEMS: Final = timedelta(days=14)
_LONGEST_QUERY: Final = 20_000

Answer = str | Response | tuple[str, int]


def init(app: Flask) -> None:
    """Let templates speak of saved filters; the top of each page counts what is new in them."""
    app.add_template_global(new_in_filters)
    app.add_template_global(filter_forms.clock, "clock")
    app.add_template_filter(filter_words.pace, "pace")
    app.add_template_filter(filter_words.way, "way")
    app.add_template_filter(filter_words.problem, "way_problem")
    app.add_template_filter(filter_words.summary, "told_how")
    app.add_template_filter(lambda moment, zone: russian.exact(moment, ZoneInfo(zone)), "exact_in")


@pages.after_request
def _keep_nothing(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response


def new_in_filters() -> int | None:
    """How many listings are new in the filters of whoever asks; None for who has none to have."""
    person, membership = signed_in.person(), signed_in.membership()
    if person is None or membership is None or not permissions.may("saved filters"):
        return None
    with room().store.reading() as connection:
        return filter_news.total(connection, person.id, membership.team)


def mine() -> tuple[Account, str]:
    """Who asks, and the team in which they work."""
    person, membership = signed_in.person(), signed_in.membership()
    if person is None or membership is None:
        abort(403)
    return person, membership.team


def found(number: int) -> SavedFilter:
    """A filter that whoever asks may see; 404 for any other."""
    person, team = mine()
    with room().store.reading() as connection:
        one = saved_filters.get(connection, person.id, team, number) if number < 2**31 else None
    return one or abort(404)


def own(number: int) -> SavedFilter:
    """A filter of whoever asks; 404 for any other."""
    one = found(number)
    return one if one.account_id == mine()[0].id else abort(404)


@pages.get("")
def show() -> str:
    """All of one's own, and those of colleagues; where they tell, and what did not arrive."""
    return listed()


def listed(code: str = "") -> str:
    """The page of all filters; ``code`` links a chat with the bot."""
    person, team = mine()
    here = room()
    with here.store.reading() as connection:
        filters = saved_filters.of_team(connection, person.id, team)
        ways = alert_ways.of(connection, person.id)
        undelivered = alert_messages.undelivered(connection, person.id, datetime.now(UTC) - _SHOWN_PROBLEMS)
    return render_template(
        "my_filters.html",
        own=[one for one in filters if one.account_id == person.id],
        shared=[one for one in filters if one.account_id != person.id],
        me=person,
        ways={way.value: ways[way] for way in Way},
        undelivered=undelivered,
        letters_work=letters().work,
        bot=bot_name(),
        code=code,
    )


def bot_name() -> str | None:
    """The name of the server's bot: "" while it is not known yet, None where there is no bot."""
    here = room()
    return None if here.settings.telegram_bot_token is None else here.store.meta(bot_talk.NAME) or ""


# -- saving ------------------------------------------------------------------------------------------------------------


@pages.get("/new")
def new() -> str:
    """A search that is not saved yet: its name, how it is to tell, what it would have told."""
    query = filter_forms.kept(Query.from_params(request.args.items(multi=True)))
    return filter_page(None, _beginning(query))


@pages.post("")
def save() -> Answer:
    """Save a search: by one click as it is, or as the form says."""
    query = _given_query()
    if "pace" not in request.form:
        draft = _beginning(query)
    else:
        try:
            draft = checked(filter_forms.draft_of(request.form, query))
        except RefusedError as error:
            return filter_page(None, filter_forms.loosely(request.form, query), reason(error)), 422
        if request.form.get("do") == "preview":
            return filter_page(None, draft)
    person, team = mine()
    here = room()
    try:
        with here.store.writing() as connection:
            number = saved_filters.create(connection, person.id, team, draft, here.now())
    except RefusedError as error:
        return filter_page(None, draft, reason(error)), 422
    flash(_("Фильтр сохранён. Ниже — когда и куда сообщать о новом."))
    return redirect(url_for("my_filters.edit_form", number=number), 303)


def _given_query() -> Query:
    return filter_forms.kept(query_from_text(request.form.get("query", "")[:_LONGEST_QUERY], None))


def _beginning(query: Query) -> Draft:
    person, team = mine()
    here = room()
    with here.store.reading() as connection:
        filters = [one for one in saved_filters.of_team(connection, person.id, team) if one.account_id == person.id]
    newest = max(filters, key=lambda one: one.id, default=None)
    name = filter_words.suggested_name(filter_forms.shown(query).query, here.source_labels())
    works = letters().work and not person.demo
    return filter_forms.beginning(newest, query, name, letters_work=works, zone=here.settings.timezone)


# -- one filter --------------------------------------------------------------------------------------------------------


@pages.get("/<int:number>")
def edit_form(number: int) -> str:
    """A filter's own page: its form for who owns it, what it would have told for who sees it."""
    one = found(number)
    return filter_page(one, one.draft)


@pages.post("/<int:number>")
def edit(number: int) -> Answer:
    """Change a filter as its form says, or show what it would tell then."""
    one = own(number)
    try:
        draft = checked(filter_forms.draft_of(request.form, one.query))
    except RefusedError as error:
        return filter_page(one, filter_forms.loosely(request.form, one.query), reason(error)), 422
    if request.form.get("do") == "preview":
        return filter_page(one, draft)
    person, team = mine()
    here = room()
    with here.store.writing() as connection:
        saved_filters.edit(connection, person.id, team, number, draft, here.now())
    flash(_("Изменения записаны."))
    return redirect(url_for("my_filters.edit_form", number=number), 303)


@pages.post("/<int:number>/query")
def change_query(number: int) -> Response:
    """Let a filter ask for what the search asks for now."""
    one = own(number)
    person, team = mine()
    here = room()
    draft = replace(one.draft, query=_given_query())
    try:
        with here.store.writing() as connection:
            saved_filters.edit(connection, person.id, team, number, draft, here.now())
    except RefusedError as error:
        flash(reason(error))
    else:
        flash(_("Условия фильтра заменены. Новым считается то, что появится с этой минуты."))
    return redirect(url_for("my_filters.edit_form", number=number), 303)


@pages.get("/<int:number>/open")
def open_search(number: int) -> Response:
    """The search that a filter is, with what is new marked; from now on it is new no more."""
    one = found(number)
    person, team = mine()
    with room().store.writing() as connection:
        since = filter_news.mark(connection, person.id, number)
        saved_filters.look(connection, person.id, team, number)
    asked = filter_forms.shown(one.query)
    return redirect(asked.opening(number, since), 303)


@pages.post("/<int:number>/pause")
def pause(number: int) -> Response:
    """Pause a filter, or let it go on."""
    one = own(number)
    person, team = mine()
    on = request.form.get("on") == "1"
    with room().store.writing() as connection:
        saved_filters.pause(connection, person.id, team, number, on=on)
    if on:
        flash(_("Фильтр «%(name)s» на паузе: о новом не сообщает.", name=one.name))
    else:
        flash(_("Фильтр «%(name)s» снова работает.", name=one.name))
    return redirect(url_for("my_filters.show"), 303)


@pages.post("/<int:number>/follow")
def follow(number: int) -> Answer:
    """Take a colleague's filter as one of one's own."""
    one = found(number)
    person, team = mine()
    here = room()
    draft = replace(_beginning(one.query), name=one.name)
    try:
        with here.store.writing() as connection:
            copy = saved_filters.create(connection, person.id, team, draft, here.now())
    except RefusedError as error:
        flash(reason(error))
        return redirect(url_for("my_filters.show"), 303)
    flash(_("Теперь это и ваш фильтр. Ниже — когда и куда сообщать о новом."))
    return redirect(url_for("my_filters.edit_form", number=copy), 303)


@pages.post("/<int:number>/delete")
def delete(number: int) -> Response:
    """Delete a filter with all that it found; the page asks before."""
    one = own(number)
    person, team = mine()
    with room().store.writing() as connection:
        saved_filters.delete(connection, person.id, team, number)
    flash(_("Фильтр «%(name)s» удалён.", name=one.name))
    return redirect(url_for("my_filters.show"), 303)


def filter_page(one: SavedFilter | None, draft: Draft, trouble: str = "", feed: str = "") -> str:
    """A filter's page; ``feed`` is the new address of its feed, which is shown this once."""
    person, team = mine()
    here = room()
    now = here.now()
    with here.store.reading() as connection:
        ways = alert_ways.of(connection, person.id)
        undelivered = alert_messages.undelivered(connection, person.id, datetime.now(UTC) - _SHOWN_PROBLEMS)
    return render_template(
        "my_filter.html",
        one=one,
        is_own=one is None or one.account_id == person.id,
        draft=draft,
        query=query_to_text(draft.query),
        chips=filter_words.conditions(filter_forms.shown(draft.query).query, here.source_labels()),
        text=draft.query.text,
        search_url=filter_forms.shown(draft.query).url(),
        me=person,
        ways={way.value: ways[way] for way in Way},
        undelivered=[message for message in undelivered if one is not None and message.filter_id == one.id],
        letters_work=letters().work,
        bot=bot_name(),
        zones=filter_words.zones(draft.zone, now),
        week=None if trouble else week(draft, team, now),
        line=trouble,
        feed_url=feed,
    )

"""The sources: what each holds, on what ground it is read, and how it stands; the admin switches them off and on."""

from datetime import UTC, datetime

from flask import Blueprint, Flask, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from voronka.resumes.taking import SOURCE
from voronka.sources import RunStatus
from voronka.standing import standings
from webui.admin_auth import admin_required, is_admin
from webui.admin_page import Entry, add_entry
from webui.i18n import _
from webui.room import room
from webui.run_chart import RUNS, chart
from webui.russian import counted

pages = Blueprint("sources", __name__)

_OF_A_TEAM = "hh_resumes"
"""A site whose posts are one team's: how much there is of it is told to the site's admin alone."""


def init(app: Flask) -> None:
    """Lead from the admin's entrance to the sources."""
    add_entry(
        app,
        Entry(
            "/sources",
            "globe",
            title=lambda: _("Источники"),
            about=lambda: _("Как прошёл сбор, чего не хватает; выключить и включить"),
            note=_trouble,
        ),
    )


@pages.get("/sources")
def show() -> str:
    """All sources with their last runs."""
    here = room()
    # until when a source waits or is being read is of the real world's time, also where a demo's clock stands still
    # what teams bring in themselves is nobody else's, not even how much it is
    hidden = {SOURCE.name} if is_admin() else {SOURCE.name, _OF_A_TEAM}
    states = [state for state in here.store.sources() if state.source.name not in hidden]
    found = standings(states, here.store.recent_runs(RUNS), datetime.now(UTC))
    return render_template(
        "sources.html",
        standings=found,
        posts=sum(standing.state.posts for standing in found),
        chart=lambda standing: chart(standing.runs, here.settings.zone),
        field_name=_field_name,
        percent=lambda share: f"{share:.0%}".replace("%", "\u202f%"),
    )


@pages.post("/sources/<name>/switch")
@admin_required
def switch(name: str) -> Response:
    """Switch a source off or on; a collection that is reading it ends within half a minute."""
    wanted = request.form.get("to")
    if wanted not in ("on", "off") or not room().store.set_disabled(name, disabled=wanted == "off"):
        abort(404)
    return redirect(url_for("sources.show", _anchor=name), 303)


def _field_name(name: str) -> str:
    names = {
        "posting": _("объявление"),
        "title": _("должность"),
        "role": _("роль"),
        "pay": _("доход"),
        "place": _("место, формат"),
        "company": _("компания"),
        "employment": _("занятость"),
        "contacts": _("контакты"),
        "text": _("текст"),
        "date": _("дата"),
        "history": _("лента сообщений"),
        "message": _("сообщение"),
    }
    return names.get(name, name)


def _trouble() -> str:
    states = room().store.sources()
    failed = sum(s.enabled and s.last_run is not None and s.last_run.status is RunStatus.FAILED for s in states)
    if not failed:
        return ""
    return _("%(sources)s с ошибкой", sources=counted(failed, _("источник|источника|источников")))

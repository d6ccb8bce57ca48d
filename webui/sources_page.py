"""The sources: what each holds, on what ground it is read, and how it stands."""

from flask import Blueprint, Flask, render_template

from voronka.sources import RunStatus
from webui.admin_page import Entry, add_entry
from webui.i18n import _
from webui.room import room
from webui.russian import counted

pages = Blueprint("sources", __name__)


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
    states = room().store.sources()
    return render_template("sources.html", states=states, posts=sum(state.posts for state in states))


def _trouble() -> str:
    states = room().store.sources()
    failed = sum(s.enabled and s.last_run is not None and s.last_run.status is RunStatus.FAILED for s in states)
    if not failed:
        return ""
    return _("%(sources)s с ошибкой", sources=counted(failed, _("источник|источника|источников")))

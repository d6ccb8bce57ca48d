"""Help for people."""

from flask import Blueprint, render_template

from webui.i18n import _
from webui.room import room

pages = Blueprint("help", __name__)


@pages.get("/help")
def show() -> str:
    """How to search, what the marks mean."""
    settings = room().settings
    days = {"stale_days": settings.stale_days, "candidate_days": settings.candidate_days}
    return render_template("help.html", examples=_examples(), **days)


def _examples() -> list[str]:
    """Queries to try, in the language of the page: the search understands both."""
    return [
        _("таргетолог казань или удалённо от 80"),
        _("smm-менеджер без опыта"),
        _("руководитель отдела продаж москва от 200к"),
        _("копирайтер на проект"),
        _("менеджер по продажам b2b офис"),
    ]

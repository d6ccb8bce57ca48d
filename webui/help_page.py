"""Help for people."""

from flask import Blueprint, render_template

from webui.room import room

pages = Blueprint("help", __name__)

EXAMPLES = (
    "таргетолог казань или удалённо от 80",
    "smm-менеджер без опыта",
    "руководитель отдела продаж москва от 200к",
    "копирайтер на проект",
    "менеджер по продажам b2b офис",
)


@pages.get("/help")
def show() -> str:
    """How to search, what the marks mean."""
    return render_template("help.html", examples=EXAMPLES, stale_days=room().settings.stale_days)

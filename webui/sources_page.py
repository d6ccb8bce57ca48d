"""The sources: what each holds, on what ground it is read, and how it stands."""

from flask import Blueprint, render_template

from webui.room import room

pages = Blueprint("sources", __name__)


@pages.get("/sources")
def show() -> str:
    """All sources with their last runs."""
    states = room().store.sources()
    return render_template("sources.html", states=states, posts=sum(state.posts for state in states))

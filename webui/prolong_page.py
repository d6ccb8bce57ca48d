"""The link of a letter by which a vacancy is prolonged, without signing in."""

from flask import Blueprint, render_template
from werkzeug.wrappers import Response

from voronka.errors import RefusedError
from voronka.store import vacancies
from voronka.store.vacancies import Row
from voronka.vacancies import life
from voronka.vacancies.draft import Draft
from webui.hostile import line
from webui.i18n import _
from webui.refusals import reason
from webui.room import room

pages = Blueprint("prolong", __name__, url_prefix="/vacancies/prolong")


@pages.after_request
def _keep_nothing(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _found(secret: str) -> Row | None:
    here = room()
    with here.store.reading() as connection:
        return vacancies.of_link(connection, secret, here.now())


def _page(row: Row | None, *, done: bool = False, line_: str = "") -> str:
    longer = None if row is None or done else life.longer(room().store, row)
    title = "" if row is None else line(Draft.from_json(row.draft).posting.title or "") or _("Без названия")
    return render_template("prolong.html", row=row, longer=longer, title=title, done=done, line=line_)


@pages.get("/<secret>")
def ask(secret: str) -> str | tuple[str, int]:
    """Ask first: programs that check mail open links."""
    row = _found(secret)
    return _page(row) if row is not None else (_page(None), 404)


@pages.post("/<secret>")
def prolong(secret: str) -> str | tuple[str, int]:
    """Prolong it; the address is a secret of this vacancy alone, so no session's token is asked for."""
    here, row = room(), _found(secret)
    if row is None:
        return _page(None), 404
    try:
        life.prolong(here.store, row, None)
    except RefusedError as error:
        return _page(row, line_=reason(error)), 422
    here.search.catch_up()
    with here.store.reading() as connection:
        return _page(vacancies.get(connection, row.id), done=True)

"""A team's vacancies out of the store and in: files, and the team's own site."""

import subprocess
import sys
from collections.abc import Sequence
from typing import Final, cast
from urllib.parse import urlsplit

from flask import Blueprint, Flask, Response, abort, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from voronka.accounts import Account, Membership
from voronka.errors import RefusedError
from voronka.store import vacancies
from voronka.vacancies import exchange, site_feed
from voronka.vacancies.taking import Taken, take_in
from webui import signed_in
from webui.attempts import Attempts
from webui.i18n import _
from webui.refusals import reason
from webui.room import room
from webui.russian import counted

pages = Blueprint("exchange", __name__, url_prefix="/vacancies")
_EXTENSION: Final = "voronka_exchange"
_ALL: Final = 10_000

Answer = str | AnyResponse | tuple[str, int] | tuple[str, int, dict[str, str]]


def init(app: Flask) -> None:
    """Count how often a team's site is asked for."""
    limit = Attempts(app.extensions["voronka"].store, f"{app.secret_key!s}:own site", 3, 3600)
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


@pages.get("/exchange")
def show() -> str:
    """The page."""
    return _page()


def _page(line: str = "", taken: Sequence[Taken] = (), url: str = "", unread: Sequence[str] = ()) -> str:
    here, team = room(), _who()[1].team
    return render_template(
        "exchange.html", line=line, url=url, fetched=site_feed.noted(here.store, team),
        new=[one for one in taken if one.new], known=[one for one in taken if one.number and not one.new],
        wrong=[(one.row, reason(one.refused)) for one in taken if one.refused is not None],
        unread=unread, most_rows=exchange.MOST_ROWS, most_megabytes=exchange.MOST_BYTES // 1_000_000, done=bool(taken),
    )  # fmt: skip


@pages.get("/export.<form>")
def export(form: str) -> Response:
    """All vacancies of the team: a table ("csv") or JSON Lines ("jsonl")."""
    here, team = room(), _who()[1].team
    if form not in ("csv", "jsonl"):
        abort(404)
    with here.store.reading() as connection:
        rows = vacancies.of_team(connection, team, _ALL)
    cells = [exchange.row_of(row, here.now()) for row in rows]
    return _file(exchange.to_csv(cells) if form == "csv" else exchange.to_json_lines(cells), f"vacancies.{form}")


@pages.get("/template.csv")
def template() -> Response:
    """A table with the columns and one invented row."""
    return _file(exchange.to_csv([exchange.EXAMPLE]), "template.csv")


def _file(text: str, name: str) -> Response:
    kind = "text/csv" if name.endswith("csv") else "application/x-ndjson"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text, content_type=f"{kind}; charset=utf-8", headers=headers)


@pages.post("/exchange")
def take() -> Answer:
    """Make drafts of a file's rows."""
    here, (person, team) = room(), _who()
    given = request.files.get("file")
    if given is None or not given.filename:
        return _page(_("Выберите файл.")), 422
    try:
        content = given.stream.read(exchange.MOST_BYTES + 1)
        found = list(exchange.read_file(content, here.now()))
        unread = exchange.unread_columns(content)
    except RefusedError as error:
        return _page(reason(error)), 422
    return _page(taken=take_in(here.store, team.team, person.id, found), unread=unread)


@pages.post("/fetch")
def fetch() -> Answer:
    """Have the team's own site read, by a process of its own."""
    person, team = _who()
    url = request.form.get("url", "").strip()[:300]
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return _page(_("Нужен адрес страницы, https://…"), url=url), 422
    wait = cast(Attempts, current_app.extensions[_EXTENSION]).begin(f"site {team.team}")
    if wait:
        said = _(
            "Сайт читают не чаще трёх раз в час. Попробуйте через %(time)s.",
            time=counted(-(-wait // 60), _("минуту|минуты|минут")),
        )
        return _page(said, url=url), 429, {"Retry-After": str(wait)}
    command = [
        sys.executable,
        "-m",
        "voronka.cli",
        "vacancies",
        "fetch",
        url,
        "--team",
        team.team,
        "--by",
        person.email,
    ]
    start(command)
    flash(_("Читаем сайт: черновики появятся в списке, итог — здесь. Обычно это минута-другая."))
    return redirect(url_for("exchange.show"), 303)


def start(command: Sequence[str]) -> None:
    """Start a process that nobody waits for; what it says goes nowhere but to its log."""
    subprocess.Popen(  # noqa: S603  (our own program; the address is one argument and checked)
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )

"""How saved filters tell: a private feed, the chat with the bot, ways that failed, and letters that are unwanted."""

from datetime import UTC, datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from voronka.saved_filters import Way
from voronka.store import alert_ways, saved_filters
from webui.i18n import _
from webui.my_filters_page import bot_name, filter_page, listed, mine, own
from webui.public_address import public_address
from webui.room import room

pages = Blueprint("telling", __name__, url_prefix="/filters")


@pages.after_request
def _keep_nothing(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response


@pages.post("/<int:number>/feed")
def feed(number: int) -> Response | str:
    """Give a filter's feed a new address, shown this once, or take it away."""
    one = own(number)
    person, team = mine()
    store = room().store
    if request.form.get("on") != "1":
        with store.writing() as connection:
            saved_filters.drop_feed(connection, person.id, team, number)
        flash(_("Лента отключена, прежний адрес больше не отвечает."))
        return redirect(url_for("my_filters.edit_form", number=number), 303)
    with store.writing() as connection:
        secret = saved_filters.new_feed(connection, person.id, team, number)
    return filter_page(own(number), one.draft, feed=public_address(url_for("feeds.private", secret=secret)))


@pages.post("/telegram")
def link_telegram() -> Response | str:
    """Make the code that links a chat with the bot, shown this once."""
    if bot_name() is None:
        flash(_("У этого сервера нет бота: администратор может завести его."))
        return redirect(url_for("my_filters.show"), 303)
    person, _team = mine()
    with room().store.writing() as connection:
        code = alert_ways.telegram_code(connection, person.id, datetime.now(UTC))
    return listed(code)


@pages.post("/telegram/unlink")
def unlink_telegram() -> Response:
    """Forget the chat."""
    person, _team = mine()
    with room().store.writing() as connection:
        alert_ways.unlink_telegram(connection, person.id)
    flash(_("Telegram отключён."))
    return redirect(url_for("my_filters.show"), 303)


@pages.post("/ways/<what>/again")
def try_again(what: str) -> Response:
    """Let a way that was switched off because of a failure be tried again."""
    person, _team = mine()
    if what in set(Way):
        with room().store.writing() as connection:
            alert_ways.try_again(connection, person.id, Way(what))
        flash(_("Хорошо, попробуем снова."))
    return redirect(url_for("my_filters.show"), 303)


@pages.get("/unsubscribe/<secret>")
def unsubscribe_form(secret: str) -> str | tuple[str, int]:
    """Ask before letters of a filter are stopped: programs that check mail open links."""
    with room().store.reading() as connection:
        one = saved_filters.of_unsubscribe(connection, secret)
    known = one is not None
    answer = render_template("unsubscribe.html", one=one, done=known and not (one and one.draft.email), known=known)
    return answer if known else (answer, 404)


@pages.post("/unsubscribe/<secret>")
def unsubscribe(secret: str) -> str | tuple[str, int]:
    """Stop the letters of a filter, without signing in: by the page, or by a mail program in one click (RFC 8058).

    The address is a secret of this filter alone, so no session's token is asked for. Doing it twice is no mistake.
    """
    with room().store.writing() as connection:
        known = saved_filters.unsubscribe(connection, secret)
    with room().store.reading() as connection:
        one = saved_filters.of_unsubscribe(connection, secret)
    answer = render_template("unsubscribe.html", one=one, done=known, known=known)
    return answer if known else (answer, 404)

"""Where else a vacancy is posted: the team's own channel by the bot, and texts for other places."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from voronka import bot_talk
from voronka.store import crossposts
from voronka.store.vacancies import Row, State
from voronka.vacancies import life
from voronka.vacancies.draft import Draft
from voronka.vacancies.elsewhere import PLACES, channel_post
from webui import signed_in
from webui.channels import channels
from webui.hostile import line
from webui.i18n import _
from webui.public_address import public_address
from webui.room import room

pages = Blueprint("places", __name__, url_prefix="/vacancies")

PROBLEMS: Final[dict[str, Callable[[], str]]] = {
    "gone": lambda: _("бот больше не может писать в канал: верните ему права администратора"),
    "missing": lambda: _("сообщение удалили в канале"),
    "unknown": lambda: _("связь прервалась: посмотрите в канале, вышло ли сообщение, и только потом пробуйте снова"),
    "refused": lambda: _("Telegram не принял сообщение"),
    "later": lambda: _("Telegram просит подождать: отправим сами"),
}


RIGHTS: Final[dict[str, Callable[[], str]]] = {
    "post": lambda: _("публиковать"),
    "edit": lambda: _("править"),
    "delete": lambda: _("удалять"),
}


@pages.after_request
def _keep_nothing(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response


def _mine(number: int) -> Row:
    return life.find(room().store, signed_in.team(), number) or abort(404)


@pages.get("/<int:number>/places")
def show(number: int) -> str:
    """The channel, and the texts."""
    return _page(_mine(number))


def _page(row: Row, code: str = "") -> str:
    here, now = room(), room().now()
    draft, public = Draft.from_json(row.draft), life.public(here.store, row.id)
    stands = public is not None and row.state(now) is State.PUBLISHED
    shown = public.draft if public is not None and stands else draft
    member = signed_in.membership()
    employer = member.team_name if member else ""
    url = public_address(url_for("vacancy.show", number=row.id))
    with here.store.reading() as connection:
        channel = crossposts.channel(connection, row.team)
        posted = crossposts.get(connection, row.id)
    return render_template(
        "places.html", row=row, title=line(draft.posting.title or "") or _("Без названия"), stands=stands,
        channel=channel, posted=posted, problem=PROBLEMS[posted.problem]() if posted and posted.problem else "",
        lacks=[RIGHTS[right]() for right in channel.lacks] if channel else [],
        preview=channel_post(shown, employer, url, closed=False)[0], code=code, works=channels().work,
        bot=here.store.meta(bot_talk.NAME) or "",
        places=[(place, place.text(shown, employer, url), place.suits(shown.posting)) for place in PLACES],
    )  # fmt: skip


@pages.post("/<int:number>/places/code")
def code(number: int) -> str:
    """A code that proves a channel, shown this once."""
    row, here = _mine(number), room()
    with here.store.writing() as connection:
        given = crossposts.new_code(connection, row.team, datetime.now(UTC))
    return _page(row, given)


@pages.post("/<int:number>/places/unlink")
def unlink(number: int) -> Response:
    """Forget the team's channel."""
    row = _mine(number)
    with room().store.writing() as connection:
        crossposts.unlink(connection, row.team)
    flash(_("Канал отключён; сообщения в нём остались."))
    return _back(number)


@pages.post("/<int:number>/places/post")
def send(number: int) -> Response:
    """Post it to the team's channel, or try again."""
    row, here = _mine(number), room()
    with here.store.reading() as connection:
        channel = crossposts.channel(connection, row.team)
        posted = crossposts.get(connection, number)
    if channel is None or row.state(here.now()) is not State.PUBLISHED:
        abort(404)
    if posted is not None and posted.message_id is not None and posted.chat_id != channel.chat_id:
        flash(_("Вакансия ещё в прежнем канале: сначала уберите её оттуда."))
        return _back(number)
    with here.store.writing() as connection:
        crossposts.want(connection, number, channel.chat_id)
    channels().keep_up()
    flash(_("Отправляем в канал. Правки и закрытие вакансии отразятся там сами."))
    return _back(number)


@pages.post("/<int:number>/places/take-away")
def take_away(number: int) -> Response:
    """Take it out of the channel."""
    _mine(number)
    with room().store.writing() as connection:
        crossposts.note(connection, number, wanted=False, tries=0, due_at=None)
    channels().keep_up()
    flash(_("Убираем из канала."))
    return _back(number)


def _back(number: int) -> Response:
    return redirect(url_for("places.show", number=number), 303)

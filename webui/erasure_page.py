"""Asking to be erased, without an account: a form, a page that only its sender knows, a link that confirms an e-mail.

What is stored is not looked at here, so no answer tells whether anybody was found.
"""

from datetime import UTC, datetime
from typing import Final, cast

from flask import Blueprint, Flask, abort, current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from voronka.accounts import normal_email
from voronka.erasure_requests import Wanted, mailbox_of, wanted
from voronka.errors import RefusedError
from voronka.mail import Letter
from voronka.store import Store, erasure_requests
from webui.attempts import Attempts
from webui.i18n import _, language
from webui.letters import letters
from webui.refusals import reason
from webui.room import room
from webui.russian import counted, plain_day

pages = Blueprint("erasure", __name__, url_prefix="/erasure")
_EXTENSION: Final = "voronka_erasure"
_HOUR: Final = 3600
_EVERYBODY: Final = "everybody"

Answer = str | Response | tuple[str, int] | tuple[str, int, dict[str, str]]


class Limits:
    """How often requests may come: from one address of the network, to one mailbox, and from all together."""

    def __init__(self, store: Store, key: str) -> None:
        self.network = Attempts(store, f"{key}:erasure", 5, _HOUR)
        self.everybody = Attempts(store, f"{key}:erasure:all", 300, _HOUR)
        self.letters = Attempts(store, f"{key}:erasure:letters", 3, _HOUR)

    def begin(self) -> int:
        """Count a request and give 0, or the seconds to wait."""
        return self.network.begin(request.remote_addr or "") or self.everybody.begin(_EVERYBODY)


def init(app: Flask) -> None:
    """Keep count of requests."""
    app.extensions[_EXTENSION] = Limits(app.extensions["voronka"].store, str(app.secret_key))


def _limits() -> Limits:
    return cast(Limits, current_app.extensions[_EXTENSION])


def inbox() -> str:
    """Where codes are sent; empty where the settings name nothing."""
    settings = room().settings
    return settings.erasure_inbox or settings.contact or ""


@pages.after_request
def _keep_nothing(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@pages.get("")
def form() -> Answer:
    """The form; ``listing`` names a card that led here."""
    number = request.args.get("listing", "")
    return _form({"target": f"№\u00a0{number}" if number.isdecimal() and len(number) < 10 else ""})


@pages.post("")
def ask() -> Answer:
    """Take a request in and lead to its page; the answer is the same whatever is stored."""
    typed = {name: request.form.get(name, "")[:300] for name in ("target", "sender", "answer_to")}
    try:
        asked = wanted(typed["target"], typed["sender"])
        answer_to = normal_email(typed["answer_to"]) if typed["answer_to"].strip() else ""
    except RefusedError as error:
        return _form(typed, reason(error), error.code), 422
    wait = _limits().begin()
    if wait:
        minutes = counted(-(-wait // 60), _("минуту|минуты|минут"))
        line = _("Слишком много запросов. Попробуйте через %(time)s.", time=minutes)
        return _form(typed, line), 429, {"Retry-After": str(wait)}
    by_letter = asked.sender_kind == "email" and letters().work
    with room().store.writing() as connection:
        secret, confirming = erasure_requests.add(
            connection, asked, answer_to, language(), datetime.now(UTC), by_letter=by_letter
        )
    if confirming is not None:
        _send(asked, confirming)
    return redirect(url_for("erasure.state", secret=secret), 303)


def _send(asked: Wanted, confirming: str) -> None:
    to = mailbox_of(asked.sender) or ""
    url = f"{letters().base}{url_for('erasure.confirm', secret=confirming)}"
    subject = _("Подтвердите запрос на удаление данных")
    text = _(
        "Кто-то попросил стереть в «Воронке» публикации с этим адресом. Если это вы, подтвердите:\n%(url)s\n\n"
        "Если не вы, ничего не делайте: без подтверждения запрос забудется.",
        url=url,
    )
    may = _limits().letters

    def written() -> Letter | None:
        try:
            address = normal_email(to)
        except RefusedError:
            return None
        return None if may.begin(address) else Letter(address, subject, text)

    letters().send(written)


@pages.get("/<secret>")
def state(secret: str) -> Answer:
    """How a request stands, for who holds its address."""
    with room().store.reading() as connection:
        found = erasure_requests.of_secret(connection, secret)
    if found is None:
        abort(404)
    today = datetime.now(room().settings.zone).date()
    kind = "" if found.is_closed else wanted(found.target, found.sender).sender_kind
    return render_template(
        "erasure_state.html",
        asked=found,
        kind=kind,
        by_letter=kind == "email" and letters().work,
        inbox=inbox(),
        due=plain_day(found.due, today),
        closed=plain_day(found.closed_at.astimezone(room().settings.zone).date(), today) if found.closed_at else "",
    )


@pages.get("/confirm/<secret>")
def confirm(secret: str) -> Answer:
    """What the letter's link leads to. Looking confirms nothing: programs that check mail look, too."""
    return _confirming(secret)


@pages.post("/confirm/<secret>")
def confirmed(secret: str) -> Answer:
    """Note that the address is the person's own."""
    with room().store.writing() as connection:
        found = erasure_requests.of_letter(connection, secret)
        if found is None or not erasure_requests.prove(connection, found.id, datetime.now(UTC)):
            abort(404)
    return _confirming(secret, done=True)


def _confirming(secret: str, *, done: bool = False) -> str:
    with room().store.reading() as connection:
        found = erasure_requests.of_letter(connection, secret)
    if found is None and not done:
        abort(404)
    return render_template("erasure_confirm.html", done=done, secret=secret)


def _form(typed: dict[str, str], line: str = "", wrong: str = "") -> str:
    return render_template("erasure.html", typed=typed, line=line, wrong=wrong)

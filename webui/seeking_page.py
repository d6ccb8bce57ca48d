"""The public form of a person who looks for work: written here, confirmed, changed and removed by the link of a letter.

Every answer to the form is the same, whatever is known of the address. Looking at a link publishes nothing: programs
that check mail look, too.
"""

from typing import Final, cast

from flask import Blueprint, Flask, abort, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from search.tidying import tidy
from voronka import seeking
from voronka.accounts import normal_email
from voronka.errors import RefusedError
from voronka.mail import Letter
from voronka.model import WorkFormat
from voronka.present import pay_in_words
from voronka.seeking import Found, Offer
from voronka.store import Store
from webui import words
from webui.admin_page import Entry, add_entry
from webui.attempts import Attempts
from webui.cards import place
from webui.facts import experience
from webui.hostile import line
from webui.i18n import _, language
from webui.letters import letters
from webui.refusals import reason
from webui.room import room
from webui.russian import counted

pages = Blueprint("seeking", __name__, url_prefix="/seeking")
_EXTENSION: Final = "voronka_seeking"
_PLACE: Final = "PLACE"
_TRAP: Final = "homepage"
"""A field that people do not see and leave empty."""

Answer = str | Response | tuple[str, int] | tuple[str, int, dict[str, str]]


class Limits:
    """How many forms a network may send, how many letters an address gets, and how often an offer is changed."""

    def __init__(self, store: Store, key: str) -> None:
        self.network = Attempts(store, f"{key}:seeking", 10, 3600)
        self.letters = Attempts(store, f"{key}:seeking letters", 3, 600)
        self.changes = Attempts(store, f"{key}:seeking changes", 20, 600)


def init(app: Flask) -> None:
    """Count; tell the admin whether the form is offered."""
    app.extensions[_EXTENSION] = Limits(app.extensions["voronka"].store, str(app.secret_key))
    app.add_template_global(offered, "seeking_offered")
    add_entry(
        app,
        Entry(
            "/seeking",
            "user",
            title=lambda: _("Форма «Ищу работу»"),
            about=lambda: _("Люди размещают себя сами, с подтверждением по почте"),
            note=_note,
        ),
    )


def _note() -> str:
    if not letters().work:
        return _("выключена: нет почты, нужны VORONKA_SMTP_URL и VORONKA_PUBLIC_URL")
    return "" if offered() else _("выключена на странице «Источники»")


def offered() -> bool:
    """Whether people can post themselves: nobody could without a letter, and the admin may have switched it off."""
    return letters().work and seeking.is_open(room().store)


def _limits() -> Limits:
    return cast(Limits, current_app.extensions[_EXTENSION])


@pages.after_request
def _keep_nothing(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    if "secret" in (request.view_args or {}):
        response.headers["X-Robots-Tag"] = "noindex"
    return response


def consent() -> str:
    """What somebody agrees to: these very words are kept with the offer."""
    days = counted(room().settings.candidate_days, _("день|дня|дней"))
    text = _(
        "Я согласен на то, что это объявление хранится здесь и показывается всем, а мои контакты — сотрудникам "
        "компаний после входа, пока я его не удалю, но не дольше чем %(days)s без обновления.",
        days=days,
    )
    operator = room().settings.contact
    return f"{text} {_('Данные обрабатывает владелец этого сайта: %(who)s.', who=operator)}" if operator else text


@pages.get("")
def form() -> str:
    """The form."""
    return _form(Offer())


def _form(offer: Offer, line_: str = "", email: str = "") -> str:
    return render_template(
        "seeking.html", offered=offered(), letters_work=letters().work, offer=offer,
        formats=_formats(), lengths=seeking.LONGEST, line=line_,
        email=email, consent=consent(), trap=_TRAP, sent=False,
    )  # fmt: skip


def _formats() -> list[tuple[str, str]]:
    return [(one.value, words.work_format(one)) for one in WorkFormat]


def _given() -> Offer:
    return Offer.from_form(request.form, request.form.getlist("format"))


def _too_many(wait: int) -> str:
    return _(
        "Слишком много попыток. Попробуйте через %(time)s.", time=counted(-(-wait // 60), _("минуту|минуты|минут"))
    )


@pages.post("")
def send() -> Answer:
    """Keep what was written until the link of a letter is used."""
    if not offered():
        abort(404)
    given_email = request.form.get("email", "")[:254]
    try:
        offer = _given()
    except RefusedError:
        abort(400)  # no form of ours says that
    wait = _limits().network.begin(request.remote_addr or "")
    if wait:
        return _form(offer, _too_many(wait), given_email), 429, {"Retry-After": str(wait)}
    try:
        offer.checked()
        email = normal_email(given_email)
    except RefusedError as error:
        return _form(offer, reason(error), given_email), 422
    if request.form.get("consent") != "yes":
        return _form(offer, _("Без согласия разместить нельзя: отметьте его."), given_email), 422
    # a program that fills every field, and whoever sends many letters to somebody, are told what everybody is told
    if not request.form.get(_TRAP) and not _limits().letters.begin(email):
        path = url_for("seeking.mine", secret=seeking.draft(room().store, email, offer, consent()))
        subject = _("Подтвердите объявление в «Воронке»")
        text = _(
            "Вы заполнили форму «Ищу работу». Чтобы опубликовать объявление, откройте эту ссылку в течение двух дней:\n"
            "%(url)s\n\nПо ней же объявление можно изменить и удалить: сохраните письмо и никому его не пересылайте."
            "\n\nЕсли это были не вы, ничего не делайте: через два дня черновик сотрётся.",
            url=f"{letters().base}{path}",
        )
        letters().send(lambda: Letter(email, subject, text))
    return render_template("seeking.html", offered=True, sent=True)


@pages.get("/lost")
def lost() -> str:
    """A form for whoever has lost the letter."""
    return render_template("seeking_lost.html", offered=offered(), sent=False, line="")


@pages.post("/lost")
def send_again() -> Answer:
    """Send new links to an address, if there is anything for them."""
    if not offered():
        abort(404)
    try:
        email = normal_email(request.form.get("email", ""))
    except RefusedError as error:
        return render_template("seeking_lost.html", offered=True, sent=False, line=reason(error)), 422
    wait = _limits().network.begin(request.remote_addr or "")
    if wait:
        page = render_template("seeking_lost.html", offered=True, sent=False, line=_too_many(wait))
        return page, 429, {"Retry-After": str(wait)}
    store, may, base = room().store, _limits().letters, letters().base
    subject, path = _("Ваши объявления в «Воронке»"), url_for("seeking.mine", secret=_PLACE)
    text = _("Новые ссылки на ваши объявления; прежние больше не действуют.")

    def written() -> Letter | None:
        if may.begin(email):
            return None
        found = seeking.new_links(store, email)
        lines = [f"{about}\n{base}{path.replace(_PLACE, secret)}" for about, secret in found]
        return Letter(email, subject, "\n\n".join([text, *lines])) if found else None

    letters().send(written)
    return render_template("seeking_lost.html", offered=True, sent=True, line="")


@pages.get("/<secret>")
def mine(secret: str) -> str:
    """One's own offer: how it reads, the form to change it, the buttons to publish and to remove it."""
    found = _found(secret)
    return _mine(secret, found, found.offer)


def _found(secret: str) -> Found:
    return seeking.find(room().store, secret) or abort(404)


def _mine(secret: str, found: Found, offer: Offer, line_: str = "") -> str:
    posting = offer.read()
    years = None if posting is None else posting.experience_years
    contacts = () if posting is None else (
        *posting.contacts.phone, *(f"@{name}" for name in posting.contacts.telegram), *posting.contacts.email,
        *posting.contacts.url,
    )  # fmt: skip
    return render_template(
        "seeking_mine.html", secret=secret, found=found, offer=offer, formats=_formats(), lengths=seeking.LONGEST,
        line=line_, consent=found.row.consent, days=room().settings.candidate_days,
        title=line((posting.title if posting else "") or "") or _("Без названия"),
        pay=pay_in_words(posting.salary, language()) if posting and posting.salary else "",
        place=place(posting) if posting else "",
        years="" if years is None else experience(years, candidate=True),
        contacts=[line(one) for one in contacts],
    )  # fmt: skip


@pages.post("/<secret>/publish")
def publish(secret: str) -> Answer:
    """Let everybody see it."""
    found = _found(secret)
    return _kept(secret, found, found.offer, published=True)


def _kept(secret: str, found: Found, offer: Offer, *, published: bool) -> Answer:
    """Keep an offer as it is written now, as a post or as a draft, and lead back."""
    wait = _limits().changes.begin(f"offer {found.row.id}")
    if wait:
        return _mine(secret, found, offer, _too_many(wait)), 429, {"Retry-After": str(wait)}
    try:
        offer.checked()
        if not published:
            seeking.change(room().store, found, offer)
            flash(_("Черновик сохранён."))
        elif seeking.publish(room().store, found, offer):
            flash(_("Сохранено, объявление видят все.") if found.published else _("Опубликовано."))
        else:
            flash(_("Опубликовано, но прочитать не удалось: поправьте текст."))
    except RefusedError as error:
        return _mine(secret, found, offer, reason(error)), 422
    room().search.catch_up()
    return redirect(url_for("seeking.mine", secret=secret), 303)


@pages.post("/<secret>/change")
def change(secret: str) -> Answer:
    """Write it anew: a published one changes at once."""
    found = _found(secret)
    try:
        offer = _given()
    except RefusedError:
        abort(400)
    return _kept(secret, found, offer, published=found.published)


@pages.post("/<secret>/remove")
def remove(secret: str) -> Answer:
    """Erase it."""
    here = room()
    seeking.remove(here.store, _found(secret))
    here.search.catch_up()
    tidy(here.store, here.search)
    return render_template("seeking_gone.html")

"""A published vacancy's own page, with the JobPosting that search engines read, and the map of all of them."""

from datetime import UTC
from typing import Final
from xml.sax.saxutils import escape

from flask import Blueprint, Response, abort, render_template, url_for
from markupsafe import Markup

from voronka.extract.stated import FIELDS
from voronka.store import vacancies
from voronka.store.vacancies import State
from voronka.vacancies import life
from voronka.vacancies.markup import COUNTRIES, is_remote, public_markup, script
from webui import words
from webui.errors import Refused
from webui.explain_words import value
from webui.hostile import line, safe_url
from webui.i18n import _
from webui.public_address import public_address
from webui.room import room

pages = Blueprint("vacancy", __name__)
_MOST: Final = 50_000
"""Addresses that a site map may have."""
_SAID: Final = 200


@pages.get("/vacancy/<int:number>")
def show(number: int) -> str:
    """A vacancy that stands; one that is over answers 410, a draft is not there."""
    here = room()
    found, now = life.public(here.store, number), here.now()
    if found is None or found.row.published_at is None or found.row.valid_until is None:
        abort(404)
    if found.row.state(now) is not State.PUBLISHED:
        raise Refused(410, _("Вакансия закрыта"), _("Она снята с публикации, или её срок вышел."))
    draft, posting = found.draft, found.draft.posting
    url = public_address(url_for("vacancy.show", number=number))
    today = now.astimezone(here.settings.zone).date()
    shown = [name for name in FIELDS if name not in ("title", "company", "contacts") and getattr(posting, name)]
    rows = [(words.field(name), value(name, getattr(posting, name), today, candidate=False)) for name in shown]
    contacts = posting.contacts
    ways = (
        *((f"https://t.me/{name}", f"@{name}") for name in contacts.telegram),
        *((f"tel:{phone}", phone) for phone in contacts.phone),
        *((f"mailto:{email}", email) for email in contacts.email),
        *((link, link) for link in contacts.url),
    )
    employer = line(posting.company or found.employer)
    markup = public_markup(draft, employer, number, url, found.row.published_at, found.row.valid_until)
    return render_template(
        "vacancy.html", found=found, title=line(posting.title or ""), employer=employer, rows=rows, url=url,
        country=COUNTRIES[draft.country] if is_remote(posting) else "", said=line(draft.text)[:_SAID],
        ways=[(safe_url(href), line(said)) for href, said in ways], markup=Markup(script(markup)),  # noqa: S704  (escaped there)
    )  # fmt: skip


@pages.get("/sitemap.xml")
def sitemap() -> Response:
    """The pages of all vacancies that stand, each with when it was changed last."""
    here = room()
    with here.store.reading() as connection:
        found = vacancies.published(connection, here.now(), _MOST)
    lines = [
        f"<url><loc>{escape(public_address(url_for('vacancy.show', number=number)))}</loc>"
        f"<lastmod>{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S+00:00}</lastmod></url>"
        for number, at in found
    ]
    made = "\n".join(
        [
            '<?xml version="1.0" encoding="utf-8"?>',
            '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
            *lines,
            "</urlset>",
            "",
        ]
    )
    return Response(made, content_type="application/xml; charset=utf-8")

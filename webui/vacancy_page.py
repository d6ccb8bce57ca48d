"""A published vacancy's own page, with the JobPosting that search engines read, and the map of all of them."""

from datetime import UTC
from typing import Final
from xml.sax.saxutils import escape

from flask import Blueprint, Response, abort, render_template, url_for
from markupsafe import Markup

from voronka.store import vacancies
from voronka.store.vacancies import State
from voronka.vacancies import life
from voronka.vacancies.markup import public_markup, script
from webui.errors import Refused
from webui.hostile import line
from webui.i18n import _
from webui.public_address import public_address
from webui.room import room
from webui.vacancy_view import vacancy_view

pages = Blueprint("vacancy", __name__)
_MOST: Final = 50_000
"""Addresses that a site map may have."""
_SAID: Final = 200
_PRIVATE: Final = ("/admin", "/account", "/sign-in", "/vacancies", "/filters", "/resumes", "/seeking/", "/link/")


@pages.get("/vacancy/<int:number>")
def show(number: int) -> str:
    """A vacancy that stands; one that is over answers 410, a draft is not there."""
    here = room()
    found, now = life.public(here.store, number), here.now()
    if found is None or found.row.published_at is None or found.row.valid_until is None:
        abort(404)
    if found.row.state(now) is not State.PUBLISHED:
        raise Refused(410, _("Вакансия закрыта"), _("Она снята с публикации, или её срок вышел."))
    url = public_address(url_for("vacancy.show", number=number))
    view = vacancy_view(found.draft, found.employer, now.astimezone(here.settings.zone).date())
    markup = public_markup(found.draft, view.employer, number, url, found.row.published_at, found.row.valid_until)
    return render_template(
        "vacancy.html", found=found, view=view, url=url, said=line(found.draft.text)[:_SAID],
        markup=Markup(script(markup)),  # noqa: S704  (escaped there)
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


@pages.get("/robots.txt")
def robots() -> Response:
    """What crawlers may read; where the map is, if the page knows its own address."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in _PRIVATE)]
    if room().settings.public_url:
        lines += ["", f"Sitemap: {public_address(url_for('vacancy.sitemap'))}"]
    return Response("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")

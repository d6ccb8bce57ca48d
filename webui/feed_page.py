"""Feeds of any search and of saved filters, and what browsers need to search here (OpenSearch)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final
from xml.sax.saxutils import escape

from flask import Blueprint, Response, abort, jsonify, request, url_for
from flask_babel import force_locale  # type: ignore[import-untyped]  # it ships no types

from voronka.roles import ROLES
from voronka.store import saved_filters
from voronka.store.alert_matches import now_at
from webui import asking, atom, filter_forms, filter_words, words
from webui.asking import for_engine
from webui.atom import Entry
from webui.cards import card
from webui.i18n import _
from webui.public_address import public_address
from webui.room import room

pages = Blueprint("feeds", __name__)
_ENTRIES: Final = 50
_SECONDS: Final = 300
_SUGGESTED: Final = 8
_BEGUN: Final = datetime(2026, 1, 1, tzinfo=UTC)


@pages.get("/feed")
def public() -> Response:
    """The newest that a search finds, whatever its order; the same parameters as the search page has."""
    here = room()
    asked = asking.ask(request.args.items(multi=True))
    query = replace(for_engine(asked.query), order="date", page=1, size=_ENTRIES)
    now, days = here.now(), here.settings.stale_days
    entries = [
        Entry(_address(found.id), card(found, now, days), found.first_posted_at)
        for found in here.search.ask(query).listings
    ]
    name = filter_words.suggested_name(asked.query, here.source_labels())
    page = public_address(replace(asked, saved=None, opened=None).url())
    made, updated = atom.feed(_("Воронка: %(name)s", name=name), public_address(asked.feed_url()), page, entries,
                              begun=_BEGUN)  # fmt: skip
    response = _answer(made, updated)
    response.vary.update(("Accept-Language", "Cookie"))
    response.cache_control.private, response.cache_control.max_age = True, _SECONDS
    response.make_conditional(request)
    return response


@pages.get("/filters/feed/<secret>")
def private(secret: str) -> Response:
    """What a saved filter found, by the secret of its address alone; candidates' contacts are masked."""
    here = room()
    with here.store.reading() as connection:
        one = saved_filters.of_feed(connection, secret)
        matches = [] if one is None else saved_filters.matches(connection, one.id, _ENTRIES)
        at = now_at(connection, [number for number, _moment in matches])
    if one is None:
        abort(404)
    when = {at[number]: moment for number, moment in reversed(matches)}
    with force_locale(one.draft.language):
        entries = _found(when, one.team)
        title = _("Воронка: %(name)s", name=one.name)
        page = public_address(filter_forms.shown(one.query).url())
        made, updated = atom.feed(title, public_address(request.path), page, entries, begun=one.created_at)
    response = _answer(made, updated)
    response.headers["X-Robots-Tag"] = "noindex"
    response.cache_control.private, response.cache_control.max_age = True, _SECONDS
    response.make_conditional(request)
    return response


def _found(when: dict[int, datetime], team: str) -> Sequence[Entry]:
    """The listings that are still there, the newest found first."""
    here = room()
    now, days = here.now(), here.settings.stale_days
    entries = [
        Entry(_address(listing.id), card(listing, now, days), when[listing.id])
        for listing in here.store.listings(when)
        if listing.owner_team in (None, team)
    ]
    return sorted(entries, key=lambda one: one.published, reverse=True)


def _address(number: int) -> str:
    return public_address(url_for("listing.show", number=number))


def _answer(made: bytes, updated: datetime) -> Response:
    response = Response(made, content_type=f"{atom.MIMETYPE}; charset=utf-8")
    response.last_modified = updated
    response.add_etag()
    return response


@pages.get("/opensearch.xml")
def opensearch() -> Response:
    """What tells a browser how to search here."""
    search, suggest = public_address("/?q={searchTerms}"), public_address("/suggest?q={searchTerms}")
    feed, icon = public_address("/feed?q={searchTerms}"), public_address(url_for("static", filename="favicon.svg"))
    name, about = _("Воронка"), _("Вакансии и кандидаты в маркетинге и продажах")
    made = f"""<?xml version="1.0" encoding="utf-8"?>
<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">
  <ShortName>{escape(name)}</ShortName>
  <Description>{escape(about)}</Description>
  <InputEncoding>UTF-8</InputEncoding>
  <Image type="image/svg+xml">{escape(icon)}</Image>
  <Url type="text/html" template="{escape(search)}"/>
  <Url type="{atom.MIMETYPE}" template="{escape(feed)}"/>
  <Url type="application/x-suggestions+json" template="{escape(suggest)}"/>
</OpenSearchDescription>
"""
    response = Response(made, content_type="application/opensearchdescription+xml; charset=utf-8")
    response.vary.update(("Accept-Language", "Cookie"))
    response.cache_control.private, response.cache_control.max_age = True, 24 * 3600
    return response


@pages.get("/suggest")
def suggest() -> Response:
    """Professions that begin as what is typed, in the form that browsers ask for: ``["тарг", ["Таргетолог"]]``."""
    typed = " ".join(request.args.get("q", "").split())[:100]
    wanted = typed.casefold()
    names = [words.role(code) for code in ROLES if code != "other"]
    first = [name for name in names if name.casefold().startswith(wanted)]
    later = [name for name in names if any(word.startswith(wanted) for word in name.casefold().split()[1:])]
    found = list(dict.fromkeys([*first, *later]))[:_SUGGESTED] if wanted else []
    response = jsonify([typed, found])
    response.content_type = "application/x-suggestions+json; charset=utf-8"
    response.cache_control.private, response.cache_control.max_age = True, _SECONDS
    return response

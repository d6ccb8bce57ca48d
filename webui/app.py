"""The application: one blueprint a user's task, put together with what they need."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from flask import Flask

from voronka.settings import Settings
from voronka.store import Store
from webui import (
    account_page,
    admin_auth,
    admin_page,
    assets,
    channels,
    compare_page,
    contacts_page,
    corrections_page,
    demo_page,
    erase_page,
    erasure_page,
    errors,
    exchange_page,
    explain_page,
    feed_page,
    fitting_page,
    forms,
    health_page,
    help_page,
    hosts,
    i18n,
    letters,
    listing_page,
    moderation_page,
    my_filters_page,
    observing,
    permissions,
    places_page,
    posting_page,
    preferences,
    prolong_page,
    recent,
    requests_page,
    resumes_page,
    russian,
    search_page,
    security,
    seeking_page,
    sign_in_page,
    signed_in,
    source_words,
    sources_page,
    team_page,
    telling_page,
    tongues,
    uploads,
    vacancy_page,
    work_page,
)
from webui.hostile import line, tame
from webui.room import Room, room

if TYPE_CHECKING:
    from search.service import Search


PAGES: Final = (
    search_page,
    feed_page,
    listing_page,
    fitting_page,
    vacancy_page,
    posting_page,
    prolong_page,
    places_page,
    exchange_page,
    compare_page,
    sources_page,
    help_page,
    health_page,
    sign_in_page,
    account_page,
    team_page,
    contacts_page,
    work_page,
    recent,
    resumes_page,
    seeking_page,
    my_filters_page,
    telling_page,
    demo_page,
    admin_auth,
    admin_page,
    corrections_page,
    erasure_page,
    erase_page,
    requests_page,
    moderation_page,
    explain_page,
)
"""Whose pages the site has."""


def create_app(store: Store, search: "Search", settings: Settings) -> Flask:
    """The web interface over a store and its search."""
    app = Flask(__name__)
    app.extensions["voronka"] = Room(store, search, settings, signed_in.team)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.config["MAX_CONTENT_LENGTH"] = 64_000
    app.json.ensure_ascii = False  # type: ignore[attr-defined]  # the default provider has it
    observing.init(app)
    i18n.init(app, settings)
    preferences.init(app)
    tongues.init(app)
    assets.init(app)
    errors.init(app)
    security.init(app)
    hosts.init(app, settings)
    uploads.init(app)
    forms.init(app, settings)
    signed_in.init(app)
    letters.init(app, settings)
    channels.init(app, settings)
    sign_in_page.init(app)
    admin_auth.init(app, settings)
    permissions.init(app)
    _teach_templates(app, settings)
    health_page.init(app, settings)
    sources_page.init(app)
    corrections_page.init(app)
    erase_page.init(app)
    erasure_page.init(app)
    requests_page.init(app)
    moderation_page.init(app)
    explain_page.init(app)
    contacts_page.init(app)
    work_page.init(app)
    recent.init(app)
    resumes_page.init(app)
    seeking_page.init(app)
    my_filters_page.init(app)
    posting_page.init(app)
    exchange_page.init(app)
    demo_page.init(app)
    for page in PAGES:
        app.register_blueprint(page.pages)
    return app


def _teach_templates(app: Flask, settings: Settings) -> None:
    zone = settings.zone

    def ago(moment: datetime) -> str:
        return russian.ago(moment, room().now(), zone)

    def demo_day() -> str | None:
        at = room().store.demo_at
        return None if at is None else russian.full_day(at, zone)

    filters: dict[str, Any] = {
        "thousands": russian.thousands,
        "line": line,
        "tame": tame,
        "ago": ago,
        "exact": lambda moment: russian.exact(moment, zone),
        "last_day": lambda end: russian.last_day(end, zone),
        "iso": russian.iso,
        "declared": source_words.declared,
    }
    app.jinja_env.filters.update(filters)
    app.jinja_env.globals.update(counted=russian.counted, plural=russian.plural, demo_day=demo_day)

"""The one door to Flask-Babel: all texts of the page go through ``_``; their ids are the Russian texts."""

from flask import Flask
from flask_babel import Babel, gettext  # type: ignore[import-untyped]  # it ships no types

from voronka.settings import Settings


def init(app: Flask, settings: Settings) -> None:
    """Speak Russian, in the settings' time zone."""
    Babel(app, default_locale="ru", default_timezone=settings.timezone)


def _(text: str, **values: object) -> str:
    """The text in the reader's language; ``%(name)s`` stands for a value."""
    return str(gettext(text, **values))

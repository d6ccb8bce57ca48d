"""The one door to Flask-Babel: all texts of the page go through ``_``; their ids are the Russian texts.

The English catalogue is ``translations/en/LC_MESSAGES/messages.po``. It is compiled in memory when the application is
made, so there is no compiled file that could be older than it (docs/translations.md).
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, cached_property
from pathlib import Path
from typing import Final

from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po
from babel.support import NullTranslations, Translations
from flask import Flask, has_request_context, request
from flask_babel import Babel, Domain, force_locale, get_locale  # type: ignore[import-untyped]  # it ships no types

from voronka.errors import VoronkaError
from voronka.settings import Settings

LANGUAGES: Final = ("ru", "en")
COOKIE: Final = "lang"
CATALOGUE: Final = Path(__file__).parent / "translations" / "en" / "LC_MESSAGES" / "messages.po"
_READ_RUSSIAN: Final = frozenset({"ru", "uk", "be", "kk"})


class _Catalogues(Domain):  # type: ignore[misc]  # it ships no types
    """Russian as it stands in the program, English from its catalogue."""

    def get_translations(self) -> NullTranslations:
        return english() if language() == "en" else NullTranslations()


class _Babel(Babel):  # type: ignore[misc]  # it ships no types
    @cached_property
    def domain_instance(self) -> _Catalogues:
        return _Catalogues()


def init(app: Flask, settings: Settings) -> None:
    """Speak the reader's language, in the settings' time zone. Raises VoronkaError where the catalogue is broken."""
    english()
    _Babel(app, default_locale="ru", default_timezone=settings.timezone, locale_selector=_asked)
    app.add_template_global(language)


@cache
def english() -> Translations:
    """The English catalogue, compiled."""
    compiled = io.BytesIO()
    try:
        with CATALOGUE.open("rb") as file:
            write_mo(compiled, read_po(file, locale="en", abort_invalid=True))
    except (OSError, PoFileError) as error:
        raise VoronkaError(f"{CATALOGUE}: cannot be read ({error}); mend it or install the program anew") from error
    compiled.seek(0)
    return Translations(compiled)


def _asked() -> str:
    """The cookie's language; else Russian, unless the browser wants English and none whose readers know Russian."""
    if not has_request_context():
        return "ru"
    chosen = request.cookies.get(COOKIE, "")
    if chosen in LANGUAGES:
        return chosen
    wanted = {tag.partition("-")[0].lower() for tag, quality in request.accept_languages if quality}
    return "en" if "en" in wanted and _READ_RUSSIAN.isdisjoint(wanted) else "ru"


def language() -> str:
    """The language of the reader, "ru" or "en"; "ru" where nobody asked."""
    locale = get_locale()
    return "ru" if locale is None else str(locale.language)


def _(text: str, **values: object) -> str:
    """The text in the reader's language; ``%(name)s`` stands for a value."""
    # a page asks this a thousand times: what Flask-Babel's own gettext does, without its detours
    said = str(english().gettext(text)) if language() == "en" else text
    return said % values if values else said


@contextmanager
def in_language(code: str) -> Iterator[None]:
    """Speak another language than the reader's for a while: a letter's, to somebody else."""
    with force_locale(code if code in LANGUAGES else LANGUAGES[0]):
        yield


def later(text: str) -> str:
    """The text as it is: marks for the catalogue what is translated when it is shown (``_`` of a variable)."""
    return text

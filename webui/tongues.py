"""Which language words are in, for whoever has the page read aloud: posts stay as they were written.

A text of another language than the page's carries its own ``lang``; in a text of ours only the foreign words do.
"""

import re
from typing import Final

from flask import Flask
from markupsafe import Markup, escape

from webui.i18n import _, language

_CYRILLIC: Final = re.compile(r"[А-Яа-яЁё]")
_LATIN: Final = re.compile(r"[A-Za-z]")
_WORDS: Final = re.compile(r"[А-Яа-яЁё][\w.]*(?:[ \u00a0,–«»\"()/-]+(?:[А-Яа-яЁё]|\d+[ \u00a0]+[А-Яа-яЁё])[\w.]*)*")
_LONG: Final = 40


def init(app: Flask) -> None:
    """Teach templates to mark what is of another language."""
    app.add_template_global(lang_of)
    app.add_template_filter(mixed)
    app.add_template_filter(in_quotes)


def lang_of(text: str) -> Markup:
    """The attribute ``lang`` of an element with words from outside, empty where they are in the page's language.

    A name in Latin letters alone belongs to any language; a long text of them is English.
    """
    cyrillic = len(_CYRILLIC.findall(text))
    latin = len(_LATIN.findall(text))
    if cyrillic and 3 * cyrillic >= latin:
        return Markup("") if language() == "ru" else Markup(' lang="ru"')
    return Markup("") if language() == "en" or latin < _LONG else Markup(' lang="en"')


def mixed(text: str) -> Markup:
    """A text of ours in which words from outside may stand ("Казань or remote"): on an English page they are marked."""
    if language() == "ru":
        return escape(text)
    made, end = Markup(""), 0
    for found in _WORDS.finditer(text):
        made += escape(text[end : found.start()]) + Markup('<span lang="ru">{}</span>').format(found.group())
        end = found.end()
    return made + escape(text[end:])


def in_quotes(words: str) -> str:
    """Words between the quotation marks of the page's language."""
    return _("«%(words)s»", words=words)

"""What a source holds and on what ground it is read, in the reader's language.

The store keeps the Russian words. The English ones stand beside them where the source is declared (channels.yml, its
spider) and are looked up when they are shown.
"""

from functools import cache
from typing import Final

from markupsafe import Markup

from voronka.sources import Source
from webui.i18n import _, language, later
from webui.tongues import mixed

_OF_FILES: Final = frozenset({later("файл, переданный владельцем или участником"), later("импортированный файл")})


def declared(words: str) -> Markup:
    """The ``about`` or ``basis`` of a source; Russian, marked as such, where nobody has written it in English."""
    if language() == "ru":
        return mixed(words)
    return mixed(_(words) if words in _OF_FILES else _english().get(words, words))


@cache
def _english() -> dict[str, str]:
    from crawlers.registry import demo_sources, site_sources  # Scrapy takes a second to load: only where it is needed
    from telegram_sources.bot_source import BOT_SOURCE
    from telegram_sources.channels import load_channels

    return english_words([*load_channels(), *site_sources(demo=True), *demo_sources(), BOT_SOURCE])


def english_words(sources: list[Source]) -> dict[str, str]:
    """From Russian words of declared sources to the English ones beside them."""
    pairs = [(s.about, s.about_en) for s in sources] + [(s.basis, s.basis_en) for s in sources]
    return {russian: english for russian, english in pairs if english}

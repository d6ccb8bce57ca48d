"""Where the words of a text begin, by their first letters: asked once a text for all patterns that begin with words."""

import re
from functools import lru_cache
from typing import Final

from voronka.extract.text import plain_words

KEY: Final = 3
"""Letters by which words are told apart."""

_WORD_START: Final = re.compile(r"\w+")


@lru_cache(maxsize=3)
def word_starts(folded: str) -> dict[str, list[int]]:
    """Offsets of words by their first KEY letters, or what follows a shorter word (some after an underscore)."""
    words = plain_words(folded)
    begins = [word.start for word in words or ()] or [match.start() for match in _WORD_START.finditer(folded)]
    found: dict[str, list[int]] = {}
    for at in begins:
        key = folded[at : at + KEY]
        if key in found:
            found[key].append(at)
        else:
            found[key] = [at]
    return found

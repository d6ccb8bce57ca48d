"""Where the words of a text begin, by their first letters: asked once a text for all patterns that begin with words."""

import re
from functools import lru_cache
from typing import Final

from voronka.extract.text import HIDDEN, tokens_of

KEY: Final = 3
"""Letters by which words are told apart."""

_WORD_START: Final = re.compile(r"\w+")


@lru_cache(maxsize=3)
def word_starts(folded: str) -> dict[str, list[int]]:
    """Offsets of words by their first KEY letters, or what follows a shorter word (some after an underscore)."""
    if HIDDEN.search(folded):
        begins = [match.start() for match in _WORD_START.finditer(folded)]
    else:
        begins = [token.start for token in tokens_of(folded, 0, len(folded))]
    found: dict[str, list[int]] = {}
    for at in begins:
        key = folded[at : at + KEY]
        if key in found:
            found[key].append(at)
        else:
            found[key] = [at]
    return found

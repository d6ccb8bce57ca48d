"""Notices what may be somebody's data in a page that is to become a sample; pure.

It looks for more than there is rather than for less: whoever takes a sample replaces what is real, and says of the
rest that it was looked at (``reviewed``). What can be nobody's by its form (.example, +7 (900) 000, names with _demo)
is none.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_MAX_TEXT: Final = 2_000_000
_ESCAPED: Final = re.compile(r"\\u([0-9a-fA-F]{4})")
_EMAIL: Final = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,4}[A-Za-zа-я]{2,15}")
_PHONE: Final = re.compile(
    r"(?<![\w.+-])(?:\+\d(?:[\s()\u00a0-]{0,2}\d){9,13}|8[\s(\u00a0-]{0,2}\d{3}[\s)\u00a0-]{0,2}\d{3}(?:[\s\u00a0-]?\d\d){2})(?!\w)"
)
_TELEGRAM: Final = re.compile(r"(?:(?<![\w@./+-])@|(?<![\w.])t\.me/(?:s/)?)([A-Za-z]\w{4,31})\b(?!\s*[\":(])")
_PERSON: Final = re.compile(
    r"\b(?:[А-ЯЁ][а-яё]{1,20}\s){1,2}[А-ЯЁ][а-яё]{1,20}(?:[оеи]вич(?:а|у|ем|е)?|[оеё]вн(?:а|ы|е|у|ой)|ичн(?:а|ы|е|у|ой))\b"
)
_PATTERNS: Final = {"mail address": _EMAIL, "phone": _PHONE, "Telegram name": _TELEGRAM, "person": _PERSON}
_NOBODY: Final = re.compile(r"(?i)\.example$|_demo\b|^(?:\+7|8)900000\d{4}$")
_LANGUAGE: Final = frozenset({"media", "import", "context", "graph", "type", "charset", "supports", "keyframes"})


@dataclass(frozen=True, slots=True)
class Notice:
    """What was noticed: of which kind, the words, and the line in which they stand (from 1)."""

    kind: str
    words: str
    line: int

    @property
    def hinted(self) -> str:
        """Enough of the words to find them, for a terminal that others may see."""
        return f"{self.words[:3]}…{self.words[-3:]}" if len(self.words) > 8 else f"{self.words[:2]}…"


def notices(text: str, reviewed: tuple[str, ...] = ()) -> Iterator[Notice]:
    """What may be somebody's data in a page: mails, phones, Telegram names, people's names."""
    text = html.unescape(_ESCAPED.sub(lambda match: chr(int(match[1], 16)), text[:_MAX_TEXT]))
    known = set(reviewed)
    for kind, pattern in _PATTERNS.items():
        for match in pattern.finditer(text):
            words = match[1] if pattern.groups else match[0]
            plain = re.sub(r"[^\d+]", "", words) if kind == "phone" else words
            if words in known or _NOBODY.search(plain) or words.lower() in _LANGUAGE:
                continue
            known.add(words)
            yield Notice(kind, words, text.count("\n", 0, match.start()) + 1)

"""Shows where a lost field used to be, and what stands there now: short excerpts, masked; pure.

What comes out is still hostile text: a page shows it as text only.
"""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Final

from voronka.filled import PROPERTIES
from voronka.model import Kind, Posting, RawPost
from voronka.privacy import BLOT, mask

MAX_EXCERPT: Final = 600
_AROUND: Final = 160
_LONG_STRING: Final = re.compile('"[^"]{90,}"')
_LONG_WORDS: Final = re.compile(r">[^<>]{90,}<")
_TAG: Final = re.compile(r"<[^<>]{0,2000}>")
_ATTRIBUTE: Final = re.compile(r"""(?<![\w-])(?!class=)([\w-]{1,40}=)("[^"<>]*"|'[^'<>]*')""")
# what the mask takes for somebody's name or address, and is of the markup
_MARKUP: Final = re.compile(r"@(?:type|context|id|graph)\b|https?://schema\.org[/\w]*")
_CONTROL: Final = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
_EVIDENCE: Final = {"role": "roles", "pay": "salary", "posting": "title"}


def page_excerpt(markup: str, field: str, former: Mapping[str, object] | None) -> str:
    """The place of a board's page where a property should be.

    ``markup`` is the JobPosting as it stands on the page, or the page's own text; ``former`` the JobPosting that the
    item had, by whose neighbouring properties the place is found.
    """
    short = _shortened(_safe(markup))
    own = PROPERTIES.get(field, ())
    for name in (*own, *_neighbours(former or {}, own)):
        found = re.search(rf"""["']{re.escape(name)}["']""", short)
        if found is not None:
            before = short[: found.start()]
            start = max(before.rfind("\n") + 1 if "\n" in before else before.rfind("<"), found.start() - _AROUND, 0)
            return short[start : start + MAX_EXCERPT].strip()
    return short[:MAX_EXCERPT].strip()


def _neighbours(former: Mapping[str, object], own: Sequence[str]) -> list[str]:
    """The names of properties around the lost one, the nearest first."""
    names = [name for name in former if not name.startswith("@")]
    place = next((names.index(name) for name in own if name in names), 0)
    return sorted((name for name in names if name not in own), key=lambda name: abs(names.index(name) - place))


def former_property(raw: RawPost, field: str) -> str:
    """The property of an item's JobPosting as it was read, in the form of JSON-LD."""
    data = raw.payload.get("jobposting")
    if not isinstance(data, Mapping):
        return ""
    own = {name: data[name] for name in PROPERTIES.get(field, tuple(data)) if name in data}
    return _shortened(_safe(json.dumps(own, ensure_ascii=False, indent=1)))[:MAX_EXCERPT]


def former_words(raw: RawPost, field: str, kind: Kind | None, postings: Sequence[Posting]) -> str:
    """The words of a post around what a field was read from; nothing of a candidate's."""
    if kind not in (Kind.VACANCY, Kind.DIGEST):
        return ""
    names = ("cities", "formats") if field == "place" else (_EVIDENCE.get(field, field),)
    for posting in postings:
        for name in names:
            for evidence in posting.evidence.get(name, ()):
                if evidence.start is not None and evidence.end is not None:
                    start, end = max(0, evidence.start - _AROUND), evidence.end + _AROUND
                    return mask(raw.text, posting.contacts)[start:end][:MAX_EXCERPT].strip()
    return ""


def message_excerpt(markup: str, kind: Kind | None) -> str:
    """A post's markup; its words too where it is known to be nobody's own post: a vacancy or a digest."""
    found = re.search(r"<[^<>]{0,300}js-message_text", markup)
    return markup_excerpt(markup[found.start() if found else 0 :], words=kind in (Kind.VACANCY, Kind.DIGEST))


def markup_excerpt(markup: str, *, words: bool) -> str:
    """The beginning of some markup; without ``words`` only its tags and classes can be read."""
    if words:
        return _shortened(_safe(markup))[:MAX_EXCERPT].strip()
    pieces, end = [], 0
    for tag in _TAG.finditer(markup[: 8 * MAX_EXCERPT]):
        pieces += [_dots(markup[end : tag.start()]), _ATTRIBUTE.sub(r'\1"…"', tag[0])]
        end = tag.end()
    return _safe("".join(pieces))[:MAX_EXCERPT].strip()


def _dots(words: str) -> str:
    return BLOT * min(3, len(words.strip()))


def _shortened(markup: str) -> str:
    """The markup with its long texts cut, so that what is around them comes near."""
    markup = _LONG_STRING.sub(lambda found: found[0][:60] + '…"', markup)
    return _LONG_WORDS.sub(lambda found: found[0][:60] + "…<", markup)


def _safe(text: str) -> str:
    """The text of the same length, masked but for what belongs to the markup, without what could move a terminal."""
    text = _CONTROL.sub(" ", text)
    masked = mask(text)
    for found in _MARKUP.finditer(text):
        masked = masked[: found.start()] + found[0] + masked[found.end() :]
    return masked

"""The original text of a post in pieces: what was read from it is marked, its links are links, nothing is HTML."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from voronka.listing import Appearance
from voronka.model import DISCRIMINATION, SUSPICIOUS, Flag, Kind, Link, Posting
from webui.hostile import safe_url, tame

LIMIT: Final = 20_000
"""Characters of a post that are shown; the rest stands at the source."""

_URL: Final = re.compile(r"https?://[^\s<>\"«»]{1,1500}")
_NAME: Final = re.compile(r"@[A-Za-z]\w{3,31}", re.ASCII)
_MAIL: Final = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}", re.ASCII)
_PHONE: Final = re.compile(r"[+8][\d\s()\u2011–-]{9,24}")
_TRAILING: Final = ".,;:!?…)]}'»”"


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a text: the fields read there, where they lead, and whether they are of this listing's part."""

    text: str
    fields: tuple[str, ...] = ()
    href: str | None = None
    own: bool = True


@dataclass(frozen=True, slots=True)
class Original:
    """A post's text in pieces; ``part`` says that only some of it is about this listing."""

    pieces: Sequence[Piece]
    part: bool = False
    cut: int = 0
    """How many characters are not shown."""


def original(appearance: Appearance) -> Original:
    """The text of one appearance, its evidence marked; of a digest the listing's own part stands out."""
    text = appearance.text
    posting = appearance.posting
    part = None
    start = 0
    if posting is not None and appearance.post_kind is Kind.DIGEST and 0 <= posting.start < posting.end <= len(text):
        part = (posting.start, posting.end)
        # a part far down a very long post is shown with what surrounds it
        start = max(0, posting.start - LIMIT // 2) if posting.end > LIMIT else 0
    end = min(len(text), start + LIMIT)
    spans = list(_spans(appearance, text[:end]))
    pieces = tuple(_pieces(tame(text), start, end, spans, part))
    return Original(pieces, part is not None, len(text) - (end - start))


def links(text: str, given: Iterable[Link] = ()) -> Iterator[tuple[int, int, str]]:
    """The links of a text as (start, end, address): those hidden behind words, and bare addresses."""
    for link in given:
        if link.start is not None and link.end is not None and 0 <= link.start < link.end <= len(text):
            url = safe_url(link.url)
            if url:
                yield link.start, link.end, url
    for found in _URL.finditer(text):
        words = found.group().rstrip(_TRAILING)
        url = safe_url(words)
        if url:
            yield found.start(), found.start() + len(words), url


def _spans(appearance: Appearance, text: str) -> Iterator[tuple[int, int, str, str]]:
    """Everything to be marked: (start, end, field or "", address or "")."""
    for start, end, url in links(text, appearance.links):
        yield start, end, "", url
    if appearance.posting is None:
        return
    marks = [*appearance.posting.evidence.items(), *(("flags", flag.evidence) for flag in _marked(appearance.posting))]
    for name, found in marks:
        for one in found:
            if one.start is not None and one.end is not None and 0 <= one.start < one.end <= len(text):
                href = contact_url(text[one.start : one.end]) if name == "contacts" else None
                yield one.start, one.end, name, href or ""


def _marked(posting: Posting) -> Iterator[Flag]:
    return (flag for flag in posting.flags if flag.code in SUSPICIOUS or flag.code in DISCRIMINATION)


def contact_url(words: str) -> str | None:
    """Where a contact leads as it stands in a text: a Telegram name, an e-mail, a phone; None for anything else."""
    words = words.strip()
    if _NAME.fullmatch(words):
        return f"https://t.me/{words[1:]}"
    if _MAIL.fullmatch(words):
        return f"mailto:{words}"
    digits = re.sub(r"\D", "", words)
    if _PHONE.fullmatch(words) and 10 <= len(digits) <= 15:
        # a Russian number written from eight
        return f"tel:+7{digits[1:]}" if digits[0] == "8" and len(digits) == 11 else f"tel:+{digits}"
    return None


def _pieces(
    text: str, start: int, end: int, spans: Sequence[tuple[int, int, str, str]], part: tuple[int, int] | None
) -> Iterator[Piece]:
    edges: dict[int, list[tuple[bool, int]]] = {}
    for number, (left, right, _field, _url) in enumerate(spans):
        if right > start and left < end:
            edges.setdefault(max(left, start), []).append((True, number))
            edges.setdefault(min(right, end), []).append((False, number))
    cuts = sorted({start, end, *edges, *(p for p in part or () if start < p < end)})
    active: set[int] = set()
    for left, right in zip(cuts, [*cuts[1:], end], strict=True):
        for begins, number in edges.get(left, []):
            if begins:
                active.add(number)
            else:
                active.discard(number)
        if left < right:
            fields = tuple(dict.fromkeys(spans[n][2] for n in sorted(active) if spans[n][2]))
            href = next((spans[n][3] for n in sorted(active) if spans[n][3]), None)
            yield Piece(text[left:right], fields, href, part is None or part[0] <= left < part[1])

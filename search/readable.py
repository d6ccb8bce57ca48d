"""What of a listing may be searched and shown in a snippet: its title, company and the text that speaks of it.

A candidate's is always masked (``voronka.privacy.public``); in the index, so is that of articles and advertisements:
no query finds anybody by phone, @name, e-mail or link. Spellings that hide a contact from the mask but would be read by
the tokenizer (invisible characters inside, styled letters) are masked too.
"""

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import Final

from search.analysis import MAX_CHARACTERS, folded_text
from voronka.listing import Appearance, Listing
from voronka.model import Contacts, Kind
from voronka.privacy import BLOT, mask, public

_OPEN_KINDS: Final = frozenset({Kind.VACANCY, Kind.DIGEST})
_INVISIBLE: Final = frozenset({"Mn", "Me", "Cf"})
_HARMLESS: Final = str.maketrans("ё—–\u00a0", "е-- ")  # what folding changes, but the mask reads just the same
_NO_WORD: Final = re.compile(r"[\W_]+")
_MAX_PASSAGES: Final = 20


@dataclass(frozen=True, slots=True)
class Readable:
    """A listing's words: title and company ("" where there is none), and passages: the card's own text first, then
    lines that only other appearances have."""

    title: str
    company: str
    passages: tuple[str, ...]


def readable(listing: Listing, *, seen: Listing | None = None, for_index: bool = False) -> Readable:
    """The words of a listing.

    ``seen`` is ``public(listing)`` where the caller has it already (it takes milliseconds); ``for_index`` also masks
    contacts of content and promo, which are shown but not found.
    """
    seen = seen or public(listing)
    if listing.kind is Kind.CANDIDATE or (for_index and listing.kind not in _OPEN_KINDS):
        seen = _hidden(listing, seen)
    company = (seen.posting.company or "") if seen.posting is not None else ""
    return Readable(seen.title, company, tuple(_passages(seen)))


def _hidden(listing: Listing, seen: Listing) -> Listing:
    """``seen`` with all its words masked again as the tokenizer reads them."""
    contacts = contacts_of(listing)
    is_masked = listing.kind is Kind.CANDIDATE

    def hidden(text: str | None, masked: str | None) -> str:
        return hide(text or "", (masked or "") if is_masked else mask(text or "", contacts), contacts)

    appearances = tuple(
        replace(masked, text=hidden(a.text, masked.text))
        for a, masked in zip(listing.appearances, seen.appearances, strict=True)
    )
    posting = seen.posting
    if posting is not None and listing.posting is not None:
        posting = replace(
            posting,
            title=hidden(listing.posting.title, posting.title),
            company=hidden(listing.posting.company, posting.company),
        )
    return replace(seen, appearances=appearances, posting=posting)


def contacts_of(listing: Listing) -> Contacts:
    """All contacts of all appearances."""
    postings = [a.posting for a in listing.appearances if a.posting is not None]
    return Contacts(
        telegram=tuple(sorted({v for p in postings for v in p.contacts.telegram})),
        phone=tuple(sorted({v for p in postings for v in p.contacts.phone})),
        email=tuple(sorted({v for p in postings for v in p.contacts.email})),
        url=tuple(sorted({v for p in postings for v in p.contacts.url})),
    )


def hide(text: str, masked: str, contacts: Contacts) -> str:
    """A masked text with those contacts masked besides that ``text`` holds as the tokenizer reads it."""
    folded = folded_text(text)
    places = [at for at, char in enumerate(folded) if unicodedata.category(char) not in _INVISIBLE]
    if len(places) == len(folded) and folded == text.lower().translate(_HARMLESS):
        return masked
    plain = "".join(folded[at] for at in places)
    characters = list(masked)
    for place, before, after in zip(places, plain, mask(plain, contacts), strict=True):
        if after != before:
            characters[place] = BLOT
    return "".join(characters)


def _passages(listing: Listing) -> list[str]:
    first, *others = (_own_part(a)[:MAX_CHARACTERS] for a in listing.appearances)
    passages = [first]
    if not others:
        return passages
    known = {_key(line) for line in first.splitlines()}
    for text in others[: _MAX_PASSAGES - 1]:
        fresh = []
        for line in text.splitlines():
            key = _key(line)
            if key not in known:
                known.add(key)
                fresh.append(line)
        if fresh:
            passages.append("\n".join(fresh))
    return passages


def _own_part(appearance: Appearance) -> str:
    """The part of a post that speaks of this posting; the whole of it where the post has one posting or none."""
    found = appearance.posting
    if found is None or not 0 <= found.start < found.end:
        return appearance.text
    return appearance.text[found.start : found.end]


def _key(line: str) -> str:
    return _NO_WORD.sub("", line.lower()).replace("ё", "е")

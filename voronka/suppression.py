"""What keeps erased people, texts and sources out: marks of a post, their keyed hashes, and the judgement on a post.

The store keeps only the hashes, made with a secret of the data folder: who has the database alone can neither read nor
guess what is on the list.
"""

import hashlib
import hmac
from collections.abc import Callable, Iterable, Sequence, Set
from contextlib import suppress
from dataclasses import replace
from typing import Final

from voronka.contact_marks import Mark, contacts_in, read_contact, strings_of
from voronka.errors import VoronkaError
from voronka.fingerprint import fingerprint
from voronka.model import Contacts, Kind, Link, Posting, RawPost

MIN_WORDS: Final = 8
"""Words that a text must have for its fingerprint to be suppressed: "Ищу работу, таргетолог" is many people's."""

CONTACTS: Final = frozenset({"telegram", "phone", "email", "url"})
"""The kinds of marks that are contacts."""

Listed = Callable[[Set[Mark]], Set[Mark]]
"""Tells which of some marks are on the suppression list."""


class Hasher:
    """Makes the keyed hashes of one data folder."""

    def __init__(self, key: str) -> None:
        self._key: Final = key.encode()
        self.check: Final = self.digest(Mark("key", "check"))
        """Tells one key from another, and nothing about it."""

    def digest(self, mark: Mark) -> str:
        """64 hexadecimal digits."""
        return hmac.digest(self._key, f"{mark.kind}\0{mark.value}".encode("utf-8", "replace"), hashlib.sha256).hex()


def source_mark(source: str) -> Mark:
    """The mark of all posts of a source."""
    return Mark("source", source)


def name_mark(source: str, external_id: str) -> Mark:
    """The mark of a post's own name in its source."""
    return Mark("post", f"{source}/{external_id}")


def text_mark(text: str) -> Mark | None:
    """The mark of a text, the same for its reposts in other dressing; None where too few words are left."""
    words = fingerprint(text).sequence
    return Mark("text", " ".join(words)) if len(words) >= MIN_WORDS else None


def part_mark(source: str, external_id: str, words: str) -> Mark:
    """The mark of a part of one post: of a digest's line, which may be too short for ``text_mark``."""
    return Mark("part", "\0".join((source, external_id, *fingerprint(words).sequence)))


def contact_marks(contacts: Contacts) -> set[Mark]:
    """The marks of a posting's contacts; an address that is none (a mere fragment) is left out."""
    found = {Mark("telegram", name.lower()) for name in contacts.telegram}
    found |= {Mark("phone", number) for number in contacts.phone}
    found |= {Mark("email", box.lower()) for box in contacts.email}
    for address in contacts.url:
        with suppress(VoronkaError):
            found.add(read_contact(address))
    return found


def post_marks(raw: RawPost, wanted: Set[Mark] | None = None) -> set[Mark]:
    """All marks of a post: of its source, its text, and every contact or address anywhere in it.

    ``wanted`` are those that are looked for; others need not be found.
    """
    texts = [raw.text, raw.url or "", *(word for link in raw.links for word in (link.url, link.text))]
    by_text = wanted is None or any(mark.kind == "text" for mark in wanted)
    text = text_mark(raw.text) if by_text else None
    return {
        source_mark(raw.source),
        *contacts_in([*texts, *strings_of(raw.payload)], wanted and {m for m in wanted if m.kind in CONTACTS}),
        *([text] if text is not None else []),
    }


def part_marks(raw: RawPost, posting: Posting) -> set[Mark]:
    """The marks of that part of a post which speaks of one posting."""
    words = raw.text[posting.start : posting.end]
    text = text_mark(words)
    links = [word for link in raw.links if _within(link, posting) for word in (link.url, link.text)]
    own = part_mark(raw.source, raw.external_id, words)
    return {own, *contacts_in([words, *links]), *contact_marks(posting.contacts), *([text] if text is not None else [])}


def admit(raw: RawPost, kind: Kind | None, postings: Sequence[Posting], listed: Listed) -> RawPost | None:
    """The post as it may be stored: as it is; a digest without those parts that are on the list; None for not at all.

    Of a digest only parts are taken out, and only where nothing on the list is left in what remains.
    """
    whole = post_marks(raw)
    parts = [part_marks(raw, posting) for posting in postings] if kind is Kind.DIGEST else []
    found = listed(whole.union(*parts))
    if not found:
        return raw
    gone = [posting for posting, marks in zip(postings, parts, strict=False) if marks & found]
    rest = without(raw, gone) if len(gone) < len(postings) else None
    if rest is None:
        return None
    # a button stands in no part of the text
    rest = replace(rest, links=tuple(link for link in rest.links if not contacts_in([link.url, link.text]) & found))
    return None if post_marks(rest) & found else rest


def without(raw: RawPost, postings: Iterable[Posting]) -> RawPost | None:
    """A post without these parts of its text and their links; None where no word is left, or there are no parts."""
    parts = sorted((p.start, p.end) for p in postings)
    if not parts:
        return None
    kept: list[str] = []
    done = 0
    for start, end in parts:
        kept.append(raw.text[done:start])
        done = max(done, end)
    kept.append(raw.text[done:])
    text = "".join(kept)
    links = [moved for link in raw.links if (moved := _moved(link, parts)) is not None]
    return replace(raw, text=text, links=tuple(links)) if any(c.isalpha() for c in text) else None


def _moved(link: Link, parts: Sequence[tuple[int, int]]) -> Link | None:
    if link.start is None or link.end is None:
        return link
    start, end = link.start, link.end
    if any(start < right and left < end for left, right in parts):
        return None
    shift = done = 0
    for left, right in parts:
        if right <= start:
            shift += right - max(left, done)
            done = right
    return replace(link, start=start - shift, end=end - shift)


def _within(link: Link, posting: Posting) -> bool:
    return link.start is not None and posting.start <= link.start < posting.end

"""People's data: what nobody who is not signed in may see or search of a candidate's post.

A candidate's contacts stand in many places: the text (as @name, phone, e-mail, address of a profile, "тг: имя"), links
hidden behind words, the address of the post itself, a forward's origin. ``mask`` blanks them in a text, keeping its
length, so that offsets of evidence stay true.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from phonenumbers import PhoneNumberMatcher

from voronka.listing import Appearance, Listing
from voronka.model import Contacts, Evidence, Kind, Link, Posting

BLOT = "•"
"""What stands for each hidden character."""

_NETWORKS = (
    r"тг|тлг|телега|телеграмм?|tg|telegram|ватсап|вотсап|вацап|whats?app|вайбер|viber|вк|vk|инст(?:а|аграм)?|"
    r"inst(?:agram)?|скайп|skype|почта|e-?mail|ник|лс|лк"
)
_ENDINGS = "ru|com|me|net|org|pro|io|рф|site|online|art|design|studio|agency|cc|su|by|kz|ua|example"
_SHAPES: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # addresses with a scheme
        r"""(?<!\w)(?:https?|tg|mailto|tel|viber|whatsapp|skype):[^\s<>"']+""",
        # e-mail, also "ivan (at) mail.ru" and "ivan собака mail точка ru"
        r"(?<![\w.+-])[\w.+-]{1,64}\s?(?:@|\(at\)|\[at\]|\bсобака\b)\s?[\w-]{1,63}"
        r"(?:\s?(?:\.|\(dot\)|\bточка\b)\s?[\w-]{2,24}){1,4}",
        # @name
        r"@\s?[A-Za-z][\w.]{2,64}",
        # t.me/name, behance.net/name, and bare hosts
        r"""(?<![\w.@-])(?:[\w-]{1,63}\.){1,4}[A-Za-zрф]{2,12}/[^\s<>"']*""",
        rf"(?<![\w.@-])(?:[\w-]{{1,63}}\.){{1,4}}(?:{_ENDINGS})\b",
        # "тг: имя", "телеграм имя_фамилия"
        rf"\b(?:{_NETWORKS})\b[ \t]{{0,3}}(?:[:=—–-]|\bмой\b)[ \t]{{0,3}}[A-Za-z0-9_][\w.@-]{{2,60}}",
        rf"\b(?:{_NETWORKS})\b[ \t]{{1,3}}[A-Za-z]\w{{0,40}}[_\d]\w{{0,40}}",
        # a phone with its country's code, and a Russian mobile's ten or eleven digits
        r"\+\d(?:[ \t().\-–—\u00a0\u2011]{0,3}\d){8,14}",
        r"(?<!\d)(?:[78][ \t(\-\u00a0]{0,3})?9\d\d[ \t)\-\u00a0]{0,3}\d{3}(?:[ \t\-\u00a0]{0,2}\d\d){2}(?!\d)",
    )
)


# "70 000 – 85 000" has the digits of a Kazakh number
_PAY_RANGE: Final = re.compile(r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+ ?[-–—] ?\d{1,3}(?:[ \u00a0\u202f]\d{3})+")


def mask(text: str, contacts: Contacts | None = None) -> str:
    """The text with every way to write to somebody blotted out, of the same length.

    ``contacts`` that were read from it are blotted wherever they stand, whatever their form.
    """
    for number in PhoneNumberMatcher(text, "RU"):
        if _PAY_RANGE.fullmatch(number.raw_string):
            continue
        text = text[: number.start] + _blot(text[number.start : number.end]) + text[number.end :]
    for shape in _SHAPES:
        text = shape.sub(lambda found: _blot(found.group()), text)
    if contacts is None:
        return text
    for name in (*contacts.telegram, *contacts.email, *contacts.url):
        if len(name) >= 3:
            text = re.sub(
                rf"(?<!\w){re.escape(name)}(?!\w)", lambda found: _blot(found.group()), text, flags=re.IGNORECASE
            )
    for phone in contacts.phone:
        digits = [c for c in phone if c.isdigit()][-10:]
        if len(digits) >= 7:
            pattern = r"\D{0,3}".join(digits)
            text = re.sub(pattern, lambda found: _blot(found.group()), text)
    return text


def _blot(words: str) -> str:
    return re.sub(r"\S", BLOT, words)


def masked_evidence(found: Iterable[Evidence], text: str) -> tuple[Evidence, ...]:
    """Evidence whose words are read anew from the masked text."""
    return tuple(e if e.start is None or e.end is None else replace(e, text=text[e.start : e.end]) for e in found)


def public(listing: Listing) -> Listing:
    """The listing as a stranger may see it: a candidate's without any way to find the person.

    Other kinds are given back as they are. The contacts' evidence goes too; the number of contacts is not told.
    """
    if listing.kind is not Kind.CANDIDATE:
        return listing
    everything = _all_contacts(listing)
    appearances = tuple(_public_appearance(a, everything) for a in listing.appearances)
    # the newest post's masked text: a text is masked once, for that is most of the work
    posting = None if listing.posting is None else _public_posting(listing.posting, appearances[0].text, everything)
    return replace(listing, appearances=appearances, posting=posting)


def _all_contacts(listing: Listing) -> Contacts:
    postings = [a.posting for a in listing.appearances if a.posting is not None]
    return Contacts(
        telegram=tuple({v for p in postings for v in p.contacts.telegram}),
        phone=tuple({v for p in postings for v in p.contacts.phone}),
        email=tuple({v for p in postings for v in p.contacts.email}),
        url=tuple({v for p in postings for v in p.contacts.url}),
    )


def _public_appearance(appearance: Appearance, contacts: Contacts) -> Appearance:
    text = mask(appearance.text, contacts)
    posting = appearance.posting and _public_posting(appearance.posting, text, contacts)
    hidden: tuple[Link, ...] = ()
    return replace(appearance, text=text, links=hidden, url=None, forward=None, posting=posting, external_id="")


def _public_posting(posting: Posting, masked: str, contacts: Contacts) -> Posting:
    evidence = {name: masked_evidence(found, masked) for name, found in posting.evidence.items() if name != "contacts"}
    return replace(
        posting,
        title=posting.title and mask(posting.title, contacts),
        company=posting.company and mask(posting.company, contacts),
        contacts=Contacts(),
        evidence=evidence,
        as_read=None,
    )

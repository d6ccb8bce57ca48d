"""A listing as a card of the list. Whatever comes here is masked first: no template sees a candidate's contacts."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from voronka.listing import Appearance, Listing
from voronka.model import Kind, Posting, WorkFormat
from voronka.present import pay_in_words, pay_note
from voronka.privacy import mask, public
from voronka.query import Hit
from voronka.sources import SourceKind
from webui import words
from webui.facts import experience
from webui.hostile import line
from webui.i18n import _, language
from webui.skill_words import skill
from webui.standard_view import traits, warnings

SNIPPET: Final = 260
TAGS: Final = 4
COMPANY: Final = 80

_LEADING: Final = re.compile(r"^(?:[^\w«\"„“(+#@…]+|\d{1,2}[.)]\s)+")
# a form's lines that the card says already
_LABELLED: Final = re.compile(
    r"(?:компания|организация|город|адрес|зарплата|оклад|доход|занятость|график|формат|опыт|вакансия|должность)\b[^:]{0,20}:",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Origin:
    """One source on a card: its short label, its title, and whether it is a site."""

    label: str
    title: str
    site: bool


@dataclass(frozen=True, slots=True)
class Card:
    """What a card shows; empty strings are left out. ``posted_at`` is the newest post's time.

    ``warning`` is what to beware of, with its reason; ``private``: it is the asking team's own.
    """

    id: int
    kind: Kind
    title: str
    pay: str
    pay_note: str
    company: str
    place: str
    employment: str
    tags: Sequence[str]
    snippet: Sequence[tuple[str, bool]]
    origins: Sequence[Origin]
    posts: int
    posted_at: datetime
    alive_at: datetime
    fresh: bool
    stale: bool
    closed: bool
    warning: str = ""
    private: bool = False


def card(unmasked: Listing, now: datetime, stale_days: int, hit: Hit | None = None) -> Card:
    """The card of a listing; ``hit`` says which words it was found by."""
    listing = public(unmasked)
    posting = listing.posting or Posting()
    candidate = listing.kind is Kind.CANDIDATE
    origins = {a.source: _origin(a) for a in listing.appearances}
    title = title_of(listing)
    pieces = hit.snippet if hit is not None and _tells_more(hit.snippet, title) else ()
    of_author, beware = traits(posting), warnings(posting)
    if candidate:
        pieces = tuple(_masked(pieces))
    return Card(
        id=listing.id,
        kind=listing.kind,
        title=title,
        pay=pay_in_words(posting.salary, language()) if posting.salary is not None else "",
        pay_note=pay_note(posting.salary, language()) if posting.salary is not None else "",
        company=short(line(posting.company or ""), COMPANY),
        place=place(posting),
        employment=", ".join(words.employment(v) for v in posting.employment),
        tags=(*_tags(posting, title, candidate=candidate)[: TAGS - len(of_author)], *of_author),
        snippet=_snippet(_trimmed(pieces) or ((excerpt(listing), False),), title),
        origins=tuple(origins.values()),
        posts=len(listing.appearances),
        posted_at=listing.posted_at,
        alive_at=listing.alive_at,
        fresh=now - listing.posted_at <= timedelta(hours=24),
        stale=listing.is_stale(now, stale_days),
        closed=listing.closed,
        warning=beware[0].text if beware else "",
        private=listing.owner_team is not None,
    )


def _origin(appearance: Appearance) -> Origin:
    title = line(appearance.source_title) or appearance.source
    label = appearance.source if appearance.source_kind is SourceKind.TELEGRAM else title
    return Origin(label, title, appearance.source_kind is SourceKind.SITE)


def title_of(listing: Listing) -> str:
    """The listing's title as one line, with a capital; a text without words has none and is called so."""
    title = line(listing.title)
    return title[:1].upper() + title[1:] if title else _("Без названия")


def place(posting: Posting) -> str:
    """Where the work is: "Москва или удалённо", "Казань, гибрид", "удалённо"."""
    cities = [line(city) for city in posting.cities]
    shown = ", ".join(cities[:3]) + (f" +{len(cities) - 3}" if len(cities) > 3 else "")
    formats = [words.work_format(v) for v in posting.formats if v is not WorkFormat.OFFICE or not cities]
    if shown and posting.formats == (WorkFormat.REMOTE,):
        return _("%(city)s или удалённо", city=shown)
    return ", ".join(part for part in (shown, *formats) if part)


def excerpt(listing: Listing) -> str:
    """The beginning of the listing's own part of the post, without the line that is its title."""
    newest = listing.newest
    text = newest.text[:5000]
    if newest.posting is not None and 0 <= newest.posting.start < newest.posting.end <= len(newest.text):
        text = newest.text[newest.posting.start : newest.posting.end][:5000]
    title = line(listing.title).lower().rstrip("…")
    lines = [_LEADING.sub("", line(one)) for one in text.splitlines()]
    lines = [one for one in lines if sum(map(str.isalpha, one)) >= 3 and not _LABELLED.match(one)]
    if lines and title and title in lines[0].lower() and len(lines[0]) <= 2 * len(title) + 20 and len(lines) > 1:
        lines = lines[1:]
    whole = ""
    for one in lines:
        whole += ("" if not whole else " " if whole[-1] in ".!?:;,…" else " · ") + one
        if len(whole) > SNIPPET:
            break
    return short(_bare(whole), SNIPPET)


def short(text: str, limit: int) -> str:
    """The text cut at a word where it is longer than ``limit`` characters."""
    return text if len(text) <= limit else text[:limit].rsplit(" ", 1)[0].rstrip(" ,;:—–-") + "…"


def _tags(posting: Posting, title: str, *, candidate: bool) -> list[str]:
    found = [words.role(r) for r in posting.roles[:2] if r != "other"]
    found = [name for name in found if name.lower() not in title.lower()]
    if posting.seniority is not None:
        found.append(words.seniority(posting.seniority))
    if posting.experience_years is not None:
        amount = experience(posting.experience_years, candidate)
        found.append(amount if posting.experience_years == 0 else _("опыт %(years)s", years=amount))
    names = (skill(name) for name in posting.skills[:TAGS])
    return found + [name for name in names if name.lower() not in title.lower()]


def _tells_more(pieces: Sequence[tuple[str, bool]], title: str) -> bool:
    """Whether a snippet was found by words that the title does not show already."""
    return any(found and text.lower() not in title.lower() for text, found in pieces)


def _snippet(pieces: Sequence[tuple[str, bool]], title: str) -> Sequence[tuple[str, bool]]:
    """The snippet unless it only says the title again."""
    if any(found for _text, found in pieces):
        return pieces
    return () if line("".join(text for text, _found in pieces)).lower() == title.lower() else pieces


def _masked(pieces: Sequence[tuple[str, bool]]) -> list[tuple[str, bool]]:
    """Pieces of a candidate's text, masked as one text: the search masks too, but a leak must need two mistakes."""
    whole = mask("".join(text for text, _found in pieces))
    masked, start = [], 0
    for text, found in pieces:
        masked.append((whole[start : start + len(text)], found))
        start += len(text)
    return masked


def _trimmed(pieces: Sequence[tuple[str, bool]]) -> Sequence[tuple[str, bool]]:
    bare = [(_bare(text), found) for text, found in pieces if text]
    if bare and not bare[0][1]:
        bare[0] = (_LEADING.sub("", bare[0][0]), False)
    return tuple(bare)


def _bare(text: str) -> str:
    """Text for a snippet: controls gone, line breaks as spaces, runs of signs and emoji shortened to one."""
    flat = re.sub(r"\s+", " ", "".join(" " if c in "\n\t" else c for c in text if c.isprintable() or c in "\n\t"))
    return re.sub(r"([^\w\s])\1{2,}", r"\1", flat)

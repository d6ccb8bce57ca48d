"""A person who posts themselves: a form's fields, agreed to, confirmed by a letter's link, changed and removed by it.

Of the e-mail address only a keyed hash is kept. Until the link is used nothing is a post; from then on the words stand
in the post alone, which is public like any other and whose contacts are masked like any candidate's.
"""

import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any, Final, Self

import sqlalchemy as sa

from voronka import given
from voronka.contact_marks import Mark, read_contact
from voronka.errors import RefusedError, VoronkaError
from voronka.ingest import Ingest
from voronka.model import Kind, Posting, RawPost, WorkFormat
from voronka.reading import read_safely
from voronka.resumes.files import tidied
from voronka.resumes.form import text_of
from voronka.sources import Source, SourceKind
from voronka.store import Store, keeping_out, own_offers, posts
from voronka.store import listings as cards
from voronka.store.own_offers import Row
from voronka.store.posts import Saved
from voronka.store.taking_out import DELETED

SOURCE: Final = Source(
    own_offers.SOURCE,
    "Ищут работу: рассказали сами",
    SourceKind.IMPORT,
    about="люди, которые разместили себя по форме «Ищу работу»",
    basis="согласие каждого, с подтверждением по почте",
    about_en='people who posted themselves by the form "I look for work"',
    basis_en="everybody's own consent, confirmed by e-mail",
)
MOST_OFFERS: Final = 3
"""So many published offers an address may have."""
LONGEST: Final[Mapping[str, int]] = {
    "role": 100, "city": 100, "pay": 60, "experience": 60, "contact": 200, "about": 6000,
}  # fmt: skip
_MOST_LINKS: Final = 5
_LEAST_ROLE: Final = 3
_LEAST_ABOUT: Final = 40
_WORDS: Final = {
    WorkFormat.REMOTE: "удалённо", WorkFormat.OFFICE: "офис", WorkFormat.HYBRID: "гибрид",
    WorkFormat.FIELD: "разъездная работа",
}  # fmt: skip
_LABELS: Final = {"phone": "phone", "telegram": "telegram", "email": "email", "url": "link"}


@dataclass(frozen=True, slots=True)
class Offer:
    """What a person says of themselves; ``contact`` are one or more, by commas."""

    role: str = ""
    city: str = ""
    formats: tuple[str, ...] = ()
    pay: str = ""
    experience: str = ""
    about: str = ""
    contact: str = ""

    @classmethod
    def from_form(cls, fields: Mapping[str, str], formats: Sequence[str]) -> Self:
        """A form's fields, cut to their lengths; raises RefusedError for what is no format."""
        values = {name: tidied(fields.get(name, ""))[:most] for name, most in LONGEST.items()}
        lines = {name: value if name == "about" else " ".join(value.split()) for name, value in values.items()}
        return cls(formats=tuple(given.formats(formats)), **lines)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """What ``to_json`` gave."""
        return cls(**{**stored, "formats": tuple(stored.get("formats", ()))})

    def to_json(self) -> dict[str, Any]:
        """The fields as JSON."""
        return {**asdict(self), "formats": list(self.formats)}

    def checked(self) -> Self:
        """The same; raises RefusedError where it says too little, has no contact, or too many links."""
        if _letters(self.role) < _LEAST_ROLE and _letters(self.about) < _LEAST_ABOUT:
            raise RefusedError("offer.empty", "say whom you would work as, or tell of yourself")
        if len(re.findall(r"https?://|www\.", self.text, re.IGNORECASE)) > _MOST_LINKS:
            raise RefusedError("offer.links", f"more than {_MOST_LINKS} links", most=_MOST_LINKS)
        if not _contacts(self.contact):
            raise RefusedError("offer.contact", "a phone, a @name, an e-mail address or a page is wanted")
        return self

    @property
    def text(self) -> str:
        """The text of the post."""
        values = {"role": self.role, "city": self.city, "pay": self.pay, "experience": self.experience}
        values |= {"about": self.about, "format": ", ".join(_WORDS[WorkFormat(code)] for code in self.formats)}
        for mark, words in _contacts(self.contact):
            label = _LABELS.get(mark.kind, "contact")
            values[label] = f"{values[label]}, {words}" if label in values else words
        return text_of(values)

    def read(self) -> Posting | None:
        """What it reads as; None where it cannot be read."""
        reading = read_safely(_raw(self, "", None))
        return reading.postings[0] if not isinstance(reading, str) and reading.postings else None


@dataclass(frozen=True, slots=True)
class Found:
    """What a link is for: the offer as it stands, and its listing once it is published."""

    row: Row
    offer: Offer
    listing: int | None

    @property
    def published(self) -> bool:
        """Whether everybody sees it."""
        return self.listing is not None


def is_open(store: Store) -> bool:
    """Whether nobody has switched this source off."""
    state = store.source(SOURCE.name)
    return state is None or not state.disabled_by_admin


def draft(store: Store, email: str, offer: Offer, consent: str) -> str:
    """Keep an offer until its link is used; gives the link's secret. ``consent`` are the words that were agreed to."""
    now = datetime.now(UTC)
    with store.writing() as connection:
        own_offers.forget_ended(connection, now)
        address = _address(store, connection, email)
        return own_offers.add(connection, address, secrets.token_hex(16), offer.to_json(), consent, now)


def find(store: Store, secret: str) -> Found | None:
    """What a link is for; None where it is for nothing, or no more."""
    with store.reading() as connection:
        row = own_offers.of(connection, secret, datetime.now(UTC))
        if row is None:
            return None
        stored = posts.one(connection, SOURCE.name, row.name)
        if stored is None:
            return None if row.draft is None else Found(row, Offer.from_json(row.draft), None)
        numbers = cards.of_posts(connection, [stored.id])
        offer = Offer.from_json(stored.raw.payload.get("offer", {}))
        return Found(row, offer, numbers[0] if numbers else 0)


def publish(store: Store, found: Found, offer: Offer) -> bool:
    """Make an offer a post, or a changed one its next version; gives False where it is kept but could not be read.

    Raises RefusedError where a contact was erased on request (then nothing is left of the offer), or where the address
    has published enough.
    """
    now = store.clock.now()
    with store.reading() as connection:
        others = own_offers.of_address(connection, found.row.address, datetime.now(UTC))
    if sum(one.published_at is not None for one in others if one.id != found.row.id) >= MOST_OFFERS:
        raise RefusedError("offer.many", f"this address has {MOST_OFFERS} offers already", most=MOST_OFFERS)
    store.claim(store.demo_at)
    store.declare([SOURCE])
    [outcome] = Ingest(store).add_page([_raw(offer, found.row.name, now)])
    if outcome.saved is Saved.KEPT_OUT:
        with store.writing() as connection:
            own_offers.remove(connection, found.row.id)
        raise RefusedError("offer.kept_out", "this contact was erased on request; ask who runs this site to lift that")
    with store.writing() as connection:
        own_offers.write(connection, found.row.id, None, found.row.published_at or datetime.now(UTC))
    return not outcome.fault


def change(store: Store, found: Found, offer: Offer) -> None:
    """Another draft of an offer that nobody sees yet."""
    with store.writing() as connection:
        own_offers.write(connection, found.row.id, offer.to_json(), None)


def remove(store: Store, found: Found) -> None:
    """Erase an offer and its link."""
    with store.writing() as connection:
        stored = posts.one(connection, SOURCE.name, found.row.name)
        if stored is not None:
            hasher = store.new_hasher(connection)
            keeping_out.erase_unnamed(connection, hasher, [stored.id], DELETED, store.clock.now())
        own_offers.remove(connection, found.row.id)


def new_links(store: Store, email: str) -> list[tuple[str, str]]:
    """A new link for each offer of an address, as (what it is about, secret); the former ones are void."""
    with store.writing() as connection:
        rows = own_offers.of_address(connection, _address(store, connection, email), datetime.now(UTC))
        found = []
        for row in rows:
            stored = posts.one(connection, SOURCE.name, row.name)
            words = row.draft if stored is None else stored.raw.payload.get("offer")
            offer = Offer.from_json(words or {})
            found.append((offer.role or offer.about[:60].split("\n")[0], own_offers.renew(connection, row.id)))
        return found


def _address(store: Store, connection: sa.Connection, email: str) -> str:
    return store.new_hasher(connection).digest(Mark("offer", email))


def _raw(offer: Offer, name: str, now: datetime | None) -> RawPost:
    payload = {"kind": Kind.CANDIDATE.value, "offer": offer.to_json()}
    return RawPost(SOURCE.name, name, offer.text, payload=payload, posted_at=now)


def _letters(text: str) -> int:
    return sum(c.isalpha() for c in text)


def _contacts(given_: str) -> list[tuple[Mark, str]]:
    """The contacts of a field with the words of each; what is none is left out."""
    found = []
    for words in re.split(r"[,;\n]", given_):
        try:
            mark = read_contact(words)
        except VoronkaError:
            continue
        found.append((mark, f"@{mark.value}" if mark.kind == "telegram" else words.strip()))
    return found

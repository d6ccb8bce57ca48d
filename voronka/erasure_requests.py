"""People who ask to be erased, without an account: what they ask for, how they prove it, until when they are answered.

Nothing here looks at what is stored until the request is proved: whether anybody was found is told nowhere.
"""

import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from voronka.contact_marks import Mark, contacts_in, read_contact
from voronka.errors import RefusedError, VoronkaError
from voronka.listing import Listing
from voronka.suppression import contact_marks

if TYPE_CHECKING:
    from voronka.erasing import Eraser, Order

WORKING_DAYS: Final = 10
"""The law's term (152-ФЗ, articles 20 and 21); the month of the GDPR is longer."""
UNPROVED: Final = timedelta(days=30)
"""A request that nobody proved is forgotten after so long."""
KEPT: Final = timedelta(days=90)
"""So long it can be seen that a request was closed; what the person wrote is gone at once."""
PROVING: Final = ("email", "phone", "telegram")
"""The kinds of contacts from which somebody can write."""

_LISTING: Final = re.compile(r"(?:№|no?\.?)?\s{0,3}(\d{1,9})|\S{0,200}/listing/(\d{1,9})(?:[?#]\S*)?", re.IGNORECASE)
_LETTERS: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


class State(StrEnum):
    """Where a request stands."""

    OPEN = "open"
    PROVED = "proved"
    DONE = "done"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be erased and from where it is proved, both as typed; ``sender_kind`` is one of PROVING."""

    target: str
    sender: str
    sender_kind: str


@dataclass(frozen=True, slots=True)
class ErasureRequest:
    """A request as it is kept; of a closed one what the person wrote is empty."""

    id: int
    code: str
    state: State
    target: str
    sender: str
    answer_to: str
    language: str
    reason: str
    created_at: datetime
    proved_at: datetime | None
    closed_at: datetime | None

    @property
    def is_closed(self) -> bool:
        """Whether it is answered."""
        return self.state in (State.DONE, State.REFUSED)

    @property
    def due(self) -> date:
        """The last day to answer."""
        return due(self.created_at)


def due(received: datetime) -> date:
    """The day WORKING_DAYS after a request came; holidays are not known and would only give more time."""
    day, left = received.date(), WORKING_DAYS
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < 5
    return day


def new_code() -> str:
    """What a person sends from their account: eight letters and digits that are not mistaken for each other."""
    drawn = "".join(secrets.choice(_LETTERS) for _ in range(8))
    return f"{drawn[:4]}-{drawn[4:]}"


def listing_in(target: str) -> int | None:
    """The number of a listing that is named by it or by its page's address; None where it is something else."""
    found = _LISTING.fullmatch(target.strip())
    return None if found is None else int(found[1] or found[2])


def wanted(target: str, sender: str) -> Wanted:
    """What was asked for; raises RefusedError where it is nothing, or where nobody could prove it.

    A contact from which one can write proves itself; a page or a listing wants such a contact besides.
    """
    target, sender = _line(target), _line(sender)
    mark = None
    if listing_in(target) is None:
        mark = _contact(target)
        if mark is None:
            raise RefusedError("erasure.target", "no phone, @name, e-mail, address of a page or number of a listing")
        if mark.kind in PROVING:
            return Wanted(target, target, mark.kind)
    proving = _contact(sender)
    if proving is None or proving.kind not in PROVING:
        raise RefusedError("erasure.sender", "a phone, @name or e-mail is wanted from which it is proved")
    return Wanted(target, sender, proving.kind)


def _line(words: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in words[:300]).split())


def _contact(words: str) -> Mark | None:
    try:
        return read_contact(words)
    except VoronkaError:
        return None


def mailbox_of(words: str) -> str | None:
    """The e-mail address that these words are; None where they are something else."""
    mark = _contact(words)
    return mark.value if mark is not None and mark.kind == "email" else None


def order_of(eraser: "Eraser", request: ErasureRequest) -> "Order | None":
    """What is to be erased; None where the listing that was named is gone."""
    number = listing_in(request.target)
    if number is None:
        return eraser.contact(request.target)
    try:
        return eraser.listing(number)
    except VoronkaError:
        return None


def names_sender(request: ErasureRequest, listings: Iterable[Listing]) -> bool:
    """Whether these listings hold the contact from which the request is proved: then it is their own author's."""
    mark = _contact(request.sender)
    if mark is None:
        return False
    return any(
        mark in contacts_in([seen.text, *(word for link in seen.links for word in (link.url, link.text))], {mark})
        or (seen.posting is not None and mark in contact_marks(seen.posting.contacts))
        for listing in listings
        for seen in listing.appearances
    )

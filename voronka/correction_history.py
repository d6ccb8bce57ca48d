"""All corrections, newest first, as people are shown them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa

from voronka.corrections import Correction, Field, Spot, from_json
from voronka.listing import Listing
from voronka.model import Kind
from voronka.privacy import public
from voronka.store import Store, accounts, moving, posts
from voronka.store import corrections as rows
from voronka.store import listings as cards

_ACCOUNT: Final = re.compile(r"account (\d{1,18})")


def author_of(account_id: int) -> str:
    """What is noted as the author where a person with an account corrects: a name may change, this stays."""
    return f"account {account_id}"


@dataclass(frozen=True, slots=True)
class Act:
    """What a person said at once.

    ``on`` and ``others`` name postings as ``voronka.targets`` reads them; a candidate's are not told. ``value`` and
    ``before`` are as ``voronka.corrections.from_json`` gives them, None of a verdict. ``listing_id`` is where the first
    posting is now, ``title`` that listing's title, masked. ``rests``: its posting is not in its post any more.
    ``author`` is in words: of an account its name and address.
    """

    number: int
    field: Field
    on: tuple[str, ...]
    others: tuple[str, ...]
    value: Any
    before: Any
    author: str
    created_at: datetime
    undone_at: datetime | None
    listing_id: int | None
    title: str
    rests: bool


def history(store: Store, before: int | None = None, limit: int = 100) -> list[Act]:
    """The newest acts of numbers under ``before``, also those that were undone."""
    with store.reading() as connection:
        return [_act(connection, said) for said in rows.acts(connection, before, limit)]


def _act(connection: sa.Connection, said: list[Correction]) -> Act:
    first = said[0]
    home = moving.home(connection, first.spot)
    listing = next(iter(cards.read(connection, [home])), None) if home is not None else None
    told = listing is None or listing.kind is not Kind.CANDIDATE
    is_value = first.other is None
    standing = [one for one in said if one.undone_at is None]
    return Act(
        number=first.act,
        field=first.field,
        on=_names(connection, (one.spot for one in said), first.field) if told else (),
        others=_names(connection, (one.other for one in said if one.other), first.field) if told else (),
        value=from_json(first.field, first.value) if is_value else None,
        before=from_json(first.field, first.before) if is_value and first.before is not None else None,
        author=_author(connection, first.author),
        created_at=first.created_at,
        undone_at=None if standing else max(one.undone_at for one in said if one.undone_at is not None),
        listing_id=home,
        title=_title(listing),
        rests=any(one.spot.position < 0 or (one.other is not None and one.other.position < 0) for one in standing),
    )


def _author(connection: sa.Connection, noted: str) -> str:
    found = _ACCOUNT.fullmatch(noted)
    person = None if found is None else accounts.get(connection, int(found[1]))
    return noted if person is None else f"{person.name} ({person.email})"


def _title(listing: Listing | None) -> str:
    return "" if listing is None else public(listing).title


def _names(connection: sa.Connection, spots: Iterable[Spot], field: Field) -> tuple[str, ...]:
    wanted = list(dict.fromkeys(spots))
    found = {stored.id: stored.raw for stored in posts.by_ids(connection, (spot.post_id for spot in wanted))}
    names = []
    for spot in wanted:
        raw = found.get(spot.post_id)
        if raw is not None:
            several = (
                len(cards.of_post(connection, spot.post_id)) > 1 and field is not Field.KIND and spot.position >= 0
            )
            names.append(f"{raw.source}/{raw.external_id}" + (f"/{spot.position + 1}" if several else ""))
    return tuple(names)

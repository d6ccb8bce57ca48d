"""Why stored posts were read as they were, by the names under which people know them."""

import re

import sqlalchemy as sa

from voronka.errors import RefusedError
from voronka.explaining import Explained, explain_listings
from voronka.listing import Listing
from voronka.store import Store, posts
from voronka.store import listings as cards
from voronka.store.verdicts import verdicts


def explain_stored(store: Store, name: str) -> tuple[Explained, ...]:
    """The posts of the listing of this number, or the post SOURCE/ID with all its postings.

    Contacts of candidates are masked. Raises RefusedError where there is nothing of that name.
    """
    with store.reading() as connection:
        if re.fullmatch("[0-9]+", name):
            number = int(name[:12])
            home = cards.resolve(connection, number) if number < 2**31 else None
            found = cards.read(connection, [home]) if home is not None else []
            if not found:
                raise RefusedError("target.none", f"there is no listing {name}", given=name)
            return _explained(connection, found)
        source, _, external_id = name.partition("/")
        stored = posts.one(connection, source, external_id) if external_id else None
        found = cards.read(connection, cards.of_posts(connection, [stored.id])) if stored is not None else []
        if stored is None or not found:
            raise RefusedError("target.none", f"there is no post {name} in the store", given=name)
        return _explained(connection, found, stored.id)


def explain_one(store: Store, listing: Listing) -> tuple[Explained, ...]:
    """The posts of a listing; contacts of candidates are masked."""
    with store.reading() as connection:
        return _explained(connection, [listing])


def _explained(connection: sa.Connection, listings: list[Listing], only: int | None = None) -> tuple[Explained, ...]:
    told = verdicts(connection, (a.post_id for listing in listings for a in listing.appearances))
    return explain_listings(listings, told, only)

"""How people name postings: a listing's number, SOURCE/ID of a post, SOURCE/ID/POSITION where it holds several."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from voronka.corrections import Spot
from voronka.errors import RefusedError
from voronka.store import listings as cards
from voronka.store import moving, posts


@dataclass(frozen=True, slots=True)
class Target:
    """What a name stands for: all postings of a listing (the newest first), or one posting; ``post_ids`` hold them.

    A post without postings (content, promo) has no spots.
    """

    name: str
    post_ids: tuple[int, ...]
    spots: tuple[Spot, ...]


def target(connection: sa.Connection, name: str) -> Target:
    """What a name stands for; raises RefusedError where there is nothing of that name, or more than one posting."""
    if re.fullmatch(r"[0-9]{1,18}", name):
        return _listing(connection, int(name))
    source, _, rest = name.partition("/")
    stored = posts.one(connection, source, rest) if rest else None
    position: int | None = None
    if stored is None and (match := re.fullmatch(r"(.+)/([1-9][0-9]{0,3})", rest)):
        stored, position = posts.one(connection, source, match[1]), int(match[2]) - 1
    if stored is None:
        raise RefusedError(
            "target.none", f"there is no post {name}; give a listing's number, or SOURCE/ID of a post", given=name
        )
    places = [row.position for row in cards.of_post(connection, stored.id)]
    if position is None and len(places) > 1:
        raise RefusedError(
            "target.many",
            f"{name} holds {len(places)} postings; name one of {name}/1 to {name}/{len(places)}",
            given=name,
        )
    if position is not None and position not in places:
        raise RefusedError("target.none", f"there is no posting {name}; the post holds {len(places)}", given=name)
    at: Sequence[int] = places[:1] if position is None else [position]
    return Target(name, (stored.id,), tuple(Spot(stored.id, place) for place in at))


def _listing(connection: sa.Connection, number: int) -> Target:
    home = cards.resolve(connection, number) if number < 2**31 else None
    found = next(iter(cards.read(connection, [home])), None) if home is not None else None
    if found is None:
        raise RefusedError("target.none", f"there is no listing {number}", given=str(number))
    return Target(
        str(found.id),
        tuple(dict.fromkeys(appearance.post_id for appearance in found.appearances)),
        tuple(moving.spots_of(connection, [found.id])),
    )

"""Which listing of the store a posting belongs to: what people said first, then the rules of ``voronka.grouping``."""

import json
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, Final, NamedTuple

import sqlalchemy as sa

from voronka import grouping
from voronka.conflict import conflict, fields_apart, known_cities, known_roles, view
from voronka.corrections import Spot, Verdicts
from voronka.items import item_of_row
from voronka.model import Kind, Seniority
from voronka.store import corrections, kin, moving
from voronka.store import listings as cards

JUDGED: Final = 8
"""So many listings are compared word for word at most: the best of those that fields do not tell apart."""

BY_PERSON: Final = grouping.Why("verdict", 1.0, "человек сказал, что это одно и то же")


_NONE_SAID: Final = Verdicts()


class Member(NamedTuple):
    """A posting as grouping sees it, and where it stands."""

    spot: Spot
    item: grouping.Item


def own_listing(
    connection: sa.Connection,
    post_id: int,
    kind: Kind,
    team: str | None,
    among: int,
    was: int | None,
    taken: set[int],
) -> int:
    """The listing of a posting that joins no other: its former one if nobody else lives there, else a new one."""
    if (
        was is not None
        and was not in taken
        and not kin.is_taken(connection, was, not_of_post=post_id, generation=among)
    ):
        return was
    return cards.create(connection, kind, team)


def join(
    connection: sa.Connection,
    newcomer: Member,
    team: str | None,
    among: int,
    was: int | None,
    taken: set[int],
    keys: Iterable[str],
    said: bool = True,
) -> tuple[int | None, grouping.Why | None, list[int]]:
    """The listing that a posting belongs to, the reason, and listings that thereby turned out to be the same.

    ``keys`` are those of ``grouping.keys``. ``said`` False: it is known that nobody has corrected anything.
    """
    post_id = newcomer.spot.post_id
    found = kin.candidates(connection, keys, owner_team=team, not_of_post=post_id, generation=among)
    verdicts = corrections.verdicts(connection, [post_id]) if said else _NONE_SAID
    circle = verdicts.circle(newcomer.spot) - {newcomer.spot}
    numbers = list(dict.fromkeys([*moving.homes(connection, circle, team, among), *found.listings]))
    brief = [row for row in kin.members(connection, numbers, among) if row.post_id != post_id]
    if said:
        verdicts = corrections.verdicts(connection, {post_id, *(row.post_id for row in brief)})
    if not verdicts:  # else what people said may bring together what the rules would keep apart
        apart = {row.listing_id for row in brief if row.listing_id not in found.same_words and _apart(newcomer, row)}
        numbers = [number for number in numbers if number not in apart][:JUDGED]
    groups: dict[int, list[Member]] = {}
    for row in kin.whole(connection, [row.id for row in brief if row.listing_id in set(numbers)]):
        groups.setdefault(row.listing_id, []).append(Member(Spot(row.post_id, row.position), item_of_row(row)))
    matches = [
        (why is BY_PERSON, why.score, number == was, -number, why)
        for number, group in groups.items()
        if number not in taken and (why := _may_join(newcomer, group, verdicts)) is not None
    ]
    if not matches:
        return None, None, []
    # a person's word wins, then the strongest reason; at a draw the former listing, then the oldest
    *_, negative, why = max(matches, key=lambda match: match[:4])
    winner = -negative
    merged = []
    together = [*groups[winner], newcomer]
    for other in sorted(-match[3] for match in matches if -match[3] != winner):
        if _all_join(groups[other], together, verdicts):
            cards.merge(connection, other, winner)
            together += groups[other]
            merged.append(other)
    return winner, why, merged


def _apart(newcomer: Member, row: sa.Row[Any]) -> bool:
    """Whether fields alone forbid that a posting joins one of other words (a row of ``kin.members``)."""
    roles, cities, seniority = _fields(row.roles, row.cities, row.seniority)
    return fields_apart(view(newcomer.item), Kind(row.kind), roles, cities, seniority)


@lru_cache(maxsize=4096)
def _fields(roles: str, cities: str, seniority: str | None) -> tuple[frozenset[str], frozenset[str], Seniority | None]:
    level = json.loads(seniority or "null")
    return known_roles(json.loads(roles)), known_cities(json.loads(cities)), Seniority(level) if level else None


def _all_join(newcomers: list[Member], group: list[Member], verdicts: Verdicts) -> bool:
    """Whether every newcomer can join the group, one after another."""
    waiting, grown = list(newcomers), list(group)
    while waiting:
        able = [member for member in waiting if _may_join(member, grown, verdicts) is not None]
        if not able:
            return False
        grown += able
        waiting = [member for member in waiting if member not in able]
    return True


def _may_join(newcomer: Member, group: Sequence[Member], verdicts: Verdicts) -> grouping.Why | None:
    """The best reason for which a posting is of a group: what a person said of it, or the rules.

    Where a person made one group of what the rules would keep apart, it is enough to fit those on one side.
    """
    if not verdicts:
        return grouping.may_join(newcomer.item, [member.item for member in group])
    if any(verdicts.apart(newcomer.spot, member.spot) for member in group):
        return None
    # read as a person's offer by now, it is none of what was said to be one vacancy
    kind = newcomer.item.kind
    if any(verdicts.same(newcomer.spot, member.spot) and member.item.kind is kind for member in group):
        return BY_PERSON
    side = view(newcomer.item)
    fitting = [member for member in group if conflict(side, view(member.item)) is None]
    others = [member.spot for member in group if member not in fitting]
    if others and not verdicts.bridge((member.spot for member in fitting), others):
        return None
    return grouping.may_join(newcomer.item, [member.item for member in fitting])

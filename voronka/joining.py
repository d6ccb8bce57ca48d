"""Which listing of the store a posting belongs to: what people said first, then the rules of ``voronka.grouping``."""

from collections.abc import Sequence
from typing import Final, NamedTuple

import sqlalchemy as sa

from voronka import grouping
from voronka.conflict import conflict, view
from voronka.corrections import Spot, Verdicts
from voronka.items import item_of_row
from voronka.model import Kind
from voronka.store import corrections, kin, moving
from voronka.store import listings as cards

BY_PERSON: Final = grouping.Why("verdict", 1.0, "человек сказал, что это одно и то же")


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
) -> tuple[int | None, grouping.Why | None, list[int]]:
    """The listing that a posting belongs to, the reason, and listings that thereby turned out to be the same."""
    post_id = newcomer.spot.post_id
    numbers = kin.candidates(
        connection, grouping.keys(newcomer.item), owner_team=team, not_of_post=post_id, generation=among
    )
    circle = corrections.verdicts(connection, [post_id]).circle(newcomer.spot) - {newcomer.spot}
    numbers += [n for n in moving.homes(connection, circle, team, among) if n not in numbers]
    groups: dict[int, list[Member]] = {}
    for row in kin.members(connection, numbers, among):
        if row.post_id != post_id:
            groups.setdefault(row.listing_id, []).append(Member(Spot(row.post_id, row.position), item_of_row(row)))
    known = {member.spot.post_id for group in groups.values() for member in group}
    verdicts = corrections.verdicts(connection, {post_id, *known})
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

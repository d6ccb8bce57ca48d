"""Correcting what was read, as a person does it: written down, applied at once, undone.

Every step is one transaction: the correction, the posts read again with it, and the change log that the index follows.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa

from voronka.codec import posting_from_json
from voronka.corrections import VERDICTS, Anchor, Correction, Field, Spot, anchors, to_json
from voronka.errors import RefusedError
from voronka.ingest import Ingest
from voronka.joining import BY_PERSON
from voronka.model import Kind
from voronka.store import Store, moving, posts
from voronka.store import corrections as rows
from voronka.store import listings as cards
from voronka.store.posts import StoredPost

MAX_PAIRS: Final = 1000


@dataclass(frozen=True, slots=True)
class Done:
    """What a step did: the numbers it can be undone by, and the listing in which the posting is now, if in any."""

    numbers: tuple[int, ...]
    listing_id: int | None


@dataclass(frozen=True, slots=True)
class _Known:
    """A posting as the store has it."""

    spot: Spot
    listing_id: int
    kind: Kind
    team: str | None
    anchor: Anchor
    values: Mapping[Field, Any]


class Correcting:
    """Corrections of one store by one author."""

    def __init__(self, store: Store, author: str) -> None:
        self._store = store
        self._author = author

    def fields(self, spots: Sequence[Spot], values: Mapping[Field, Any]) -> Done:
        """Give fields of a posting other values than were read; each field can be undone by itself.

        Of several postings (a listing's, the newest first) those are corrected that say the same as the first. Raises
        RefusedError where there is no such posting.
        """
        if not spots:
            raise _gone()
        with self._store.writing() as connection:
            known = [self._known(connection, spot) for spot in spots]
            numbers = [
                self._note(connection, field, [k for k in known if k.values[field] == known[0].values[field]], value)
                for field, value in values.items()
            ]
            self._read_again(connection, (spot.post_id for spot in spots))
            return Done(tuple(numbers), moving.home(connection, spots[0]))

    def kind(self, post_ids: Sequence[int], kind: Kind) -> Done:
        """Say what posts are; they are read anew as such. Raises RefusedError where there is no such post."""
        with self._store.writing() as connection:
            found = {stored.id: stored for stored in posts.by_ids(connection, post_ids)}
            if not found or set(post_ids) - found.keys():
                raise _gone()
            kinds = posts.kinds(connection, post_ids)
            noted = [
                (Spot(number, 0), None, {"value": kind.value, "before": kinds[number], "anchor": None})
                for number in post_ids
            ]
            act = rows.insert(connection, Field.KIND, noted, self._author, self._store.clock.now())
            self._read_again(connection, post_ids)
            return Done((act,), moving.home(connection, Spot(post_ids[0], 0)))

    def same(self, some: Sequence[Spot], others: Sequence[Spot]) -> Done:
        """Say that two postings, or two listings by all their postings, are the same; the older listing's id stays.

        An earlier "not the same" between just these is withdrawn. Raises RefusedError where they cannot be one: another
        kind or team, two postings of one post, a "not the same" between others that would come together.
        """
        if not some or not others:
            raise _gone()
        _check_few(len(some) * len(others))
        with self._store.writing() as connection:
            now = self._store.clock.now()
            ours, theirs = ([self._known(connection, spot) for spot in side] for side in (some, others))
            a, b = ours[0], theirs[0]
            self._check_may_be_same(connection, a, b, set(some) & set(others))
            overruled = rows.between(connection, Field.APART, some, others)
            rows.withdraw(connection, [one.id for one in overruled], now)
            # each with each: the others stay one though any of them be parted or erased
            act = self._verdict(connection, Field.SAME, [(x, y) for x in ours for y in theirs])
            self._check_whole(connection, a, b)
            if a.listing_id != b.listing_id:
                winner, loser = sorted((a, b), key=lambda known: known.listing_id)
                cards.merge(connection, loser.listing_id, winner.listing_id)
                moving.set_why(connection, loser.spot, BY_PERSON)
                cards.set_kind(
                    connection, winner.listing_id, rows.kind_of(connection, winner.listing_id) or winner.kind
                )
            return Done((act,), moving.home(connection, a.spot))

    def apart(self, some: Sequence[Spot], others: Sequence[Spot]) -> Done:
        """Say that no posting of ``some`` is the same as one of ``others``; the others' listing keeps its id.

        An earlier "the same" between just these is withdrawn. Raises RefusedError where somebody said that they are the
        same by a third, which has to be undone first.
        """
        rest = [spot for spot in others if spot not in some]
        if not rest:  # a listing, and one of its own: that one leaves
            some, rest = others, [spot for spot in some if spot not in others]
        pairs = [(x, y) for x in some for y in rest if x.post_id != y.post_id]
        if not pairs:
            raise RefusedError(
                "apart.none", "there are no two postings to keep apart: they are one, or stand in one post"
            )
        _check_few(len(pairs))
        with self._store.writing() as connection:
            known = {spot: self._known(connection, spot) for pair in pairs for spot in pair}
            overruled = rows.between(connection, Field.SAME, some, rest)
            rows.withdraw(connection, [one.id for one in overruled], self._store.clock.now())
            verdicts = rows.verdicts(connection, {spot.post_id for spot in known})
            tied = next(((x, y) for x, y in pairs if verdicts.same(x, y)), None)
            if tied is not None:
                circle = verdicts.circle(tied[0])
                acts = _numbers(rows.between(connection, Field.SAME, circle, circle))
                raise RefusedError(
                    "apart.tied",
                    f"these are the same by a third, as said under {acts}: undo that first, or name the third too",
                    numbers=acts,
                )
            act = self._verdict(connection, Field.APART, [(known[x], known[y]) for x, y in pairs])
            left = {known[y].listing_id for y in rest}
            leaving = [known[x] for x in dict.fromkeys(x for x, _ in pairs) if known[x].listing_id in left]
            if leaving:
                self._split(connection, leaving, rest)
            return Done((act,), moving.home(connection, some[0]))

    def _split(self, connection: sa.Connection, leaving: Sequence[_Known], staying: Sequence[Spot]) -> None:
        """Put postings that leave their listing into a new one, with what is the same; then all find their place."""
        homes = {known.listing_id for known in leaving}
        members = moving.spots_of(connection, homes)
        verdicts = rows.verdicts(connection, {spot.post_id for spot in members})
        gone = [m for m in members if m not in staying and any(verdicts.same(m, known.spot) for known in leaving)]
        new = cards.create(connection, leaving[0].kind, leaving[0].team)
        moving.put_into(connection, gone, new)
        self._read_again(connection, (spot.post_id for spot in members), [spot.post_id for spot in gone])

    def undo(self, number: int, *, own: bool = False) -> Done:
        """Take back what was said under a number; what was read, or an older correction, stands again.

        Raises RefusedError where there is nothing under the number, or nothing any more, or (``own``) where another
        author said it.
        """
        with self._store.writing() as connection:
            act = rows.of_act(connection, number)
            if not act:
                raise RefusedError("undo.none", f"there is no correction {number}", number=number)
            if own and act[0].author != self._author:
                raise RefusedError("undo.others", f"correction {number} is another person's", number=number)
            standing = [one for one in act if one.undone_at is None]
            if not standing:
                raise RefusedError("undo.done", f"correction {number} is undone already", number=number)
            rows.withdraw(connection, [one.id for one in standing], self._store.clock.now())
            spots = [spot for one in standing for spot in (one.spot, one.other) if spot is not None]
            first: list[int] = []
            if act[0].field in VERDICTS:
                homes = {home for spot in spots if (home := moving.home(connection, spot)) is not None}
                spots += moving.spots_of(connection, homes)
                first = [one.other.post_id for one in standing if one.other is not None]
                if act[0].field is Field.SAME:
                    first = self._give_back(connection, standing)
            self._read_again(connection, (spot.post_id for spot in spots), first)
            return Done((number,), moving.home(connection, standing[0].spot))

    def _give_back(self, connection: sa.Connection, same: Sequence[Correction]) -> list[int]:
        """Put those postings of an undone "the same" back whose listing was given up for it; gives their posts."""
        sides = [side for one in same for side in zip((one.spot, one.other), one.before, strict=True)]
        lost = {was for _, was in sides if not moving.spots_of(connection, [was])}
        back = [(spot, was) for spot, was in sides if spot is not None and was in lost]
        for spot, was in back:
            moving.put_into(connection, [spot], was)
        return [spot.post_id for spot, _ in back]

    def _read_again(self, connection: sa.Connection, post_ids: Iterable[int], first: Sequence[int] = ()) -> None:
        """Read posts again, and log the listings in which they were."""
        wanted = list(dict.fromkeys(post_ids))
        left = set(cards.of_posts(connection, wanted))
        # a new one each time: a reparse may have begun since, and what is read now is of its generation
        cards.log_changes(connection, sorted(left - Ingest(self._store).read_again(connection, wanted, first)))

    def _known(self, connection: sa.Connection, spot: Spot) -> _Known:
        stored: StoredPost | None = next(iter(posts.by_ids(connection, [spot.post_id])), None)
        found = {row.position: row for row in cards.of_post(connection, spot.post_id)}
        row = found.get(spot.position)
        if stored is None or row is None:
            raise _gone()
        all_of_it = [posting_from_json(found[place].data) for place in sorted(found)]
        at = sorted(found).index(spot.position)
        return _Known(
            spot=spot,
            listing_id=row.listing_id,
            kind=Kind(row.kind),
            team=stored.raw.owner_team,
            anchor=anchors(stored.raw.text, all_of_it)[at],
            values={
                field: getattr(all_of_it[at], field.value) for field in Field if hasattr(all_of_it[at], field.value)
            },
        )

    def _note(self, connection: sa.Connection, field: Field, known: Sequence[_Known], value: Any) -> int:
        noted = [
            (
                one.spot,
                None,
                {
                    "value": to_json(field, value),
                    "before": to_json(field, one.values[field]),
                    "anchor": one.anchor.to_json(),
                },
            )
            for one in known
        ]
        return rows.insert(connection, field, noted, self._author, self._store.clock.now())

    def _verdict(self, connection: sa.Connection, field: Field, pairs: Sequence[tuple[_Known, _Known]]) -> int:
        noted = [
            (
                a.spot,
                b.spot,
                {
                    "value": None,
                    "before": [a.listing_id, b.listing_id],
                    "anchor": a.anchor.to_json(),
                    "other_anchor": b.anchor.to_json(),
                },
            )
            for a, b in pairs
        ]
        return rows.insert(connection, field, noted, self._author, self._store.clock.now())

    def _check_may_be_same(self, connection: sa.Connection, a: _Known, b: _Known, shared: set[Spot]) -> None:
        if shared:
            raise RefusedError("same.one", "these are one posting already")
        if len(moving.kinds(connection, {a.listing_id, b.listing_id})) > 1:
            raise RefusedError(
                "same.kinds", "a vacancy and a candidate cannot be the same; correct the kind of one of them first"
            )
        if a.team != b.team:
            raise RefusedError("same.teams", "a team's own posting and another's cannot be the same")

    def _check_whole(self, connection: sa.Connection, a: _Known, b: _Known) -> None:
        """Refuse what would bring together what somebody said is not the same, or two postings of one post."""
        members = moving.spots_of(connection, {a.listing_id, b.listing_id})
        verdicts = rows.verdicts(connection, {spot.post_id for spot in members})
        whole = {same for spot in members for same in verdicts.circle(spot)}
        against = rows.between(connection, Field.APART, whole, whole)
        if against:
            acts = _numbers(against)
            raise RefusedError("same.against", f"not the same, as said under {acts}: undo that first", numbers=acts)
        living = [spot.post_id for spot in whole if spot.position >= 0]
        if len(living) > len(set(living)):
            raise RefusedError("same.post", "two postings of one post would become one; they cannot be the same")


def _check_few(pairs: int) -> None:
    if pairs > MAX_PAIRS:
        raise RefusedError("pairs", f"{pairs} pairs of posts are too many to judge at once; name single posts")


def _gone() -> RefusedError:
    return RefusedError("gone", "there is no such post or posting (any more)")


def _numbers(said: Iterable[Correction]) -> str:
    return ", ".join(map(str, sorted({one.act for one in said})))

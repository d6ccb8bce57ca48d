"""What a reparse changed: how a post reads now against how it read before, counted by field, with a few examples.

What people corrected is no change of reading: both sides are compared as the text alone gave them. Contacts are counted
and never shown; titles and employers are shown as strangers may see them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final, NamedTuple

from voronka.codec import posting_to_json
from voronka.model import EVIDENCE_FIELDS, Contacts, Posting, Reading
from voronka.privacy import mask

KIND: Final = "kind"
POSTINGS: Final = "postings"
FIELDS: Final = (KIND, POSTINGS, *EVIDENCE_FIELDS, "flags", "signs")
"""What is counted, in the order it is shown: the post's kind, how many postings it has, and their fields."""

EXAMPLES: Final = 3
"""Examples kept of a field for each of gained, lost and changed."""

_NEVER_SHOWN: Final = frozenset({"contacts"})
_OWN_WORDS: Final = frozenset({"title", "company"})
_LONGEST: Final = 120
_MOST: Final = 8
_EMPTY: Final[tuple[Any, ...]] = (None, [], {})


class Known(NamedTuple):
    """What the store held of a post before: its kind (None: unread) and its postings' JSON by position."""

    kind: str | None
    postings: Sequence[Mapping[str, Any]]


@dataclass(slots=True)
class Count:
    """How often a field was gained (it was empty before), lost, or changed; some examples as JSON values."""

    gained: int = 0
    lost: int = 0
    changed: int = 0
    examples: list[dict[str, Any]] = field(default_factory=list)

    def wants(self, way: str) -> bool:
        """Whether there is room for one more example of this way."""
        return len([one for one in self.examples if one["way"] == way]) < EXAMPLES


@dataclass(slots=True)
class Moves:
    """What became of listings: those there are now = those before + split + new - joined - gone.

    ``joined`` to another listing, ``split`` off from one that lives on, ``new`` for a posting that was not there,
    ``gone`` with their last posting.
    """

    joined: int = 0
    split: int = 0
    new: int = 0
    gone: int = 0

    def note_own(self, was: int | None, now: int) -> None:
        """Count the listing of a posting that joined no other one, by its listing before and now."""
        if was is None:
            self.new += 1
        elif was != now:
            self.split += 1


@dataclass(slots=True)
class Report:
    """What one reparse did, over all its sittings: one that was stopped is gone on with by the next.

    ``total`` are the posts it has to read, ``read`` those it has dealt with: ``different`` read otherwise than before,
    ``unreadable`` ones the extractor failed on (their former reading stands), ``kept_out`` were erased by request.
    ``rules`` is the fingerprint of the rules it reads by. Times are ISO 8601, UTC.
    """

    generation: int
    rules: str
    begun_at: str
    finished_at: str | None = None
    sittings: int = 1
    total: int = 0
    read: int = 0
    different: int = 0
    unreadable: int = 0
    kept_out: int = 0
    listings: Moves = field(default_factory=Moves)
    fields: dict[str, Count] = field(default_factory=lambda: {name: Count() for name in FIELDS})

    def note(self, name: str, was: Known, now: Reading) -> None:
        """Count how a post, named "source/id", reads now against before."""
        changes = list(_changes(was, now))
        self.different += bool(changes)
        for what, position, before, after, contacts in changes:
            way = "gained" if before in _EMPTY else "lost" if after in _EMPTY else "changed"
            if what == POSTINGS:
                way = "gained" if after > before else "lost"
            count = self.fields.setdefault(what, Count())
            setattr(count, way, getattr(count, way) + 1)
            if what not in _NEVER_SHOWN and count.wants(way):
                shown = {"before": _shown(what, before, contacts), "after": _shown(what, after, contacts)}
                count.examples.append({"post": name, "posting": position, **shown, "way": way})

    def forget(self, names: Iterable[str]) -> bool:
        """Drop the examples that are of these posts, each named "source/id"; tells whether there were any."""
        gone, found = set(names), False
        for count in self.fields.values():
            kept = [one for one in count.examples if one["post"] not in gone]
            found |= len(kept) < len(count.examples)
            count.examples = kept
        return found

    def to_json(self) -> dict[str, Any]:
        """All of it as JSON values; fields in their order, those in which nothing changed too."""
        return asdict(self)

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> "Report":
        """The inverse of to_json."""
        fields = {name: Count(**count) for name, count in row["fields"].items()}
        return cls(**{**row, "listings": Moves(**row["listings"]), "fields": fields})


_Change = tuple[str, int | None, Any, Any, Contacts]


def _changes(was: Known, now: Reading) -> Iterable[_Change]:
    """Field, posting (from 1; None where it is the post's), before, after, and the contacts to be blotted out."""
    if was.kind != now.kind.value:
        yield KIND, None, was.kind, now.kind.value, Contacts()
    if was.kind is None:
        return  # it was never read: everything is new, and nothing changed
    read = [posting.as_read or posting for posting in now.postings]
    known = [posting.get("as_read") or posting for posting in was.postings]
    if len(known) != len(read):
        yield POSTINGS, None, len(known), len(read), Contacts()
    for before, position, posting in _pairs(known, read):
        after = posting_to_json(posting)
        for name in FIELDS[2:]:
            ours, theirs = _value(name, before), _value(name, after)
            if ours != theirs:
                yield name, position, ours, theirs, _contacts_of(before, after)


def _contacts_of(*rows: Mapping[str, Any]) -> Contacts:
    ways = ("telegram", "phone", "email", "url")
    return Contacts(**{way: tuple(one for row in rows for one in row["contacts"].get(way, ())) for way in ways})


def _pairs(
    known: Sequence[Mapping[str, Any]], read: Sequence[Posting]
) -> Iterable[tuple[Mapping[str, Any], int, Posting]]:
    """Which posting of before is which of now: by position, or, if their number changed, by the words they share."""
    if len(known) == len(read):
        yield from (
            (before, place, posting) for place, (before, posting) in enumerate(zip(known, read, strict=True), 1)
        )
        return
    free = list(known)
    for place, posting in enumerate(read, 1):
        best = max(free, key=lambda before: _shared(before, posting), default=None)
        if best is not None and _shared(best, posting) > 0:
            free.remove(best)
            yield best, place, posting


def _shared(before: Mapping[str, Any], posting: Posting) -> float:
    """The share of the text of both that is in both."""
    common = min(before["end"], posting.end) - max(before["start"], posting.start)
    whole = max(before["end"], posting.end) - min(before["start"], posting.start)
    return common / whole if whole > 0 else 0.0


def _value(name: str, row: Mapping[str, Any]) -> Any:
    """A field's value to compare; what an older version did not write is empty."""
    value = row.get(name)
    if name == "roles" and value == ["other"]:
        return []
    if name == "contacts":
        return {way: found for way, found in (value or {}).items() if found}
    if name in ("flags", "signs"):  # [code or rule, its evidence]
        return sorted({one[0] for one in value or ()})
    return None if value in _EMPTY else value


def _shown(name: str, value: Any, contacts: Contacts) -> Any:
    """A value as an example may hold it: short, and without a way to write to anybody."""
    if name in _OWN_WORDS and isinstance(value, str):
        value = mask(value, contacts)
    if isinstance(value, str) and len(value) > _LONGEST:
        return value[: _LONGEST - 1] + "…"
    return value[:_MOST] if isinstance(value, list) else value

"""Vacancies of a team's own site as drafts, and how reading it ended, for the page that asked for it."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Final

from voronka.errors import RefusedError
from voronka.extract import read
from voronka.model import Kind, RawPost
from voronka.store import Store
from voronka.vacancies.draft import Draft, cleaned
from voronka.vacancies.taking import Taken

_KEY: Final = "vacancies.fetched."


@dataclass(frozen=True, slots=True)
class Fetched:
    """How it ended: when, what address, drafts new and known, rows refused; or the problem ("": none)."""

    at: str
    url: str
    new: int = 0
    known: int = 0
    refused: int = 0
    problem: str = ""


def drafts_of(raws: Iterable[RawPost], now: datetime) -> Iterator[tuple[int, Draft | RefusedError]]:
    """The drafts of what a site shows, each with its place; candidates and articles are none."""
    for number, raw in enumerate(raws, 1):
        reading = read(raw.text, raw.links, raw.source, raw.posted_at or now, raw.payload, raw.stated_kind)
        if reading.kind is not Kind.VACANCY or not reading.postings:
            continue
        text = cleaned(raw.text)
        if not any(c.isalpha() for c in text):
            yield number, RefusedError("vacancy.text", "a vacancy needs a text")
            continue
        yield number, Draft(text, reading.postings[0])


def note(store: Store, team: str, url: str, taken: Sequence[Taken] | None, problem: str) -> None:
    """Keep how it ended."""
    found = taken or ()
    fetched = Fetched(
        datetime.now(UTC).isoformat(timespec="seconds"),
        url[:300],
        sum(one.new for one in found),
        sum(one.number is not None and not one.new for one in found),
        sum(one.refused is not None for one in found),
        problem[:300],
    )
    store.set_meta(_KEY + team, json.dumps(asdict(fetched), ensure_ascii=False))


def noted(store: Store, team: str) -> Fetched | None:
    """How it ended last; None where it was never asked for."""
    stored = store.meta(_KEY + team)
    return None if not stored else Fetched(**json.loads(stored))

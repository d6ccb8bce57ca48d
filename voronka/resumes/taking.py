"""Resumes into the store: a team's own, each with the ground on which it was brought in, by whom and when."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

import sqlalchemy as sa

from voronka.errors import RefusedError
from voronka.ingest import Ingest, Outcome
from voronka.model import Kind, Posting, RawPost
from voronka.reading import read_safely
from voronka.resumes.files import Found
from voronka.sources import Source, SourceKind
from voronka.store import Store, keeping_out, posts, team_posts
from voronka.store import listings as cards
from voronka.store.posts import Saved
from voronka.store.taking_out import DELETED, ENDED

SOURCE: Final = Source(
    "resumes",
    "Резюме команды",
    SourceKind.IMPORT,
    about="резюме, которые команда загрузила сама; видит их только она",
    basis="основание названо при загрузке каждого",
    about_en="resumes that a team has brought in itself; nobody else sees them",
    basis_en="named for each when it was brought in",
)
LONGEST_WORDS: Final = 300
_LEAST_WORDS: Final = 5
_TRIES: Final = 50


class Ground(StrEnum):
    """Why a team may keep somebody's resume."""

    CONSENT = "consent"
    APPLIED = "applied"
    CONTRACT = "contract"


@dataclass(frozen=True, slots=True)
class Basis:
    """The ground, what shows it ("letter of 3 November"), who says so and when; ``by`` None: the command line."""

    ground: Ground
    words: str
    by: int | None
    by_name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept beside a resume's text."""

    basis: Basis
    file: str
    row: int | None


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one resume: its listing, None where it was erased on request and stays out.

    ``fault`` says that it could not be read; it is kept, and found by its words.
    """

    found: Found
    saved: Saved
    listing: int | None
    fault: str = ""


def basis(ground: str, words: str, by: int | None, by_name: str, at: datetime) -> Basis:
    """A checked ground; raises RefusedError where it is none or nothing shows it."""
    if ground not in tuple(Ground):
        raise RefusedError("basis.none", "the ground is wanted: consent, applied or contract")
    words = " ".join("".join(c if c.isprintable() else " " for c in words).split())[:LONGEST_WORDS]
    if len(words) < _LEAST_WORDS:
        raise RefusedError("basis.words", "say in some words what the ground is, for example the date of a letter")
    return Basis(Ground(ground), words, by, by_name, at)


def preview(found: Found) -> Posting | None:
    """What a resume reads as; None where it cannot be read."""
    reading = read_safely(_raw("", found, None, ""))
    return reading.postings[0] if not isinstance(reading, str) and reading.postings else None


def take_in(store: Store, team: str, resumes: Sequence[Found], ground: Basis) -> list[Taken]:
    """Store resumes for a team; the same text again is the same post, with the new ground.

    One that the team removed or that came to its end may be brought in anew: there is a new ground for it. One that
    was erased on request stays out.
    """
    store.claim(store.demo_at)
    store.declare([SOURCE])
    return [_take_in(store, team, found, ground) for found in resumes]


def _take_in(store: Store, team: str, found: Found, ground: Basis) -> Taken:
    ingest = Ingest(store)
    name = hashlib.sha256(f"{team}\0{found.text}".encode("utf-8", "replace")).hexdigest()[:40]
    outcome: Outcome | None = None
    for turn in range(_TRIES):
        [outcome] = ingest.add_page([_raw(team, found, ground, f"{name}-{turn}" if turn else name)])
        if outcome.saved is not Saved.KEPT_OUT or _stays_out(store, outcome.post_id):
            break
    assert outcome is not None
    with store.reading() as connection:
        numbers = cards.of_posts(connection, [outcome.post_id])
    return Taken(found, outcome.saved, numbers[0] if numbers else None, outcome.fault)


def _raw(team: str, found: Found, ground: Basis | None, name: str) -> RawPost:
    payload: dict[str, Any] = {"kind": Kind.CANDIDATE.value}
    if ground is not None:
        payload["ground"] = {
            "ground": ground.ground.value, "words": ground.words, "by": ground.by, "by_name": ground.by_name,
            "at": ground.at.isoformat(), "file": found.file, "row": found.row,
        }  # fmt: skip
    posted = None if ground is None else ground.at
    return RawPost(SOURCE.name, name, found.text, payload=payload, posted_at=posted, owner_team=team or None)


def _stays_out(store: Store, post_id: int) -> bool:
    with store.reading() as connection:
        return keeping_out.reason(connection, post_id) not in {DELETED, ENDED}


def kept(raw: RawPost) -> Kept | None:
    """What is kept beside a post's text; None where it is no resume that a team brought in."""
    given = raw.payload.get("ground")
    if raw.source != SOURCE.name or not isinstance(given, dict):
        return None
    at = datetime.fromisoformat(given["at"])
    ground = Basis(Ground(given["ground"]), given["words"], given["by"], given["by_name"], at)
    return Kept(ground, given["file"], given["row"])


def of_listing(connection: sa.Connection, team: str, listing: int) -> list[tuple[int, Kept]]:
    """A team's resumes of a listing, each with its post's id, the newest first."""
    found = posts.by_ids(connection, team_posts.of_listing(connection, team, SOURCE.name, listing))
    newest_first = sorted(found, key=lambda post: (post.posted_at, post.id), reverse=True)
    return [(post.id, its) for post in newest_first if (its := kept(post.raw)) is not None]


def remove(store: Store, team: str, listing: int) -> int:
    """Erase a team's resumes of a listing; gives how many there were."""
    with store.writing() as connection:
        ids = team_posts.of_listing(connection, team, SOURCE.name, listing)
        if ids:
            hasher = store.new_hasher(connection)
            keeping_out.erase_unnamed(connection, hasher, ids, DELETED, store.clock.now())
    return len(ids)

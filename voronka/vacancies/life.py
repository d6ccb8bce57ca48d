"""The life of a vacancy: draft, the queue of teams that are not trusted, published, prolonged, closed.

Whoever calls has found the vacancy by its team. After what changes a post the index is to be caught up.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

import sqlalchemy as sa

from voronka.closing import Closing
from voronka.errors import RefusedError
from voronka.ingest import Ingest
from voronka.model import RawPost
from voronka.sources import Source, SourceKind
from voronka.store import Store, accounts, posts, vacancies
from voronka.store import listings as cards
from voronka.store.posts import Saved
from voronka.store.vacancies import Act, Row, State
from voronka.vacancies.draft import TERM, Draft
from voronka.vacancies.markup import job_posting

HOME: Final = Source(
    vacancies.SOURCE,
    "Вакансии команд",
    SourceKind.IMPORT,
    about="вакансии, которые команды публикуют здесь сами",
    basis="публикует сам работодатель",
    about_en="vacancies that teams publish here themselves",
    basis_en="published by the employer",
)
EARLY: Final = timedelta(days=7)
"""So long before its end, and not sooner, a vacancy may be prolonged."""


@dataclass(frozen=True, slots=True)
class Public:
    """A vacancy as everybody sees it, and its listing; ``employer`` is its team's name."""

    row: Row
    draft: Draft
    employer: str
    listing: int | None


def begin(store: Store, team: str, by: int, draft: Draft) -> int:
    """Keep a draft that only its team sees; gives its number."""
    with store.writing() as connection:
        return vacancies.add(connection, team, by, draft.to_json(), store.clock.now())


def find(store: Store, team: str | None, number: int) -> Row | None:
    """A team's vacancy; None for another's."""
    with store.reading() as connection:
        row = vacancies.get(connection, number)
    return row if row is not None and row.team == team else None


def public(store: Store, number: int) -> Public | None:
    """What everybody sees of a vacancy, also of one that is over; None where nothing was published or it is erased."""
    with store.reading() as connection:
        row = vacancies.get(connection, number)
        stored = posts.one(connection, HOME.name, str(number))
        if row is None or row.published_at is None or stored is None:
            return None
        found = cards.of_posts(connection, [stored.id])
        employer = accounts.team_name(connection, row.team)
    return Public(row, Draft.of_raw(stored.raw), employer, found[0] if found else None)


def save(store: Store, row: Row, by: int, draft: Draft) -> Row:
    """Keep what was written, for the team alone; gives the vacancy as it is now.

    Raises RefusedError where somebody else has saved it since ``row`` was looked at.
    """
    fields = Draft.from_json(row.draft).changed(draft)
    with store.writing() as connection:
        if fields:
            now = store.clock.now()
            if not vacancies.write(connection, row, draft.to_json(), now):
                raise RefusedError("vacancy.changed", "somebody else has changed this vacancy meanwhile")
            vacancies.note(connection, row.id, by, Act.CHANGED, now, fields)
        return _row(connection, row.id)


def publish(store: Store, row: Row, by: int, url: str | None, *, trusted: bool = False) -> State:
    """Publish what is saved, or put it into the queue where the team is not trusted; gives how it stands then.

    Raises RefusedError for what cannot be published. ``url`` is the vacancy's own page.
    """
    draft = Draft.from_json(row.draft).checked()
    draft.until(store.clock.now())
    with store.writing() as connection:
        if not trusted and not vacancies.is_trusted(connection, row.team):
            if row.asked_at is None:
                vacancies.ask(connection, row.id, by, store.clock.now())
            return _row(connection, row.id).state(store.clock.now())
    return approve(store, row, by, url)


def approve(store: Store, row: Row, by: int | None, url: str | None) -> State:
    """Publish what ``row`` has; raises RefusedError where it was changed meanwhile, or a contact of it is erased."""
    now = store.clock.now()
    draft = Draft.from_json(row.draft).checked()
    until = draft.until(now)
    with store.reading() as connection:
        if _row(connection, row.id).version != row.version:
            raise RefusedError("vacancy.changed", "somebody else has changed this vacancy meanwhile")
        stored = posts.one(connection, HOME.name, str(row.id))
        employer = accounts.team_name(connection, row.team)
    raw = draft.raw(row.id, job_posting(draft, employer), url)
    if stored is None or row.state(now) is not State.PUBLISHED or row.valid_until is None:
        raw = replace(raw, posted_at=now, valid_until=until)
    else:
        # an edit is no new term, but a last day to answer is one
        until = until if until < now + TERM else min(until, row.valid_until)
        raw = replace(raw, posted_at=stored.posted_at, edited_at=now, valid_until=until)
    _take_in(store, raw)
    with store.writing() as connection:
        vacancies.publish(connection, row.id, by, until, now)
    return State.PUBLISHED


def refuse(store: Store, row: Row, by: int | None, reason: str) -> None:
    """Take it out of the queue with a reason for its team; what is published of it stays."""
    if not reason.strip():
        raise RefusedError("vacancy.reason", "a refusal needs a reason")
    with store.writing() as connection:
        vacancies.refuse(connection, row.id, by, reason.strip()[:300], store.clock.now())


def prolong(store: Store, row: Row, by: int | None) -> None:
    """Let what is published stand for TERM from now; raises RefusedError where it is closed, or too early."""
    now = store.clock.now()
    if row.state(now) not in (State.PUBLISHED, State.EXPIRED) or row.valid_until is None:
        raise RefusedError("vacancy.not_open", "only a published vacancy can be prolonged")
    if row.valid_until > now + EARLY:
        raise RefusedError("vacancy.early", f"a vacancy is prolonged in its last {EARLY.days} days", days=EARLY.days)
    raw = _published(store, row)
    until = _longer(raw, row, now)
    if until is None:
        day = Draft.of_raw(raw).posting.deadline
        raise RefusedError(
            "vacancy.last_day", f"it stands to its last day to answer, {day}; change that first", day=day
        )
    _take_in(store, replace(raw, posted_at=now, valid_until=until, closed=False, closed_reason=None))
    with store.writing() as connection:
        vacancies.prolong(connection, row.id, by, until, now)


def longer(store: Store, row: Row) -> datetime | None:
    """Till when a published vacancy would stand if it were prolonged now; None where its last day allows no more."""
    raw = store.raw(HOME.name, str(row.id))
    return None if raw is None else _longer(raw, row, store.clock.now())


def _longer(raw: RawPost, row: Row, now: datetime) -> datetime | None:
    try:
        until = Draft.of_raw(raw).until(now)
    except RefusedError:
        return None  # its last day is past
    return until if row.valid_until is None or until > row.valid_until else None


def close(store: Store, row: Row, by: int) -> None:
    """Close what is published; it may be published again."""
    if row.published_at is None:
        raise RefusedError("vacancy.not_open", "only a published vacancy can be closed")
    _take_in(store, replace(_published(store, row), closed=True, closed_reason=Closing.SAID))
    with store.writing() as connection:
        vacancies.close(connection, row.id, by, store.clock.now())


def remove(store: Store, row: Row) -> None:
    """Forget a draft that was never published."""
    if row.published_at is not None:
        raise RefusedError("vacancy.published", "a published vacancy is closed, not removed")
    with store.writing() as connection:
        vacancies.remove(connection, row.id)


def _row(connection: sa.Connection, number: int) -> Row:
    row = vacancies.get(connection, number)
    if row is None:
        raise RefusedError("gone", "this vacancy is no more")
    return row


def _published(store: Store, row: Row) -> RawPost:
    raw = store.raw(HOME.name, str(row.id))
    if raw is None:
        raise RefusedError("gone", "this vacancy is no more")
    return raw


def _take_in(store: Store, raw: RawPost) -> None:
    store.claim(store.demo_at)
    store.declare([HOME])
    [outcome] = Ingest(store).add_page([raw])
    if outcome.saved is Saved.KEPT_OUT:
        raise RefusedError("offer.kept_out", "a contact of it was erased on request; ask who runs this site")

"""Sending what alerts say by one way: opened before, closed after, tried again later, given up in the end."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, Protocol

import structlog

from voronka import alert_messages as texts
from voronka.alert_messages import Site
from voronka.alert_times import is_quiet
from voronka.errors import VoronkaError
from voronka.listing import Listing
from voronka.mail import Letter, MailError
from voronka.model import Link
from voronka.saved_filters import Problem, Way
from voronka.store import Store, alert_ways
from voronka.store import alert_messages as rows
from voronka.store.alert_messages import Message, Reader

log = structlog.get_logger(__name__)

BACK_OFF: Final = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60, 240, 720, 1440, 1440))
"""How long after each failed try the next one comes; after the last the message is given up."""
REST: Final = timedelta(minutes=5)
"""So long nothing is sent by a way whose server is not there."""
TOO_OLD: Final = timedelta(days=14)
"""What was found so long ago and could not be told (the machine was off, no mail server was set) is not told."""
_DEADLY: Final = "the program ended each time it was sending this"
_BREAKS: Final = 3
"""After so many messages in a row that broke midway the way rests."""


class NotSentError(VoronkaError):
    """A Telegram message did not go out, or perhaps did.

    ``gone``: the chat takes nothing from the bot; ``until``: nothing is to be sent before; ``everybody``: nothing goes
    out to anybody at present; ``unknown``: nobody can tell whether it was delivered.
    """

    def __init__(
        self,
        problem: str,
        *,
        gone: bool = False,
        until: datetime | None = None,
        everybody: bool = False,
        unknown: bool = False,
    ) -> None:
        super().__init__(problem)
        self.gone = gone
        self.until = until
        self.everybody = everybody
        self.unknown = unknown


class SendMail(Protocol):
    """Sends a letter; raises MailError."""

    def __call__(self, letter: Letter, /) -> object: ...


class SendTelegram(Protocol):
    """Sends a text with links behind its words to a chat; raises NotSentError."""

    def __call__(self, chat_id: int, text: str, links: Sequence[Link], /) -> object: ...


@dataclass(frozen=True, slots=True)
class Outlets:
    """By what messages go out; None: this way is not set up, and what is found waits (for two weeks)."""

    email: SendMail | None = None
    telegram: SendTelegram | None = None

    def has(self, way: Way) -> bool:
        """Whether a way is set up."""
        return (self.email if way is Way.EMAIL else self.telegram) is not None


@dataclass(slots=True)
class Told:
    """What a run did: matches found, messages delivered, and one line for each kind of failure.

    ``left_out``: another process was at it.
    """

    found: int = 0
    sent: int = 0
    failed: int = 0
    problems: list[str] = field(default_factory=list)
    left_out: bool = False

    def note(self, problem: str) -> None:
        """Note a failure, once."""
        if problem not in self.problems:
            self.problems.append(problem)


@dataclass(frozen=True, slots=True)
class _Failure:
    """Why a message did not go out, in the terms of both ways; see MailError and NotSentError."""

    problem: str
    until: datetime | None
    everybody: bool
    unknown: bool
    gone: Problem | None


def _of_mail(error: MailError) -> _Failure:
    everybody = error.server and not error.unknown
    return _Failure(str(error), None, everybody, error.unknown, Problem.REFUSED if error.refused else None)


def _of_telegram(error: NotSentError) -> _Failure:
    everybody = error.everybody or error.until is not None
    return _Failure(str(error), error.until, everybody, error.unknown, Problem.BLOCKED if error.gone else None)


class Sending:
    """Sends by one way, in one run; ``hold`` renews the lease and says whether it is still ours."""

    def __init__(
        self,
        store: Store,
        outlets: Outlets,
        way: Way,
        site: Site,
        told: Told,
        *,
        now: Callable[[], datetime],
        hold: Callable[[], bool],
    ) -> None:
        self._store = store
        self._outlets = outlets
        self._way = way
        self._site = site
        self._told = told
        self._now = now
        self._hold = hold
        self._breaks = 0

    def new(self, reader: Reader) -> bool:
        """Send what is to be told of a filter; False: nothing more is to be sent by this way in this run."""
        if not self._hold():
            return False
        now = self._now()
        with self._store.writing() as connection:
            current = rows.reader(connection, reader.filter_id, self._way)
            message = None
            if current is not None:
                message = rows.open_one(connection, reader.filter_id, self._way, now - TOO_OLD, now)
        return message is None or current is None or self._send(message, current)

    def again(self, message: Message) -> bool:
        """Send a message that was left, or could not be sent before; else as ``new``."""
        if not self._hold():
            return False
        with self._store.writing() as connection:
            reader = rows.reader(connection, message.filter_id, self._way)
            if reader is None or message.created_at < self._now() - TOO_OLD:
                rows.void(connection, message.id)
                return True
            if is_quiet(reader.draft, self._now()):
                return True
            if message.left and message.tries >= len(BACK_OFF):
                # every process that tried it died; it keeps the others waiting no longer
                rows.not_sent(connection, message, rows.FAILED, _DEADLY, None, counts=False)
                alert_ways.note_problem(connection, reader.account_id, self._way, Problem.FAILED, off=False)
                return True
            message = rows.begin_again(connection, message)
        return self._send(message, reader)

    def _send(self, message: Message, reader: Reader) -> bool:
        cards = self._cards(message, reader)
        if not cards:
            with self._store.writing() as connection:
                rows.void(connection, message.id)
            return True
        failure = self._deliver(message, reader, cards)
        if failure is None:
            self._breaks = 0
            self._told.sent += 1
            with self._store.writing() as connection:
                rows.close(connection, message, reader, self._way, self._now())
            return True
        self._told.failed += 1
        self._told.note(failure.problem)
        log.warning("an alert was not sent", way=self._way.value, filter=message.filter_id, error=failure.problem)
        return self._note(message, reader, failure)

    def _cards(self, message: Message, reader: Reader) -> list[Listing]:
        """What a message tells, as far as it is still there, open, and to be seen by its reader; the newest first."""
        with self._store.reading() as connection:
            numbers = rows.tells(connection, message, self._way)
        found = [
            card for card in self._store.listings(numbers) if not card.closed and card.owner_team in (None, reader.team)
        ]
        return sorted(found, key=lambda card: (card.posted_at, card.id), reverse=True)

    def _deliver(self, message: Message, reader: Reader, cards: Sequence[Listing]) -> _Failure | None:
        draft, again = reader.draft, message.again
        if self._way is Way.EMAIL and self._outlets.email is not None:
            letter = texts.letter(
                draft, cards, self._site, to=reader.address, token=reader.token, name=name_of(message), again=again
            )
            try:
                self._outlets.email(letter)
            except MailError as error:
                return _of_mail(error)
        elif self._outlets.telegram is not None and reader.chat_id is not None:
            text, links = texts.telegram(draft, cards, self._site, again=again)
            try:
                self._outlets.telegram(reader.chat_id, text, links)
            except NotSentError as error:
                return _of_telegram(error)
        return None

    def _note(self, message: Message, reader: Reader, failure: _Failure) -> bool:
        """Note a failure, and when it is tried again; False: nothing more is to be sent by this way in this run."""
        now = self._now()
        counts = not failure.everybody
        self._breaks = self._breaks + 1 if failure.unknown else 0
        state = rows.DOUBTFUL if failure.unknown or message.again else rows.WAITING
        retry_at: datetime | None = None
        if not counts:
            retry_at = failure.until or now + REST
        elif failure.gone is not None or message.tries >= len(BACK_OFF):
            state = rows.FAILED
        else:
            retry_at = now + BACK_OFF[message.tries]
        with self._store.writing() as connection:
            rows.not_sent(connection, message, state, failure.problem, retry_at, counts=counts)
            if failure.gone is not None:
                alert_ways.note_problem(connection, reader.account_id, self._way, failure.gone, off=True)
            elif state == rows.FAILED:
                alert_ways.note_problem(connection, reader.account_id, self._way, Problem.FAILED, off=False)
            stops = failure.everybody or self._breaks >= _BREAKS
            if stops:
                rows.rest(connection, self._way, failure.until or now + REST)
        return not stops


def name_of(message: Message) -> str:
    """A message's own name, the same however often it is sent, and unlike that of any other store's."""
    return f"alert-{message.id}-{message.created_at:%Y%m%d%H%M%S%f}"

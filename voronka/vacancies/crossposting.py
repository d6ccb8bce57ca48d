"""Keeping the messages of teams' channels as the vacancies are: sent, edited, marked as closed, taken away.

What a message should say is worked out anew each time and compared with what it says, so nothing that happened is
missed; what could not be done is done next time. One process at a time does it. Nothing is sent twice on a guess.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol

from voronka.errors import VoronkaError
from voronka.model import Link
from voronka.store import Store, crossposts, named_leases
from voronka.store.crossposts import Crosspost
from voronka.store.leases import owner_name
from voronka.store.vacancies import State
from voronka.vacancies import life
from voronka.vacancies.draft import DamagedDraftError
from voronka.vacancies.elsewhere import CLOSED, channel_post

_LEASE: Final = "crossposts"
_BACK_OFF: Final = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60, 240, 720))


class NotPostedError(VoronkaError):
    """A message was not sent, changed or taken away.

    ``code`` is "gone" (the bot may do nothing in this channel), "missing" (there is no such message), "unknown" (it may
    have been sent, nobody can tell), "refused" or "later"; ``until``: not to be tried before.
    """

    def __init__(self, problem: str, code: str, until: datetime | None = None) -> None:
        super().__init__(problem)
        self.code = code
        self.until = until


class Bot(Protocol):
    """What posts to channels; each raises NotPostedError."""

    def post(self, chat: int, text: str, links: Sequence[Link]) -> int:
        """Send a message; gives its id."""
        ...

    def change(self, chat: int, message: int, text: str, links: Sequence[Link]) -> None:
        """Put another text into the place of a message's."""
        ...

    def take_away(self, chat: int, message: int) -> None:
        """Delete a message."""
        ...


@dataclass(slots=True)
class Done:
    """What a round did; ``left_out``: another process was at it."""

    changed: int = 0
    problems: tuple[str, ...] = ()
    left_out: bool = False


def keep_up(store: Store, bot: Bot, base: str) -> Done:
    """Bring all messages up to what the vacancies are; ``base`` is the page's public address."""
    owner, done = owner_name(), Done()
    with store.writing() as connection:
        if not named_leases.hold(connection, _LEASE, owner):
            return Done(left_out=True)
    try:
        with store.reading() as connection:
            rows = crossposts.every(connection)
        for known in rows:
            with store.writing() as connection:  # a round may last longer than the lease, and the team act meanwhile
                if not named_leases.hold(connection, _LEASE, owner):
                    break
                row = crossposts.get(connection, known.vacancy)
            if row is None or row.tries < 0:
                continue
            try:
                done.changed += _keep_up(store, bot, row, base.rstrip("/"))
            except DamagedDraftError as error:  # of this one alone; the others are to be kept up all the same
                done.problems += (f"vacancy {row.vacancy}: {error}",)
            except NotPostedError as error:
                _note(store, row, error)
                done.problems += (f"vacancy {row.vacancy}: {error}",)
    finally:
        with store.writing() as connection:
            named_leases.give_up(connection, _LEASE, owner)
    return done


def message_of(store: Store, vacancy: int, base: str) -> tuple[str, Sequence[Link]] | None:
    """What a vacancy's message should say now; None: there should be none."""
    public = life.public(store, vacancy)
    if public is None:
        return None
    closed = public.row.state(store.clock.now()) is not State.PUBLISHED
    return channel_post(public.draft, public.employer, f"{base}/vacancy/{vacancy}", closed=closed)


def _keep_up(store: Store, bot: Bot, row: Crosspost, base: str) -> bool:
    now = store.clock.now()
    if row.due_at is not None and row.due_at > now:
        return False
    said = message_of(store, row.vacancy, base) if row.wanted else None
    if said is None:
        if row.message_id is not None:
            _take_away(bot, row.chat_id, row.message_id)
        with store.writing() as connection:
            crossposts.forget(connection, row.vacancy)
        return row.message_id is not None
    text, links = said
    shown = hashlib.sha256(f"{text}\0{links}".encode("utf-8", "surrogatepass")).hexdigest()
    if shown == row.shown:
        return False
    number = row.message_id
    if number is not None:
        bot.change(row.chat_id, number, text, links)
    elif links:
        with store.writing() as connection:  # should we be killed now, nobody knows whether it was sent
            crossposts.note(connection, row.vacancy, tries=-1, problem="unknown")
        number = bot.post(row.chat_id, text, links)
    else:
        return False  # closed before it was ever sent
    with store.writing() as connection:
        crossposts.note(connection, row.vacancy, message_id=number, shown=shown, tries=0, due_at=None, problem="")
    return True


def _take_away(bot: Bot, chat: int, message: int) -> None:
    try:
        bot.take_away(chat, message)
    except NotPostedError as error:
        if error.code not in ("refused", "gone"):
            raise
        # an old message, or the bot may only post: then nothing of the vacancy is left in it
        bot.change(chat, message, CLOSED, ())


def _note(store: Store, row: Crosspost, error: NotPostedError) -> None:
    pause = _BACK_OFF[min(row.tries, len(_BACK_OFF) - 1)]
    later = error.code == "unknown" and row.message_id is not None  # an edit may be sent twice
    values = {
        "problem": "later" if later else error.code,
        "tries": row.tries + 1,
        "due_at": error.until or store.clock.now() + pause,
    }
    if error.code == "unknown" and row.message_id is None:
        values |= {"tries": -1}  # sending again could post it twice
    elif error.code == "missing":
        # somebody deleted it in the channel: so it is not wanted there
        values |= {"tries": -1, "message_id": None, "shown": "", "wanted": False}
    with store.writing() as connection:
        crossposts.note(connection, row.vacancy, **values)

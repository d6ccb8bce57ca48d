"""Reading a channel's history: page by page from the oldest wanted message up, each page committed with its place.

What is stored and stands no longer between its neighbours was deleted in the channel, and is erased.
"""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from telethon.tl import functions as fn
from telethon.tl import types as t

from telegram_sources.message import Peers, grouped, is_post, read_post
from telegram_sources.place import WHOLE, Place
from voronka.closing import is_plausible

PAGE: Final = 100
_LATEST: Final = datetime(9999, 1, 1, tzinfo=UTC)
READ_AGAIN: Final = timedelta(days=14)
"""After a gap that Telegram cannot tell about, so much of the history is read again for edits and deletions."""


async def begin(place: Place, wanted: datetime | None) -> None:
    """Plan what history is to be read: all since ``wanted`` (None: what was wanted before, or all).

    The place in the log of updates is taken before: what happens while the history is read is told by the difference.
    """
    state = place.state
    if state.pts is None:
        place.keep(pts=await current_pts(place))
    if state.back_since is not None:
        return
    if state.since is None:
        place.keep(back_since=wanted or WHOLE, back_id=0, back_until=None)
    elif wanted is not None and wanted < state.since:
        place.keep(back_since=wanted, back_id=0, back_until=state.since)


async def current_pts(place: Place) -> int:
    """The newest place in the channel's log of updates."""
    answer = await place.ask(fn.channels.GetFullChannelRequest)
    place.notice(answer.chats)
    return int(answer.full_chat.pts)


async def begin_again(place: Place, pts: int, newest: datetime | None) -> None:
    """Plan after a gap: what is newer than the last message, and the last days for edits and deletions.

    ``pts`` is the place from which on the difference tells again, ``newest`` the time of the newest message.
    """
    state = place.state
    moment = (newest or place.store.clock.now()) - READ_AGAIN
    answer = await place.ask(lambda channel: _request(channel, offset_date=moment, limit=1), paced=True)
    from_id = state.back_id if state.back_id is not None else state.last_id
    stored = place.store.names_between(place.source.name, moment, _LATEST)
    ids = [*(message.id for message in answer.messages), *(int(name) for name in stored if name.isdecimal())]
    place.keep(
        pts=pts,
        back_id=max(min([from_id, *(number - 1 for number in ids)]), 0),
        back_since=state.back_since or state.since or WHOLE,
        back_until=None,
    )


def _request(
    channel: Any, *, offset_id: int = 0, offset_date: datetime | None = None, limit: int = PAGE
) -> fn.messages.GetHistoryRequest:
    """The ``limit`` oldest messages from an id or a time on (https://core.telegram.org/api/offsets)."""
    return fn.messages.GetHistoryRequest(
        peer=t.InputPeerChannel(channel.channel_id, channel.access_hash),
        offset_id=offset_id,
        offset_date=offset_date,
        add_offset=-limit,
        limit=limit,
        max_id=0,
        min_id=0,
        hash=0,
    )


async def read_history(place: Place) -> None:
    """Do what is planned; every page is a place to go on from."""
    if place.state.back_since is not None:
        await _Walk(place).to_the_end()


class _Walk:
    """One way through the history. ``read_to`` is the last message that was had, ``back_id`` the last one stored.

    Between the two lie the first messages of an album, until it is known to be whole.
    """

    def __init__(self, place: Place) -> None:
        self.place = place
        self.read_to = place.state.back_id or 0
        self.held: list[Any] = []
        self.peers = Peers()
        self.moment = WHOLE  # of the last message stored: nothing older is missed

    async def to_the_end(self) -> None:
        state = self.place.state
        until = state.back_until
        while True:
            answer = await self._next_page()
            self.place.notice(answer.chats)
            self.place.tally.pages += 1
            found = sorted((m for m in answer.messages if m.id > self.read_to), key=lambda m: int(m.id))
            dated = [m for m in found if not isinstance(m, t.MessageEmpty)]
            wanted = [m for m in dated if until is None or m.date < until]
            at_end = not found or len(wanted) < len(dated)
            if found:
                self.read_to = found[-1].id
            self._store([*self.held, *wanted], Peers.of(answer), at_end=at_end)
            if not found:
                self._sweep()
            if at_end:
                break
        since = state.back_since if state.since is None else min(state.since, state.back_since or WHOLE)
        self.place.keep(since=since, back_id=None, back_since=None, back_until=None)

    async def _next_page(self) -> Any:
        since = self.place.state.back_since
        by_date = self.read_to == 0 and since is not None and since > WHOLE
        if by_date:
            return await self.place.ask(lambda channel: _request(channel, offset_date=since), paced=True)
        after = self.read_to + 1
        return await self.place.ask(lambda channel: _request(channel, offset_id=after), paced=True)

    def _store(self, messages: Sequence[Any], peers: Peers, *, at_end: bool) -> None:
        """Store what is whole of a page, with the place we have come to."""
        if self.held:
            peers = Peers({**self.peers.chats, **peers.chats}, {**self.peers.users, **peers.users})
        groups = grouped(messages)
        self.held, self.peers = [], peers
        if groups and not at_end and getattr(groups[-1][-1], "grouped_id", None):
            self.held = groups.pop()  # the next page may have the rest of it
        stored = [message for group in groups for message in group]
        if not stored:
            return
        place = self.place
        posts, wordless = [], list[int]()
        for group in groups:
            post = read_post(group, place.source.name, place.state.username, peers) if is_post(group[0]) else None
            if post is not None:
                posts.append(post)
            else:
                wordless += [message.id for message in group]  # if it had words, they were taken back
        last = max(stored, key=lambda m: int(m.id))
        gone = self._gone({message.id for message in stored}, max(message.date for message in stored))
        place.take(posts, gone=[str(number) for number in (*gone, *wordless)], seen=len(groups) - len(posts))
        self.moment = last.date
        place.keep(back_id=last.id, last_id=max(place.state.last_id, last.id))
        place.told()

    def _gone(self, ids: Collection[int], until: datetime) -> list[int]:
        """Posts of the store that should have stood before or between these messages, and do not."""
        state = self.place.state
        begin, highest = state.back_id or 0, max(ids)
        return [number for number in self._known(until) if begin < number <= highest and number not in ids]

    def _known(self, until: datetime) -> list[int]:
        """The ids of the stored posts of the time that is being read, which begins where we stand."""
        first = max(self.moment, self.place.state.back_since or WHOLE)
        known = self.place.store.names_between(self.place.source.name, first, until)
        return sorted(int(name) for name in known if name.isdecimal())

    def _sweep(self) -> None:
        """There is nothing newer in the channel: what the store has that is newer was deleted.

        An answer that is empty by some fault must not erase a whole channel.
        """
        place = self.place
        gone = [number for number in self._known(_LATEST) if number > self.read_to]
        if not gone:
            return
        known = [name for name in place.store.names_between(place.source.name, WHOLE, _LATEST) if name.isdecimal()]
        if is_plausible(len(gone), len(known)):
            place.take((), gone=list(map(str, gone)))
        else:
            place.tally.warn(
                f"{len(gone)} of {len(known)} posts are not shown any more; so many at once are not erased"
            )

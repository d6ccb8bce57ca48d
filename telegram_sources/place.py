"""One channel at hand: who it is, where its reader stands, what its run has brought so far."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, Final, Protocol

from telethon import errors
from telethon.tl import functions as fn
from telethon.tl import types as t

from telegram_sources.calls import Calls, Stopped
from telegram_sources.faults import ChannelError, GoneError
from voronka.model import RawPost
from voronka.sources import Source
from voronka.store import Store, telegram
from voronka.store.posts import Saved
from voronka.store.telegram import ChannelState

WHOLE: Final = datetime(1970, 1, 1, tzinfo=UTC)
"""A history that is read from here on is read whole."""
_WARNINGS: Final = 50


class Desk(Protocol):
    """What takes posts in and out of the store, a page as a whole; ``voronka.ingest.Ingest`` behind it."""

    def take(self, raws: Sequence[RawPost]) -> Sequence[Saved]:
        """Store posts."""

    def take_out(self, source: str, external_ids: Sequence[str]) -> int:
        """Erase posts that their channel has deleted."""


@dataclass(slots=True)
class Tally:
    """What a run has brought: how often posts were saved in which way, and how many messages were no post for us."""

    saved: dict[Saved, int] = field(default_factory=dict)
    seen: int = 0
    removed: int = 0
    pages: int = 0
    warnings: list[str] = field(default_factory=list)

    @property
    def recognised(self) -> int:
        """Messages that were understood."""
        return sum(self.saved.values()) + self.seen

    @property
    def news(self) -> int:
        """What changed the store."""
        return self.saved.get(Saved.NEW, 0) + self.saved.get(Saved.CHANGED, 0) + self.removed

    def warn(self, line: str) -> None:
        """Name something odd, once."""
        if line not in self.warnings and len(self.warnings) < _WARNINGS:
            self.warnings.append(line)


class Place:
    """A channel, and where we stand in it; ``state`` is that of the store but for what ``keep`` has not been told."""

    def __init__(
        self,
        source: Source,
        store: Store,
        calls: Calls,
        desk: Desk,
        account: int,
        told: Callable[[Tally], None] = lambda _tally: None,
        lost: Mapping[str, bool] = MappingProxyType({}),
    ) -> None:
        self.source = source
        self.store = store
        self.calls = calls
        self.desk = desk
        self.account = account
        self.tally = Tally()
        self._told = told
        self._lost = lost
        self._state: ChannelState | None = None
        self._looked_up = False

    @property
    def state(self) -> ChannelState:
        """Where we stand; only after ``find``."""
        assert self._state is not None
        return self._state

    def keep(self, **values: Any) -> None:
        """Note where we stand now."""
        self._state = replace(self.state, **values)
        with self.store.writing() as connection:
            telegram.keep(connection, self._state)

    def told(self) -> None:
        """Report how far the run has come."""
        self._told(self.tally)

    # -- who it is -------------------------------------------------------------------------------------------------

    async def find(self) -> None:
        """Find the channel: in the store, or by its user name, which is asked for once."""
        with self.store.reading() as connection:
            self._state = telegram.state_of(connection, self.source.name)
        if self._state is None or self._state.account != self.account:
            await self._look_up()

    async def _look_up(self) -> None:
        self._looked_up = True
        known = self._state
        name = (known.username if known is not None else None) or self._declared_name
        answer = await self.calls(fn.contacts.ResolveUsernameRequest(name))
        found = [c for c in answer.chats if isinstance(answer.peer, t.PeerChannel) and c.id == answer.peer.channel_id]
        if not found:
            raise GoneError(f"@{name} is no channel; correct its row in telegram_sources/channels.yml")
        chat = found[0]
        if not isinstance(chat, t.Channel) or chat.access_hash is None:
            raise GoneError(f"@{name} is closed to this account")
        if known is not None and known.channel_id != chat.id:
            raise GoneError(
                f"@{name} is another channel now; its posts are not mixed with the former ones': "
                "give the new one a row of its own in telegram_sources/channels.yml"
            )
        values = {"access_hash": chat.access_hash, "account": self.account, "username": _username(chat)}
        self._state = ChannelState(self.source.name, chat.id, **values) if known is None else replace(known, **values)
        self.keep()

    @property
    def _declared_name(self) -> str:
        return (self.source.url or self.source.name).rstrip("/").rpartition("/")[2]

    def notice(self, chats: Iterable[Any]) -> None:
        """Look what an answer says of the channel itself: it may have been renamed or closed."""
        for chat in chats:
            if chat.id != self.state.channel_id or getattr(chat, "min", False):  # half a channel says nothing
                continue
            if isinstance(chat, t.ChannelForbidden):
                raise GoneError("the channel is private, or this account was banned from it")
            username = _username(chat)
            if username != self.state.username:
                self.keep(username=username)
            if (username or "").casefold() != self._declared_name.casefold():
                now = f"is now @{username}" if username else "has no user name any more"
                self.tally.warn(f"the channel {now}; it is read on, correct its row in telegram_sources/channels.yml")

    async def ask(self, request: Callable[[Any], Any], *, paced: bool = False) -> Any:
        """Make a call about the channel, looking it up again where Telegram does not know it by what we have.

        ``request`` makes the call's request from the channel (an InputChannel).
        """
        try:
            return await self.calls(request(self.address), paced=paced)
        except errors.ChannelInvalidError:
            if self._looked_up:
                raise ChannelError("Telegram does not know the channel (CHANNEL_INVALID); is it still there?") from None
        await self._look_up()
        try:
            return await self.calls(request(self.address), paced=paced)
        except errors.ChannelInvalidError:
            raise GoneError("Telegram does not know the channel (CHANNEL_INVALID); is it still there?") from None

    @property
    def address(self) -> Any:
        """The channel as a call names it."""
        return t.InputChannel(self.state.channel_id, self.state.access_hash)

    # -- what was read ---------------------------------------------------------------------------------------------

    def take(self, posts: Sequence[RawPost], *, gone: Sequence[str] = (), seen: int = 0) -> None:
        """Store a page of posts, erase what is gone, and count.

        ``lost`` names the sources that are not ours to read any more: switched off (True), or taken over.
        """
        if self.source.name in self._lost:
            if self._lost[self.source.name]:
                raise Stopped
            raise ChannelError("its lease ran out and another process has taken it over; what was read is stored")
        for saved in self.desk.take(posts) if posts else ():
            self.tally.saved[saved] = self.tally.saved.get(saved, 0) + 1
        if gone:
            self.tally.removed += self.desk.take_out(self.source.name, gone)
        self.tally.seen += seen


def _username(chat: Any) -> str | None:
    """A channel's user name; one that bought several has them in a list."""
    if chat.username:
        return str(chat.username)
    return next((str(one.username) for one in getattr(chat, "usernames", None) or () if one.active), None)

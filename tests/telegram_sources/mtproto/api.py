"""The calls of Telegram's API that a reader of channels makes, each as a method named after its request."""

from bisect import bisect_left
from typing import Any

from telethon.tl import types as t

from tests.telegram_sources.mtproto.channel import Channel
from tests.telegram_sources.mtproto.login import ME, Login
from tests.telegram_sources.mtproto.values import RpcFaultError, filled, now

OPEN_TO_ALL = frozenset(
    {"GetConfig", "SendCode", "SignIn", "ExportLoginToken", "GetPassword", "CheckPassword", "LogOut"}
)
"""What a client may call that is not signed in."""


class Api:
    """Answers calls; its methods take the request and the id of the key of whoever calls."""

    def __init__(self) -> None:
        self.port = 0
        self.login = Login()
        self.channels: list[Channel] = []
        self.chats: list[Any] = []
        self.users: list[Any] = []

    def handler(self, name: str, key_id: int) -> Any:
        """The method that answers a call, as far as the caller may make it."""
        found = getattr(self, name, None)
        if found is None:
            raise NotImplementedError(f"the tests' server has no {name}")
        if name not in OPEN_TO_ALL and key_id not in self.login.authorized:
            raise RpcFaultError(401, "AUTH_KEY_UNREGISTERED")
        return found

    def _channel(self, peer: Any) -> Channel:
        for channel in self.channels:
            if (channel.id, channel.access_hash) == (peer.channel_id, peer.access_hash):
                if channel.private:
                    raise RpcFaultError(400, "CHANNEL_PRIVATE")
                return channel
        raise RpcFaultError(400, "CHANNEL_INVALID")

    # -- the session -----------------------------------------------------------------------------------------------

    def GetConfig(self, _request: Any, _key_id: int) -> Any:
        """Where the servers are: here."""
        here = t.DcOption(2, "127.0.0.1", self.port)
        return filled(t.Config, date=now(), expires=now(), this_dc=2, dc_options=[here])

    def GetUsers(self, _request: Any, _key_id: int) -> Any:
        """The account itself."""
        return [ME]

    def GetState(self, _request: Any, _key_id: int) -> Any:
        """Where the account's own updates stand; nobody here writes to it."""
        return t.updates.State(pts=1, qts=0, date=now(), seq=0, unread_count=0)

    def GetDifference(self, _request: Any, _key_id: int) -> Any:
        """Nothing new for the account itself."""
        return t.updates.DifferenceEmpty(now(), 0)

    def SendCode(self, request: Any, key_id: int) -> Any:
        """See Login."""
        return self.login.send_code(request, key_id)

    def SignIn(self, request: Any, key_id: int) -> Any:
        """See Login."""
        return self.login.take_code(request, key_id)

    def GetPassword(self, request: Any, key_id: int) -> Any:
        """See Login."""
        return self.login.get_password(request, key_id)

    def CheckPassword(self, request: Any, key_id: int) -> Any:
        """See Login."""
        return self.login.check_password(request, key_id)

    def ExportLoginToken(self, request: Any, key_id: int) -> Any:
        """See Login."""
        return self.login.export_token(request, key_id)

    def LogOut(self, request: Any, key_id: int) -> Any:
        """See Login."""
        return self.login.log_out(request, key_id)

    # -- channels --------------------------------------------------------------------------------------------------

    def ResolveUsername(self, request: Any, _key_id: int) -> Any:
        """Who has a user name."""
        for channel in self.channels:
            if channel.username is not None and channel.username.lower() == request.username.lower():
                return t.contacts.ResolvedPeer(t.PeerChannel(channel.id), [channel.tl], [])
        for user in self.users:
            if user.username is not None and user.username.lower() == request.username.lower():
                return t.contacts.ResolvedPeer(t.PeerUser(user.id), [], [user])
        raise RpcFaultError(400, "USERNAME_NOT_OCCUPIED")

    def GetFullChannel(self, request: Any, _key_id: int) -> Any:
        """A channel with its pts."""
        channel = self._channel(request.channel)
        settings = t.PeerNotifySettings()
        full = filled(
            t.ChannelFull, id=channel.id, pts=channel.pts, chat_photo=t.PhotoEmpty(0), notify_settings=settings
        )
        return t.messages.ChatFull(full, [channel.tl], [])

    def GetHistory(self, request: Any, _key_id: int) -> Any:
        """A page of messages, the newest first: https://core.telegram.org/api/offsets."""
        channel = self._channel(request.peer)
        ids = list(channel.messages)  # rising: so they were made
        newer = 0
        if request.offset_id:
            newer = len(ids) - bisect_left(ids, request.offset_id)
        elif request.offset_date:
            newer = sum(channel.messages[number].date >= request.offset_date for number in ids)
        start = newer + request.add_offset
        end = start + min(request.limit, 100)
        page = [ids[-1 - place] for place in range(max(start, 0), min(max(end, 0), len(ids)))]
        kept = [n for n in page if n > request.min_id and (not request.max_id or n < request.max_id)]
        return channel.page([channel.messages[number] for number in kept], self.chats, self.users)

    def GetMessages(self, request: Any, _key_id: int) -> Any:
        """Messages by their ids."""
        channel = self._channel(request.channel)
        peer = t.PeerChannel(channel.id)
        found = [channel.messages.get(one.id) or t.MessageEmpty(one.id, peer) for one in request.id]
        return channel.page(found, self.chats, self.users)

    def GetChannelDifference(self, request: Any, _key_id: int) -> Any:
        """What has changed since a pts: https://core.telegram.org/api/updates."""
        channel = self._channel(request.channel)
        if request.pts <= 0 or request.pts > channel.pts:
            raise RpcFaultError(400, "PERSISTENT_TIMESTAMP_INVALID")
        if request.pts < channel.forgotten:
            dialog = filled(
                t.Dialog, peer=t.PeerChannel(channel.id), pts=channel.pts, notify_settings=t.PeerNotifySettings()
            )
            newest = [channel.messages[n] for n in sorted(channel.messages)[-10:]]
            return t.updates.ChannelDifferenceTooLong(
                dialog, newest, [channel.tl], [], final=True, timeout=channel.timeout
            )
        news = [update for update in channel.log if update.pts > request.pts][: request.limit]
        if not news:
            return t.updates.ChannelDifferenceEmpty(channel.pts, final=True, timeout=channel.timeout)
        new = [update for update in news if isinstance(update, t.UpdateNewChannelMessage)]
        return t.updates.ChannelDifference(
            pts=news[-1].pts,
            new_messages=[update.message for update in new if update.message.id in channel.messages],
            other_updates=[update for update in news if update not in new],
            chats=[channel.tl, *self.chats],
            users=list(self.users),
            final=news[-1].pts == channel.pts,
            timeout=channel.timeout,
        )

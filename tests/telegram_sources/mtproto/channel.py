"""A broadcast channel: its messages, and the log of updates that made them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from telethon.tl import types as t

from tests.telegram_sources.mtproto.values import LONG_AGO, now


class Channel:
    """A channel that a test fills; ``log`` holds its updates, each with its pts."""

    def __init__(self, number: int, username: str | None, title: str) -> None:
        self.id, self.username, self.title = number, username, title
        self.messages: dict[int, Any] = {}
        self.log: list[Any] = []
        self.pts = 1
        self.last_id = 0
        self.forgotten = 0
        """A difference from a lower pts than this is too long."""
        self.private = False
        self.timeout: int | None = None

    @property
    def access_hash(self) -> int:
        """Not the same for any two channels."""
        return self.id * 7

    @property
    def tl(self) -> Any:
        """The channel as an answer names it."""
        return t.Channel(
            id=self.id,
            title=self.title,
            username=self.username,
            access_hash=self.access_hash,
            photo=t.ChatPhotoEmpty(),
            date=LONG_AGO,
            broadcast=True,
            left=True,
        )

    def post(self, text: str = "", *, date: datetime | None = None, **fields: Any) -> Any:
        """Publish a message; further fields are those of a TL message."""
        self.last_id += 1
        values = {"views": 1, "forwards": 0, **fields}  # Telegram gives both or neither
        message = t.Message(
            id=self.last_id, peer_id=t.PeerChannel(self.id), date=date or now(), message=text, post=True, **values
        )
        return self._published(message)

    def service(self, action: Any = None, *, date: datetime | None = None) -> Any:
        """Publish a service message ("channel photo updated")."""
        self.last_id += 1
        action = action or t.MessageActionChatEditTitle("Новое название")
        message = t.MessageService(
            id=self.last_id, peer_id=t.PeerChannel(self.id), date=date or now(), action=action, post=True
        )
        return self._published(message)

    def _published(self, message: Any) -> Any:
        self.messages[message.id] = message
        self._record(t.UpdateNewChannelMessage(message, 0, 1))
        return message

    def fill(self, number: int, text: str = "Ищем маркетолога №{}", *, every: timedelta = timedelta(hours=1)) -> None:
        """Publish so many messages, the last of them an ``every`` ago; ``{}`` is the message's id."""
        newest = now()
        for place in range(number):
            self.post(text.format(self.last_id + 1), date=newest - every * (number - place))

    def album(self, captions: Sequence[str], *, grouped_id: int = 0, **fields: Any) -> list[Any]:
        """Publish pictures as one album, each with its caption (mostly empty)."""
        grouped_id = grouped_id or 9000 + self.last_id
        photo = t.MessageMediaPhoto(photo=t.PhotoEmpty(1))
        return [self.post(caption, grouped_id=grouped_id, media=photo, **fields) for caption in captions]

    def edit(self, number: int, text: str, **fields: Any) -> None:
        """Edit a message."""
        message = self.messages[number]
        message.message, message.edit_date = text, now()
        for name, value in fields.items():
            setattr(message, name, value)
        self._record(t.UpdateEditChannelMessage(message, 0, 1))

    def delete(self, *numbers: int) -> None:
        """Delete messages."""
        for number in numbers:
            del self.messages[number]
        self._record(t.UpdateDeleteChannelMessages(self.id, list(numbers), 0, len(numbers)))

    def forget_updates(self) -> None:
        """From now on a difference from before this moment is too long."""
        self.forgotten = self.pts

    def _record(self, update: Any) -> None:
        self.pts += update.pts_count
        update.pts = self.pts
        self.log.append(update)

    def page(self, messages: Sequence[Any], chats: Sequence[Any] = (), users: Sequence[Any] = ()) -> Any:
        """Messages as an answer holds them."""
        return t.messages.ChannelMessages(
            pts=self.pts,
            count=len(self.messages),
            messages=list(messages),
            topics=[],
            chats=[self.tl, *chats],
            users=list(users),
        )

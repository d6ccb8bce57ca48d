"""A bot that receives, its server, its store, and a person who writes to it."""

from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from pydantic import SecretStr

from telegram_sources.bot_source import BOT_SOURCE
from telegram_sources.inbox import Inbox
from telegram_sources.inbox_bot import BotLine, Receiver, receive
from tests.telegram_sources.inbox_api import TOKEN, BotApi
from voronka.store import Store, posts
from voronka.store.posts import StoredPost
from voronka.store.tables import post, post_version


@dataclass
class Stop:
    asked: bool = False
    calls: list[Any] = field(default_factory=list)

    def wakes(self, call: Any) -> None:
        self.calls.append(call)

    def ask(self) -> None:
        self.asked = True
        for call in self.calls:
            call()


@dataclass
class Talk:
    """A bot with its store, and what was told; ``run`` takes all that waits, then ends."""

    api: BotApi
    store: Store
    inbox: Inbox
    told: list[str] = field(default_factory=list)
    slept: list[float] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    may: list[bool] = field(default_factory=list)

    def run(self) -> None:
        stop = Stop()
        self.api.on_idle = stop.ask

        async def sleep(seconds: float) -> None:
            self.slept.append(seconds)

        line = BotLine(SecretStr(TOKEN), f"http://127.0.0.1:{self.api.port}/bot", timeout=5, hold=0, sleep=sleep)
        receiver = Receiver(
            self.inbox.take,
            told=self.told.append,
            begun=self.names.append,
            may=lambda: self.may.pop(0) if self.may else True,
        )
        receive(line, receiver, stop)

    def write(self, text: str | None, **more: Any) -> int:
        number = self.api.write(text, **more)
        self.run()
        return number

    def press(self, label: str, **more: Any) -> str:
        """Press a button; gives what stands in its message's place then."""
        self.api.press(label, **more)
        self.run()
        return str(self.api.changed[-1]["text"])

    @property
    def said(self) -> str:
        return str(self.api.sent[-1]["text"])

    @property
    def labels(self) -> list[str]:
        rows = self.api.sent[-1].get("reply_markup", {}).get("inline_keyboard", [])
        return [button["text"] for row in rows for button in row]

    def kept(self) -> list[StoredPost]:
        with self.store.reading() as connection:
            ids = connection.execute(sa.select(post.c.id).where(post.c.source == BOT_SOURCE.name)).scalars().all()
            return posts.by_ids(connection, ids)

    def every_word(self) -> str:
        with self.store.reading() as connection:
            rows = connection.execute(sa.select(post_version.c.text, post_version.c.payload, post_version.c.links))
            return " ".join(str(row) for row in rows)

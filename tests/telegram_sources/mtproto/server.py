"""The server that tests hold: it runs in a thread of its own, counts its calls, and fails where it is told to."""

import asyncio
import os
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from telethon.crypto import AuthKey
from telethon.sessions import StringSession
from telethon.tl import types as t

from tests.telegram_sources.mtproto.api import Api
from tests.telegram_sources.mtproto.channel import Channel
from tests.telegram_sources.mtproto.values import RpcFaultError, now
from tests.telegram_sources.mtproto.wire import Connection, DropConnectionError, SilenceError

_WITHOUT_MEANING = ("GetConfig", "GetUsers", "GetState", "GetDifference")


class Server(Api):
    """Telegram on 127.0.0.1; its keys and channels outlive ``stop`` and ``start``.

    ``calls`` are the names of all calls in their order ("GetHistory"); ``requests`` the calls themselves. ``defects``
    is what no client should ever cause; a test's fixture asserts that there are none.
    """

    def __init__(self) -> None:
        super().__init__()
        self.keys: dict[int, AuthKey] = {}
        self.salt = 1
        self.clock = 0.0
        self.defects: list[str] = []
        self.calls: list[str] = []
        self.requests: list[Any] = []
        self.connected = 0
        self._faults: list[tuple[str, int, Callable[[], None]]] = []
        self._connections: set[Connection] = set()
        self._restarts: list[asyncio.Task[None]] = []
        self._listener: asyncio.Server | None = None
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    # -- its life --------------------------------------------------------------------------------------------------

    @classmethod
    @contextmanager
    def running(cls) -> Iterator["Server"]:
        """A server for the length of a test, which fails where the server saw a defect."""
        server = cls()
        server._thread.start()
        server.start()
        try:
            yield server
        finally:
            server.stop()
            server._loop.call_soon_threadsafe(server._loop.stop)
            server._thread.join()
            server._loop.close()
        assert not server.defects, server.defects

    def start(self) -> None:
        """Listen, on the same port as before."""
        self._do(self._start())

    def start_if_stopped(self) -> None:
        """Listen, unless it does."""
        if self._listener is None:
            self.start()

    def stop(self) -> None:
        """End all connections and listen no more."""
        self._do(self._stop())

    def _do(self, work: Any) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    async def _start(self) -> None:
        self._listener = await asyncio.start_server(self._accept, "127.0.0.1", self.port)
        self.port = self._listener.sockets[0].getsockname()[1]

    async def _stop(self) -> None:
        self._close()
        await asyncio.sleep(0)

    def _close(self) -> None:
        if self._listener is not None:
            self._listener.close()
            self._listener = None
        self._drop_all()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection = Connection(self, reader, writer)
        self._connections.add(connection)
        self.connected += 1
        try:
            await connection.serve()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        except DropConnectionError:
            writer.transport.abort()
        finally:
            self._connections.discard(connection)
            writer.close()

    def _drop_all(self) -> None:
        for connection in list(self._connections):
            connection.writer.transport.abort()

    # -- the scene -------------------------------------------------------------------------------------------------

    def channel(self, username: str, title: str | None = None) -> Channel:
        """A new channel."""
        self.channels.append(Channel(1000 + len(self.channels), username, title or username))
        return self.channels[-1]

    def session(self, *, signed_in: bool = True) -> str:
        """A session string of this server, with a key that it knows."""
        session = StringSession()
        session.set_dc(2, "127.0.0.1", self.port)
        session.auth_key = AuthKey(b"\1" + os.urandom(255))
        self.keys[session.auth_key.key_id] = session.auth_key
        if signed_in:
            self.login.authorized.add(session.auth_key.key_id)
        return str(session.save())

    def accept_token(self) -> None:
        """What scanning the QR code with a phone does."""
        self.login.token_accepted = True
        self._loop.call_soon_threadsafe(self._push, t.UpdateLoginToken())

    def accept_token_in(self, seconds: float) -> None:
        """In a call's ``at``: scan it some seconds later."""
        self._loop.call_later(seconds, self.accept_token)

    def _push(self, update: Any) -> None:
        for connection in list(self._connections):
            if connection.wants_updates:
                connection.send(t.Updates([update], [], [], now(), 0))

    # -- trouble ---------------------------------------------------------------------------------------------------

    def at(self, name: str, act: Callable[[], None], *, nth: int = 1) -> None:
        """Do something before the ``nth`` call of this name from now on is answered."""
        self._faults.append((name, self.count(name) + nth, act))

    def fail(self, name: str, message: str, code: int = 400, *, nth: int = 1, times: int = 1) -> None:
        """Answer such calls by an error, from the ``nth`` on."""

        def refuse() -> None:
            raise RpcFaultError(code, message)

        for one in range(times):
            self.at(name, refuse, nth=nth + one)

    def flood(self, name: str, seconds: int, *, nth: int = 1, times: int = 1) -> None:
        """Ask to wait."""
        self.fail(name, f"FLOOD_WAIT_{seconds}", 420, nth=nth, times=times)

    def drop(self, name: str, *, nth: int = 1) -> None:
        """Break the connection instead of answering the ``nth`` call."""

        def cut() -> None:
            raise DropConnectionError

        self.at(name, cut, nth=nth)

    def silence(self, name: str, *, nth: int = 1) -> None:
        """Do not answer the ``nth`` call."""

        def hush() -> None:
            raise SilenceError

        self.at(name, hush, nth=nth)

    def stop_soon(self) -> None:
        """In a call's ``at``: the server goes away instead of answering, and stays away until ``start``."""
        self._close()
        raise DropConnectionError

    def restart_soon(self) -> None:
        """In a call's ``at``: the server goes away instead of answering, and comes back."""
        self._close()
        self._restarts.append(self._loop.create_task(self._start()))
        raise DropConnectionError

    def forget_faults(self) -> None:
        """Nothing more goes wrong."""
        self._faults.clear()

    def revoke(self) -> None:
        """The account ended all its sessions."""
        self.login.authorized.clear()

    # -- what was seen ---------------------------------------------------------------------------------------------

    def call(self, connection: Connection, request: Any) -> Any:
        """Answer a call."""
        name = type(request).__name__.removesuffix("Request")
        self.calls.append(name)
        self.requests.append(request)
        number = self.count(name)
        for fault in [f for f in self._faults if f[:2] == (name, number)]:
            self._faults.remove(fault)
            fault[2]()
        assert connection.key is not None
        return self.handler(name, connection.key.key_id)(request, connection.key.key_id)

    def count(self, name: str) -> int:
        """How many calls of this name there were."""
        return self.calls.count(name)

    @property
    def counts(self) -> dict[str, int]:
        """How many calls of each name there were, but for those by which a client begins."""
        return dict(Counter(name for name in self.calls if name not in _WITHOUT_MEANING))

    def forget_calls(self) -> None:
        """Count from nought."""
        self.calls.clear()
        self.requests.clear()

"""A mail server on loopback, which keeps what it gets, and refuses what a test wants refused."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class _Anywhere(Controller):
    """A controller that takes any free port."""

    def _trigger_server(self) -> None:
        """It asks the port that it was given, which is none before there is a server."""
        self.port = self.server.sockets[0].getsockname()[1]  # type: ignore[union-attr]  # it runs
        super()._trigger_server()  # type: ignore[no-untyped-call]  # it ships no types


class Mailbox:
    """``letters`` are addresses and plain texts, ``messages`` the whole.

    ``refused`` are answers to addresses, ``answer`` the one to a letter (None breaks the line); ``taken`` is called
    with a letter before that. ``utf8``: it takes addresses in any letters.
    """

    def __init__(self, *, utf8: bool = True) -> None:
        self.letters: list[tuple[list[str], str]] = []
        self.messages: list[EmailMessage] = []
        self.refused: dict[str, str] = {}
        self.answer: str | None = "250 taken"
        self.taken: Callable[[EmailMessage], object] = lambda message: None
        self.server = _Anywhere(self, hostname="127.0.0.1", port=0, enable_SMTPUTF8=utf8)

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, rcpt_options: list[str]
    ) -> str:
        await asyncio.sleep(0)
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 well"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        await asyncio.sleep(0)
        message = message_from_bytes(envelope.original_content or b"", policy=policy.default)
        body = message.get_body(("plain",))
        assert body is not None
        self.letters.append((envelope.rcpt_tos, str(body.get_content())))
        self.messages.append(message)
        self.taken(message)
        if self.answer is None:
            assert isinstance(server.transport, asyncio.WriteTransport)
            server.transport.abort()
            return "421 gone"
        return self.answer

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.server.port}"


@contextmanager
def a_mailbox(*, utf8: bool = True) -> Iterator[Mailbox]:
    """A mailbox that is served."""
    box = Mailbox(utf8=utf8)
    box.server.start()
    try:
        yield box
    finally:
        box.server.stop()

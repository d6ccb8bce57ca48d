"""Mail out, by the SMTP server of the settings."""

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from ipaddress import ip_address
from typing import Final
from urllib.parse import unquote, urlsplit

from voronka.errors import VoronkaError
from voronka.settings import Settings

_SECONDS: Final = 20


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail in plain text."""

    to: str
    subject: str
    text: str


class Post:
    """Sends letters by a server; ``url`` is ``smtp://user:password@host:port`` or ``smtps://…``."""

    def __init__(self, url: str, sender: str) -> None:
        try:
            parts = urlsplit(url)
            self._port = parts.port or (465 if parts.scheme == "smtps" else 587)
        except ValueError as error:
            raise VoronkaError("the mail server's address cannot be read; see VORONKA_SMTP_URL") from error
        if not parts.hostname:
            raise VoronkaError("the mail server's address names no host; see VORONKA_SMTP_URL")
        self._host = parts.hostname
        self._tls = parts.scheme == "smtps"
        self._user, self._password = unquote(parts.username or ""), unquote(parts.password or "")
        self._sender = sender
        self._name = sender.rpartition("@")[2]  # else each letter waits for DNS to tell what this machine is called

    def send(self, letter: Letter) -> None:
        """Hand a letter to the server; raises VoronkaError where it does not take it."""
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = self._sender, letter.to, letter.subject
        message["Date"], message["Message-ID"] = formatdate(), make_msgid(domain=self._sender.partition("@")[2])
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(letter.text)
        try:
            with self._connected() as server:
                server.send_message(message)
        except (smtplib.SMTPException, OSError) as error:
            raise VoronkaError(f"the mail server {self._host}:{self._port} did not take a letter ({error})") from error

    def _connected(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        if self._tls:
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                self._host, self._port, local_hostname=self._name, timeout=_SECONDS, context=context
            )
        else:
            server = smtplib.SMTP(self._host, self._port, local_hostname=self._name, timeout=_SECONDS)
            server.ehlo()
            if server.has_extn("starttls"):
                server.starttls(context=context)
            elif not _is_here(self._host):
                server.close()
                raise VoronkaError(f"the mail server {self._host} offers no encryption; use one that does, or smtps://")
        if self._user:
            server.login(self._user, self._password)
        return server


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def post_of(settings: Settings) -> Post | None:
    """What sends mail as the settings say; None where they name no server. Raises VoronkaError without a sender."""
    if settings.smtp_url is None:
        return None
    sender = settings.mail_from or settings.contact or ""
    if "@" not in sender or sender.startswith("http"):
        raise VoronkaError("mail needs a sender's address; set VORONKA_MAIL_FROM")
    return Post(settings.smtp_url.get_secret_value(), sender)

"""Mail out, by the SMTP server of the settings."""

import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from ipaddress import ip_address
from typing import Final
from urllib.parse import unquote, urlsplit

from voronka.errors import VoronkaError
from voronka.settings import Settings

_SECONDS: Final = 20
_FOR_GOOD: Final = 500


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail in plain text, and as HTML besides where that is given.

    ``name`` becomes part of its Message-ID: sent twice under one name, it is the same letter for who receives it.
    """

    to: str
    subject: str
    text: str
    html: str | None = None
    headers: tuple[tuple[str, str], ...] = ()
    name: str | None = None


class MailError(VoronkaError):
    """A letter did not go out, or perhaps did.

    ``refused``: the address takes nothing, for good; ``server``: no letter goes out at present; ``unknown``: the
    connection broke at a moment after which nobody can tell.
    """

    def __init__(self, problem: str, *, refused: bool = False, server: bool = False, unknown: bool = False) -> None:
        super().__init__(problem)
        self.refused = refused
        self.server = server
        self.unknown = unknown


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
        """Hand a letter to the server; raises MailError where it does not take it."""
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = self._sender, letter.to, letter.subject
        host = self._sender.rpartition("@")[2].strip(" >")
        message["Date"] = formatdate()
        message["Message-ID"] = make_msgid(domain=host) if letter.name is None else f"<{letter.name}@{host}>"
        message["Auto-Submitted"] = "auto-generated"
        for name, value in letter.headers:
            message[name] = value
        message.set_content(letter.text)
        if letter.html is not None:
            message.add_alternative(letter.html, subtype="html")
        where = f"the mail server {self._host}:{self._port}"
        try:
            server = self._connected()
        except (smtplib.SMTPException, OSError) as error:
            raise MailError(f"{where} did not take a letter ({error})", server=True) from error
        try:
            server.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            code = max(code for code, _ in error.recipients.values())
            raise MailError(f"{where} refuses the address (code {code})", refused=code >= _FOR_GOOD) from error
        except smtplib.SMTPSenderRefused as error:
            raise MailError(f"{where} does not take the sender {self._sender} ({error})", server=True) from error
        except (smtplib.SMTPResponseException, smtplib.SMTPNotSupportedError) as error:
            raise MailError(f"{where} did not take a letter ({error})") from error
        except (smtplib.SMTPException, OSError) as error:
            raise MailError(f"{where} broke the connection ({error})", server=True, unknown=True) from error
        finally:
            _end(server)

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
                raise MailError(
                    f"the mail server {self._host} offers no encryption; use one that does, or smtps://", server=True
                )
        if self._user:
            server.login(self._user, self._password)
        return server


def _end(server: smtplib.SMTP) -> None:
    """Say good-bye; what was taken is taken, however the server answers to that."""
    with suppress(smtplib.SMTPException, OSError):
        server.quit()
    server.close()


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

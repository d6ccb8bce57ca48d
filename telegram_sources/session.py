"""Who we are to Telegram: the program's API id and hash, and the session by which an account is logged in.

A session is a secret: whoever has it is logged in. It lies in the environment or in a file of the data folder that only
its owner can read, and gets into no message, log or traceback.
"""

import os
import secrets
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pydantic import SecretStr

from voronka.errors import VoronkaError
from voronka.settings import Settings

FILE: Final = "telegram-session"
WHERE_FROM: Final = "make them at https://my.telegram.org (API development tools)"


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a client needs; its secrets do not show when it is printed. ``folder`` is the data folder, for locks."""

    api_id: int
    api_hash: SecretStr
    session: SecretStr
    proxy: SecretStr | None = None
    folder: Path | None = None


def session_file(settings: Settings) -> Path:
    """Where ``telegram login`` keeps the session."""
    return settings.data / FILE


def credentials(settings: Settings) -> Credentials | None:
    """What is set up, or None where nobody is logged in.

    Raises VoronkaError where there is a session without the API id and hash it needs, or where it cannot be read.
    """
    session = settings.telegram_session or _from_file(session_file(settings))
    if session is None:
        return None
    return Credentials(*program(settings), session, settings.telegram_proxy, settings.data)


def program(settings: Settings) -> tuple[int, SecretStr]:
    """The API id and hash; raises VoronkaError where they are not set."""
    missing = [
        name
        for name, value in (
            ("TELEGRAM_API_ID", settings.telegram_api_id),
            ("TELEGRAM_API_HASH", settings.telegram_api_hash),
        )
        if value is None
    ]
    if missing or settings.telegram_api_id is None or settings.telegram_api_hash is None:
        raise VoronkaError(f"Telegram: {' and '.join(missing)} not set; {WHERE_FROM}")
    return settings.telegram_api_id, settings.telegram_api_hash


def _from_file(path: Path) -> SecretStr | None:
    try:
        if not path.exists():
            return None
        if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            path.chmod(0o600)
        text = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is no session"
        raise VoronkaError(f"cannot read {path} ({reason}); make it readable, or remove it and log in again") from None
    return SecretStr(text) if text else None


def keep_session(path: Path, session: SecretStr) -> None:
    """Write a session into its file (mode 0600), whole or not at all; raises VoronkaError where that fails."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        number = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(number, "w", encoding="ascii") as file:
            file.write(session.get_secret_value() + "\n")
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise VoronkaError(f"cannot write {path} ({error.strerror}); make the data folder writable") from None


def forget_session(path: Path) -> bool:
    """Remove the file; gives whether there was one."""
    try:
        path.unlink()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise VoronkaError(f"cannot remove {path} ({error.strerror}); remove it yourself") from None
    return True

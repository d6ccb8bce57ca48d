"""Secrets of a data folder: made once, random, in files that only their owner can read."""

import os
import secrets
import stat
from pathlib import Path
from typing import Final

from voronka.errors import VoronkaError

ERASURE_KEY: Final = "erasure-key"
"""The file with the secret of the suppression list."""

_BYTES: Final = 32
_LEAST: Final = 16


def secret_of(path: Path) -> str:
    """The secret in a file, which is made with a random one (mode 0600) where it is not there yet.

    Of several processes that make it at once one wins, and all get the same. A file that others may read is closed to
    them. Raises VoronkaError where it cannot be read or made, or holds no secret.
    """
    try:
        if not path.exists():
            _make(path)
        if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            path.chmod(0o600)
        secret = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is no text"
        raise VoronkaError(f"cannot read or make {path} ({reason}); make the data folder writable") from error
    if len(secret) < _LEAST:
        raise VoronkaError(f"{path} holds no secret of at least {_LEAST} letters; remove it, and a new one is made")
    return secret


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    number = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(number, "w", encoding="utf-8") as file:
            file.write(secrets.token_urlsafe(_BYTES) + "\n")
        try:
            os.link(draft, path)  # appears whole, and never over another process's
        except FileExistsError:
            return
    finally:
        draft.unlink()

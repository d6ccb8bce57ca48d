"""People who sign in: their teams and roles, and what passwords, addresses and one-time links have to be like."""

import hashlib
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Final

from voronka.errors import RefusedError

if TYPE_CHECKING:
    from argon2 import PasswordHasher

LEAST_PASSWORD: Final = 10
MOST_PASSWORD: Final = 200
IDLE: Final = timedelta(hours=12)
"""A session ends so long after its last request."""
LONGEST: Final = timedelta(days=14)
"""A session ends so long after the sign-in, however busy it is."""

_EMAIL: Final = re.compile(r"[^\s@<>\"(),;:\\]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")


class Role(StrEnum):
    """What somebody is in a team; what each may do is in ``webui/permissions.py``."""

    ADMIN = "admin"
    HR = "hr"
    RECRUITER = "recruiter"
    MANAGER = "manager"


class Purpose(StrEnum):
    """What a one-time link is for."""

    FIRST_ADMIN = "first_admin"
    INVITATION = "invitation"
    RESET = "reset"
    TELEGRAM = "telegram"
    """A chat with the bot is linked by it; there is no page."""


LIFETIMES: Final = {
    Purpose.FIRST_ADMIN: timedelta(days=1),
    Purpose.INVITATION: timedelta(days=7),
    Purpose.RESET: timedelta(hours=1),
    Purpose.TELEGRAM: timedelta(minutes=30),
}


@dataclass(frozen=True, slots=True)
class Membership:
    """One team of a person, and the role there."""

    team: str
    team_name: str
    role: Role


@dataclass(frozen=True, slots=True)
class Account:
    """A person who can sign in; ``site_admin`` runs the whole installation, ``demo`` exists in demo stores only."""

    id: int
    email: str
    name: str
    site_admin: bool
    demo: bool
    memberships: Sequence[Membership] = ()


@dataclass(frozen=True, slots=True)
class OneTimeLink:
    """What the holder of a one-time link may do, once."""

    purpose: Purpose
    email: str | None
    account_id: int | None
    team: str | None
    role: Role | None
    created_by: int | None


@dataclass(frozen=True, slots=True)
class SignedIn:
    """One sign-in of a person: since when, last seen, in which browser. ``digest`` names it."""

    digest: str
    created_at: datetime
    seen_at: datetime
    agent: str


def new_secret() -> str:
    """A secret of a session or a link: 32 random bytes, safe in an address."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """What the store keeps of such a secret."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def normal_email(given: str) -> str:
    """An e-mail address in the form in which it is kept and compared; raises RefusedError where it is none."""
    email = given.strip().lower()
    if len(email) > 254 or not _EMAIL.fullmatch(email):
        raise RefusedError("account.email", "this is no e-mail address")
    return email


def normal_name(given: str) -> str:
    """A person's or a team's name as one line; raises RefusedError where there is none."""
    name = " ".join("".join(c if c.isprintable() else " " for c in given).split())[:100]
    if not name:
        raise RefusedError("account.name", "a name is wanted")
    return name


@cache
def _hasher() -> "PasswordHasher":
    from argon2 import PasswordHasher

    # argon2id with what OWASP names as the least; eight threads that verify at once take 150 MB
    return PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


@cache
def _nobodys() -> str:
    return _hasher().hash(secrets.token_urlsafe(16))


def hash_password(password: str, email: str = "") -> str:
    """The argon2 hash of a new password; raises RefusedError where it is too short, too long or the address itself."""
    if not LEAST_PASSWORD <= len(password) <= MOST_PASSWORD:
        raise RefusedError("account.password", f"a password has {LEAST_PASSWORD} to {MOST_PASSWORD} characters")
    if len(set(password)) < 4 or password.lower() in {email, email.partition("@")[0]}:
        raise RefusedError("account.weak", "this password is too easy to guess")
    return _hasher().hash(password)


def is_password(hashed: str | None, password: str) -> bool:
    """Whether a password is right; takes as long where there is no account or no password (``hashed`` None)."""
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return _hasher().verify(hashed or _nobodys(), password[: MOST_PASSWORD + 1]) and hashed is not None
    except (VerificationError, InvalidHashError):
        return False

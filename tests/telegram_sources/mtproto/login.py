"""Signing in: by code, with a password (SRP), by a QR code's token; and signing out."""

import os
from datetime import UTC, datetime
from hashlib import pbkdf2_hmac, sha256
from typing import Any

from telethon.tl import types as t

from tests.telegram_sources.mtproto.values import RpcFaultError, filled
from tests.telegram_sources.mtproto.wire import GENERATOR, PRIME

ME = t.User(id=777, is_self=True, access_hash=1, first_name="Читатель", phone="79990000000")
_SIZE = 256


def _hash(*parts: bytes) -> bytes:
    return sha256(b"".join(parts)).digest()


def _number(value: int) -> bytes:
    return value.to_bytes(_SIZE, "big")


class Login:
    """Who is signed in, by the id of their key; ``password`` is the account's second factor, where it has one."""

    def __init__(self) -> None:
        self.authorized: set[int] = set()
        self.code = "12345"
        self.password: str | None = None
        self.token_accepted = False
        self.tokens = 0
        self.token_seconds = 30.0
        self._half: set[int] = set()
        self._secret = int.from_bytes(os.urandom(_SIZE), "big")
        self._algo = t.PasswordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow(
            salt1=b"salt of a test", salt2=b"another", g=GENERATOR, p=_number(PRIME)
        )

    def sign_in(self, key_id: int, *, past_password: bool = False) -> Any:
        """Sign in, or ask for the password first."""
        if self.password is not None and not past_password:
            self._half.add(key_id)
            raise RpcFaultError(401, "SESSION_PASSWORD_NEEDED")
        self.authorized.add(key_id)
        return t.auth.Authorization(ME)

    def send_code(self, _request: Any, _key_id: int) -> Any:
        """Send the code to the account's other devices."""
        return t.auth.SentCode(t.auth.SentCodeTypeApp(len(self.code)), "hash")

    def take_code(self, request: Any, key_id: int) -> Any:
        """Sign in by the code."""
        if request.phone_code != self.code:
            raise RpcFaultError(400, "PHONE_CODE_INVALID")
        return self.sign_in(key_id)

    def export_token(self, _request: Any, key_id: int) -> Any:
        """A token for a QR code, or who signed in by it."""
        if self.token_accepted:
            return t.auth.LoginTokenSuccess(self.sign_in(key_id))
        self.tokens += 1
        expires = datetime.fromtimestamp(datetime.now(UTC).timestamp() + self.token_seconds, UTC)
        return t.auth.LoginToken(expires, f"token {self.tokens}".encode())

    def log_out(self, _request: Any, key_id: int) -> Any:
        """End the session."""
        self.authorized.discard(key_id)
        return t.auth.LoggedOut()

    def get_password(self, _request: Any, _key_id: int) -> Any:
        """What a client needs for proving that it knows the password: https://core.telegram.org/api/srp."""
        assert self.password is not None
        self._verifier = pow(GENERATOR, int.from_bytes(self._password_hash(), "big"), PRIME)
        self._public = (self._multiplier() * self._verifier + pow(GENERATOR, self._secret, PRIME)) % PRIME
        return filled(
            t.account.Password,
            has_password=True,
            current_algo=self._algo,
            srp_B=_number(self._public),
            srp_id=1,
            new_algo=self._algo,
            new_secure_algo=t.SecurePasswordKdfAlgoUnknown(),
        )

    def check_password(self, request: Any, key_id: int) -> Any:
        """Sign in by the password, if the proof is right."""
        a, m1 = int.from_bytes(request.password.A, "big"), request.password.M1
        u = int.from_bytes(_hash(_number(a), _number(self._public)), "big")
        shared = _hash(_number(pow(a * pow(self._verifier, u, PRIME), self._secret, PRIME)))
        masked = bytes(x ^ y for x, y in zip(_hash(_number(PRIME)), _hash(_number(GENERATOR)), strict=True))
        salts = _hash(self._algo.salt1), _hash(self._algo.salt2)
        if m1 != _hash(masked, *salts, _number(a), _number(self._public), shared):
            raise RpcFaultError(400, "PASSWORD_HASH_INVALID")
        return self.sign_in(key_id, past_password=True)

    def _multiplier(self) -> int:
        return int.from_bytes(_hash(_number(PRIME), _number(GENERATOR)), "big")

    def _password_hash(self) -> bytes:
        assert self.password is not None
        first, second = self._algo.salt1, self._algo.salt2
        once = _hash(second, _hash(first, self.password.encode(), first), second)
        return _hash(second, pbkdf2_hmac("sha512", once, first, 100_000), second)

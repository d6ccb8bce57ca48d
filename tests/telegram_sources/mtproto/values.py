"""Small things that the server's files share: TL values with their mandatory fields filled, errors, times."""

import inspect
import struct
from datetime import UTC, datetime
from typing import Any

from telethon.tl import types as t

LONG_AGO = datetime(2015, 1, 1, tzinfo=UTC)


class RpcFaultError(Exception):
    """An error that a call answers with."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.rpc = t.RpcError(code, message)


def filled(kind: Any, **known: Any) -> Any:
    """A TL object, each missing mandatory field an empty value."""
    empty: dict[Any, Any] = {int: 0, str: "", bool: False, bytes: b""}
    for name, parameter in list(inspect.signature(kind).parameters.items()):
        if parameter.default is parameter.empty and name not in known:
            known[name] = [] if "List" in str(parameter.annotation) else empty.get(parameter.annotation)
    return kind(**known)


def serialized(value: Any) -> bytes:
    """A TL value as bytes; Telethon has no class for a bare bool or vector."""
    if isinstance(value, bool):
        return struct.pack("<I", 0x997275B5 if value else 0xBC799737)
    if isinstance(value, list):
        return struct.pack("<Ii", 0x1CB5C415, len(value)) + b"".join(map(serialized, value))
    return bytes(value)


def now() -> datetime:
    """This second."""
    return datetime.now(UTC).replace(microsecond=0)

"""Which rules a store was read under: a fingerprint of all that decides how a post is read and joined."""

from functools import cache
from hashlib import blake2s
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

_HOME: Final = Path(__file__).parent
_FILES: Final = (
    "model.py", "roles.py", "closing.py", "corrected.py", "corrections.py", "items.py", "joining.py", "grouping.py",
    "sameness.py", "conflict.py", "traits.py", "fingerprint.py", "guarded.py", "undressing.py", "ingest.py",
    "reading.py", "reparsing.py", "store/kin.py",
)  # fmt: skip
_LIBRARIES: Final = ("pymorphy3", "pymorphy3-dicts-ru", "phonenumbers", "rapidfuzz")
"""Libraries whose word lists and measures decide as much as the program's own."""


@cache
def rules() -> str:
    """The fingerprint, 16 hexadecimal digits: the same program and word lists give the same on every machine.

    Any change of those files counts, be it of a comment: to read once too often does no harm.
    """
    found = blake2s(digest_size=8)
    paths = [_HOME / name for name in _FILES]
    paths += sorted(path for path in (_HOME / "extract").iterdir() if path.is_file() and path.suffix != ".pyc")
    for path in paths:
        content = path.read_bytes().replace(b"\r\n", b"\n")
        found.update(f"{path.relative_to(_HOME).as_posix()}\0{len(content)}\0".encode())
        found.update(content)
    for name in _LIBRARIES:
        found.update(f"{name}\0{_version(name)}\0".encode())
    return found.hexdigest()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""

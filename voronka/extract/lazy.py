"""Stands for ``re`` in modules with many patterns: what ``compile`` gives is compiled when it is first used.

To compile all patterns of the extractor takes longer than to read a hundred posts, and a post needs a part of them.
``from voronka.extract import lazy as re`` is all that a module changes. A pattern that is wrong fails at its first use.
"""

from re import DOTALL, IGNORECASE, MULTILINE, Match, Pattern, escape, fullmatch, match, search, split, sub
from re import compile as _compile
from typing import Any, cast

__all__ = [
    "DOTALL", "IGNORECASE", "MULTILINE", "Match", "Pattern", "compile", "escape", "fullmatch", "match", "search",
    "split", "sub",
]  # fmt: skip


class _Lazy:
    """A pattern whose methods become those of the compiled one at the first use of any of them."""

    __slots__ = (
        "_flags", "findall", "finditer", "fullmatch", "match", "pattern", "search", "split", "sub", "subn",
    )  # fmt: skip

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern: str = pattern
        self._flags: int = flags

    def __getattr__(self, name: str) -> Any:
        compiled = _compile(self.pattern, self._flags)
        if name not in _METHODS:
            return getattr(compiled, name)
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)


_METHODS = ("findall", "finditer", "fullmatch", "match", "search", "split", "sub", "subn")


def compile(pattern: str, flags: int = 0) -> Pattern[str]:
    """A pattern as ``re.compile`` gives it, but for ``match.re``, which is the compiled one."""
    return cast(Pattern[str], _Lazy(pattern, flags))

"""One folded form for all who read a post: each finder asks for it, it is made once."""

from functools import lru_cache

from voronka.extract.text import fold
from voronka.model import Kind


@lru_cache(maxsize=2)
def folded(text: str) -> str:
    """``fold(text)``, remembered for the last two texts (a post and the one quoted beside it)."""
    return fold(text)


def heading(text: str, kind: Kind, start: int) -> tuple[int, int] | None:
    """The heading of a digest, which holds for each of its lines; None where the part asked about is no such line."""
    if kind is not Kind.DIGEST or start == 0:
        return None
    end = text.find("\n\n", 0, 400)
    if end < 0:
        end = text.find("\n", 0, 200)
    return (0, end) if 0 < end <= start else None

"""Reading posts: pure text → kind, positions and fields, each with the words it was read from."""

from voronka.extract.reader import read

__all__ = ["read"]

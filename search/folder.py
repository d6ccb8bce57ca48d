"""The index's folder: which generation in it is the current one, whether its files are whole, and who may write.

::

    index/current.json     {"version": …, "folder": "g-…"}: replaced in one step
    index/g-…/             a Whoosh index; checksums.json in it holds size and CRC-32 of each of its files
    index/WRITE            locked (flock) by the process that writes; the lock dies with the process

A file that is not in checksums.json was committed just before a crash; it counts, for Whoosh's own commit is one
renaming.
"""

import json
import shutil
import time
import uuid
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from whoosh.filedb.filestore import FileStorage

from search.engine import NoIndexError
from voronka.errors import VoronkaError

_CURRENT: Final = "current.json"
_CHECKSUMS: Final = "checksums.json"
_PERMANENT: Final = frozenset({".toc", ".seg"})
_LOCK: Final = "WRITE"
_TRY_EVERY: Final = 0.05


@dataclass(frozen=True, slots=True)
class Current:
    """The current generation: the version it was made with and its folder."""

    version: str
    folder: Path


class IndexFolder:
    """The folder of an index; made when first written to."""

    def __init__(self, path: Path) -> None:
        self.path: Final = path
        self._sound: set[tuple[str, int, int]] = set()

    def current(self) -> Current:
        """The current generation; raises NoIndexError where there is none."""
        try:
            noted = json.loads((self.path / _CURRENT).read_text(encoding="utf-8"))
            version, name = noted["version"], noted["folder"]
        except FileNotFoundError as error:
            raise NoIndexError(f"there is no index in {self.path}; make it with: voronka index --rebuild") from error
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise NoIndexError(f"{self.path / _CURRENT} is damaged; make the index anew") from error
        if not isinstance(version, str) or not isinstance(name, str) or Path(name).name != name:
            raise NoIndexError(f"{self.path / _CURRENT} is damaged; make the index anew")
        return Current(version, self.path / name)

    def stamp(self) -> tuple[int, ...]:
        """Something that changes with every commit of any process; empty where there is no index."""
        try:
            files = (self.path / _CURRENT).stat(), (self.current().folder / _CHECKSUMS).stat()
        except (OSError, NoIndexError):
            return ()
        return tuple(number for one in files for number in (one.st_ino, one.st_mtime_ns, one.st_size))

    def verify(self, folder: Path) -> None:
        """Compare the files of a generation with their checksums; raises NoIndexError where one was damaged."""
        try:
            noted = json.loads((folder / _CHECKSUMS).read_text(encoding="utf-8"))
            expected = {name: (int(size), int(crc)) for name, (size, crc) in noted.items()}
        except (OSError, ValueError, TypeError, AttributeError) as error:
            raise NoIndexError(f"{folder / _CHECKSUMS} is missing or damaged; make the index anew") from error
        for name, (size, crc) in expected.items():
            path = folder / name
            if (str(path), size, crc) in self._sound:
                continue
            try:
                found = _checksum(path)
            except FileNotFoundError:
                continue  # a later commit merged it away; where it is still needed, opening fails
            except OSError as error:
                raise NoIndexError(f"cannot read {path} ({error.strerror}); make the index anew") from error
            if found != (size, crc):
                raise NoIndexError(f"{path} is damaged; make the index anew")
            self._sound.add((str(path), size, crc))

    def seal(self, folder: Path) -> None:
        """Note the checksums of a generation's files after a commit."""
        files = sorted(path for path in folder.iterdir() if path.suffix in _PERMANENT)
        known = {name: (size, crc) for name, size, crc in self._sound}
        checksums = {path.name: known.get(str(path)) or _checksum(path) for path in files}
        self._sound = {(str(folder / name), size, crc) for name, (size, crc) in checksums.items()}
        _replace(folder / _CHECKSUMS, checksums)

    def new_generation(self) -> Path:
        """An empty folder for a generation that is not current yet."""
        folder = self.path / f"g-{uuid.uuid4().hex[:12]}"
        folder.mkdir(parents=True)
        return folder

    def discard(self, folder: Path) -> None:
        """Remove a generation that did not come to its end."""
        shutil.rmtree(folder, ignore_errors=True)

    @contextmanager
    def restored(self, folder: Path) -> Iterator[None]:
        """Leave no new file in a generation where what is done in the block fails before it is committed."""
        before = set(folder.iterdir())
        try:
            yield
        except (OSError, VoronkaError):
            new = set(folder.iterdir()) - before
            if not any(path.suffix == ".toc" for path in new):
                for path in new:
                    shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink()
            raise

    def forget(self) -> None:
        """Believe no file to be whole any more: the next ``verify`` reads them all."""
        self._sound = set()

    def make_current(self, folder: Path, version: str) -> None:
        """Make a sealed generation the current one and remove all others."""
        _replace(self.path / _CURRENT, {"version": version, "folder": folder.name})
        self.keep_only(folder)

    def keep_only(self, folder: Path) -> None:
        """Remove all generations but one, also what a crash left half made; only for who has the right to write."""
        for other in self.path.glob("g-*"):
            if other != folder:
                self.discard(other)

    def size(self) -> int:
        """Bytes on disk."""
        return sum(path.stat().st_size for path in self.path.rglob("*") if path.is_file())

    def unwritable(self, error: OSError) -> VoronkaError:
        """One clear line for a folder that cannot be written: what is in use stays as it is."""
        return VoronkaError(
            f"cannot write the index in {self.path}: {error.strerror or error}; the store is whole: free some space or "
            "make the folder writable, then: voronka index"
        )

    @contextmanager
    def writing(self, wait: float) -> Iterator[bool]:
        """Hold the right to write; gives False where another process still has it after ``wait`` seconds."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            lock = FileStorage(str(self.path)).lock(_LOCK)
            until = time.monotonic() + wait
            while not (held := lock.acquire()) and time.monotonic() < until:
                time.sleep(_TRY_EVERY)
        except OSError as error:
            raise self.unwritable(error) from error
        try:
            yield bool(held)
        except OSError as error:
            raise self.unwritable(error) from error
        finally:
            if held:
                lock.release()


def _checksum(path: Path) -> tuple[int, int]:
    crc = size = 0
    with path.open("rb") as file:
        while block := file.read(2**20):
            crc, size = zlib.crc32(block, crc), size + len(block)
    return size, crc


def _replace(path: Path, content: object) -> None:
    beside = path.with_suffix(".new")
    beside.write_text(json.dumps(content), encoding="utf-8")
    beside.replace(path)

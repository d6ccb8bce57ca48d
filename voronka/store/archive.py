"""The file of a backup: a zip of JSON Lines, one member a table, with a manifest of counts and checksums.

::

    manifest.json          format, revision of the tables, when made; for each table its columns' types, its rows, its
                           SHA-256; for each file its SHA-256; the high-water marks of ids
    tables/<name>.jsonl    one JSON array a row, in the order of the columns
    files/<name>           what of the data folder goes with the store

The manifest is written last and the whole file appears by one renaming: half a backup is none.
"""

import hashlib
import json
import os
import re
import secrets
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any, Final, Self

from voronka.errors import VoronkaError

_FORMAT: Final = 1
_MANIFEST: Final = "manifest.json"
_NAME: Final = re.compile(r"[a-z][a-z_0-9]{0,62}")
_FILE: Final = re.compile(r"[a-z][a-z-]{0,40}(?:\.toml)?")
_MAX_LINE: Final = 64_000_000
_MAX_FILE: Final = 1_000_000
_DAMAGE: Final = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, KeyError, TypeError, NotImplementedError)


@dataclass(frozen=True, slots=True)
class TableNote:
    """What the manifest says of a table: its columns with their types, the number of its rows, its SHA-256.

    Types are "plain", "time" (ISO 8601), "json" and "nullable json".
    """

    columns: dict[str, str]
    rows: int
    sha256: str


@dataclass(slots=True)
class Manifest:
    """What a backup holds; ``marks`` are the highest ids ever given in a table, so that none is given again."""

    revision: str
    made_at: str
    program: str
    tables: dict[str, TableNote] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    marks: dict[str, int] = field(default_factory=dict)
    format: int = _FORMAT


class Writer:
    """Puts a backup together; see ``writing``."""

    def __init__(self, archive: zipfile.ZipFile, manifest: Manifest) -> None:
        self._zip = archive
        self.manifest = manifest

    def table(self, name: str, columns: dict[str, str], rows: Iterable[list[Any]]) -> None:
        """Write a table, row after row."""
        number, digest = 0, hashlib.sha256()
        with self._zip.open(_member(name), "w", force_zip64=True) as member:
            for row in rows:
                line = json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
                digest.update(line)
                member.write(line)
                number += 1
        self.manifest.tables[name] = TableNote(columns, number, digest.hexdigest())

    def file(self, name: str, content: bytes) -> None:
        """Write a small file."""
        self._zip.writestr(f"files/{name}", content)
        self.manifest.files[name] = hashlib.sha256(content).hexdigest()


@contextmanager
def writing(path: Path, manifest: Manifest) -> Iterator[Writer]:
    """Write a backup beside ``path``, readable by its owner alone, and put it there when it is whole.

    Raises VoronkaError where the place cannot be written to.
    """
    draft = path.with_name(f".{path.name}.{secrets.token_hex(6)}.part")
    try:
        try:
            descriptor = os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w+b") as file:
                with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
                    writer = Writer(archive, manifest)
                    yield writer
                    archive.writestr(_MANIFEST, json.dumps(asdict(manifest), ensure_ascii=False, indent=1))
                file.flush()
                os.fsync(file.fileno())
            draft.replace(path)
        except OSError as error:
            raise VoronkaError(f"cannot write the backup {path}: {error.strerror}; nothing was left there") from error
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


class Reader:
    """A backup that is being read; see ``reading``."""

    def __init__(self, path: Path, archive: zipfile.ZipFile) -> None:
        self.path = path
        self._zip = archive
        self.manifest = self._manifest()

    def _manifest(self) -> Manifest:
        noted = json.loads(self._small(_MANIFEST))
        if noted["format"] != _FORMAT:
            raise VoronkaError(f"the backup {self.path} is of form {noted['format']}, newer than this program knows")
        tables = {name: TableNote(**note) for name, note in noted.pop("tables").items()}
        manifest = Manifest(tables=tables, **noted)
        names = [*manifest.tables, *manifest.marks, *(c for note in manifest.tables.values() for c in note.columns)]
        if not all(_NAME.fullmatch(name) for name in names) or not all(map(_FILE.fullmatch, manifest.files)):
            raise ValueError("a name in the manifest is none")
        return manifest

    def verify(self) -> None:
        """Read all of it and compare counts and checksums; raises VoronkaError where something differs."""
        for name in self.manifest.tables:
            for _row in self.rows(name):
                pass
        for name in self.manifest.files:
            self.file(name)

    def rows(self, name: str) -> Iterator[list[Any]]:
        """The rows of a table, one after another; raises VoronkaError at the end where they are not those noted."""
        note = self.manifest.tables[name]
        number, digest = 0, hashlib.sha256()
        with self._explained(), self._zip.open(_member(name)) as member:
            while line := member.readline(_MAX_LINE):
                digest.update(line)
                number += 1
                row = json.loads(line)
                if not isinstance(row, list) or len(row) != len(note.columns):
                    raise ValueError(f"row {number} of {name} has not {len(note.columns)} values")
                yield row
        if (number, digest.hexdigest()) != (note.rows, note.sha256):
            raise VoronkaError(f"the backup {self.path} is damaged ({name}: other rows than noted); take another")

    def file(self, name: str) -> bytes:
        """The content of a file."""
        with self._explained():
            content = self._small(f"files/{name}")
        if hashlib.sha256(content).hexdigest() != self.manifest.files[name]:
            raise VoronkaError(f"the backup {self.path} is damaged ({name}); take another")
        return content

    def _small(self, member: str) -> bytes:
        with self._zip.open(member) as file:
            return _read_at_most(file, _MAX_FILE)

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except _DAMAGE as error:
            raise VoronkaError(f"the backup {self.path} is damaged ({error}); take another") from error

    @classmethod
    @contextmanager
    def opened(cls, path: Path) -> Iterator[Self]:
        """Open a backup; raises VoronkaError where it is none, or cannot be read."""
        try:
            archive = zipfile.ZipFile(path)
        except OSError as error:
            raise VoronkaError(f"cannot read the backup {path}: {error.strerror}") from error
        except zipfile.BadZipFile as error:
            raise VoronkaError(f"{path} is no backup, or half of one ({error})") from error
        with archive:
            try:
                reader = cls(path, archive)
            except _DAMAGE as error:
                raise VoronkaError(f"{path} is no backup of Voronka ({error})") from error
            yield reader


def _read_at_most(file: IO[bytes], limit: int) -> bytes:
    content = file.read(limit + 1)
    if len(content) > limit:
        raise ValueError("a file in it is larger than any of ours")
    return content


def _member(table: str) -> str:
    return f"tables/{table}.jsonl"

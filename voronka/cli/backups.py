"""Commands that keep a store safe: one file out of it, and back from the file."""

import os
import secrets
import shutil
from pathlib import Path
from typing import Annotated, Final

import typer

from voronka.cli.console import say, warn
from voronka.cli.workplace import Workplace, workplace
from voronka.errors import VoronkaError
from voronka.ingest import Ingest
from voronka.secret_files import ERASURE_KEY
from voronka.store.archive import Reader
from voronka.store.backup import write_backup
from voronka.store.restore import is_empty, restore, suppressed

_SECRETS: Final = ("admin-token", "metrics-token", "session-key", "voronka.toml")

BackupFile = Annotated[Path, typer.Argument(metavar="FILE")]


def backup(
    file: BackupFile,
    with_secrets: Annotated[
        bool, typer.Option("--with-secrets", help="Also tokens, the key of sessions and voronka.toml.")
    ] = False,
) -> None:
    """Write all that the store holds into one file, while others may go on writing to the store.

    The file holds people's data: it is readable by you alone (mode 0600), and a former one of this name is replaced.
    It can be restored into SQLite or PostgreSQL, whichever it came from. The index is not in it: it is made anew.
    """
    with workplace() as place:
        names = (ERASURE_KEY, *_SECRETS) if with_secrets else (ERASURE_KEY,)
        manifest = write_backup(place.store.database, file, _files(place.settings.data, names))
    with Reader.opened(file) as written:
        written.verify()
    rows = {name: note.rows for name, note in manifest.tables.items()}
    say(f"{file}: {rows['post']} posts, {rows['post_version']} versions, {rows['listing']} listings; read back, whole")


def restore_file(
    file: BackupFile,
    replace: Annotated[bool, typer.Option("--replace", help="Replace all that the store holds.")] = False,
) -> None:
    """Put a backup in the place of the store, and make the index anew. Stop `serve` and `up` before.

    The file is read and compared with its checksums first; until all of it is in place the old store stands, also
    where the command is killed. What the replaced store knows to be erased is taken out of the restored one again.
    """
    with Reader.opened(file) as written:
        written.verify()
        with workplace() as place:
            database, data = place.store.database, place.settings.data
            with place.store.reading() as connection:
                if not replace and not is_empty(connection):
                    raise VoronkaError(f"the store {database.where} is not empty; to replace all it holds: --replace")
            files = _files_to_place(place, written)

            def place_files() -> None:
                for name, content in files.items():
                    _place(data / name, content)
                # of the old store; the next to ask makes it anew, also where we are killed before we do
                shutil.rmtree(place.settings.index_folder, ignore_errors=True)

            done = restore(database, written, place.store.clock.now(), replace=replace, before_commit=place_files)
    say(f"{done.rows['post']} posts, {done.rows['listing']} listings restored from {file}")
    if done.erased_again:
        say(f"{done.erased_again} posts that had been erased since were taken out again")
    with workplace() as place:  # opened anew: it may hold a demo now, or live data
        if done.kept_out_since:
            say("reading all posts again: the list of who is kept out has grown since the backup")
            with place.readers() as readers:
                Ingest(place.store, readers).reparse()
        say(f"index: {place.search.rebuild()} listings indexed anew")
        place.tidy(at_once=True)


def _files(folder: Path, names: tuple[str, ...]) -> dict[str, bytes]:
    try:
        return {name: (folder / name).read_bytes() for name in names if (folder / name).is_file()}
    except OSError as error:
        raise VoronkaError(f"cannot read {error.filename}: {error.strerror}") from error


def _files_to_place(place: Workplace, written: Reader) -> dict[str, bytes]:
    """The files of a backup that are to be put into the data folder: those it lacks, and the key of the list."""
    wanted = {name: written.file(name) for name in written.manifest.files if name in (ERASURE_KEY, *_SECRETS)}
    own = _files(place.settings.data, tuple(wanted))
    for name in own:
        if own[name] == wanted[name]:
            del wanted[name]
        elif name != ERASURE_KEY:
            warn(f"{place.settings.data / name} stays as it is; the backup's is another")
            del wanted[name]
        elif not written.manifest.tables["suppression"].rows:
            del wanted[name]
        elif suppressed(place.store.database):
            raise VoronkaError(
                f"{place.settings.data / ERASURE_KEY} is another than the backup's, and both have a list of who is "
                "kept out: the two cannot be joined; to give up the store's own list, move the store and the key away"
            )
    return wanted


def _place(path: Path, content: bytes) -> None:
    draft = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        draft.replace(path)
    except OSError as error:
        raise VoronkaError(f"cannot write {path}: {error.strerror}; the store is as before") from error

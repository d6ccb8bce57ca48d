"""Backups: the same store again on either database, nothing half, nothing erased brought back."""

import json
import stat
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from tests.databases import database_url
from tests.webui.builder import PERSON, add, furnish, person
from voronka.errors import VoronkaError
from voronka.model import Kind
from voronka.store import Store, archive
from voronka.store import restore as restoring
from voronka.store.archive import Reader
from voronka.store.backup import PASSING, write_backup
from voronka.store.tables import correction, listing, metadata, post, post_version, source, suppression
from voronka.store.taking_out import take_out

AT = datetime(2026, 11, 21, 9, tzinfo=UTC)


@pytest.fixture
def new_store(tmp_path: Path) -> Iterator[Callable[[str], Store]]:
    """Makes empty stores on a database by its name."""
    with ExitStack() as stack:

        def make(name: str) -> Store:
            folder = tmp_path / f"store-{len(list(tmp_path.iterdir()))}"
            folder.mkdir()
            return stack.enter_context(Store(stack.enter_context(database_url(name, folder))))

        yield make


def content(store: Store) -> dict[str, list[Any]]:
    """All rows of all tables."""
    with store.reading() as connection:
        return {
            table.name: [
                tuple(row) for row in connection.execute(sa.select(table).order_by(*table.primary_key.columns))
            ]
            for table in metadata.sorted_tables
            if table.name not in PASSING
        }


def furnished(store: Store) -> dict[str, int]:
    """Something in every table, and what is hard to carry over: a merged listing, nulls of both kinds, odd letters."""
    ids = furnish(store)
    add(store, 'кавычки " и \\ и \u2028, эмодзи 🎯, \ufffd', kind=Kind.CONTENT)
    with store.writing() as connection:
        values = {"created_at": AT, "author": "", "field": "kind", "position": 0}
        first = connection.execute(sa.select(sa.func.min(post.c.id))).scalar_one()
        connection.execute(sa.insert(correction).values(post_id=first, value=None, **values))
        connection.execute(sa.insert(suppression).values(kind="contact", digest="a" * 64, reason="", created_at=AT))
        connection.execute(sa.update(listing).where(listing.c.id == ids["smm"]).values(merged_into=ids["target"]))
        last = connection.execute(sa.insert(listing).values(kind="vacancy").returning(listing.c.id)).scalar_one()
        connection.execute(sa.delete(listing).where(listing.c.id == last))
    ids["last"] = last
    return ids


def put(store: Store, file: Path, *, replace: bool = False, before_commit: Callable[[], None] = lambda: None) -> Any:
    with Reader.opened(file) as backup:
        backup.verify()
        return restoring.restore(store.database, backup, AT, replace=replace, before_commit=before_commit)


@pytest.mark.parametrize(
    ("origin", "target"),
    [
        ("sqlite", "postgresql"), ("postgresql", "sqlite"),
        pytest.param("sqlite", "sqlite", marks=pytest.mark.full),
        pytest.param("postgresql", "postgresql", marks=pytest.mark.full),
    ],
)  # fmt: skip
def test_either_database_to_either(new_store: Callable[[str], Store], tmp_path: Path, origin: str, target: str) -> None:
    old, new = new_store(origin), new_store(target)
    ids = furnished(old)
    file = tmp_path / "b.zip"
    write_backup(old.database, file, {})
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    done = put(new, file)
    assert content(new) == content(old)
    assert done.rows["post"] == len(content(old)["post"])
    with new.reading() as connection:
        null = connection.execute(sa.select(source.c.name).where(source.c.expectations.is_(sa.null()))).all()
        assert len(null) == 3
    [given] = add(new, "После восстановления", kind=Kind.CONTENT)
    assert given > ids["last"], "an id that was given once is never given again"
    put(new, file, replace=True)
    assert content(new) == content(old)


def test_one_state_while_others_write(any_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    furnish(any_store)
    before = content(any_store)
    real = archive.Writer.table

    def write_between(self: archive.Writer, name: str, columns: dict[str, str], rows: Any) -> None:
        real(self, name, columns, rows)
        if name == "source":
            add(any_store, PERSON, person(), kind=Kind.CANDIDATE)

    monkeypatch.setattr(archive.Writer, "table", write_between)
    file = tmp_path / "b.zip"
    manifest = write_backup(any_store.database, file, {})
    assert {name: note.rows for name, note in manifest.tables.items()} == {n: len(rows) for n, rows in before.items()}
    assert len(content(any_store)["post"]) > len(before["post"])


def test_a_store_with_data_is_replaced_only_where_it_is_said(any_store: Store, tmp_path: Path) -> None:
    file = tmp_path / "b.zip"
    write_backup(any_store.database, file, {})
    furnish(any_store)
    before = content(any_store)
    with pytest.raises(VoronkaError, match="--replace"):
        put(any_store, file)
    assert content(any_store) == before
    put(any_store, file, replace=True)
    assert content(any_store)["post"] == []


def test_an_interrupted_restore_leaves_the_old_store(any_store: Store, tmp_path: Path) -> None:
    file = tmp_path / "b.zip"
    furnish(any_store)
    write_backup(any_store.database, file, {})
    add(any_store, PERSON, person(), kind=Kind.CANDIDATE)
    before = content(any_store)

    def interrupt() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        put(any_store, file, replace=True, before_commit=interrupt)
    assert content(any_store) == before
    add(any_store, PERSON, person(), kind=Kind.CANDIDATE)


def test_what_was_erased_since_the_backup_stays_erased(any_store: Store, tmp_path: Path) -> None:
    furnish(any_store)
    file = tmp_path / "b.zip"
    write_backup(any_store.database, file, {})
    with any_store.reading() as connection:
        names = list(connection.execute(sa.select(post.c.external_id).where(post.c.kind == Kind.CANDIDATE)).scalars())
    with any_store.writing() as connection:
        assert take_out(connection, "kanal_a", names, "asked", AT) == 1
        connection.execute(sa.insert(suppression).values(kind="contact", digest="b" * 64, reason="", created_at=AT))
    any_store.set_disabled("kanal_b", disabled=True)
    any_store.purge_source("kanal_b")
    done = put(any_store, file, replace=True)
    assert done.erased_again == 3
    rows = content(any_store)
    assert "tainaya" not in json.dumps(rows, default=str, ensure_ascii=False)
    assert [row[2] for row in rows["suppression"]] == ["b" * 64]
    with any_store.reading() as connection:
        texts = sa.select(post_version.c.text).join(post).where(post.c.external_id.in_(names))
        assert list(connection.execute(texts).scalars()) == [""]
    state = any_store.source("kanal_b")
    assert state is not None
    assert (state.posts, state.disabled_by_admin) == (0, True)


def test_a_backup_of_an_older_revision_is_brought_forward(
    new_store: Callable[[str], Store], tmp_path: Path, any_store: Store
) -> None:
    old = new_store("sqlite")
    with old.writing() as connection:
        old.database.start_anew(connection, "0001")
        connection.exec_driver_sql("INSERT INTO meta VALUES ('mode', 'live')")
        connection.exec_driver_sql(
            "INSERT INTO source (name, title, kind, about, basis, enabled, min_recognised, disabled_by_admin, state) "
            "VALUES ('kanal', 'Канал', 'telegram', '', '', 1, 1, 0, '{}')"
        )
        rows = {name: list(connection.exec_driver_sql(f"SELECT * FROM {name}")) for name in ("meta", "source")}
        columns = {
            name: [column["name"] for column in sa.inspect(connection).get_columns(name)] for name in ("meta", "source")
        }
    file = tmp_path / "b.zip"
    kinds = {"state": "json"}
    with archive.writing(file, archive.Manifest("0001", "2026-01-01", "0.0.1")) as writer:
        for name in ("meta", "source"):
            values = [
                [json.loads(v) if c in kinds else bool(v) if c in ("enabled", "disabled_by_admin") else v
                 for c, v in zip(columns[name], row, strict=True)]
                for row in rows[name]
            ]  # fmt: skip
            writer.table(name, {column: kinds.get(column, "plain") for column in columns[name]}, values)
    put(any_store, file)
    any_store.database.check()
    state = any_store.source("kanal")
    assert state is not None
    assert state.source.title == "Канал"
    assert any_store.meta("mode") == "live"


def test_a_backup_of_a_newer_program_is_refused_and_nothing_touched(any_store: Store, tmp_path: Path) -> None:
    furnish(any_store)
    before = content(any_store)
    file = tmp_path / "b.zip"
    with archive.writing(file, archive.Manifest("9999", "2026-01-01", "9")):
        pass
    with pytest.raises(VoronkaError, match="newer Voronka"):
        put(any_store, file, replace=True)
    assert content(any_store) == before


@pytest.fixture
def good(store: Store, tmp_path: Path) -> Path:
    """A backup of a furnished store."""
    furnish(store)
    file = tmp_path / "good.zip"
    write_backup(store.database, file, {"suppression-key": b"key of the list"})
    return file


def rewritten(good: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """The same archive with other members."""
    file = good.with_name("bad.zip")
    with zipfile.ZipFile(good) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            if (data := change(name, old.read(name))) is not None:
                new.writestr(name, data)
    return file


def damaged(good: Path) -> Iterator[Path]:
    """Every way in which a backup may be none."""
    whole = good.read_bytes()
    for number, data in enumerate((b"", b"no zip", whole[: len(whole) // 2], whole[:-30])):
        path = good.with_name(f"cut-{number}.zip")
        path.write_bytes(data)
        yield path
    flipped = bytearray(whole)
    flipped[len(whole) // 3] ^= 0x55
    path = good.with_name("flipped.zip")
    path.write_bytes(flipped)
    yield path
    yield rewritten(good, lambda name, data: data.replace("Таргетолог".encode(), "Торгетолог".encode()))
    yield rewritten(good, lambda name, data: None if name == "tables/post.jsonl" else data)
    yield rewritten(good, lambda name, data: None if name == "manifest.json" else data)
    yield rewritten(
        good, lambda name, data: data[: data.rfind(b"\n", 0, -1) + 1] if name == "tables/post.jsonl" else data
    )
    yield rewritten(good, lambda name, data: b"[1]\n" if name == "tables/post.jsonl" else data)
    yield rewritten(good, lambda name, data: b"another key" if name.startswith("files/") else data)
    yield rewritten(good, lambda name, data: data.replace(b"suppression-key", b"../../etc/passwd"))
    yield rewritten(good, lambda name, data: data.replace(b'"posting_key"', b'"x; DROP TABLE post"'))


def test_a_damaged_backup_is_refused_before_anything_is_touched(store: Store, good: Path) -> None:
    before = content(store)
    for number, path in enumerate(damaged(good)):
        with pytest.raises(VoronkaError, match=r"backup|damaged") as caught:
            put(store, path, replace=True)
        assert "\n" not in str(caught.value), number
    with pytest.raises(VoronkaError, match="cannot read the backup"):
        put(store, good.with_name("nowhere.zip"))
    assert content(store) == before


def test_a_backup_that_fails_leaves_the_former_one_and_no_rest(store: Store, good: Path, tmp_path: Path) -> None:
    former = good.read_bytes()
    with pytest.raises(KeyError), archive.writing(good, archive.Manifest("0001", "", "")):
        raise KeyError("in the middle")
    assert good.read_bytes() == former
    assert not list(tmp_path.glob(".*"))
    with pytest.raises(VoronkaError, match="cannot write the backup"):
        write_backup(store.database, tmp_path / "nowhere" / "b.zip", {})

"""The databases that store tests run on: SQLite always, PostgreSQL where one answers (.ci/services makes it so)."""

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa

DATABASES = ("sqlite", "postgresql")
POSTGRESQL = os.environ.get(
    "VORONKA_TEST_POSTGRESQL", "postgresql://voronka_test:voronka_test@127.0.0.1:5432/voronka_test"
)


@cache
def _answers() -> bool:
    try:
        psycopg.connect(POSTGRESQL, connect_timeout=3).close()
    except psycopg.OperationalError:
        return False
    return True


@contextmanager
def database_url(name: str, folder: Path) -> Iterator[str]:
    """The URL of an empty database, gone at the end; skips the test where PostgreSQL does not answer."""
    if name == "sqlite":
        yield f"sqlite:///{folder / 'voronka.sqlite3'}"
        return
    if not _answers():
        pytest.skip("no PostgreSQL answers on loopback (see .ci/services)")
    schema = f"t{uuid.uuid4().hex}"
    with psycopg.connect(POSTGRESQL, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {schema}")
        try:
            yield f"{POSTGRESQL}?options=-csearch_path%3D{schema}"
        finally:
            connection.execute(f"DROP SCHEMA {schema} CASCADE")


def engine_of(url: str) -> sa.Engine:
    """An engine for looking at a database past the store."""
    parsed = sa.make_url(url)
    return sa.create_engine(parsed.set(drivername="postgresql+psycopg") if "postgresql" in url else parsed)

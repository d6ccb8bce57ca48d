"""Facts about the store itself, by their names."""

import sqlalchemy as sa

from voronka.store.tables import meta


def get_meta(connection: sa.Connection, key: str) -> str | None:
    """A fact, or None where it was never noted."""
    return connection.execute(sa.select(meta.c.value).where(meta.c.key == key)).scalar_one_or_none()


def set_meta(connection: sa.Connection, key: str, value: str) -> None:
    """Note a fact, over what was noted before."""
    connection.execute(sa.delete(meta).where(meta.c.key == key))
    connection.execute(sa.insert(meta).values(key=key, value=value))

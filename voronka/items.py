"""Postings as grouping sees them, made of what was just read or of what the store holds."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from voronka import grouping
from voronka.codec import links_from_json, posting_from_json
from voronka.model import Kind, Link, Posting
from voronka.store.posts import StoredPost


def item_of(stored: StoredPost, kind: Kind, posting: Posting, position: int) -> grouping.Item:
    """A posting that was just read."""
    raw = stored.raw
    return _make_item(
        f"{raw.source}/{raw.external_id}/{position}",
        kind,
        posting,
        raw.text,
        raw.source,
        stored.posted_at,
        raw.payload.get("forward"),
        raw.links,
    )


def item_of_row(row: sa.Row[Any]) -> grouping.Item:
    """A row of ``voronka.store.kin.members``."""
    key = f"{row.source}/{row.external_id}/{row.position}"
    return _decoded(key, row.kind, row.data, row.text, row.source, row.posted_at, row.forward, row.links)


@lru_cache(maxsize=4096)  # reposts of a day meet the same members again and again
def _decoded(
    key: str, kind: str, data: str, text: str, source: str, posted_at: datetime, forward: str | None, links: str
) -> grouping.Item:
    """An item of what the database holds, its JSON columns as they stand there."""
    posting, found = posting_from_json(json.loads(data)), links_from_json(json.loads(links))
    return _make_item(key, Kind(kind), posting, text, source, posted_at, json.loads(forward or "null"), found)


def _make_item(
    key: str,
    kind: Kind,
    posting: Posting,
    text: str,
    source: str,
    posted_at: datetime,
    forward: object,
    links: Sequence[Link],
) -> grouping.Item:
    shared = (posting.start, posting.end) != (0, len(text))
    origin = (forward.get("url") or forward.get("name")) if isinstance(forward, Mapping) else None
    return grouping.Item(
        key=key,
        kind=kind,
        posting=posting,
        text=text[posting.start : posting.end] if shared else text,
        source=source,
        posted_at=posted_at,
        forward=origin,
        links=tuple(link.url for link in links),
        shared=shared,
    )

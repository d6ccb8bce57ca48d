"""Posts in JSON Lines, as people label them: {"id", "text", "links"?, "channel"?, "posted"?} a line."""

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from voronka.errors import VoronkaError
from voronka.model import Link, RawPost

MAX_LINE: Final = 20_000_000
NO_CHANNEL: Final = "import"
Warn = Callable[[str], None]


def read_rows(path: Path, warn: Warn) -> Iterator[tuple[int, dict[str, Any]]]:
    """The JSON objects of a file with their line numbers; a line that is none is named in a warning and left out.

    Raises VoronkaError where the file cannot be read.
    """
    try:
        with path.open(encoding="utf-8-sig", errors="replace") as lines:
            yield from rows_of(lines, path, warn)
    except OSError as error:
        raise VoronkaError(f"cannot read {path}: {error.strerror}") from error


def rows_of(lines: Iterable[str], where: object, warn: Warn) -> Iterator[tuple[int, dict[str, Any]]]:
    """The JSON objects of lines with their numbers; ``where`` names the lines in warnings."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        if len(line) > MAX_LINE:
            warn(f"{where}:{number}: skipped, the line is longer than {MAX_LINE:,} characters")
            continue
        try:
            row = json.loads(line)
        except (json.JSONDecodeError, RecursionError) as error:
            warn(f"{where}:{number}: skipped, no JSON ({error})")
            continue
        if isinstance(row, dict):
            yield number, row
        else:
            warn(f"{where}:{number}: skipped, a JSON object is wanted")


def read_links(given: object) -> tuple[Link, ...]:
    """Links given as addresses or as objects with "url"; what is neither is left out."""
    links = []
    for item in given if isinstance(given, list) else []:
        if isinstance(item, str):
            links.append(Link(item))
        elif isinstance(item, dict) and isinstance(item.get("url"), str):
            links.append(Link(item["url"], str(item.get("text") or "")))
    return tuple(links)


def read_moment(given: object, zone: ZoneInfo) -> datetime | None:
    """An ISO 8601 moment; one without a zone is in ``zone``. None where it is none."""
    if not isinstance(given, str):
        return None
    try:
        moment = datetime.fromisoformat(given)
    except ValueError:
        return None
    try:
        return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(ZoneInfo("UTC"))
    except OverflowError:
        return None


def read_posts(path: Path, zone: ZoneInfo, warn: Warn) -> Iterator[RawPost]:
    """The posts of a file; a row without "id" or "text" is named in a warning and left out."""
    return posts_of(read_rows(path, warn), path, zone, warn)


def posts_of(
    rows: Iterable[tuple[int, dict[str, Any]]], where: object, zone: ZoneInfo, warn: Warn
) -> Iterator[RawPost]:
    """The posts of numbered rows; ``where`` names the rows in warnings."""
    for number, row in rows:
        identity, text = row.get("id"), row.get("text")
        if not isinstance(identity, str | int) or not isinstance(text, str):
            warn(f'{where}:{number}: skipped, "id" and "text" are wanted')
            continue
        posted = read_moment(row.get("posted"), zone)
        if row.get("posted") and posted is None:
            warn(f'{where}:{number}: "posted" is no ISO 8601 moment; taken as unknown')
        channel = row.get("channel")
        yield RawPost(
            source=channel.strip()[:200] if isinstance(channel, str) and channel.strip() else NO_CHANNEL,
            external_id=str(identity),
            text=text,
            links=read_links(row.get("links")),
            posted_at=posted,
        )


def pages(posts: Iterable[RawPost], size: int = 100) -> Iterator[list[RawPost]]:
    """Posts in pages, each of which is stored whole."""
    page: list[RawPost] = []
    for post in posts:
        page.append(post)
        if len(page) >= size:
            yield page
            page = []
    if page:
        yield page

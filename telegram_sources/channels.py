"""The list of channels, channels.yml: one row a channel, read strictly."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import yaml

from voronka.errors import VoronkaError
from voronka.quality import Expectations, Holds, parse
from voronka.sources import Source, SourceKind

CHANNELS: Final = Path(__file__).with_name("channels.yml")
_TEXTS: Final = ("name", "title", "about", "basis")
_ENGLISH: Final = ("about_en", "basis_en")
_KEYS: Final = (*_TEXTS, "enabled", "id", "min_recognised", "expects", *_ENGLISH)
_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]{3,31}")  # Telegram's own rule for user names


def load_channels(path: Path = CHANNELS) -> list[Source]:
    """The channels as sources, in the order of the file.

    Raises VoronkaError, naming file and row, where the file cannot be read or a row is not as described in its head.
    """
    rows = _rows(path)
    sources = [_source(row, f"{path}: row {number}") for number, row in enumerate(rows, 1)]
    seen: dict[str, int] = {}
    for number, source in enumerate(sources, 1):
        key = source.name.casefold()
        if key in seen:
            raise VoronkaError(f"{path}: row {number}: {source.name} stands already in row {seen[key]}; remove one")
        seen[key] = number
    return sources


def _rows(path: Path) -> list[Any]:
    try:
        rows = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise VoronkaError(f"the list of channels {path} cannot be read: {error.strerror or error}") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise VoronkaError(f"the list of channels {path} is no valid YAML: {' '.join(str(error).split())}") from error
    if rows is None:
        return []
    if not isinstance(rows, list):
        raise VoronkaError(f"the list of channels {path} has to be a list of rows, each beginning with '- name: …'")
    return rows


def _source(row: object, where: str) -> Source:
    if not isinstance(row, Mapping):
        raise VoronkaError(f"{where}: wanted are name, title, about, basis and enabled, found {row!r}")
    if isinstance(row.get("name"), str):
        where = f"{where} ({row['name']})"
    unknown = [str(key) for key in row if key not in _KEYS]
    if unknown:
        raise VoronkaError(f"{where}: unknown key {', '.join(unknown)}; a row has {', '.join(_KEYS)}")
    for key in _TEXTS:
        value = row.get(key)
        if not isinstance(value, str) or not value.strip():
            raise VoronkaError(f"{where}: {key} has to be a text, found {value!r}")
    for key in _ENGLISH:
        if not isinstance(row.get(key, ""), str):
            raise VoronkaError(f"{where}: {key} has to be a text, found {row[key]!r}")
    enabled = row.get("enabled")
    if not isinstance(enabled, bool):
        raise VoronkaError(f"{where}: enabled has to be true or false, found {enabled!r}")
    number = row.get("id")
    if number is not None and (not isinstance(number, int) or isinstance(number, bool) or number == 0):
        raise VoronkaError(f"{where}: id has to be the channel's number, found {number!r}")
    least = row.get("min_recognised", 1)
    if not isinstance(least, int) or isinstance(least, bool) or least < 1:
        raise VoronkaError(f"{where}: min_recognised has to be a whole number above 0, found {least!r}")
    name = row["name"]
    if not _NAME.fullmatch(name):
        raise VoronkaError(f"{where}: {name!r} is no user name of Telegram (letters, digits, _; no @, no address)")
    return Source(
        name=name,
        title=row["title"].strip(),
        kind=SourceKind.TELEGRAM,
        url=f"https://t.me/{name}",
        about=row["about"].strip(),
        basis=row["basis"].strip(),
        enabled=enabled,
        about_en=row.get("about_en", "").strip(),
        basis_en=row.get("basis_en", "").strip(),
        min_recognised=least,
        expects=_expectations(row.get("expects", {}), where),
    )


def _expectations(value: object, where: str) -> Expectations:
    try:
        stated = parse(value)
    except VoronkaError as error:
        raise VoronkaError(f"{where}: expects: {error}") from error
    if stated.holds is Holds.BOARD:
        raise VoronkaError(f"{where}: expects: a channel holds {Holds.VACANCIES} or {Holds.CONTENT}, no board")
    return stated

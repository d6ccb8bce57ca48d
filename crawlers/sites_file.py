"""The sites of a data folder, sites.yml: known ones switched on or off, and those of one's own; read strictly.

::

    - name: remotive              # a known site
      enabled: true
      basis: "we have read its terms"
    - name: rabota_example        # one's own: a board (JobPosting pages by its sitemap) or a feed
      form: board
      title: rabota.example
      url: https://rabota.example/jobs
      vacancy_path: /jobs/        # optional: what the paths of its vacancies hold
      basis: …
      enabled: true
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import yaml

from voronka.errors import VoronkaError
from voronka.sources import Source, SourceKind

FILE: Final = "sites.yml"
FORMS: Final = ("board", "feed")
_KEYS: Final = ("name", "enabled", "basis", "form", "title", "url", "about", "vacancy_path", "feeds")
_NAME: Final = re.compile(r"[a-z][a-z0-9_]{2,39}")


@dataclass(frozen=True, slots=True)
class SiteRow:
    """One row. ``form`` is None for a site that the program knows; ``feeds`` are the addresses of a feed's files."""

    name: str
    enabled: bool = True
    basis: str = ""
    form: str | None = None
    title: str = ""
    url: str = ""
    about: str = ""
    vacancy_path: str = ""
    feeds: tuple[str, ...] = ()

    @property
    def source(self) -> Source:
        """A site of one's own as a source."""
        return Source(
            name=self.name,
            title=self.title or self.name,
            kind=SourceKind.SITE,
            url=self.url,
            about=self.about,
            basis=self.basis,
            enabled=self.enabled,
        )

    def over(self, source: Source) -> Source:
        """A known site as this row has it."""
        return replace(
            source, enabled=self.enabled, basis=self.basis or source.basis, basis_en=self.basis or source.basis_en
        )


def read_sites(folder: Path) -> list[SiteRow]:
    """The rows of a folder's sites.yml, none where there is no such file; raises VoronkaError naming file and row."""
    path = folder / FILE
    try:
        rows = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return []
    except OSError as error:
        raise VoronkaError(f"{path} cannot be read: {error.strerror or error}") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise VoronkaError(f"{path} is no valid YAML: {' '.join(str(error).split())}") from error
    if rows is None:
        return []
    if not isinstance(rows, list):
        raise VoronkaError(f"{path} has to be a list of rows, each beginning with '- name: …'")
    found = [_row(row, f"{path}: row {number}") for number, row in enumerate(rows, 1)]
    names = [row.name for row in found]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise VoronkaError(f"{path}: {twice} stands there twice; remove one")
    return found


def _row(row: object, where: str) -> SiteRow:
    if not isinstance(row, Mapping) or not isinstance(row.get("name"), str):
        raise VoronkaError(f"{where}: a row with a name is wanted, found {row!r}")
    where = f"{where} ({row['name']})"
    unknown = [str(key) for key in row if key not in _KEYS]
    if unknown:
        raise VoronkaError(f"{where}: unknown key {', '.join(unknown)}; a row has {', '.join(_KEYS)}")
    if not _NAME.fullmatch(row["name"]):
        raise VoronkaError(f"{where}: a name is 3 to 40 of a–z, 0–9 and _, and begins with a letter")
    if not isinstance(row.get("enabled"), bool):
        raise VoronkaError(f"{where}: enabled has to be true or false, found {row.get('enabled')!r}")
    for key in ("basis", "title", "url", "about", "vacancy_path"):
        if not isinstance(row.get(key, ""), str):
            raise VoronkaError(f"{where}: {key} has to be a text, found {row[key]!r}")
    feeds = row.get("feeds", [])
    if not isinstance(feeds, list) or not all(isinstance(url, str) and _is_http(url) for url in feeds):
        raise VoronkaError(f"{where}: feeds has to be a list of http(s) addresses, found {feeds!r}")
    form = row.get("form")
    if form is not None:
        if form not in FORMS:
            raise VoronkaError(f"{where}: form has to be one of {', '.join(FORMS)}, found {form!r}")
        if not _is_http(row.get("url", "")) or not row.get("basis", "").strip():
            raise VoronkaError(f"{where}: a site of one's own needs an http(s) url and a basis, the ground to read it")
        if form == "feed" and not feeds:
            raise VoronkaError(f"{where}: a feed needs feeds, a list of addresses")
    values: dict[str, Any] = {**row, "feeds": tuple(feeds)}
    return SiteRow(**values)


def _is_http(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def write_row(folder: Path, row: SiteRow) -> Path:
    """Put a row into the folder's sites.yml, in the place of one of its name; gives the file. Raises VoronkaError."""
    rows = [known for known in read_sites(folder) if known.name != row.name]
    path = folder / FILE
    try:
        folder.mkdir(parents=True, exist_ok=True)
        beside = path.with_suffix(".new")
        beside.write_text(_dump([*rows, row]), encoding="utf-8")
        beside.replace(path)
    except OSError as error:
        raise VoronkaError(f"cannot write {path}: {error.strerror or error}") from error
    return path


def _dump(rows: Sequence[SiteRow]) -> str:
    plain = []
    for row in rows:
        values = {name: getattr(row, name) for name in _KEYS}
        values["feeds"] = list(row.feeds)
        plain.append({name: value for name, value in values.items() if value or name == "enabled"})
    return yaml.safe_dump(plain, allow_unicode=True, sort_keys=False, width=120)

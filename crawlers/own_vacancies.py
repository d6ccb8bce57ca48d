"""The vacancies of a team's own site, read as any board or feed is; nothing is stored."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from urllib.parse import urlsplit

from crawlers.looking import probe, sample
from crawlers.probe import name_of
from crawlers.sites_file import write_row
from voronka.errors import VoronkaError
from voronka.model import RawPost
from voronka.settings import Settings
from voronka.sources import RunStatus

MOST: Final = 200
_BASIS: Final = "the team's own site"


def fetch_all(url: str, settings: Settings) -> list[RawPost]:
    """The vacancies that a site shows; raises VoronkaError where it has none that can be read, or cannot be reached."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise VoronkaError(f"{url[:200]} is no http(s) address")
    row = probe(url, settings).proposal(name_of(url), _BASIS)
    if row is None:
        raise VoronkaError(f"{url}: no vacancies with JobPosting in its sitemaps, and no feed")
    with TemporaryDirectory(prefix="voronka-") as folder:
        # the sites of a data folder are read from its file; the team's own is no source of this store
        write_row(Path(folder), row)
        raws, report = sample(row.source, settings.model_copy(update={"data": Path(folder)}), MOST)
    if report.status is RunStatus.FAILED and not raws:
        raise VoronkaError(report.message)
    return raws

"""Looks at sites without storing anything: what an unknown one offers, and a few items of a known one."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType

from crawlers.probe import Findings, ProbeSpider, name_of
from crawlers.runner import Spider, collect
from voronka.errors import VoronkaError
from voronka.model import RawPost
from voronka.settings import Settings
from voronka.sources import RunReport, RunStatus, Source, SourceKind
from voronka.store import Store, accounts
from voronka.store.posts import Saved

_SINCE = timedelta(days=60)


def probe(url: str, settings: Settings) -> Findings:
    """What is found at an address; raises VoronkaError where it cannot be looked at."""
    findings = Findings(url)
    source = Source(name=name_of(url), title=url, kind=SourceKind.SITE, url=url)
    spiders: dict[str, Spider] = {source.name: (ProbeSpider, {"findings": findings})}
    report = look(source, settings, [], spiders=spiders)
    if report.status is not RunStatus.OK:
        raise VoronkaError(report.message)
    return findings


def sample(source: Source, settings: Settings, number: int) -> tuple[list[RawPost], RunReport]:
    """The first few items of a source as a collection would take them, and how the run ended."""
    taken: list[RawPost] = []
    report = look(source, settings, taken, limit=number)
    return taken[:number], report


def look(
    source: Source,
    settings: Settings,
    taken: list[RawPost],
    *,
    limit: int | None = None,
    spiders: Mapping[str, Spider] = MappingProxyType({}),
    at: datetime | None = None,
    replay: Path | None = None,
    capture: Path | None = None,
) -> RunReport:
    """Collect into ``taken``, with a store that is thrown away and whose clock stands still ``at`` a moment."""

    def ingest(raws: Sequence[RawPost]) -> list[Saved]:
        taken.extend(raws)
        return [Saved.NEW] * len(raws)

    with TemporaryDirectory(prefix="voronka-") as folder, Store(f"sqlite:///{Path(folder) / 'try.sqlite3'}") as store:
        store.claim(at)
        if settings.hh_resumes_team:
            with store.writing() as connection:  # what is found belongs to a team, in the real store and in this one
                accounts.create_team(connection, settings.hh_resumes_team)
        (report,) = collect(
            [source],
            store,
            settings,
            ingest,
            replay=replay,
            since=_SINCE,
            named=[source.name],
            limit=limit,
            spiders=spiders,
            capture=capture,
        )
    return report

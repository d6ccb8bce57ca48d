"""A source's sample: a few of its answers in a folder, and what a right reading of them gives, for review.

::

    tests/samples/<source>/
        sample.json      when it was taken, how many items were wanted, what each page answered
        expected.json    the items as they are read at that moment
        01.txt, 02.json  the pages as they came

A sample is read through the very same spider, with a clock that stands still at the moment it was taken.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Any, Final

from scrapy.http import Headers

from crawlers.capture import Captured, captured
from crawlers.demo.warc import Answer, write
from crawlers.faults import SourceError
from crawlers.http import build_response
from crawlers.looking import look
from crawlers.noticing import Notice, notices
from crawlers.own_site import own_spider
from crawlers.page import text_of
from crawlers.registry import spider_for
from crawlers.replay import recorded_at
from crawlers.runner import Spider
from crawlers.sites_file import SiteRow
from voronka.errors import VoronkaError
from voronka.extract.reader import read
from voronka.model import RawPost
from voronka.present import pay_in_words
from voronka.settings import Settings
from voronka.sources import RunReport, RunStatus, Source, SourceKind

DESCRIPTION: Final = "sample.json"
EXPECTED: Final = "expected.json"
ITEMS: Final = 3
_SUFFIXES: Final = {
    "json": "json",
    "html": "html",
    "xml": "xml",
    "rss": "xml",
    "atom": "xml",
    "gzip": "gz",
    "text/plain": "txt",
}
_LONG: Final = ("description", "responsibilities", "qualifications", "jobBenefits")


@dataclass(frozen=True, slots=True)
class Sample:
    """The pages of a source as they were ``at`` a moment, of which ``limit`` items are read.

    ``row`` is of sites.yml, for a site of one's own. ``reviewed`` are words that look like somebody's data and are not.
    """

    source: str
    at: datetime
    limit: int
    pages: tuple[Captured, ...]
    row: SiteRow | None = None
    reviewed: tuple[str, ...] = ()

    @property
    def files(self) -> tuple[str, ...]:
        """The names of the pages' files."""
        return tuple(f"{number:02}.{_suffix(page)}" for number, page in enumerate(self.pages, 1))


# -- the folder ---------------------------------------------------------------------------------------------------


def write_sample(folder: Path, sample: Sample) -> None:
    """Put a sample into its folder, in the place of a former one; raises VoronkaError where it cannot be written."""
    pages = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for former in folder.glob("[0-9][0-9]*.*"):
            former.unlink()
        for name, page in zip(sample.files, sample.pages, strict=True):
            (folder / name).write_bytes(page.body)
            pages.append({"url": page.url, "status": page.status, "headers": dict(page.headers), "file": name})
        values: dict[str, Any] = {"source": sample.source, "at": sample.at.isoformat(), "limit": sample.limit}
        if sample.row is not None:
            values["row"] = {name: value for name, value in asdict(sample.row).items() if value}
        if sample.reviewed:
            values["reviewed"] = list(sample.reviewed)
        _write_json(folder / DESCRIPTION, values | {"pages": pages})
    except OSError as error:
        raise VoronkaError(f"cannot write the sample {folder}: {error.strerror or error}") from error


def read_sample(folder: Path) -> Sample:
    """The sample of a folder; raises VoronkaError where there is none, or not a whole one."""
    try:
        values = json.loads((folder / DESCRIPTION).read_text(encoding="utf-8"))
        pages = tuple(
            Captured(page["url"], page["status"], tuple(page["headers"].items()), (folder / page["file"]).read_bytes())
            for page in values["pages"]
        )
        row = values.get("row")
        return Sample(
            source=values["source"],
            at=datetime.fromisoformat(values["at"]),
            limit=values["limit"],
            pages=pages,
            row=SiteRow(**{**row, "feeds": tuple(row.get("feeds", ()))}) if row else None,
            reviewed=tuple(values.get("reviewed", ())),
        )
    except OSError as error:
        raise VoronkaError(f"{folder} holds no whole sample: {error.filename}: {error.strerror}") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise VoronkaError(f"{folder / DESCRIPTION} is not as it should be: {error!r}") from error


def read_expected(folder: Path) -> Any:
    """The expected outcome of a sample; raises VoronkaError where there is none."""
    try:
        return json.loads((folder / EXPECTED).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise VoronkaError(
            f"{folder / EXPECTED} cannot be read; write it: voronka sources sample NAME --again"
        ) from error


def write_expected(folder: Path, outcome: Any) -> None:
    """Put the outcome of a sample beside it, to be reviewed."""
    _write_json(folder / EXPECTED, outcome)


def _write_json(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def noticed(sample: Sample) -> Iterator[tuple[str, Notice]]:
    """What may be somebody's data in a sample's pages, with the name of the page's file."""
    for name, page in zip(sample.files, sample.pages, strict=True):
        try:
            text = text_of(build_response(page.url, page.status, Headers(list(page.headers)), page.body))
        except SourceError:  # no text: a packed sitemap
            continue
        for notice in notices(text, (*sample.reviewed, sample.source)):
            yield name, notice


def _suffix(page: Captured) -> str:
    kind = dict(page.headers).get("Content-Type", "").lower()
    return next((suffix for word, suffix in _SUFFIXES.items() if word in kind), "bin")


# -- taking and reading one ---------------------------------------------------------------------------------------


def take_sample(
    source: Source,
    settings: Settings,
    *,
    row: SiteRow | None = None,
    limit: int = ITEMS,
    replay: Path | None = None,
    now: datetime | None = None,
) -> Sample:
    """Fetch the pages of a few items of a source, or take them out of a recording.

    Raises VoronkaError where they cannot be read.
    """
    at = (now or datetime.now(UTC)).replace(microsecond=0) if replay is None else recorded_at(replay)
    with TemporaryDirectory(prefix="voronka-") as name:
        folder = Path(name)
        report = look(
            source, settings, [], limit=limit, spiders=_spiders(source, row), at=at, replay=replay, capture=folder
        )
        _refuse_failed(report)
        return Sample(source.name, at, limit, tuple(captured(folder)), row)


def outcome(source: Source, sample: Sample) -> dict[str, Any]:
    """What is read out of a sample; raises VoronkaError where it cannot be read."""
    taken: list[RawPost] = []
    with TemporaryDirectory(prefix="voronka-") as name:
        path = Path(name) / "sample.warc.gz"
        with path.open("wb") as file:
            write(file, map(_answer, sample.pages), sample.at)
        spiders = _spiders(source, sample.row)
        settings = Settings(data=Path(name))
        report = look(source, settings, taken, limit=sample.limit, spiders=spiders, at=sample.at, replay=path)
    _refuse_failed(report)
    is_site = source.kind is SourceKind.SITE
    return {
        "recognised": report.recognised,
        "skipped": report.skipped,
        "items": [_item(raw, is_site=is_site) for raw in taken[: sample.limit]],
    }


def _spiders(source: Source, row: SiteRow | None) -> Mapping[str, Spider]:
    if row is not None and row.form is not None:
        return {source.name: own_spider(row)}
    return MappingProxyType({source.name: spider_for(source)})


def _refuse_failed(report: RunReport) -> None:
    if report.status is not RunStatus.OK:
        raise VoronkaError(report.message)


def _answer(page: Captured) -> Answer:
    headers = dict(page.headers)
    kind = headers.pop("Content-Type", "application/octet-stream")
    return Answer(page.url, page.body, kind, page.status, tuple(headers.items()))


def _item(raw: RawPost, *, is_site: bool) -> dict[str, Any]:
    """An item as it is reviewed: what the crawler read, and of a site what is made of it."""
    values: dict[str, Any] = {
        "id": raw.external_id,
        "url": raw.url,
        "posted": raw.posted_at and raw.posted_at.isoformat(),
        "valid_until": raw.valid_until and raw.valid_until.isoformat(),
        "closed": str(raw.closed_reason) if raw.closed_reason else None,
        **(fields(raw) if is_site else {"links": [link.url for link in raw.links]}),
        "text": raw.text.splitlines(),
    }
    posting = raw.payload.get("jobposting")
    if posting is not None:
        values["jobposting"] = {name: value for name, value in posting.items() if name not in _LONG}
    return {name: value for name, value in values.items() if value not in (None, "", [])}


def fields(raw: RawPost) -> dict[str, str]:
    """The fields of an item's first posting, as a line of a table shows them."""
    postings = read(raw.text, payload=raw.payload, links=raw.links).postings
    first = postings[0] if postings else None
    return {
        "title": (first and first.title) or "",
        "company": (first and first.company) or "",
        "pay": pay_in_words(first.salary) if first and first.salary else "",
        "place": ", ".join([*first.cities, *map(str, first.formats)]) if first else "",
    }

"""Commands on sites that are not read yet: look at one, add it, try it; switch on what is off by default."""

from dataclasses import replace
from typing import Annotated
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import typer
from rich.table import Table

from voronka.cli.console import out, print_json, say, warn
from voronka.cli.sample_commands import refuse_unread
from voronka.cli.workplace import Workplace, workplace
from voronka.errors import VoronkaError
from voronka.model import RawPost
from voronka.sources import RunStatus, SourceKind

_ITEMS = 5


def add(
    url: Annotated[str, typer.Argument(help="The address of a board or a feed, https://…")],
    name: Annotated[str | None, typer.Option("--name", help="Its name; default: made of its host.")] = None,
    basis: Annotated[
        str | None, typer.Option("--basis", help="On what ground it is read; without it nothing is written.")
    ] = None,
) -> None:
    """Look at a site (robots.txt, sitemaps, JobPosting, feeds), say what it offers, and write it into sites.yml.

    At most a dozen pages are asked for. With --basis the row is written; it then is a source like any other.
    """
    from crawlers.looking import probe
    from crawlers.probe import name_of
    from crawlers.sites_file import write_row

    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise VoronkaError(f"{url} is no http(s) address")
    with workplace() as place:
        name = name or name_of(url)
        if name in {source.name for source in place.declare()}:
            raise VoronkaError(f"{name} is a source already; see: voronka sources show {name}, or give --name")
        findings = probe(url, place.settings)
        for line in findings.lines():
            out.print(line, markup=False)
        row = findings.proposal(name, (basis or "").strip())
        if row is None:
            raise VoronkaError(
                f"{url}: no vacancies with JobPosting in its sitemaps, and no feed; it needs a spider of its own "
                "(docs/sources.md)"
            )
        what = f"the feeds {', '.join(row.feeds)}" if row.form == "feed" else "the pages of its sitemaps"
        within = f" under {row.vacancy_path}" if row.vacancy_path else ""
        say(f"{name}: would be read as a {row.form}: {what}{within}")
        if not row.basis:
            say(f'to add it, say on what ground you read it: voronka sources add {url} --basis "…"')
            return
        path = write_row(place.settings.data, row)
        place.declare()
    say(f"{name}: written into {path}; to look at five items: voronka sources try {name}")


def try_source(
    name: str,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
) -> None:
    """Fetch five items of a source and show what is read out of them; nothing is stored."""
    from crawlers.looking import sample

    with workplace() as place:
        sources = {source.name: source for source in place.declare()}
        if name not in sources:
            raise VoronkaError(f"no source is named {name}; there are: {', '.join(sources)}")
        source = sources[name]
        if source.kind is not SourceKind.SITE:
            raise VoronkaError(f"{name} is a channel; only sites can be tried")
        refuse_unread(place, source)
        zone = place.settings.zone
        raws, report = sample(source, place.settings, _ITEMS)
    rows = [_fields(raw, zone) for raw in raws]
    if as_json:
        print_json({"source": name, "status": report.status, "message": report.message, "items": rows})
    else:
        _print(rows)
        for line in report.warnings:
            warn(line)
    if report.status is RunStatus.FAILED:
        raise VoronkaError(report.message)


def _fields(raw: RawPost, zone: ZoneInfo) -> dict[str, str]:
    from crawlers.samples import fields

    return {
        **fields(raw),
        "date": f"{raw.posted_at.astimezone(zone):%d.%m.%Y}" if raw.posted_at else "",
        "text": f"{len(raw.text)} characters",
        "closed": str(raw.closed_reason or "") if raw.closed else "",
        "url": raw.url or "",
    }


def _print(rows: list[dict[str, str]]) -> None:
    table = Table(*rows[0] if rows else (), box=None, header_style="bold")
    for row in rows:
        table.add_row(*row.values())
    if rows:
        out.print(table)
    else:
        say("no item was read")


def switch_on(place: Workplace, name: str, basis: str | None) -> None:
    """Switch on a site that is off by default, in sites.yml; raises VoronkaError where a key or a ground is wanted."""
    from crawlers.sites_file import SiteRow, read_sites, write_row

    source = next((source for source in place.declare() if source.name == name), None)
    if source is None or source.enabled or source.kind is not SourceKind.SITE:
        return
    if source.needs and not getattr(place.settings, source.needs):
        raise VoronkaError(f"{name} is not read without a key: set VORONKA_{source.needs.upper()}")
    row = next((row for row in read_sites(place.settings.data) if row.name == name), SiteRow(name))
    if not (basis or row.basis):
        raise VoronkaError(
            f"{name} is off by default ({source.basis}); say on what ground you read it: "
            f'voronka sources enable {name} --basis "…"'
        )
    write_row(place.settings.data, replace(row, enabled=True, basis=basis or row.basis))
    place.declare()

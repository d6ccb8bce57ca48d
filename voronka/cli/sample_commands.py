"""Taking a sample of a source: for developers who add one."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voronka.cli.console import say, warn
from voronka.cli.workplace import Workplace, workplace
from voronka.errors import VoronkaError
from voronka.sources import Source

if TYPE_CHECKING:
    from crawlers.samples import Sample
    from crawlers.sites_file import SiteRow

_FOLDER = Path("tests") / "samples"


def sample(
    name: str,
    replay: Annotated[
        Path | None,
        typer.Option(
            "--replay", metavar="FILE", help="A recording (WARC) to take the pages from instead of the network."
        ),
    ] = None,
    items: Annotated[int, typer.Option("--items", metavar="N", min=1, max=20, help="How many items are wanted.")] = 3,
    into: Annotated[Path, typer.Option("--into", metavar="FOLDER", help="Where samples are kept.")] = _FOLDER,
    again: Annotated[
        bool, typer.Option("--again", help="Fetch nothing: read the pages of the sample that is there once more.")
    ] = False,
) -> None:
    """Write a sample of a source into tests/samples/NAME: a few pages, and the expected outcome for review.

    The tests read every sample through the source's own spider and compare. What looks like somebody's data in a page
    is told: replace it by invented words, then write the outcome anew with --again. Of a site that is not ours to copy,
    keep the form and invent the content.
    """
    from crawlers.samples import noticed, outcome, read_sample, take_sample, write_expected, write_sample

    if not into.is_dir():
        raise VoronkaError(f"there is no folder {into}; run this in the project's folder, or name another with --into")
    folder = into / name
    former = read_sample(folder) if again or (folder / "sample.json").exists() else None
    with workplace() as place:
        source, row = _find(place, name, former, replay=replay is not None)
        if former is None or not again:
            if replay is None:
                refuse_unread(place, source)
            taken = take_sample(source, place.settings, row=row, limit=items, replay=replay)
            write_sample(folder, replace(taken, reviewed=former.reviewed if former else ()))
    found = read_sample(folder)
    result = outcome(source, found)
    write_expected(folder, result)
    for file, notice in noticed(found):
        warn(
            f"{folder / file}, line {notice.line}: a {notice.kind} ({notice.hinted}): put invented words in its place "
            "and run this with --again, or name it in sample.json as reviewed"
        )
    say(f"{name}: {len(found.pages)} pages, {len(result['items'])} items; look at {folder / 'expected.json'}")


def _find(place: Workplace, name: str, former: "Sample | None", *, replay: bool) -> "tuple[Source, SiteRow | None]":
    """The source of a name, and its row where it is a site of one's own; raises VoronkaError where there is none."""
    from crawlers.registry import demo_sources
    from crawlers.sites_file import read_sites

    row = next((row for row in read_sites(place.settings.data) if row.name == name and row.form), None)
    row = row or (former.row if former else None)
    if row is not None:
        return row.source, row
    sources = {source.name: source for source in place.declare()}
    if replay or former is not None:
        sources |= {source.name: source for source in demo_sources()}
    if name not in sources:
        raise VoronkaError(f"no source is named {name}; there are: {', '.join(sources)}")
    return sources[name], None


def refuse_unread(place: Workplace, source: Source) -> None:
    """Raise VoronkaError where a source is not to be asked now."""
    if source.needs and not getattr(place.settings, source.needs):
        raise VoronkaError(f"{source.name} is not read without a key: set VORONKA_{source.needs.upper()}")
    state = place.store.source(source.name)
    if state is not None and state.not_before is not None and state.not_before > datetime.now(UTC):
        raise VoronkaError(f"{source.name} wants to be left alone until {state.not_before:%Y-%m-%d %H:%M} UTC")

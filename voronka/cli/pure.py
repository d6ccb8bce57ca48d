"""Commands that read text and write what they understood: no store, no index, no network."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from voronka import extract as extractor
from voronka.cli.console import print_line, warn
from voronka.errors import VoronkaError
from voronka.extract.label import to_label
from voronka.extract.understand import to_expect
from voronka.extract.understand import understand as understand_query
from voronka.model import Kind
from voronka.postfile import read_posts, read_rows

_MOSCOW = ZoneInfo("Europe/Moscow")
PostsFile = Annotated[
    Path, typer.Argument(help='JSON Lines of posts: {"id", "text", "links"?, "channel"?, "posted"?}.')
]


def extract(
    file: PostsFile,
    further: Annotated[
        bool,
        typer.Option("--all", help="Also the fields beyond the labelling guide: skills, deadline, starts, language."),
    ] = False,
) -> None:
    """Read posts and print what they say: {"id", "label": {"kind", "postings": [...]}} a line."""
    for post in read_posts(file, _MOSCOW, warn):
        reading = extractor.read(post.text, post.links, channel=post.source, posted=post.posted_at)
        print_line({"id": post.external_id, "label": to_label(reading, further=further)})


def group(file: PostsFile) -> None:
    """Join reposts and print {"id", "listing", "why"} a line; posts of one listing have the same "listing".

    A post that holds several positions is answered for by its first.
    """
    from voronka import grouping  # with numpy, for which the other commands need not wait

    names: list[str] = []
    items: list[grouping.Item] = []
    for number, post in enumerate(read_posts(file, _MOSCOW, warn)):
        reading = extractor.read(post.text, post.links, channel=post.source, posted=post.posted_at)
        names.append(post.external_id)
        for position, posting in enumerate(reading.postings):
            shared = (posting.start, posting.end) != (0, len(post.text))
            items.append(
                grouping.Item(
                    key=f"{number:09}/{position}",
                    kind=Kind.CANDIDATE if reading.kind is Kind.CANDIDATE else Kind.VACANCY,
                    posting=posting,
                    text=post.text[posting.start : posting.end] if shared else post.text,
                    source=post.source,
                    posted_at=post.posted_at,
                    links=tuple(link.url for link in post.links),
                    shared=shared,
                )
            )
    listing: dict[str, tuple[str, str]] = {}
    for members, why in grouping.group(items):
        first = min(item.key for item in members)
        for item in members:
            reason = why.get(item.key)
            listing[item.key] = (names[int(first.split("/")[0])], reason.detail if reason else "")
    for number, name in enumerate(names):
        where, reason_text = listing.get(f"{number:09}/0", (name, ""))
        print_line({"id": name, "listing": where, "why": reason_text})


def understand(
    query: Annotated[str | None, typer.Argument(help='What somebody typed, such as "смм удаленно от 80".')] = None,
    file: Annotated[Path | None, typer.Option("--file", help='JSON Lines of {"q"}; "-" reads stdin.')] = None,
) -> None:
    """Print which filters a typed query was understood as: {"q", "expect": {...}, "text"} a line."""
    if (query is None) == (file is None):
        raise VoronkaError("give either a query or --file")
    for words in [query] if query is not None else _queries(file or Path("-")):
        print_line({"q": words, **to_expect(understand_query(words))})


def _queries(file: Path) -> Iterator[str]:
    path = Path("/dev/stdin") if str(file) == "-" else file
    for number, row in read_rows(path, warn):
        if isinstance(row.get("q"), str):
            yield row["q"]
        else:
            warn(f'{file}:{number}: skipped, "q" is wanted')
    sys.stdout.flush()

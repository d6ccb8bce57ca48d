"""The search command."""

from dataclasses import replace
from typing import Annotated

import typer

from voronka.cli.console import err, out, print_json
from voronka.cli.workplace import workplace
from voronka.extract.understand import understand
from voronka.model import Kind
from voronka.present import listing_to_json, pay_in_words
from voronka.query import ORDERS


def search(
    query: Annotated[str, typer.Argument(metavar="QUERY", help='As you would say it: "смм удаленно от 80".')] = "",
    kind: Annotated[list[Kind] | None, typer.Option("--kind", help="Only this kind; may be given again.")] = None,
    stale: Annotated[bool, typer.Option("--stale", help="Also listings that are old or closed.")] = False,
    standard: Annotated[bool, typer.Option("--standard", help="Only vacancies that meet the standard.")] = False,
    trusted: Annotated[bool, typer.Option("--trusted", help="Nothing that a flag says to beware of.")] = False,
    order: Annotated[str, typer.Option("--order", help=" | ".join(ORDERS))] = "relevance",
    days: Annotated[int | None, typer.Option("--days", min=1, help="Posted at most so many days ago.")] = None,
    page: Annotated[int, typer.Option("--page", min=1)] = 1,
    limit: Annotated[int, typer.Option("--limit", min=1, max=100, help="Hits on a page.")] = 20,
    as_json: Annotated[
        bool, typer.Option("--json", help='{"total", "hits": [{"id", "kind", "title", "text", "contacts", ...}]}')
    ] = False,
) -> None:
    """Search what was collected. The words are understood as filters: role, city, format, pay, seniority.

    Contacts of candidates are masked, here as everywhere.
    """
    if order not in ORDERS:
        raise typer.BadParameter(f"one of {', '.join(ORDERS)}", param_hint="--order")
    understood = understand(query).searched
    asked = replace(
        understood, standard=standard, trusted=trusted, stale=stale, order=order, page=page, size=limit, days=days
    )
    if kind:
        asked = replace(asked, kinds=tuple(kind))
    with workplace() as place:
        place.catch_up()
        answer = place.search.ask(asked)
        zone = place.settings.zone
    if as_json:
        print_json({"total": answer.results.total, "hits": [listing_to_json(found) for found in answer.listings]})
        return
    for found in answer.listings:
        posting = found.posting
        facts = [
            found.kind.value,
            pay_in_words(posting.salary) if posting is not None and posting.salary is not None else "",
            (posting.company or "") if posting is not None else "",
            ", ".join(posting.cities) if posting is not None else "",
            ", ".join(posting.formats) if posting is not None else "",
            f"{found.posted_at.astimezone(zone):%d.%m.%Y}",
            ", ".join(dict.fromkeys(a.source for a in found.appearances)),
        ]
        out.print(f"{found.id:>6}  {found.title}")
        out.print("        " + " · ".join(fact for fact in facts if fact))
    results = answer.results
    hidden = f"; {results.hidden_stale} old or closed ones are hidden (--stale)" if results.hidden_stale else ""
    err.print(f"{results.total} found{hidden}")

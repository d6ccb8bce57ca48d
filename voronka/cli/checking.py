"""The check: is the store sound, and does the index equal it?"""

from dataclasses import asdict
from typing import Annotated

import typer

from voronka.cli.console import out, print_json
from voronka.cli.workplace import workplace


def check(
    as_json: Annotated[
        bool, typer.Option("--json", help='{"sound", "posts", "listings", "faults": [{"what", "do"}]}')
    ] = False,
) -> None:
    """Look whether the store is sound and the index equals it; changes nothing.

    One line a fault, with what to do about it. Exit code 0: all is well, 1: there are faults, 2: nothing could be read.
    Run it after a crash or a restored backup, and while nothing is being collected.
    """
    with workplace() as place:
        found = [*place.store.faults(), *place.search.faults()]
        totals = {} if found else place.store.stats()["totals"]
    if as_json:
        counts = {name: totals.get(name) for name in ("posts", "listings")}
        print_json({"sound": not found, **counts, "faults": [asdict(fault) for fault in found]})
    elif found:
        for fault in found:
            out.print(f"{fault.what}; what to do: {fault.do}")
    else:
        out.print(f"all is well: {totals['posts']} posts in {totals['listings']} listings, and the index equals them")
    raise typer.Exit(1 if found else 0)

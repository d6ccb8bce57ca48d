"""Commands on sources: list them, switch one off (with all it brought), switch it on again."""

from typing import Annotated, Any

import typer
from rich.table import Table

from voronka.cli.console import out, print_json, say
from voronka.cli.workplace import Workplace, workplace
from voronka.errors import VoronkaError
from voronka.sources import SourceState

app = typer.Typer(help="The sources: what each holds, on what ground it is read, how its last run went.")


@app.callback(invoke_without_command=True)
def list_sources(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
) -> None:
    """List the sources; see the commands below to switch one off or on."""
    if context.invoked_subcommand is not None:
        return
    with workplace() as place:
        states = place.declare_and_read(also_imports=True)
        zone = place.settings.zone
    if as_json:
        print_json([_to_json(state) for state in states])
        return
    table = Table("source", "kind", "on", "posts", "last read", "last run", "ground", box=None, header_style="bold")
    for state in states:
        last = state.last_success_at
        run = state.last_run
        table.add_row(
            state.source.name,
            state.source.kind.value,
            "yes" if state.enabled else "off",
            str(state.posts),
            f"{last.astimezone(zone):%d.%m.%Y %H:%M}" if last else "never",
            "" if run is None else run.status.value + (f": {run.message}" if run.message else ""),
            state.source.basis,
        )
    out.print(table)


def _to_json(state: SourceState) -> dict[str, Any]:
    run = state.last_run
    return {
        "name": state.source.name,
        "title": state.source.title,
        "kind": state.source.kind,
        "url": state.source.url,
        "about": state.source.about,
        "basis": state.source.basis,
        "enabled": state.enabled,
        "posts": state.posts,
        "last_success_at": state.last_success_at.isoformat() if state.last_success_at else None,
        "last_run": None
        if run is None
        else {
            "status": run.status,
            "recognised": run.recognised,
            "new": run.new,
            "message": run.message,
        },
    }


@app.command()
def disable(
    name: str,
    purge: Annotated[
        bool, typer.Option("--purge", help="Also erase all that came from it, here and in the index.")
    ] = False,
) -> None:
    """Switch a source off: it is not read again until it is enabled. With --purge all its posts are erased.

    This is how an owner who does not want to be read is taken out.
    """
    with workplace() as place:
        _set(place, name, disabled=True)
        say(f"{name}: switched off")
        if purge:
            number = place.store.purge_source(name)
            place.catch_up()
            say(f"{name}: {number} posts erased")


@app.command()
def enable(name: str) -> None:
    """Switch a source on again."""
    with workplace() as place:
        _set(place, name, disabled=False)
        say(f"{name}: switched on")


def _set(place: Workplace, name: str, *, disabled: bool) -> None:
    names = [state.source.name for state in place.declare_and_read(also_imports=True)]
    if not place.store.set_disabled(name, disabled=disabled):
        raise VoronkaError(f"no source is named {name}; there are: {', '.join(names)}")

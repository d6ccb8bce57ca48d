"""Commands on sources: list them, show one, switch one off (with all it brought), switch it on again."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from voronka.cli.console import print_json, say
from voronka.cli.sample_commands import sample
from voronka.cli.site_commands import add, switch_on, try_source
from voronka.cli.source_views import print_all, print_one, to_json
from voronka.cli.workplace import Workplace, workplace
from voronka.erasing import Eraser
from voronka.errors import VoronkaError
from voronka.standing import Standing, standings

app = typer.Typer(help="The sources: what each holds, on what ground it is read, how its last run went.")
app.command()(add)
app.command("try")(try_source)
app.command()(sample)


@app.callback(invoke_without_command=True)
def list_sources(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
) -> None:
    """List the sources; see the commands below to switch one off or on."""
    if context.invoked_subcommand is not None:
        return
    with workplace() as place:
        found = _standings(place)
        zone = place.settings.zone
    if as_json:
        print_json([to_json(standing) for standing in found])
    else:
        print_all(found, zone)


@app.command()
def show(
    name: str,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
) -> None:
    """Show all about one source: its runs, how often each field is filled, and which went away.

    A field that went away is shown with the place where it stood in the last good item and with what stands there now.
    """
    with workplace() as place:
        found = {standing.state.source.name: standing for standing in _standings(place)}
        zone = place.settings.zone
    if name not in found:
        raise VoronkaError(f"no source is named {name}; there are: {', '.join(found)}")
    if as_json:
        print_json(to_json(found[name]))
    else:
        print_one(found[name], zone)


def _standings(place: Workplace) -> list[Standing]:
    # until when a source is leased or waits is of the real world's time, also where the store's clock stands still
    return standings(place.declare_and_read(also_imports=True), place.store.recent_runs(), datetime.now(UTC))


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
            place.tidy(at_once=True)
            say(f"{name}: {number} posts erased")


@app.command()
def enable(
    name: str,
    basis: Annotated[
        str | None, typer.Option("--basis", help="For a site that is off by default: on what ground you read it.")
    ] = None,
) -> None:
    """Switch a source on: again, or a site that is off by default."""
    with workplace() as place:
        if Eraser(place.store).is_erased(name):
            raise VoronkaError(f"{name} was erased by request; to let it in again: voronka erase source {name} --lift")
        switch_on(place, name, basis)
        _set(place, name, disabled=False)
        say(f"{name}: switched on")


def _set(place: Workplace, name: str, *, disabled: bool) -> None:
    names = [state.source.name for state in place.declare_and_read(also_imports=True)]
    if not place.store.set_disabled(name, disabled=disabled):
        raise VoronkaError(f"no source is named {name}; there are: {', '.join(names)}")

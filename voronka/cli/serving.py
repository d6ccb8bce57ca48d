"""The page: serve what is there, the demo, and the all-in-one that collects and serves."""

import logging
import os
import socket
import sys
from pathlib import Path
from typing import Annotated

import typer

from voronka.cli import collecting, pages
from voronka.cli.admins import invite_first_admin
from voronka.cli.bot import receiving
from voronka.cli.console import err, say, start_logs
from voronka.cli.schedule import collecting_every
from voronka.cli.stopping import Stop, stop_signals
from voronka.cli.vacancy_upkeep import upkept
from voronka.cli.workers import end_with_parent, supervise
from voronka.cli.workplace import Workplace, workplace
from voronka.settings import Settings, load_settings, save_setting

NoServe = Annotated[bool, typer.Option("--no-serve", help="End after the summary.")]
Port = Annotated[int | None, typer.Option("--port", min=0, max=65535, help="Default: 8000, or VORONKA_PORT; 0: any.")]


def serve(
    port: Port = None,
    workers: Annotated[
        int | None, typer.Option("--workers", metavar="N", min=1, max=64, help="Processes that serve. Default: 1.")
    ] = None,
) -> None:
    """Serve the search page of the data folder at http://127.0.0.1:8000.

    SIGTERM and Ctrl-C end it in good order: no request is taken any more, those that run are finished.
    """
    with stop_signals() as stop, workplace() as place:
        place.declare()
        place.search.follow()
        _serve(place, port, stop, workers)


def serve_worker(listener: Annotated[int, typer.Argument(help="The descriptor of the listening socket.")]) -> None:
    """Serve at a socket that a parent has opened: what `serve --workers` starts."""
    end_with_parent()
    with stop_signals() as stop, workplace() as place, socket.socket(fileno=listener) as opened:
        _answer(place, opened, stop)


def demo(no_serve: NoServe = False, port: Port = None) -> None:
    """Replay the recorded demo through the real spiders (no network), then serve it.

    The demo's posts are invented; its clock stands still at the recording's date. Data: VORONKA_DATA or ./var/demo.
    """
    from crawlers.demo import RECORDED_AT, RECORDING

    os.environ.setdefault("VORONKA_DATA", str(Path("var") / "demo"))
    with stop_signals() as stop, workplace() as place:
        place.store.claim(RECORDED_AT)
        place.declare()
        reports = collecting.run(place, collecting.choose(place, []), replay=RECORDING)
        code = collecting.exit_code(reports)
        if no_serve or code == 2 or collecting.was_stopped(reports):
            raise typer.Exit(code)
        _serve(place, port, stop)


def up(
    no_serve: NoServe = False,
    yes: Annotated[bool, typer.Option("--yes", help="Ask nothing: take the settings as they are.")] = False,
    port: Port = None,
) -> None:
    """Collect live from all enabled sources, serve the page, and go on collecting on a schedule.

    Asks once for the contact address that goes into the User-Agent, so that a site's owner can write to you.
    """
    settings = load_settings()
    if settings.contact is None and not yes and sys.stdin.isatty():
        settings = _ask_contact(settings)
    with stop_signals() as stop, workplace(settings) as place:
        place.store.claim(None)
        place.declare()
        sources = collecting.choose(place, [])
        for source in sources:
            say(f"{source.name}: {source.basis}")
        if settings.contact is None:
            say("no contact address is set (VORONKA_CONTACT): the User-Agent names the program only")
        reports = collecting.run(place, sources, stop=stop)
        if no_serve or collecting.was_stopped(reports):
            raise typer.Exit(collecting.exit_code(reports))
        with collecting_every(settings.every_minutes):
            say(f"collecting again every {settings.every_minutes} minutes")
            _serve(place, port, stop)


def _ask_contact(settings: Settings) -> Settings:
    err.print("Sites are read with an honest name and a contact, so that an owner can write to you.")
    answer = typer.prompt("Contact address (e-mail or URL; empty for none)", default="", show_default=False, err=True)
    if not answer.strip():
        return settings
    save_setting("contact", answer.strip())
    return load_settings()


def _serve(place: Workplace, port: int | None, stop: Stop, workers: int | None = None) -> None:
    """Serve until asked to end, in this process or in several others."""
    from webui.admin_auth import token_file

    settings = place.settings
    number = workers or settings.workers
    with pages.listen(settings.host, settings.port if port is None else port) as listener:
        start_logs(settings.log, logging.INFO)
        host, port = listener.getsockname()[:2]
        shown = f"[{host}]" if ":" in host else host
        say(f"the page is at http://{shown}:{port}  (Ctrl-C ends)")
        kept = token_file(settings) or "VORONKA_ADMIN_TOKEN"
        say(f"the admin's page is at http://{shown}:{port}/admin; its token is in {kept}")
        invite_first_admin(place, f"http://{shown}:{port}")
        with receiving(place.store, settings), upkept(place):
            if number > 1:
                supervise(stop, listener, number)
            else:
                _answer(place, listener, stop)
    say("ended")


def _answer(place: Workplace, listener: socket.socket, stop: Stop) -> None:
    from webui import create_app

    start_logs(place.settings.log, logging.INFO)
    pages.serve_until(stop, create_app(place.store, place.search, place.settings), listener, place.settings)

"""The page: serve what is there, the demo, and the all-in-one that collects and serves."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from voronka.cli import collecting
from voronka.cli.console import err, say
from voronka.cli.workplace import Workplace, workplace
from voronka.errors import VoronkaError
from voronka.settings import Settings, load_settings, save_setting

NoServe = Annotated[bool, typer.Option("--no-serve", help="End after the summary.")]
Port = Annotated[int | None, typer.Option("--port", min=1, max=65535, help="Default: 8000, or VORONKA_PORT.")]


def serve(port: Port = None) -> None:
    """Serve the search page of the data folder at http://127.0.0.1:8000."""
    with workplace() as place:
        place.declare()
        place.catch_up()
        _serve(place, port)


def demo(no_serve: NoServe = False, port: Port = None) -> None:
    """Replay the recorded demo through the real spiders (no network), then serve it.

    The demo's posts are invented; its clock stands still at the recording's date. Data: VORONKA_DATA or ./var/demo.
    """
    from crawlers.demo import RECORDED_AT, RECORDING

    os.environ.setdefault("VORONKA_DATA", str(Path("var") / "demo"))
    with workplace() as place:
        place.store.claim(RECORDED_AT)
        place.declare()
        reports = collecting.run(place, collecting.choose(place, []), replay=RECORDING)
        code = collecting.exit_code(reports)
        if no_serve or code == 2:
            raise typer.Exit(code)
        _serve(place, port)


def up(
    no_serve: NoServe = False,
    yes: Annotated[bool, typer.Option("--yes", help="Ask nothing: take the settings as they are.")] = False,
    port: Port = None,
) -> None:
    """Collect live from all enabled sources, serve the page, and go on collecting on a schedule.

    Asks once for the contact address that goes into the User-Agent, so that a site's owner can write to you.
    """
    from apscheduler.schedulers.background import BackgroundScheduler

    settings = load_settings()
    if settings.contact is None and not yes and sys.stdin.isatty():
        settings = _ask_contact(settings)
    with workplace(settings) as place:
        place.store.claim(None)
        place.declare()
        sources = collecting.choose(place, [])
        for source in sources:
            say(f"{source.name}: {source.basis}")
        if settings.contact is None:
            say("no contact address is set (VORONKA_CONTACT): the User-Agent names the program only")
        code = collecting.exit_code(collecting.run(place, sources))
        if no_serve:
            raise typer.Exit(code)
        scheduler = BackgroundScheduler(timezone="UTC")
        scheduler.add_job(_collect_again, "interval", minutes=settings.every_minutes, max_instances=1, coalesce=True)
        scheduler.start()
        say(f"collecting again every {settings.every_minutes} minutes")
        try:
            _serve(place, port)
        finally:
            scheduler.shutdown(wait=False)


def _ask_contact(settings: Settings) -> Settings:
    err.print("Sites are read with an honest name and a contact, so that an owner can write to you.")
    answer = typer.prompt("Contact address (e-mail or URL; empty for none)", default="", show_default=False, err=True)
    if not answer.strip():
        return settings
    save_setting("contact", answer.strip())
    return load_settings()


def _collect_again() -> None:
    # a process of its own: Scrapy's reactor runs once a process, and a crash there does not take the page down
    done = subprocess.run([sys.executable, "-m", "voronka.cli", "collect"], check=False)
    if done.returncode:
        say(f"the scheduled collection ended with code {done.returncode}; the page goes on")


def _serve(place: Workplace, port: int | None) -> None:
    from waitress.server import create_server

    from webui import create_app
    from webui.admin_auth import token_file

    host, number = place.settings.host, port or place.settings.port
    app = create_app(place.store, place.search, place.settings)
    try:
        server = create_server(app, host=host, port=number, threads=8, ident="voronka")
    except OSError as error:
        raise VoronkaError(
            f"cannot listen on {host}:{number} ({error.strerror}); stop what is there or choose another with --port"
        ) from error
    say(f"the page is at http://{host}:{number}  (Ctrl-C ends)")
    kept = token_file(place.settings)
    say(f"the admin's page is at http://{host}:{number}/admin; its token is in {kept or 'VORONKA_ADMIN_TOKEN'}")
    try:
        server.run()
    finally:
        server.close()

"""Following Telegram channels: new posts, edits and deletions as they happen."""

import time
from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated, Final

import typer

from voronka.cli.alerting import tell
from voronka.cli.channels import login_of, reading_of
from voronka.cli.console import say, warn
from voronka.cli.stopping import stop_signals
from voronka.cli.workplace import Workplace, workplace
from voronka.errors import VoronkaError
from voronka.logs import run_of
from voronka.sources import RunReport, Source, SourceKind

_UPKEEP: Final = 3600.0
"""After so many seconds what came to its end goes, and files are cleaned."""


def follow(
    since: Annotated[
        int | None,
        typer.Option("--since", metavar="DAYS", min=1, help="How many days back a channel is read that is new here."),
    ] = None,
) -> None:
    """Follow the enabled Telegram channels by the Telegram login: new posts, edits and deletions as they happen.

    Each channel is asked again after VORONKA_TELEGRAM_POLL seconds; one that is new here is read whole first. Ends by
    Ctrl-C or SIGTERM with what was read saved, and exit code 0; with 2 where the login has ended. Channels that are
    followed are left out by collect.
    """
    with stop_signals() as stop, workplace() as place, run_of("follow"):
        place.store.claim(None)
        place.declare()
        if not _channels(place):
            raise VoronkaError("no Telegram channel is enabled; see: voronka sources")
        login = login_of(place.settings)
        if login is None:
            raise VoronkaError("to follow channels a Telegram login is needed: voronka telegram login")
        from telegram_sources.following import Rounds, follow

        upkeep = Upkeep(place)
        first = None if since is None else place.store.clock.now() - timedelta(days=since)
        rounds = Rounds(lambda: _channels(place), place.settings.telegram_poll, done=upkeep.after, told=warn)
        say("following; to end: Ctrl-C")
        try:
            follow(rounds, reading_of(place, login, stop, since=first))
        finally:
            upkeep.at_end()
        say("ended; what was read is saved")


def _channels(place: Workplace) -> list[Source]:
    """The channels to follow at this moment; an admin may switch one off while we go round."""
    return [s.source for s in place.store.sources() if s.enabled and s.source.kind is SourceKind.TELEGRAM]


class Upkeep:
    """What goes with what was read: the index, ends, clean files."""

    def __init__(self, place: Workplace) -> None:
        self._place = place
        self._last = float("-inf")

    def after(self, reports: Sequence[RunReport]) -> None:
        """Bring the index up to what a round brought; that it fails is no reason to read no more."""
        for report in reports:
            if report.new or report.changed:
                say(f"{report.source}: {report.new} new, {report.changed} changed")
            for line in report.warnings:
                warn(f"{report.source}: {line}")
        try:
            self._place.catch_up()
            tell(self._place)
            if time.monotonic() - self._last >= _UPKEEP:
                self.at_end()
        except VoronkaError as error:
            warn(str(error))

    def at_end(self) -> None:
        """Let what came to its end go, and clean the files."""
        self._last = time.monotonic()
        self._place.store.close_expired()
        self._place.store.end_candidates(self._place.settings.candidate_days)
        self._place.store.forget_requests()
        self._place.catch_up()
        self._place.tidy()

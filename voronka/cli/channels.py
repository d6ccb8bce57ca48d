"""Reading Telegram channels for the commands: by a login where there is one, otherwise by their public preview."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from voronka.cli.console import Form, fail_line, say, warn
from voronka.cli.stopping import Stop
from voronka.cli.workplace import Workplace
from voronka.errors import VoronkaError
from voronka.ingest import Ingest
from voronka.model import RawPost
from voronka.readers import Readers
from voronka.settings import Settings
from voronka.sources import RunReport, RunStatus, Source
from voronka.store.posts import Saved

if TYPE_CHECKING:
    from telegram_sources.collecting import Reading
    from telegram_sources.place import Tally
    from telegram_sources.session import Credentials

NO_LOGIN = "Telegram: nobody is logged in, so the public preview of channels is read; to log in: voronka telegram login"


@dataclass(frozen=True, slots=True)
class IngestDesk:
    """Takes posts in by way of ingest, and tells of those that it could not read."""

    ingest: Ingest

    def take(self, raws: Sequence[RawPost]) -> Sequence[Saved]:
        """Store, read and join a page of posts."""
        outcomes = self.ingest.add_page(raws)
        for outcome in outcomes:
            if outcome.fault:
                warn(outcome.fault)
        return [outcome.saved for outcome in outcomes]

    def take_out(self, source: str, external_ids: Sequence[str]) -> int:
        """Erase posts that their channel has deleted."""
        return self.ingest.take_out(source, external_ids)


def login_of(settings: Settings) -> "Credentials | None":
    """The login that channels are read by; None where there is none. Raises VoronkaError where it is incomplete."""
    from telegram_sources.session import credentials

    return credentials(settings)


def reading_of(
    place: Workplace,
    login: "Credentials",
    stop: Stop,
    *,
    since: datetime | None,
    named: Collection[str] = (),
    told: "Callable[[Source, Tally], None]" = lambda _source, _tally: None,
    readers: Readers | None = None,
) -> "Reading":
    """What a reading by login needs; ``since`` as of ``telegram_sources.collecting.Reading``."""
    # Telethon takes seconds to load: only where it is needed
    from telegram_sources.collecting import Reading

    return Reading(
        store=place.store,
        credentials=login,
        desk=IngestDesk(Ingest(place.store, readers)),
        stop=stop,
        since=since,
        named=named,
        pause=place.settings.telegram_pause,
        told=told,
    )


def collect_channels(
    place: Workplace,
    channels: Sequence[Source],
    stop: Stop,
    *,
    since: int | None,
    named: Collection[str],
    told: "Callable[[Source, Tally], None]",
) -> list[RunReport] | None:
    """Read channels by login; None where nobody is logged in.

    With a login nothing else is tried: a dead server or a revoked session is a failure of these sources.
    """
    now = place.store.clock.now()
    try:
        login = login_of(place.settings)
    except VoronkaError as error:
        if Form.json:
            fail_line(str(error))  # otherwise it stands in the summary
        return [RunReport(source.name, RunStatus.FAILED, now, now, message=str(error)) for source in channels]
    if login is None:
        say(NO_LOGIN)
        return None
    from telegram_sources.collecting import collect
    from telegram_sources.place import WHOLE

    wanted = WHOLE if since is None else now - timedelta(days=since)
    with place.readers() as readers:
        reading = reading_of(place, login, stop, since=wanted, named=named, told=told, readers=readers)
        return collect(channels, reading)

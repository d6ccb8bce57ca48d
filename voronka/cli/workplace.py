"""What most commands begin with: the settings, the store, the index, and all declared sources."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from voronka.cli.console import say, start_logs, warn
from voronka.readers import Readers, usual_number
from voronka.settings import Settings, load_settings
from voronka.sources import Source, SourceState
from voronka.store import Store

if TYPE_CHECKING:
    from search.service import Search


def declared_sources(settings: Settings, *, demo: bool) -> list[Source]:
    """All sources of the program: the channels of channels.yml and the sites; invented ones only for a demo."""
    from crawlers.registry import declared_sites  # Scrapy takes a second to load: only where it is needed
    from telegram_sources.channels import load_channels

    return [*load_channels(), *declared_sites(settings, demo=demo)]


@dataclass(frozen=True, slots=True)
class Workplace:
    """Settings, store and search of one data folder."""

    settings: Settings
    store: Store
    search: "Search"

    def declare(self) -> list[Source]:
        """Bring the declared sources into the store; gives them."""
        sources = declared_sources(self.settings, demo=self.store.demo_at is not None)
        self.store.declare(sources)
        return sources

    def declare_and_read(self, *, also_imports: bool = False) -> list[SourceState]:
        """The declared sources as the store knows them; with ``also_imports`` those that only files brought too."""
        names = {source.name for source in self.declare()}
        return [state for state in self.store.sources() if also_imports or state.source.name in names]

    def readers(self) -> Readers:
        """Processes that help where many posts are read; to be closed."""
        number = self.settings.readers
        return Readers(usual_number() if number is None else number)

    def catch_up(self) -> None:
        """Bring the index up to the store."""
        number = self.search.catch_up()
        if number:
            say(f"index: {number} listings brought up to date")

    def tidy(self, *, at_once: bool = False) -> bool:
        """Clean the files of what was erased; tells where it has to be done again."""
        from search.tidying import tidy

        done = tidy(self.store, self.search, at_once=at_once)
        if not done:
            warn("some files are in use and still hold what was erased; they are cleaned after the next collection")
        return done


@contextmanager
def workplace(settings: Settings | None = None) -> Iterator[Workplace]:
    """Open the store and the index of the data folder; closes them at the end."""
    from search.service import Search

    settings = settings or load_settings()
    if settings.log == "json":
        start_logs(settings.log)
    with Store(settings.url, settings.erasure_secret) as store:
        yield Workplace(settings, store, Search(store, settings))

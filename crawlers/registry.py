"""Which sites there are, and which spider reads a source.

A site is one file in crawlers/spiders with a spider class that declares its ``source``; nothing else names it.
"""

import importlib
import pkgutil
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from crawlers import spiders
from crawlers.own_site import own_spider
from crawlers.sites_file import FILE, read_sites
from crawlers.spider import SourceSpider
from crawlers.spiders.telegram_preview import TelegramPreviewSpider
from voronka.errors import VoronkaError
from voronka.settings import Settings
from voronka.sources import Source, SourceKind

_INVENTED: Final = "придуманная нами запись в форме этого сайта: его никто не спрашивает"
_INVENTED_EN: Final = "a recording that we invented in this site's form: nobody asks the site"


def site_sources(*, demo: bool = False) -> list[Source]:
    """The job sites, by name; with ``demo`` also those that exist only in the demo's recording."""
    return [s.source for s in _site_spiders().values() if s.source is not None and (demo or not s.demo_only)]


def demo_sources() -> list[Source]:
    """The sites of the demo's recording. A replay asks nobody: it needs neither a key nor a ground of one's own."""
    return [_replayed(s.source) for s in _site_spiders().values() if s.source is not None and s.in_demo]


def _replayed(source: Source) -> Source:
    if source.enabled and source.needs is None:
        return source
    return replace(source, enabled=True, needs=None, basis=_INVENTED, basis_en=_INVENTED_EN)


def declared_sites(settings: Settings, *, demo: bool = False) -> list[Source]:
    """The job sites as these settings and the data folder's sites.yml have them; of a demo, its own.

    One whose key is not set is switched off. Raises VoronkaError where sites.yml is not as it should be.
    """
    if demo:
        return demo_sources()
    rows = {row.name: row for row in read_sites(settings.data)}
    found = []
    for source in site_sources():
        row = rows.pop(source.name, None)
        here = source if row is None else row.over(source)
        lacks_key = source.needs is not None and not getattr(settings, source.needs)
        found.append(replace(here, enabled=False) if lacks_key else here)
    unknown = [row.name for row in rows.values() if row.form is None]
    if unknown:
        raise VoronkaError(f"{settings.data / FILE}: no site is named {unknown[0]}; one of your own needs a form")
    return [*found, *(row.source for row in rows.values())]


def spider_for(source: Source, folder: Path | None = None) -> tuple[type[SourceSpider], dict[str, Any]]:
    """The spider that reads a source, and its arguments; raises VoronkaError where there is none.

    ``folder`` is the data folder, whose sites.yml may name sites of one's own.
    """
    if source.kind is SourceKind.TELEGRAM:
        path = urlsplit(source.url or f"https://t.me/{source.name}").path
        return TelegramPreviewSpider, {"channel": path.removeprefix("/s/").strip("/")}
    spider = _site_spiders().get(source.name)
    row = next((row for row in read_sites(folder) if row.name == source.name), None) if folder else None
    if spider is None and row is not None and row.form is not None:
        return own_spider(row)
    if spider is None:
        raise VoronkaError(f"no spider reads {source.name}: write crawlers/spiders/{source.name}.py (see docs)")
    return spider, {}


@cache
def _site_spiders() -> dict[str, type[SourceSpider]]:
    """The classes in crawlers/spiders that declare a source, by its name."""
    found: dict[str, type[SourceSpider]] = {}
    for info in pkgutil.iter_modules(spiders.__path__, f"{spiders.__name__}."):
        module = importlib.import_module(info.name)
        for value in vars(module).values():
            if not (isinstance(value, type) and issubclass(value, SourceSpider) and value.__module__ == info.name):
                continue
            if value.source is not None:
                if value.source.name in found:
                    raise VoronkaError(f"two spiders declare the source {value.source.name}: {info.name} is the second")
                found[value.source.name] = value
    return dict(sorted(found.items()))

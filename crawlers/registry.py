"""Which sites there are, and which spider reads a source.

A site is one file in crawlers/spiders with a spider class that declares its ``source``; nothing else names it.
"""

import importlib
import pkgutil
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from crawlers import spiders
from crawlers.spider import SourceSpider
from crawlers.spiders.telegram_preview import TelegramPreviewSpider
from voronka.errors import VoronkaError
from voronka.settings import Settings
from voronka.sources import Source, SourceKind


def site_sources(*, demo: bool = False) -> list[Source]:
    """The job sites, by name; with ``demo`` also those that exist only in the demo's recording."""
    return [s.source for s in _site_spiders().values() if s.source is not None and (demo or not s.demo_only)]


def demo_sources() -> list[Source]:
    """The sites of the demo's recording."""
    return [s.source for s in _site_spiders().values() if s.source is not None and s.in_demo]


def declared_sites(settings: Settings, *, demo: bool = False) -> list[Source]:
    """The job sites as these settings have them, one whose key is not set switched off; of a demo, its own."""
    if demo:
        return demo_sources()
    off = {source.name for source in site_sources() if source.needs and not getattr(settings, source.needs)}
    return [replace(source, enabled=False) if source.name in off else source for source in site_sources()]


def spider_for(source: Source, folder: Path | None = None) -> tuple[type[SourceSpider], dict[str, Any]]:  # noqa: ARG001
    """The spider that reads a source, and its arguments; raises VoronkaError where there is none."""
    if source.kind is SourceKind.TELEGRAM:
        path = urlsplit(source.url or f"https://t.me/{source.name}").path
        return TelegramPreviewSpider, {"channel": path.removeprefix("/s/").strip("/")}
    spider = _site_spiders().get(source.name)
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

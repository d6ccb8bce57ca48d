"""Reading a post without ever failing: the one way by which ingest and whoever asks what a text says read."""

import copyreg
import logging
import traceback
from collections.abc import Callable
from pathlib import PurePath
from types import MappingProxyType
from typing import Any

from voronka.extract import read
from voronka.model import Kind, RawPost, Reading

_log = logging.getLogger(__name__)


def read_only(values: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    """A view through which nothing is changed: what evidence and payloads are."""
    return MappingProxyType(values)


def _plain(view: MappingProxyType[Any, Any]) -> tuple[Callable[..., Any], tuple[dict[Any, Any]]]:
    return read_only, (dict(view),)


copyreg.pickle(MappingProxyType, _plain)  # so that posts and readings can pass between processes


def read_safely(raw: RawPost, as_kind: Kind | None = None) -> Reading | str:
    """The reading of a post, of a kind if one is given, or the line that says why it could not be read."""
    try:
        return read(raw.text, raw.links, raw.source, raw.posted_at, raw.payload, as_kind or raw.stated_kind)
    except Exception as error:  # noqa: BLE001  (one post that the extractor trips over must not keep its page out)
        _log.debug("the extractor failed", exc_info=error)
        # the exception's own words may be the post's
        where = traceback.extract_tb(error.__traceback__)[-1]
        failed = f"{type(error).__name__} in {PurePath(where.filename).name}:{where.lineno}"
        return f"{raw.source}/{raw.external_id}: kept raw, the extractor failed on it ({failed}); please report it"

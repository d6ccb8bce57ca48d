"""What comes from outside in the form that every database takes."""

import json
import math
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from voronka.codec import links_from_json, links_to_json
from voronka.model import RawPost

LONGEST_NAME: Final = 500
"""Characters of a post's name in its source."""

_UNSTORABLE: Final = re.compile("[\x00\ud800-\udfff]")


def storable(value: Any) -> Any:
    """The same JSON value without what no database takes.

    NUL and halves of surrogate pairs become U+FFFD, numbers that are none (NaN, infinity) None.
    """
    if isinstance(value, str):
        return _UNSTORABLE.sub("\ufffd", value)
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, Mapping):
        return {storable(str(k)): storable(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [storable(v) for v in value]
    return value


def _is_storable(value: Any) -> bool:
    """Whether ``storable`` would give the same: asked of all that comes, hardly any of which has to be mended."""
    try:
        written = json.dumps(value, ensure_ascii=False, allow_nan=False)
        written.encode()  # halves of surrogate pairs
    except (TypeError, ValueError, RecursionError):
        return False
    return r"\u0000" not in written


def storable_post(raw: RawPost) -> RawPost:
    """The post as the store can hold it; what is read out of it can then be stored, too."""
    said = [raw.source, raw.external_id, raw.url, raw.text, links_to_json(raw.links), raw.payload]
    if len(raw.external_id) <= LONGEST_NAME and _is_storable(said):
        return raw
    return replace(
        raw,
        source=storable(raw.source),
        external_id=storable(raw.external_id)[:LONGEST_NAME],
        url=storable(raw.url),
        text=storable(raw.text),
        links=links_from_json(storable(links_to_json(raw.links))),
        payload=storable(raw.payload),
    )

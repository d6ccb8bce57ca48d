"""When segments are merged: seldom, for a merge costs as much as indexing its listings anew."""

from collections.abc import Callable, Set
from typing import Any, Final

from whoosh.reading import SegmentReader

MergePolicy = Callable[[Any, list[Any]], list[Any]]
"""Merges some of a Whoosh writer's segments into the one that is being written; gives those that stay as they are."""

MAX_SEGMENTS: Final = 8
_MAX_DELETED: Final = 0.3
_MUCH_SMALLER: Final = 4


def merge_policy(writer: Any, segments: list[Any]) -> list[Any]:
    """Whoosh's merge policy: merges segments into the one being written, gives those that stay as they are.

    All are merged where three documents of ten are deleted; where there are too many, those much smaller than the
    largest, or all but the largest. A segment whose documents are all deleted is dropped.
    """
    living = [segment for segment in segments if segment.deleted_count() < segment.doc_count_all()]
    total = sum(segment.doc_count_all() for segment in living)
    deleted = sum(segment.deleted_count() for segment in living)
    merged: list[Any] = []
    if total and deleted > _MAX_DELETED * total:
        merged = living
    elif len(living) >= MAX_SEGMENTS:
        largest = max(living, key=lambda segment: segment.doc_count_all())
        small = [s for s in living if s.doc_count_all() * _MUCH_SMALLER < largest.doc_count_all()]
        merged = small if len(living) - len(small) < MAX_SEGMENTS // 2 else [s for s in living if s is not largest]
    return _merge(writer, merged, living)


def merge_stained(writer: Any, segments: list[Any], stained: Set[str]) -> list[Any]:
    """Writes the segments of these names anew, without what was deleted from them."""
    living = [segment for segment in segments if segment.deleted_count() < segment.doc_count_all()]
    return _merge(writer, [segment for segment in living if segment.segment_id() in stained], living)


def _merge(writer: Any, merged: list[Any], living: list[Any]) -> list[Any]:
    for segment in merged:
        reader = SegmentReader(writer.storage, writer.schema, segment)
        try:
            writer.add_reader(reader)
        finally:
            reader.close()
    return [segment for segment in living if not any(segment is one for one in merged)]

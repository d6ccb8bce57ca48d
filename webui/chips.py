"""The chips over the list: every filter that is set, how it came there, and the address without it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from voronka.present import NBSP
from voronka.query import Query
from webui import words
from webui.asking import Asked
from webui.i18n import _
from webui.russian import thousands

_LIST_FIELDS: Final = (
    ("roles", words.role),
    ("groups", words.group),
    ("cities", str),
    ("formats", words.work_format),
    ("seniority", words.seniority),
    ("employment", words.employment),
    ("companies", str),
    ("sources", str),
)


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter: "Город: Казань"; ``read_from`` are the typed words it was understood from, "" where it was set.

    ``without`` is the Query less this filter, ``only`` a Query of nothing else.
    """

    label: str
    value: str
    attribute: str
    without: Query
    only: Query
    url: str
    read_from: str = ""


def chips(asked: Asked, source_labels: dict[str, str]) -> list[Chip]:
    """All chips of a request, in a fixed order."""
    return [
        Chip(words.field(attribute), text, attribute, rest, Query(**{attribute: only}), asked.url_of(rest),
             asked.taken.get(attribute, ""))
        for attribute, text, rest, only in _filters(asked, source_labels)
    ]  # fmt: skip


def _filters(asked: Asked, source_labels: dict[str, str]) -> Iterator[tuple[str, str, Query, Any]]:
    query = asked.query
    for attribute, name in _LIST_FIELDS:
        for value in getattr(query, attribute):
            shown = source_labels.get(value, value) if attribute == "sources" else name(value)
            yield attribute, shown, query.without(attribute, value), (value,)
    for attribute, shown in _single(query):
        yield attribute, shown, query.without(attribute), getattr(query, attribute)
    # a box whose words were all taken as they are needs no chip: the box itself says them
    if query.text and asked.taken:
        yield "text", query.text, query.without("text"), query.text


def _single(query: Query) -> Iterator[tuple[str, str]]:
    if query.salary_min is not None:
        yield "salary_min", _("от%(gap)s%(sum)s", gap=NBSP, sum=thousands(query.salary_min)) + NBSP + "₽"
    if query.salary_max is not None:
        yield "salary_max", _("до%(gap)s%(sum)s", gap=NBSP, sum=thousands(query.salary_max)) + NBSP + "₽"
    if query.experience_max is not None:
        yield "experience_max", words.experience(query.experience_max)
    if query.days is not None:
        yield "days", words.freshness(query.days)
    if query.standard:
        yield "standard", _("соответствует")
    if query.trusted:
        yield "trusted", _("без подозрительных")
    if query.stale:
        yield "stale", _("показаны")

"""The filters beside the list: sections of choices with their counts, in the order people use them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from voronka.model import Employment, Kind, Seniority, WorkFormat
from voronka.query import Query, Results
from voronka.roles import GROUPS, roles_of_group
from webui import words
from webui.i18n import _

DAYS: Final = (1, 3, 7, 30)
YEARS: Final = (0, 1, 3, 5)


@dataclass(frozen=True, slots=True)
class Choice:
    """One box to tick: its parameter and value, what stands beside it, how many it would leave."""

    name: str
    value: str
    label: str
    count: int | None
    on: bool


@dataclass(frozen=True, slots=True)
class Block:
    """Choices under one heading: those shown, those behind "ещё"; ``head`` is the box of the whole group."""

    shown: Sequence[Choice]
    more: Sequence[Choice] = ()
    head: Choice | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its blocks; ``kind`` is "check", "radio" (one of them) or "pay" (two sums)."""

    key: str
    title: str
    blocks: Sequence[Block]
    kind: str = "check"
    short: str = ""

    @property
    def chosen(self) -> int:
        """How many of its boxes are ticked."""
        return sum(c.on for b in self.blocks for c in (*b.shown, *b.more, *([b.head] if b.head else []))
                   if self.kind == "check" or c.value)  # fmt: skip


def sections(query: Query, results: Results, source_titles: dict[str, str], *, materials: bool) -> list[Section]:
    """The sections that make sense for a tab: materials have neither role nor pay."""
    facets = {name: dict(values) for name, values in results.facets.items()}

    def closed(key: str, parameter: str, facet: str, values: Iterable[str], chosen: Sequence[str],
               name: Callable[[str], str]) -> Section:  # fmt: skip
        counts = facets.get(facet, {})
        kept = [v for v in values if counts.get(v) or v in chosen]
        return Section(key, words.field(key), [Block([_choice(parameter, v, name(v), counts, chosen) for v in kept])])

    def opened(key: str, parameter: str, facet: str, chosen: Sequence[str], limit: int,
               name: Callable[[str], str] = str) -> Section:  # fmt: skip
        counts = facets.get(facet, {})
        order = [*chosen, *(v for v in counts if v not in chosen)]
        found = [_choice(parameter, v, name(v), counts, chosen) for v in order]
        limit = max(limit, len(chosen))
        # a single one is not worth a click
        limit += len(found) == limit + 1
        return Section(key, words.field(key), [Block(found[:limit], found[limit:])])

    sources = opened("sources", "source", "source", query.sources, 7, lambda v: source_titles.get(v, v))
    if materials:
        return [_days(query), sources]
    found = [
        _roles(query, facets),
        Section("pay", _("Доход, ₽ в месяц"), [], "pay", words.field("salary")),
        closed("formats", "format", "format", list(WorkFormat), query.formats, words.work_format),
        opened("cities", "city", "city", query.cities, 6),
        closed("seniority", "seniority", "seniority", list(Seniority), query.seniority, words.seniority),
        closed("employment", "employment", "employment", list(Employment), query.employment, words.employment),
        _experience(query),
        _days(query),
        *([] if Kind.CANDIDATE in query.kinds else [_quality(query)]),
        sources,
        opened("companies", "company", "company", query.companies, 5),
    ]
    return [s for s in found if s.kind != "check" or any(b.shown for b in s.blocks)]


def _choice(name: str, value: str, label: str, counts: dict[str, int], chosen: Sequence[str]) -> Choice:
    # a city, a company and a source stand as they are
    shown = label if name in {"city", "company", "source"} else label[:1].upper() + label[1:]
    return Choice(name, value, shown, counts.get(value, 0), value in chosen)


def _roles(query: Query, facets: dict[str, dict[str, int]]) -> Section:
    counts, groups = facets.get("role", {}), facets.get("group", {})
    blocks = []
    for code in GROUPS:
        members = [r for r in roles_of_group(code) if counts.get(r) or r in query.roles]
        if not members and not groups.get(code) and code not in query.groups:
            continue
        members.sort(key=lambda r: (r not in query.roles, -counts.get(r, 0)))
        choices = [_choice("role", r, words.role(r), counts, query.roles) for r in members]
        head = _choice("group", code, words.group(code), groups, query.groups)
        if code == "other" and "other" not in query.roles:  # its only role says the same
            blocks.append(Block([], [], head))
            continue
        limit = max({"marketing": 5, "sales": 3}.get(code, 2), sum(c.on for c in choices))
        limit += len(choices) == limit + 1
        blocks.append(Block(choices[:limit], choices[limit:], head))
    return Section("roles", words.field("roles"), blocks)


def _quality(query: Query) -> Section:
    choices = [
        Choice("standard", "1", _("Соответствует стандарту"), None, query.standard),
        Choice("trusted", "1", _("Без подозрительных"), None, query.trusted),
    ]
    return Section("quality", _("Качество"), [Block(choices)])


def _days(query: Query) -> Section:
    values = [*DAYS, *([query.days] if query.days is not None and query.days not in DAYS else [])]
    choices = [Choice("days", "", _("За всё время"), None, query.days is None)]
    for value in values:
        label = words.freshness(value)
        choices.append(Choice("days", str(value), label[:1].upper() + label[1:], None, query.days == value))
    return Section("days", words.field("days"), [Block(choices)], "radio")


def _experience(query: Query) -> Section:
    limit = query.experience_max
    values: list[float] = [*YEARS, *([limit] if limit is not None and limit not in YEARS else [])]
    choices = [Choice("exp_max", "", _("Не важен"), None, limit is None)]
    for value in values:
        label = words.experience(value)
        choices.append(Choice("exp_max", f"{value:g}", label[:1].upper() + label[1:], None, limit == value))
    return Section("experience_max", _("Опыт"), [Block(choices)], "radio")

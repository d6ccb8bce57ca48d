"""What the search page shows around the list: tabs, orders, pages, and the way out of an empty answer."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from voronka.model import Kind
from voronka.query import Results
from webui.asking import TABS, Asked, for_engine
from webui.chips import Chip
from webui.i18n import _
from webui.room import Room

MAX_WAYS_OUT = 6


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab: its name and icon, how many it holds, where it leads."""

    key: str
    title: str
    count: int
    url: str
    on: bool


@dataclass(frozen=True, slots=True)
class Order:
    """One order of the list."""

    title: str
    url: str
    on: bool


@dataclass(frozen=True, slots=True)
class WayOut:
    """A search that finds something where this one does not: without one filter, or in another tab."""

    title: str
    count: int
    url: str


@dataclass(frozen=True, slots=True)
class Pager:
    """Where the list stands; ``pages`` are (number, address), number None for a gap."""

    first: int
    last: int
    page: int
    pages: Sequence[tuple[int | None, str]]
    before: str | None
    after: str | None


def tabs(asked: Asked, results: Results) -> list[Tab]:
    """The three tabs with their counts under the filters that are set."""
    by_kind = results.kinds_total
    counts = {
        "vacancies": by_kind.get("vacancy", 0) + by_kind.get("digest", 0),
        "candidates": by_kind.get("candidate", 0),
        "materials": by_kind.get("content", 0) + (by_kind.get("promo", 0) if asked.promo else 0),
    }
    titles = {"vacancies": _("Вакансии"), "candidates": _("Кандидаты"), "materials": _("Материалы")}
    return [Tab(key, titles[key], counts[key], asked.url(kinds=kinds), asked.tab == key) for key, kinds in TABS.items()]


def promo_switch(asked: Asked, results: Results) -> Order | None:
    """The switch that shows advertisements among the materials."""
    if asked.tab != "materials":
        return None
    kinds = (Kind.CONTENT,) if asked.promo else (Kind.CONTENT, Kind.PROMO)
    return Order(str(results.kinds_total.get("promo", 0)), asked.url(kinds=kinds), asked.promo)


def orders(asked: Asked) -> list[Order]:
    """The orders of the list; materials have no pay."""
    titles = {"relevance": _("по соответствию"), "date": _("по дате"), "pay": _("по доходу")}
    if asked.tab == "materials":
        del titles["pay"]
    return [Order(title, asked.url(order=key), asked.query.order == key) for key, title in titles.items()]


def pager(asked: Asked, results: Results) -> Pager | None:
    """The pages of the list; None where all stands on one."""
    query = asked.query
    pages = -(-results.total // query.size)
    if pages <= 1 and query.page == 1:
        return None
    page = min(query.page, max(pages, 1))
    shown = sorted({1, pages, *range(max(1, page - 2), min(pages, page + 2) + 1)} & set(range(1, pages + 1)))
    numbers: list[tuple[int | None, str]] = []
    for before, number in zip([0, *shown], shown, strict=False):
        if number > before + 1:
            numbers.append((None, ""))
        numbers.append((number, asked.url(page=number)))
    return Pager(
        first=(page - 1) * query.size + 1,
        last=min(page * query.size, results.total),
        page=page,
        pages=numbers,
        before=asked.url(page=page - 1) if page > 1 else None,
        after=asked.url(page=page + 1) if page < pages else None,
    )


def _alone(asked: Asked, chips: Sequence[Chip], room: Room) -> list[WayOut]:
    found = []
    for chip in chips[:MAX_WAYS_OUT]:
        only = replace(chip.only, kinds=asked.query.kinds)
        total = room.ask(for_engine(replace(only, size=1))).results.total
        if total:
            title = _("Только «%(name)s: %(value)s»", name=chip.label, value=chip.value)
            found.append(WayOut(title, total, asked.url_of(only)))
    return found


def ways_out(asked: Asked, chips: Sequence[Chip], results: Results, room: Room) -> list[WayOut]:
    """Which filter to drop for something to be found: the most fruitful first, then other tabs."""
    query = asked.query
    found = []
    tries = [(_("Без фильтра «%(name)s: %(value)s»", name=c.label, value=c.value), c.without) for c in chips]
    if query.text and not any(c.attribute == "text" for c in chips):
        tries.append((_("Без слов «%(words)s»", words=query.text), query.without("text")))
    for title, without in tries[:MAX_WAYS_OUT]:
        total = room.ask(for_engine(replace(without, page=1, size=1))).results.total
        if total:
            found.append(WayOut(title, total, asked.url_of(without)))
    if not found and len(tries) > 1:
        # no single filter is in the way: what each finds alone
        found = _alone(asked, chips, room)
    found.sort(key=lambda way: -way.count)
    others = [tab for tab in tabs(asked, results) if not tab.on and tab.count]
    return [*found, *(WayOut(_("В разделе «%(name)s»", name=tab.title), tab.count, tab.url) for tab in others)]

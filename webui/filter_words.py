"""What is said of a saved filter: the name it is given, when and by what it tells, and what is wrong with that."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from babel.dates import get_timezone_location

from voronka.query import Query
from voronka.saved_filters import Pace, Problem, SavedFilter, Way
from webui.asking import Asked
from webui.chips import Chip, chips
from webui.hostile import line
from webui.i18n import _, language

_NAME: Final = 80
_BARE: Final = frozenset({"standard", "stale", "days"})
"""Chips whose value says too little without what it is of."""

ZONES: Final = (
    "Europe/Kaliningrad", "Europe/Moscow", "Europe/Samara", "Asia/Yekaterinburg", "Asia/Omsk", "Asia/Novosibirsk",
    "Asia/Krasnoyarsk", "Asia/Irkutsk", "Asia/Yakutsk", "Asia/Vladivostok", "Asia/Magadan", "Asia/Kamchatka",
    "Europe/Minsk", "Europe/Istanbul", "Asia/Tbilisi", "Asia/Yerevan", "Asia/Baku", "Asia/Almaty",
    "Asia/Tashkent", "Asia/Bishkek", "Europe/London", "Europe/Berlin", "Europe/Belgrade", "Asia/Nicosia",
    "Asia/Jerusalem", "Asia/Dubai", "Asia/Bangkok", "America/New_York", "America/Los_Angeles",
)  # fmt: skip


def asked_of(query: Query) -> Asked:
    """A saved query as the search page would have it, all of it explicit."""
    return Asked(query.text, query, query)


def conditions(query: Query, source_labels: dict[str, str]) -> list[Chip]:
    """The chips of a saved query."""
    return chips(asked_of(query), source_labels)


def suggested_name(query: Query, source_labels: dict[str, str]) -> str:
    """A name made of what a query asks for: "SMM-менеджер, Казань, удалённо"."""
    tab = asked_of(query).tab
    found = [f"{c.label}: {c.value}" if c.attribute in _BARE else c.value for c in conditions(query, source_labels)]
    if query.text:
        found.append(_("«%(words)s»", words=line(query.text)))
    if not found:
        names = {"candidates": _("Все кандидаты"), "materials": _("Все материалы")}
        return names.get(tab, _("Все вакансии"))
    name = ""
    for one in map(line, found):
        longer = f"{name}, {one}" if name else one
        if len(longer) > _NAME:
            name = f"{name}…" if name else f"{longer[: _NAME - 1]}…"
            break
        name = longer
    names = {"candidates": _("Кандидаты: %(what)s", what=name), "materials": _("Материалы: %(what)s", what=name)}
    return names.get(tab, name[:1].upper() + name[1:])


def pace(code: str) -> str:
    """When somebody is told."""
    names: dict[str, str] = {
        Pace.NOW: _("сразу"),
        Pace.DAILY: _("раз в день"),
        Pace.WEEKLY: _("раз в неделю, по понедельникам"),
        Pace.NEVER: _("не сообщать, только считать"),
    }
    return names.get(code, code)


def way(code: str) -> str:
    """By what somebody is told."""
    names: dict[str, str] = {Way.EMAIL: _("почта"), Way.TELEGRAM: _("Telegram")}
    return names.get(code, code)


def summary(one: SavedFilter) -> str:
    """How a filter tells, in a line: "раз в день: почта, Telegram"."""
    draft = one.draft
    said = [_("на паузе")] if one.paused else []
    ways = [name for name, on in ((way(Way.EMAIL), draft.email), (way(Way.TELEGRAM), draft.telegram)) if on]
    if draft.pace is Pace.NEVER:
        said.append(_("не сообщает, только считает"))
    else:
        said.append(f"{pace(draft.pace)}: {', '.join(ways)}" if ways else _("сообщать некуда: отписались"))
    said += [_("лента")] if one.feed else []
    said += [_("виден команде")] if draft.shared else []
    return " · ".join(said)


def problem(code: str) -> str:
    """What is wrong with a way of a person."""
    names: dict[str, str] = {
        Problem.REFUSED: _("почтовый сервер не принимает письма на ваш адрес"),
        Problem.BLOCKED: _("бот заблокирован, или чат с ним удалён"),
        Problem.FAILED: _("сообщение не удалось доставить за несколько дней"),
    }
    return names.get(code, code)


def zones(chosen: str, now: datetime) -> Sequence[tuple[str, str]]:
    """Time zones to choose from, the chosen one among them, each with its town and what it is ahead of UTC."""
    codes = (chosen, *ZONES) if chosen in available_timezones() and chosen not in ZONES else ZONES
    ahead = {code: now.astimezone(ZoneInfo(code)).utcoffset() or timedelta() for code in codes}
    return [(code, f"{_town(code)}, UTC{_signed(ahead[code])}") for code in sorted(codes, key=lambda c: (ahead[c], c))]


def _town(code: str) -> str:
    return str(get_timezone_location(code, locale=language(), return_city=True))


def _signed(ahead: timedelta) -> str:
    hours, minutes = divmod(abs(ahead) // timedelta(minutes=1), 60)
    sign = "-" if ahead < timedelta() else "+"
    return f"{sign}{hours}" + (f":{minutes:02}" if minutes else "") if ahead else ""

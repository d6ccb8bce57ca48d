"""Numbers, nouns after them and moments in words: Russian as it is written, and English where the reader chose it."""

from datetime import UTC, date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from voronka import present
from voronka.present import NBSP, last_moment
from webui.i18n import _, language, later


def thousands(number: int) -> str:
    """A whole number as the language groups its digits: 1 204 (thin no-break space), in English 1,204."""
    return present.thousands(number, language())


def plural(number: int, forms: str) -> str:
    """The form of a noun after a number: 1 вакансия, 2 вакансии, 5 вакансий, 11 вакансий, 21 вакансия.

    ``forms`` are "вакансия|вакансии|вакансий", or two where the language has two: "vacancy|vacancies".
    """
    one, *rest_of_forms = forms.split("|")
    if len(rest_of_forms) < 2:
        return one if abs(number) == 1 else rest_of_forms[-1]
    few, many = rest_of_forms
    rest = abs(number) % 100
    if rest % 10 == 1 and rest != 11:
        return one
    if 2 <= rest % 10 <= 4 and not 12 <= rest <= 14:
        return few
    return many


def counted(number: int, forms: str) -> str:
    """A number with its noun, not to be torn apart: "1 204 вакансии"; ``forms`` as of ``plural``."""
    return f"{thousands(number)}{NBSP}{plural(number, forms)}"


_MONTHS: Final = (
    later("января"), later("февраля"), later("марта"), later("апреля"), later("мая"), later("июня"),
    later("июля"), later("августа"), later("сентября"), later("октября"), later("ноября"), later("декабря"),
)  # fmt: skip


def _month(number: int) -> str:
    """A month after a day's number, 1 to 12."""
    return _(_MONTHS[number - 1])


def _tenths(number: float) -> str:
    return f"{number:.1f}" if language() == "en" else f"{number:.1f}".replace(".", ",")


def day(moment: datetime, now: datetime, zone: ZoneInfo) -> str:
    """A day in words: "12 ноября", with the year where it is another than now's."""
    return plain_day(moment.astimezone(zone).date(), now.astimezone(zone).date())


def plain_day(there: date, today: date) -> str:
    """A date in words: "15 ноября", with the year where it is another than today's."""
    words = f"{there.day}{NBSP}{_month(there.month)}"
    return words if there.year == today.year else f"{words} {there.year}"


def full_day(moment: datetime, zone: ZoneInfo) -> str:
    """A day with its year: "20 ноября 2026"."""
    there = moment.astimezone(zone)
    return f"{there.day}{NBSP}{_month(there.month)}{NBSP}{there.year}"


def exact(moment: datetime, zone: ZoneInfo) -> str:
    """A moment exactly: "20 ноября 2026, 12:00"."""
    return f"{full_day(moment, zone)}, {moment.astimezone(zone):%H:%M}"


def last_day(end: datetime, zone: ZoneInfo) -> str:
    """The last day before an end."""
    return full_day(last_moment(end), zone)


def ago(moment: datetime, now: datetime, zone: ZoneInfo) -> str:
    """How long ago: "только что", "20 минут назад", "3 часа назад", "вчера в 10:40", "12 ноября"."""
    seconds = (now - moment).total_seconds()
    if seconds < -60:
        return exact(moment, zone)
    if seconds < 60:
        return _("только что")
    if seconds < 3600:
        return _("%(time)s назад", time=counted(int(seconds // 60), _("минуту|минуты|минут")))
    there, today = moment.astimezone(zone), now.astimezone(zone)
    days = (today.date() - there.date()).days
    if seconds < 6 * 3600:
        return _("%(time)s назад", time=counted(int(seconds // 3600), _("час|часа|часов")))
    if days == 0:
        return _("сегодня в%(gap)s%(time)s", gap=NBSP, time=f"{there:%H:%M}")
    if days == 1:
        return _("вчера в%(gap)s%(time)s", gap=NBSP, time=f"{there:%H:%M}")
    return day(moment, now, zone)


def iso(moment: datetime) -> str:
    """A moment for ``<time datetime>``."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def had_years(number: float) -> str:
    """Years of experience somebody has: "1 год", "3 года", "1,5 года"."""
    if number == int(number):
        return counted(int(number), _("год|года|лет"))
    return _tenths(number) + NBSP + _("года")


def years(number: float) -> str:
    """Years of experience after "от": "1 года", "3 лет", "1,5 лет"."""
    if number == int(number):
        return counted(int(number), _("года|лет|лет"))
    return _tenths(number) + NBSP + _("года")

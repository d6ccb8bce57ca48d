"""Dates as Russian sites write them: "вчера", "3 дня назад", "25 ноября", "28.12 в 14:05"; pure.

A day without a year is the newest that is past ("28 декабря", read on the third of January, is last year's); where
something ends on it, the nearest. What is told in relation to now ("5 часов назад") is the beginning of its day, so
that it stays the same however often it is read.
"""

import re
from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

_MONTHS: Final = ("янв", "фев", "мар", "апр", "ма", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
_CLOCK: Final = r"(?:,? (?:в )?(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)\b)?"
_MONTH: Final = (
    r"(?:январ[ьяе]|янв|феврал[ьяе]|февр?|марта?|мар|апрел[ьяе]|апр|ма[йяе]|июн[ьяе]|июн|июл[ьяе]|июл|августа?|авг|"
    r"сентябр[ьяе]|сент?|октябр[ьяе]|окт|ноябр[ьяе]|нояб?|декабр[ьяе]|дек)"
)
_SPANS: Final = {"сек": "seconds", "мин": "minutes", "ч": "hours", "д": "days", "сут": "days", "нед": "weeks"}
_SPELLED: Final = {"мес": 1, "полгода": 6, "год": 12, "лет": 12}
"""Months of the longer units."""
_UNIT: Final = r"(?P<unit>сек|мин|ч|дн|день|дня|сут|нед|мес|полгода|год|лет)[а-яё]{0,4}"
_RELATIVE: Final = {"только что": 0, "сегодня": 0, "вчера": 1, "позавчера": 2}
_WHEN: Final = (
    rf"(?:(?P<now>только что|сегодня|вчера|позавчера)|(?:(?P<count>\d{{1,3}})\+? )?{_UNIT}\.? назад"
    rf"|(?P<day>[0-3]?\d)(?:-го)? (?P<month>{_MONTH})\b\.?(?:,? (?P<year>20\d\d))?(?: г(?:ода\b|\.))?"
    rf"|(?P<first>[0-3]?\d)\.(?P<second>[01]\d)(?:\.(?P<short>20\d\d|\d\d))?(?!\.?\d)){_CLOCK}"
)
_ALONE: Final = re.compile(rf"(?i)\W{{0,3}}(?:до )?{_WHEN}(?!\w)")
_PUBLISHED: Final = re.compile(
    r"(?i)\b(?:(?:опубликован|размещен|добавлен)(?:а|о|ы)?|дата(?: (?:публикации|размещения))?)"
    rf"[\s:—–-]{{0,5}}(?:(?:на сайте|вакансия|объявление|более|около)[\s:]{{0,3}})?{_WHEN}(?!\w)"
)
_MAX_TEXT: Final = 100_000


def published_in(text: str, now: datetime, zone: ZoneInfo) -> datetime | None:
    """When a text says that it was published ("Опубликовано 25 ноября"), in UTC; never later than ``now``."""
    found = _PUBLISHED.search(_plain(text[:_MAX_TEXT]))
    moment = found and _read(found.groupdict(), now, zone)
    return min(moment, now) if moment else None


def moment_in_words(text: str, now: datetime, zone: ZoneInfo, *, end: bool = False) -> datetime | None:
    """The moment that a text begins with, in UTC; with ``end`` of a day its end, and its year is the nearest."""
    found = _ALONE.match(_plain(text[:100]))
    return _read(found.groupdict(), now, zone, end=end) if found else None


def _plain(text: str) -> str:
    return re.sub(r"[ \t\u00a0\u202f]+", " ", text).replace("ё", "е")


def _read(told: dict[str, Any], now: datetime, zone: ZoneInfo, *, end: bool = False) -> datetime | None:
    today = now.astimezone(zone).date()
    day = _dated(told, today, end=end) if told["day"] or told["first"] else _ago(told, now.astimezone(zone))
    if day is None:
        return None
    moment = datetime.combine(day, time(int(told["hour"] or 0), int(told["minute"] or 0)), zone)
    return (moment + timedelta(days=1) if end and told["hour"] is None else moment).astimezone(UTC)


def _ago(told: dict[str, Any], here: datetime) -> date | None:
    if told["now"]:
        return here.date() - timedelta(days=_RELATIVE[told["now"].lower()])
    count, unit = int(told["count"] or 1), told["unit"].lower()
    months = _SPELLED.get(unit)
    if months is None:
        span = next(name for word, name in _SPANS.items() if unit.startswith(word))
        return (here - timedelta(**{span: count})).date()
    year, month = divmod(here.year * 12 + here.month - 1 - count * months, 12)
    return date(year, month + 1, min(here.day, monthrange(year, month + 1)[1])) if year > 0 else None


def _dated(told: dict[str, Any], today: date, *, end: bool) -> date | None:
    number = int(told["day"] or told["first"])
    month = int(told["second"]) if told["second"] else _number_of(told["month"].lower())
    year = told["year"] or told["short"]
    if year:
        return _day(int(year) if len(year) == 4 else 2000 + int(year), month, number)
    found = [day for of in range(today.year - 8, today.year + 9) if (day := _day(of, month, number))]
    if end:
        return min(found, key=lambda day: abs(day - today), default=None)
    # a site of a later zone may be a day ahead of ours
    return max((day for day in found if day <= today + timedelta(days=1)), default=None)


def _number_of(month: str) -> int:
    return next(number for number, word in enumerate(_MONTHS, 1) if month.startswith(word))


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None

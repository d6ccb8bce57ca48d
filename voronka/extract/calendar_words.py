"""Days named in a text: "15 ноября", "20.11", "до пятницы", "через две недели", "in January".

A day without a year is the nearest to come from the day of the post; one that has just gone by may be meant too.
"""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from voronka.extract import lazy as re
from voronka.extract.folding import has

_JUST_PAST: Final = 45
"""Days by which a day without a year may lie before the post and still be this year's."""
_FARTHEST: Final = 400
"""Days after the post beyond which a day is none of it."""
_Told = Mapping[str, str | None]

_MOST: Final = 60
"""Days of one text that are looked at."""

_MONTHS: Final = {
    "янв": 1, "фев": 2, "мар": 3, "апр": 4, "мая": 5, "май": 5, "мае": 5, "июн": 6, "июл": 7, "авг": 8, "сен": 9,
    "окт": 10, "ноя": 11, "дек": 12, "jan": 1, "feb": 2, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8,
    "sep": 9, "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip
_RU_MONTH: Final = (
    r"(?:янв(?:ар[яье])?|фев(?:рал[яье])?|мар(?:та?|те)|апр(?:ел[яье])?|ма[яйе]|июн[яье]|июл[яье]|авг(?:уста?|усте)?|"
    r"сен(?:т(?:ябр[яье])?)?|окт(?:ябр[яье])?|ноя(?:бр[яье])?|дек(?:абр[яье])?)\b"
)
_EN_MONTH: Final = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)\b"
)
_WEEKDAYS: Final = {
    "пон": 0, "пн": 0, "вто": 1, "вт": 1, "сре": 2, "чет": 3, "чт": 3, "пят": 4, "пт": 4, "суб": 5, "вос": 6,
    "mon": 0, "tue": 1, "wed": 2, "thu": 3, "fri": 4, "sat": 5, "sun": 6,
}  # fmt: skip
_NUMBERS: Final = {
    "": 1, "одну": 1, "один": 1, "a": 1, "one": 1, "пару": 2, "две": 2, "два": 2, "two": 2, "три": 3, "three": 3,
    "четыре": 4, "four": 4, "пять": 5,
}  # fmt: skip

_NUMBER: Final = re.compile(r"(?<![\d.,:/-])\d+")
_NUMERIC: Final = re.compile(
    r"(?P<iso>20\d\d)-(?P<im>[01]\d)-(?P<id>[0-3]\d)(?!\d)|"
    r"(?P<d1>[0-3]?\d)(?:\.(?P<m1>[01]?\d)(?:\.(?P<y1>20\d\d|\d\d))?|/(?P<m5>[01]?\d)/(?P<y5>20\d\d|\d\d))"
    r"(?![\d:%]|[.,/]\d| ?(?:₽|р\b|руб|тыс|к\b|лет|год|час))|"
    rf"(?P<d2>[0-3]?\d)(?:-?(?:го|е|ого|ое))? (?P<m2>{_RU_MONTH})\.?(?:,? (?P<y2>20\d\d))?|"
    rf"(?P<d3>[0-3]?\d)(?:st|nd|rd|th)?(?: of)? (?P<m3>{_EN_MONTH})\.?(?:,? (?P<y3>20\d\d))?|"
    r"(?P<number>[0-3]?\d)-?(?:го|ого)\b(?! \w)"
)
_HINTS: Final = (
    "янв", "фев", "март", " мар ", "апр", " мая", " май", " мае", "июн", "июл", "авг", "сен", "окт", "ноя", "дек",
    "понедельник", "вторник", " сред", "четверг", "пятниц", "суббот", "воскресень", " пн", " вт", " чт", " пт",
    "недел", "конца", "через ", "спустя", "завтра", "сегодня", "jan", "feb", "mar", "apr", " may", "jun", "jul",
    "aug", "sep", "oct", "nov", "dec", "week", "day", "tomorrow", " in ",
)  # fmt: skip
"""One of these stands in every text of which _IN_WORDS finds anything."""
_IN_WORDS: Final = re.compile(
    rf"\b(?:(?P<m4>{_EN_MONTH})\.? (?P<d4>[0-3]?\d)(?:st|nd|rd|th)?\b(?:,? (?P<y4>20\d\d))?|"
    r"(?:следующ\w+ |этот |эту |ближайш\w+ )?(?P<weekday>понедельник\w?|вторник\w?|сред[ауые]|четверг\w?|"
    r"пятниц\w|суббот\w|"
    r"воскресень\w|(?:пн|вт|чт|пт)(?=[\s,.!)]|\Z)|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b|"
    r"(?P<week>следующ\w+ недел\w|next week)\b|"
    r"(?P<end>конц[ае] (?:этой |текущей )?(?:недели|месяца)|end of (?:the )?(?:week|month))\b|"
    rf"конца (?P<endof>{_RU_MONTH})|"
    r"(?:через|спустя|in) (?:(?P<count>\d{1,2}|одну|один|пару|две|два|три|четыре|пять|a|one|two|three|four) )?"
    r"(?P<unit>недел\w|дн\w{1,2}|день|week|day|месяц\w?|month)s?\b(?! после| с момента| after)|"
    r"(?P<soon>послезавтра|завтра|сегодня|tomorrow)\b|"
    rf"(?:(?P<part>начал\w|середин\w|конц\w|early|mid|late) )?(?P<month>{_RU_MONTH}|"
    rf"(?!may\b){_EN_MONTH})(?:,? (?P<y6>20\d\d))?)"
)


@dataclass(frozen=True, slots=True)
class Day:
    """A day named in a text, with the offsets of its words; ``firm`` is false for one told by a month alone."""

    day: date
    start: int
    end: int
    firm: bool = True
    numeric: bool = False
    """Whether it stands as two numbers ("9.10"), which may be a time of the day."""


@lru_cache(maxsize=4)
def days(fold: str, start: int, end: int, today: date | None) -> tuple[Day, ...]:
    """The days named between two offsets of a folded text, in order; without ``today`` only those with a year."""
    matches = [
        match
        for at in _NUMBER.finditer(fold, start, end)
        if (match := _NUMERIC.match(fold, at.start(), end)) is not None
    ]
    part = f" {fold[start:end]} " if start or end < len(fold) else f" {fold} "
    if has(part, _HINTS):
        taken = {at for match in matches for at in range(*match.span())}
        matches += (match for match in _IN_WORDS.finditer(fold, start, end) if match.end() - 1 not in taken)
    found = []
    for match in sorted(matches, key=lambda match: match.start())[:_MOST]:
        told = match.groupdict()
        named = _read(told, today)
        if named is not None and (today is None or named <= today + timedelta(days=_FARTHEST)):
            numeric = bool(told.get("d1") and not (told["y1"] or told["y5"]))
            end_of = match.start() + len(match.group().rstrip(" .,"))
            found.append(Day(named, match.start(), end_of, not told.get("month"), numeric))
    return tuple(found)


def in_month_of(day: str, later: date) -> date | None:
    """The day of this number ("1" of "с 1 по 20 декабря") in the month of a later one, or in the month before."""
    number = int(day)
    if not 1 <= number <= 31:
        return None
    month = later if number <= later.day else later.replace(day=1) - timedelta(days=1)
    return _day(month.year, month.month, number)


def _read(told: _Told, today: date | None) -> date | None:
    if told.get("iso"):
        return _day(*(int(told[name] or 0) for name in ("iso", "im", "id")))
    for number in "1234":
        if day := told.get(f"d{number}"):
            month = told[f"m{number}"] or told.get("m5") or ""
            of = int(month) if month.isdigit() else _month(month)
            return _with_year(told[f"y{number}"] or told.get("y5"), of, int(day), today)
    if alone := told.get("month"):
        return _in_month(told, alone, today)
    return _relative(told, today) if today is not None else None


def _in_month(told: _Told, month: str, today: date | None) -> date | None:
    part, year = told.get("part") or "", told.get("y6")
    if part.startswith(("конц", "late")) or (today is not None and not year and _month(month) == today.month):
        return None  # "в ноябре", said in November
    return _with_year(year, _month(month), 15 if part.startswith(("середин", "mid")) else 1, today)


def _relative(told: _Told, today: date) -> date | None:
    if number := told.get("number"):
        month = today if int(number) >= today.day else today.replace(day=28) + timedelta(days=4)
        return _day(month.year, month.month, int(number))
    if weekday := told.get("weekday"):
        wanted = next(n for name, n in _WEEKDAYS.items() if weekday.startswith(name))
        return today + timedelta(days=(wanted - today.weekday() - 1) % 7 + 1)
    if told.get("week"):
        return today + timedelta(days=7 - today.weekday())
    if last := told.get("end"):
        if "месяц" in last or "month" in last:
            return today.replace(day=monthrange(today.year, today.month)[1])
        return today + timedelta(days=6 - today.weekday())
    if month_ended := told.get("endof"):
        first = _with_year(None, _month(month_ended), 28, today)
        return first and first.replace(day=monthrange(first.year, first.month)[1])
    if soon := told.get("soon"):
        return today + timedelta(days={"сегодня": 0, "послезавтра": 2}.get(soon, 1))
    unit = told.get("unit")
    return _after(told.get("count") or "", unit, today) if unit else None


def _after(number: str, unit: str, today: date) -> date | None:
    count = int(number) if number.isdigit() else _NUMBERS.get(number, 1)
    if unit.startswith(("месяц", "month")):
        months = today.month - 1 + count
        year, month = today.year + months // 12, months % 12 + 1
        return date(year, month, min(today.day, monthrange(year, month)[1]))
    return today + timedelta(days=count * (7 if unit.startswith(("недел", "week")) else 1))


def _month(name: str) -> int:
    return _MONTHS.get(name[:3], 3)


def _with_year(year: str | None, month: int, day: int, today: date | None) -> date | None:
    if year:
        named = _day(int(year) + (2000 if len(year) == 2 else 0), month, day)
        # what lies far back is history
        past = today is not None and named is not None and named < today - timedelta(days=_JUST_PAST)
        return None if past else named
    if today is None:
        return None
    this = _day(today.year, month, day)
    if this is not None and this >= today - timedelta(days=_JUST_PAST):
        before = _day(today.year - 1, month, day)
        near = before is not None and today - before <= timedelta(days=_JUST_PAST)
        return before if near and this - today > timedelta(days=2 * _JUST_PAST) else this
    return _day(today.year + 1, month, day)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None

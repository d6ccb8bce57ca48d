"""The dated jobs of a résumé: how many years they make together, and where they begin."""

from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import Final

from voronka.extract import lazy as re

_MONTHS: Final = (
    ("янв", "jan"), ("фев", "feb"), ("мар", "mar"), ("апр", "apr"), ("ма", "may"), ("июн", "jun"), ("июл", "jul"),
    ("авг", "aug"), ("сен", "sep"), ("окт", "oct"), ("ноя", "nov"), ("дек", "dec"),
)  # fmt: skip
_MONTH: Final = (
    r"(?:январ|феврал|март|апрел|ма[йя]|июн|июл|август|сентябр|октябр|ноябр|декабр)\w{0,2}"
    r"|(?:янв|фев|мар|апр|июн|июл|авг|сен|сент|окт|ноя|дек)\.?"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]{0,6}\.?"
)
_YEAR: Final = r"(?:19[6-9]|20[0-4])\d"
_SOME_YEAR: Final = re.compile(_YEAR)
_NOW: Final = (
    r"(?:по )?настоящ\w{2,3}(?: врем\w{1,2})?|по (?:сей день|н\.? ?в\.?)|н\.? ?в\.?(?!\w)|наст\.? ?вр\w{0,4}\.?"
    r"|сейчас|present|now|current(?:ly)?|today|н/в"
)


def _point(name: str) -> str:
    return (
        rf"(?:(?:\d{{1,2}}[./])?(?P<{name}m>0?[1-9]|1[0-2])[./](?P<{name}y1>{_YEAR})"
        rf"|(?:(?P<{name}w>{_MONTH})\s?,?\s)?(?P<{name}y2>{_YEAR}))(?:\s?г(?:ода?|\.)?)?"
    )


_JOB: Final = re.compile(
    rf"(?<![\w./])(?:с\s)?{_point('a')}\s{{0,2}}(?:-|по|до|to)\s{{0,2}}(?:(?P<now>{_NOW})|{_point('b')})(?![\w/])"
)
_SECTION: Final = re.compile(
    r"(?:^|\n)[^\w\n]{0,6}(?:(?P<work>опыт(?: работы)?|трудов\w{2} (?:опыт|деятельность|стаж)|места? работы|карьера"
    r"|(?:work )?experience|employment)|(?P<other>(?:\w{3,16} )?образовани[ея]|учеба|обучение|курсы"
    r"|повышение квалификации"
    r"|education|о себе|обо мне|хобби|курсы и \w+|сертификаты|служба|проекты|достижения))(?![\w-])[^\n]{0,60}"
)
_STUDIES: Final = re.compile(
    r"университет|институт|академи|колледж|техникум|лицей|вуз(?!\w)|факультет|бакалавр|магистр|специалитет|диплом"
    r"|курс(?:ы|а)?(?!\w)|школа №|university|college|bachelor|служб\w \w? ?арми|декрет"
)
_WISHES: Final = re.compile(
    r"(?<=\n)[^\w\n]{0,4}(?:чего (?:я )?(?:хочу|жду|ищу)|что (?:мне )?(?:интересно|ищу|нужно)|(?:хочу|ищу|жду"
    r"|рассматриваю|ожидаю|хотелось бы)(?!\w)|(?:what i am |what i'm )?looking for|ожидани[яе]|ожидаем\w{2,3}"
    r"|пожелани[яе]"
    r"|(?:мои )?условия|желаем\w{2,3} (?:формат|услов|работ)|формат(?: работы)?|по деньгам)(?!\w)[^\n]{0,400}"
    r"(?:\n[^\w\n]{0,3}[-–—•·*▪▸][^\n]{1,200}){0,8}"
)
_MAX_WISHES: Final = 6
_BULLETS: Final = "".join(set(" -•*·▪▫✔✅🔹🔸➡\ufe0f"))
_MAX_JOBS: Final = 40
_LONGEST: Final = 12 * 50
_Job = tuple[int, int, int, int]


def _when(match: re.Match[str], name: str, *, last: bool) -> int | None:
    """The months since the year 0 of one end of a period; of a year alone its beginning."""
    year = match[f"{name}y1"] or match[f"{name}y2"]
    if year is None:
        return None
    if match[f"{name}m"]:
        month = int(match[f"{name}m"])
    elif match[f"{name}w"]:
        word = match[f"{name}w"]
        month = next(
            i for i, (a, b) in enumerate(_MONTHS, 1) if word.startswith((a, b)) and (a != "ма" or word[2:3] != "р")
        )
    else:
        return int(year) * 12
    return int(year) * 12 + month - 1 + last


def begin(fold: str, start: int, end: int) -> int | None:
    """Where a résumé's dated jobs begin, each in a line that its dates open; None where there are none."""
    for _, _, at, _ in jobs(fold, start, end, None):
        line = max(fold.rfind("\n", start, at) + 1, start, at - 20)
        if not fold[line:at].strip(_BULLETS):
            return at
    return None


def wishes(fold: str, begin: int, end: int) -> list[tuple[int, int]]:
    """Where a résumé says after the jobs what is sought now: such paragraphs, with the list below them."""
    return [match.span() for match in islice(_WISHES.finditer(fold, begin, end), _MAX_WISHES)]


def jobs(fold: str, start: int, end: int, today: date | None) -> Iterator[_Job]:
    """(begin, end in months, offsets) of each dated job between two offsets of a folded text; studies are none.

    The end of a job that lasts till now is 0 where ``today`` is not known.
    """
    if not _SOME_YEAR.search(fold, start, end):
        return
    sections = [(m.start(), m["work"] is not None) for m in _SECTION.finditer(fold, start, end)][:60]
    for count, match in enumerate(_JOB.finditer(fold, start, end)):
        if count >= _MAX_JOBS:
            return
        section = next((work for at, work in reversed(sections) if at <= match.start()), True)
        line_end = fold.find("\n", match.end(), min(end, match.end() + 200))
        line_start = fold.rfind("\n", max(start, match.start() - 100), match.start()) + 1
        line = fold[max(line_start, start, match.start() - 100) : line_end if line_end >= 0 else match.end() + 120]
        if not section or _STUDIES.search(line):
            continue
        begin = _when(match, "a", last=False)
        finish = _when(match, "b", last=True) or 0
        if match["now"] and today:
            finish = today.year * 12 + today.month
        if begin is not None and (finish == 0 or 0 < finish - begin < _LONGEST):
            yield begin, finish, *match.span()


def years(fold: str, start: int, end: int, today: date | None) -> tuple[int, int, int] | None:
    """Whole years of all dated jobs, times at two places at once counted once, with the offsets of the first and last.

    None where there are no dated jobs, or one lasts till a day that is not known.
    """
    found = list(jobs(fold, start, end, today))
    if not found or any(finish == 0 for _, finish, _, _ in found):
        return None
    total, reached = 0, 0
    for begin, finish, _, _ in sorted(found):
        total += max(0, finish - max(begin, reached))
        reached = max(reached, finish)
    return total // 12, min(j[2] for j in found), max(j[3] for j in found)

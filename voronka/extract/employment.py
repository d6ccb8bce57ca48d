"""How much and on what terms: full time, part time, by the project, an internship."""

import re
from collections.abc import Iterator
from typing import Final

from voronka.extract.folding import folded, heading
from voronka.model import Employment, Evidence, Kind

_FULL: Final = re.compile(
    r"(?<![\w-])(?:полн(?:ая|ую|ой|ое) (?:занятост\w{1,2}|рабочая неделя|ставк\w)|полн(?:ый|ого"
    r"|ом) (?:рабоч\w{2,3} )?д(?:ень|ня|не)|полн(?:ое|ым) рабочее время|full[ -]?time|фул+[ -]?тайм\w{0,2}"
    r"|занятост[ьи]\W{1,3}полная|полная (?:или|либо|/) частичная|(?:ищу|ищем|берем|оформляем"
    r"|оформление|приглашаем|нужен"
    r"|нужна|только|работа|возьмем|хочу|сразу) (?:\w{2,12} ){0,2}в штат|ищу штат|в штат (?:компании|агентства"
    r"|команды|на|ищ|требу)|штатн\w{2,3} (?:позици|место|сотрудник|занятост)"
    r"|(?:8|восьми)[ -]?час\w{1,5} рабоч\w{2,3}|40[ -]?час\w{0,5}(?: рабоч\w{2,3})?(?: в| недел))(?!\w)"
)
_PART: Final = re.compile(
    r"(?<!\w)(?:частичн(?:ая|ую|ой|ое)(?: занятост\w{1,2})?(?!\w)(?! удал)|неполн(?:ый|ого|ая|ой"
    r"|ую) (?:рабоч\w{2,3} )?(?:д(?:ень|ня)|занятост\w{1,2}|недел\w)|part[ -]?time|парт[ -]?тайм\w{0,2}"
    r"|подработк\w{1,2}|(?:на )?пол[ -]?ставки|0[.,]5 ставки|половин\w ставки|(?:по )?совместительств\w"
    r"|занятост[ьи]\W{1,3}частичная|полная (?:или|либо|/) частичная)(?!\w)"
)
_HOURS: Final = re.compile(
    r"(?<![\w,.])(?:(?P<low>\d{1,2})\s?-\s?)?(?P<high>\d{1,2})[ -]?(?:час\w{0,3}|ч\.?|hours?|h)\s?(?:/|в|per"
    r"|a)\s?(?P<unit>день|сутки|day|недел\w|week)"
)
_HOURS_AFTER: Final = re.compile(
    r"(?<!\w)в (?P<unit>день|неделю) (?:по |около |примерно |до |от )?(?:(?P<low>\d{1,2})\s?-\s?)?(?P<high>\d{1,2})"
    r" ?(?:час\w{0,3}|ч(?!\w))|(?<!\w)работ\w{1,2} на (?:\d\s?-\s?)?(?P<few>[1-5]) час\w{0,2}"
    r"|\d ?/ ?\d,? по (?P<shift>\d{1,2}) ?(?:час\w{0,3}|ч(?!\w))"
    r"|(?<!\w)час\w{0,2} (?P<about>\d{1,2}) в день"
)
_PROJECT: Final = re.compile(
    r"(?<!\w)(?:проектн(?:ая|ую|ой|ое|ого|ым|о)(?: (?:работ\w{1,2}|занятост\w{1,2}|основ\w|сотрудничеств\w"
    r"|формат\w?|оплат\w))?(?!\w)|проектно|на (?:один |разовый |короткий |небольшой |этот )?проект(?!\w)"
    r"|на (?:проектной|разовой) основе"
    r"|разов(?:ый|ая|ую|ого|ое|ой|ые|ых|ым|ыми) (?:\w{3,14} )?(?:проект|задач|работ|заказ|настройк"
    r"|съемк|задани|сотруднич"
    r"|подработк)\w{0,3}|(?:на )?разовую (?:\w{3,14} )?\w{4,14}|(?:продюсер\w? |ищ\w{1,2} |проект |нужен "
    r"|нужна )на запуск(?!\w)|временн\w{2,3} (?:проект|работ"
    r"|занятост)\w{0,3}|по договору подряда"
    r"|freelance|#фриланс\w{0,2}|на фриланс(?!е)|ищу фрилансер\w{0,2}|нужен фрилансер|требуется фрилансер|one-time"
    r"|project-based|contract work)(?!\w)|(?:^|(?<=[,;/|•(\n])) ?фриланс(?=\s*(?:[,;./|)\n]|$))"
)
_PROJECT_NOT: Final = re.compile(
    r"проектн\w{2} (?:бизнес|отдел|менедж|команд|офис|управлен|деятельн|документ|компани|декларац|груп|организ"
    r"|институт|опыт|мышлен|продаж|решени|задач)|менеджер\w? на проект"
)
_CANDIDATE_PROJECT: Final = re.compile(
    r"(?<!\w)(?:(?:возьму|беру|возьмем|ищу|беремся за|берусь за|открыт\w? к|рассматриваю|готов\w? (?:на|к|взять)"
    r"|свободн\w{0,2} для)\s(?:[\w-]{1,12}\s){0,3}проект(?:ы|а|ов|ам)?(?!\w)|(?:удаленку|работу|занятость) (?:или|и"
    r"|,) проекты|(?:или|/|,) проекты"
    r"|фрилансер|(?:мы|я|с мужем) фрилансер\w?)"
)
_ORDERS: Final = re.compile(r"(?<!\w)(?:заказ(?:ы|ов|ами)|проект(?:ы|ов|ами)|разов(?:ые|ых)|фриланс[еа]?)(?!\w)")
_INTERN: Final = re.compile(
    r"(?<!\w)(?:стажер\w{0,3}|стажор\w{0,3}|intern(?:ship)?s?|стажировк\w{1,3}|практикант\w{0,2}|trainee)(?!\w)"
)
_INTERNSHIP: Final = re.compile(
    r"(?<!\w)(?:(?:на|ищу|ищем на|набор на|приглаша\w{2,3} на|открыт\w{0,2}|оплачиваемая|программ\w|летняя"
    r"|формат\W{1,3}|занятость\W{1,3}|тип занятости\W{1,3}) ?(?:\w{3,14} )?стажировк\w{1,2}"
    r"|(?P<told>стажировка (?:в|для|\d месяц\w{0,2}))"
    r"|internship)(?!\w)|(?<=\n)стажировка(?=\s*(?:\n|$))"
)
_INTERN_NOT: Final = re.compile(
    r"(?:обуч|куратор|наставн|руковод|адаптац|набор|ведение|помощь)\w{0,4} (?:и \w+ )?стаж"
    r"|стажировк\w{1,2} (?:оплач|\d{1,2}(?:-\d{1,2})? (?:дн|ден|час|недел|смен)|у парт|дн|на рабоч"
    r"|перед)|работа\w? (?:с )?стажер"
)
_SPAN: Final = re.compile(
    r"(?<![\d.,:])(?:с\s?|from\s)?(?P<from>[01]?\d|2[0-4])(?:[:.\-](?P<fm>[0-5]\d))?\s?(?:до|-"
    r"|to)\s?(?P<to>[01]?\d|2[0-4])(?:[:.\-](?P<tm>[0-5]\d))?(?![\d%]|\s?(?:лет|год|тыс|к\b|₽|руб|мес|%|\$))"
)
_SCHEDULE: Final = re.compile(
    r"(?<!\d)[2-7] ?[/х\\на]{1,2} ?[1-7](?![\d/])|график|(?<!\w)смен|(?<!\w)(?:пн|вт|ср|чт|пт|сб|вс)(?!\w)|понедельник"
    r"|дн\w{1,2} в недел|ежедневно|будни|рабочий день"
    r"|по будням|режим работы|рабочее время"
)
_CASUAL: Final = re.compile(r"на связи|звонить|писать|созвон|пишите|звоните|отклик")
_DENIED: Final = re.compile(r"(?<!\w)(?:не|без|no|not)[ ](?:\w{2,12}[ ])?\Z")
_LEAST_FULL_DAY: Final = 7
_LEAST_FULL_WEEK: Final = 35

_Found = tuple[Employment, int, int]


def _hours(fold: str, start: int, end: int) -> Iterator[_Found]:
    for match in _HOURS.finditer(fold, start, end):
        most = int(match["high"])
        week = match["unit"].startswith(("недел", "week"))
        least = _LEAST_FULL_WEEK if week else _LEAST_FULL_DAY
        before = fold[max(start, match.start() - 24) : match.start()]
        if before.endswith("по ") and not re.search("работ|занят|трудит|нагрузк", before):
            continue  # "слушать по 4 часа в день" is a task
        if most <= (60 if week else 16):
            yield Employment.FULL if most >= least else Employment.PART, *match.span()


def _hours_after(fold: str, start: int, end: int) -> Iterator[_Found]:
    for match in _HOURS_AFTER.finditer(fold, start, end):
        least = _LEAST_FULL_WEEK if match["unit"] == "неделю" else _LEAST_FULL_DAY
        most = int(match["high"] or match["few"] or match["shift"] or match["about"])
        if most <= (60 if match["unit"] == "неделю" else 16):
            yield Employment.FULL if most >= least else Employment.PART, *match.span()


def _shifts(fold: str, start: int, end: int) -> Iterator[_Found]:
    """Hours of work beside the days or the word for a schedule: seven and more make a full day."""
    for match in _SPAN.finditer(fold, start, end):
        line_start = fold.rfind("\n", max(start, match.start() - 60), match.start()) + 1 or max(
            start, match.start() - 60
        )
        around = fold[line_start : min(end, match.end() + 25)].split("\n", 1)[0]
        before = fold[line_start : match.start()]
        worded = match.group().startswith("с") or "до" in match.group() or match["fm"] or match["tm"]
        days = _SCHEDULE.search(around)
        day = int(match["from"]) in range(6, 13) and int(match["to"]) in range(14, 24)
        if not days or _CASUAL.search(before[-30:]) or not (worded or day or re.search(r"\d ?/ ?\d", before)):
            continue
        begin = int(match["from"]) + int(match["fm"] or 0) / 60
        finish = int(match["to"]) + int(match["tm"] or 0) / 60
        length = (finish - begin) % 24 or 24
        if 2 <= length <= 16 or length == 24:
            yield Employment.FULL if length >= _LEAST_FULL_DAY else Employment.PART, *match.span()


def _mentions(fold: str, kind: Kind, start: int, end: int) -> Iterator[_Found]:
    for pattern, value in ((_FULL, Employment.FULL), (_PART, Employment.PART), (_PROJECT, Employment.PROJECT)):
        for match in pattern.finditer(fold, start, end):
            if _DENIED.search(fold[max(start, match.start() - 18) : match.start()]):
                continue
            if value is Employment.PROJECT and _PROJECT_NOT.match(fold, match.start(), end):
                continue
            yield value, *match.span()
    if kind is Kind.CANDIDATE:
        for match in _CANDIDATE_PROJECT.finditer(fold, start, end):
            yield Employment.PROJECT, *match.span()
    yield from _hours(fold, start, end)
    yield from _hours_after(fold, start, end)
    yield from _shifts(fold, start, end)
    head = min(end, max(fold.find("\n", start + 1, end), start + 120))
    for match in _INTERN.finditer(fold, start, head):
        if not _INTERN_NOT.search(fold, max(start, match.start() - 20), min(end, match.end() + 20)):
            yield Employment.INTERNSHIP, *match.span()
    for match in _INTERNSHIP.finditer(fold, start, end):
        if kind is Kind.CANDIDATE and match["told"]:
            continue  # what somebody had: "стажировка в агентстве"
        if not _INTERN_NOT.search(fold, max(start, match.start() - 20), min(end, match.end() + 20)):
            yield Employment.INTERNSHIP, *match.span()


def find(
    text: str, kind: Kind, start: int = 0, end: int | None = None
) -> tuple[tuple[Employment, ...], tuple[Evidence, ...]]:
    """The kinds of employment told in ``text[start:end]``, in the model's order, with the words each was read from."""
    end = len(text) if end is None else end
    fold = folded(text)
    found: dict[Employment, Evidence] = {}
    for value, at, stop in _mentions(fold, kind, start, end):
        found.setdefault(value, Evidence(f"employment.{value}", at, stop, text[at:stop]))
    top = heading(text, kind, start)
    if top:
        for pattern, value in ((_ORDERS, Employment.PROJECT), (_INTERN, Employment.INTERNSHIP)):
            match = pattern.search(fold, *top)
            if match and not found:
                found[value] = Evidence(f"employment.{value}", *match.span(), text[match.start() : match.end()])
    order = [e for e in Employment if e in found]
    return tuple(order), tuple(found[e] for e in order)

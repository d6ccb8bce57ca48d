"""Where the work is done: from home, in an office, by turns, on the road."""

import re
from collections.abc import Iterator
from typing import Final

from voronka.extract.folding import folded, heading
from voronka.model import Evidence, Kind, WorkFormat

R, O, H, F = WorkFormat.REMOTE, WorkFormat.OFFICE, WorkFormat.HYBRID, WorkFormat.FIELD  # noqa: E741 (read as a table)

_REMOTE: Final = re.compile(
    r"(?<![\w])(?:удален(?:к\w{1,3}|ок|щик\w{0,2}|н\w{1,4})|удал\.|дистанц(?:ионн\w{1,3}|ионка)|remote(?:ly)?"
    r"|(?:работ\w{1,4}|работы|трудиться) (?:на дому|из дома)"
    r"|(?:фулл?[ -]?)?ремоут\w{0,2}|(?<=/)онлайн|(?:и|или|либо|можно|могу) из дома|ud[ae]l[ey]nn?[ok]\w{0,2}|на дому"
    r"|хоум[ -]?офис\w{0,2}|home[ -]?office|work from (?:home"
    r"|anywhere)|wfh|anywhere|any location"
    r"|из любо(?:й точки|го места)|(?:откуда|где) (?:угодно|удобно|хочешь|хотите)"
    r"|полностью онлайн|формат\w{0,2}(?: работы)?[:\s-]{1,3}онлайн)(?!\w)"
)
_REMOTE_NOT: Final = re.compile(
    r"удаленн\w{2} (?:продаж|клиент|сервер|рабоч\w{2} стол|доступ|обслуживан|поддержк|регион|команд|сотрудник|офис"
    r"|район|дн)|удаленн\w{2,3} (?:менеджер\w{0,3} )?продаж|remote (?:team|control|desktop)"
)
# "Опыт удалённой работы" is asked for, or had: it says nothing of this work.
_REMOTE_HAD: Final = re.compile(r"(?<!\w)опыт\w{0,2} (?:в )?\Z")
_HYBRID: Final = re.compile(r"(?<!\w)(?:гибрид\w{0,4}|hybrid\w{0,3}|частично удален\w{1,3}|смешанн\w{2} формат)(?!\w)")
_DAYS: Final = (
    r"(?:(?<!\w)(?:\d|один|одного|два|двух|две|три|трех|четыре|пару|пара|пн|вт|ср|чт|пт"
    r"|понедельник\w{0,3}|вторник\w{0,3}|сред(?:а|у|ы|ам)|четверг\w{0,3}|пятниц\w{1,2})(?!\w))"
)
_SOME_DAYS: Final = r"(?<!\w)(?:[1-4]|один|одного|два|двух|две|три|трех|пару|пара|раз|1-2|2-3|3-4)(?!\w)"
_BY_TURNS: Final = re.compile(
    rf"{_DAYS}[^.\n;]{{0,30}}(?:офис|коворкинг)[^.\n;]{{0,60}}?(?:(?<!\w)дома|из дома|удален|откуда|дистанц"
    rf"|остальн|онлайн)"
    rf"|(?:(?<!\w)дома|из дома|удален\w{{1,3}})[^.\n;]{{0,25}}{_DAYS}[^.\n;]{{0,20}}(?:офис|коворкинг)"
    rf"|(?:офис|коворкинг)[^.\n;]{{0,20}}{_DAYS}(?: дн\w{{1,2}})?[^.\n;]{{0,30}}?(?:(?<!\w)дома|из дома|удален"
    rf"|откуда|дистанц|остальн)"
    r"|\d(?:-\d)? (?:дня|день|дней|раза?) в неделю (?:\w{1,10} )?в офис"
    r"|в офис\w? (?:\w{1,12} ){0,2}\d(?:-\d)? (?:дня|день|раза?) в неделю"
    r"|(?:один|два|один-два|1-2|2-3|пару) (?:дня|раза?|дней|день) в офисе"
    r"|удален\w{1,3}[^.\n;]{0,15} раз в неделю[^.\n;]{0,25}офис"
    r"|раз в неделю[^.\n;]{0,25}(?:в офис|из офиса)|офис\w?[^.\n;]{0,15} раз в неделю"
    r"|\d ?/ ?\d (?:офис|дом|удален\w{1,3})\w? ?/ ?(?:офис|дом|удален)"
    rf"|{_SOME_DAYS} (?:дня |день |дней |раза? )?в неделю[^.\n;]{{0,20}}(?:(?<!\w)дома|из дома|удален)"
    rf"|{_SOME_DAYS} (?:дня |день |дней "
    rf"|раза? )?в неделю[^.\n;]{{0,40}}остальн\w{{2,3}} (?:\w{{3,10}} )?(?:дома|из дома|удален)"
    rf"|удален\w{{1,3}} (?:работ\w{{1,3}} )?{_SOME_DAYS} (?:дня|день|раза?) в неделю"
    r"|удален\w{1,3} по (?:понедельник|вторник|сред|четверг|пятниц)\w{2,3}"
    r"|офис(?:м\.|[^.\n;]){0,30}(?:дня|день|раза?) в неделю[^.\n;]{0,15}(?:дома|из дома|удален)"
)
_THEN: Final = re.compile(r"(?<!\w)(?:потом|затем|далее|дальше|после)(?!\w)")
_OFFICE: Final = re.compile(
    r"(?<![\w-])(?:офис(?:е|а|ный формат|ная работа|ом)?(?!\w)|office(?!\w)|on-?site|in-office"
    r"|на месте работодателя|на территории (?:работодателя|компании|заказчика|офиса|завода"
    r"|предприятия)|(?:метро|м\.) ?[а-я]{4,}"
    r"|ст\. ?м\.)"
)
_OFFICE_STRONG: Final = re.compile(
    r"(?:(?:^|[\n,;|/(•·+:#.!?]|\s-\s|или\s|либо\s|or\s|,\s)[^\w\n]{0,4}#?(?:офис|office)(?=\s*(?:$"
    r"|[\n,;|/)•·.!+(:#]|\s-|или|либо|or\b|в\s|на\s|у\s|при\s|рядом|около|м\.|-))"
    r"|(?:работ\w{1,5}|сид\w{2,3}|только|трудит\w{2,3}|приезжать|ездить|формат\w{0,2}:?|место работы:?"
    r"|офлайн)[^.\n,;]{0,25}(?:(?<!\w)в|из|на|-|:)\s(?:\w{2,15}\s){0,2}(?:офис\w{0,2}|office)"
    r"|(?:комфортн|современн|уютн|просторн|стильн|красив|светл|удобн|отличн|больш|собственн|наш"
    r"|нов)\w{0,3} (?:\w{3,14} )?офис(?:е|а)?"
    r"|офис класса|офис(?= ?/ ?(?:гибрид|удален|remote|дом))|(?<!\w)офис(?= (?:з/?п|\d/\d|график"
    r"|оклад|с \d))|(?:^|[\n.,;|•])[^\w\n]{0,4}офис [а-я-]{3,20}(?=\s*(?:[,.;|\n(]|$|или(?!\w)))|на месте работодателя"
    r"|офис(?:е)? (?:в|у|на|рядом|около|при|возле|недалеко|находится|расположен)(?!\w)|офисный формат"
    r"|офисная работа"
    r"|(?:только|строго|исключительно|ищу|там) офис|офис (?=или гибрид|либо гибрид)|office (?:in|at)|on-?site"
    r"|на территории"
    r"|в офис продаж|(?:в|из) офис\w?(?!\w))"
)
_OFFICE_NOT: Final = re.compile(
    r"(?:ms|microsoft|libre|open|мс|майкрософт|бэк|бек|фронт|мидл|back|front|middle|пакет\w{0,2}|home|хоум|excel,?"
    r"|word,?) ?-?(?:office|офис)|office ?(?:365|suite|packet)|офис-?менедж|office-?manag|офисы"
    r"|офисн\w{2} (?!формат|работа)"
    r"|(?:ваш|твой|свой) офис|головной офис|до офиса|плюс офис|офис\w? (?:там|не обязат)|без (?:\w{2,12} )?офис"
    r"|не (?:\w{2,12} )?офис|офис\w? не |для офис|уборк\w офис|открыти\w офис|мебел\w (?:для )?офис|аренд\w офис"
    r"|пакет office"
)
_FIELD: Final = re.compile(
    r"(?<!\w)(?:разъезд\w{1,4}|разъездн\w{1,3}|объезд\w{0,3} (?:\w{3,12} )?(?:\d|торгов|точек|тт|магазин|территор"
    r"|клиент|-?\w)|полев\w{2,3} (?:работ|продаж|услови|менеджер)|выездн\w{2,3} (?:работ|характер|продаж|менеджер)"
    r"|в полях|field work|"
    r"на личном (?:авто|транспорте) (?:по|объезд)|посещени\w (?:торгов|клиент|аптек|магазин)\w{0,8})"
)
_FIELD_NOT: Final = re.compile(r"без разъезд|не разъезд|разъезд\w{0,4} (?:нет|не)")
_LABEL: Final = re.compile(
    r"(?:^|\n)[^\w\n]{0,6}(?:формат(?: работы)?|место работы|тип работы|режим(?: работы)?|work format"
    r"|график работы|график)\s?[:-]\s?(?P<value>[^\n]{1,120})"
)
_NEGATED_BEFORE: Final = re.compile(
    r"(?<!\w)(?:не|нет|без|no|not|ни)\s(?:рассматрива\w{1,4} |предлага\w{1,4} |ищу |интересует )?\Z"
)
_NEGATED_AFTER: Final = re.compile(
    r"[^\w\n,.;]{0,3}(?:(?:формат\w{0,2}|режим\w{0,2}|работ\w{1,3}|в этой роли|клиент|мы|для нас|вариант\w{0,2}"
    r"|сейчас|пока|к сожалению|в (?:эт|наш)\w{2} \w{3,14})[\s,]{1,2}){0,3}"
    r"(?:не (?:рассматр|предусмотр|подойд|подход|работает|предлага|возмож|вариант|будет|интерес|получ|обязател"
    r"|нужен|актуал)|нет(?!\w)|исключен|невозмож|исключа|is not|not possible|не-?а)"
)
_OR: Final = re.compile(r"(?:\s|\()*(?:или|либо|/|or|\||,\s?или|and/or|, можно|и(?=\s))", re.ASCII)


def _negated(fold: str, start: int, end: int, stop: int) -> bool:
    return bool(_NEGATED_BEFORE.search(fold[max(0, start - 30) : start]) or _NEGATED_AFTER.match(fold, end, stop))


def _mentions(fold: str, start: int, end: int) -> Iterator[tuple[WorkFormat, int, int]]:
    """Every format said and not denied: by turns before its parts, the office only where it is a place of work."""
    covered: list[tuple[int, int]] = []
    for match in _BY_TURNS.finditer(fold, start, end):
        if _THEN.search(match.group()):
            continue  # "первые две недели в офисе, потом удалёнка": one after the other
        covered.append((match.start(), _clause_end(fold, match.end(), end)))
        yield H, *match.span()
    for match in _HYBRID.finditer(fold, start, end):
        if not _negated(fold, *match.span(), end):
            covered.append((match.start(), _clause_end(fold, match.end(), end)))
            yield H, *match.span()
    hidden = iter(sorted(covered))
    inside = list(hidden)[:100]
    for match in _REMOTE.finditer(fold, start, end):
        denied = _negated(fold, *match.span(), end) or _REMOTE_NOT.match(fold, match.start(), end)
        denied = denied or _REMOTE_HAD.search(fold, max(start, match.start() - 16), match.start())
        if not denied and not any(
            a <= match.start() < b and not _told_apart(fold, a, match.start()) for a, b in inside
        ):
            yield R, *match.span()
    for match in _OFFICE_STRONG.finditer(fold, start, end):
        place = _OFFICE.search(fold, match.start(), match.end())
        at, stop = place.span() if place else match.span()
        around = fold[max(start, at - 22) : min(end, stop + 16)]
        if _OFFICE_NOT.search(around) or _negated(fold, at, stop, end):
            continue
        if not any(a <= at < b and not _told_apart(fold, a, at) for a, b in inside):
            yield O, at, stop
    for match in _FIELD.finditer(fold, start, end):
        if not _FIELD_NOT.search(fold, max(start, match.start() - 6), min(end, match.end() + 6)):
            yield F, *match.span()


def _clause_end(fold: str, at: int, end: int) -> int:
    """Where what is told about a hybrid ends: its days in the office and at home are parts of it."""
    stop = re.compile(r"[\n;]|\.\s").search(fold, at, min(end, at + 120))
    return stop.start() if stop else min(end, at + 120)


def _told_apart(fold: str, hybrid: int, at: int) -> bool:
    """Whether "или" or a stroke stands right before: "гибрид или офис" offers both."""
    between = fold[max(hybrid, at - 30) : at]
    return bool(re.search(r"(?:\bили\b|\bлибо\b|\bor\b|/|\|)[^,;.\d]{0,14}\Z", between))


def _read(text: str, fold: str, start: int, end: int) -> dict[WorkFormat, Evidence]:
    found: dict[WorkFormat, Evidence] = {}
    for value, at, stop in _mentions(fold, start, end):
        found.setdefault(value, Evidence(f"work_format.{value}", at, stop, text[at:stop]))
    return found


def find(
    text: str, kind: Kind, start: int = 0, end: int | None = None
) -> tuple[tuple[WorkFormat, ...], tuple[Evidence, ...]]:
    """The formats told in ``text[start:end]`` with the words each was read from; both empty where none is told.

    A labelled line ("Формат работы: удалённо") settles it; else everything said and not denied counts.
    """
    end = len(text) if end is None else end
    fold = folded(text)
    found: dict[WorkFormat, Evidence] = {}
    for label in _LABEL.finditer(fold, start, end):
        # From the label's mark on: what opens a value opens a clause.
        found = _read(text, fold, max(start, label.start("value") - 2), label.end("value"))
        if found:
            field = _read(text, fold, start, end).get(F)
            found |= {F: field} if field else {}
            break
    found = found or _read(text, fold, start, end)
    if H in found and O in found and not _offers_office(fold, found[O], start, end):
        del found[O]
    if found.keys() == {R, O} and _is_amenity(fold, found[R], found[O], start):
        del found[O]
    found = found or _metro(text, fold, start, end)
    top = heading(text, kind, start)
    if not found and top:
        found = _read(text, fold, *top)
    order = [f for f in WorkFormat if f in found]
    return tuple(order), tuple(found[f] for f in order)


def _offers_office(fold: str, office: Evidence, start: int, end: int) -> bool:
    """Beside a hybrid the office counts only where it is offered as another way ("офис или гибрид")."""
    assert office.start is not None
    assert office.end is not None
    around = fold[max(start, office.start - 20) : min(end, office.end + 20)]
    return bool(_BOTH.search(around))


_PLACE: Final = r"(?:офис\w?|office|на месте работодателя)"
_BOTH: Final = re.compile(
    rf"{_PLACE}\s?(?:или|либо|or|/|,)\s?(?:гибрид|hybrid)|(?:гибрид\w{{0,4}}|hybrid)\s?(?:или|либо|or|/|,)\s?{_PLACE}"
)


def _is_amenity(fold: str, remote: Evidence, office: Evidence, start: int) -> bool:
    """Beside remote work an office in the list of comforts is no second way to work."""
    assert office.start is not None
    assert remote.start is not None
    before = fold[max(start, office.start - 25) : office.start]
    return bool(
        re.search(
            r"(?:комфортн|современн|уютн|просторн|стильн|красив|светл|кофе|фрукт|печень|вкусняш"
            r"|наш)\w{0,3} (?:\w{2,14} )?\Z",
            before,
        )
    )


_SHOP: Final = re.compile(
    r"(?<!\w)(?:магазин|салон|кафе|кофейн|ресторан|бутик|тр?ц(?!\w)|аптек|пекарн|продав(?:ец|ц)|бариста|кассир)"
)
_METRO: Final = re.compile(r"(?<!\w)(?:метро|м\.|ст\. ?м\.)\s?(?P<name>[а-я]{4,}(?:[ -][а-я]{4,})?)")


def _metro(text: str, fold: str, start: int, end: int) -> dict[WorkFormat, Evidence]:
    """A metro station to come to; to a shop or a café one comes as well, but that says nothing of the format."""
    if _SHOP.search(fold, start, end):
        return {}
    for match in _METRO.finditer(fold, start, end):
        if text[match.start("name")].isupper():
            return {O: Evidence("work_format.metro", match.start(), match.end(), text[match.start() : match.end()])}
    return {}

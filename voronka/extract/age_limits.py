"""Limits of age that a vacancy sets for whoever answers: "до 35 лет", "девушки 20–30", "возраст: 25-40".

The law's own limit (from 18) is none, nor are the years of experience, of a company, of an audience, of children.
"""

from collections.abc import Iterator
from typing import Final

from voronka.extract import lazy as re
from voronka.extract.cue_table import sentence
from voronka.extract.document import Document
from voronka.extract.worded import Worded

OF_AGE: Final = 18
_OLDEST: Final = 75

# one limit: a range, a ceiling or a floor
_LIMIT: Final = (
    r"(?:(?:от |с )?(?P<low>\d\d) ?(?:лет )?(?:-|до|и до|по) ?(?P<high>\d\d)(?! ?(?:%|к\b|тыс|час|:|₽))"
    r"|(?:до|не старше|не более|максимум|младше|моложе) (?P<most>\d\d)"
    r"|(?:от|с|не моложе|не младше|старше|минимум) (?P<least>\d\d)(?!\d)|(?P<plus>\d\d) ?\+)"
)
_YEARS: Final = r" ?(?:-?ти )?(?:лет|года?)\b"
# "Возраст: 25-40", "возраст кандидата строго до 35"
_LABELLED: Final = re.compile(
    rf"\bвозраст(?:а|у|ом|е)?(?: (?:кандидат|соискател|сотрудник|работник)\w{{1,2}})?(?: ?[:.,-]| -)? ?"
    rf"(?:строго |желательно |примерно |предпочтительно |рассматриваем )?(?P<limit>{_LIMIT})"
)
_WORDED: Final = Worded(
    r"\b(?P<limit>(?:тебе|вам) (?:не (?:больше|более)|меньше) (?P<yours>\d\d)(?= ?(?:лет|год))|не (?:старше"
    r"|моложе|младше) (?P<n>\d\d)(?!\d| ?(?:дн|сут|мес|час|нед|мин|%|тыс|к\b))|(?:aged?"
    r"|between) (?P<low>\d\d) ?(?:-|and|to) ?(?P<high>\d\d)"
    r"|up to (?P<most>\d\d) years old|under (?P<under>\d\d) years)"
)
_PLAIN: Final = re.compile(rf"(?<![\d.,:+-])(?P<limit>{_LIMIT}(?:{_YEARS}|(?<=\+)))")
# the number with which a bare limit ends: most numbers are followed by something else
_NUMBER: Final = re.compile(rf"\d\d(?:{_YEARS}| ?\+)")
_LONGEST: Final = 24
_PERSON: Final = (
    r"(?:девушк|женщин|мужчин|парн|парен|юнош|людей|люди|человек|ребят|кандидат|сотрудник|соискател|специалист"
    r"|девочк|молодеж|студент)"
    r"\w{0,3}"
)
# "женщины 35+" are sought, "пожилые люди 65+" are those for whom one works
_WORKER: Final = re.compile(r"(?:девушк|женщин|мужчин|парн|кандидат|сотрудник|соискател|специалист)\w{0,3} ?\Z")
# what may stand right before a bare limit: a list's mark, a person, a position
_LEAD: Final = re.compile(
    rf"(?:^|[\n,;:(•*✅✔·]|[-—] ?|{_PERSON}|\b(?:рассматриваем|рассмотрим|берем|возьмем"
    rf"|принимаем)|\bв возрасте|\bвозраст\w{{0,2}}) ?[-:(]? ?\Z"
)
_AFTER: Final = re.compile(
    r" ?(?:(?:успешн\w+ |реальн\w+ |коммерческ\w+ )?(?:опыт|стаж)|на рынке|в (?:професси|сфер|отрасл|маркетинг"
    r"|продаж|digital)"
    r"|работ|назад|истори|гаранти|вместе|мы\b|подряд)|[а-я]{0,3} ?%"
)
_OTHERS: Final = re.compile(
    r"(?:опыт|стаж)[^,;]{0,20}\Z|аудитор|\bца\b|целев|ипотек|кредит|рассроч|гаранти|аренд|договор|срок"
    r"|\bдет(?:и|ей|ям|ск|ьми)"
    r"|ребен|школьн"
    r"|учени[кц]|\bкомпани[яи] (?:бол|уже|\d)|рынк|покупат|клиент|\bмам|пациент|\bнам\b|\bкоманд[аеы]|средн"
    r"|существу|основан"
    r"|окупа|\bжк\b|скидк|пользоват|подписчи|читател|потребит|сегмент|для (?:людей|женщин|мужчин|девушек|тех"
    r"|взрослых)"
    r"|\bпроизводств\w+ бол|персонаж|геро|лагер|вожат|курс|групп[аеы]\b|занят|\bстату|вин[оа]\b|виски|коньяк"
    r"|гостей|наш\w* клиент|опрос|исследован|респондент|заемщик"
)
_OTHER_AGE: Final = re.compile(
    r"\bвозраст\w{0,2} (?:аудитори|ребен|дет|клиент|компани|покупат|учени|участник|пациент|гост|подписч|пользов"
    r"|цел|дома|канал)"
)
_FREE: Final = re.compile(r"возраст (?:и \w+ )?(?:не важ|не имеет|любой|значения)|без ограничений по возраст")
_NOT_PEOPLE: Final = re.compile(r"авто|машин|транспорт|ноутбук|техник|устройств")
# "женщины до 50": after a person no word for years is needed
_OF_PERSON: Final = Worded(
    rf"\b(?:девушк|женщин|мужчин|парн|юнош|кандидат)\w{{1,3}},? (?P<limit>{_LIMIT})(?= ?(?:[,.;)\n]|$))"
)
_RETIRED: Final = re.compile(
    r"\b(?:пенсионер\w{0,3} (?:\w+ )?(?:не |просьба не |прошу не )|без пенсионеров|не для пенсионеров)\w*"
)


def find(doc: Document, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """Limits of age between two offsets: a rule's name and the offsets of the words."""
    fold = doc.folded
    stop = min(end, doc.head)
    if "возраст" in fold:
        for match in _LABELLED.finditer(fold, start, stop):
            around = fold[slice(*sentence(fold, *match.span()))]
            if _limits(match) and not _OTHER_AGE.search(around) and not _FREE.search(around):
                yield "flag.age.labelled", *match.span()
    for match in _WORDED.finditer(fold, start, stop):
        number = next(int(n) for n in (match["n"], match["yours"], match["high"], match["most"], match["under"]) if n)
        around = fold[slice(*sentence(fold, *match.span()))]
        if OF_AGE < number <= _OLDEST and not _OTHERS.search(around) and not _NOT_PEOPLE.search(around):
            yield "flag.age.worded", *match.span("limit")
    for years in _NUMBER.finditer(fold, start, stop):
        limit = _PLAIN.search(fold, max(start, years.start() - _LONGEST), years.end())
        if limit and limit.end() == years.end() and _limits(limit) and _of_people(doc, limit, start):
            yield "flag.age.limit", *limit.span("limit")
    for match in _OF_PERSON.finditer(fold, start, stop):
        if _limits(match) and not _OTHERS.search(fold, sentence(fold, *match.span())[0], match.end()):
            yield "flag.age.limit", *match.span("limit")
    if "пенсионер" in fold:
        for match in _RETIRED.finditer(fold, start, stop):
            yield "flag.age.retired", *match.span()


def _limits(match: re.Match[str]) -> bool:
    """Whether the numbers are ages and shut out anybody of age."""
    low = match["low"] or match["least"] or match["plus"]
    high = match["high"] or match["most"]
    if high is not None and not OF_AGE < int(high) <= _OLDEST:
        return False
    if low is not None and not 14 <= int(low) <= _OLDEST:
        return False
    if low is not None and high is not None and int(low) >= int(high):
        return False
    return high is not None or (low is not None and int(low) > OF_AGE)


def _of_people(doc: Document, match: re.Match[str], start: int) -> bool:
    fold = doc.folded
    low, high = sentence(fold, *match.span())
    low = max(low, start)
    if (
        _OTHERS.search(fold, low, match.start())
        or _AFTER.match(fold, match.end())
        or _OTHER_AGE.search(fold, low, high)
    ):
        return False
    if _LEAD.search(fold[low : match.start()]):
        return match["plus"] is None or _WORKER.search(fold, low, match.start()) is not None
    # right after the name of a position: "маркетолога 25-35 лет"
    before = [m for m in doc.mentions_between(max(start, match.start() - 60), match.start())]
    return bool(before) and match.start() - before[-1].end <= 2 and match["plus"] is None

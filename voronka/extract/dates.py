"""The last day to answer a vacancy, and the first day of work: days beside words that say what they are for."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from voronka.extract import lazy as re
from voronka.extract.calendar_words import Day, days, in_month_of
from voronka.extract.folding import folded
from voronka.extract.text import evidence
from voronka.model import Evidence, Kind

MAX_EXAMINED: Final = 20_000
_BEFORE: Final = 90
_AFTER: Final = 50

_CLAUSE: Final = re.compile(r"[\n;!?]|\.(?:\s|$)")

_ANSWER: Final = (
    r"(?:откли\w+|заяв(?:к\w+|ок)|резюме|анкет\w+|портфолио|cvs?\b|присыла\w+|пришл\w+|прислать|жд[еу]м?\b|пишите|писать|"
    r"набор\b|набира\w+|актуальн\w+|вакансия открыта|прием\w*|принима\w+|собира\w+|сбор\w*|подать|подача|подачи|"
    r"appl(?:y|ications?)|open|send|submit|ищем)"
)
_DEADLINE_WORD: Final = re.compile(
    r"\b(?:дедлайн|deadline|dead line|последний день|крайн\w+ (?:срок|день|дата)|срок подачи|окончание приема|"
    r"closing date)(?P<of>(?: \w+){0,4}) ?[:-]{0,2} ?(?:до |- |по )?\Z"
)
_UNTIL: Final = re.compile(
    r"\b(?:до|по|не позднее|к|by|until|till|before)(?: (?:вечера|полудня|утра|конца (?:рабочего )?дня))? \Z"
)
_CLOSING: Final = re.compile(r"\b(?:закрыва\w+|завершаем|заканчива\w+|закроем|closes?|closing)(?: \w+){0,3} \Z")
_CUE: Final = re.compile(rf"\b{_ANSWER}")
_OTHER_END: Final = re.compile(
    r"\b(?:скидк|акци[ия]|проект|договор|контракт|работал|трудил|доход|оклад|зарплат|зп\b|вебинар|курс|регистрац|"
    r"конференц|сдать|сдач|выполн|готов|макет|текст\w* (?:нужн|сда)|тестов|запуск|групп|поток|обучен|билет|бронь|"
    r"срок\w* (?:проекта|работ)|"
    r"отпуск|декрет|замещен|подработк|мероприят|стажировк\w+ (?:до|по|длит)|длит|испытательн|на рынке)"
)
_OF_WORK: Final = re.compile(r"проект|сдач|текст|макет|задач|выполн|запуск|работ|задани|тест|урок|релиз")

_START_WORD: Final = re.compile(
    r"\b(?:выход|выйти|выходить|выйду|выхожу|старт\w{0,4}|начать|начинаем|начало|начала|приступить|приступаем|"
    r"приступлю|готовность|дата (?:выхода|старта|начала)|к работе|свобод(?:ен|на)|доступ(?:ен|на)|доступность|"
    r"рассм(?:отрю|атриваю)|могу (?:начать|выйти)|"
    r"start(?:ing|s)?|start date|join|available|availability)\b(?P<between>[^\n;.!?\d]{0,40})\Z"
)
_SEEKS: Final = re.compile(r"\bищу(?: \w{2,14}){1,3} со? \Z")
_FROM: Final = re.compile(
    r"(?:^| )(?:работа|подработка|проект|нуж\w{1,3}|требу\w+|ищем|ищу)(?: \w{2,14}){0,2} (?:на работу )?со? \Z|"
    r"(?:\A|[\n.!?:(]) {0,2}со? \Z"
)
_SINCE: Final = re.compile(r"(?:\A|[\s,(])со? \Z")
_READY: Final = re.compile(
    r",? ?(?:я )?(?:готов\w?|могу|свобод\w+|доступ\w+|выход|можно (?:выйти|выходить)|выйду|free|available)\b"
)
_FROM_NEEDED: Final = re.compile(r"(?: (?:ноября|декабря|числа|года))? ?(?:нуж\w+|требу\w+|ищ\w+)")
_OTHER_START: Final = re.compile(
    r"курс|продаж\w* (?:билет|бил|кур|\Z)|продаж|поток|обучен|вебинар|интенсив|марафон|кампани|акци|книг|фильм|"
    r"альбом|релиз|"
    r"сезон|занят|урок|групп|регистрац|конференц|мероприят|событ|трансляц|эфир|после|праздник|рабочего дня|смен|в месяц"
)
_TIME: Final = re.compile(r"(?:\bв|\bдо|\bat) \Z")
_PAST: Final = re.compile(r"\b(?:работал\w?|начал\w?|работаю|опыт|стаж|трудил\w+|веду|занимаюсь)\b")
_RANGE: Final = re.compile(r"\b(?:со? |от )?(?P<first>[0-3]?\d)(?:-?го)? ?(?:по|до|-) {0,1}\Z")


def deadline(
    text: str, kind: Kind, start: int = 0, end: int | None = None, today: date | None = None
) -> tuple[date, Evidence] | None:
    """The last day to answer that ``text[start:end]`` names; a candidate sets none.

    ``today`` is the day of the post; without it only a day with its year is read.
    """
    if kind is Kind.CANDIDATE:
        return None
    fold = folded(text)
    for day, before, after in _told(fold, start, len(text) if end is None else end, today):
        found = day.firm and _ends(before, after)
        if found:
            rule, begin = found
            return day.day, evidence(f"deadline.{rule}", text, day.start - len(before) + begin, day.end)
    return None


def _ends(before: str, after: str) -> tuple[str, int] | None:
    """By which rule a day ends the answering, and where in ``before`` its words begin."""
    named = _DEADLINE_WORD.search(before)
    if named is not None:
        of = named["of"]
        ours = not _OF_WORK.search(of) and (not of or _CUE.search(of) or of.split()[-1] in ("до", "на", "это", "is"))
        return ("named", named.start()) if ours else None
    until = _UNTIL.search(before)
    if until is not None:
        ranged = before[: until.start()]
        cue = next(iter(_CUE.finditer(ranged)), None)
        if cue is not None and not _OTHER_END.search(ranged):
            return "until", cue.start()
        # "до 25 ноября собираем портфолио"
        if cue is None and not ranged.strip(" -*•") and _CUE.search(after) and not _OTHER_END.search(after):
            return "until", until.start()
        return None
    closing = _CLOSING.search(before)
    if closing is not None and _CUE.search(before) and not _OTHER_END.search(before):
        return "closing", closing.start()
    return None


def starts(
    text: str, kind: Kind, start: int = 0, end: int | None = None, today: date | None = None
) -> tuple[date, Evidence] | None:
    """The first day of work that ``text[start:end]`` names, of a candidate the day from which they can work.

    ``today`` as for ``deadline``.
    """
    fold = folded(text)
    for day, before, after in _told(fold, start, len(text) if end is None else end, today):
        begin = _begins(day, before, after, kind)
        if begin is None:
            continue
        first = _RANGE.search(before)
        named = in_month_of(first["first"], day.day) if first is not None else day.day
        if named is not None:
            return named, evidence("starts.day", text, day.start - len(before) + begin, day.end)
    return None


def _begins(day: Day, before: str, after: str, kind: Kind) -> int | None:
    """Where the words begin that make a day the first of work; None where nothing does."""
    if day.numeric and _TIME.search(before):
        return None
    ranged = _RANGE.search(before)
    ahead = before[: ranged.start()] + "с " if ranged is not None else before
    word = _START_WORD.search(ahead)
    if word is not None:
        other = _OTHER_START.search(word["between"]) or _OTHER_START.match(after.lstrip(" -:,"))
        if other or re.search(r"\b(?:до|к концу)\b", word["between"]):
            return None
        return None if _PAST.search(ahead[: word.start()]) else word.start()
    ready = _SINCE.search(ahead)
    if ready is not None and _READY.match(after):
        return ready.end() - (3 if ahead.endswith("со ") else 2)
    seeks = _SEEKS.search(ahead)
    if seeks is not None:
        return seeks.start()
    since = _FROM.search(ahead)
    if since is None or kind is Kind.CANDIDATE or _PAST.search(ahead):
        return None
    if ahead[since.start() :].strip(" \n.!?:(") in ("с", "со"):
        needed = _FROM_NEEDED.match(after.lstrip())
        return since.start() if needed else None
    return None if day.numeric else since.start() + (ahead[since.start()] == " ")


def _told(fold: str, start: int, end: int, today: date | None) -> Iterator[tuple[Day, str, str]]:
    """The days of a part, each with what stands before and after it in its clause."""
    end = min(end, start + MAX_EXAMINED)
    for day in days(fold, start, end, today):
        begin = max(start, day.start - _BEFORE)
        for stop in _CLAUSE.finditer(fold, begin, day.start):
            begin = stop.end()
        after = _CLAUSE.search(fold, day.end, min(end, day.end + _AFTER))
        yield day, fold[begin : day.start], fold[day.end : after.start() if after else min(end, day.end + _AFTER)]

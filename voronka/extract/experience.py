"""Years of experience asked for (a vacancy) or had (a candidate); ages, and years of a company or team, are not."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Final

from voronka.extract import history
from voronka.extract.folding import folded, heading, lines_with
from voronka.model import Evidence, Kind

_WORDS: Final = {
    "один": 1, "одного": 1, "два": 2, "двух": 2, "три": 3, "трех": 3, "четыре": 4, "четырех": 4, "пять": 5, "пяти": 5,
    "шесть": 6, "шести": 6, "семь": 7, "семи": 7, "восемь": 8, "восьми": 8, "девять": 9, "девяти": 9,
    "десять": 10, "десяти": 10, "полтора": 1.5, "полутора": 1.5,
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "ten": 10,
}  # fmt: skip
_MAX_SPANS: Final = 300
_MOST_ASKED: Final = 14
_TOTAL_NEAR: Final = 3
_NUMBER: Final = rf"(?:\d{{1,2}}(?:[.,]\d)?|(?:{'|'.join(_WORDS)})(?!\w))"
_SUFFIX: Final = r"(?:[ -]?(?:х|ти|и|ух|ех|го)(?!\w))?\+?"
_YEARS: Final = re.compile(
    rf"(?<![\w.,/])(?P<low>{_NUMBER}){_SUFFIX}(?P<and_half>\sс\sполовиной)?(?:\s?(?:-|до|или"
    rf"|to)\s?(?P<high>{_NUMBER}){_SUFFIX})?\s?\+?\s?(?P<unit>лет(?:н\w{{2,3}})?|года?|годов|годик\w?|years?|yrs?|let|goda?"
    rf"|yoe|месяц\w{{0,3}}|мес\.?|months?|mos|г\.(?=\s(?:в|на|опыт|и)\s))(?!\w)"
    rf"|(?<![\w.,/])(?P<low2>{_NUMBER})-летн\w{{2,3}}"
    r"|(?<!\w)(?P<half>полгода|полугода|пол ?года|half a year)(?!\w)"
    r"|(?<!\w)(?:от|более|больше|не менее|минимум|свыше|около|хотя бы|опыт\w? (?:работы )?"
    r"|стаж\w?\s)\s?(?P<one>года?|one year|a year)(?!\w)"
    r"|(?P<more>(?<!\w)(?<!в )(?<!за )год(?=\s(?:в [а-я]{3,}|и больше|и более|\+|опыта)"
    r"|\+))"
)
_UNIT: Final = re.compile(r"лет|год|year|yr|yoe|мес|month|mos|let|god|г\.")
_BEFORE_UNIT: Final = 45
_AFTER_UNIT: Final = 24
# Words between "опыт" and what denies it: "опыт в продажах желателен, но не обязателен".
_OF_WHAT: Final = r"(?: (?!от |нуж|обяз|треб|с |со |не |важ|\d)[а-я-]{1,15}){0,4}"
_NONE: Final = re.compile(
    r"(?<!\w)(?:(?:(?:можно|возможно|готовы|берем|рассмотрим|рассматриваем|подойдет|подойдут|работа"
    r"|кандидат\w{0,3}|даже)\s)?(?:и\s)?без опыта|с опытом и без"
    rf"|(?:опыт\w?|стаж\w?)(?P<of>{_OF_WHAT})(?: \(лет\))?\s?[:-]?(?:\s?,\s?но)? (?:не (?:нуж[её]?н\w?|требу\w{{2,4}}"
    r"|об[яе]зател\w{1,4}|(?:так |очень |особо |столь )?важ(?:ен|на|но)|имеет значения|треб\.|принципиал\w{1,3}|спрашива\w{2,3}|главное|критич\w{1,3}"
    r"|играет)|необ[яе]зател\w{1,4}|роли не играет|значения не имеет|может не быть)"
    r"|(?:нет|не нуж(?:но|ен)|не треб\w{2,5}|не обязател\w{1,3}|не важен)\W{1,3}опыт\w?|опыта (?:пока )?нет"
    r"|(?:опыт|стаж)(?: работы)?(?: \(лет\))?\s?[:-]? (?:нет|0)(?![\d.,-])"
    r"|без требований к опыту|no (?:prior |previous )?experience|experience(?: is)?:? not (?:required|needed|necessary)"
    r"|0 лет опыта|bez opyta|op[yi]t ne (?:nuzhen|obyazatelen|vazhen|trebuetsya))(?!\w)"
)
_EXPERIENCE: Final = re.compile(r"опыт|стаж|experience|op[yi]t")
_NONE_NOT: Final = re.compile(
    r"без опыта[^.\n]{0,40}(?:не (?:пиш|рассм|бер|подойд|трат|откл|беспок)|просьба|проходите|мимо)|(?:не"
    r"|кроме)\s(?:\w{2,14} )?без опыта"
)
_ASKED: Final = re.compile(
    r"опыт|op[yi]t|стаж|(?<!\w)от\s\Z|не менее|минимум|experience|коммерческ|требовани|ждем|ожида|важно|нужно|нужен"
    r"|мы хотим|хотим|что нужно|хотелось|подойд|must|requirements|expect|looking for|ищем|кандидат|знани|работал"
    r"|руковод|умеете|продавали|от (?:вас|тебя)|практик|надо|навык"
)
_ASKED_AFTER: Final = re.compile(
    r"\s?(?:опыт|стаж|в\s|на\s|of\s|in\s|experience|как\s|работы|коммерческ|управлен|практик|и\sбол|и\sвыше"
    r"|руковод|продаж|за\s|с\s|[),.;]|\+|обязат|для\s)"
)
_OTHERS: Final = re.compile(
    r"компани\w{1,2}|(?<!\w)(?:нам|мы)(?!\w)|на рынке|рынк|работаем|существу|основан|команд\w{1,2} (?:с|\d)"
    r"|средн\w{2} стаж|команды|сотрудничес|договор|гарант|возраст|детей|ребен|дет(?:и|ям)|подрост|школьник"
    r"|мне(?!\w)|испыт|отпуск|срок\w? |через|за(?!\w| плечами)(?: последн\w{2})?|в течение|раз в"
    r"|контракт|водительск|вожден|права|каждые|на (?:\d|протяж)|выручк|рост|вырос|обучени|курс|ипотек|рассроч"
    r"|план\w?\s|назад|позже|после|спустя|последн|агентству|студии|проекту|бренду|рекламы на|бюджет|компания|нашей"
    r"|средний|образовани|партнер\w{0,2} \d|подписк|стажировк"
)
_TEAM: Final = re.compile(
    r"средн\w{2} (?:стаж|опыт)|(?:стаж|опыт)\w{0,2} (?:компании|команды|вождения)|водительск\w{2,3} стаж"
    r"|суммарн\w{2} опыт|(?:команда|наставник\w{0,2}|ментор\w{0,2}|тренер\w{0,2}|коллег(?:и|ами)) с (?:\w{3,14} )?опытом"
)
_QUOTE: Final = re.compile(r"«[^«»\n]{25,400}»")
_OTHERS_AFTER: Final = re.compile(
    r"\s?(?:на рынке|назад|подряд|гаранти|успешн\w{2} работы|мы\s|работаем|компани|истори|стабильн|в месяц|в год"
    r"|выдерж|развива|существ|после|обучени)"
)
_AGE_AFTER: Final = re.compile(r"\s?(?:,|\.|\||/|\n|$|и старше)")
_AGE_BEFORE: Final = re.compile(
    r"(?:мне|возраст\w{0,3}\W{0,3}|старше|младше|от роду|девушк\w|парн\w{1,2}|женщин\w|мужчин\w|дочк\w|сын\w"
    r"|ребенк\w)\s?(?:от\s)?\Z"
)
_NAME_BEFORE: Final = re.compile(
    r"(?:^|[\n,.:!|])\s?(?:(?:меня зовут|зовут|я|имя\W{1,2})\s?)?[А-ЯЁ][а-яё]{2,}(?:\s[А-ЯЁ][а-яё]+)?,?\s?\Z"
)
_LABEL: Final = re.compile(
    r"(?:^|[\n•|])[^\w\n]{0,6}(?:требуемый |необходимый |общий )?(?:опыт(?: работы)?|стаж(?: работы)?"
    r"|experience)\s?[:-]?\s?(?:работы\s)?(?:от|не менее|более|минимум)?\s?\Z"
)
_PART_OF: Final = re.compile(r"из (?:них|которых)|в том числе|последн|включая|из ни[хч]\s?\Z")
# The line before the list of what is wanted; its first line may be nothing but years.
_WANTED_HEADING: Final = re.compile(
    r"(?:надо|нужно|требовани\w|ждем|важно|ожида\w{1,6}|ищем|от (?:вас|тебя)|requirements)\s?[:?]?\s*\Z"
)
_NICE: Final = re.compile(r"(?:плюс\w{0,2}|преимуществ\w|приветству\w{2,4}|желател\w{2,4})")
_STUDIES: Final = re.compile(r"образовани|университет|институт|колледж|учил(?:ась|ся)")
_IN_TRADE: Final = re.compile(r"\s(?:в|на)\s(?:\w{3,14} )?(?:продаж|маркет|реклам|торг|сфер|професс|smm|pr|пиар|розниц|бизнес)")
# "Опыт 3+", "опыт: 1-3": a label needs no unit after it.
_BARE: Final = re.compile(
    r"(?<!\w)(?:опыт|стаж|experience|op[yi]t)(?: работы)? ?[:-]? ?(?:от |не менее |более |минимум |больше )?(?P<low>\d{1,2}(?:[.,]\d)?)"
    r"(?: ?- ?\d{1,2})?(?: ?\+(?= *(?:$|[\n,;.|)•/]| (?:в|на|,)))|(?= *(?:$|[\n,;|•])))"
)
_PLUS_MONTHS: Final = re.compile(r"\s?(?:и\s)?\d{1,2}\s?мес")


@dataclass(frozen=True, slots=True)
class _Span:
    years: float
    start: int
    end: int
    labelled: bool
    spoken: bool
    """Whether the words beside it name experience outright."""


def _number(word: str) -> float:
    return float(_WORDS[word]) if word in _WORDS else float(word.replace(",", "."))


def _length(match: re.Match[str]) -> float:
    if match["half"]:
        return 0.5
    if match["one"] or match["more"]:
        return 1.0
    if match["low2"]:
        return _number(match["low2"])
    value = _number(match["low"]) + (0.5 if match["and_half"] else 0)
    if not match["unit"].startswith(("мес", "month", "mos")):
        return value
    return round(value / 12, 2)


def _lengths(fold: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Lengths of time, looked for around the words for their units."""
    done = behind = start
    for unit in _UNIT.finditer(fold, start, end):
        stop = min(end, unit.end() + _AFTER_UNIT)
        for match in _YEARS.finditer(fold, max(done, behind, unit.start() - _BEFORE_UNIT), stop):
            if match.end() == stop < end:
                break  # cut off
            yield match
            done = match.end()
        behind = unit.end()


def _spans(text: str, fold: str, kind: Kind, start: int, end: int) -> Iterator[_Span]:
    quotes = [m.span() for m in _QUOTE.finditer(fold, start, end)][:50] if kind is Kind.VACANCY else []
    for match in islice(_lengths(fold, start, end), _MAX_SPANS):
        if any(a <= match.start() < b for a, b in quotes):
            continue
        years = _length(match)
        if years > 45 or (years >= 15 and kind is Kind.VACANCY):
            continue
        line_start = max(fold.rfind("\n", start, match.start()) + 1, start, match.start() - 80)
        line = fold[line_start : match.start()]
        clause = re.split(r"[.!?;]\s|•", line)[-1]
        after = fold[match.end() : min(end, match.end() + 45)]
        labelled = bool(_LABEL.search(fold[max(start, match.start() - 40) : match.start()]))
        near = clause.rsplit(", ", 1)[-1] if kind is Kind.CANDIDATE else clause
        spoken = bool(
            re.search(r"опыт|стаж|experience|op[yi]t", clause + match.group())
            or re.match(r"\s?(?:\w{2,14} )?(?:опыт|стаж|experience|of exp|exp(?!\w))", after.lstrip("'’"))
        )
        if not labelled:
            if _AGE_BEFORE.search(clause) or _TEAM.search(clause) or _OTHERS_AFTER.match(after):
                continue
            if _OTHERS.search(near[-40:]) and not re.search(r"опыт[^,]{0,40}\Z|стаж (?!вожд)[^,]{0,20}\Z", near):
                continue
            if years >= 16 and not spoken and not _IN_TRADE.match(after):
                continue  # somebody's age
            if years >= 16 and _NAME_BEFORE.search(text[line_start : match.start()]):
                continue
            if match["unit"] and match["unit"].startswith(("мес", "month", "mos")) and not spoken:
                continue
            if kind is Kind.CANDIDATE and _STUDIES.search(clause):
                continue
            if _NICE.search(clause[-30:]) or _NICE.match(after.lstrip(" ,:-(")):
                continue
        yield _Span(years, match.start(), match.end(), labelled, spoken or labelled)


def _wanted(fold: str, span: _Span, start: int, end: int) -> bool:
    """Whether a vacancy asks for these years: "от N лет", or under the heading of its demands."""
    line_start = max(fold.rfind("\n", start, span.start) + 1, start, span.start - 80)
    before = fold[line_start : span.start]
    if span.spoken or re.search(
        r"(?<!\w)(?:от|не менее|минимум|более|свыше|больше|хотя бы|at least|over|minimum|min)\s\Z", before
    ):
        return True
    after = fold[span.end : min(end, span.end + 25)]
    if "+" in fold[span.start : span.end] or after.startswith("+"):
        return True
    if re.match(r"\s(?:в|на|of|in|как)\s", after) and re.search(r"(?:^|[.!?•:]\s)[^\w]*\Z", before):
        return True  # a sentence of its own: "Пять лет в мобильной аналитике", or after a label: "Кто: 2 года в финтехе"
    if "-" in fold[span.start : span.end] and not before.strip(" •*·-") and re.match(r"\s*(?:$|[\n,•|·])", after):
        return True  # a card's "1–3 года"
    if not before.strip(" -•*·+") and _WANTED_HEADING.search(fold[max(start, line_start - 40) : line_start]):
        return True
    section = fold[max(start, line_start - 260) : span.start]
    return bool(_ASKED.search(section) and _ASKED_AFTER.match(after))


def _candidate(fold: str, spans: list[_Span]) -> tuple[float, _Span] | None:
    """All a person has: what is called experience outright, else the first; parts told one by one are added up."""
    best = next((s for s in spans if s.labelled), None) or next((s for s in spans if s.spoken), None)
    if best and best.labelled:
        return best.years, best
    first = best or spans[0]
    total, last = first.years, first
    for span in spans[spans.index(first) + 1 :]:
        between = fold[last.end : span.start]
        if len(between) > 90 or "\n\n" in between or _PART_OF.search(between) or span.years >= 16:
            break
        if not re.search(r",|\n|потом|затем|\+|(?<!\w)и(?!\w)", between) or not re.match(
            r"\s(?:в|на|за|как|был|работ|руковод|[а-я]{2,12}(?:ом|ем|ой|ым)(?!\w))", fold[span.end : span.end + 16]
        ):
            break
        total, last = total + span.years, span
    if last is first:
        return total, first
    return total, _Span(total, first.start, last.end, labelled=False, spoken=False)


def _none(fold: str, start: int, end: int) -> re.Match[str] | None:
    for begin, stop in lines_with(fold, _EXPERIENCE, start, end):
        for match in _NONE.finditer(fold, begin, stop):
            refused = _NONE_NOT.search(fold, max(start, match.start() - 16), min(end, match.end() + 60))
            if not (refused and refused.start() <= match.end()):
                return match
    return None


def _whole(years: float, fold: str, span: _Span) -> float:
    """Years and months are whole years; months alone are a part of one."""
    return float(int(years)) if years >= 1 and _PLUS_MONTHS.match(fold, span.end) else years


def _bare(fold: str, start: int, end: int) -> _Span | None:
    """Years after a label without a word for years."""
    lines = lines_with(fold, _EXPERIENCE, start, end)
    match = next((found for begin, stop in lines if (found := _BARE.search(fold, begin, stop))), None)
    years = _number(match["low"]) if match else 0
    return _Span(years, *match.span(), labelled=True, spoken=True) if match and 0 < years <= _MOST_ASKED else None


def _asked(fold: str, spans: list[_Span], start: int, end: int) -> tuple[float, _Span] | None:
    wanted = [s for s in spans if _wanted(fold, s, start, end)]
    bare = _bare(fold, start, end)
    best = next((s for s in wanted if s.labelled), bare or (wanted[0] if wanted else None))
    return (best.years, best) if best else None


def _had(fold: str, spans: list[_Span], start: int, end: int, today: date | None) -> tuple[float, _Span] | None:
    """What a person says of all their years; else the years of their dated jobs together."""
    told = _candidate(fold, spans) if spans else None
    dated = history.years(fold, start, end, today)
    if dated and not (told and told[1].spoken and told[1].start < dated[1] + _TOTAL_NEAR):
        years, first, last = dated
        return float(years), _Span(years, first, last, labelled=True, spoken=True)
    return told


def find(
    text: str, kind: Kind, start: int = 0, end: int | None = None, today: date | None = None
) -> tuple[float, Evidence] | None:
    """Least years of experience told in ``text[start:end]``, 0 for "без опыта", with where; None where not told.

    ``today`` is the day of the post, till which a job "по настоящее время" lasts.
    """
    end = len(text) if end is None else end
    fold = folded(text)
    spans = list(_spans(text, fold, kind, start, end))
    none = _none(fold, start, end)
    if kind is Kind.CANDIDATE:
        answer = _had(fold, spans, start, end, today)
    else:
        answer = _asked(fold, spans, start, end)
    if none and (answer is None or (not answer[1].labelled and none.start() < answer[1].start)):
        # "Опыт в недвижимости не обязателен, опыт продаж от года": of the trade they ask for years after all
        if answer is None or not (answer[1].spoken and none["of"] and " в " in none["of"]):
            return 0.0, Evidence("experience.none", none.start(), none.end(), text[none.start() : none.end()])
    if answer:
        years, span = answer
        return _whole(years, fold, span), Evidence(
            "experience.years", span.start, span.end, text[span.start : span.end]
        )
    top = heading(text, kind, start)
    above = _none(fold, *top) if top else None
    return (0.0, Evidence("experience.none", *above.span(), text[above.start() : above.end()])) if above else None

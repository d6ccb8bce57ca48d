"""Where the work is: cities named as the posting's place, not those of trips, clients, time zones or a person's past.

Each name is found by the gazetteer; the words beside it say how much it counts. Where some cities are named as a place
outright (a label, a line of their own, "офис в …") the ones mentioned in passing are left out.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from voronka.extract.folding import folded
from voronka.extract.gazetteer import CityMention, mentions
from voronka.model import Evidence, Kind

_MAX_MENTIONS: Final = 200
_HEAD_LINES: Final = 12

_LABEL: Final = re.compile(
    r"(?:^|[\n.;•|])[^\w\n]{0,6}(?:город[а-я]{0,3}|локаци[яи]|место(?: работы)?|местоположение|адрес|регион[ы]?"
    r"|территория|location|city|где|"
    r"место проживания|проживание|проживает|готов\w? к переезду|переезд|живу|офис|база)\s?(?:работы|проживания"
    r"|вакансии)?\s?[:\-(]\s?(?:[^\n]{0,60}[,/|&]\s?|[^\n]{0,60}\sи(?:ли)?\s)?#?(?:г\.?\s?)?\Z"
)
_PIN: Final = re.compile(r"[📍🏙🌆🗺🏢🌍📌🏠][\ufe0f\s]{0,2}(?:[^\n]{0,40}[,/|]\s?)?#?(?:г\.?\s?)?\Z")
_TOWN_WORD: Final = re.compile(r"(?<!\w)(?:г\.?\s?|гор\.\s?|городе?\s|города\s|мегаполис\s)(?:[-:]\s?)?\Z")
_PREPOSITION: Final = re.compile(r"(?<!\w)(?:в|во|из|под|in|at|to|from)\s\Z")
_OWN_PLACE: Final = re.compile(
    r"(?:(?<!\w)офис(?:е|а|ом)?|работ(?:а|у|ы|ать|аем)|работаем только|живу|живет|нахожусь|находимся|сижу|сидим"
    r"|базируемся|проживаю|переезд\w{0,2}|релокаци\w{1,2}|переехать|relocat\w{1,4}|based"
    r"|office|ищу работу|производств\w{1,2}|магазин\w{0,2}|студи\w{1,2}|салон\w{0,2}|коворкинг\w{0,2}"
    r"|гибрид\w{0,2}|очно|сейчас|все живут|требуется|ищем|нужен|нужна|вакансия|место)"
    r"[^\n.;:]{0,28}(?<!\w)(?:в|во|из|in|to|at|на\s\w{3,15}\sв)\s\Z"
)
_SEGMENT_BEFORE: Final = re.compile(r"(?:^|[\n,;|•·()/→#:+–▪📍🏙✈🔹🔸▫✅⚡🔥]|[.!?]\s|\s-\s)[^\w\n]{0,4}\Z")
_SEGMENT_AFTER: Final = re.compile(
    r"[^\w\n]{0,3}(?:$|[\n,;|•·()/→#.!:+]|\s-\s|и\s(?:мо|область|обл|ло)\b|\(|net\b|гибрид|офис|удален|remote)"
)
_LIST_GAP: Final = re.compile(
    r"\s{0,2}(?:[,/|•·&;]|и|или|либо|or|and|→|\+)\s{0,2}(?:[•·]\s?)?#?(?:в\s|во\s|г\.?\s?|к\s)?"
)
_STREET: Final = re.compile(
    r"(?<!\w)(?:ул(?:ица|ице|\.)?|пр(?:-т|оспект|оспекте|\.)?|пер(?:еулок|\.)?|ш(?:оссе|\.)?|наб(?:ережная|\.)?"
    r"|пл(?:ощадь|\.)?|бульвар|б-р|м\.?|метро|ст\.?\s?м\.?|станци[яи]|жк|тр?ц|бц|ооо|ип|вуз|имени|им\.)\s?\Z"
)
_STREET_AFTER: Final = re.compile(r"[\s-]{1,2}(?:улиц|ул\.|проспект|пр-т|шоссе|тракт|вокзал|медиа|арена|сити\b)")
_CLOCK_BEFORE: Final = re.compile(
    r"(?:(?<!\w)(?:по|к|с|от|от\s)\s|время\s?\(?|пояс\w{0,3}\s?[(:]?\s?|utc\S{0,3}\s?|gmt\S{0,3}\s?"
    r"|\d[:.]\d\d\s?\(?|\d\s?(?:ч\.?|час\w{0,2})?\s?\(?)\Z"
)
_CLOCK_AFTER: Final = re.compile(r"\s?\)?\s?(?:[±]|[+-]\s?\d|time\b|по\sвремени|\(?utc|\(?gmt)")
_CLOCK_LINE: Final = re.compile(r"часов\w{0,3} пояс|разниц\w{0,2} (?:с|во)|timezone|time zone|± ?\d|по времени")
_ELSEWHERE: Final = re.compile(
    r"командиров|поездк|поездок|пресс-тур|выезд\w{0,2}\s(?:в|на)|конференц|выставк|форум|клиент|рын(?:ок|к)|филиал"
    r"|партнер|постав|доставк|распредел|раскидан|кроме|родом|учил|окончил|закончил|выпускни"
    r"|стажировал|работал|вел[аи]?\s|кейс|проект\w{0,3}\sв\s|объект|гастрол|съездил|отпуск|вуз|университет"
    r"|заказчик|аудитори|головн|главн\w{2} офис|центральн\w{2} офис|штаб-квартир|представительств|основан"
    r"|между|не\sиз\s|не\sв\s|trips|clients"
    r"|offices|снял|сняла"
    r"|сеть\s\w+\sв|офисы|подборка|доехать|\bдо\s\Z"
)
_FROM_TO: Final = re.compile(r"(?<!\w)от\s\Z")
_READY: Final = re.compile(r"готов|рассм[ао]тр|возмож|можно|планиру|или")
_MOVING: Final = re.compile(
    r"(?<!\w)(?:переезжаю|переезжаем|перебираюсь|релоцируюсь|скоро\sперееду|перееду)[^\n.;]{0,20}\s(?:в|во)\s\Z"
)
_LEAVING: Final = re.compile(r"(?<!\w)(?:переезжаю|переезжаем|перебираюсь|релоцируюсь|перееду)")
_HISTORY: Final = re.compile(
    r"(?:^|\n)\W{0,4}(?:(?:январ|феврал|март|апрел|ма[йя]|июн|июл|август|сентябр|октябр|ноябр"
    r"|декабр)\w{0,2}\s\d{4}|\d{2}\.\d{4}|(?:19|20)\d\d)\s?(?:г\.?\s?)?[-–—]\s?"
    r"(?:(?:январ|феврал|март|апрел|ма[йя]|июн|июл|август|сентябр|октябр|ноябр|декабр)\w{0,2}\s\d{4}|\d{2}\.\d{4}"
    r"|(?:19|20)\d\d|по\s|наст|н\.\s?в|сейчас)"
)
# A résumé may name the place after the jobs, in a line that says so.
_RESIDENCE: Final = re.compile(
    r"(?<=\n)[^\w\n]{0,4}(?:проживает|проживание|место (?:проживания|жительства)|живу"
    r"|город(?: проживания)?|готов\w? к переезду"
    r"|готов\w? к переезду|переезд)\s?:[^\n]{1,120}"
)
_MAX_LINES: Final = 5
_NO_TEXT: Final = re.compile(
    r"https?://\S{1,300}|(?<!\w)t\.me/\S{1,100}|[\w.+-]{1,64}@[\w.-]{1,100}|@\w{1,64}|(?<![\w@])[\w-]{1,60}\.(?:ru"
    r"|com|io|net|рф|org|me)\b"
)
_QUOTED: Final = re.compile(r"«[^«»\n]{1,300}»|\"[^\"\n]{1,60}\"|“[^”\n]{1,60}”")
# Also a man's name: alone it is as likely the contact person.
_FIRST_NAMES: Final = frozenset({"Владимир", "Артём", "Семёнов", "Александров", "Данилов"})


@dataclass(frozen=True, slots=True)
class _Place:
    mention: CityMention
    strength: int


def find(text: str, kind: Kind, start: int = 0, end: int | None = None) -> tuple[tuple[str, ...], tuple[Evidence, ...]]:
    """The cities of the posting told in ``text[start:end]``, nominative, in order, and where each was read first."""
    end = len(text) if end is None else end
    fold = folded(text)
    told = end
    if kind is Kind.CANDIDATE:  # where somebody worked before is not where they are
        history = _HISTORY.search(fold, start, end)
        end = history.start() if history else end
    places = _places(text, fold, start, end)
    for line in islice(_RESIDENCE.finditer(fold, end, told), _MAX_LINES):
        places += _places(text, fold, *line.span())
    if kind is Kind.CANDIDATE and _LEAVING.search(fold, start, end):
        target = [p for p in places if _MOVING.search(fold[max(start, p.mention.start - 40) : p.mention.start])]
        if target and not re.search("готов", fold[start:end]):
            places = target
    best = max((p.strength for p in places), default=0)
    chosen = [p for p in places if p.strength >= min(best, 2)]
    found: dict[str, Evidence] = {}
    named = {place.mention.city.name for place in chosen}
    for place in chosen:
        m = place.mention
        if _PART_OF.get(m.city.name) in named:
            continue
        found.setdefault(m.city.name, Evidence("place.city", m.start, m.end, text[m.start : m.end]))
    if not found and (town := _TOWN.search(text, start, end)):
        span = town.span("name")
        found[town["name"]] = Evidence("place.town", *span, text[span[0] : span[1]])
    return tuple(found), tuple(found.values())


# A town that the table does not have, told by the word before it; a year is no town ("2024 г. Работа").
_TOWN: Final = re.compile(
    r"(?<![\w.])(?<!\d )(?:г|пгт|рп"
    r"|пос)\.\s?(?P<name>[А-ЯЁ][а-яё]{3,20}(?:-[А-ЯЁ][а-яё]{2,20})?)(?=\s*(?:[,.;|)(\n]|$))"
)
# Parts of a city, which say nothing more where the city itself is named.
_PART_OF: Final = {
    "Адлер": "Сочи", "Зеленоград": "Москва", "Колпино": "Санкт-Петербург", "Петергоф": "Санкт-Петербург",
    "Кронштадт": "Санкт-Петербург", "Сестрорецк": "Санкт-Петербург", "Пушкин": "Санкт-Петербург",
}  # fmt: skip


def _places(text: str, fold: str, start: int, end: int) -> list[_Place]:
    skips = [m.span() for m in _NO_TEXT.finditer(fold, start, end)]
    quotes = [m.span() for m in _QUOTED.finditer(fold, start, end)]
    head = _head_end(fold, start, end)
    places: list[_Place] = []
    previous: _Place | None = None
    skip_at = quote_at = 0
    for count, mention in enumerate(mentions(fold, start, end)):
        if count >= _MAX_MENTIONS:
            break
        skip_at = _advance(skips, skip_at, mention.start)
        quote_at = _advance(quotes, quote_at, mention.start)
        if _inside(skips, skip_at, mention.start) or _inside(quotes, quote_at, mention.start):
            continue
        strength = _strength(text, fold, mention, previous, start, end, head)
        place = _Place(mention, strength)
        previous = place
        if strength > 0:
            places.append(place)
    return places


def _advance(spans: Sequence[tuple[int, int]], at: int, position: int) -> int:
    while at < len(spans) and spans[at][1] <= position:
        at += 1
    return at


def _inside(spans: Sequence[tuple[int, int]], at: int, position: int) -> bool:
    return at < len(spans) and spans[at][0] <= position


def _head_end(fold: str, start: int, end: int) -> int:
    at = start
    for _ in range(_HEAD_LINES):
        cut = fold.find("\n", at, end)
        if cut < 0:
            return end
        at = cut + 1
    return at


def _strength(
    text: str, fold: str, mention: CityMention, previous: _Place | None, start: int, end: int, head: int
) -> int:
    """0: no place of the posting. 1: named in passing. 2: named as a place. 3: labelled, or alone near the top."""
    before = fold[max(start, mention.start - 90) : mention.start]
    line = before.rsplit("\n", 1)[-1]
    clause = re.split(r"[.!?;]\s", line)[-1]
    after = fold[mention.end : min(end, mention.end + 40)]
    capital = text[mention.start].isupper()
    tagged = before.endswith(("#", "_"))
    if _STREET.search(line) or (mention.mark and _STREET_AFTER.match(after)):
        return 0
    if (
        mention.city.name == "Москва"
        and (_CLOCK_BEFORE.search(line) or _CLOCK_AFTER.match(after))
        and not _HOUSE.search(line)
    ):
        return 0
    if _CLOCK_LINE.search(clause) or (_FROM_TO.search(line) and re.match(r"\s(?:и\s)?до\s", after)):
        return 0
    listed = previous is not None and _LIST_GAP.fullmatch(fold, previous.mention.end, mention.start) is not None
    if previous is not None and listed and previous.strength == 0 and _ELSEWHERE.search(clause):
        return 0
    labelled = bool(_LABEL.search(before) or _PIN.search(line) or _TOWN_WORD.search(line))
    prepositional = bool(_PREPOSITION.search(line))
    alone = bool(_SEGMENT_BEFORE.search(before if before != line else line) or not before) and bool(
        _SEGMENT_AFTER.match(after) or mention.end >= end
    )
    inherits = listed and previous is not None and previous.strength > 0
    if mention.mark and not (capital or tagged or labelled):
        return 0
    if mention.mark == "?" and not (
        labelled or tagged or inherits or (prepositional and capital) or (alone and capital)
    ):
        return 0
    termed = alone and _TERMS_AFTER.match(after) is not None
    if mention.city.name in _FIRST_NAMES and not (labelled or tagged or prepositional or inherits or termed):
        whole_line = line.strip() == "" and re.match(r"\s*(?:\n|$)", after)
        if not whole_line or mention.start > head or re.search(r"контакт|связ|звон|пис|имя", before[-40:]):
            return 0
    if labelled:
        return 3
    if inherits and previous is not None:
        return previous.strength
    own = clause.rsplit(", ", 1)[-1]
    if _ELSEWHERE.search(own) and not _READY.search(clause):
        return 0 if not alone or "(" in clause[-12:] else 1
    if tagged or (alone and mention.start < head):
        return 3
    if (
        alone
        or _OWN_PLACE.search(clause)
        or (prepositional and mention.start < start + 150 and "\n" not in fold[start : mention.start].strip())
    ):
        return 2
    return 1


_TERMS_AFTER: Final = re.compile(
    r"\s?[,|•·]\s?(?:офис|удален|гибрид|полн|част|\d/\d|з/?п|от \d|\d{2,3}\s?(?:к|тыс|000))"
)
_HOUSE: Final = re.compile(
    r"(?<!\w)(?:офис|работа|встреч\w{0,3}|переезд|доставка|разъезд\w{0,2})\s(?:\w{1,12}\s)?(?:по|с|к|от)\s\Z"
)

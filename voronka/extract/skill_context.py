"""What stands around a skill's name: words that deny it, that make it somebody else's, an employer or an address."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from voronka.extract import lazy as re

if TYPE_CHECKING:
    from voronka.extract.skills import Mention

_BEFORE: Final = 60
"""Characters before a name that are looked at."""

_JOINED: Final = re.compile(
    r"[ ,;/+&|()«»\"•·:-]{0,5}(?:(?:и|или|либо|and|or|плюс|а также|также|базово|немного|чуть|чуть-чуть|основы|"
    r"ms|adobe|язык\w{0,2})\b[ ,(«\"]{0,3})?"
)
_CLAUSE: Final = re.compile(r"[\n;!?]|\.(?:\s|$)")
_HOST: Final = re.compile(r"://|@|t\.me/|\.(?:ru|com|net|org|io|me|ws|pro|cc|site|online|example|рф)\b")

_KNOW: Final = (
    r"(?:знани\w+|опыт\w{0,2}|владени\w+|навык\w*|умени\w+|уметь|знать|владеть|работать|работы|использовани\w+|"
    r"в|с|на|по|"
    r"из|активн\w+|глубок\w+|хорош\w+|обязательн\w+|постоянн\w+|этих|массов\w+|of|any|with|in|experience|knowledge)"
)
_DENIED_BEFORE: Final = re.compile(
    r"\b(?:без|кроме|нет|никаких|никакого|не (?:нуж\w+|требу\w+|обязательн\w+|работа\w+|пользу\w+|зна\w+|владе\w+|"
    rf"умею|занима\w+|использу\w+|делаем|дела\w+|надо|готов\w*)|no|without|"
    rf"not required:?)(?: {_KNOW}){{0,4}} ?[«\"(]?\Z|"
    rf"\bне (?:умею|знаю|работаю с)[^.;\n]{{0,30}}: ?\Z"
)
_DENIED_AFTER: Final = re.compile(
    r"[»\")]?(?: язык\w{0,2})?,? ?(?:[-:] ?)?(?:здесь |тут |у нас |вам )?(?:знать |уметь )?"
    r"(?:не (?P<verb>нуж\w+|требу\w+|понадоб\w+|использу\w+|обязател\w+|надо|пригод\w+|владею|знаю|умею|будет|делаем)|"
    r"необязател\w+|нет\b|(?:is |are )?not? (?:required|needed)|isn.t (?:required|needed))"
)
_PLURAL: Final = re.compile(r"нужны|требуются|понадобятся|используем|обязательны|надо|пригодятся|владею|знаю|умею")
_AFTER_ALL: Final = re.compile(r"[^.\n;]{0,40}?\b(?:плюс\w*|преимуществ\w+|желател\w+|приветств\w+|a plus)")
_NOT_WITHOUT: Final = re.compile(
    r"[^.\n;]{0,30}?\b(?:не (?:рассматр|пиш|бер|предлаг|откли|беспок|звон|обой|подой)\w*|никуда|тяжело|сложно)"
)

_TRADE: Final = (
    r"(?:дизайнер|программист|разработчик|верстальщик|аналитик|технарь|монтажер|таргетолог|контекстолог|бухгалтер|"
    r"видеограф|подрядчик|специалист|редактор|коллег\w|администратор|муж|жена|друг)"
)
_OTHERS: Final = re.compile(
    rf"\b(?:наш\w?|есть(?: свой| своя)?|отдельн\w\w|у нас(?: есть)?)(?: \w{{2,14}}(?:ый|ий|ой|ая|ый))? {_TRADE}\b|"
    rf"\b{_TRADE}\w? (?:у нас |уже )?есть\b|за это отвеча\w+|возьм\w+ на себя (?:наш\w*|коллег\w+)"
)

_EMPLOYER_BEFORE: Final = re.compile(
    r"(?:\bмы(?: -)?|\bкомпани\w+|\bкоманд\w+|\bваканси\w+(?: в)?|\bстажировк\w+ в|\bкарьер\w+ в|\bсотрудник\w* в|"
    r"\bофис\w*(?: в| компании)?|\bв команду|\bсклад\w*|\bпвз|\bпункт\w* выдачи(?: заказов)?|\bкурьер\w*)"
    r"(?: сервис\w*| маркетплейс\w*)? ?[«\"]?\Z"
)
_EMPLOYER_AFTER: Final = re.compile(
    r" ?[»\"]? ?(?:- ?)?(?:ищет|ищут|нанимает|набирает|приглашает|открывает|в поиске|объявляет|is (?:hiring|looking))\b"
)
_IN: Final = re.compile(r"(?:\A|[\n.!?:]) {0,2}в [«\"]?\Z")
_IN_NEEDED: Final = re.compile(r" ?[»\"]? ?(?:нуж\w+|требу\w+|ищ\w+|откры\w+|появил\w+|набор)")
_IN_PLACE: Final = re.compile(r"(?:\b(?P<what>\w+) )?\bв[о]? [«\"]?\Z")
_GOODS: Final = re.compile(
    r"продвиж|реклам|продаж|карточ|товар|кабинет|магазин|размещ|постав|вывод|торгов|бренд|аналитик|настро|ассортимент"
)
_FIRM: Final = re.compile(r" ?(?:tech|bank|банк|fresh|express|job|работа)\b")
_ANSWERED: Final = re.compile(
    r"\b(?:отклик\w*|пис\w+|пиши\w*|резюме|ваканси\w+|найд\w+|звон\w+|наш\w* (?:магазин|страниц)\w*|отзыв\w* о нас|"
    r"можно|сообщени\w+|отвеча\w+)[^.\n]{0,20}\bна [«\"]?\Z|\b(?:через|чате?) [«\"]?\Z"
)
_MESSAGES: Final = re.compile(
    r"сообщ|пиш|пис[аь]|ответ|отвеч|коммент|инст|insta|переписк|диалог|заявк|общен|личк|\bлс\b|жд[еу]|вопрос|\bdm\b"
)
_KNOWN: Final = re.compile(
    r"\b(?:знани\w+|знаю|знать|владе\w+|умени\w+|опыт\w*|навык\w*|работ\w+|уверенн\w+|инструмент\w*|программ\w*|"
    r"пользовател\w+|настро\w+|отчет\w*|баз\w|ведение|вести|crm|срм)(?: \w{1,12}){0,2}[ :-]{1,3}(?:(?:в|с|"
    r"на) )?[«\"]?\Z"
)
_AS_MEASURES: Final = re.compile(r"метрик(?:и|ам|ах|ами)?\Z")


def in_address(fold: str, start: int, end: int) -> bool:
    """Whether the words stand in an address, a mailbox or somebody's @name."""
    left = max((fold.rfind(mark, max(0, start - 80), start) for mark in (" ", "\n", "(")), default=-1)
    stop = re.compile(r"[\s)]|\Z").search(fold, end, end + 80)
    return bool(_HOST.search(fold, max(left + 1, start - 80), stop.start() if stop else end + 80))


def is_joined(between: str) -> bool:
    """Whether two names are told in one breath."""
    return len(between) <= 20 and _JOINED.fullmatch(between) is not None


def _clause(fold: str, at: int, start: int, length: int = _BEFORE) -> str:
    """What stands before an offset in the same clause, at most so many characters."""
    begin = max(start, at - length)
    for stop in _CLAUSE.finditer(fold, begin, at):
        begin = stop.end()
    return fold[begin:at]


def not_denied(fold: str, chain: Sequence["Mention"], start: int, end: int) -> Sequence["Mention"]:
    """Those of a chain that are not denied: before it ("без знания …") or after it ("… не нужны")."""
    if not chain:
        return ()
    before = _clause(fold, chain[0].start, start)
    stop = chain[-1].end
    if _DENIED_BEFORE.search(before) and not _NOT_WITHOUT.match(fold, stop, end):
        return ()
    denied = _DENIED_AFTER.match(fold, stop, end)
    if denied is None or _AFTER_ALL.match(fold, denied.end(), end) or denied["verb"] == "будет":
        return chain
    whole = _PLURAL.match(denied["verb"] or "") or _KNOWN.search(before) or re.search(r"\bзнани\w+ \Z", before)
    return () if whole else chain[:-1]


def is_others(fold: str, at: int, start: int) -> bool:
    """Whether it is the tool of somebody who is there already ("наш дизайнер работает в …")."""
    return bool(_OTHERS.search(_clause(fold, at, start, 90)))


def is_employer(fold: str, at: int, stop: int, start: int, end: int) -> bool:
    """Whether the tool's maker seeks somebody."""
    before = fold[max(start, at - _BEFORE) : at]
    return bool(
        _EMPLOYER_AFTER.match(fold, stop, end)
        or _EMPLOYER_BEFORE.search(before)
        or (_IN.search(before) and _IN_NEEDED.match(fold, stop, end))
    )


def is_place(fold: str, at: int, stop: int, start: int) -> bool:
    """Whether a marketplace is where somebody works ("в Ozon", "Ozon Tech") or answers ("откликнуться на Авито")."""
    if _FIRM.match(fold, stop):
        return True
    before = fold[max(start, at - _BEFORE) : at]
    inside = _IN_PLACE.search(before)
    if inside is not None:
        return not _GOODS.match(inside["what"] or "")
    return bool(_ANSWERED.search(before))


def is_messages(fold: str, at: int, stop: int, start: int, end: int) -> bool:
    """Whether "директ" is the letter-box of a social network."""
    after = _CLAUSE.search(fold, stop, min(end, stop + 40))
    tail = fold[stop : after.start() if after else min(end, stop + 40)]
    return bool(_MESSAGES.search(_clause(fold, at, start, 40)) or _MESSAGES.search(tail))


def is_known(fold: str, at: int, stop: int, start: int) -> bool:
    """Whether a word of knowing or working stands right before; "знание метрик" knows measures."""
    return not _AS_MEASURES.match(fold, at, stop) and bool(_KNOWN.search(_clause(fold, at, start)))

"""Employers named in running text without a label: "Компания Ель", "Ель ищет …", "Ель — это сервис"."""

from collections.abc import Iterator
from typing import Final

from voronka.extract import lazy as re
from voronka.extract.company_name import FORM, LATIN_NAME, MAX_NAME, NAME, ORG, is_city, is_person, trim
from voronka.extract.document import Document
from voronka.extract.folding import has, lines_with
from voronka.extract.worded import Worded
from voronka.model import Evidence

QUOTED: Final = re.compile(
    rf"(?:\b(?P<org>(?:{ORG})[а-яa-z]{{0,6}})(?P<gap>[^\n«»\"“”.!?;:]{{0,60}}))?[«\"“„](?P<name>[^«»\"“”„\n]{{2,{MAX_NAME}}})[»\"”“]"
)
_QUOTE_SIGN: Final = re.compile('[«"“„]')


def quoted(folded: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """The finds of QUOTED, which lie in lines with quotes."""
    for begin, stop in lines_with(folded, _QUOTE_SIGN, start, end):
        yield from QUOTED.finditer(folded, begin, stop)


_AFTER_ORG: Final = re.compile(
    rf"\b(?:(?i:в |у |мы[ ,:—–-]{{1,4}})?(?i:компани[яиюей]{{1,2}}|агентств[оауме]{{1,2}}|студи[яиюей]{{1,2}}|"
    rf"бренд[аеу]?|холдинг[аеу]?|банк[аеу]?|стартап[аеу]?|сервис[аеу]?|маркетплейс[аеу]?|"
    rf"онлайн-школ[аыуе]|школ[аыуе]|сет[ьи]|групп[аыуе] компаний|издательств[оауе]|платформ[аыуе]|проект[аеу]?|"
    rf"клиник[аиуе]|завод[аеу]?|фабрик[аиуе]|застройщик[аеу]?|девелопер[аеу]?))"
    rf" (?P<name>{NAME})"
)
# "Агентство влияния GROM", "в команду Nordlight", "our team at Brightside Agency".
_ORG_LATIN: Final = re.compile(
    rf"\b(?i:компани[яиюей]{{1,2}}|агентств[оауме]{{1,2}}|студи[яиюей]{{1,2}}|бренд[аеу]?|команд[ауые]{{1,2}}|"
    rf"стартап[аеу]?|сервис[аеу]?|"
    rf"studi\w{{0,4}}|agentstv\w{{0,3}}|kompani\w{{0,3}}|magazin\w{{0,3}}|shkol\w{{0,3}}|kafe|salon\w{{0,2}}|"
    rf"brend\w{{0,2}}|"
    rf"платформ[аыуе]|производител[ьяею]|(?:онлайн-)?школ[аыуе]|приложени[еяюй]|игр[аыу]|фонд[ауе]?|"
    rf"маркетплейс[аеу]?|сет[ьи]|"
    rf"клиник[аиуе]|магазин[ауе]?|коворкинг[ауе]?|центр[ауе]?|отел[ьяе]|ресторан[ауе]?|бутик[ауе]?|клуб[ауе]?|галере[яюие]|фирм[ауые]|"
    rf"театр[ауе]?|журнал[ауе]?|банк[ауе]?)(?: [а-яёa-z-]{{3,24}}){{0,3}} (?P<name>{LATIN_NAME})"
)
# "Сеть кофеен Дринкит": what the chain is of stands between.
_CHAIN: Final = re.compile(
    rf"\b(?i:сет[ьи]|компани[яиюей]{{1,2}}|агентств[оауме]{{1,2}}|студи[яиюей]{{1,2}}|клиник[аиуе]|школ[аыуе]|"
    rf"салон[аеу]?|"
    rf"маркетплейс[аеу]?|платформ[аыуе]|приложени[еяюй]|стартап[аеу]?|застройщик[аеу]?|завод[аеу]?|фабрик[аиуе]|"
    rf"магазин[аеу]?|центр[аеу]?|бренд[аеу]?|бюро|производств[оауе]|холдинг[аеу]?|сервис[аеу]?)"
    rf"(?: (?!фриланс|контент|удален)[а-яё-]{{4,20}}){{1,3}} (?P<name>{NAME})(?=\s*(?:[,.!?(|:;—–-]|[^\w\s]|\n|$|"
    rf"(?:ищ|тр|ну|пр|за|от|на|в)))"
)
# "Полярис — это сервис учёта": the post says what the employer is.
_DEFINED: Final = re.compile(
    rf"(?:^|\n)[^\w\n«]{{0,3}}(?P<name>{NAME}) [—–-] (?:это )?(?:[а-яё-]{{3,20}} ){{0,4}}(?:компания"
    rf"|группа компаний|сервис|"
    r"студия|агентство|бренд|сеть|(?:онлайн-)?школа|платформа|магазин|производитель|маркетплейс|стартап|экосистема|"
    r"банк|"
    r"холдинг|застройщик|девелопер|разработчик|медиа|приложение|лидер)\b"
)
# "Temir, рассрочка для клиник": a name with which a line begins, and what it does or is.
_APPOSED: Final = re.compile(
    rf"(?:^|\n)[^\w\n«]{{0,3}}(?:(?:Мы|Это)[ :—–-]{{1,3}})?(?P<name>(?!Мы |Я |Это |Наш|Мо[йя] ){NAME}), (?:(?:наш"
    rf"|мы|это|российск\w{{2}}|международн\w{{2}}|крупн\w{{2}}) )?"
    r"(?:[а-яё-]{4,20} )?(?:сервис|платформа|рассрочка|студия|агентство|бренд|магазин|сеть|производитель|стартап|"
    r"приложение|(?:онлайн-)?школа|компания|маркетплейс|банк|доставка|производство|клиника|застройщик|девелопер|"
    r"медиа|софт|дистрибьютор|поставщик|интегратор|разработчик|оператор|ритейлер|аренда|лизинг)(?= [а-яёa-z]|[,.(])"
)
_ENGLISH_DEFINED: Final = re.compile(
    rf"(?:^|[\n.!?]\s?)(?P<name>{LATIN_NAME}) (?:is an?|[—–-](?: an?| the)?) (?:[\w-]{{1,20}} ){{0,5}}"
    r"(?:startup|company|agency|platform|studio|brand|marketplace|service|network|app|chain|software|tech|fintech|"
    r"edtech|saas|provider|retailer|publisher|manufacturer)\b"
)
_VACANCY_AT: Final = re.compile(rf"\b(?i:вакансия|позиция) в (?P<name>{NAME})(?=\s*[:,—–\n])")
_ENGLISH_ORG: Final = re.compile(
    rf"\b(?i:startup|start-up|company|brand|platform|agency|studio|marketplace|service|brokerage|firm|hotel|clinic"
    rf"|bank|fund) (?P<name>{LATIN_NAME})"
    rf"(?=\s*(?:[,.(|\n–—-]|is\b|$))"
)
_AT: Final = re.compile(rf"\b(?:team|work|position|role|job|us) at (?P<name>{LATIN_NAME})")
_WE: Final = re.compile(
    rf"(?:^|[.!?\n]\s*)(?:Мы(?: делаем| разрабатываем| развиваем| создаём| создаем)?|We are|We're|Я из"
    rf"|Привет[,!]? (?:[Ээ]то|[Мм]ы)|О компании|"
    rf"About)[ ,:—–-]{{1,3}}(?P<name>{LATIN_NAME})(?=[ ,.(—–-])"
)
_WE_ARE: Final = re.compile(
    rf"(?:^|[.!?\n]\s*)(?:Мы|Наша компания|О компании) ?[—–:-] ?(?P<name>{NAME})(?=[,.(]| [—–-]|\s*$)"
)
_SEEKS: Final = re.compile(
    rf"(?:^|[.!?\n]|[^\w\s]\s)\s*(?P<name>{NAME})(?:\s*[,—–(-][^\n.!?]{{1,80}}?[,—–)-])?"
    rf"[^\w\n]{{0,4}}\s(?:снова |опять |срочно |сейчас )?(?:ищет|ищут|"
    rf"жд[её]т|ждут|приглашает|нанимает|открывает|открыл[аи]?|набирает|в поиск[еа]х?|строит|растит|расширяет\w*|"
    rf"растет|растёт|"
    rf"зов[её]т|зовут|бер[её]т|подбирает|примет|объявляет|собирает|усиливает|делает|разрабатывает|производит|помогает|"
    rf"созда[её]т|выпускает|прода[её]т|поставляет|занимается|обучает|обслуживает|доставляет|печатает|шь[её]т|"
    rf"is (?:looking|hiring|growing|expanding|seeking|building|an?)|"
    rf"seeks|looking for|hiring|helps|builds|makes|provides|develops|creates|are (?:looking|hiring))\b"
)
# "Банк Ель | стажировка", "Косметика Лоло, делаем тинты": a name at a line's beginning, and what follows.
_NAME_FIRST: Final = re.compile(
    rf"(?:^|\n)[^\w\n«]{{0,6}}(?:[А-ЯЁ][а-яё]{{3,20}} (?=[A-Z]))?(?P<name>{NAME})(?:"
    r"\s?[|·•]\s?(?i:(?:[а-яё]+ ){0,2}(?:стажировк|ваканси|набор|работа|карьер)|hiring|vacanc|careers?\b|"
    r"we're hiring|jobs?\b)|"
    r"[^\w\n]{0,6}\n\s*(?i:в поиск[еа]х?|ищ[еу]т|ищем|приглашает|нанимает|зов[её]т|открывает)\b|"
    r",\s(?:(?:мы )?[а-яё]{3,15}(?:ем|им|ём)|это)\b)"
)
_LEGAL: Final = re.compile(
    rf"(?<![а-яa-z])(?i:{FORM})\.?\s+[«\"“]?(?P<name>[A-ZА-ЯЁ0-9][^\n«»\"“”,;()]{{1,60}}?)(?=[»\"”,;()\n]|"
    rf"(?<![ .][А-ЯЁ])[.!?](?:\s|$)|\s(?:[а-яa-z–—-]|$)|$)"
)
# "Администрация города Волжска объявляет конкурс": an office named by what it is.
_OFFICE: Final = re.compile(
    r"(?:^|\n)[^\w\n]{0,4}(?P<name>(?:Администрация|Министерство|Департамент|Управление|Комитет|Правительство|"
    r"Центр занятости|Дирекция|Фонд|Союз|Ассоциация)(?: [А-ЯЁа-яё-]{2,25}){1,6}?) "
    r"(?:объявляет|приглашает|ищет|проводит|требуется|набирает|информирует)\b"
)
# "Мастерская голоса (школа вокала)", "Ель (сервис для складов)": what stands in brackets says that it is an employer.
_EXPLAINED: Final = re.compile(
    rf"(?:^|\n)[^\w\n«]{{0,4}}(?P<name>[A-ZА-ЯЁ][\w&.-]{{2,25}}(?: [\w&.-]{{2,25}}){{0,3}}) "
    rf"\((?:[а-яё-]{{3,20}} ){{0,2}}(?:{ORG})[^()\n]{{0,60}}\)"
)
# "Вакансии компании «Ель»": of whom a list's heading says that all its lines are.
_OF_ALL: Final = re.compile(
    r"(?:ваканси\w+|позици\w+|команд\w+|набор) (?:от |в |для )?(?:(?:наш\w+ )?(?:компани|групп|сет|холдинг|банк|"
    r"агентств)\w* )?"
    r"[«\"“„]?$"
)


def of_heading(doc: Document, start: int, end: int) -> tuple[str, Evidence] | None:
    """The employer for whom a whole list is, as its heading says; a channel's own name is none."""
    for match in quoted(doc.folded, start, end):
        at, to = match.span("name")
        hires = SEEKS_AFTER.match(doc.folded, to + 1) or _OF_ALL.search(doc.folded, max(start, at - 50), at)
        if hires and (trimmed := trim(doc.text, at, to)) is not None:
            return doc.text[trimmed[0] : trimmed[1]], doc.evidence("company.heading", *trimmed)
    for match in _SEEKS.finditer(doc.text, start, end):
        trimmed = trim(doc.text, *match.span("name"))
        if trimmed is not None and not is_person(doc.folded[slice(*trimmed)]) and not is_city(doc, *trimmed):
            return doc.text[trimmed[0] : trimmed[1]], doc.evidence("company.heading", *trimmed)
    return None


_ORG_WORDS: Final = (
    "компани", "агентств", "студи", "бренд", "холдинг", "банк", "стартап", "сервис", "маркетплейс", "школ", "сет",
    "групп", "издательств", "платформ", "проект", "клиник", "завод", "фабрик", "застройщик", "девелопер",
)  # fmt: skip
# Each pattern, the surest first, with words of which one stands wherever it finds something.
_NAMED: Final = (
    (_LEGAL, tuple(FORM[3:-1].split("|"))),
    (_DEFINED, (" - ",)),
    (_OFFICE, ("администрац", "министерств", "департамент", "управлени", "комитет", "правительств", "центр занятости",
               "дирекци", "фонд", "союз", "ассоциаци")),
    (_EXPLAINED, (" (",)),
    (_APPOSED, ("сервис", "платформ", "рассрочк", "студия", "агентство", "бренд", "магазин", "сеть", "производ",
                "стартап",
                "приложение", "школа", "компания", "маркетплейс", "банк", "доставка", "клиника", "застройщик",
                "девелопер", "медиа", "софт", "дистрибь", "поставщик", "интегратор", "разработчик", "оператор",
                "ритейлер", "аренда", "лизинг")),
    (_NAME_FIRST, ("|", "·", "•", "\n", ",")),
    (_ENGLISH_DEFINED, (" is a", " - ")),
    (_AFTER_ORG, _ORG_WORDS),
    (_CHAIN, (*_ORG_WORDS, "салон", "магазин", "центр", "бюро", "производств")),
    (_ORG_LATIN, (*_ORG_WORDS,
      "команд", "производител", "приложен", "игр", "фонд", "магазин", "коворкинг", "центр", "отел", "ресторан", "бутик",
      "клуб", "галере", "фирм", "театр", "журнал", "studi", "agentstv", "kompani", "magazin", "shkol", "kafe",
      "salon", "brend")),
    (_ENGLISH_ORG, ("startup", "start-up", "company", "brand", "platform", "agency", "studio", "marketplace",
                    "service", "brokerage", "firm", "hotel", "clinic", "bank", "fund")),
    (_WE, ("мы", "we", "я из", "привет", "о компании", "about")),
    (_WE_ARE, ("мы", "наша компания", "о компании")),
    (_VACANCY_AT, ("вакансия в", "позиция в")),
    (_AT, (" at ",)),
    (_SEEKS, ("ищет", "ищут", "ждет", "ждут", "приглаша", "нанима", "открыва", "открыл", "набира", "в поиск", "строит",
              "растит", "расширя", "растет", "зов", "бер", "подбира", "примет", "объявля", "собира", "усилива",
              "делает", "разрабат", "производит", "помога", "созда", "выпуска", "продает", "поставля", "занимается",
              "обуча", "обслужив", "доставля", "печата", "шьет", " is ", "are ", "seeks", "looking for", "hiring",
              "helps", "builds", "makes", "provides", "develops", "creates")),
)  # fmt: skip


_AFTER_ORG_WORDS: Final = frozenset({_AFTER_ORG, _CHAIN, _ORG_LATIN})
_ORG_WORD: Final = Worded(
    r"\b(?:компани|агентств|студи|бренд|холдинг|банк|стартап|сервис|маркетплейс|школ|онлайн-школ|сет[ьи]|групп|издательств|"
    r"платформ|проект|клиник|завод|фабрик|застройщик|девелопер|салон|магазин|центр|бюро|производств|команд|производител|"
    r"приложени|игр|фонд|коворкинг|отел|ресторан|бутик|клуб|галере|фирм|театр|журнал|studi|agentstv|kompani|magazin|shkol|kafe|salon|brend)"
)


def _matches(doc: Document, pattern: re.Pattern[str], start: int, stop: int) -> Iterator[re.Match[str]]:
    """A pattern's finds; of those that begin at a word for an organisation only in its lines."""
    if pattern not in _AFTER_ORG_WORDS:
        yield from pattern.finditer(doc.text, start, stop)
        return
    done = start
    for word in _ORG_WORD.finditer(doc.folded, start, stop):
        if word.start() < done:
            continue
        begin = max(doc.text.rfind("\n", start, word.start()) + 1, start)
        line_end = doc.text.find("\n", word.end(), stop)
        done = stop if line_end < 0 else line_end
        yield from pattern.finditer(doc.text, begin, done)


def find(doc: Document, start: int, stop: int) -> tuple[int, int] | None:
    part = doc.folded[start:stop]
    bracketed: tuple[int, int] | None = None
    for pattern, words in _NAMED:
        if not has(part, words):
            continue
        for match in _matches(doc, pattern, start, stop):
            span = match.span("name")
            if pattern is _SEEKS and is_person(doc.folded[span[0] : span[1]]):
                continue
            if (trimmed := trim(doc.text, *span)) is None:
                continue
            if pattern is _LEGAL and doc.text[match.start() - 1 : match.start()] == "(":
                bracketed = bracketed or span  # "Мастерская Ель (ИП Иванов)": the form's name where none else stands
                continue
            if pattern is _OFFICE:
                return span
            trades = [m for m in doc.mentions_between(*span) if m.start == span[0]]
            if not is_city(doc, *trimmed) and not doc.in_quote(span[0]) and not trades:
                return span
    return bracketed


SEEKS_AFTER: Final = re.compile(
    r"[ ,]{0,2}(?:\([^()\n]{1,60}\) )?(?:снова |опять |срочно )?(?:ищ[еу]т|бер[еу]т|приглашает|примет|возьмет|наймет|"
    r"нанимает|расширяется|растет|подбирает|объявляет|набирает"
    r"|жд[еу]т|зов[еу]т|открывает|открыл[аи]?|остал(?:ся|ась) без|"
    r"собирает|расширяет|в поиске)\b"
)

"""The employer's name, as written, without legal form and quotes."""

import re
from typing import Final

from voronka.extract.document import Document
from voronka.extract.text import parses
from voronka.extract.title import Title
from voronka.model import Evidence, Kind

MAX_NAME: Final = 70
_EXAMINED: Final = 3_500

_FORM: Final = r"(?:ооо|оао|зао|пао|ао|ип|нко|ано|гк|тоо|чп|фгуп|гбу|ltd|llc|inc|gmbh)"
_LABEL: Final = re.compile(
    r"(?:^|[\n•|;,.]\s*|[^\w\n]{1,4})(?:компания|работодатель|company|employer|заказчик|организация|бренд|"
    r"название компании|клиент)(?:\s?:| [-–—])\s*(?P<name>[^\n]{2,90})"
)
# Words for an organisation, after which its name in quotes stands. Their case endings are open.
_ORG: Final = (
    r"компани|агентств|студи|бренд|сет[ьи]|школ|онлайн-школ|академи|завод|фабрик|производств|магазин|"
    r"маркетплейс|сервис|стартап|банк|клиник|холдинг|групп|бюро|"
    r"издательств|медиа|фонд|центр|клуб|ресторан|кафе|кофейн|пекарн|отел|гостиниц|глэмпинг|база отдыха|"
    r"застройщик|девелопер|платформ|проект|команд|лаборатори|"
    r"импорт[её]р|дистрибьютор|поставщик|производител|фирм|организаци|предприяти|корпораци|ритейлер|типографи|"
    r"мастерск|ателье|салон|редакци|журнал|телеканал|радио|"
    r"университет|институт|колледж|лаборатор|аптек|фитнес|дом|франшиз|турфирм|туроператор|автосалон|автоцентр|"
    r"логистик|интегратор|вендор|комбинат|ферм|хозяйств|"
    r"концерн|объединени|супермаркет|гипермаркет|шоурум|продакшн|продакшен|образовательн|интернет-магазин|"
    r"приложени|игр|ассоциаци|конгресс-бюро|барбершоп|стоматологи|"
    r"универмаг|пространств|коворкинг|парк|музей|театр|фестивал|склад|питомник|оператор|партн[её]р|дилер|"
    r"экосистем|маркетинг|event|company|agency|studio"
)
_QUOTED: Final = re.compile(
    rf"(?:\b(?P<org>(?:{_ORG})[а-яa-z]{{0,6}})(?P<gap>[^\n«»\"“”.!?;:]{{0,60}}))?[«\"“„](?P<name>[^«»\"“”„\n]{{2,{MAX_NAME}}})[»\"”“]"
)
_LATIN_NAME: Final = r"[A-Z][\w&.\-’']{1,25}(?: (?:(?:of|and|&) )?[A-Z0-9][\w&.\-’']{0,25}){0,3}"
_NAME: Final = r"(?:[A-ZА-ЯЁ0-9][\w&.\-’'+]{1,30}(?: (?:(?:и|of|and|&) )?[A-ZА-ЯЁ0-9][\w&.\-’'+]{0,30}){0,4})"
_AFTER_ORG: Final = re.compile(
    rf"\b(?:(?i:в |у |мы[ ,:—–-]{{1,4}})?(?i:компани[яиюей]{{1,2}}|агентств[оауме]{{1,2}}|студи[яиюей]{{1,2}}|"
    rf"бренд[аеу]?|холдинг[аеу]?|банк[аеу]?|стартап[аеу]?|сервис[аеу]?|маркетплейс[аеу]?|"
    rf"онлайн-школ[аыуе]|школ[аыуе]|сет[ьи]|групп[аыуе] компаний|издательств[оауе]|платформ[аыуе]|проект[аеу]?|"
    rf"клиник[аиуе]|завод[аеу]?|фабрик[аиуе]|застройщик[аеу]?|девелопер[аеу]?))"
    rf" (?P<name>{_NAME})"
)
_TITLE_LINE: Final = re.compile(
    rf"\s*(?:\([^()\n]{{1,60}}\)\s*)?(?:(?:@|—|-|–|\||в|во|at|in|for|to)\s+(?P<name>{_LATIN_NAME}|{_NAME})|"
    rf",\s+(?P<latin>{_LATIN_NAME}))"
    rf"(?=\s*(?:[^\w\s&]|\n|$))"
)
# "Агентство влияния GROM", "в команду Nordlight", "our team at Brightside Agency".
_ORG_LATIN: Final = re.compile(
    rf"\b(?i:компани[яиюей]{{1,2}}|агентств[оауме]{{1,2}}|студи[яиюей]{{1,2}}|бренд[аеу]?|команд[ауые]{{1,2}}|"
    rf"стартап[аеу]?|сервис[аеу]?|"
    rf"платформ[аыуе]|производител[ьяею]|(?:онлайн-)?школ[аыуе]|приложени[еяюй]|игр[аыу]|фонд[ауе]?|маркетплейс[аеу]?|сет[ьи]|"
    rf"клиник[аиуе]|магазин[ауе]?)(?: [а-яёa-z-]{{3,24}}){{0,3}} (?P<name>{_LATIN_NAME})"
)
# "Сеть кофеен Дринкит": what the chain is of stands between.
_CHAIN: Final = re.compile(rf"\b(?i:сет[ьи]) [а-яё-]{{4,20}} (?P<name>{_NAME})")
# "Полярис — это сервис учёта": the post says what the employer is.
_DEFINED: Final = re.compile(
    rf"(?:^|\n)[^\w\n«]{{0,3}}(?P<name>{_NAME}) [—–-] (?:это )?(?:[а-яё-]{{3,20}} ){{0,2}}(?:компания"
    rf"|группа компаний|сервис|"
    r"студия|агентство|бренд|сеть|(?:онлайн-)?школа|платформа|магазин|производитель|маркетплейс|стартап|экосистема|банк|"
    r"холдинг|застройщик|девелопер|разработчик|медиа|приложение|лидер)\b"
)
_ENGLISH_DEFINED: Final = re.compile(
    rf"(?:^|[\n.!?]\s?)(?P<name>{_LATIN_NAME}) is an? (?:[\w-]{{1,20}} ){{0,5}}(?:startup|company"
    rf"|agency|platform|studio|brand|"
    r"marketplace|service|network|app)\b"
)
_VACANCY_AT: Final = re.compile(rf"\b(?i:вакансия|позиция) в (?P<name>{_NAME})(?=\s*[:,—–\n])")
_ENGLISH_ORG: Final = re.compile(
    rf"\b(?i:startup|start-up|company|brand|platform|agency|studio|marketplace|service) (?P<name>{_LATIN_NAME})"
    rf"(?=\s*(?:[,.(|\n–—-]|is\b|$))"
)
_AT: Final = re.compile(rf"\b(?:team|work|position|role|job|us) at (?P<name>{_LATIN_NAME})")
_WE: Final = re.compile(
    rf"(?:^|[.!?\n]\s*)(?:Мы|We are|We're|Я из|Привет[,!]? (?:это|мы)|О компании|"
    rf"About)[ ,:—–-]{{1,3}}(?P<name>{_LATIN_NAME})(?=[ ,.(—–-])"
)
_WE_ARE: Final = re.compile(
    rf"(?:^|[.!?\n]\s*)(?:Мы|Наша компания|О компании) ?[—–:-] ?(?P<name>{_NAME})(?=[,.(]| [—–-]|\s*$)"
)
_SEEKS: Final = re.compile(
    rf"(?:^|[.!?\n]|[^\w\s]\s)\s*(?P<name>{_NAME})(?:\s*[,—–(-][^\n.!?]{{1,80}}?[,—–)-])?\s+(?:ищет|ищут|"
    rf"жд[её]т|приглашает|нанимает|открывает|набирает|в поиске|строит|растит|расширяет|is looking|is hiring|"
    rf"seeks|looking for|hiring)\b"
)
_LEGAL: Final = re.compile(
    rf"(?<![а-яa-z])(?i:{_FORM})\.?\s+[«\"“]?(?P<name>[A-ZА-ЯЁ0-9][^\n«»\"“”,;()]{{1,60}}?)(?=[»\"”,;()\n]|"
    rf"[.!?](?:\s|$)|\s(?:[а-яa-z–—-]|$)|$)"
)
# A quoted name after these is no employer: a product, a past or another employer, a title of something.
_NOT_EMPLOYER: Final = re.compile(
    r"(?:категори|участ[ок]к|курс|рубрик|вебинар|тариф|програм|направлени|позици|должност|ваканси|раздел|"
    r"пометк|тем[аеуы] |слов[оа]|кнопк|хештег|жк |станци|остановк|метро|"
    r"профессии?|номинаци|фраз|канал|работал[аи]? (?:с|в|на)|клиент\w* [—–-]|например|уровн|формат|статус|"
    r"вопрос|опци|тег|премии?|конкурс|газет|тц|трц|бц|1с|любител|«? ?за |плакал|поисков)\w*[^\n«\"“]{0,25}$"
)
_NO_NAME: Final = re.compile(
    r"(?:мы|вы|вам|нам|команд\w*|компани[яи]|онлайн|удален\w*|москв\w+|россия|рф|спб|офис|гибрид|remote|"
    r"full.*|part.*|вакансия|b2b|b2c|saas|hr|it|smm|seo|pr|crm|"
    r"telegram|whatsapp|tiktok|instagram|facebook|google|youtube|вконтакте|wb|ozon|wildberries|zoom|figma|"
    r"excel|да|нет|привет.*|здравствуйте.*|друзья|ребята|коллеги|кого|кто|обязанности|требования|условия|"
    r"задачи|"
    r"е-?ком\w*|e-?com\w*|fmcg|edtech|fintech|финтех|геймдев|россии|помощ\w*|проект\w*|штат|отдел\w*|команду|"
    r"европ\w*|дубай|сша|снг|ближайш\w*|начинающ\w*|срочно.*|внимание|москва.*|telegram.*|tg|вк|vk|ai|ml|"
    r"web3?|horeca|хорека|retail|ритейл|we|we['’]re|our|us|ads|зп|з/п|вилка|зарплата|оклад|доход)"
)


def find(
    doc: Document, title: Title | None, kind: Kind, start: int = 0, end: int | None = None
) -> tuple[str, Evidence] | None:
    """The employer named between two offsets, or None; a candidate's employers are past ones and never named."""
    if kind is Kind.CANDIDATE:
        return None
    stop = min(len(doc.text) if end is None else end, start + _EXAMINED)
    for rule, span in (
        ("company.label", _label(doc, start, stop)),
        ("company.card", _of_card(doc, start)),
        ("company.sign", _signed(doc, start, stop)),
        ("company.beside_title", _beside_title(doc, title, stop)),
        ("company.quoted", _quoted(doc, title, start, stop)),
        ("company.named", _named(doc, start, stop)),
    ):
        if span is not None:
            trimmed = _trim(doc.text, *span)
            if trimmed is not None:
                return doc.text[trimmed[0] : trimmed[1]], doc.evidence(rule, *trimmed)
    return None


def _of_card(doc: Document, start: int) -> tuple[int, int] | None:
    if start:
        return None
    card = doc.card
    if card is None or card.company is None:
        return None
    start, end = card.company.words, card.company.end
    cut = re.search(r"\s[·•|]\s", doc.text[start:end])
    return _inside_quotes(doc.text, start, end) or (start, start + cut.start() if cut else end)


def _label(doc: Document, start: int, stop: int) -> tuple[int, int] | None:
    match = _LABEL.search(doc.folded, start, stop)
    if match is None:
        return None
    quoted = _inside_quotes(doc.text, *match.span("name"))
    if quoted is not None:
        return quoted
    cut = re.search(r"[(,;.!|•]|\s[-–—]\s|→|\s{2,}", doc.folded[match.start("name") : match.end("name")])
    end = match.start("name") + cut.start() if cut else match.end("name")
    return match.start("name"), end


# A line of its own under the sign of an office: "🏢 Тёплый дом".
_SIGN: Final = re.compile(rf"^[^\w\n]{{0,3}}(?:🏢|🏛|🏭|🏬)\ufe0f?\s?(?P<name>{_NAME})\s*$", re.MULTILINE)


def _signed(doc: Document, start: int, stop: int) -> tuple[int, int] | None:
    match = _SIGN.search(doc.text, start, stop)
    return match.span("name") if match and not _is_city(doc, *match.span("name")) else None


def _inside_quotes(text: str, start: int, end: int) -> tuple[int, int] | None:
    match = re.search(rf"[«\"“„]([^«»\"“”„\n]{{2,{MAX_NAME}}})[»\"”“]", text[start:end])
    return (start + match.start(1), start + match.end(1)) if match else None


def _beside_title(doc: Document, title: Title | None, stop: int) -> tuple[int, int] | None:
    if title is None:
        return None
    line_end = doc.text.find("\n", title.end, stop)
    line_end = stop if line_end < 0 else line_end
    match = _TITLE_LINE.match(doc.text, title.end, line_end)
    if match is None:
        return _second_line(doc, title)
    span = match.span("name") if match.group("name") else match.span("latin")
    # "в фонд «Старт»", "| ГК «Старт»": the name is in the quotes.
    quoted = _QUOTED_NEXT.match(doc.text, span[1], line_end)
    span = quoted.span("name") if quoted else span
    return None if _is_city(doc, *span) else span


_QUOTED_NEXT: Final = re.compile(rf" [«\"“„](?P<name>[^«»\"“”„\n]{{2,{MAX_NAME}}})[»\"”“]")


def _second_line(doc: Document, title: Title) -> tuple[int, int] | None:
    """A name alone on the line under the title's, with an empty line after it."""
    rows = [row for row in doc.rows if row.words < row.end][:2]
    if len(rows) < 2 or not rows[0].start <= title.start < rows[0].end or rows[1].marker:
        return None
    start, end = rows[1].words, rows[1].end
    alone = (
        doc.folded[end : end + 3].replace(" ", "").startswith("\n\n") and "\n\n" not in doc.folded[rows[0].end : start]
    )
    if not alone or not re.fullmatch(_NAME, doc.text[start:end]) or doc.mentions_between(start, end):
        return None
    return None if _is_city(doc, start, end) else (start, end)


def _quoted(doc: Document, title: Title | None, start: int, stop: int) -> tuple[int, int] | None:
    """The quoted name that most looks like the employer's: after a word for an organisation, near the title, early."""
    best: tuple[float, tuple[int, int]] | None = None
    for match in _QUOTED.finditer(doc.folded, start, stop):
        at, to = match.span("name")
        raw = doc.text[at:to].strip()
        if not raw[:1].isupper() and not raw[:1].isdigit():
            continue
        before = doc.folded[max(start, at - 45) : at - 1]
        # "Позиция в агентстве «…»": what stands right before the name outweighs what stands further off.
        named = match.group("org") is not None and not match.group("gap").strip() and _PAST.search(before) is None
        other = not named and _NOT_EMPLOYER.search(before) is not None
        if raw.count(" ") > 4 or raw.endswith((".", "!", "?", ",")) or other or doc.in_quote(at):
            continue
        score = 3.0 if match.group("org") else 0.0
        # An agency is the employer only where nobody else is named.
        agency = 2.5 if _AGENCY.search(before) else 0.0
        score += 2.0 if re.search(r"(?:^|\W)(?:в|во|у|для|мы|из|от|это)\s*$", before) or before.endswith(", ") else 0.0
        score += 2.0 if title is not None and 0 <= at - title.end <= 120 else 0.0
        score += 3.0 if _SEEKS_AFTER.match(doc.folded, to + 1) else 0.0
        score += 1.0 if at - start < 250 else 0.0
        score -= (at - start) / 800
        begins = _OPENS.search("\n" + doc.folded[max(start, match.start() - 12) : match.start()]) is not None
        score += 1.0 if begins else 0.0
        score -= 1.0 if at - start > 400 else 0.0
        if score >= 1.5 and (best is None or score - agency > best[0]):
            best = (score - agency, (at, to))
    return best[1] if best else None


def _named(doc: Document, start: int, stop: int) -> tuple[int, int] | None:
    for pattern in (
        _LEGAL,
        _DEFINED,
        _ENGLISH_DEFINED,
        _AFTER_ORG,
        _CHAIN,
        _ORG_LATIN,
        _ENGLISH_ORG,
        _WE,
        _WE_ARE,
        _VACANCY_AT,
        _AT,
        _SEEKS,
    ):
        for match in pattern.finditer(doc.text, start, stop):
            span = match.span("name")
            if pattern is _SEEKS and _is_first_name(doc.folded[span[0] : span[1]]):
                continue
            if _trim(doc.text, *span) is None:
                continue
            if not _is_city(doc, *span) and not doc.in_quote(span[0]) and not doc.mentions_between(*span):
                return span
    return None


_PAST: Final = re.compile(r"работал|канал|клиент|рубрик|премии|участни|вебинар|курс")
_OPENS: Final = re.compile(r"[\n.!:][^\w\n]*\Z")
_SEEKS_AFTER: Final = re.compile(
    r"[ ,]{0,2}(?:\([^()\n]{1,60}\) )?(?:ищ[еу]т|бер[еу]т|приглашает|примет|возьмет|наймет|набирает"
    r"|жд[еу]т|зов[еу]т|открывает|"
    r"собирает|расширяет|в поиске)\b"
)
_AGENCY: Final = re.compile(r"\b(?:кадров|рекрутинг|рекрутмент|хедхант|hr-агентств)\w*[^\n«»]{0,30}$")


def _is_first_name(words: str) -> bool:
    return " " not in words and any("Name" in parse.tag for parse in parses(words)[:2])


def _is_city(doc: Document, start: int, end: int) -> bool:
    from voronka.extract import place

    return bool(place.find(doc.text, Kind.VACANCY, start, end)[0])


def clean(name: str) -> str:
    """A name that a source gives in a field of its own, without legal form and quotes: of "Агентство «Лист»" "Лист"."""
    within = _inside_quotes(name, 0, len(name))
    trimmed = _trim(name, *(within or (0, len(name))))
    return name[trimmed[0] : trimmed[1]] if trimmed else name.strip()


_NO_FIRST: Final = frozenset({"зп", "з/п", "вилка", "зарплата", "оклад", "доход", "опыт", "график", "оплата", "формат"})
_EDGE: Final = " \t\n«»\"“”„'.,;:!•|—–-→*_()"
_LEGAL_PREFIX: Final = re.compile(rf"(?:{_FORM})\b\.?[\s«\"“]+", re.IGNORECASE)
# "Онлайн-школа Берёзка": the name is what follows, where that is a name by itself.
_ORG_PREFIX: Final = re.compile(
    r"(?i:[\w-]{0,20}(?:компания|школа|агентство|студия|академия|магазин|магазины|платформа|биржа|сервис|"
    r"стартап|бренд)|"
    r"(?:рекламное|маркетинговое|креативное) агентство|сеть магазинов|группа компаний)\s+(?=[A-ZА-ЯЁ])"
)
_BRACKET: Final = re.compile(r"\s*\([^()]*\)?\s*$")
# Where a name ends and the next sentence, or what its shops are like, begins.
_SENTENCE: Final = re.compile(r"(?<=\w{3})[.!?] |(?<=\w) формата ")
_TRAILING_FORM: Final = re.compile(rf"[,\s]+(?:{_FORM})\b.*$", re.IGNORECASE)


# "ИБ-компания", "онлайн-школа": what sort of employer it is, not its name.
_KIND_OF_COMPANY: Final = re.compile(
    r"(?:^|-)(?:компани|агентств|студи|школ|бренд|сет|платформ|сервис|стартап|магазин|холдинг|завод|клиник|аутсорс|аутстафф|продакшн|продакшен)\w{0,3}$|"
    r"^компания-\w+$"
)


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The name's offsets without quotes, legal form and brackets; None where no name is left."""
    while True:
        before = (start, end)
        while start < end and text[start] in _EDGE:
            start += 1
        while end > start and text[end - 1] in _EDGE:
            end -= 1
        prefix = _LEGAL_PREFIX.match(text, start, end) or _ORG_PREFIX.match(text, start, end)
        if prefix is not None:
            start = prefix.end()
        bracket = _BRACKET.search(text[start:end])
        if bracket is not None and bracket.start() > 1:
            end = start + bracket.start()
        more = _SENTENCE.search(text[start:end])
        if more is not None:
            end = start + more.start()
        form = _TRAILING_FORM.search(text[start:end])
        if form is not None and form.start() > 1:
            end = start + form.start()
        if (start, end) == before:
            break
    name = text[start:end]
    if len(name) < 2 or len(name) > MAX_NAME or not any(char.isalpha() for char in name):
        return None
    words = name.lower().replace("ё", "е").split()
    if len(words) == 1 and _KIND_OF_COMPANY.search(words[0]):
        return None
    if words[0] in _NO_FIRST:
        return None
    return None if all(_NO_NAME.fullmatch(word) for word in words) else (start, end)

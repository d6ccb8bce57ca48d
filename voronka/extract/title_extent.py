"""How far a title reaches around its role words: the attributes before them, what the position is about after."""

from typing import Final

from voronka.extract import lazy as re
from voronka.extract.document import Document
from voronka.extract.roles import RoleMention
from voronka.extract.text import parses, tokens_of

MAX_TITLE: Final = 140
"""Characters of a title at most."""

_SENIORITY_WORDS: Final = (
    "senior|middle|junior|intern|trainee|lead|head|chief|старш\\w+|младш\\w+|ведущ\\w+|главн\\w+|стажер\\w*|"
    "сеньор\\w*|миддл|мидл|джун\\w*|помощник\\w*|"
    "ассистент\\w*|заместител\\w+|middle\\+|личн\\w+|персональн\\w+|бизнес|remote|временн\\w+|играющ\\w+|зам|"
    "профессиональн\\w+"
)
_LEFT: Final = re.compile(rf"^(?:{_SENIORITY_WORDS})$")
_ADJECTIVE: Final = re.compile(
    r"^[а-я]{3,}(?:ый|ий|ой|ого|его|ому|ему|ым|им|ая|яя|ую|юю|ые|ие|ых|их)$|^(?:b2b|b2c|it|digital|hr|pr|seo|"
    r"smm|web|ai|3d|ux|ui|e|x|x?tech|crm|диджитал)$"
)
# Adjectives that praise or count, or say how, and are no part of a position's name.
_NOT_TITLE: Final = re.compile(
    r"^(?:опытн|сильн|талантлив|крут|классн|толков|ответственн|активн|амбициозн|нов|перв|втор|трет|еще|наш|"
    r"сво|мо|тво|ваш|знаком|удаленн|внимательн|грамотн|"
    r"энергичн|хорош|лучш|настоящ|дорог|быстр|умн|идеальн|тог|так|друг|котор|эт|кажд|люб|один|одн|штатн|"
    r"постоянн|срочн|целеустремленн|инициативн|креативн(?=ог|ую)|надежн|профильн|универсальн(?=ог)|боев|"
    r"проактивн|жив(?=ого|ую|ой)|голодн|проверенн|знающ|вменяем|адекватн|коммуникабельн|исполнительн|мотивированн|заряженн|смел|позитивн|"
    r"трудолюбив|добросовестн|порядочн|усидчив|общительн|пунктуальн|аккуратн|перспективн|харизматичн|шустр|рукаст|"
    r"самостоятельн|действующ|практикующ|свободн|недорог|стильн|наст|дружн|огнен|нескольк|начинающ|бывш|квалифицированн)\w*$"
)

_STOP_WORDS: Final = (
    "в|во|на|для|с|со|от|до|из|за|без|под|при|у|к|которы\\w+|ищ\\w+|требу\\w+|нуж\\w+|удален\\w+|удаленк\\w*|"
    "дистанц\\w+|remote|remotely|офис|гибрид\\w*|фриланс\\w*|полн\\w+|"
    "частичн\\w+|занятость|зп|з/п|зарплат\\w*|оклад|вакансия|резюме|опыт|оплат\\w+|срочн\\w+|требован\\w+|"
    "обязанн\\w+|который|чтобы|если|где|что|это|есть|готов\\w*|can|with|for|at|in|"
    "v|na|dlya|full|part|to|who|we|you|your|our|is|are|will|and|мы|я|не|от|гибк\\w+|график|про|проектн\\w+|разов\\w+|"
    "подработк\\w*|salary|or|обо|по договор\\w*|"
    "город|локаци\\w+|или|и|а|но|себе|нам|мне|вам|открыт\\w*|москв\\w+|спб|мск|"
    "средн\\w+|формат|работа\\w*|лет|год\\w*|берет|берем|заказ\\w*|компани\\w+|онлайн-школ\\w+|помо\\w+|"
    "свобод\\w+|пиш\\w+|жд\\w+|пожалуйста|жела\\w+|хоч\\w+|приглаша\\w+|умею|делаю|создаю|настраиваю|"
    "после|перед|вместо|кроме|wanted|needed|возьм\\w+|полный|неполный|освобо\\w+|верну\\w+|вышел|вышла|остал\\w+|появил\\w+|снова|опять|сейчас"
)
_STOP: Final = re.compile(rf"(?:{_STOP_WORDS})$")
# "в отдел SMM", "в офис продаж", "на телефон", "на исходящие звонки": these belong to the title.
KEPT_TAIL: Final = re.compile(
    r" (?:в|во) (?:(?!нов|наш|молод|дружн|сво|больш|сильн|крут)[\w-]{1,12}[ -])?"
    r"(?:(?:отдел|департамент|офис|pr-отдел)е?|"
    r"группу|группе|направление|направлении|службу|службе)(?: (?!в |на |по |для |с )[\w-]+){0,2}?"
    r"(?= ?(?:[,.;:!(|•«\"\n]|- |$))|"
    r" у (?:блогер|инфлюенсер)[а-я]*|"
    r" в (?:переписк|мессенджер|чат|директ)(?:е|ах)(?= ?(?:[,.;:!(|•\n]|$|[^\w\s]))|"
    r" в (?:telegram|телеграм\w*|вк|vk|instagram|инстаграм\w*|tiktok|яндекс\w*)(?= ?(?:[,.;:!(|•\n]|$))|"
    r" на (?:исходящ|входящ|телефон|маркетплейс|wb|ozon|тепл|участок|геткурс|getcourse|tilda|тильд|"
    r"битрикс|вебинар|прогрев)[\w-]*(?: [а-я]{4,}(?=ки|и|ы|[ ,.\n]|$))?|"
    # A tool or a platform: "на n8n/Make", but not how much is worked ("на full-time").
    r" на (?!(?:full|part|remote|freelance|fulltime|parttime|youtube|telegram)\b)[a-z][a-z\d.+]{1,20}"
    r"(?: ?[/+] ?[a-z][a-z\d.+]{1,20}){0,2}(?![\w-])"
)
_BREAK: Final = re.compile(
    r"[\n,;:!?()\[\]|•·→@#«»\"“”<>{}=*_$€₽₸]|\.(?=\s|$)|\s[-/&+]\s|\s{2,}|(?<![а-яa-z])\d{2,}|"
    r"[\u2190-\u2bff\U0001f000-\U0001faff\ufe0f]"
)
_JOIN: Final = re.compile(r"\s*(?:/|,|\+|&|\||-\s|\bи\b|\bили\b|\bлибо\b|\band\b|\bor\b)\s*(?:[\w+]+[ -]){0,2}")
_KEPT_CAPITALS: Final = re.compile(r"(?:яндекс|директ|озон|вайлдбер|авито|телеграм|вк|битрикс)\w*$")
_EITHER: Final = re.compile(r" (?:или|либо|or) ")


def extent(doc: Document, head: RoleMention, lower: int, to: int, *, either: bool = True) -> tuple[int, int]:
    """The offsets of the whole title around its role words: attributes before, what it is about after.

    Without ``either`` a second name of the same trade after "или" is no part of it ("место пиарщика или PR-менеджера").
    """
    start = left(doc, head, lower)
    end = _right(doc, head, head.end, to)
    for _ in range(3):
        following = next(iter(doc.mentions_between(end, min(to, end + 40))), None)
        if following is None or (following.how == "generic" and "/" not in doc.folded[end : following.start]):
            break
        if not _JOIN.fullmatch(doc.folded, end, following.start):
            break
        more = following.code not in {head.code, "other"}
        if not (either or more) and head.how == following.how == "name" and _EITHER.match(doc.folded, end):
            break
        parted = doc.folded[end : following.start]
        if ("," in parted and following.how == "field" and head.how == "name") or (
            "|" in parted and (following.code == "other" or parted.strip() != "|")
        ):
            break
        end = _right(doc, following, following.end, to)
    return start, without_level(doc, head.end, end)


_LEVEL_TAIL: Final = re.compile(
    r"(?:[ ,/+-]*\b(?:middle|senior|junior|intern|trainee|миддл|мидл|сеньор|джун)\b\+?)+[ /+]*$"
)


def without_level(doc: Document, least: int, end: int) -> int:
    """The end of a title without the levels named after it ("SEO-специалист Middle+/Senior")."""
    match = _LEVEL_TAIL.search(doc.folded, least, end)
    return match.start() if match else end


def left(doc: Document, head: RoleMention, lower: int) -> int:
    """Where a title begins: with its role words or the attributes before them, not before an offset."""
    start = head.start
    for token in reversed(tokens_of(doc.folded, max(lower, head.start - 60), head.start)[-4:]):
        gap = doc.folded[token.end : start]
        if gap not in (" ", "-", " - ", "/", "+ ", "/ "):
            break
        if head.how == "field" and gap == " " and _FIRST_PERSON.match(token.word) and _is_offer(token.word):
            return token.start
        latin = token.word.isascii() and token.word.isalpha() and doc.folded[head.start].isascii() and gap == " "
        if latin and len(token.word) > 2 and not _ENGLISH.match(token.word):
            start = token.start
            continue
        if gap == " - " and (_ENGLISH.match(token.word) or _STOP.match(token.word)):
            break  # "Open to work - SDR": what stands before a dash is no part of a compound
        hyphen = "-" in gap
        adjective = _ADJECTIVE.match(token.word) is not None and _NOT_TITLE.match(token.word) is None
        if not (hyphen or adjective or _LEFT.match(token.word)) or (
            _STOP.match(token.word) and not _LEFT.match(token.word)
        ):
            break
        start = token.start
    return start


_ENGLISH: Final = re.compile(
    r"(?:the|our|your|for|new|with|and|are|you|job|role|need|needs|hire|hiring|seek\w*|look\w*|search\w*|want\w*|join|"
    r"open|position|vacancy|urgent\w*|full|part|time|remote|freelance|experienced|talented|strong|great|good|meet|as|"
    r"ishu|ishem|ishchem|nuzhen|nuzhna|trebuetsya|vakansiya|team|company|agency|working|work|from|who|has|have|was|more|best|top|hello|hey|available|title|find\w*)$"
)
# "Настраиваю Яндекс Директ", "ведём соцсети": what somebody does stands for their trade.
_FIRST_PERSON: Final = re.compile(r"[а-я]{2,}(?:ю|у|ем|им)$")


def _is_offer(word: str) -> bool:
    return any(parse.tag.POS == "VERB" and "1per" in parse.tag for parse in parses(word)[:2])


def _right(doc: Document, head: RoleMention, end: int, to: int) -> int:
    limit = min(to, end + MAX_TITLE)
    # Another trade named right after is not part of the title, unless the position helps it ("помощник маркетолога").
    other = next((m for m in doc.mentions_between(end, limit) if m.how == "name"), None)
    if other is not None and doc.folded[other.start : other.end].split(" ")[0].endswith(("у", "ю")):
        limit = other.start
    stop = _BREAK.search(doc.folded, end, limit)
    limit = stop.start() if stop else limit
    tail = KEPT_TAIL.match(doc.folded, end, min(to, end + MAX_TITLE))
    if tail is not None:
        end = tail.end()
    shouting = doc.text[max(0, end - 12) : end].isupper()
    if head.code == "targeted_ads" and head.how == "name" and (platform := _PLATFORM.match(doc.folded, end, limit)):
        limit = platform.start()
    region = head.code in _REGIONAL
    last, last_end, linked = "", end, False
    for count, token in enumerate(tokens_of(doc.folded, end, limit)):
        raw = doc.text[token.start : token.end]
        proper = raw[:1].isupper() and not raw.isascii() and not shouting and not _KEPT_CAPITALS.match(token.word)
        about, last = token.word in {"с", "со"} and _ABOUT.match(last) is not None, token.word
        proper = proper and not (region and linked and count <= 3)
        if (_STOP.match(token.word) and not about) or proper or count >= _MAX_TAIL or token.word.isdigit():
            break
        last_end, end = (end if token.word in _LINKS else last_end), token.end
        linked = token.word in _LINKS
        if _OF_FIRM.match(last) and _FIRM.match(doc.folded, end):
            end = token.start - 1  # "отдел маркетинга строительной компании": whose it is
            break
    return last_end if linked else end


_OF_FIRM: Final = re.compile(r"[а-я]{3,}(?:ой|ого|ей|его|ую|юю)$")
_FIRM: Final = re.compile(r" (?:компани|фирм|организаци|холдинг|корпораци)")
# Where ads are targeted is a remark, not a part of the name: "таргетолог ВКонтакте".
_PLATFORM: Final = re.compile(
    r" (?:вк|вконтакте|vk|fb|facebook|фейсбук|meta|instagram|инстаграм\w*|telegram|телеграм\w*)\b(?! ?(?:ads|реклам))"
)
# Whose title may name the land they work in: "региональный менеджер по Уралу".
_REGIONAL: Final = frozenset({"sales_representative", "business_development", "account_manager"})
# "по работе с сетями", "по взаимодействию с партнёрами": here "с" goes on with the name.
_ABOUT: Final = re.compile(
    r"(?:авто(?:мобил\w+)?|машин|работ[еы]|взаимодействию|сотрудничеству|коммуникаци[ия]м?|связям|переговорам)$"
)
# Words that lead on to a next one, and end no name: "специалист по".
_LINKS: Final = frozenset({"по", "с", "со", "работе"})
_MAX_TAIL: Final = 6

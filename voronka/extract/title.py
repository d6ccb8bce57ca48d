"""The title of a position: which words of which line name it, as the text has them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from voronka.extract.document import Document, Row
from voronka.extract.roles import RoleMention
from voronka.extract.text import parses, sentences, tokens
from voronka.model import Kind

MAX_TITLE: Final = 140

# Verbs and words after which a worker is named.
SEEKING: Final = re.compile(
    r"(?<!не )\b(?:ищем|ищет|ищут|ищу|нужен|нужна|нужны|нужно|требуется|требуются|требуеться|приглашаем|"
    r"приглашает|приглашаются|пригласим|набираем|набирает|"
    r"бер[е]м(?= в| на|:)|берет|берут|возьмем|жд[е]м|жд[е]т|наймем|нанимаем|нанимает|разыскивается|"
    r"разыскиваем|открыта вакансия|открыта позиция|открыли вакансию|"
    r"открыл[аи]? позици\w+|открыт набор|набор на|в поиске|в поисках|поиск|на поиски|вакансия|вакансии|позиция|позицию|"
    r"должность|должности|на роль|роль|hiring|looking for|look for|"
    r"searching for|we need|need an?|seeking|position|vacancy|job title|role|закрываем позицию|присоединяйся|"
    r"зовем|зовет|подбираем|не хватает|понадобился|усиливаем команду)\b"
)
_LABEL: Final = re.compile(
    r"(?:вакансия|должность|желаемая должность|позиция|position|vacancy|job title|роль|role|требуется|"
    r"требуются|кого ищем|кто нужен|ищем|нужен|нужна|title|"
    r"ищу работу|резюме|специальность|профессия|специализация|кандидат|ищет работу|ищу|"
    r"в поиске)\s*(?:№ ?\d+\s*)?[:\-–—]\s*"
)
_SELF: Final = re.compile(
    r"(?:\bя|меня зовут [^\n,.!]{2,30}[,.!]?(?: мне \d\d(?: лет| года?)?,?)?(?: и)?(?: я)?|\bi'?m an?|"
    r"i am an?|работу|работаю|ищу место|на позицию|на должность|вакансию|"
    r"open to work|в поиске|looking for an?)[ \-–—:,]{1,4}(?:\w+[ ,]{1,2}){0,2}$"
)

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
    r"сво|мо|тво|ваш|удаленн|внимательн|грамотн|"
    r"энергичн|хорош|лучш|настоящ|дорог|быстр|умн|идеальн|тог|так|друг|котор|эт|кажд|люб|один|одн|штатн|"
    r"постоянн|срочн|целеустремленн|инициативн|креативн(?=ог|ую)|надежн|профильн|универсальн(?=ог)|боев|"
    r"проактивн|стильн|наст|дружн|огнен|нескольк|начинающ|бывш|квалифицированн)\w*$"
)

_STOP_WORDS: Final = (
    "в|во|на|для|с|со|от|до|из|за|без|под|при|у|к|которы\\w+|ищ\\w+|требу\\w+|нуж\\w+|удален\\w+|удаленк\\w*|"
    "дистанц\\w+|remote|remotely|офис|гибрид\\w*|фриланс\\w*|полн\\w+|"
    "частичн\\w+|занятость|зп|з/п|зарплат\\w*|оклад|вакансия|резюме|опыт|оплат\\w+|срочн\\w+|требован\\w+|"
    "обязанн\\w+|который|чтобы|если|где|что|это|есть|готов\\w*|can|with|for|at|in|"
    "v|na|dlya|full|part|to|who|we|you|your|our|is|are|will|and|мы|я|не|от|гибк\\w+|график|проектн\\w+|разов\\w+|"
    "подработк\\w*|salary|or|обо|по договор\\w*|"
    "город|локаци\\w+|или|и|а|но|себе|нам|мне|вам|открыт\\w*|москв\\w+|спб|мск|"
    "средн\\w+|формат|работа\\w*|лет|год\\w*|берет|берем|заказ\\w*|компани\\w+|онлайн-школ\\w+|помо\\w+|"
    "пиш\\w+|жд\\w+|пожалуйста|жела\\w+|хоч\\w+|приглаша\\w+|умею|делаю|создаю|настраиваю"
)
_STOP: Final = re.compile(rf"(?:{_STOP_WORDS})$")
# "в отдел SMM", "в офис продаж", "на телефон", "на исходящие звонки": these belong to the title.
_KEPT_TAIL: Final = re.compile(
    r" (?:в|во) (?:[\w-]{1,12}[ -])?(?:(?:отдел|департамент|офис|pr-отдел)е?|"
    r"группу|группе|направление|направлении|службу|службе)(?: [\w-]+){0,2}?"
    r"(?= ?(?:[,.;:!(|•«\"\n]|- |$))|"
    r" у (?:блогер|инфлюенсер)[а-я]*|"
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
_ASIDE: Final = re.compile(r"\s*[(\[](?P<inside>[^()\[\]\n]{1,80})[)\]]")


@dataclass(frozen=True, slots=True)
class Title:
    """A found title: offsets, the role words in it (and in brackets beside it), how it was found and how well."""

    start: int
    end: int
    mentions: tuple[RoleMention, ...]
    rule: str
    score: float = 0.0

    @property
    def certain(self) -> bool:
        """Whether the title names a role by name; else it names a trade or only a position."""
        return self.rule == "title.card" or any(mention.how == "name" for mention in self.mentions)


def find(doc: Document, kind: Kind, start: int = 0, end: int | None = None) -> Title | None:
    """The best title of one posting between two offsets, or None where no role word stands."""
    if doc.card is not None and doc.card.board and start <= doc.card.title.start:
        return _of_card(doc, doc.card.title)
    found = candidates(doc, kind, start, end)
    return max(found, key=lambda title: title.score, default=None)


# Where the title of a card's line ends: brackets without a role, a place or terms after it.
_CARD_BREAK: Final = re.compile(
    r"[\[|•·!@#→;]|\s(?:в|во|для)\s|,\s*(?:г\.|город|удален|офис|гибрид|москва|санкт)|\.\s|"
    r"\(удален\w*\)|(?:от |до )?\d{2,3}[ \u00a0]?(?:000|к\b|тыс|руб|₽)|\sудален\w*|\s[-–]\s(?=удален|офис|гибрид|г\.)"
)


def _of_card(doc: Document, row: Row) -> Title:
    """The title of a card: its whole line but for places, terms and brackets that name no role."""
    mentions = doc.mentions_between(row.words, row.end)
    least = mentions[0].end if mentions else row.words + 1
    end = row.end
    at = least
    while (stop := _CARD_BREAK.search(doc.folded, at, end)) is not None:
        kept = _KEPT_TAIL.match(doc.folded, stop.start(), row.end)
        if kept is None:
            end = stop.start()
        else:
            at = kept.end()
    bracket = doc.folded.find("(", least, end)
    while bracket >= 0:
        close = doc.folded.find(")", bracket, end)
        if close < 0 or all(mention.how == "generic" for mention in doc.mentions_between(bracket, close)):
            end = bracket
            break
        bracket = doc.folded.find("(", close, end)
    end = _without_level(doc, least, end)
    while end > least and doc.folded[end - 1] in " ,-/:.":
        end -= 1
    inside = tuple(mention for mention in mentions if mention.start < end)
    return Title(row.words, max(end, row.words + 1), inside, "title.card", 90.0)


def candidates(doc: Document, kind: Kind, start: int = 0, end: int | None = None) -> list[Title]:
    """Every place between two offsets where a position may be named, scored."""
    stop = doc.head if end is None else min(end, doc.head)
    found: list[Title] = []
    rows = [row for row in doc.rows if row.start < stop and row.end > start]
    for index, row in enumerate(rows[:_MAX_ROWS]):
        first = True
        for at, to in sentences(doc.folded, max(row.words, start), min(row.end, stop)):
            if doc.mentions_between(at, to):
                found += _in_sentence(doc, kind, row, index, _skip(doc, at, to), to, first)
            first = False
    return found


def at_start(doc: Document, row: Row, kind: Kind = Kind.VACANCY) -> Title | None:
    """The title with which a line begins (a digest's line, a numbered position), or None."""
    to = next(iter(sentences(doc.folded, row.words, row.end)), (row.words, row.end))[1]
    verb = SEEKING.match(doc.folded, row.words, to)
    if verb is not None:
        sought = next(iter(doc.mentions_between(verb.end(), min(to, verb.end() + 30))), None)
        if sought is not None and sought.how == "name" and not _for_whom(doc.folded, verb.group(), sought):
            return _title(doc, sought, extent(doc, sought, verb.end(), to), "title.sought", 60.0)
    for title in _in_sentence(doc, kind, row, 0, _skip(doc, row.words, to), to, True):
        if title.rule in ("title.start", "title.label"):
            return title
    return None


def after_label(doc: Document, row: Row) -> int:
    """Where the words of a line begin after a label ("Вакансия:"), if one stands there and something follows."""
    label = _LABEL.match(doc.folded, row.words, row.end)
    return label.end() if label and label.end() < row.end else row.words


# "«Ветер» — контекстолог": the employer stands first.
_OPENING: Final = re.compile(r"[^\w+]*(?:(?<=[«\"“„])[^«»\"“”„\n]{2,50}[»\"”“]\s?(?:-|\||:)[^\w+\n]*)?")


def _skip(doc: Document, at: int, to: int) -> int:
    match = _OPENING.match(doc.folded, at, to)
    return match.end() if match else at


def _in_sentence(doc: Document, kind: Kind, row: Row, index: int, at: int, to: int, first: bool) -> list[Title]:
    folded = doc.folded
    label = _LABEL.match(folded, at, to)
    lower = label.end() if label else at
    mentions = doc.mentions_between(lower, to)
    found: list[Title] = []
    if not mentions:
        return found
    penalty = 1.5 * index + (30 if doc.in_quote(at) else 0)
    if row.marker and row.marker not in "1#" and index > 1:
        penalty += 10 if doc.text[row.start].isascii() or row.marker in "-•·" else 4
    head = _main(folded, mentions)
    title = extent(doc, head, lower, to)
    clear = not folded[lower : title[0]].strip(' «"“*_-(')
    if label and clear:
        found.append(_title(doc, head, title, "title.label", 75 - penalty))
    elif clear:
        penalty += (-6 if index == 0 else 0) if first else 6
        penalty += 12 if row.end - row.start > 220 else 0
        found.append(_title(doc, head, title, "title.start", 60 - penalty))
    if kind is not Kind.CANDIDATE:
        for verb in SEEKING.finditer(folded, at, to):
            after = [
                mention
                for mention in mentions
                if verb.end() <= mention.start <= verb.end() + 90 and not _for_whom(folded, verb.group(), mention)
            ]
            if after:
                head = _main(folded, after)
                found.append(_title(doc, head, extent(doc, head, verb.end(), to), "title.sought", 63 - penalty))
                break
    own = next((m for m in mentions if _SELF.search(folded, max(at, m.start - 60), m.start)), None)
    if own is not None:
        span = extent(doc, own, at, to)
        found.append(_title(doc, own, span, "title.self", (66 if kind is Kind.CANDIDATE else 40) - penalty))
    if not found:
        found.append(_title(doc, head, title, "title.mention", 25 - penalty))
    return found


def _main(folded: str, mentions: Sequence[RoleMention]) -> RoleMention:
    """The role words a sentence is about: its first, unless that is a word of no trade and a name follows soon."""
    head = mentions[0]
    if head.how == "name":
        return head
    for mention in mentions[1:]:
        if mention.start - head.end > 40 or _CLAUSE.search(folded, head.end, mention.start):
            break
        if mention.how == "name":
            return mention
    return head


def _for_whom(folded: str, verb: str, mention: RoleMention) -> bool:
    """Whether the role is one that needs something ("навыки нужны маркетологу"), not one that is needed."""
    first = folded[mention.start : mention.end].split(" ", maxsplit=1)[0].rsplit("-", maxsplit=1)[-1]
    return verb.startswith(("нуж", "требу")) and first.endswith(("у", "ю", "ам", "ям"))


_CLAUSE: Final = re.compile(r"[:;.!?\n]")
_STRENGTH: Final = {"name": 10.0, "field": -12.0, "generic": -16.0}


def _title(doc: Document, head: RoleMention, span: tuple[int, int], rule: str, score: float) -> Title:
    start, end = span
    inside = [mention for mention in doc.mentions_between(start, end) if mention.end <= end]
    aside = _ASIDE.match(doc.folded, end)
    if aside is not None:
        inside += [m for m in doc.mentions_between(*aside.span("inside")) if m.code != "other"]
    strength = _STRENGTH[head.how] - (3 if head.code == "other" else 0)
    return Title(start, end, tuple(inside or [head]), rule, score + strength)


def extent(doc: Document, head: RoleMention, lower: int, to: int) -> tuple[int, int]:
    """The offsets of the whole title around its role words: attributes before, what it is about after."""
    start = _left(doc, head, lower)
    end = _right(doc, head, head.end, to)
    for _ in range(3):
        following = next(iter(doc.mentions_between(end, min(to, end + 40))), None)
        if following is None or following.how == "generic":
            break
        if not _JOIN.fullmatch(doc.folded, end, following.start):
            break
        parted = doc.folded[end : following.start]
        if ("," in parted and following.how == "field" and head.how == "name") or (
            "|" in parted and following.code == "other"
        ):
            break
        end = _right(doc, following, following.end, to)
    return start, _without_level(doc, head.end, end)


_LEVEL_TAIL: Final = re.compile(
    r"(?:[ ,/+-]*\b(?:middle|senior|junior|intern|trainee|миддл|мидл|сеньор|джун)\b\+?)+[ /+]*$"
)


def _without_level(doc: Document, least: int, end: int) -> int:
    """The end of a title without the levels named after it ("SEO-специалист Middle+/Senior")."""
    match = _LEVEL_TAIL.search(doc.folded, least, end)
    return match.start() if match else end


def _left(doc: Document, head: RoleMention, lower: int) -> int:
    start = head.start
    for token in reversed(tokens(doc.folded, max(lower, head.start - 60), head.start)[-4:]):
        gap = doc.folded[token.end : start]
        if gap not in (" ", "-", " - ", "/", "+ ", "/ "):
            break
        if head.how == "field" and gap == " " and _FIRST_PERSON.match(token.word) and _is_offer(token.word):
            return token.start
        latin = token.word.isascii() and token.word.isalpha() and doc.folded[head.start].isascii() and gap == " "
        if latin and len(token.word) > 2 and not _ENGLISH.match(token.word):
            start = token.start
            continue
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
    tail = _KEPT_TAIL.match(doc.folded, end, min(to, end + MAX_TITLE))
    if tail is not None:
        end = tail.end()
    shouting = doc.text[max(0, end - 12) : end].isupper()
    if head.code == "targeted_ads" and head.how == "name" and (platform := _PLATFORM.match(doc.folded, end, limit)):
        limit = platform.start()
    last, last_end, linked = "", end, False
    for count, token in enumerate(tokens(doc.folded, end, limit)):
        raw = doc.text[token.start : token.end]
        proper = raw[:1].isupper() and not raw.isascii() and not shouting and not _KEPT_CAPITALS.match(token.word)
        about, last = token.word in {"с", "со"} and _ABOUT.match(last) is not None, token.word
        if (_STOP.match(token.word) and not about) or proper or count >= _MAX_TAIL or token.word.isdigit():
            break
        last_end, end = (end if token.word in _LINKS else last_end), token.end
        linked = token.word in _LINKS
    return last_end if linked else end


# Where ads are targeted is a remark, not a part of the name: "таргетолог ВКонтакте".
_PLATFORM: Final = re.compile(
    r" (?:вк|вконтакте|vk|fb|facebook|фейсбук|meta|instagram|инстаграм\w*|telegram|телеграм\w*)\b"
)
# "по работе с сетями", "по взаимодействию с партнёрами": here "с" goes on with the name.
_ABOUT: Final = re.compile(r"(?:работ[еы]|взаимодействию|сотрудничеству|коммуникаци[ия]м?|связям|переговорам)$")
# Words that lead on to a next one, and end no name: "специалист по".
_LINKS: Final = frozenset({"по", "с", "со", "работе"})
_MAX_ROWS: Final = 60
_MAX_TAIL: Final = 6

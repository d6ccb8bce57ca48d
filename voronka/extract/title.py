"""The title of a position: which words of which line name it, as the text has them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from voronka.extract import gazetteer
from voronka.extract import lazy as re
from voronka.extract.document import Document, Row
from voronka.extract.roles import RoleMention
from voronka.extract.text import is_first_name, sentences
from voronka.extract.title_extent import KEPT_TAIL, extent, left, without_level
from voronka.extract.worded import Worded
from voronka.model import Kind

# Verbs and words after which a worker is named.
SEEKING: Final = Worded(
    r"(?<!не )\b(?:ищем|ищим|ищет|ищут|ищу(?! себя)|нужен|нужна|нужны|нужно|тр[еу]бует\w{2,3}|требуются|приглашаем|"
    r"приглашает|приглашаются|пригласим|набираем|набирает|"
    r"бер[е]м(?= в| на|:)|берет|берут|возьмем|жд[е]м|жд[е]т|наймем|нанимаем|нанимает|разыскивается|"
    r"разыскиваем|открыта вакансия|открыта позиция|открыли вакансию|"
    r"открыл[аи]? позици\w+|открыт набор|набор на|о наборе|в поиске|в поисках|поиск(?= (?:сотрудник|специалист|"
    r"кандидат|сммщик|менеджер|маркетолог|[a-z]))|на поиски|вакансия|вакансии|позиция|позицию|"
    r"должность|должности|на роль|роль|hiring|looking for|look for|"
    r"searching for|we need|need an?|seeking|position|vacancy|job title|role|закрываем позицию|присоединяйся|"
    r"зовем|зовет|подбираем|подбирает|не хватает|понадобился|усиливаем команду|посоветуйте|порекомендуйте|"
    r"(?:знает|есть на примете|есть контакт|контакт\w*) (?=хорош|толков|проверен|адекватн|классн|крут|надежн|грамотн)|"
    r"ish?ch?em|ishch?u|ishem|trebuet?s[yi]a|nu[jz]h?en|nu[jz]h?n[ay])\b"
)
_LABEL: Final = re.compile(
    r"(?:вакансия|должность|желаемая должность|позиция|position|vacancy|job title|роль|role|требуется|"
    r"требуются|кого ищем|кто нужен|ищем|нужен|нужна|title|"
    r"ищу работу|резюме|специальность|профессия|специализация|кандидат|ищет работу|ищу|"
    r"в поиске)\s*(?:№ ?\d+\s*)?[:\-–—]\s*"
)
_SELF: Final = re.compile(
    r"(?:\bя|меня зовут [^\n,.!]{2,30}[,.!]?(?: мне \d\d(?: лет| года?)?,?)?(?: и)?(?: я)?|\bi'?m an?|"
    r"(?:хочу|хотел[аи]? бы|готов[аы]?|буду рад[аы]?|планирую|мечтаю) (?:работать|поработать|быть|стать|устроиться|"
    r"попробовать себя)|i am an?|работу|работаю|ищу место|место|(?:ищу|беру|возьму|рассматриваю"
    r"|открыт\w? на) (?:\w{2,12} )?проекты?"
    r"|заказы|подработку|стажировку|удаленку|на позицию|"
    r"на должность|на вакансию|"
    r"open to work|в поиске|looking for an?)[ \-–—:,]{1,4}(?:\w+[ ,]{1,2}){0,2}$"
)

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
    best = max(found, key=lambda title: title.score, default=None)
    if kind is Kind.CANDIDATE and best is not None and best.mentions[0].how == "field":
        return _person_of(doc, best, start, end) or best
    return best


_PERSON_WITHIN: Final = 1_500


def _person_of(doc: Document, offer: Title, start: int, end: int | None) -> Title | None:
    """Who does what an offer says: beside "Пишу тексты" the "копирайтер" of a later sentence."""
    stop = min(doc.head if end is None else end, offer.end + _PERSON_WITHIN)
    for mention in doc.mentions_between(start, stop):
        same = mention.how == "name" and mention.code == offer.mentions[0].code
        if same and not is_activity(mention) and not doc.is_quoted(mention.start):
            line = doc.folded.find("\n", mention.end, stop)
            span = extent(
                doc, mention, max(start, doc.folded.rfind("\n", 0, mention.start) + 1), line if line > 0 else stop
            )
            return _title(doc, mention, span, "title.self", offer.score)
    return None


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
        kept = KEPT_TAIL.match(doc.folded, stop.start(), row.end)
        if kept is None:
            end = stop.start()
        else:
            at = kept.end()
    bracket = doc.folded.find("(", least, end)
    while bracket >= 0:
        close = doc.folded.find(")", bracket, end)
        if close < 0 or all(mention.how != "name" for mention in doc.mentions_between(bracket, close)):
            end = bracket
            break
        bracket = doc.folded.find("(", close, end)
    end = without_level(doc, least, end)
    while end > least and doc.folded[end - 1] in " ,-/:.":
        end -= 1
    inside = tuple(mention for mention in mentions if mention.start < end)
    return Title(row.words, max(end, row.words + 1), inside, "title.card", 90.0)


def candidates(doc: Document, kind: Kind, start: int = 0, end: int | None = None) -> list[Title]:
    """Every place between two offsets where a position may be named, scored; found once for a document."""
    stop = doc.head if end is None else min(end, doc.head)
    key = (kind.value, start, stop)
    if key not in doc.named:
        doc.named[key] = _candidates(doc, kind, start, stop)
    return doc.named[key]


def _candidates(doc: Document, kind: Kind, start: int, stop: int) -> list[Title]:
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
    at = _after_place(doc, row)
    to = next(iter(sentences(doc.folded, at, row.end)), (at, row.end))[1]
    verb = SEEKING.match(doc.folded, at, to)
    if verb is not None:
        sought = next(iter(doc.mentions_between(verb.end(), min(to, verb.end() + 30))), None)
        if sought is not None and sought.how == "name" and not _for_whom(doc.folded, verb.group(), sought):
            return _title(doc, sought, extent(doc, sought, verb.end(), to), "title.sought", 60.0)
    for title in _in_sentence(doc, kind, row, 0, _skip(doc, at, to), to, True):
        if title.rule in ("title.start", "title.label"):
            return title
    return None


# "Челябинск. Продавец", "Барнаул + Бийск: торговый представитель": where it is stands first.
_PLACE_FIRST: Final = re.compile(
    r"[а-я][а-я-]{2,20}(?: [а-я-]{3,20})?(?:(?: ?[+,/&] ?| и )[а-я][а-я -]{2,25})?\s?[.:|—–-] "
)


_ANYWHERE: Final = re.compile(r"(?:удален\w{1,3}|remote|онлайн|дистанционно)\s?[.:|—–-] ")


def _after_place(doc: Document, row: Row) -> int:
    """Where a list's line begins after the city that it begins with, if it does."""
    first = _PLACE_FIRST.match(doc.folded, row.words, row.end)
    if first is None or doc.mentions_between(row.words, first.end()):
        return row.words
    if _ANYWHERE.match(doc.folded, row.words):
        return first.end()
    city = next(gazetteer.mentions(doc.folded, row.words, first.end()), None)
    return first.end() if city is not None and city.start == row.words else row.words


# What parts an employer from the position in a list's line: "Банк «Ель», стажёр", "Студия Лес — дизайнер".
_PARTED: Final = re.compile(
    r"(?:(?:[,:;|)→>]|\s[-/])\s*|\s(?:ищ[еу]т|нуж(?:ен|на|ны)|требу[ею]тся|приглашает|ждет|зовет|берет)\s)$"
)
_MAX_EMPLOYER: Final = 60


def after_employer(doc: Document, row: Row, end: int) -> Title | None:
    """The title that stands second in a list's line, after the employer's name; None where none does."""
    for mention in doc.mentions_between(row.words, min(end, row.words + _MAX_EMPLOYER)):
        start = left(doc, mention, row.words)
        if mention.how == "name" and _PARTED.search(doc.folded, row.words, start):
            return _title(doc, mention, extent(doc, mention, start, end), "title.second", 50.0)
    return None


def after_label(doc: Document, row: Row) -> int:
    """Where the words of a line begin after a label ("Вакансия:"), if one stands there and something follows."""
    label = _LABEL.match(doc.folded, row.words, row.end)
    return label.end() if label and label.end() < row.end else row.words


# "«Ветер» — контекстолог": the employer stands first.
_OPENING: Final = re.compile(r"[^\w+]*(?:(?<=[«\"“„])[^«»\"“”„\n]{2,50}[»\"”“]\s?(?:-|\||:|,)[^\w+\n]*)?")
# "Pinebox — Account Executive": the same without quotes.
_EMPLOYER_FIRST: Final = re.compile(r"[A-ZА-ЯЁ][\w&.’'-]{1,25}(?: [A-ZА-ЯЁ0-9][\w&.’'-]{0,25}){0,3} ?(?:[—–|]| - )\s*")


def _skip(doc: Document, at: int, to: int) -> int:
    match = _OPENING.match(doc.folded, at, to)
    at = match.end() if match else at
    employer = _EMPLOYER_FIRST.match(doc.text, at, to)
    if employer is not None and not doc.mentions_between(at, employer.end()):
        following = next(iter(doc.mentions_between(employer.end(), to)), None)
        if following is not None and left(doc, following, employer.end()) == employer.end():
            return employer.end()
    return at


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
    if _ADDRESSED.search(folded, at, head.start):
        penalty += 40
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
                if verb.end() <= mention.start <= verb.end() + 90
                and not _for_whom(folded, verb.group(), mention)
                and not _FOR_CLIENT.search(folded, verb.end(), mention.start)
            ]
            if after:
                head = _main(folded, after)
                span = extent(doc, head, verb.end(), to, either=False)
                found.append(_title(doc, head, span, "title.sought", 63 - penalty))
                break
    own = next((m for m in mentions if _SELF.search(folded, max(at, m.start - 60), m.start)), None)
    if own is not None:
        own = _main(folded, [m for m in mentions if m.start >= own.start])
        span = extent(doc, own, at, to, either=False)
        found.append(_title(doc, own, span, "title.self", (66 if kind is Kind.CANDIDATE else 40) - penalty))
    if kind is Kind.CANDIDATE:
        named = next((m for m in mentions if m.how == "name" and _after_name(doc, at, m)), None)
        if named is not None:
            found.append(_title(doc, named, extent(doc, named, named.start, to), "title.person", 64 - penalty))
    if not found:
        found.append(_title(doc, head, title, "title.mention", 25 - penalty))
    return found


# "Ищет для своего клиента, федерального оператора связи": for whom, not whom.
_FOR_CLIENT: Final = re.compile(
    r"\bдля (?:\w+ )?(?:клиент|заказчик|партнер)\w*,? (?:[-–—] )?(?:[а-я]+(?:ого|его|ой) )+$"
)
# "Коллеги-эйчары, …", "Дорогие маркетологи!": those whom the post speaks to.
_ADDRESSED: Final = re.compile(
    r"\b(?:коллеги|друзья|ребята|девушки|девочки|господа|товарищи|дорогие|уважаемые|милые)(?:[ ,-]| - ){1,2}$"
)
# "Оксана, продакт-маркетолог", "Глеб (34 года) — сеошник".
_NAME_BEFORE: Final = re.compile(
    r"(?P<name>[А-ЯЁ][а-яё]{2,12})(?: [А-ЯЁ][а-яё]{2,16})?(?:,? \(?\d\d(?: лет| года?)?\)?)?(?:,| -| –| —|:) $"
)


def _after_name(doc: Document, at: int, mention: RoleMention) -> bool:
    """Whether a person's name in the nominative stands right before a role's name."""
    before = _NAME_BEFORE.search(doc.text, max(at, mention.start - 48), mention.start)
    return before is not None and is_first_name(doc.folded[before.start("name") : before.end("name")])


def _main(folded: str, mentions: Sequence[RoleMention]) -> RoleMention:
    """The role words a sentence is about: its first, unless that is a word of no trade and a name follows soon."""
    head = mentions[0]
    if head.how == "name":
        return head
    for mention in mentions[1:]:
        if mention.start - head.end > 40 or _CLAUSE.search(folded, head.end, mention.start):
            break  # what follows is no longer said of the trade
        if mention.how == "name":
            return mention
    return head


def _for_whom(folded: str, verb: str, mention: RoleMention) -> bool:
    """Whether the role is one that needs something ("навыки нужны маркетологу"), not one that is needed."""
    first = folded[mention.start : mention.end].split(" ", maxsplit=1)[0].rsplit("-", maxsplit=1)[-1]
    return verb.startswith(("нуж", "требу")) and first.endswith(("у", "ю", "ам", "ям"))


_CLAUSE: Final = re.compile(r"[:;.!?\n]|,\s*(?:что|чтоб\w*|котор\w+|как|где|когда|если|а|но)\b")
_STRENGTH: Final = {"name": 10.0, "field": -12.0, "generic": -16.0}


def _title(doc: Document, head: RoleMention, span: tuple[int, int], rule: str, score: float) -> Title:
    start, end = span
    inside = [mention for mention in doc.mentions_between(start, end) if mention.end <= end]
    aside = _ASIDE.match(doc.folded, end)
    if aside is not None:
        inside += [m for m in doc.mentions_between(*aside.span("inside")) if m.code != "other"]
    strength = _STRENGTH[head.how] - (3 if head.code == "other" else 0)
    if head.how == "generic" and _TERM.match(doc.folded, head.start):
        strength -= 8  # "Стажировка": a term of work, not who is sought
    if head.how == "name" and is_activity(head):
        strength -= 6  # "SEO под ключ": the work, not who does it
    return Title(start, end, tuple(inside or [head]), rule, score + strength)


_ACTIVITY: Final = re.compile(r"(?i:smm|смм|seo|сео|aso|pr|пиар|ppc|ugc|event|ивенты?)")


_TERM: Final = re.compile(r"стажировк|internship|подработк")


def is_activity(mention: RoleMention) -> bool:
    """Whether a role's name is that of the work ("SEO"), not of who does it."""
    return _ACTIVITY.fullmatch(mention.matched) is not None


_MAX_ROWS: Final = 60
